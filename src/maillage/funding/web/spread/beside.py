"""What stands beside grants: own effort, linked bodies, and the sheets that bring effort and need."""

import base64
import binascii
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.bodies.selectors.names import weigher
from maillage.funding.models import Effort, LinkedBody
from maillage.funding.rules.spread import effort as own_effort
from maillage.funding.selectors import spread as selectors
from maillage.funding.services.spread import beside as services
from maillage.funding.services.spread import sheets
from maillage.funding.web.forms.spread import (
    EffortForm,
    LinkForm,
    SheetForm,
    effort_values,
    link_values,
)
from maillage.funding.web.spread.money import BESIDE
from maillage.kernel import BadInput, Role, access
from maillage.territory import selectors as territory
from maillage.ui import sending
from maillage.ui.downloads import csv_answer
from maillage.ui.forms import number
from maillage.ui.sending import found, told
from maillage.ui.single import show

Made = TypeVar("Made")
PAGES = {"effort": "funding:effort", "composante": "funding:need", "lien": "funding:links"}
KEPT = 300  # lines shown of a sheet
EXAMPLES = {
    "effort": ["44143", "2025", "125000,00", "41500000,00", "43000"],
    "besoin": ["44143", "Allocataires du RSA", "4,8", "CAF, 2024", "2024"],
}


