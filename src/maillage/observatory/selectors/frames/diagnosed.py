"""Frames of what is known together: diagnoses, findings, data asked of their holders, what happened here."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils import timezone

from maillage.bodies.models import Meeting, TerritoryEvent, Training
from maillage.bodies.vocabulary import EventKind, Formation
from maillage.contracts.models import ActionSheet
from maillage.diagnosis.models import (
    Delivery,
    Diagnosis,
    Doubt,
    FieldWork,
    Finding,
    FindingSignature,
    SourceRequest,
)
from maillage.diagnosis.vocabulary import DiagnosisState, SourceState
from maillage.diagnosis.vocabulary.gathered import DeliveryState
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import Partnerships, frame
from maillage.observatory.selectors.frames.lives import events_of_sheets, terms
from maillage.observatory.selectors.frames.meetings import HELD
from maillage.observatory.vocabulary.frames import Answered, RefusalMotive

LIVE = Q(withdrawn_on__isnull=True)
OUTCOMES = {
    SourceState.RECEIVED.value: Answered.FULL, SourceState.DOUBTFUL.value: Answered.FULL,
    SourceState.PARTIAL.value: Answered.PARTIAL, SourceState.REFUSED.value: Answered.REFUSED,
}  # fmt: skip
GIVEN = (SourceState.RECEIVED.value, SourceState.DOUBTFUL.value, SourceState.PARTIAL.value)
YEAR = timedelta(days=365)


def motive_of(value: str) -> str | None:
    """A motive of refusal in the words of the frames; None when unsaid."""
    known = {motive.value for motive in RefusalMotive}
    return None if value in ("", "none") else value if value in known else RefusalMotive.OTHER.value


def findings(wanted: Partnerships) -> pl.DataFrame:
    """The findings, dated by their diagnosis. Who owns the change is recorded nowhere: unknown."""
    signed: dict[int, set[Any]] = defaultdict(set)
    rows = FindingSignature.objects.filter(LIVE, finding__diagnosis__partnership__in=wanted)
    for finding, institution in rows.values_list("finding_id", "institution_id"):
        signed[finding].add(institution)
    told = Finding.objects.filter(LIVE, diagnosis__partnership__in=wanted).order_by("pk")
    fields = ("diagnosis__partnership_id", "pk", "diagnosis__opened_on", "signatories")
    return frame("findings", (
        {"partnership": here, "finding": pk, "day": day, "signatories": max(len(signed[pk]), len(by_hand))}
        for here, pk, day, by_hand in told.values_list(*fields)
    ))  # fmt: skip


def diagnoses(wanted: Partnerships) -> pl.DataFrame:
    """The diagnoses shown to partners, or that a contract is built on; contributors are institutions."""
    built = Q(state=DiagnosisState.SHARED.value) | Q(contracts__in=terms(wanted))
    rows = Diagnosis.objects.filter(built, partnership__in=wanted).distinct().order_by("pk")
    asked, gave = _sources(wanted)
    return frame("diagnoses", (
        {"partnership": here, "diagnosis": pk, "day": day, "categories_expected": len(asked[pk]),
         "categories_received": sum(state in GIVEN for state, _on in asked[pk]),
         "received_on": base.latest(*(on for state, on in asked[pk] if state in GIVEN)),
         "contributors": len(gave[pk])}
        for here, pk, day in rows.values_list("partnership_id", "pk", "opened_on")
    ))  # fmt: skip


def _sources(wanted: Partnerships) -> tuple[dict[int, list[Any]], dict[int, set[int]]]:
    """By diagnosis: the state and the answer's day of what was asked, and the institutions that gave."""
    asked: dict[int, list[Any]] = defaultdict(list)
    gave: dict[int, set[int]] = defaultdict(set)
    here = {"diagnosis__partnership__in": wanted}
    rows = SourceRequest.objects.filter(LIVE, **here).exclude(state=SourceState.TO_ASK.value)
    for pk, state, who, on in rows.values_list("diagnosis_id", "state", "institution_id", "answered_on"):
        asked[pk].append((state, on))
        gave[pk].update({who} if who and state in GIVEN else ())
    works = FieldWork.objects.filter(LIVE, institution__isnull=False, **here)
    signed = FindingSignature.objects.filter(LIVE, finding__diagnosis__partnership__in=wanted)
    for pk, who in works.values_list("diagnosis_id", "institution_id"):
        gave[pk].add(who)
    for pk, who in signed.values_list("finding__diagnosis_id", "institution_id"):
        gave[pk].add(who)
    return asked, gave


