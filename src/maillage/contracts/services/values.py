"""Values of indicators: asked on days, filled by the pilot's institution, corrected, no longer asked."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from maillage.audit import history, journal
from maillage.contracts.models import IndicatorDue, SheetIndicator
from maillage.contracts.rules import schedule
from maillage.contracts.services import gate
from maillage.contracts.vocabulary.life import Rhythm
from maillage.kernel import Actor, BadInput


def schedule_values(
    *, actor: Actor, indicator: SheetIndicator, rhythm: Rhythm, first: date, last: date,
    own: Sequence[date] = (),
) -> int:  # fmt: skip
    """Ask the values of an indicator at a rhythm, or on one's own days; how many were added.

    A day already asked stays one; one that was withdrawn is asked again. Raises BadInput on faulty days.
    """
    contract = indicator.sheet.contract
    gate.check_runs(actor, contract.partnership, "valeurs demandées")
    try:
        days = schedule.days(rhythm=rhythm, first=first, last=last, own=own)
    except ValueError as fault:
        raise BadInput(str(fault)) from fault
    with transaction.atomic():
        gate.check_alive(gate.hold(contract))
        known = {row.due_on: row for row in IndicatorDue.objects.filter(indicator=indicator)}
        added = [_ask(indicator, day, known.get(day)) for day in days]
        if any(added):
            _log(actor, indicator, "valeurs demandées", {"combien": sum(added), "rythme": rhythm.value})
    return sum(added)


def _ask(indicator: SheetIndicator, day: date, known: IndicatorDue | None) -> bool:
    if known is None:
        IndicatorDue.objects.create(indicator=indicator, due_on=day)
        return True
    if known.withdrawn_on is None:
        return False
    known.withdrawn_on, known.revision = None, known.revision + 1
    known.save(update_fields=["withdrawn_on", "revision"])
    return True


def fill_value(
    *, actor: Actor, due: IndicatorDue, seen: int, value: str, on: date, note: str = ""
) -> IndicatorDue:
    """Give a value, correct it, or take it back (empty): unknown stays unknown.

    By the pilot's institution, or the coordinator. Raises BadInput when it is no longer asked, Conflict when
    it changed.
    """
    sheet = due.indicator.sheet
    partnership = sheet.contract.partnership
    if sheet.pilot_id is None:
        gate.check_runs(actor, partnership, "valeur remplie")
    else:
        gate.check_answers_for(actor, partnership, sheet.pilot_id, "valeur remplie")
    if len(value.strip()) > 120:
        raise BadInput("La valeur dépasse 120 signes : écrivez le nombre, et le reste en remarque.")
    gate.check_alive(sheet.contract)
    with transaction.atomic():
        row = history.lock(due, seen=seen)
        if row.withdrawn_on is not None:
            raise BadInput("Cette valeur n'est plus demandée : remettez-la d'abord.")
        row.value, row.note = value.strip(), note.strip()[:300]
        row.filled_on = on if row.value else None
        row.save(update_fields=["value", "note", "filled_on", "revision"])
        _log(actor, row.indicator, "valeur remplie", {"attendue le": str(row.due_on), "le": str(on)})
    return row


def withdraw_value(*, actor: Actor, due: IndicatorDue, on: date) -> IndicatorDue:
    """Ask a value no more. Raises BadInput when it was given: take the value back first."""
    return _set(actor, due, on, "valeur retirée")


def put_back_value(*, actor: Actor, due: IndicatorDue) -> IndicatorDue:
    """Ask again a value withdrawn by mistake."""
    return _set(actor, due, None, "valeur remise")


def _set(actor: Actor, due: IndicatorDue, day: date | None, act: str) -> IndicatorDue:
    contract = due.indicator.sheet.contract
    gate.check_runs(actor, contract.partnership, act)
    gate.check_alive(contract)
    with transaction.atomic():
        row = IndicatorDue.objects.select_for_update(of=("self",)).get(pk=due.pk)
        if (row.withdrawn_on is None) == (day is None):
            return row
        if day is not None and row.value:
            raise BadInput(f"Cette valeur est remplie, « {row.value} » : effacez-la d'abord.")
        row.withdrawn_on, row.revision = day, row.revision + 1
        row.save(update_fields=["withdrawn_on", "revision"])
        _log(actor, row.indicator, act, {"attendue le": str(row.due_on)})
    return row


def _log(actor: Actor, row: SheetIndicator, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"fiche:{row.sheet_id}",
        partnership=row.sheet.contract.partnership.key, detail={"indicateur": row.pk} | detail,
    )  # fmt: skip