def one_form(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], *, back: str, done: str,
    row: Any = None, **words: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one form: shown, or sent and then back with the words `done`."""
    weigh = partial(weigher, partnership=request.workspace)
    if sending.sent(request, form, change, row, weigh=weigh) is not None:
        messages.success(request, done)
        return redirect(back)
    return show(request, form, back=back, where=request.workspace, **words)


@access(*BESIDE)
@require_safe
def effort(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """What each commune spends itself against what it could levy, by year."""
    rows = selectors.efforts(partnership=request.workspace, withdrawn=True)
    lines = []
    for row in rows:
        known = own_effort(spend=row.spend, potential=row.potential, population=row.population)
        facts = territory.facts(row.place)
        lines.append(
            {
                "row": row,
                "name": facts.name if facts else row.place,
                "known": known,
                "per_thousand": 1_000 * known[2] if known else None,
            }
        )
    context = {"lines": lines, "may_run": visibility.may_run(request.actor)}
    return render(request, "funding/spread/effort.html", context)


@access(Role.COORDINATOR)
def add_effort(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Note one commune and year."""
    form = EffortForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    return one_form(
        request, form,
        lambda: services.add_effort(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ),
        back=reverse("funding:effort", args=[partnership]), done=_("L'effort est noté."),
        title=_("Noter l'effort d'une commune"), submit=_("Noter l'effort"),
        lead=_("Ce que la commune dépense elle-même pour la prévention, et ce qu'elle pourrait lever."),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_effort(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct one commune and year."""
    row: Effort = found(selectors.beside(partnership=request.workspace, kind="effort", pk=pk))
    form = EffortForm(request.POST or None, initial=effort_values(row))
    return one_form(
        request, form,
        lambda: services.edit_effort(
            actor=request.actor, effort=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ),
        back=reverse("funding:effort", args=[partnership]), done=_("L'effort est modifié."), row=row,
        title=_("Modifier l'effort d'une commune"), submit=_("Enregistrer"),
    )  # fmt: skip


@access(*BESIDE)
@require_safe
def links(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The bodies declared linked to the authority that chairs."""
    context = {"rows": selectors.links(partnership=request.workspace),
               "may_run": visibility.may_run(request.actor)}  # fmt: skip
    return render(request, "funding/spread/links.html", context)


@access(Role.COORDINATOR)
def add_link(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Declare a link."""
    form = LinkForm(request.POST or None)
    form.offer(request.workspace)
    return one_form(
        request, form,
        lambda: services.declare_link(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ),
        back=reverse("funding:links", args=[partnership]), done=_("Le lien est déclaré."),
        title=_("Déclarer un organisme lié"), submit=_("Déclarer"),
        lead=_("Un organisme lié à l'autorité qui préside : le dire lève le soupçon."),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_link(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change a declared link."""
    row: LinkedBody = found(selectors.beside(partnership=request.workspace, kind="lien", pk=pk))
    form = LinkForm(request.POST or None, initial=link_values(row))
    form.offer(request.workspace)
    return one_form(
        request, form,
        lambda: services.edit_link(
            actor=request.actor, link=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ),
        back=reverse("funding:links", args=[partnership]), done=_("Le lien est modifié."), row=row,
        title=_("Modifier un lien déclaré"), submit=_("Enregistrer"),
    )  # fmt: skip


def _mark(request: WorkspaceRequest, kind: str, pk: int, *, back: bool) -> HttpResponse:
    row = found(selectors.beside(partnership=request.workspace, kind=kind, pk=pk))
    at = number(request.POST.get("revision"))
    seen, actor = -1 if at is None else at, request.actor
    if back:
        told(request, lambda: services.put_back(actor=actor, row=row, seen=seen), _("C'est remis."))
    else:
        told(
            request,
            lambda: services.withdraw(actor=actor, row=row, seen=seen, on=timezone.localdate()),
            _("C'est retiré. La ligne reste lisible, ne compte plus, et peut être remise."),
        )
    return redirect(PAGES[kind], request.workspace.key)


@access(Role.COORDINATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Withdraw an effort, a component or a link."""
    return _mark(request, kind, pk, back=False)


@access(Role.COORDINATOR)
@require_POST
def put_back(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Put it back."""
    return _mark(request, kind, pk, back=True)


@access(Role.COORDINATOR)
def import_sheet(request: WorkspaceRequest, partnership: str, kind: str) -> HttpResponse:
    """Send a sheet, see what it holds and which lines are rejected, then write it whole or not at all."""
    if kind not in sheets.READERS:
        raise Http404("feuille inconnue")
    form = SheetForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and "content" in request.POST:
        return _confirm(request, kind, form)
    context: dict[str, Any] = {"form": form, "kind": kind, "head": sheets.HEADERS[kind]}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        read = sending.attempt(
            form, lambda: sheets.read_sheet(kind=kind, content=content, filename=file.name)
        )  # fmt: skip
        if read is not None:
            context |= {
                "sheet": read, "rows": read.rows[:KEPT], "rejects": read.rejects[:KEPT],
                "content": base64.b64encode(content).decode(), "filename": file.name,
                "source": form.cleaned_data.get("source", ""),
            }  # fmt: skip
    return render(request, "funding/spread/import.html", context)


def _confirm(request: WorkspaceRequest, kind: str, form: SheetForm) -> HttpResponse:
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
        rows = sheets.write_sheet(
            actor=request.actor, partnership=request.workspace, kind=kind, content=content,
            filename=request.POST.get("filename", ""), source=request.POST.get("source", ""),
            on=timezone.localdate(),
        )  # fmt: skip
    except (BadInput, binascii.Error) as fault:
        messages.error(
            request, str(fault) if isinstance(fault, BadInput) else _("Envoyez le fichier de nouveau.")
        )
        return redirect("funding:import_sheet", request.workspace.key, kind)
    words = ngettext("%(n)s ligne est enregistrée.", "%(n)s lignes sont enregistrées.", rows)
    messages.success(request, words % {"n": rows})
    return redirect("funding:effort" if kind == "effort" else "funding:need", request.workspace.key)


@access(Role.COORDINATOR)
@require_safe
def sheet_model(request: WorkspaceRequest, partnership: str, kind: str) -> HttpResponse:
    """The sheet to fill in, with one line as an example."""
    if kind not in sheets.HEADERS:
        raise Http404("feuille inconnue")
    return csv_answer(f"modele-{kind}.csv", sheets.HEADERS[kind], [EXAMPLES[kind]])
