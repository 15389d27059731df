"""Own effort, components and linked bodies: through the door, then the rows, the journal, the figures."""

import datetime
import uuid
from decimal import Decimal

import pytest

from maillage.audit.models import Entry
from maillage.funding.indicators import need, spread
from maillage.funding.models import Effort, LinkedBody, NeedComponent, NeedValue
from maillage.funding.selectors import spread as selectors
from maillage.funding.services.spread import beside, sheets
from maillage.funding.services.spread.beside import EffortDraft, LinkDraft
from maillage.funding.vocabulary import FundKind, Side
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests import factories
from tests.contracts.factories import SheetFactory
from tests.funding.factories import (
    DAY,
    DecisionFactory,
    FundFactory,
    LineFactory,
    RequestFactory,
    RuleFactory,
)
from tests.institutions.factories import InstitutionFactory, coordinator, member

pytestmark = pytest.mark.django_db
NANTES = "epci:244400404"
HEAD = b"code_commune;annee;depense_prevention;potentiel_fiscal;population\n"
NEED = b"code_commune;composante;valeur;source;annee\n"


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def actor(here):
    return coordinator(here)


def draft(**change):
    words = {"place": "44143", "year": 2025, "spend": Decimal("125000.00"), "potential": Decimal("41500000"),
             "population": 43000, "source": "compte administratif"}  # fmt: skip
    return EffortDraft(**(words | change))


def test_an_effort_is_noted_changed_withdrawn_and_put_back(here, actor):
    nonce = uuid.uuid4()
    for _ in range(2):
        row = beside.add_effort(actor=actor, partnership=here, draft=draft(), nonce=nonce)
    row = beside.edit_effort(actor=actor, effort=row, seen=0, draft=draft(spend=None))
    assert row.spend is None and Effort.objects.count() == 1
    with pytest.raises(Conflict):
        beside.edit_effort(actor=actor, effort=row, seen=0, draft=draft())
    row = beside.withdraw(actor=actor, row=row, seen=1, on=DAY)
    assert selectors.efforts(partnership=here) == []
    beside.put_back(actor=actor, row=row, seen=2)
    assert selectors.efforts(partnership=here) == [row]
    assert Entry.objects.latest("seq").act == "effort propre : remise"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"place": "99999"}, "« 99999 »"), ({"spend": None, "potential": None}, "ou les deux"),
     ({"population": 0}, "combien d'habitants"), ({"source": " "}, "d'où viennent")],
)  # fmt: skip
def test_a_faulty_effort_writes_nothing(here, actor, change, said):
    with pytest.raises(BadInput, match=said):
        beside.add_effort(actor=actor, partnership=here, draft=draft(**change))
    assert not Effort.objects.exists()


def test_one_effort_a_year_even_after_a_withdrawal(here, actor):
    first = beside.add_effort(actor=actor, partnership=here, draft=draft())
    with pytest.raises(BadInput, match="déjà noté"):
        beside.add_effort(actor=actor, partnership=here, draft=draft())
    first = beside.withdraw(actor=actor, row=first, seen=0, on=DAY)
    beside.add_effort(actor=actor, partnership=here, draft=draft())
    with pytest.raises(BadInput, match="déjà noté"):
        beside.put_back(actor=actor, row=first, seen=1)


def test_only_the_coordinator_writes_beside(here):
    mayor = member(Role.MAYOR)
    with pytest.raises(Refused):
        beside.add_effort(actor=mayor, partnership=here, draft=draft())
    with pytest.raises(Refused):
        sheets.write_sheet(
            actor=mayor, partnership=here, kind="effort", content=HEAD, filename="x", source="x", on=DAY
        )
    assert Entry.objects.latest("seq").act.endswith("refusé")


def write(actor, here, content, kind="effort", source="OFGL"):
    return sheets.write_sheet(
        actor=actor, partnership=here, kind=kind, content=content, filename="essai.csv", source=source, on=DAY
    )


