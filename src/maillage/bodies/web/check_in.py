"""Checking in by the code displayed in the room: the poster, its renewal, and the page that it opens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.rules import presence as rules
from maillage.bodies.selectors import presence as presences
from maillage.bodies.selectors import zone
from maillage.bodies.selectors.presence import SeatLine
from maillage.bodies.services import check_in as services
from maillage.bodies.vocabulary import AttendanceState, CheckIn
from maillage.bodies.web.forms.presence import WhoForm
from maillage.bodies.web.pages import enter
from maillage.kernel import Role, access
from maillage.ui.qr import qr_svg
from maillage.ui.sending import attempt, told

ANSWERS = {CheckIn.EARLY: 403, CheckIn.OVER: 410, CheckIn.CLOSED: 410}


@access(Role.COORDINATOR)
@require_safe
def poster(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """The code, large, to be shown on a screen or printed."""
    row, _restricted = enter(request, meeting)
    link = services.address(row)
    context = _hours(row) | {
        "meeting": row, "address": link, "code": qr_svg(link, _("Code de la page d'émargement")),
    }  # fmt: skip
    return render(request, "bodies/check_in_poster.html", context)


def _hours(row: Meeting) -> dict[str, Any]:
    clock = zone.clock(meeting=row)
    return {
        "clock": clock, "opens": clock.start - rules.BEFORE, "closes": clock.planned_end + rules.AFTER,
        "state": services.state(meeting=row, now=timezone.now()).value,
    }  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def renew(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Replace the code: posters printed before no longer answer."""
    row, _restricted = enter(request, meeting)
    told(
        request, lambda: services.renew(actor=request.actor, meeting=row),
        _("Le code est remplacé : les affiches et les feuilles imprimées avant ne répondent plus."),
    )  # fmt: skip
    return redirect("bodies:check_in_poster", partnership, meeting)


@access(public=True)
@never_cache
def check_in(request: HttpRequest, link: str) -> HttpResponse:
    """The page that the code opens: one's institution, then one's seat; no login."""
    row = services.open_link(link=link)
    if row is None:
        return _alone(request, {"forged": True}, 404)
    fictitious = row.body.partnership.fictitious
    context = {"meeting": row, "link": link, "fictitious": fictitious} | _hours(row)
    state = services.state(meeting=row, now=timezone.now())
    if state is not CheckIn.OPEN:
        return _alone(request, context, ANSWERS[state])
    shown = presences.presence(meeting=row).shown
    asked = request.GET.get("institution", "")
    mine = [line for line in shown if str(line.seat.institution_id) == asked]
    if not mine:
        return _alone(request, context | {"institutions": _institutions(shown)})
    return _choose(request, row, mine, context)


def _institutions(shown: tuple[SeatLine, ...]) -> list[dict[str, Any]]:
    """Each institution once, and whether one of its seats still waits."""
    found: dict[int, dict[str, Any]] = {}
    for line in shown:
        row = found.setdefault(line.seat.institution_id, {"row": line.seat.institution, "waits": False})
        row["waits"] = row["waits"] or line.state is AttendanceState.UNKNOWN
    return list(found.values())


def _choose(
    request: HttpRequest, row: Meeting, mine: list[SeatLine], context: dict[str, Any]
) -> HttpResponse:
    waiting = [line for line in mine if line.state is AttendanceState.UNKNOWN]
    noted = [line for line in mine if line.state is not AttendanceState.UNKNOWN]
    context |= {"institution": mine[0].seat.institution, "noted": noted, "waiting": waiting}
    form = WhoForm(request.POST if request.method == "POST" else None)
    form.offer(mine)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: services.check_in(meeting=row, typed=form.typed(), now=timezone.now())
        )  # fmt: skip
        if made is not None:
            return _alone(request, context | {"done": True, "kept": made})
    if form.is_bound is False:
        form.offer(waiting)
    return _alone(request, context | {"form": form})


def _alone(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "bodies/check_in.html", context, status=status)
