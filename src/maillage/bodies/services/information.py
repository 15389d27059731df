"""Information owed to the mayor and to the council: awaited, received or missing; reports as delays only."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.bodies.models import InformationItem, Report, YearlyCount
from maillage.bodies.rules import information as rules
from maillage.bodies.services import gate
from maillage.bodies.vocabulary import Duty, DutyState, ReportOutcome, Rhythm, YearlyCountKind
from maillage.institutions import selectors as directory
from maillage.institutions import services as post
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput

COUNTED_YEARLY = (YearlyCountKind.RAPPEL_A_L_ORDRE, YearlyCountKind.CDDF_SESSIONS)
COUNTED_ONE_BY_ONE = (YearlyCountKind.ARTICLE_40, YearlyCountKind.PRISON_LEAVE_ASKED)
_SPACE = uuid.UUID("6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a44")


@dataclass(frozen=True)
class Awaited:
    """What preparing a year made: new items, those already there, periods out of the rule's time."""

    made: int
    known: int
    outside: int


def expect_information(
    *, actor: Actor, partnership: Partnership, duty: Duty, holder: Institution, rhythm: Rhythm, year: int,
    days: int,
) -> Awaited:  # fmt: skip
    """Await a duty's information from one institution for each period of a year; doing it twice adds nothing.

    The law fixes no rhythm: this one is the partnership's. Periods in which the rule was not surely in force
    are left out. Raises BadInput when none is left, or for an institution of elsewhere.
    """
    act = "informations attendues"
    gate.check_runs(actor, partnership, act)
    if holder.partnership_id != partnership.pk:
        raise BadInput(f"{holder} n'est pas une institution de ce partenariat.")
    periods = list(rules.periods(rhythm, year))
    kept = [(name, last) for name, last in periods if rules.duty_in_force(duty, last)]
    if not kept:
        raise BadInput(
            f"La règle {duty.value} n'est pas en vigueur de façon sûre en {year} : rien à attendre."
        )
    with transaction.atomic():
        made = sum(_await(partnership, duty, holder, name, rules.due_day(last, days)) for name, last in kept)
        journal.append(
            actor=actor, act=act, subject=f"obligation:{duty.value}", partnership=partnership.key,
            detail={"année": year, "institution": holder.pk, "nouvelles": made},
        )  # fmt: skip
    return Awaited(made, len(kept) - made, len(periods) - len(kept))


def _await(partnership: Partnership, duty: Duty, holder: Institution, period: str, expected: date) -> bool:
    """One item per duty, holder and period: its identity is made of them, so twice is once."""
    key = uuid.uuid5(_SPACE, f"{partnership.key}/{duty.value}/{holder.pk}/{period}")
    return InformationItem.objects.get_or_create(
        nonce=key,
        defaults={
            "partnership": partnership, "duty": duty.value, "holder": holder, "about": period,
            "expected_on": expected,
        },
    )[1]  # fmt: skip


