"""Changes to accounts: create one, give and withdraw a role. The password is chosen by the person."""

from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillage.accounts.models import Membership, User
from maillage.accounts.vocabulary import WITH_A_WEEK, Weekday
from maillage.audit import journal
from maillage.institutions.models import Institution, Partnership, Person
from maillage.kernel import Actor, BadInput, Role


def create_account(
    *, actor: Actor, email: str, name: str, password: str | None = None, instance_admin: bool = False
) -> User:
    """A new account. Raises BadInput on a bad or known address, an empty name, a weak password."""
    email = email.strip().lower()
    try:
        validate_email(email)
        if password is not None:
            validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise BadInput(f"{email} : {' '.join(error.messages)}") from error
    if not name.strip():
        raise BadInput("Donnez le nom de la personne.")
    if User.objects.filter(email=email).exists():
        raise BadInput(f"{email} a déjà un compte.")
    with transaction.atomic():
        user = User.objects.create_user(email, name.strip(), password, is_instance_admin=instance_admin)
        journal.append(actor=actor, act="compte créé", subject=f"compte:{user.pk}")
    return user


def grant_role(
    *, actor: Actor, user: User, partnership: Partnership, role: Role, on: date,
    institution: Institution | None = None, person: Person | None = None,
) -> Membership:  # fmt: skip
    """Give one role in one partnership from that day, in the name of an institution and of a person.

    Raises BadInput when it is already held, or when either is not of this partnership's directory.
    """
    _check_link(partnership, institution, person)
    running = Membership.objects.filter(user=user, partnership=partnership, role=role.value, end__isnull=True)
    if running.exists():
        raise BadInput(f"{user.name} est déjà « {role.label} » dans {partnership.name}.")
    with transaction.atomic():
        row = Membership.objects.create(
            user=user, partnership=partnership, role=role.value, start=on, institution=institution,
            person=person,
        )  # fmt: skip
        journal.append(
            actor=actor, act="rôle donné", subject=f"compte:{user.pk}", partnership=partnership.key,
            detail={"rôle": role.value, "depuis": str(on)} | _linked(institution, person),
        )  # fmt: skip
    return row


def link_role(
    *, actor: Actor, membership: Membership, institution: Institution | None, person: Person | None
) -> Membership:  # fmt: skip
    """Say in whose name a role is held. Raises BadInput when either is of another partnership."""
    _check_link(membership.partnership, institution, person)
    with transaction.atomic():
        membership.institution, membership.person = institution, person
        membership.save(update_fields=["institution", "person"])
        journal.append(
            actor=actor, act="rôle rattaché", subject=f"compte:{membership.user_id}",
            partnership=membership.partnership.key,
            detail={"rôle": membership.role} | _linked(institution, person),
        )  # fmt: skip
    return membership


def _check_link(partnership: Partnership, institution: Institution | None, person: Person | None) -> None:
    for row in (institution, person):
        if row is not None and row.partnership_id != partnership.pk:
            raise BadInput(f"« {row} » n'est pas dans l'annuaire de {partnership.name}.")
        if row is not None and row.archived_on:
            raise BadInput(f"« {row} » est rangée : remettez d'abord sa fiche dans l'annuaire.")


def _linked(institution: Institution | None, person: Person | None) -> dict[str, int]:
    found = {"institution": institution, "personne": person}
    return {name: row.pk for name, row in found.items() if row is not None}


def withdraw_role(*, actor: Actor, membership: Membership, on: date) -> None:
    """End a role: the day before `on` is its last. A role given the same day is erased, a mistake undone.

    Raises BadInput for the last coordinator: nobody could give a role any more.
    """
    _keep_a_coordinator(membership)
    with transaction.atomic():
        journal.append(
            actor=actor, act="rôle retiré", subject=f"compte:{membership.user_id}",
            partnership=membership.partnership.key, detail={"rôle": membership.role, "le": str(on)},
        )  # fmt: skip
        if membership.start >= on:
            membership.delete()
            return
        membership.end = on - timedelta(days=1)
        membership.save(update_fields=["end"])


def choose_digest(*, actor: Actor, membership: Membership, day: Weekday | None, on: date) -> Membership:
    """Ask for the weekly message on that day, or for none any more. The same choice twice changes nothing.

    Raises BadInput for a role without a week, or a role tied to nobody who has an address.
    """
    if day is not None:
        _check_digest(membership)
    chosen = None if day is None else list(Weekday).index(day)
    if membership.digest_day == chosen:
        return membership
    with transaction.atomic():
        membership.digest_day, membership.digest_since = chosen, None if day is None else on
        membership.save(update_fields=["digest_day", "digest_since"])
        _note_digest(actor, membership, day.label if day else "aucun")
    return membership


def stop_digest(*, actor: Actor, user: User, partnership: Partnership) -> int:
    """Stop the weekly message of a person in a partnership, whatever the roles; how many were ended."""
    with transaction.atomic():
        rows = Membership.objects.select_for_update().filter(
            user=user, partnership=partnership, digest_day__isnull=False
        )
        found = list(rows)
        for row in found:
            row.digest_day = row.digest_since = None
            row.save(update_fields=["digest_day", "digest_since"])
            _note_digest(actor, row, "aucun")
    return len(found)


def _check_digest(membership: Membership) -> None:
    role, person = Role(membership.role), membership.person
    if role not in WITH_A_WEEK:
        raise BadInput(
            f"Le rôle « {role.label} » n'a rien à faire dans la semaine : il n'y a pas de message."
        )
    if person is None or not person.email or person.archived_on:
        raise BadInput(
            f"Dans {membership.partnership.name}, votre compte n'est rattaché à aucune personne de l'annuaire"
            " qui ait une adresse. Demandez au coordonnateur de le rattacher, puis choisissez un jour."
        )


def _note_digest(actor: Actor, membership: Membership, day: str) -> None:
    journal.append(
        actor=actor, act="point de la semaine réglé", subject=f"compte:{membership.user_id}",
        partnership=membership.partnership.key, detail={"jour": day, "rôle": membership.role},
    )  # fmt: skip


def _keep_a_coordinator(leaving: Membership) -> None:
    others = Membership.objects.filter(
        partnership=leaving.partnership, role=Role.COORDINATOR.value, end__isnull=True
    ).exclude(pk=leaving.pk)
    if leaving.role == Role.COORDINATOR.value and not others.exists():
        raise BadInput(
            f"{leaving.user.name} est seul à coordonner {leaving.partnership.name}. "
            "Donnez d'abord ce rôle à quelqu'un d'autre."
        )
