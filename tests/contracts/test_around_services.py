"""Agreements, acts, counterparts and plans: through the door, then the rows and the journal."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.contracts.models import (
    Agreement,
    Counterpart,
    DatedAct,
    DepartmentalPlan,
    Signatory,
    Signature,
    Version,
)
from maillage.contracts.selectors import around as selectors
from maillage.contracts.services.around import acts, agreements, plans
from maillage.contracts.services.around.acts import ActDraft
from maillage.contracts.services.around.agreements import AgreementDraft
from maillage.contracts.services.around.plans import PlanDraft
from maillage.contracts.vocabulary.around import ActKind, AgreementKind, AgreementState, PlanKind, PlanOrigin
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests import factories
from tests.contracts import around as invented
from tests.contracts.around import DAY, NEXT
from tests.contracts.factories import ContractFactory, SheetFactory
from tests.institutions.factories import InstitutionFactory, coordinator, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def actor(here):
    return coordinator(here)


@pytest.fixture
def pair(here):
    return tuple(InstitutionFactory(partnership=here) for _ in range(2))


def draft(pair, **change):
    words = {
        "kind": AgreementKind.TWO_PARTY, "title": "Convention d'essai", "parties": pair,
        "object": "Patrouilles du soir", "start": datetime.date(2025, 1, 1),
        "end": datetime.date(2027, 1, 1),
    }  # fmt: skip
    return AgreementDraft(**(words | change))


def last_act():
    return Entry.objects.latest("seq").act


def test_an_agreement_is_noted_changed_ended_taken_up_withdrawn_and_put_back(here, actor, pair):
    row = agreements.add_agreement(actor=actor, partnership=here, draft=draft(pair))
    assert set(row.parties.all()) == set(pair) and last_act() == "convention notée"
    third = InstitutionFactory(partnership=here)
    changed = draft((*pair, third), kind=AgreementKind.OTHER, title="Autre intitulé")
    row = agreements.edit_agreement(actor=actor, agreement=row, seen=row.revision, draft=changed)
    assert row.parties.count() == 3 and row.title == "Autre intitulé" and last_act() == "convention modifiée"
    row = agreements.end_agreement(
        actor=actor, agreement=row, seen=row.revision, on=DAY, reason="Dénoncée par une partie"
    )
    assert (row.end, row.ended_reason) == (DAY, "Dénoncée par une partie")
    row = agreements.resume_agreement(actor=actor, agreement=row, seen=row.revision)
    assert (row.end, row.ended_reason, row.end_before) == (datetime.date(2027, 1, 1), "", None)
    row = agreements.withdraw_agreement(actor=actor, agreement=row, seen=row.revision, on=DAY)
    assert selectors.agreement_counts(partnership=here, on=DAY).in_force == 0
    row = agreements.put_back_agreement(actor=actor, agreement=row, seen=row.revision)
    assert selectors.agreement_counts(partnership=here, on=DAY).in_force == 1
    assert last_act() == "convention remise" and row.revision == 5


def test_an_agreement_sent_twice_is_one(here, actor, pair):
    nonce = uuid.uuid4()
    for _ in range(2):
        agreements.add_agreement(actor=actor, partnership=here, draft=draft(pair), nonce=nonce)
    assert Agreement.objects.count() == 1
    assert Entry.objects.filter(act="convention notée").count() == 1


def test_a_faulty_agreement_writes_nothing(here, actor, pair):
    stranger = InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    for parties, said in ((pair[:1], "au moins deux"), ((pair[0], stranger), "annuaire")):
        with pytest.raises(BadInput, match=said):
            agreements.add_agreement(actor=actor, partnership=here, draft=draft(parties))
    assert not Agreement.objects.exists()
    assert not Entry.objects.filter(act__startswith="convention").exists()


def test_only_the_coordinator_writes_and_the_refusal_is_journalled(here, pair):
    with pytest.raises(Refused):
        agreements.add_agreement(
            actor=member(Role.MAYOR, pair[0]), partnership=here, draft=draft(pair)
        )  # fmt: skip
    assert last_act() == "convention notée : refusé"


def test_an_end_needs_a_reason_and_a_day_inside(here, actor, pair):
    row = agreements.add_agreement(actor=actor, partnership=here, draft=draft(pair))
    for on, reason, said in (
        (DAY, " ", "pourquoi"), (datetime.date(2024, 1, 1), "x", "précède"),
        (datetime.date(2028, 1, 1), "x", "s'arrête déjà"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=said):
            agreements.end_agreement(actor=actor, agreement=row, seen=0, on=on, reason=reason)
    with pytest.raises(BadInput, match="rien n'est à reprendre"):
        agreements.resume_agreement(actor=actor, agreement=row, seen=0)
    row = agreements.end_agreement(actor=actor, agreement=row, seen=0, on=DAY, reason="x")
    with pytest.raises(BadInput, match="déjà pris fin"):
        agreements.end_agreement(actor=actor, agreement=row, seen=1, on=DAY, reason="x")


def test_two_people_on_one_agreement(here, actor, pair):
    row = agreements.add_agreement(actor=actor, partnership=here, draft=draft(pair))
    agreements.edit_agreement(actor=actor, agreement=row, seen=0, draft=draft(pair, title="Premier"))
    with pytest.raises(Conflict, match="Premier"):
        agreements.edit_agreement(actor=actor, agreement=row, seen=0, draft=draft(pair, title="Second"))
    assert Agreement.objects.get().title == "Premier"


def test_a_withdrawn_row_is_put_back_before_it_changes(here, actor, pair):
    row = agreements.add_agreement(actor=actor, partnership=here, draft=draft(pair))
    row = agreements.withdraw_agreement(actor=actor, agreement=row, seen=0, on=DAY)
    with pytest.raises(BadInput, match="remettez"):
        agreements.edit_agreement(actor=actor, agreement=row, seen=1, draft=draft(pair))


def test_d3_leaves_out_what_the_law_requires(here):
    invented.AgreementFactory(partnership=here)
    invented.AgreementFactory(partnership=here, parties=3)
    invented.AgreementFactory(partnership=here, required=True)
    invented.AgreementFactory(partnership=here, end=datetime.date(2025, 6, 1))
    invented.AgreementFactory(partnership=here, start=NEXT)
    invented.AgreementFactory(partnership=here, withdrawn_on=DAY)
    invented.AgreementFactory(partnership=factories.PartnershipFactory(place="44109"))
    counts = selectors.agreement_counts(partnership=here, on=DAY)
    assert (counts.in_force, counts.two_party, counts.by_law) == (2, 1, 1)


def test_parental_contracts_keep_a_number_only(here, actor, pair):
    row = acts.add_act(
        actor=actor, partnership=here, today=DAY,
        draft=ActDraft(ActKind.PARENTAL, DAY, pair[0], count=4, to=pair[1], object="Famille Exemple"),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.count, row.to, row.object) == (4, None, "")
    row = acts.edit_act(
        actor=actor, dated_act=row, seen=0, today=DAY, draft=ActDraft(ActKind.PARENTAL, DAY, pair[0], count=5)
    )
    row = acts.withdraw_act(actor=actor, dated_act=row, seen=1, on=DAY)
    assert selectors.acts_by_year(partnership=here, actor=actor) == []
    acts.put_back_act(actor=actor, dated_act=row, seen=2)
    [year] = selectors.acts_by_year(partnership=here, actor=actor)
    assert (year.year, year.parental, year.letters) == (2026, "5", 0)
    assert last_act() == "acte daté remis"


def test_a_letter_goes_to_another_institution(here, actor, pair):
    for change, said in (
        ({"to": None}, "choisissez laquelle"), ({"to": pair[0]}, "autre institution"),
        ({"object": " "}, "objet"), ({"on": NEXT}, "à venir"),
    ):  # fmt: skip
        words = {"on": DAY, "by": pair[0], "to": pair[1], "object": "Effectifs de nuit"} | change
        with pytest.raises(BadInput, match=said):
            acts.add_act(actor=actor, partnership=here, draft=ActDraft(ActKind.SAFEGUARD, **words), today=DAY)
    with pytest.raises(BadInput, match="au moins un"):
        acts.add_act(
            actor=actor, partnership=here, draft=ActDraft(ActKind.PARENTAL, DAY, pair[0], count=0), today=DAY
        )
    assert not DatedAct.objects.exists()


def test_a_researcher_reads_no_small_count_of_families(here, actor):
    invented.ActFactory(partnership=here)
    [exact] = selectors.acts_by_year(partnership=here, actor=actor)
    [hidden] = selectors.acts_by_year(partnership=here, actor=member(Role.RESEARCHER))
    assert (exact.parental, hidden.parental) == ("3", "moins de 5")


def test_an_institution_declares_its_own_counterpart(here, pair):
    contract = ContractFactory(partnership=here)
    ours, theirs = member(Role.PARTNER, pair[0]), member(Role.PARTNER, pair[1])
    words = {"contract": contract, "institution": pair[0], "words": "Un poste", "on": DAY, "today": DAY}
    with pytest.raises(Refused):
        acts.declare_counterpart(actor=theirs, **words)
    row = acts.declare_counterpart(actor=ours, **words)
    with pytest.raises(Refused):
        acts.withdraw_counterpart(actor=theirs, counterpart=row, seen=0, on=DAY)
    row = acts.edit_counterpart(
        actor=ours, counterpart=row, seen=0, words="Deux postes", on=DAY, today=DAY
    )  # fmt: skip
    assert selectors.counterpart_counts(partnership=here) == (1, 1)
    row = acts.withdraw_counterpart(actor=ours, counterpart=row, seen=1, on=DAY)
    assert selectors.counterpart_counts(partnership=here) == (0, 1)
    acts.put_back_counterpart(actor=ours, counterpart=row, seen=2)
    assert Counterpart.objects.get().words == "Deux postes" and last_act() == "contrepartie remise"
    with pytest.raises(BadInput, match="les mots"):
        acts.declare_counterpart(actor=ours, **(words | {"words": " "}))


def test_dropped_contracts_do_not_count(here):
    ContractFactory(partnership=here, state="dropped")
    ContractFactory(partnership=here)
    assert selectors.counterpart_counts(partnership=here) == (0, 1)


def plan_draft(**change):
    words = {"kind": PlanKind.PLAN, "title": "Plan (essai)", "department": "dep:44",
             "start": datetime.date(2025, 1, 1), "end": datetime.date(2027, 12, 31)}  # fmt: skip
    return PlanDraft(**(words | change))


def test_a_plan_with_its_priorities_and_results(here, actor):
    plan = plans.add_plan(actor=actor, partnership=here, draft=plan_draft())
    assert plan.department == "44"
    nonce = uuid.uuid4()
    for _ in range(2):
        first = plans.add_priority(
            actor=actor, plan=plan, title="Mineurs", origin=PlanOrigin.STATE, council="oublié", nonce=nonce
        )
    second = plans.add_priority(
        actor=actor, plan=plan, title="Transports", origin=PlanOrigin.COUNCIL, council="CLSPD de Rezé"
    )
    assert [(row.number, row.council) for row in (first, second)] == [(1, ""), (2, "CLSPD de Rezé")]
    review = plans.add_review(
        actor=actor, plan=plan, year=2025, text="Deux actions", presented_on=DAY, today=DAY
    )
    line = selectors.plan(partnership=here, pk=plan.pk, on=DAY)
    assert line.state is AgreementState.IN_FORCE and line.last_review == review
    first = plans.withdraw_priority(actor=actor, priority=first, seen=0, on=DAY)
    assert selectors.plan(partnership=here, pk=plan.pk, on=DAY).standing == [second]
    plans.put_back_priority(actor=actor, priority=first, seen=1)
    plans.edit_priority(actor=actor, priority=second, seen=0, title="Bus", origin=PlanOrigin.STATE)
    plan.refresh_from_db()
    assert [row.title for row in plan.priorities.all()] == ["Mineurs", "Bus"]


def test_one_result_a_year_even_after_a_withdrawal(here, actor):
    plan = plans.add_plan(actor=actor, partnership=here, draft=plan_draft())
    words = {"actor": actor, "plan": plan, "text": "Bilan", "presented_on": None, "today": DAY}
    first = plans.add_review(year=2025, **words)
    with pytest.raises(BadInput, match="déjà écrit"):
        plans.add_review(year=2025, **words)
    with pytest.raises(BadInput, match="hors du plan"):
        plans.add_review(year=2031, **words)
    first = plans.withdraw_review(actor=actor, review=first, seen=0, on=DAY)
    second = plans.add_review(year=2025, **words)
    with pytest.raises(BadInput, match="déjà écrit"):
        plans.put_back_review(actor=actor, review=first, seen=1)
    plans.withdraw_review(actor=actor, review=second, seen=0, on=DAY)
    plans.put_back_review(actor=actor, review=first, seen=1)
    assert list(plan.reviews.filter(withdrawn_on=None)) == [first]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"title": " "}, "intitulé"), ({"department": "999"}, "« 999 »"), ({"act_on": DAY}, "va avec un acte"),
     ({"end": datetime.date(2024, 1, 1)}, "précède")],
)  # fmt: skip
def test_a_faulty_plan_writes_nothing(here, actor, change, said):
    with pytest.raises(BadInput, match=said):
        plans.add_plan(actor=actor, partnership=here, draft=plan_draft(**change))
    assert not DepartmentalPlan.objects.exists()


def test_which_plan_is_in_force_on_a_day(here, actor):
    old = invented.PlanFactory(
        partnership=here, start=datetime.date(2020, 1, 1), end=datetime.date(2024, 12, 31)
    )
    new = invented.PlanFactory(partnership=here)
    invented.PlanFactory(partnership=here, kind=PlanKind.DRUGS.value)
    at = {
        day: selectors.plan_in_force(partnership=here, on=day) for day in (datetime.date(2024, 12, 31), DAY)
    }
    assert list(at.values()) == [old, new]
    plans.withdraw_plan(actor=actor, plan=new, seen=0, on=DAY)
    assert selectors.plan_in_force(partnership=here, on=DAY) is None
    assert selectors.plan_in_force(partnership=here, on=datetime.date(2019, 1, 1)) is None


def test_opinions_asked_while_the_plan_stood(here):
    contract = ContractFactory(partnership=here)
    plan = invented.PlanFactory(partnership=here)
    kept = invented.OpinionFactory(contract=contract, sheet=SheetFactory(contract=contract), effect="Changée")
    invented.OpinionFactory(contract=contract, asked_on=datetime.date(2024, 5, 1))
    invented.OpinionFactory(contract=contract, on_plan=False)
    invented.OpinionFactory(contract=contract, withdrawn_on=DAY)
    assert selectors.plan_opinions(partnership=here, plan=plan) == [kept]
    assert len(selectors.plan_opinions(partnership=here)) == 2


def test_t4_counts_communes_that_signed_and_left(here):
    contract = ContractFactory(partnership=here)
    version = Version.objects.create(
        contract=contract, number=1, made_on=DAY, state="signed", digest="0" * 64, body="{}"
    )
    epci, left, stayed, never = (InstitutionFactory(partnership=here) for _ in range(4))
    Signatory.objects.create(contract=contract, institution=epci, capacity="epci")
    for row, on in ((left, DAY), (stayed, None), (never, DAY)):
        Signatory.objects.create(contract=contract, institution=row, capacity="mayor", withdrawn_on=on)
    for row in (left, stayed):
        Signature.objects.create(
            version=version, institution=row, capacity="mayor", signer="maire", on=DAY, mode="paper"
        )
    span = {"since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 12, 31)}
    assert selectors.communes_that_left(partnership=here, **span) == [left]
    assert selectors.communes_that_left(partnership=here, since=NEXT, until=NEXT) == []
