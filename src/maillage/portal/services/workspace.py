"""Changes across two packages: a new workspace with its first coordinator, a new member with an account."""

from datetime import date

from django.db import transaction

from maillage.accounts import services as accounts
from maillage.accounts.models import Membership, User
from maillage.institutions import services as institutions
from maillage.institutions.models import Institution, Partnership, Person
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import Actor, BadInput, Role


def open_workspace(*, actor: Actor, place: str, kind: PartnershipKind, on: date) -> Partnership:
    """Open a partnership; whoever opens it is its first coordinator. Raises BadInput as its parts do."""
    assert actor.id is not None  # the command line has no account to make a coordinator of
    with transaction.atomic():
        partnership = institutions.open_partnership(actor=actor, place=place, kind=kind, on=on)
        user = User.objects.get(pk=actor.id)
        accounts.grant_role(actor=actor, user=user, partnership=partnership, role=Role.COORDINATOR, on=on)
    return partnership


def add_member(
    *, actor: Actor, partnership: Partnership, name: str, email: str, role: Role, on: date,
    institution: Institution | None = None, person: Person | None = None,
) -> Membership:  # fmt: skip
    """Give a role here; the account is made when the address has none. The password is set by the person.

    A person of the directory gives the name and the address left empty. Raises BadInput without them.
    """
    name, email = name.strip() or (person.name if person else ""), _address(email, person)
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        user = user or accounts.create_account(actor=actor, email=email, name=name)
        return accounts.grant_role(
            actor=actor, user=user, partnership=partnership, role=role, on=on, institution=institution,
            person=person,
        )  # fmt: skip


def _address(email: str, person: Person | None) -> str:
    found = (email or (person.email if person else "")).strip().lower()
    if not found and person:
        raise BadInput(f"{person.name} n'a pas d'adresse dans l'annuaire : écrivez celle de son compte.")
    if not found:
        raise BadInput("Donnez l'adresse du compte, ou choisissez une personne de l'annuaire qui en a une.")
    return found
