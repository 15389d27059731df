"""Invented agreements, acts and plans; nobody here exists."""

import datetime

import factory

from maillage.contracts.models import Agreement, DatedAct, DepartmentalPlan, Opinion
from maillage.contracts.vocabulary.around import ActKind, AgreementKind, PlanKind
from tests.contracts.factories import ContractFactory
from tests.factories import PartnershipFactory
from tests.institutions.factories import InstitutionFactory

DAY = datetime.date(2026, 3, 2)
NEXT = datetime.date(2026, 3, 3)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    partnership = factory.SubFactory(PartnershipFactory)
    kind = AgreementKind.OTHER.value
    title = factory.Sequence(lambda n: f"Convention d'essai {n}")
    object = "Échanger les horaires des patrouilles"
    start = datetime.date(2025, 1, 1)

    @factory.post_generation
    def parties(row, create, given, **_):
        number = 2 if given is None else given
        rows = number if isinstance(number, list) else [
            InstitutionFactory(partnership=row.partnership) for _ in range(number)
        ]  # fmt: skip
        row.parties.set(rows)


class ActFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DatedAct

    partnership = factory.SubFactory(PartnershipFactory)
    kind = ActKind.PARENTAL.value
    on = datetime.date(2026, 2, 1)
    by = factory.LazyAttribute(lambda row: InstitutionFactory(partnership=row.partnership))
    count = 3


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DepartmentalPlan

    partnership = factory.SubFactory(PartnershipFactory)
    kind = PlanKind.PLAN.value
    title = "Plan départemental 2025-2027 (essai)"
    department = "44"
    start = datetime.date(2025, 1, 1)
    end = datetime.date(2027, 12, 31)


class OpinionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Opinion

    contract = factory.SubFactory(ContractFactory)
    institution = factory.LazyAttribute(lambda row: InstitutionFactory(partnership=row.contract.partnership))
    on_plan = True
    asked_on = datetime.date(2026, 1, 10)
