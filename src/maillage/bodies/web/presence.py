"""Presence at a meeting: recorded by the secretary, declared later, on paper; the meeting said held."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.rules import presence as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import presence as presences
from maillage.bodies.selectors import zone
from maillage.bodies.services import check_in as codes
from maillage.bodies.services import presence as services
from maillage.bodies.vocabulary import RecordedBy
from maillage.bodies.web.forms.presence import DeclareForm, HeldForm, PresenceForm
from maillage.bodies.web.minutes import FORMATS
from maillage.bodies.web.pages import MEMBERS, enter, sent
from maillage.kernel import Conflict, Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import told
from maillage.ui.single import show


@access(Role.COORDINATOR)
def attendance(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Record who came, all the lines at once."""
    row, _restricted = enter(request, meeting)
    now, here = timezone.now(), request.workspace
    fault = rules.recording_fault(
        state=row.state, day=zone.clock(meeting=row).day, today=zone.wall(partnership=here, moment=now).date()
    )  # fmt: skip
    if fault:
        messages.error(request, fault)
        return redirect("bodies:meeting", partnership, meeting)
    found = presences.presence(meeting=row)
    form = PresenceForm(request.POST or None, initial={"revision": row.revision})
    form.offer(found.lines)
    made = sent(request, form, lambda: _record(request, row, form), row=row)
    if made is not None:
        _say(request, made)
        return redirect("bodies:meeting", partnership, meeting)
    context = {"meeting": row, "form": form, "presence": found, "clock": zone.clock(meeting=row)}
    return render(request, "bodies/attendance.html", context)


def _record(request: WorkspaceRequest, row: Meeting, form: PresenceForm) -> int:
    try:
        return services.record_presence(
            actor=request.actor, meeting=row, typed=form.typed(), now=timezone.now(),
            by=RecordedBy(form.cleaned_data["by"]),
        )  # fmt: skip
    except Conflict:
        form.catch_up(presences.lines(meeting=row))
        raise


def _say(request: WorkspaceRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Rien n'a changé : les présences étaient déjà ainsi."))
        return
    words = ngettext("La présence d'un siège est notée.", "La présence de %(n)s sièges est notée.", count)
    messages.success(request, words % {"n": count})


@access(Role.COORDINATOR)
def hold(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Say that the meeting took place, and when it ended."""
    row, _restricted = enter(request, meeting)
    clock = zone.clock(meeting=row)
    now = zone.wall(partnership=request.workspace, moment=timezone.now())
    ended = clock.ended or min(clock.planned_end, now)  # one that ends early is not refused its own proposal
    form = HeldForm(request.POST or None, initial={"revision": row.revision, "ended_at": ended})
    made = sent(
        request, form,
        lambda: services.hold_meeting(
            actor=request.actor, meeting=row, seen=form.cleaned_data["revision"], now=timezone.now(),
            ended_at=zone.moment(partnership=request.workspace, wall=form.wall()),
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La réunion est tenue. Il reste à consigner ce qui y a été dit."))
        return redirect("bodies:meeting", partnership, meeting)
    return show(
        request, form, title=_("La réunion a été tenue"), submit=_("Noter la réunion tenue"),
        where=row.body.name, back=reverse("bodies:meeting", args=[partnership, meeting]),
        lead=_("Les présences restent à corriger tant que le compte rendu n'est pas approuvé."),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def undo_held(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """The meeting was said held by mistake."""
    row, _restricted = enter(request, meeting)
    told(
        request, lambda: services.undo_held(actor=request.actor, meeting=row, seen=row.revision),
        _("La réunion n'est plus notée tenue ; les présences relevées sont gardées."),
    )  # fmt: skip
    return redirect("bodies:meeting", partnership, meeting)


@access(*MEMBERS)
def declare(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Declare after the meeting that one's institution was there."""
    row, _restricted = enter(request, meeting)
    lines = _to_declare(request, row)
    if not lines:
        messages.info(request, _("La présence de votre institution est déjà notée, ou elle n'y siège pas."))
        return redirect("bodies:meeting", partnership, meeting)
    form = DeclareForm(request.POST or None)
    form.offer(lines)
    made = sent(
        request, form,
        lambda: services.declare_presence(
            actor=request.actor, meeting=row, typed=form.typed(), now=timezone.now(),
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(
            request, _("La présence est notée, avec le jour de sa déclaration.") if made
            else _("Cette présence était déjà notée."),
        )  # fmt: skip
        return redirect("bodies:meeting", partnership, meeting)
    return show(request, form, **_declare_page(row, reverse("bodies:meeting", args=[partnership, meeting])))


def _to_declare(request: WorkspaceRequest, row: Meeting) -> list[presences.SeatLine]:
    return [
        line for line in presences.lines(meeting=row)
        if visibility.may_answer_for(request.actor, line.seat.institution_id) and not line.there
    ]  # fmt: skip


def _declare_page(row: Meeting, back: str) -> dict[str, Any]:
    lead = _("Elle sera montrée comme déclarée après la réunion, avec le jour d'aujourd'hui.")
    if row.state == rules.FROZEN:
        lead = _("Le compte rendu est approuvé : la déclaration y sera jointe comme remarque datée.")
    return {
        "title": _("Déclarer une présence"), "submit": _("Déclarer la présence"), "where": row.body.name,
        "back": back, "lead": lead,
    }  # fmt: skip


@access(Role.COORDINATOR)
@require_safe
def sheet(request: WorkspaceRequest, partnership: str, meeting: int, file_format: str) -> HttpResponse:
    """The sheet to sign, with the code of the check-in page."""
    row, _restricted = enter(request, meeting)
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    content = import_string(settings.ATTENDANCE_DOCUMENTS)(row, codes.address(row), file_format)
    name = f"feuille-presence-{zone.clock(meeting=row).day.isoformat()}.{file_format}"
    return file_answer(name, content)
