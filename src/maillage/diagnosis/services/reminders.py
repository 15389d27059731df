"""Reminders of data requests: once before the day, once after, to the holder only."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from maillage.audit import journal
from maillage.bodies.selectors import zone
from maillage.diagnosis.models import SourceRequest
from maillage.diagnosis.rules import deadlines
from maillage.diagnosis.rules.deadlines import Reminder
from maillage.diagnosis.selectors.requests import contact
from maillage.diagnosis.services.requests import address, tell_holder
from maillage.institutions.models import Letter, Partnership
from maillage.kernel import Actor

Due = list[tuple[SourceRequest, Reminder]]


@dataclass
class Reminded:
    """What a round did, or would do: reminders written, and requests whose holder has no known address."""

    written: list[Reminder] = field(default_factory=list)
    without_contact: list[Reminder] = field(default_factory=list)


def remind_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> Reminded:
    """Write the reminders whose day has come; twice the same day writes nothing new. Dry: only says.

    The day is that of each partnership, by its own clock.
    """
    done = Reminded()
    for partnership, due in _due(now).items():
        on = zone.today(partnership=partnership, now=now)
        told = [(row, one) for row, one in due if _reachable(row, on)]
        done.without_contact += [one for row, one in due if (row, one) not in told]
        done.written += [one for _, one in told]
        if told and not dry_run:
            _write(actor, partnership, told, on)
    return done


def _due(now: datetime) -> dict[Partnership, Due]:
    rows = SourceRequest.objects.filter(
        state=deadlines.AWAITED, withdrawn_on__isnull=True, institution__isnull=False
    ).select_related("institution__partnership", "diagnosis__partnership")
    found = [(row, one) for row in rows if (one := _reminder(row, now))]
    keys = [one.key for _, one in found]
    gone = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    grouped: dict[Partnership, Due] = defaultdict(list)
    for row, one in found:
        if one.key not in gone:
            grouped[row.diagnosis.partnership].append((row, one))
    return grouped


def _reminder(row: SourceRequest, now: datetime) -> Reminder | None:
    here = row.diagnosis.partnership
    on = zone.today(partnership=here, now=now)
    known = deadlines.Request(row.pk, row.state, row.asked_on, row.due_on)
    return deadlines.reminder(known, on) if zone.runs(here, on) else None


def _reachable(row: SourceRequest, on: date) -> bool:
    return row.institution is not None and contact(institution=row.institution, on=on) is not None


def _write(actor: Actor, partnership: Partnership, told: Due, on: date) -> None:
    with transaction.atomic():
        for row, one in told:
            tell_holder(row, key=one.key, on=on, subject=_subject(row, one), text=_text(row, one))
        SourceRequest.objects.filter(pk__in=[row.pk for row, _ in told]).update(reminded_on=on)
        journal.append(
            actor=actor, act="rappels de données écrits", subject=partnership.key,
            partnership=partnership.key, detail={"sources": [row.number for row, _ in told], "le": str(on)},
        )  # fmt: skip


def _subject(row: SourceRequest, one: Reminder) -> str:
    day = f"{one.due_on:%d/%m/%Y}"
    return f"Données attendues le {day}" if one.step < 0 else f"Données attendues depuis le {day}"


def _text(row: SourceRequest, one: Reminder) -> str:
    when = f"avant le {one.due_on:%d/%m/%Y}" if one.step < 0 else f"depuis le {one.due_on:%d/%m/%Y}"
    return (
        f"{row.diagnosis.partnership.name} attend ces données {when} : « {row.source} ».\n\n"
        "Un fichier partiel vaut mieux que rien : dites ce qui manque. Si ce n'est pas possible, dites"
        " pourquoi : les rappels s'arrêtent et le motif est inscrit.\n\n"
        f"Répondre : {address(row)}"
    )
