"""The diagnosis lived by its invented partners: data asked and given, field work, positions, priorities."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from maillage.diagnosis.models import Diagnosis, FieldWork, Finding, SourceRequest
from maillage.diagnosis.services import deliveries, positions, requests, save_line
from maillage.diagnosis.vocabulary import SourceState
from maillage.institutions.models import Letter
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor, Role
from maillage.site.demo.gathered_words import (
    DISSENT,
    FIELD,
    PLACES,
    PRIORITIES,
    REQUESTS,
    SERIES,
    SIGNED,
    Asked,
    Listened,
)
from maillage.site.demo.partners import Cast


@dataclass(frozen=True)
class Frame:
    """Who writes, in which diagnosis, and the day that the story leads to."""

    actor: Actor
    cast: Cast
    diagnosis: Diagnosis
    today: date

    def day(self, days: int) -> date:
        """A day counted from today."""
        return self.today + timedelta(days=days)

    def voice(self, who: str) -> Actor:
        """Somebody who answers for this institution."""
        held = self.cast.institutions[who].pk
        return Actor(self.actor.id, self.actor.label, frozenset({Role.PARTNER}), frozenset({held}))


def write(*, actor: Actor, cast: Cast, diagnosis: Diagnosis, today: date) -> None:
    """Ask, answer, refuse, walk, sign: after the findings are written, before a version is frozen."""
    frame = Frame(actor, cast, diagnosis, today)
    for asked in REQUESTS:
        _ask(frame, asked)
    for listened in FIELD:
        _listen(frame, listened)
    _positions(frame)
    for rank, (text, findings, who, reason) in enumerate(PRIORITIES, start=1):
        rows = list(Finding.objects.filter(diagnosis=diagnosis, number__in=findings))
        values = {"text": text, "rank": rank, "findings": rows, "reason": reason,
                  "institution": cast.institutions[who]}  # fmt: skip
        save_line(actor=actor, diagnosis=diagnosis, kind="priority", values=values)
    # what was asked a week ago has left since
    sent = {"state": LetterState.SENT.value, "sent_at": _at(frame.day(-8))}
    Letter.objects.filter(partnership=cast.here, due_at__lt=_at(frame.day(-7))).update(**sent)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _ask(frame: Frame, asked: Asked) -> None:
    values = {
        "source": asked.source, "institution": frame.cast.institutions[asked.who], "question": asked.question,
        "state": SourceState.TO_ASK.value, "due_on": frame.day(asked.due),
        "frequency": asked.frequency.value, "categories": list(asked.categories),
        "period": "depuis deux ans" if asked.series else "",
    }  # fmt: skip
    row = save_line(actor=frame.actor, diagnosis=frame.diagnosis, kind="source", values=values)
    assert isinstance(row, SourceRequest)
    if asked.asked is None:
        return
    row, _ = requests.send_request(
        actor=frame.actor, request=row, seen=row.revision, on=frame.day(asked.asked)
    )  # fmt: skip
    if asked.answered is None:
        return
    if asked.refusal is not None:
        requests.refuse_request(
            actor=frame.voice(asked.who), request=row, seen=row.revision, kind=asked.refusal,
            words=asked.words, dissent="", on=frame.day(asked.answered),
        )  # fmt: skip
        return
    _give(frame, row, asked.who, _series(frame, asked), "releves-fictifs.csv", asked.answered, asked.note)


def _give(
    frame: Frame, owner: SourceRequest | FieldWork, who: str, text: str, name: str, days: int, note: str = ""
) -> None:
    held = deliveries.receive(
        actor=frame.voice(who), owner=owner, content=text.encode(), filename=name, note=note,
        now=_at(frame.day(days)),
    )  # fmt: skip
    deliveries.confirm(actor=frame.voice(who), row=held, on=frame.day(days))


def _series(frame: Frame, asked: Asked) -> str:
    """Two past years of quarters, of which the doubtful series lost one."""
    lines = ["période;lieu;modalité;effectif"]
    for back, (category, counts) in zip((2, 1), SERIES[asked.series], strict=True):
        for quarter, count in enumerate(counts, start=1):
            lines.append(f"{frame.today.year - back}-T{quarter};{PLACES[asked.who]};{category};{count}")
    return "\n".join(lines)


def _listen(frame: Frame, told: Listened) -> None:
    start, end = (frame.day(days) for days in told.days)
    values = {
        "instrument": told.instrument.value, "title": told.title, "place": told.place, "start": start,
        "end": end, "public": told.public, "target": told.target, "sample": told.sample,
        "sampling": told.sampling.value, "method": told.method, "lesson": told.lesson,
        "institution": frame.cast.institutions[told.who],
    }  # fmt: skip
    row = save_line(actor=frame.actor, diagnosis=frame.diagnosis, kind="field", values=values)
    assert isinstance(row, FieldWork)
    lines = [
        "question;code;effectif",
        *(f"{question};{code};{count}" for question, code, count in told.codes),
    ]
    _give(frame, row, told.who, "\n".join(lines), "reponses-codees-fictives.csv", told.days[1] + 10)


def _positions(frame: Frame) -> None:
    rows = {row.number: row for row in Finding.objects.filter(diagnosis=frame.diagnosis)}
    for number, keys in SIGNED.items():
        for key in keys:
            positions.sign(
                actor=frame.voice(key), finding=rows[number], institution=frame.cast.institutions[key],
                on=frame.day(-12),
            )  # fmt: skip
    number, key, words = DISSENT
    positions.dissent(
        actor=frame.voice(key), finding=rows[number], institution=frame.cast.institutions[key], words=words,
        on=frame.day(-11),
    )  # fmt: skip
