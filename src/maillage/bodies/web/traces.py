"""The traces between partners: lists, one short form each, undone the same day, taken away as CSV."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import traces
from maillage.bodies.selectors.names import weigher
from maillage.bodies.services import traces as services
from maillage.bodies.vocabulary import ContactMeans, EventKind, TransmissionBasis
from maillage.bodies.web.forms.traces import FORMS, MandateForm, TraceForm
from maillage.institutions.vocabulary import Level
from maillage.kernel import BadInput, Refused, Role, access
from maillage.ui.downloads import csv_answer
from maillage.ui.sending import attempt, found

RECORDERS = (Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)
READERS = (*RECORDERS, Role.MAYOR, Role.DPO)
SHOWN = 30
OPEN_TO_ALL = ("contacts", "transmissions")  # what a partner may note for their own institution


@access(*READERS)
@require_safe
def index(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The latest traces, by kind: all of them, or those of one's own institution."""
    here, actor = request.workspace, request.actor
    parts = []
    for kind, question in traces.LISTS.items():
        rows = question(partnership=here, actor=actor)
        parts.append({"kind": kind, "rows": list(rows[:SHOWN]), "count": rows.count()} | {
            "may_add": _may_add(request, kind)
        })  # fmt: skip
    context = {
        "parts": parts, "today": timezone.localdate(), "total": sum(part["count"] for part in parts),
        "may_run": visibility.may_run(actor), "mine": actor.institutions, "shown": SHOWN,
    }  # fmt: skip
    return render(request, "bodies/traces.html", context)


def _may_add(request: WorkspaceRequest, kind: str) -> bool:
    if visibility.may_run(request.actor):
        return True
    return kind in OPEN_TO_ALL and request.actor.holds(*RECORDERS) and bool(request.actor.institutions)


@access(*RECORDERS)
def add(request: WorkspaceRequest, partnership: str, kind: str) -> HttpResponse:
    """Note one trace: a few seconds."""
    if kind not in FORMS:
        raise Http404("trace inconnue")
    if not _may_add(request, kind):
        return render(request, "bodies/trace_closed.html", {"kind": kind}, status=403)
    here, today = request.workspace, timezone.localdate()
    mine = None if visibility.may_run(request.actor) else request.actor.institutions
    form = FORMS[kind](request.POST or None, initial={"on": today})
    form.offer(here, mine)
    if request.method == "POST" and form.is_valid() and _record(request, kind, form) is not None:
        messages.success(request, _("C'est noté. Vous pouvez le retirer aujourd'hui, si c'est une erreur."))
        return redirect("bodies:traces", partnership)
    return render(request, "bodies/trace.html", {"form": form, "kind": kind})


def _record(request: WorkspaceRequest, kind: str, form: TraceForm) -> Any:
    if not form.accepts(weigher(partnership=request.workspace)):
        return None
    data = {name: value for name, value in form.cleaned_data.items() if name != "weighed"}
    for name, word in WORDS.items():
        if name in data:
            data[name] = word(data[name])
    if kind == "evenements":
        data["kind"] = EventKind(data["kind"])
    today, here = timezone.localdate(), request.workspace
    service = SERVICES[kind]
    return attempt(form, lambda: service(actor=request.actor, partnership=here, today=today, **data))


WORDS: dict[str, Any] = {"level": Level, "means": ContactMeans, "basis": TransmissionBasis}
SERVICES: dict[str, Callable[..., Any]] = {
    "formations": services.record_training, "contacts": services.record_contact,
    "transmissions": services.record_transmission, "evenements": services.record_event,
}  # fmt: skip


@access(*RECORDERS)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Undo a trace on the day it was typed."""
    row = found(traces.trace(partnership=request.workspace, actor=request.actor, kind=kind, pk=pk))
    try:
        services.withdraw_trace(actor=request.actor, trace=row, today=timezone.localdate())
        messages.success(request, _("La trace est retirée ; le journal garde l'acte."))
    except (BadInput, Refused) as fault:
        messages.error(request, str(fault))
    return redirect("bodies:traces", partnership)


@access(Role.COORDINATOR)
@require_safe
def export(request: WorkspaceRequest, partnership: str, kind: str) -> HttpResponse:
    """Every trace of a kind, as CSV."""
    if kind not in COLUMNS:
        raise Http404("trace inconnue")
    head, cells = COLUMNS[kind]
    rows = traces.LISTS[kind](partnership=request.workspace, actor=request.actor)
    return csv_answer(f"{kind}-{request.workspace.key}.csv", head, (cells(row) for row in rows))


def _training(row: Any) -> list[object]:
    names = ", ".join(one.name for one in row.institutions.all())
    return [row.on, row.subject, names, row.managers, row.middle, row.first_line]


COLUMNS: dict[str, tuple[list[str], Callable[[Any], list[object]]]] = {
    "formations": (
        ["jour", "sujet", "institutions", "responsables", "cadres_intermediaires", "premiere_ligne"],
        _training,
    ),
    "contacts": (
        ["jour", "institution_1", "institution_2", "niveau", "moyen"],
        lambda row: [row.on, row.one.name, row.other.name, row.get_level_display(), row.get_means_display()],
    ),
    "transmissions": (
        ["jour", "de", "a", "au_titre_de", "question"],
        lambda row: [row.on, row.giver.name, row.receiver.name, row.get_basis_display(), row.about],
    ),
    "evenements": (
        ["jour", "genre", "evenement"],
        lambda row: [row.on, row.get_kind_display(), row.title],
    ),
}


@access(*READERS)
@require_safe
def mandates(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Who represents which institution with a written mandate, and who without."""
    today = timezone.localdate()
    rows = traces.mandates(partnership=request.workspace, actor=request.actor, on=today)
    context = {
        "rows": rows, "today": today, "written": sum(row.mandate_on is not None for row in rows),
        "may_write": request.actor.holds(*RECORDERS), "named": not request.actor.holds(Role.DPO),
    }  # fmt: skip
    return render(request, "bodies/mandates.html", context)


@access(*RECORDERS)
@require_POST
def set_mandate(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Note the day of a written mandate, or that there is none."""
    row = found(traces.position(partnership=request.workspace, pk=pk))
    form = MandateForm(request.POST)
    try:
        if form.is_valid():
            services.set_mandate(
                actor=request.actor, position=row, on=form.cleaned_data["on"], may_commit=form.answer()
            )
            messages.success(request, _("Le mandat est noté."))
        else:
            messages.error(request, _("Écrivez le jour du mandat, par exemple 12/01/2026, ou rien."))
    except (BadInput, Refused) as fault:
        messages.error(request, str(fault))
    return redirect("bodies:mandates", partnership)
