"""Invented institutions, people, functions and letters; nobody here exists."""

import datetime

import factory

from maillage.institutions.models import Institution, Letter, Person, Position
from maillage.institutions.vocabulary import COLLEGES, SECTORS, InstitutionKind, Level
from maillage.kernel import Actor, Role
from tests.factories import MembershipFactory, PartnershipFactory

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
TODAY = NOON.date()


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Institution fictive {n}")
    kind = InstitutionKind.ASSOCIATION.value
    sector = factory.LazyAttribute(lambda row: SECTORS[InstitutionKind(row.kind)].value)
    college = factory.LazyAttribute(lambda row: COLLEGES[InstitutionKind(row.kind)].value)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Camille Exemple {n} (fictive)")
    email = factory.Sequence(lambda n: f"camille{n}@exemple.invalid")


class PositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Position

    institution = factory.SubFactory(InstitutionFactory)
    person = factory.SubFactory(PersonFactory)
    title = "Directrice"
    level = Level.MANAGER.value
    start = datetime.date(2024, 1, 1)


class LetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letter

    partnership = factory.SubFactory(PartnershipFactory)
    key = factory.Sequence(lambda n: f"essai:{n}")
    person = factory.SubFactory(PersonFactory)
    to = factory.LazyAttribute(lambda row: row.person.email)
    subject = "Convocation"
    text = "Bonjour,\n\nLa réunion est le 12 mars."
    due_at = NOON


def coordinator(partnership=None) -> Actor:
    """The coordinator of this partnership, with an account."""
    row = MembershipFactory(**({"partnership": partnership} if partnership else {}))
    return Actor(row.user.pk, row.user.name, frozenset({Role.COORDINATOR}))


def member(role: Role, *institutions: Institution, person: int | None = None) -> Actor:
    """A member of the partnership under one role, in the name of these institutions."""
    return Actor(99, "Membre (fictif)", frozenset({role}), frozenset(row.pk for row in institutions), person)
