"""Meetings: those to come, past, the calendar of a year; planned, corrected, moved, cancelled."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage import law
from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Body, Meeting
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import calendars
from maillage.bodies.selectors import meetings as selectors
from maillage.bodies.selectors.convening import notice_of
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import meetings as services
from maillage.bodies.vocabulary import COUNCILS, Formation, MeetingState
from maillage.bodies.web.forms.meetings import (
    CancelForm,
    EditMeetingForm,
    MoveForm,
    PlanForm,
    meeting_values,
    slot_values,
)
from maillage.bodies.web.pages import READERS, sent
from maillage.kernel import Role, access
from maillage.ui import calendar
from maillage.ui.sending import found, told
from maillage.ui.single import show

STATES = {
    MeetingState.DRAFT.value: "open", MeetingState.CONVENED.value: "part",
    MeetingState.CANCELLED.value: "no", MeetingState.SUBMITTED.value: "wait",
}  # fmt: skip
USUAL = {"at": time(10), "minutes": 120, "formation": Formation.PLENARY.value}


def known_meeting(request: WorkspaceRequest, pk: int) -> Meeting:
    """The meeting, if this reader may know of it; else the page does not exist."""
    here = request.workspace
    on = selectors.today_there(here)
    return found(selectors.meeting(partnership=here, actor=request.actor, pk=pk, on=on))


@access(*READERS)
@require_safe
def index(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The meetings to come, then those behind."""
    here, now = request.workspace, timezone.now()
    known = selectors.readable(partnership=here, actor=request.actor, on=selectors.today_there(here))
    bodies, chosen = selectors.bodies_of(known), request.GET.get("instance", "")
    rows = selectors.listed(known.filter(body=int(chosen)) if _is_one_of(chosen, bodies) else known)
    coming = list(selectors.coming(rows, now))
    page = Paginator(selectors.past(rows, now), 20).get_page(request.GET.get("page"))
    context = {
        "lines": [(row, notice_of(row, now) if _is_to_convene(row, now) else None) for row in coming],
        "to_convene": sum(_is_to_convene(row, now) for row in coming), "page": page, "now": now,
        "may_run": visibility.may_run(request.actor), "states": STATES,
        "today": selectors.today_there(here), "bodies": bodies, "chosen": chosen,
    }  # fmt: skip
    return render(request, "bodies/meetings.html", context)


def _is_one_of(chosen: str, bodies: list[Body]) -> bool:
    return chosen in {str(row.pk) for row in bodies}


def _is_to_convene(row: Meeting, now: datetime) -> bool:
    return row.state == MeetingState.DRAFT.value and row.starts_at > now


@access(*READERS)
@require_safe
def year(request: WorkspaceRequest, partnership: str, year: int) -> HttpResponse:
    """The calendar of a year, against what the règlements promise and what the law asks."""
    here = request.workspace
    year = min(max(year, 1983), 2200)
    rows = _of_year(request, year)
    today = selectors.today_there(here)
    runs = visibility.may_run(request.actor) or request.actor.holds(Role.MAYOR)
    lines = selectors.body_years(here, rows, year, today) if runs else []
    context = {
        "year": year, "months": selectors.months(rows, year), "lines": lines, "today": today,
        "count": len(rows), "lacking": sum(line.of.lacking for line in lines), "states": STATES,
        "may_run": visibility.may_run(request.actor),
    }  # fmt: skip
    return render(request, "bodies/meetings_year.html", context)


def _of_year(request: WorkspaceRequest, year: int) -> list[Meeting]:
    here = request.workspace
    on = selectors.today_there(here)
    rows = selectors.readable(partnership=here, actor=request.actor, on=on)
    kept = rows.exclude(state=MeetingState.CANCELLED.value)
    return selectors.of_year(kept, here, year)


@access(*READERS)
@require_safe
def year_calendar(request: WorkspaceRequest, partnership: str, year: int) -> HttpResponse:
    """The same year, for a calendar program."""
    year = min(max(year, 1983), 2200)
    entries = [calendars.entry(row) for row in _of_year(request, year)]
    name = f"{request.workspace.name} {year}"
    text = calendar.write(entries, stamp=timezone.now(), name=name)
    return calendar_file(text, f"reunions-{partnership}-{year}.ics")


