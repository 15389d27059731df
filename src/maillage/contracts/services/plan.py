"""Changes to a contract as a whole: opened, edited, ended, taken up again, its priorities taken over."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.contracts.models import Axis, Contract, Priority
from maillage.contracts.services import gate, record
from maillage.contracts.vocabulary import ContractKind, ContractState, Ordering, Origin
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.models import Priority as Diagnosed
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput

TAKEN = "Priorités du diagnostic"
WORDS = ("kind", "title", "territory", "start", "end", "ordering", "follows", "diagnosis", "revision")


@dataclass(frozen=True)
class Draft:
    """What a contract says of itself."""

    kind: ContractKind
    title: str
    territory: str
    start: date
    end: date
    ordering: Ordering = Ordering.THEME
    diagnosis: Diagnosis | None = None
    follows: Contract | None = None


def open_contract(
    *, actor: Actor, partnership: Partnership, draft: Draft, on: date, nonce: UUID | None = None
) -> Contract:
    """Open a contract to be prepared. Sent twice with one `nonce`: one contract.

    Raises BadInput: no title, ends before it starts, a diagnosis or former contract of elsewhere.
    """
    gate.check_runs(actor, partnership, "contrat ouvert")
    _check(partnership, draft)
    with transaction.atomic():
        if (row := gate.already(Contract, nonce)) is not None:
            return row
        row = Contract(partnership=partnership, opened_on=on)
        if nonce is not None:
            row.nonce = nonce
        _fill(row, draft)
        row.save(force_insert=True)
        record.log(actor=actor, contract=row, act="contrat ouvert", detail={"titre": row.title})
    return row


def edit_contract(*, actor: Actor, contract: Contract, seen: int, draft: Draft) -> Contract:
    """Say a contract otherwise. Raises BadInput, Conflict when it changed meanwhile."""
    gate.check_runs(actor, contract.partnership, "contrat modifié")
    _check(contract.partnership, draft, contract)
    with transaction.atomic():
        row = history.lock(contract, seen=seen)
        gate.check_text(row)
        _fill(row, draft)
        row.save(update_fields=WORDS)
        record.log(actor=actor, contract=row, act="contrat modifié")
    return row


def _check(partnership: Partnership, draft: Draft, contract: Contract | None = None) -> None:
    if not draft.title.strip() or not draft.territory.strip():
        raise BadInput("Donnez au contrat un titre et un territoire.")
    if draft.end <= draft.start:
        raise BadInput(
            f"Le contrat finirait le {draft.end:%d/%m/%Y}, et commencerait le {draft.start:%d/%m/%Y} :"
            " la fin vient après le début."
        )
    for row in (draft.diagnosis, draft.follows):
        if row is not None and row.partnership_id != partnership.pk:
            raise BadInput(f"« {row} » n'est pas de ce partenariat.")
    former, seen = draft.follows, {contract.pk if contract else None}
    while former is not None:
        if former.pk in seen:
            raise BadInput("Un contrat ne prend pas sa propre suite : choisissez-en un autre, ou aucun.")
        seen.add(former.pk)
        former = former.follows


def _fill(row: Contract, draft: Draft) -> None:
    row.kind, row.ordering = draft.kind.value, draft.ordering.value
    row.title, row.territory = draft.title.strip(), draft.territory.strip()
    row.start, row.end = draft.start, draft.end
    row.diagnosis, row.follows = draft.diagnosis, draft.follows


def end_contract(*, actor: Actor, contract: Contract, seen: int, on: date, reason: str) -> Contract:
    """End a contract in force, or drop one still prepared. Raises BadInput without reason, or too early."""
    gate.check_runs(actor, contract.partnership, "contrat terminé")
    if not reason.strip():
        raise BadInput("Dites pourquoi le contrat s'arrête là : le motif reste inscrit avec lui.")
    with transaction.atomic():
        row = history.lock(contract, seen=seen)
        gate.check_text(row)
        if on < row.opened_on:
            raise BadInput(f"Le {on:%d/%m/%Y} précède l'ouverture, le {row.opened_on:%d/%m/%Y}.")
        signed = row.state == ContractState.IN_FORCE.value
        row.state = (ContractState.ENDED if signed else ContractState.DROPPED).value
        row.closed_on, row.closed_reason = on, reason.strip()[:300]
        row.save(update_fields=["state", "closed_on", "closed_reason", "revision"])
        record.log(actor=actor, contract=row, act="contrat terminé", detail={"le": str(on)})
    return row


def reopen_contract(*, actor: Actor, contract: Contract) -> Contract:
    """Undo an end: the contract is in force, or prepared, again. Raises BadInput when it was not ended."""
    gate.check_runs(actor, contract.partnership, "contrat repris")
    with transaction.atomic():
        row = gate.hold(contract)
        if row.state not in gate.CLOSED:
            raise BadInput(f"Ce contrat est « {row.state_term.label} » : il n'est pas arrêté.")
        ended = row.state == ContractState.ENDED.value
        row.state = (ContractState.IN_FORCE if ended else ContractState.DRAFT).value
        row.closed_on, row.closed_reason, row.revision = None, "", row.revision + 1
        row.save(update_fields=["state", "closed_on", "closed_reason", "revision"])
        record.log(actor=actor, contract=row, act="contrat repris")
    return row


def take_priority(
    *, actor: Actor, contract: Contract, diagnosed: Diagnosed, axis: Axis | None = None
) -> Priority:
    """Make a priority of the diagnosis one of the contract. Done twice: one; withdrawn before: put back.

    Raises BadInput when it is of another partnership, or was withdrawn from the diagnosis.
    """
    gate.check_runs(actor, contract.partnership, "priorité reprise du diagnostic")
    if diagnosed.diagnosis.partnership_id != contract.partnership_id or diagnosed.withdrawn_on:
        raise BadInput("Cette priorité n'est pas dans le diagnostic de ce partenariat.")
    with transaction.atomic():
        held = gate.hold(contract)
        gate.check_text(held)
        known = Priority.objects.filter(axis__contract=held, diagnosed=diagnosed)
        row = known.filter(withdrawn_on__isnull=True).first() or known.first()
        if row is not None:
            if row.withdrawn_on is not None:
                _put_back(actor, row)
            return row
        axis = axis or _axis(actor, held)
        row = Priority(
            axis=axis, number=record.next_number(Priority.objects.filter(axis=axis)),
            title=diagnosed.text.strip()[:300], reason=diagnosed.reason, origin=Origin.FINDING.value,
            diagnosed=diagnosed,
        )  # fmt: skip
        row.save(force_insert=True)
        record.log(actor=actor, contract=held, act="priorité reprise du diagnostic", row=row)
    return row


def _put_back(actor: Actor, row: Priority) -> None:
    if row.axis.withdrawn_on is not None:
        record.mark(actor=actor, row=row.axis, on=None, act="axe remis")
    record.mark(actor=actor, row=row, on=None, act="priorité remise")


def _axis(actor: Actor, contract: Contract) -> Axis:
    """The axis of the priorities taken over: the one already so named, or a new one."""
    kept = Axis.objects.filter(contract=contract, withdrawn_on__isnull=True)
    if (row := kept.filter(title=TAKEN).first()) is not None:
        return row
    row = Axis(
        contract=contract, title=TAKEN, number=record.next_number(Axis.objects.filter(contract=contract))
    )
    row.save(force_insert=True)
    record.log(actor=actor, contract=contract, act="axe ajouté", row=row)
    return row