def test_a_sheet_is_written_whole_and_puts_the_former_value_aside(here, actor):
    old = beside.add_effort(actor=actor, partnership=here, draft=draft())
    assert write(actor, here, HEAD + b"44143;2025;200;1000;10\n44109;2025;1;1000;10\n") == 2
    old.refresh_from_db()
    assert old.withdrawn_on == DAY
    assert {row.place: row.spend for row in selectors.efforts(partnership=here)} == {
        "44143": Decimal("200.00"), "44109": Decimal("1.00"),
    }  # fmt: skip
    assert Entry.objects.latest("seq").detail == {"lignes": 2}


@pytest.mark.parametrize(
    ("content", "source", "said"),
    [(HEAD + b"44143;2025;200;1000;10\n99999;2025;1;1;1\n", "x", "Ligne 3"),
     (HEAD + b"44143;2025;200;1000;10\n", " ", "d'où viennent"), (b"a;b\n1;2\n", "x", "il manque"),
     (b"\x00\x01", "x", "Rien n'a été enregistré"), (HEAD, "x", "aucune ligne")],
)  # fmt: skip
def test_a_bad_sheet_writes_nothing(here, actor, content, source, said):
    with pytest.raises(BadInput, match=said):
        write(actor, here, content, source=source)
    assert not Effort.objects.exists()
    assert not Entry.objects.filter(act="effort propre importé").exists()


def test_components_replace_those_of_the_same_name(here, actor):
    write(actor, here, NEED + b"44143;RSA;4;CAF;2023\n44109;RSA;6;CAF;2023\n", "besoin")
    first = NeedComponent.objects.get()
    write(actor, here, NEED + b"44143;RSA;5;CAF;2024\n", "besoin")
    [now] = selectors.brought(partnership=here)
    assert now.year == 2024 and selectors.brought_values([now]) == {now.pk: {"44143": 5.0}}
    first.refresh_from_db()
    with pytest.raises(BadInput, match="déjà là"):
        beside.put_back(actor=actor, row=first, seen=first.revision)
    beside.withdraw(actor=actor, row=now, seen=0, on=DAY)
    beside.put_back(actor=actor, row=first, seen=first.revision)
    assert selectors.brought(partnership=here) == [first] and NeedValue.objects.count() == 3


def test_a_link_counts_from_its_day_to_its_day(here, actor):
    request = RequestFactory(partnership=here, state="granted")
    DecisionFactory(request=request)
    words = LinkDraft(request.applicant, "présidence", datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))
    link = beside.declare_link(actor=actor, partnership=here, draft=words)
    assert not selectors.grants(partnership=here)[0].linked
    words = LinkDraft(request.applicant, "présidence", datetime.date(2026, 1, 1))
    link = beside.edit_link(actor=actor, link=link, seen=0, draft=words)
    assert selectors.grants(partnership=here)[0].linked
    beside.withdraw(actor=actor, row=link, seen=1, on=DAY)
    assert not selectors.grants(partnership=here)[0].linked
    stranger = InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    for draft_, said in ((LinkDraft(stranger, "x", DAY), "annuaire"),
                         (LinkDraft(request.applicant, " ", DAY), "quel est le lien"),
                         (LinkDraft(request.applicant, "x", DAY, datetime.date(2020, 1, 1)), "précède"),
                         ):  # fmt: skip
        with pytest.raises(BadInput, match=said):
            beside.declare_link(actor=actor, partnership=here, draft=draft_)
    assert LinkedBody.objects.count() == 1


def test_only_granted_requests_of_here_count(here):
    fund = FundFactory(partnership=here)
    kept = DecisionFactory(
        request=RequestFactory(partnership=here, fund=fund, state="granted", place="44143")
    )
    DecisionFactory(request=RequestFactory(partnership=here, state="granted", year=2024), amount="50.00")
    DecisionFactory(
        request=RequestFactory(partnership=here, fund=fund, state="refused"), kind="refused", amount=0
    )
    DecisionFactory(request=RequestFactory(partnership=here, fund=fund, state="withdrawn"))
    DecisionFactory(request=RequestFactory(partnership=factories.PartnershipFactory(place="44109")))
    assert len(selectors.grants(partnership=here)) == 2
    assert [row.pk for row in selectors.grants(partnership=here, fund=fund.pk)] == [kept.pk]
    assert [row.amount for row in selectors.grants(partnership=here, year=2024)] == [Decimal("50.00")]
    assert selectors.years(partnership=here) == [2026, 2024]


