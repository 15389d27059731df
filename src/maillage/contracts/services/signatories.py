"""Changes to the list of those who sign a contract: named, taken off, put back."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.contracts.models import Contract, Signatory
from maillage.contracts.services import gate
from maillage.contracts.vocabulary.life import Capacity
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput

MOST = 99


def add_signatory(
    *, actor: Actor, contract: Contract, institution: Institution, capacity: Capacity, rank: int,
    nonce: UUID | None,
) -> Signatory:  # fmt: skip
    """Name an institution that signs, in which capacity and in which order. Sent twice: one.

    Raises BadInput: already on the list, of another partnership, a contract out for signature or over. One
    that was taken off is put back with its new capacity.
    """
    gate.check_runs(actor, contract.partnership, "signataire nommé")
    gate.check_here(contract.partnership, institution)
    if not 1 <= rank <= MOST:
        raise BadInput(f"Le rang {rank} ne convient pas : choisissez un nombre de 1 à {MOST}.")
    with transaction.atomic():
        gate.check_text(gate.hold(contract))
        if (row := gate.already(Signatory, nonce)) is not None:
            return row
        row = contract.signatories.filter(institution=institution).first() or Signatory(
            contract=contract, institution=institution
        )
        if row.pk and row.withdrawn_on is None:
            raise BadInput(f"{institution} est déjà sur la liste des signataires.")
        row.capacity, row.rank, row.withdrawn_on = capacity.value, rank, None
        if nonce is not None:
            row.nonce = nonce
        row.save()
        _log(actor, row, "signataire nommé", {"qualité": capacity.value})
    return row


def withdraw_signatory(*, actor: Actor, signatory: Signatory, on: date) -> Signatory:
    """Take an institution off the list. Done twice, it stays off. Raises BadInput while the text is out."""
    return _set(actor, signatory, on, "signataire retiré")


def put_back_signatory(*, actor: Actor, signatory: Signatory) -> Signatory:
    """Put it back on the list, in the capacity it had. Raises BadInput while the text is out."""
    return _set(actor, signatory, None, "signataire remis")


def _set(actor: Actor, signatory: Signatory, day: date | None, act: str) -> Signatory:
    gate.check_runs(actor, signatory.contract.partnership, act)
    with transaction.atomic():
        gate.check_text(gate.hold(signatory.contract))
        row = Signatory.objects.select_for_update(of=("self",)).get(pk=signatory.pk)
        if (row.withdrawn_on is None) == (day is None):
            return row
        row.withdrawn_on = day
        row.save(update_fields=["withdrawn_on"])
        _log(actor, row, act, {})
    return row


def _log(actor: Actor, row: Signatory, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"contrat:{row.contract_id}",
        partnership=row.contract.partnership.key, detail={"institution": row.institution_id} | detail,
    )  # fmt: skip