@access(*READERS)
@require_safe
def meeting_calendar(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """One meeting, for a calendar program."""
    row = known_meeting(request, meeting)
    text = calendar.write([calendars.entry(row)], stamp=timezone.now())
    return calendar_file(text, f"reunion-{row.pk}.ics")


def calendar_file(text: str, name: str) -> HttpResponse:
    """A calendar to download."""
    return HttpResponse(
        text.encode(), content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@access(Role.COORDINATOR)
def plan(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Plan one meeting."""
    here = request.workspace
    form = PlanForm(request.POST or None, initial=USUAL | {"body": request.GET.get("instance")})
    form.zone = zone_of(here)
    form.offer_bodies(here)
    form.offer(here)
    made = sent(request, form, lambda: _plan(request, form))
    if made is not None:
        messages.success(request, _("La réunion est prévue. Préparez son ordre du jour, puis convoquez."))
        return redirect("bodies:prepare", partnership, made.pk)
    return show(
        request, form, title=_("Prévoir une réunion"), submit=_("Prévoir la réunion"), where=here.name,
        lead=_rights(here) or _("Personne n'est convoqué tant que vous n'envoyez pas les convocations."),
        back=reverse("bodies:meetings", args=[partnership]),
    )  # fmt: skip


def _plan(request: WorkspaceRequest, form: PlanForm) -> Meeting:
    data = form.cleaned_data
    return services.plan_meeting(
        actor=request.actor, body=data["body"], draft=form.draft(), slot=form.slot(), nonce=data["nonce"]
    )


def _rights(here: Any) -> str:
    """Who may have the council meet by right, as the law of the day says it."""
    kinds = [kind.value for kind in COUNCILS]
    council = Body.objects.filter(partnership=here, kind__in=kinds).order_by("id").first()
    asked = law.meetings(council.kind, selectors.today_there(here)) if council else None
    if asked is None or not asked.by_right:
        return ""
    return _("Le conseil se réunit de droit à la demande %(who)s (%(article)s).") % {
        "who": asked.by_right, "article": asked.by_right_reference,
    }  # fmt: skip


@access(Role.COORDINATOR)
def edit(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Correct what is written of a meeting."""
    row = known_meeting(request, meeting)
    form = EditMeetingForm(request.POST or None, initial=meeting_values(row))
    form.offer(request.workspace)
    made = sent(
        request, form,
        lambda: services.edit_meeting(
            actor=request.actor, meeting=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=row,
    )  # fmt: skip
    if made is not None:
        return redirect("bodies:prepare", partnership, meeting)
    return show(
        request, form, title=_("Corriger la réunion"), submit=_("Enregistrer"), where=row.body.name,
        lead=_("La date, l'heure et le lieu se changent à part : les personnes convoquées en sont averties."),
        back=reverse("bodies:prepare", args=[partnership, meeting]),
    )  # fmt: skip


@access(Role.COORDINATOR)
def move(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Change the day, the hour or the place."""
    row = known_meeting(request, meeting)
    zone = zone_of(request.workspace)
    form = MoveForm(request.POST or None, initial=slot_values(row, zone))
    form.zone = zone
    if row.state != MeetingState.CONVENED.value:
        del form.fields["late"]
    made = sent(request, form, lambda: _move(request, form, row), row=row)
    if made is not None:
        _say_letters(request, _("La réunion est déplacée."), made[1])
        return redirect("bodies:prepare", partnership, meeting)
    lead = _("Une autre date remet les réponses à zéro ; un autre lieu les garde.")
    return show(
        request, form, title=_("Déplacer la réunion"), submit=_("Déplacer la réunion"), where=row.body.name,
        lead=lead if row.state == MeetingState.CONVENED.value else _("Personne n'est encore convoqué."),
        back=reverse("bodies:prepare", args=[partnership, meeting]),
    )  # fmt: skip


def _move(request: WorkspaceRequest, form: MoveForm, row: Meeting) -> tuple[Meeting, int]:
    data = form.cleaned_data
    return services.move_meeting(
        actor=request.actor, meeting=row, seen=data["revision"], slot=form.slot(), now=timezone.now(),
        late_accepted=data.get("late", False),
    )  # fmt: skip


def _say_letters(request: WorkspaceRequest, words: str, count: int) -> None:
    if count:
        said = ngettext("%(n)s message est prêt à partir.", "%(n)s messages sont prêts à partir.", count)
        words = f"{words} {said % {'n': count}}"
    messages.success(request, words)


@access(Role.COORDINATOR)
def cancel(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Cancel, with a reason."""
    row = known_meeting(request, meeting)
    form = CancelForm(request.POST or None, initial={"revision": row.revision})
    made = sent(
        request, form,
        lambda: services.cancel_meeting(
            actor=request.actor, meeting=row, seen=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"], now=timezone.now(),
        ), row=row,
    )  # fmt: skip
    if made is not None:
        _say_letters(request, _("La réunion est annulée."), made[1])
        return redirect("bodies:prepare", partnership, meeting)
    return show(
        request, form, title=_("Annuler la réunion"), submit=_("Annuler la réunion"), where=row.body.name,
        lead=_("Elle reste inscrite, avec son motif. Une annulation par erreur se rattrape."),
        back=reverse("bodies:prepare", args=[partnership, meeting]),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def reopen(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Prepare again a meeting cancelled by mistake."""
    row = known_meeting(request, meeting)
    told(
        request, lambda: services.reopen_meeting(actor=request.actor, meeting=row),
        _("La réunion est de nouveau en préparation : elle est à convoquer."),
    )  # fmt: skip
    return redirect("bodies:prepare", partnership, meeting)
