"""What contracts, grants and controls put in the week of each: whose it is, once, at its day, openable."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from maillage.contracts.models import IndicatorDue, Milestone
from maillage.contracts.vocabulary import ContractState, IndicatorKind
from maillage.funding.models import Payment, Report
from maillage.funding.services import campaigns, controls
from maillage.funding.services.campaigns import CampaignDraft
from maillage.funding.services.controls import StepDraft
from maillage.funding.vocabulary.controls import StepKind
from maillage.kernel import Actor, Role
from maillage.portal.selectors import week
from maillage.portal.selectors.asked import Asked
from maillage.portal.vocabulary import When
from tests.contracts import factories as contracts
from tests.counting import queries
from tests.factories import MembershipFactory
from tests.funding import factories as money
from tests.institutions.factories import InstitutionFactory, coordinator
from tests.portal import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scenes.here(place="44143")


@pytest.fixture
def body(here):
    return InstitutionFactory(partnership=here, name="Association Passerelle (fictive)")


@pytest.fixture
def funder(here):
    return InstitutionFactory(partnership=here, name="Préfecture Essai (fictive)", kind="prefecture")


def asked(here, role=Role.COORDINATOR, *institutions):
    mine = frozenset(row.pk for row in institutions)
    return Asked(here, Actor(1, "essai", frozenset({role}), mine), scenes.today())


def told(here, role=Role.COORDINATOR, *institutions):
    return {row.what: row for row in week.week(asked(here, role, *institutions))}


def sheet(here, body, number=1):
    """A sheet of the contract of the day: a step late, a pledge to confirm, a value late, its pilot."""
    contract = here.contracts.first() or contracts.ContractFactory(
        partnership=here, state=ContractState.IN_FORCE.value,
        start=scenes.days(-100), end=scenes.days(900), opened_on=scenes.days(-120),
    )  # fmt: skip
    row = contracts.SheetFactory(contract=contract, pilot=body, title=f"Action {number}")
    Milestone.objects.create(sheet=row, title=f"ouvrir {number}", start=scenes.days(-4))
    partner = contracts.PartnerFactory(sheet=row, institution=body)
    contracts.PledgeFactory(partner=partner, deliverable=f"tenir {number}", due_on=scenes.days(40))
    indicator = contracts.IndicatorFactory(
        sheet=row, kind=IndicatorKind.FOLLOW_UP.value, name=f"Soirs tenus {number}"
    )
    IndicatorDue.objects.create(indicator=indicator, due_on=scenes.days(-3))
    return row


def grant(here, body, funder, number=1):
    """A grant with a payment to make and a report late; a request returned, a request filed."""
    fund = here.funds.first() or money.FundFactory(partnership=here, name="FIPD", institution=funder)
    given = {"partnership": here, "fund": fund, "applicant": body}
    request = money.RequestFactory(**given, state="granted", title=f"Action financée {number}")
    decision = money.DecisionFactory(request=request, on=scenes.days(-300))
    Payment.objects.create(decision=decision, due_on=scenes.days(2), amount=Decimal("900.00"))
    Report.objects.create(decision=decision, due_on=scenes.days(-5))
    money.RequestFactory(
        **given, state="returned", title=f"Renvoyée {number}", returned_on=scenes.days(-2),
        returned_reason="Combien d'élèves ?",
    )  # fmt: skip
    money.RequestFactory(**given, state="filed", title=f"Déposée {number}", filed_on=scenes.days(-1))
    return decision


def control(here, decision):
    """A control announced today to the body of that grant."""
    actor = coordinator(here)
    draft = CampaignDraft("Contrôle d'essai", decision.request.year)
    campaign = campaigns.open_campaign(actor=actor, partnership=here, draft=draft)
    row = campaigns.report_body(
        actor=actor, campaign=campaign, institution=decision.request.applicant, reason="essai",
        on=scenes.today(),
    )  # fmt: skip
    controls.take_step(actor=actor, control=row, kind=StepKind.ANNOUNCE, seen=row.revision,
                       on=scenes.today(), draft=StepDraft())  # fmt: skip
    return row


def test_the_coordinator_meets_steps_values_and_pledges(here, body):
    sheet(here, body)
    rows = told(here)
    step = rows["Dire si l'étape « ouvrir 1 » est atteinte"]
    assert (step.when, step.late, step.mark) == (When.LATE, 4, "late")
    value = rows["Remplir « Soirs tenus 1 »"]
    assert (value.when, value.late) == (When.LATE, 3)
    assert rows["Faire confirmer un engagement par son institution"].when is When.UNDATED


def test_a_blockage_waits_and_is_never_said_late(here, body):
    row = sheet(here, body)
    row.state, row.blocked_on, row.blocking = "blocked", scenes.days(-20), "Le bail manque"
    row.save()
    found = told(here)["Lever le blocage de la fiche " + str(row.number)]
    assert (found.when, found.mark, found.late) == (When.WEEK, "wait", 0)
    assert week.when_words(found, scenes.today()) == "depuis 20 jours"


def test_an_institution_meets_its_own_pledges_and_values_only(here, body, funder):
    sheet(here, body)
    rows = told(here, Role.PARTNER, body)
    assert {"Confirmer l'engagement « tenir 1 »", "Remplir « Soirs tenus 1 »"} <= set(rows)
    assert not [what for what in told(here, Role.PARTNER, funder) if "tenir 1" in what or "Soirs" in what]


def test_the_coordinator_meets_the_money(here, body, funder):
    grant(here, body, funder)
    rows = told(here)
    assert rows["Demander le compte rendu de « Action financée 1 »"].late == 5
    assert "Relire et valider « Renvoyée 1 »" in rows
    assert any(what.startswith("Verser 900") for what in rows)


def test_the_applicant_meets_what_it_owes_and_what_was_returned(here, body, funder):
    grant(here, body, funder)
    rows = told(here, Role.PARTNER, body)
    assert rows["Envoyer le compte rendu de « Action financée 1 »"].late == 5
    assert rows["Préciser « Renvoyée 1 »"].why == "Combien d'élèves ?"
    other = InstitutionFactory(partnership=here)
    assert not told(here, Role.PARTNER, other)


def test_who_decides_meets_what_is_filed_and_what_is_to_pay(here, body, funder):
    decision = grant(here, body, funder)
    row = control(here, decision)
    rows = told(here, Role.PREFECTURE, funder)
    assert rows["Décider de « Déposée 1 »"].url == reverse(
        "funding:request", args=[here.key, here.grant_requests.get(state="filed").pk]
    )
    assert any(what.startswith("Verser 900") for what in rows)
    assert "Relire et valider « Renvoyée 1 »" not in rows
    elsewhere = InstitutionFactory(partnership=here, kind="prefecture")
    assert not any(what.startswith(("Décider", "Verser")) for what in told(here, Role.PREFECTURE, elsewhere))
    assert row.institution == body


def test_a_control_asks_the_body_and_nobody_else(here, body, funder):
    row = control(here, grant(here, body, funder))
    found = told(here, Role.PARTNER, body)["Envoyer les pièces du contrôle"]
    assert found.url == reverse("funding:control", args=[here.key, row.pk])
    assert (found.on - scenes.today()).days == row.campaign.documents_days
    other = InstitutionFactory(partnership=here)
    assert "Envoyer les pièces du contrôle" not in told(here, Role.PARTNER, other)


def test_a_control_to_announce_waits_for_its_keepers(here, body, funder):
    decision = grant(here, body, funder)
    actor = coordinator(here)
    campaign = campaigns.open_campaign(
        actor=actor, partnership=here, draft=CampaignDraft("Contrôle d'essai", decision.request.year)
    )
    campaigns.report_body(actor=actor, campaign=campaign, institution=body, reason="essai", on=scenes.today())
    assert "Annoncer le contrôle" in told(here)
    assert "Annoncer le contrôle" in told(here, Role.PREFECTURE, funder)
    assert "Annoncer le contrôle" not in told(here, Role.PARTNER, body)


def test_the_mayor_meets_what_is_asked_of_the_town(client, here, body, funder):
    sheet(here, body)
    assert "Confirmer l'engagement « tenir 1 »" in told(here, Role.MAYOR, body)
    row = MembershipFactory(partnership=here, role=Role.MAYOR.value, institution=body)
    client.force_login(row.user)
    today = scenes.today()
    assert "tenir 1" in client.get(reverse("portal:workspace", args=[here.key])).content.decode()
    before = today.replace(day=1) - datetime.timedelta(days=1)
    old = client.get(reverse("portal:month", args=[here.key, before.year, before.month]))
    assert "tenir 1" not in old.content.decode()


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.DPO, Role.FIRST_LINE, Role.PROSECUTOR])
def test_money_is_silent_to_who_may_not_read_it(here, body, funder, role):
    control(here, grant(here, body, funder))
    assert not told(here, role, body)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER, Role.PREFECTURE, Role.MAYOR])
def test_every_row_is_told_once_and_opens(client, here, body, funder, role):
    for number in (1, 2):
        sheet(here, body, number)
        decision = grant(here, body, funder, number)
    control(here, decision)
    mine = funder if role is Role.PREFECTURE else body
    client.force_login(MembershipFactory(partnership=here, role=role.value, institution=mine).user)
    rows = week.week(asked(here, role, mine))
    assert len({(row.what, row.url) for row in rows}) == len(rows) > 0
    for row in rows:
        if row.url:
            assert client.get(row.url).status_code == 200, row


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER, Role.PREFECTURE, Role.MAYOR])
def test_a_first_page_costs_the_same_whatever_waits(client, here, body, funder, role):
    mine = funder if role is Role.PREFECTURE else body
    client.force_login(MembershipFactory(partnership=here, role=role.value, institution=mine).user)
    home, costs = reverse("portal:workspace", args=[here.key]), []
    for first, last in ((0, 2), (2, 20)):
        for number in range(first, last):
            sheet(here, body, number)
            decision = grant(here, body, funder, number)
        if not first:
            control(here, decision)
        costs.append(queries(client, home))
    assert costs[0] == costs[1], costs
