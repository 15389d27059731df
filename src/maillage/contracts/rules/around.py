"""Agreements, acts and plans: what state they are in on a day, and what makes one not hold together."""

from collections.abc import Sequence
from datetime import date

from maillage.contracts.vocabulary.around import AgreementKind, AgreementState, PlanOrigin

FEWEST_PARTIES = 2
FEW = 5  # under this, a count of people is not told to those who do not work with it (domain, section 12)


def state(*, start: date, end: date | None, withdrawn_on: date | None, on: date) -> AgreementState:
    """Where an agreement or a plan stands on that day; its last day still counts."""
    if withdrawn_on is not None and withdrawn_on <= on:
        return AgreementState.WITHDRAWN
    if start > on:
        return AgreementState.COMING
    return AgreementState.ENDED if end is not None and end < on else AgreementState.IN_FORCE


def is_two_party(parties: int) -> bool:
    """Is it between two institutions only (domain, D3)?"""
    return parties == FEWEST_PARTIES


def agreement_faults(
    *, kind: AgreementKind, title: str, object: str, parties: Sequence[str], start: date, end: date | None
) -> list[str]:
    """What keeps an agreement from being written, in French, the cure included."""
    faults = []
    if not title.strip():
        faults.append("Écrivez l'intitulé de la convention.")
    if not object.strip():
        faults.append("Écrivez l'objet de la convention : ce que les parties font ensemble.")
    if len(parties) < FEWEST_PARTIES:
        named = f" ({parties[0]})" if parties else ""
        faults.append(f"Une convention lie au moins deux institutions{named} : cochez-les.")
    if kind is AgreementKind.TWO_PARTY and len(parties) > FEWEST_PARTIES:
        faults.append(
            f"Vous avez coché {len(parties)} institutions pour une convention entre deux : gardez-en deux,"
            " ou choisissez « autre convention »."
        )
    return [*faults, *span_faults(start, end)]


def span_faults(start: date, end: date | None) -> list[str]:
    """An end before its start, named with both days."""
    if end is not None and end < start:
        return [f"La fin, {end:%d/%m/%Y}, précède le début, {start:%d/%m/%Y} : corrigez l'une des deux."]
    return []


def priority_faults(*, title: str, origin: PlanOrigin, council: str) -> list[str]:
    """A priority of the plan says what it is and, when a local council asked for it, which one."""
    faults = [] if title.strip() else ["Écrivez la priorité."]
    if origin is PlanOrigin.COUNCIL and not council.strip():
        faults.append("Dites quel conseil local a demandé cette priorité, par exemple « CLSPD de Rezé ».")
    return faults


def told(count: int, *, works_with_it: bool) -> str:
    """A count of families as it is told: exactly to those who work with it, « moins de 5 » to others."""
    return str(count) if works_with_it or count == 0 or count >= FEW else f"moins de {FEW}"
