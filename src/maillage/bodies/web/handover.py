"""Departures: their list, the dossier as page and PDF, the note, the successor's first week."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Handover
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import handover as selectors
from maillage.bodies.selectors import orphans as abandoned
from maillage.bodies.services import handover as services
from maillage.bodies.web.forms.follow_up import DepartureForm, LineForm, LinesForm, NoteForm, SuccessorForm
from maillage.bodies.web.pages import MEMBERS, sent
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show


@access(*MEMBERS)
@require_safe
def handovers(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The departures, the latest first, and what nobody carries."""
    here, today = request.workspace, timezone.localdate()
    left = abandoned.orphans(partnership=here, on=today)
    context = {
        "rows": list(selectors.handovers(partnership=here, actor=request.actor)), "today": today,
        "orphans": abandoned.of_actor(left, request.actor), "may_run": visibility.may_run(request.actor),
    }  # fmt: skip
    return render(request, "bodies/handovers.html", context)


@access(Role.COORDINATOR)
def declare(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Declare a departure."""
    form = DepartureForm(request.POST or None, initial={"leaves_on": timezone.localdate()})
    form.offer(request.workspace)
    made = sent(
        request, form,
        lambda: services.declare_departure(
            actor=request.actor, partnership=request.workspace, departure=form.departure(),
            on=timezone.localdate(), nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Le départ est déclaré. Voici le dossier qui passe au successeur."))
        return redirect("bodies:handover", partnership, made.pk)
    return show(
        request, form, title=_("Déclarer un départ"), submit=_("Déclarer le départ"),
        where=request.workspace.name,
        lead=_("Rien de ce que portait la personne ne se perd : chaque siège, chaque engagement est listé."),
        back=reverse("bodies:handovers", args=[partnership]),
    )  # fmt: skip


def _handover(request: WorkspaceRequest, pk: int) -> Handover:
    return found(selectors.handover(partnership=request.workspace, actor=request.actor, pk=pk))


@access(*MEMBERS)
@require_safe
def handover(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The dossier: what is open, held, promised, awaited; whom to call; the history in one page."""
    row, today = _handover(request, pk), timezone.localdate()
    context = {
        "dossier": selectors.dossier(handover=row, on=today), "handover": row, "today": today,
        "may_run": visibility.may_run(request.actor), "line_form": LineForm(auto_id="line_%s"),
        "may_write": visibility.may_answer_for(request.actor, row.institution_id),
    }  # fmt: skip
    return render(request, "bodies/handover.html", context)


@access(*MEMBERS)
@require_safe
def dossier(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The dossier as PDF."""
    row, today = _handover(request, pk), timezone.localdate()
    content = import_string(settings.HANDOVER_DOCUMENTS)(selectors.dossier(handover=row, on=today), today)
    name = f"passation-{row.leaves_on.isoformat()}-{row.pk}.pdf"
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@access(*MEMBERS)
@require_safe
def first_week(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The successor's first week: what to read, to answer, to prepare, and whom to call."""
    row, today = _handover(request, pk), timezone.localdate()
    gathered = selectors.dossier(handover=row, on=today)
    return render(
        request, "bodies/first_week.html", {"dossier": gathered, "handover": row, "today": today}
    )  # fmt: skip


@access(*MEMBERS)
def note(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Write the note of the person who leaves."""
    row = _handover(request, pk)
    form = NoteForm(request.POST or None, initial={"revision": row.revision, "note": row.note})
    made = sent(
        request, form,
        lambda: services.write_note(
            actor=request.actor, handover=row, seen=form.cleaned_data["revision"],
            note=form.cleaned_data["note"], on=timezone.localdate(),
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La note est gardée dans le dossier."))
        return redirect("bodies:handover", partnership, pk)
    stale = form.is_bound and form.errors and form.data.get("note", row.note) != row.note
    return show(
        request, form, title=_("Note de passation"), submit=_("Garder la note"), where=row.institution.name,
        back=_page(partnership, pk), stored=row.note if stale else "",
    )  # fmt: skip


@access(Role.COORDINATOR)
def successor(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say who follows, and when."""
    row = _handover(request, pk)
    form = SuccessorForm(request.POST or None, initial={"revision": row.revision})
    form.offer(request.workspace)
    made = sent(
        request, form,
        lambda: services.name_successor(
            actor=request.actor, handover=row, seen=form.cleaned_data["revision"],
            successor=form.cleaned_data["successor"], arrives_on=form.cleaned_data["arrives_on"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Les sièges libres et les engagements passent au successeur."))
        return redirect("bodies:handover", partnership, pk)
    return show(
        request, form, title=_("Désigner le successeur"), submit=_("Désigner le successeur"),
        where=row.institution.name, back=_page(partnership, pk),
    )  # fmt: skip


@access(*MEMBERS)
@require_POST
def add_line(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Add something to pass on."""
    row, form = _handover(request, pk), LineForm(request.POST)
    made = sent(
        request, form,
        lambda: services.add_line(
            actor=request.actor, handover=row, words=form.cleaned_data["words"],
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        return redirect(f"{_page(partnership, pk)}#a-passer")
    return show(
        request, form, title=_("Autre chose à passer"), submit=_("Ajouter"), where=row.institution.name,
        back=_page(partnership, pk),
    )  # fmt: skip


@access(*MEMBERS)
@require_POST
def pass_lines(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Tick what was passed."""
    row = _handover(request, pk)
    form = LinesForm(request.POST)
    form.fields["passed"].queryset = row.lines.all()  # type: ignore[attr-defined]
    if form.is_valid():
        lines = [one.pk for one in form.cleaned_data["passed"]]
        told(
            request,
            lambda: services.pass_lines(
                actor=request.actor, handover=row, lines=lines, on=timezone.localdate()
            ), _("C'est noté."),
        )  # fmt: skip
    return redirect(f"{_page(partnership, pk)}#a-passer")


def _page(partnership: str, pk: int) -> str:
    return reverse("bodies:handover", args=[partnership, pk])
