"""Letters on the financial reports due: once before the day, once after, to the applicant's contact."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse

from maillage.audit import journal
from maillage.bodies.selectors import zone
from maillage.diagnosis.selectors.requests import contact
from maillage.funding.models import Report
from maillage.funding.rules.reminders import Reminder, reminder
from maillage.funding.vocabulary import DecisionKind
from maillage.institutions.models import Letter, Partnership, Person
from maillage.institutions.services import write_letter
from maillage.kernel import Actor
from maillage.ui import mail

HOUR = 8  # o'clock, local time: when a letter leaves


@dataclass
class Reminded:
    """What a round did, or would do: letters written, reports whose body has no known address."""

    written: int = 0
    without_contact: int = 0


def remind_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> Reminded:
    """Write the letters whose day has come; twice the same day writes nothing new. Dry: only says."""
    done = Reminded()
    for partnership, due in _due(now).items():
        on = zone.today(partnership=partnership, now=now)
        told = []
        for row, one in due:
            person = contact(institution=row.decision.request.applicant, on=on)
            if person is None:
                done.without_contact += 1
            else:
                told.append((row, one, person))
        done.written += len(told)
        if told and not dry_run:
            _write(actor, partnership, told, on)
    return done


def _due(now: datetime) -> dict[Partnership, list[tuple[Report, Reminder]]]:
    rows = Report.objects.filter(
        received_on__isnull=True, not_done_on__isnull=True, decision__withdrawn_on__isnull=True,
        decision__kind=DecisionKind.GRANTED.value,
    )  # fmt: skip
    rows = rows.select_related("decision__request__partnership", "decision__request__applicant__partnership")
    found = [(row, one) for row in rows if (one := _reminder(row, now))]
    gone = set(Letter.objects.filter(key__in=[one.key for _, one in found]).values_list("key", flat=True))
    grouped: dict[Partnership, list[tuple[Report, Reminder]]] = defaultdict(list)
    for row, one in found:
        if one.key not in gone:
            grouped[row.decision.request.partnership].append((row, one))
    return grouped


def _reminder(row: Report, now: datetime) -> Reminder | None:
    here = row.decision.request.partnership
    on = zone.today(partnership=here, now=now)
    return reminder(row.pk, row.due_on, on) if zone.runs(here, on) else None


def _write(
    actor: Actor, partnership: Partnership, told: list[tuple[Report, Reminder, Person]], on: date
) -> None:
    with transaction.atomic():
        for row, one, person in told:
            write_letter(
                partnership=partnership, key=one.key, person=person, subject=_subject(one),
                text=_text(row, one), due_at=datetime.combine(on, time(HOUR), zone.zone_of(partnership)),
            )  # fmt: skip
        journal.append(
            actor=actor, act="rappels de comptes rendus financiers écrits", subject=partnership.key,
            partnership=partnership.key,
            detail={"comptes rendus": [row.pk for row, _, _ in told], "le": str(on)},
        )  # fmt: skip


def _subject(one: Reminder) -> str:
    day = f"{one.due_on:%d/%m/%Y}"
    return (
        f"Compte rendu financier attendu le {day}"
        if one.step < 0
        else f"Compte rendu attendu depuis le {day}"
    )


def _text(row: Report, one: Reminder) -> str:
    request = row.decision.request
    when = f"avant le {one.due_on:%d/%m/%Y}" if one.step < 0 else f"depuis le {one.due_on:%d/%m/%Y}"
    address = mail.whole(reverse("funding:request", args=[request.partnership.key, request.pk]))
    return (
        f"Le compte rendu financier de « {request.title} » est attendu {when}.\n\n"
        "Il dit ce qui a été fait, le réalisé ligne à ligne et les écarts. Il vient avant toute nouvelle"
        " demande. Si l'action n'a pas eu lieu, attestez-le : les rappels s'arrêtent.\n\n"
        f"L'écrire : {address}"
    )