def test_the_threshold_is_that_of_the_day_of_the_request(here):
    fund = FundFactory(partnership=here)
    RuleFactory(fund=fund, until=datetime.date(2025, 12, 31), threshold="1000", reference="avant")
    RuleFactory(fund=fund, since=datetime.date(2026, 1, 1), threshold="3000", reference="depuis")
    for day in (datetime.date(2025, 12, 31), None):
        DecisionFactory(request=RequestFactory(partnership=here, fund=fund, state="granted", filed_on=day))
    found = [(row.threshold, row.threshold_source) for row in selectors.grants(partnership=here)]
    assert found == [(Decimal(1000), "avant"), (Decimal(3000), "depuis")]


def test_local_money_for_the_state_counts_once(here):
    request = RequestFactory(partnership=here, state="granted")
    DecisionFactory(request=request)
    town = FundFactory(partnership=here, kind=FundKind.TOWN.value)
    local = {"request": request, "side": Side.INCOME.value, "account": "74", "fund": town}
    LineFactory(**local, planned="500.00", for_state=True)
    LineFactory(**local, planned="900.00", actual="700.00")
    LineFactory(request=request, side=Side.INCOME.value, account="74", fund=request.fund, planned="9000.00")
    LineFactory(request=request, planned="500.00", for_state=True)
    LineFactory(request=RequestFactory(partnership=here), side=Side.INCOME.value, account="74", fund=town)
    found = selectors.local_money(partnership=here)
    assert (found.local, found.for_state) == (Decimal("1200.00"), Decimal("500.00"))


def test_actions_that_only_communicate(here):
    sheet = SheetFactory(contract__partnership=here, only_communication=True)
    SheetFactory(contract=sheet.contract)
    SheetFactory(contract=sheet.contract, only_communication=True, withdrawn_on=DAY)
    assert selectors.communication_only(partnership=here) == (1, 2)


def test_the_page_s_figures_foot_and_follow_need(here):
    units = selectors.units(place=NANTES)
    needs = {unit.code: rank for rank, unit in enumerate(sorted(units, key=lambda unit: unit.code))}
    for name in ("RSA", "Chômage"):
        made = NeedComponent.objects.create(partnership=here, name=name, source="essai", year=2024)
        NeedValue.objects.bulk_create(
            NeedValue(component=made, place=code, value=rank) for code, rank in needs.items()
        )
    for unit in units:
        amount = Decimal(1 + needs[unit.code] ** 2 * unit.population) / 100
        DecisionFactory(
            request=RequestFactory(partnership=here, state="granted", place=unit.code),
            amount=amount.quantize(Decimal("0.01")),
        )
    found = spread.spread(partnership=here, place=NANTES)
    assert found.units == len(units) == 24 == found.grants
    for lines in (found.places, found.bodies):
        assert sum(line.amount for line in lines) == found.total
    index = found.indices.concentration
    assert 0 < index.low <= index.value <= index.high and "le plus fort" in found.sentence
    parts = found.indices
    assert parts.between.value + parts.within.value == pytest.approx(parts.theil.value)
    assert found.indices.correlation.value > 0.5


def test_few_communes_give_amounts_and_no_index(here):
    DecisionFactory(request=RequestFactory(partnership=here, state="granted", place="44143"))
    found = spread.spread(partnership=here, place="44143")
    assert found.indices is None and found.total == Decimal("8000.00")
    assert "moins de 12" in " ".join(found.doubts)


def test_a_component_brought_stands_for_the_one_of_the_same_name(here):
    made = NeedComponent.objects.create(partnership=here, name="logement social", source="essai", year=2024)
    made.values.create(place="44143", value=30)
    found = need.need(partnership=here, units=selectors.units(place=NANTES))
    assert [row.source for row in found.components if row.name.lower() == "logement social"] == ["essai"]


def test_missing_components_are_named_and_never_zero(here):
    found = need.need(partnership=here, units=selectors.units(place=NANTES))
    lacking = {row.name for row in found.lacking}
    assert {"Revenu médian", "Taux de chômage", "Logement social"} <= lacking
    assert [row.name for row in found.held] == ["Présence d'un quartier prioritaire"]
    assert found.index == {}
