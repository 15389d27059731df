"""Questions on data asked of holders: the reception calendar, what is asked of mine, late or doubtful."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from maillage.bodies.rules import visibility
from maillage.diagnosis.models import CodedAnswer, Delivery, Diagnosis, Doubt, SeriesPoint, SourceRequest
from maillage.diagnosis.rules import deadlines
from maillage.diagnosis.selectors.received import LIVE
from maillage.diagnosis.vocabulary import SourceState
from maillage.diagnosis.vocabulary.gathered import DeliveryState, LateRequest, OpenDoubt
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership, Person
from maillage.institutions.vocabulary import Level
from maillage.kernel import Actor, Role

OVERSEERS = (Role.COORDINATOR, Role.MAYOR, Role.DPO)  # read every request of their partnership
RANK = {Level.MANAGER.value: 0, Level.MIDDLE.value: 1, Level.FIRST_LINE.value: 2}


@dataclass(frozen=True)
class RequestLine:
    """One line of the reception calendar."""

    request: SourceRequest
    holder: str
    state: SourceState
    days_late: int
    delay: int | None
    doubts: int
    unanswered: int  # doubts without a word from the holder


@dataclass(frozen=True)
class Summary:
    """How many requests stand where."""

    asked: int
    answered: int
    refused: int
    late: int


def overseen(actor: Actor) -> bool:
    """May the actor read every request?"""
    return actor.id is None or actor.holds(*OVERSEERS)


def visible(*, diagnosis: Diagnosis | None, actor: Actor) -> QuerySet[SourceRequest]:
    """The requests that this reader may see: all for who runs or oversees, else those sent to their own."""
    rows = SourceRequest.objects.filter(diagnosis=diagnosis).select_related(
        "institution", "diagnosis__partnership"
    )
    if overseen(actor):
        return rows
    return rows.filter(institution_id__in=actor.institutions, withdrawn_on__isnull=True).exclude(
        state=SourceState.TO_ASK.value
    )


def request(*, diagnosis: Diagnosis | None, actor: Actor, number: int) -> SourceRequest | None:
    """One request that this reader may see."""
    return visible(diagnosis=diagnosis, actor=actor).filter(number=number).first()


def calendar(*, diagnosis: Diagnosis | None, actor: Actor, on: date) -> list[RequestLine]:
    """The requests by day of reception: the late first, then by due date, then the closed. Two queries."""
    rows = list(visible(diagnosis=diagnosis, actor=actor))
    found = _lines(rows, on)
    return sorted(
        found, key=lambda line: (-line.days_late, line.state is not SourceState.EXPECTED,
                                 line.request.due_on or date.max, line.request.number)
    )  # fmt: skip


def _lines(rows: list[SourceRequest], on: date) -> list[RequestLine]:
    kept = Doubt.objects.filter(
        LIVE, delivery__request__in=rows, delivery__state=DeliveryState.KEPT.value
    ).values("delivery__request_id")
    counts = {
        row["delivery__request_id"]: (row["all"], row["open"])
        for row in kept.annotate(all=Count("id"), open=Count("id", filter=Q(explanation="")))
    }
    return [_line(row, on, *counts.get(row.pk, (0, 0))) for row in rows]


def _line(row: SourceRequest, on: date, doubts: int, unanswered: int) -> RequestLine:
    late = 0 if row.withdrawn_on else deadlines.days_late(row.state, row.due_on, on)
    return RequestLine(
        row, row.holder_name, row.state_term, late, deadlines.delay(row.asked_on, row.answered_on), doubts,
        unanswered,
    )  # fmt: skip


def line(*, row: SourceRequest, on: date) -> RequestLine:
    """One request as a line of the calendar."""
    return _lines([row], on)[0]


def summary(lines: Iterable[RequestLine]) -> Summary:
    """How many stand where, those withdrawn or not yet sent apart."""
    sent = [row for row in lines if row.state not in (SourceState.WITHDRAWN, SourceState.TO_ASK)]
    return Summary(
        len(sent),
        sum(row.state.value in deadlines.ANSWERED for row in sent),
        sum(row.state is SourceState.REFUSED for row in sent),
        sum(bool(row.days_late) for row in sent),
    )


def deliveries(*, request: SourceRequest) -> list[Delivery]:
    """Every file sent for this request that was confirmed, and those that wait; newest first."""
    rows = Delivery.objects.filter(request=request).exclude(state=DeliveryState.DROPPED.value)
    return list(rows.defer("content"))


def doubts(*, request: SourceRequest) -> list[Doubt]:
    """The doubts on the answer in use."""
    rows = Doubt.objects.filter(LIVE, delivery__request=request, delivery__state=DeliveryState.KEPT.value)
    return list(rows)


def doubts_of(*, delivery: Delivery) -> list[Doubt]:
    """The doubts on one file, while it is the answer in use."""
    return list(Doubt.objects.filter(LIVE, delivery=delivery, delivery__state=DeliveryState.KEPT.value))


def delivery(*, partnership: Partnership, actor: Actor, pk: int) -> Delivery | None:
    """One file of this partnership, to who may see what it answers."""
    row = (
        Delivery.objects.filter(diagnosis__partnership=partnership, pk=pk)
        .select_related("request__institution", "request__diagnosis__partnership", "field_work__institution",
                        "field_work__diagnosis__partnership", "diagnosis__partnership")
        .first()
    )  # fmt: skip
    if row is None or overseen(actor):
        return row
    owner = row.request or row.field_work
    return row if owner and owner.institution_id in actor.institutions else None


def doubt(*, partnership: Partnership, actor: Actor, pk: int) -> Doubt | None:
    """One doubt on an answer in use, to its holder and to who oversees."""
    row = (
        Doubt.objects.filter(
            LIVE,
            delivery__diagnosis__partnership=partnership,
            delivery__state=DeliveryState.KEPT.value,
            pk=pk,
        )
        .select_related("delivery__request__institution", "delivery__diagnosis__partnership")
        .first()
    )
    if row is None or row.delivery.request is None or overseen(actor):
        return row
    return row if row.delivery.request.institution_id in actor.institutions else None


def points(*, delivery: Delivery) -> QuerySet[SeriesPoint]:
    """The counts of a file, as they were written."""
    return SeriesPoint.objects.filter(delivery=delivery)


def coded(*, delivery: Delivery) -> QuerySet[CodedAnswer]:
    """The coded answers of a file."""
    return CodedAnswer.objects.filter(delivery=delivery)


def may_answer(actor: Actor, row: SourceRequest) -> bool:
    """May the actor answer this request? The holder, or the coordinator for an answer got otherwise."""
    return row.institution_id is not None and visibility.may_answer_for(actor, row.institution_id)


def contact(*, institution: Institution, on: date) -> Person | None:
    """Who is written to: of those with an address and a function there that day, the highest level."""
    rows = directory.positions_on(partnership=institution.partnership, on=on).filter(
        institution=institution, person__archived_on__isnull=True
    ).exclude(person__email="")  # fmt: skip
    found = sorted(rows, key=lambda row: (RANK.get(row.level, 3), row.start, row.pk))
    return found[0].person if found else None


def late(*, partnership: Partnership, on: date) -> list[LateRequest]:
    """« Ma semaine »: requests past their day and still awaited, the latest first. One query."""
    rows = _awaited(partnership).filter(due_on__lt=on)
    return [_waiting(row, on) for row in rows]


def asked_of(*, partnership: Partnership, actor: Actor, on: date) -> list[LateRequest]:
    """« Mes engagements »: the data that mine are asked for and have not given. One query."""
    rows = _awaited(partnership).filter(institution_id__in=actor.institutions)
    return [_waiting(row, on) for row in rows]


def _awaited(partnership: Partnership) -> QuerySet[SourceRequest]:
    rows = SourceRequest.objects.filter(
        diagnosis__partnership=partnership, withdrawn_on__isnull=True, state=SourceState.EXPECTED.value,
        institution__isnull=False,
    )  # fmt: skip
    return rows.select_related("institution").order_by("due_on", "number")


def _waiting(row: SourceRequest, on: date) -> LateRequest:
    late = deadlines.days_late(row.state, row.due_on, on)
    return LateRequest(row.number, row.source, row.holder_name, row.due_on, late, row.state_term.label)


def open_doubts(*, partnership: Partnership, actor: Actor) -> list[OpenDoubt]:
    """Doubts that wait for a word: all for who runs, those on their own answers for a holder. One query."""
    rows = Doubt.objects.filter(
        LIVE, explanation="", delivery__state=DeliveryState.KEPT.value,
        delivery__diagnosis__partnership=partnership, delivery__request__withdrawn_on__isnull=True,
        delivery__request__isnull=False,
    ).select_related("delivery__request__institution")  # fmt: skip
    if not overseen(actor):
        rows = rows.filter(delivery__request__institution_id__in=actor.institutions)
    return [_open(row) for row in rows.order_by("raised_on", "id")]


def _open(row: Doubt) -> OpenDoubt:
    asked = row.delivery.request
    assert asked is not None  # the query keeps answers to requests only
    return OpenDoubt(row.pk, asked.number, asked.source, asked.holder_name, row.words, row.raised_on)
