"""The first page of a partnership, by role: « Ma semaine », the mayor's month, what waits for a partner."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.selectors import mine as own
from maillage.bodies.selectors.follow_up import week_of
from maillage.bodies.vocabulary import Obligation
from maillage.diagnosis.selectors import requests
from maillage.kernel import Role, access
from maillage.portal import selectors
from maillage.portal.selectors import week as weeks
from maillage.portal.selectors.asked import Asked
from maillage.portal.selectors.doors import opens
from maillage.portal.selectors.history import history
from maillage.portal.selectors.week import MEMBERS
from maillage.portal.web import month
from maillage.ui.timeline import months_around

MOST = 7  # lines of a group before « voir tout » (design, section 5)


@access()
@require_safe
def workspace(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The first page: the coordinator's week, the mayor's month, a partner's commitments, else the place."""
    asked = Asked(request.workspace, request.actor, timezone.localdate())
    if request.actor.holds(Role.COORDINATOR):
        return render(request, "portal/week.html", _week(request, asked))
    if request.actor.holds(Role.MAYOR):
        return month.page(request, asked.on.year, asked.on.month)
    if request.actor.holds(*MEMBERS):
        facts = own.page(partnership=request.workspace, actor=request.actor, on=asked.on)
        data = requests.asked_of(partnership=asked.partnership, actor=asked.actor, on=asked.on)
        asking = weeks.matters(asked, weeks.asking(asked.actor))
        more = {"obligations": duties(asked), "data": data, "groups": weeks.grouped(asking, asked.on)}
        return render(request, "portal/member.html", facts | more)
    page = selectors.first_page(partnership=request.workspace, actor=request.actor, on=asked.on)
    return render(request, "portal/workspace.html", page)


def _week(request: WorkspaceRequest, asked: Asked) -> dict[str, Any]:
    rows, meetings = weeks.week(asked), weeks.next_meetings(asked)
    whole = request.GET.get("tout") == "1"
    monday, sunday, _next = week_of(asked.on)
    first, last = months_around(asked.on, before=2, after=3)
    page = selectors.first_page(partnership=asked.partnership, actor=asked.actor, on=asked.on)
    silences = weeks.silences(asked)
    lead = f"{weeks.lead(rows)} {weeks.plenary_words(meetings, asked.on)}"
    return page | {
        "groups": weeks.grouped(rows, asked.on, most=None if whole else MOST), "lead": lead.strip(),
        "steps": [step for step in page["steps"] if not step.done], "monday": monday, "sunday": sunday,
        "meetings": meetings, "silences": silences if whole else silences[:MOST],
        "more_silences": 0 if whole else max(0, len(silences) - MOST), "obligations": duties(asked),
        "cycle": history(
            partnership=asked.partnership, actor=asked.actor, first=first, last=last, on=asked.on
        ),
        "number": asked.on.isocalendar().week,
    }  # fmt: skip


def duties(asked: Asked) -> list[Obligation]:
    """The obligations of the day; one that leads to a closed page has no link."""
    return [row if opens(row.url, asked.actor) else replace(row, url="") for row in asked.duties]
