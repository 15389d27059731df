"""Invented contracts, sheets and pledges; nobody here exists."""

import datetime

import factory

from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    CostLine,
    Objective,
    Pledge,
    Priority,
    SheetIndicator,
    SheetPartner,
)
from maillage.contracts.vocabulary import (
    ContractKind,
    IndicatorKind,
    Nature,
    Origin,
    PreventionFamily,
    Source,
    Theme,
)
from tests.factories import PartnershipFactory
from tests.institutions.factories import InstitutionFactory

DAY = datetime.date(2026, 3, 2)


class ContractFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contract

    partnership = factory.SubFactory(PartnershipFactory)
    kind = ContractKind.STSPD.value
    title = "Stratégie territoriale 2026-2028"
    territory = "Rezé"
    start = datetime.date(2026, 1, 1)
    end = datetime.date(2028, 12, 31)
    opened_on = datetime.date(2025, 11, 3)


class AxisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Axis

    contract = factory.SubFactory(ContractFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Axe d'essai {n}")


class PriorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Priority

    axis = factory.SubFactory(AxisFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Priorité d'essai {n}")
    origin = Origin.LOCAL.value


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    priority = factory.SubFactory(PriorityFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Moins d'élèves évitent l'arrêt Balinière le soir"
    origin = Origin.LOCAL.value


class SheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionSheet

    contract = factory.SubFactory(ContractFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Action d'essai {n}")
    theme = Theme.TRANQUILLITY.value
    family = PreventionFamily.SOCIAL.value
    pilot = factory.LazyAttribute(lambda row: InstitutionFactory(partnership=row.contract.partnership))


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SheetPartner

    sheet = factory.SubFactory(SheetFactory)
    institution = factory.LazyAttribute(
        lambda row: InstitutionFactory(partnership=row.sheet.contract.partnership)
    )


class PledgeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pledge

    partner = factory.SubFactory(PartnerFactory)
    deliverable = "tenir la présence du soir"
    quantity = "quatre soirs par semaine"
    due_on = datetime.date(2026, 12, 1)


class CostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CostLine

    sheet = factory.SubFactory(SheetFactory)
    year = 2026
    source = Source.TOWN.value
    nature = Nature.RUNNING.value
    amount = "6200.00"


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SheetIndicator

    sheet = factory.SubFactory(SheetFactory)
    kind = IndicatorKind.RESULT.value
    name = "Élèves qui évitent l'arrêt"
    unit = "%"
    baseline = "38"
    target = "25"
    target_on = datetime.date(2028, 6, 30)
