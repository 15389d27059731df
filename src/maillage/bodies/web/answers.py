"""Answers to convocations: by the signed link of a letter, from one's own pages, or after a call.

Reading a link never writes: mail scanners open every link. The one that says « je viens » chooses the
answer; a button keeps it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Convocation
from maillage.bodies.rules import convening as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import convening as selectors
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import answers as services
from maillage.bodies.services.letters import agenda_lines
from maillage.bodies.vocabulary import MeetingState
from maillage.bodies.web.forms.meetings import AnswerForm, answer_values
from maillage.bodies.web.meetings import known_meeting
from maillage.bodies.web.pages import MEMBERS, sent
from maillage.kernel import BadInput, access
from maillage.ui.sending import attempt, found
from maillage.ui.single import show


@access(*MEMBERS)
def answer(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Answer for one's own institution; the coordinator, for anybody who called."""
    row = known_meeting(request, meeting)
    one = found(selectors.convocation(partnership=request.workspace, pk=pk))
    if one.meeting_id != row.pk or not visibility.may_answer_for(request.actor, one.seat.institution_id):
        one = found(None)
    form = AnswerForm(request.POST or None, initial=answer_values(one))
    made = sent(
        request, form,
        lambda: services.answer(
            actor=request.actor, convocation=one, now=timezone.now(), **form.values()
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(
            request, _("La réponse est enregistrée. Elle peut changer jusqu'au début de la réunion.")
        )
        return redirect("bodies:prepare", partnership, meeting)
    return show(
        request, form, title=_("Répondre à la convocation"), submit=_("Enregistrer la réponse"),
        where=row.body.name, lead=one.capacity,
        back=reverse("bodies:prepare", args=[partnership, meeting]),
    )  # fmt: skip


@access(public=True)
def answer_link(request: HttpRequest, link: str) -> HttpResponse:
    """Answer by the signed link of a letter: no login, one person, until the meeting begins."""
    now = timezone.now()
    try:
        row = services.open_link(link=link, now=now)
    except BadInput as fault:
        return _alone(request, {"fault": str(fault)}, status=410)
    with timezone.override(zone_of(row.meeting.body.partnership)):
        return _answered(request, row, now)


def _answered(request: HttpRequest, row: Convocation, now: Any) -> HttpResponse:
    form = AnswerForm(request.POST or None, initial=answer_values(row, request.GET.get("r", "")))
    context = _page(row, now) | {"form": form, "asked": bool(request.GET.get("r"))}
    if request.method == "POST" and context["open"] and form.is_valid():
        made = attempt(
            form,
            lambda: services.answer(
                actor=services.VISITOR, convocation=row, now=now, by_link=True, **form.values()
            ),
        )  # fmt: skip
        if made is not None:
            kept = AnswerForm(initial=answer_values(made[0]))
            return _alone(request, _page(made[0], now, row) | {"form": kept, "kept": True})
    return _alone(request, context)


def _page(row: Convocation, now: Any, whole: Convocation | None = None) -> dict[str, Any]:
    full = whole or row
    meeting = full.meeting
    items = meeting.items.select_related("proposer").order_by("number", "id")
    return {
        "convocation": row, "capacity": full.capacity, "meeting": meeting,
        "agenda": agenda_lines(meeting, items), "cancelled": meeting.state == MeetingState.CANCELLED.value,
        "open": rules.may_answer(state=meeting.state, starts_at=meeting.starts_at, now=now),
        "fictitious": meeting.body.partnership.fictitious,
    }  # fmt: skip


def _alone(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = render(request, "bodies/answer_link.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
