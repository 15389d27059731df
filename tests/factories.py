"""Invented people and partnerships for tests; nobody here exists."""

import datetime

import factory

from maillage.accounts.models import Membership, User
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import Actor, Role

OPENED = datetime.date(2020, 1, 1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.invalid")
    name = factory.Sequence(lambda n: f"Personne {n} (fictive)")
    password = factory.django.Password("phrase de passe d'essai")


class PartnershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partnership
        django_get_or_create = ("key",)

    place = "44143"
    kind = PartnershipKind.CLSPD.value
    key = factory.LazyAttribute(lambda row: f"{row.place.replace(':', '-')}-{row.kind}")
    name = factory.LazyAttribute(lambda row: f"CLSPD fictif de {row.place}")
    opened = OPENED


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    partnership = factory.SubFactory(PartnershipFactory)
    role = Role.COORDINATOR.value
    start = OPENED


MACHINE = Actor.machine("essai")
