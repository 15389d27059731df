"""Frames of what passes between partners: duties, answers, transmissions, contacts, calls, refusals.

Signals, alerts and unnamed tallies of nominative exchanges have no room that keeps them yet: their frames are
empty, and the figures that read them are missing, never nought.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Min

from maillage.bodies.models import (
    AgendaItem,
    Body,
    BodyEvent,
    Convocation,
    DirectContact,
    InformationItem,
    Report,
    Transmission,
)
from maillage.bodies.rules.information import month_after
from maillage.bodies.vocabulary import (
    BOUNDED,
    Answer,
    Duty,
    DutyState,
    LifeEvent,
    MeetingState,
    YearlyCountKind,
)
from maillage.diagnosis.models import SourceRequest
from maillage.diagnosis.vocabulary import SourceState
from maillage.funding.models import Call
from maillage.funding.vocabulary import FromWhom
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import Partnerships, frame
from maillage.observatory.selectors.frames.diagnosed import motive_of
from maillage.observatory.selectors.frames.meetings import closings, sats

KINDS = {
    YearlyCountKind.ARTICLE_40.value: "article_40", YearlyCountKind.PRISON_LEAVE_ASKED.value: "prison_leave",
}  # fmt: skip
FULFILLED = {DutyState.RECEIVED.value: True, DutyState.MISSING.value: False}


def statements(wanted: Partnerships) -> pl.DataFrame:
    """The statements of offences (MI-1), as they are awaited; said missing is no, silence is unknown."""
    rows = InformationItem.objects.filter(partnership__in=wanted, duty=Duty.OFFENCES.value).order_by("pk")
    fields = ("partnership_id", "holder_id", "expected_on", "received_on", "state")
    return frame("statements", (
        {"partnership": here, "holder": holder, "due": due, "received": received,
         "on_time": received <= due if received else FULFILLED.get(state)}
        for here, holder, due, received, state in rows.values_list(*fields)
    ))  # fmt: skip


def duties(wanted: Partnerships) -> pl.DataFrame:
    """What is owed to the mayor and the council, by article."""
    rows = InformationItem.objects.filter(partnership__in=wanted).order_by("pk")
    fields = ("partnership_id", "duty", "expected_on", "received_on", "state")
    return frame("duties", (
        {"partnership": here, "article": duty, "due": due, "received": received,
         "fulfilled": FULFILLED.get(state)}
        for here, duty, due, received, state in rows.values_list(*fields)
    ))  # fmt: skip


def reports(wanted: Partnerships) -> pl.DataFrame:
    """Reports of article 40 and requests on people leaving prison: an answer is owed within the month (MI-4).

    Nothing received is not answered in time; the day it was owed tells when that may be said.
    """
    rows = Report.objects.filter(partnership__in=wanted, kind__in=KINDS).order_by("pk")
    fields = ("partnership_id", "pk", "kind", "sent_on", "answered_on")
    return frame("reports", (
        {"partnership": here, "report": pk, "kind": KINDS[kind], "sent": sent, "due": month_after(sent),
         "answered": answered, "on_time": answered is not None and answered <= month_after(sent)}
        for here, pk, kind, sent, answered in rows.values_list(*fields)
    ))  # fmt: skip


def transmissions(wanted: Partnerships) -> pl.DataFrame:
    """What institutions handed to one another."""
    houses = base.houses(wanted)
    rows = Transmission.objects.filter(partnership__in=wanted).order_by("pk")
    return frame("transmissions", (
        {"partnership": here, "giver": giver, "receiver": receiver, "day": day,
         "giver_core": houses[giver].core, "receiver_core": houses[receiver].core}
        for here, giver, receiver, day in rows.values_list("partnership_id", "giver_id", "receiver_id", "on")
    ))  # fmt: skip


def contacts(wanted: Partnerships) -> pl.DataFrame:
    """The direct contacts between institutions."""
    rows = DirectContact.objects.filter(partnership__in=wanted).order_by("pk")
    names = ("partnership", "one", "other", "day", "rank")
    told = rows.values_list("partnership_id", "one_id", "other_id", "on", "level")
    return frame("contacts", (dict(zip(names, row, strict=True)) for row in told))


def bounded_groups(wanted: Partnerships) -> pl.DataFrame:
    """The groups tied to a zone and meant to end."""
    ended = closings(wanted)
    moved = BodyEvent.objects.filter(body__partnership__in=wanted, kind=LifeEvent.PROLONGED.value)
    told = moved.exclude(reason="").values_list("body_id").order_by("body_id")
    prolonged = dict(told.annotate(first=Min("on")))
    rows = Body.objects.filter(partnership__in=wanted, kind__in=[kind.value for kind in BOUNDED]).order_by(
        "pk"
    )
    return frame("bounded_groups", (
        {"partnership": here, "body": pk, "opened": opened, "term": term, "prolonged": pk in prolonged,
         "prolonged_on": prolonged.get(pk),
         "ended": ended.get(pk)}
        for here, pk, opened, term in rows.values_list("partnership_id", "pk", "opened_on", "term_on")
    ))  # fmt: skip


def calls(wanted: Partnerships) -> pl.DataFrame:
    """Calls for projects, with their deadline, and items of agendas: who set them."""
    rows = Call.objects.filter(fund__partnership__in=wanted, withdrawn_on__isnull=True).order_by("pk")
    lines: list[dict[str, Any]] = []
    for here, opens, closes, whom in rows.values_list("fund__partnership_id", "opens", "closes", "from_whom"):
        state = whom == FromWhom.STATE.value
        lines += [
            {"partnership": here, "day": opens, "from_state": state, "kind": "call"},
            {"partnership": here, "day": closes, "from_state": state, "kind": "deadline"},
        ]
    found = sats(wanted)
    items = AgendaItem.objects.filter(meeting__body__partnership__in=wanted).order_by("pk")
    kept = items.exclude(meeting__state=MeetingState.CANCELLED.value).values_list("meeting_id", "from_state")
    lines += [
        {"partnership": found[pk].partnership, "day": found[pk].day, "from_state": state, "kind": "item"}
        for pk, state in kept if pk in found
    ]  # fmt: skip
    return frame("calls", lines)


def refusals(wanted: Partnerships) -> pl.DataFrame:
    """Data refused and convocations excused, with their motive where it was said."""
    return frame("refusals", [*_refused(wanted), *_excused(wanted)])


def _refused(wanted: Partnerships) -> Iterator[dict[str, Any]]:
    rows = SourceRequest.objects.filter(
        diagnosis__partnership__in=wanted, withdrawn_on__isnull=True, state=SourceState.REFUSED.value,
        answered_on__isnull=False,
    ).order_by("pk")  # fmt: skip
    fields = ("diagnosis__partnership_id", "answered_on", "motive_kind")
    for here, day, motive in rows.values_list(*fields):
        yield {"partnership": here, "day": day, "kind": "data", "motive": motive_of(motive)}


def _excused(wanted: Partnerships) -> Iterator[dict[str, Any]]:
    found = sats(wanted)
    rows = Convocation.objects.filter(
        meeting__body__partnership__in=wanted, answer=Answer.EXCUSED.value
    ).order_by("pk")
    for meeting, motive in rows.values_list("meeting_id", "motive"):
        if meeting in found:
            yield _away(found[meeting].partnership, found[meeting].day, motive)


def _away(here: int, day: date, motive: str) -> dict[str, Any]:
    return {"partnership": here, "day": day, "kind": "attendance", "motive": motive_of(motive)}


def _none(name: str) -> Any:
    def nothing(wanted: Partnerships) -> pl.DataFrame:
        """No room keeps these records yet."""
        return frame(name, ())

    return nothing


signals, alerts, tallies = _none("signals"), _none("alerts"), _none("tallies")
evaluations, geography = _none("evaluations"), _none("geography")
