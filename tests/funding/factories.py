"""Invented funds, requests and grants; nobody here exists."""

import datetime
from decimal import Decimal

import factory

from maillage.funding.models import Call, Fund, FundRule, GrantDecision, GrantRequest, PlanLine
from maillage.funding.vocabulary import (
    Account,
    DecisionKind,
    FromWhom,
    FundKind,
    Purpose,
    Renewal,
    RequestState,
    Side,
)
from tests.factories import PartnershipFactory
from tests.institutions.factories import InstitutionFactory

DAY = datetime.date(2026, 3, 2)


class FundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fund

    partnership = factory.SubFactory(PartnershipFactory)
    kind = FundKind.FIPD.value
    name = factory.Sequence(lambda n: f"Fonds d'essai {n}")


class RuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundRule

    fund = factory.SubFactory(FundFactory)
    since = datetime.date(2024, 1, 1)
    ceiling = Decimal("50.00")
    reference = "règle d'essai"


class CallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Call

    fund = factory.SubFactory(FundFactory)
    title = "Appel à projets 2026 (essai)"
    year = 2026
    opens = datetime.date(2025, 12, 1)
    closes = datetime.date(2026, 3, 31)
    from_whom = FromWhom.STATE.value


class RequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GrantRequest

    partnership = factory.SubFactory(PartnershipFactory)
    fund = factory.LazyAttribute(lambda row: FundFactory(partnership=row.partnership))
    applicant = factory.LazyAttribute(lambda row: InstitutionFactory(partnership=row.partnership))
    number = factory.Sequence(lambda n: n + 2001)  # above those that the services give
    year = 2026
    renewal = Renewal.FIRST.value
    purpose = Purpose.PROJECT.value
    title = factory.Sequence(lambda n: f"Action financée {n}")
    asked = Decimal("10000.00")


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanLine

    request = factory.SubFactory(RequestFactory)
    side = Side.EXPENSE.value
    account = Account.A64.value
    label = "Salaire de l'éducateur"
    planned = Decimal("20000.00")


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GrantDecision

    request = factory.SubFactory(RequestFactory, state=RequestState.GRANTED.value)
    kind = DecisionKind.GRANTED.value
    reason = "Action précise, en lien avec la priorité 1."
    on = DAY
    amount = Decimal("8000.00")
