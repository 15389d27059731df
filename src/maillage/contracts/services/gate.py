"""What every change of this package checks first: who may, and whether the contract still takes it."""

from maillage.audit import journal
from maillage.bodies.services.gate import already, check_answers_for, check_runs
from maillage.contracts.models import Contract
from maillage.contracts.vocabulary import ContractState
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput, Refused, Role

CLOSED = (ContractState.ENDED, ContractState.DROPPED)


def check_roles(actor: Actor, partnership: Partnership, roles: tuple[Role, ...], act: str) -> None:
    """Raises Refused, with a journal line, unless the actor holds one of these roles, or is the machine."""
    if actor.id is not None and not actor.holds(*roles):
        reason = "Votre rôle dans ce partenariat ne le permet pas."
        journal.refusal(
            actor=actor, act=f"{act} : refusé", subject=partnership.key, reasons=(reason,),
            partnership=partnership.key,
        )  # fmt: skip
        raise Refused([reason])


def hold(contract: Contract) -> Contract:
    """The contract as it stands, locked for this transaction."""
    return Contract.objects.select_for_update().get(pk=contract.pk)


def check_text(contract: Contract) -> None:
    """Raises BadInput when the text of the contract may not change: out for signature, ended or dropped."""
    if contract.state == ContractState.SIGNING.value:
        raise BadInput(
            "Ce contrat est en cours de signature : son texte ne change plus."
            " Retirez-le d'abord de la signature, avec le motif."
        )
    check_alive(contract)


def check_alive(contract: Contract) -> None:
    """Raises BadInput when the contract is over: nothing of its life is written any more."""
    if contract.state in CLOSED:
        raise BadInput(f"Ce contrat est « {contract.state_term.label} » : il ne se modifie plus.")


def check_here(partnership: Partnership, *institutions: Institution | None) -> None:
    """Raises BadInput when an institution is not of the directory of this partnership."""
    for row in institutions:
        if row is not None and row.partnership_id != partnership.pk:
            raise BadInput(f"{row} n'est pas dans l'annuaire de ce partenariat.")


__all__ = [
    "already", "check_alive", "check_answers_for", "check_here", "check_roles", "check_runs", "check_text",
    "hold",
]  # fmt: skip