def data_requests(wanted: Partnerships) -> pl.DataFrame:
    """The data asked of holders, from the day they were asked."""
    doubtful = _doubts(wanted)
    rows = SourceRequest.objects.filter(
        LIVE, diagnosis__partnership__in=wanted, asked_on__isnull=False
    ).order_by("pk")
    fields = (
        "diagnosis__partnership_id", "pk", "institution_id", "asked_on", "due_on", "answered_on", "state",
        "motive_kind",
    )  # fmt: skip
    return frame("data_requests", (
        {"partnership": here, "request": pk, "holder": holder, "asked": asked, "due": due,
         "answered": answered, "outcome": OUTCOMES[state].value if state in OUTCOMES else None,
         "motive": motive_of(motive) if state == SourceState.REFUSED.value else None,
         "doubtful": True if state == SourceState.DOUBTFUL.value else doubtful.get(pk)}
        for here, pk, holder, asked, due, answered, state, motive in rows.values_list(*fields)
    ))  # fmt: skip


def _doubts(wanted: Partnerships) -> dict[int, bool]:
    """By request whose file was kept: did a series fail a check?"""
    rows = Delivery.objects.filter(
        diagnosis__partnership__in=wanted, request__isnull=False, state=DeliveryState.KEPT.value
    )
    doubts = Doubt.objects.filter(delivery__diagnosis__partnership__in=wanted)
    doubted = set(doubts.values_list("delivery_id", flat=True))
    found: dict[int, bool] = {}
    for pk, request in rows.values_list("pk", "request_id"):
        found[request] = found.get(request, False) or pk in doubted
    return found


def events(wanted: Partnerships) -> pl.DataFrame:
    """The events of the territory."""
    rows = TerritoryEvent.objects.filter(partnership__in=wanted).order_by("pk")
    names = ("partnership", "day", "kind", "title")
    told = rows.values_list("partnership_id", "on", "kind", "title")
    return frame("events", (dict(zip(names, row, strict=True)) for row in told))


def trainings(wanted: Partnerships) -> pl.DataFrame:
    """The trainings followed together; no count typed is unknown."""
    who = base.grouped(
        Training.institutions.through.objects.filter(training__partnership__in=wanted).values_list(
            "training_id", "institution_id"
        )
    )
    rows = Training.objects.filter(partnership__in=wanted).order_by("pk")
    fields = ("partnership_id", "pk", "on", "managers", "middle", "first_line")
    return frame("trainings", (
        {"partnership": here, "training": pk, "day": day, "institutions": len(who.get(pk, ())),
         "attendees": sum(counts) or None, "first_line": counts[2] if sum(counts) else None}
        for here, pk, day, *counts in rows.values_list(*fields)
    ))  # fmt: skip


def after_elections(wanted: Partnerships) -> pl.DataFrame:
    """By election: the next plenary, and the sheets in force then that something happened to in the year."""
    plenaries: dict[int, list[date]] = defaultdict(list)
    held = Meeting.objects.filter(
        body__partnership__in=wanted, formation=Formation.PLENARY.value, state__in=HELD
    ).order_by("starts_at")
    for here, place, moment in held.values_list(
        "body__partnership_id", "body__partnership__place", "starts_at"
    ):
        plenaries[here].append(base.day_of(moment, place))
    lives, events = terms(wanted), events_of_sheets(wanted)
    sheets: dict[int, list[Any]] = defaultdict(list)
    rows = ActionSheet.objects.filter(LIVE, contract__in=lives)
    for pk, contract, here in rows.values_list("pk", "contract_id", "contract__partnership_id"):
        sheets[here].append((lives[contract], events.get(pk, ())))
    elections = TerritoryEvent.objects.filter(partnership__in=wanted, kind=EventKind.ELECTION.value)
    return frame("after_elections", (
        _after(here, day, plenaries[here], sheets[here])
        for here, day in elections.order_by("pk").values_list("partnership_id", "on")
    ))  # fmt: skip


def _after(here: int, day: date, plenaries: list[date], sheets: list[Any]) -> dict[str, Any]:
    lived = [days for life, days in sheets if life[0] <= day <= life[1]]
    over = day + YEAR < timezone.localdate()
    went_on = sum(any(day < one <= day + YEAR for one in days) for days in lived)
    return {
        "partnership": here, "election": day, "sheets_before": len(lived),
        "next_plenary": next((one for one in plenaries if one > day), None),
        "sheets_continued": went_on if over else None,
    }  # fmt: skip
