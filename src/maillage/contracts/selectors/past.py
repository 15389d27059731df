"""The contracts as they stood on a past day: opened by then, in the state they were in."""

from datetime import date

from django.db.models import Min, Q

from maillage.contracts.models import Contract
from maillage.contracts.selectors.sheets import contracts
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.life import VersionState
from maillage.institutions.models import Partnership

SIGNED = Q(versions__number=1, versions__state=VersionState.SIGNED.value)


def as_of(*, partnership: Partnership, on: date) -> list[Contract]:
    """The contracts opened or begun by that day, each with its state of that day; one query.

    A contract of before Maillage, typed later, is there from its first day.
    """
    born = Q(opened_on__lte=on) | Q(start__lte=on, state__in=(ContractState.IN_FORCE, ContractState.ENDED))
    rows = contracts(partnership=partnership).filter(born).annotate(
        signed_first=Min("versions__signed_on", filter=SIGNED), sent_first=Min("versions__made_on")
    )  # fmt: skip
    found: list[Contract] = list(rows)
    for row in found:
        row.state = _state(row, on).value
    return found


def _state(row: Contract, on: date) -> ContractState:
    """What the contract was on that day, by its dated acts."""
    marks = vars(row)
    if row.closed_on is not None and row.closed_on <= on:
        return ContractState(row.state)
    signed, sent = marks["signed_first"], marks["sent_first"]
    if signed is not None and signed <= on:
        return ContractState.ENDED if row.end < on else ContractState.IN_FORCE
    if sent is not None and sent <= on:
        return ContractState.SIGNING
    old = signed is None and sent is None and row.state in (ContractState.IN_FORCE, ContractState.ENDED)
    if old and row.start <= on:  # typed without its versions: in force for its own dates
        return ContractState.ENDED if row.end < on else ContractState.IN_FORCE
    return ContractState.DRAFT
