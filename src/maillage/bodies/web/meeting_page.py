"""The page of one meeting: who was awaited, who came, what was decided, where its minutes are."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.rules import presence as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import presence as presences
from maillage.bodies.selectors import record as records
from maillage.bodies.selectors import zone
from maillage.bodies.vocabulary import Formation, MeetingState, StrategyUse
from maillage.bodies.web import record
from maillage.bodies.web.pages import MEMBERS, READERS, enter
from maillage.kernel import access

BEFORE = (MeetingState.DRAFT.value, MeetingState.CONVENED.value)


@access(*READERS)
@require_safe
def meeting(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """One meeting, from its convening to its minutes."""
    row, restricted = enter(request, meeting)
    outcome = records.outcome(meeting=row, actor=request.actor, on=timezone.localdate())
    context = record.context_of(outcome) | _about(request, row) | {
        "strategies": [line.row for line in outcome.items if line.row.strategy != StrategyUse.NONE.value],
        "named": restricted, "today": timezone.localdate(),
        "steps": record.journey(), "step": record.stage(row),
    }  # fmt: skip
    return render(request, "bodies/meeting_page.html", context)


def _about(request: WorkspaceRequest, row: Meeting) -> dict[str, Any]:
    """Its hours, its presence, and what the reader may do now."""
    now, clock = timezone.now(), zone.clock(meeting=row)
    runs = visibility.may_run(request.actor)
    today = zone.wall(partnership=request.workspace, moment=now).date()
    ended = not rules.late_fault(state=row.state, ends_at=row.ended_at or zone.planned_end(row), now=now)
    found = presences.presence(meeting=row)
    mine = any(
        visibility.may_answer_for(request.actor, line.seat.institution_id) and not line.there
        for line in found.lines
    )
    speaks = request.actor.holds(*MEMBERS)
    return {
        "presence": found, "clock": clock, "before": row.state in BEFORE,
        "preparatory": row.without_state or row.formation == Formation.PREPARATORY.value,
        "notice": (clock.day - row.convened_on).days if row.convened_on else None,
        "may_record": runs and not rules.recording_fault(state=row.state, day=clock.day, today=today),
        "may_hold": runs and row.state in BEFORE and now >= row.starts_at,
        "may_declare": ended and speaks and mine,
    }  # fmt: skip