def ask_information(
    *, actor: Actor, partnership: Partnership, duty: Duty, holder: Institution, asked_on: date,
    expected_on: date, nonce: UUID | None = None,
) -> InformationItem:  # fmt: skip
    """Ask once for an information, as MI-2 wants it: on request. Raises BadInput on reversed days."""
    act = "information demandée"
    gate.check_runs(actor, partnership, act)
    if (row := gate.already(InformationItem, nonce)) is not None:
        return row
    if holder.partnership_id != partnership.pk:
        raise BadInput(f"{holder} n'est pas une institution de ce partenariat.")
    if expected_on < asked_on:
        raise BadInput(f"L'attente, {expected_on:%d/%m/%Y}, précède la demande du {asked_on:%d/%m/%Y}.")
    with transaction.atomic():
        row = InformationItem.objects.create(
            partnership=partnership, duty=duty.value, holder=holder, asked_on=asked_on,
            expected_on=expected_on, about=f"demande du {asked_on:%d/%m/%Y}",
            **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        _write(actor, row, act)
    return row


def receive(*, actor: Actor, item: InformationItem, on: date) -> InformationItem:
    """The information came on that day. Raises BadInput on a day before the request."""
    gate.check_runs(actor, item.partnership, "information reçue")
    if item.asked_on and on < item.asked_on:
        raise BadInput(f"Le {on:%d/%m/%Y} précède la demande du {item.asked_on:%d/%m/%Y}.")
    return _set(actor, item, "information reçue", DutyState.RECEIVED, on)


def mark_missing(*, actor: Actor, item: InformationItem, on: date) -> InformationItem:
    """The information will not come: counted as not received. Raises BadInput before its day."""
    gate.check_runs(actor, item.partnership, "information non reçue")
    if on <= item.expected_on:
        raise BadInput(f"Elle est attendue jusqu'au {item.expected_on:%d/%m/%Y} : attendez ce jour passé.")
    return _set(actor, item, "information non reçue", DutyState.MISSING, None)


def await_again(*, actor: Actor, item: InformationItem) -> InformationItem:
    """Undo a reception or a « non reçu » noted by mistake: the item is awaited again."""
    gate.check_runs(actor, item.partnership, "information de nouveau attendue")
    return _set(actor, item, "information de nouveau attendue", DutyState.EXPECTED, None)


def _set(
    actor: Actor, item: InformationItem, act: str, state: DutyState, received: date | None
) -> InformationItem:
    with transaction.atomic():
        item.state, item.received_on = state.value, received
        item.save(update_fields=["state", "received_on"])
        _write(actor, item, act)
    return item


def remind(*, actor: Actor, item: InformationItem, now: datetime) -> int:
    """Note a reminder and write to those who answer for the holder; returns how many letters wait to leave.

    Raises BadInput when the information is already there. The letter names the duty and the period, no more.
    """
    today = now.date()
    gate.check_runs(actor, item.partnership, "rappel d'une information")
    if item.state != DutyState.EXPECTED:
        raise BadInput("Cette information n'est plus attendue : aucun rappel n'est à faire.")
    people = directory.people_of(institution=item.holder, on=today)
    with transaction.atomic():
        letters = [
            post.write_letter(
                partnership=item.partnership, key=f"information:{item.pk}:{person.pk}:{today}", person=person,
                subject=f"Information attendue : {item.about}", text=_letter(item), due_at=now,
            )
            for person in people
        ]  # fmt: skip
        item.reminded_on = today
        item.save(update_fields=["reminded_on"])
        _write(actor, item, "rappel d'une information")
    return sum(letter is not None for letter in letters)


def _letter(item: InformationItem) -> str:
    return (
        f"Bonjour,\n\n{item.partnership.name} attend de {item.holder} l'information suivante :\n"
        f"{item.duty_term.label} ({item.duty}), {item.about}.\n"
        f"Elle était attendue pour le {item.expected_on:%d/%m/%Y}.\n\n"
        "Si elle est déjà partie, ce message est sans objet.\n"
    )


def record_report(
    *, actor: Actor, partnership: Partnership, kind: YearlyCountKind, sent_on: date, today: date,
    nonce: UUID | None = None,
) -> Report:  # fmt: skip
    """Count one report of article 40, or one request on people leaving prison: its day, and nothing else."""
    act = "signalement compté"
    gate.check_runs(actor, partnership, act)
    if (row := gate.already(Report, nonce)) is not None:
        return row
    if kind not in COUNTED_ONE_BY_ONE:
        raise BadInput(f"« {kind.label} » se compte une fois l'an, sans date.")
    if sent_on > today:
        raise BadInput(f"Le {sent_on:%d/%m/%Y} est à venir : notez l'envoi une fois fait.")
    with transaction.atomic():
        row = Report.objects.create(
            partnership=partnership, kind=kind.value, sent_on=sent_on, recorded_on=today,
            **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        _write_report(actor, row, act)
    return row


def answer_report(*, actor: Actor, report: Report, outcome: ReportOutcome, on: date | None) -> Report:
    """What became of it, and when. Raises BadInput on a day before the sending."""
    gate.check_runs(actor, report.partnership, "suite comptée")
    waiting = outcome is ReportOutcome.AWAITED
    if not waiting and on is None:
        raise BadInput("Donnez le jour de la réponse : c'est le délai qui compte.")
    if on and on < report.sent_on:
        raise BadInput(f"La réponse du {on:%d/%m/%Y} précède l'envoi du {report.sent_on:%d/%m/%Y}.")
    with transaction.atomic():
        report.outcome, report.answered_on = outcome.value, None if waiting else on
        report.save(update_fields=["outcome", "answered_on"])
        _write_report(actor, report, "suite comptée")
    return report


def withdraw_report(*, actor: Actor, report: Report, today: date) -> None:
    """Undo a count on the day it was typed. Raises BadInput later."""
    gate.check_runs(actor, report.partnership, "signalement retiré du compte")
    if report.recorded_on != today:
        raise BadInput("Un signalement compté se retire le jour de sa saisie ; il compte désormais.")
    with transaction.atomic():
        _write_report(actor, report, "signalement retiré du compte")
        report.delete()


def count_year(
    *, actor: Actor, partnership: Partnership, kind: YearlyCountKind, year: int, count: int, today: date
) -> YearlyCount:  # fmt: skip
    """The count of a year, with no date and no person behind it; typed again, it is corrected."""
    act = "compte annuel noté"
    gate.check_runs(actor, partnership, act)
    if kind not in COUNTED_YEARLY:
        raise BadInput(f"« {kind.label} » se compte un par un, avec sa date.")
    if year > today.year:
        raise BadInput(f"L'année {year} n'a pas commencé.")
    with transaction.atomic():
        row = YearlyCount.objects.update_or_create(
            partnership=partnership, kind=kind.value, year=year, defaults={"count": count}
        )[0]
        journal.append(
            actor=actor, act=act, subject=f"compte annuel:{kind.value}", partnership=partnership.key,
            detail={"année": year, "nombre": count},
        )  # fmt: skip
    return row


def _write(actor: Actor, item: InformationItem, act: str) -> None:
    journal.append(
        actor=actor, act=act, subject=f"information:{item.pk}", partnership=item.partnership.key,
        detail={"obligation": item.duty, "reçu le": str(item.received_on) if item.received_on else ""},
    )  # fmt: skip


def _write_report(actor: Actor, row: Report, act: str) -> None:
    journal.append(
        actor=actor, act=act, subject=f"signalement:{row.pk}", partnership=row.partnership.key,
        detail={"genre": row.kind, "issue": row.outcome},
    )  # fmt: skip
