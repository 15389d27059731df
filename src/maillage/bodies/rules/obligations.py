"""Is an obligation met, due, missed, or unknown? Decided on what the records can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.bodies.rules.information import duty_in_force
from maillage.bodies.vocabulary import Duty, ObligationState
from maillage.law.partial import in_french


@dataclass(frozen=True)
class Plenaries:
    """Where the plenaries of a year stand."""

    label: str
    state: ObligationState
    on: date
    reason: str


def opening_state(*, applies: bool | None, open_one: bool) -> ObligationState:
    """A thing that must exist: there, to be made, or not known whether it must."""
    if open_one:
        return ObligationState.MET
    return ObligationState.UNKNOWN if applies is None else ObligationState.DUE


def plenaries(
    *, minimum: int, held: Sequence[date], planned: Sequence[date], year: int, on: date
) -> Plenaries:
    """The yearly plenaries (CL-2, CL-6): held, planned, still to plan, or missed once the year is over."""
    label = f"Tenir la plénière de {year}" if minimum == 1 else f"Tenir {minimum} plénières en {year}"
    if len(held) >= minimum:
        last = held[minimum - 1]
        return Plenaries(label, ObligationState.MET, last, f"Tenue le {in_french(last)}.")
    lacking, end = minimum - len(held), date(year, 12, 31)
    if year < on.year:
        return Plenaries(label, ObligationState.MISSED, end, _recorded(len(held), minimum))
    if len(planned) >= lacking:
        day = planned[lacking - 1]
        return Plenaries(label, ObligationState.DUE, day, f"Prévue le {in_french(day)}.")
    return Plenaries(label, ObligationState.DUE, end, "Aucune date n'est encore prévue : préparez-la.")


def _recorded(held: int, minimum: int) -> str:
    return f"{held} séance enregistrée sur {minimum}." if held else "Aucune séance n'est enregistrée."


def composition_state(*, sure: bool, decided: bool) -> ObligationState:
    """The arrêté of composition: where the rule is not sure, a noted act does not settle it."""
    if not sure:
        return ObligationState.UNKNOWN
    return ObligationState.MET if decided else ObligationState.DUE


def reception_state(received: Sequence[date], expected: date, on: date) -> ObligationState:
    """An information owed once: received, awaited, or past its day."""
    if received:
        return ObligationState.MET
    return ObligationState.MISSED if on > expected else ObligationState.DUE


def in_force(duty: Duty, on: date) -> bool:
    """Was this duty surely in force on that day?"""
    return duty_in_force(duty, on) is True


def behind(promised: int | None, held: int, *, opened: date, on: date) -> bool:
    """Did the body meet less than its règlement promises, over a whole year of life?"""
    return bool(promised) and (on - opened).days >= 365 and held < (promised or 0)
