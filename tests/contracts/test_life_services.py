"""Opinions, reviews, values, receipts: through the door, the rows, the journal, what is asked of whom."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.contracts.models import IndicatorDue, Opinion, Review, SheetIndicator, SummaryReceipt
from maillage.contracts.selectors import life_due
from maillage.contracts.services import opinions, receipts, reviews, values
from maillage.contracts.vocabulary import Verdict
from maillage.contracts.vocabulary.life import Rhythm
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests.contracts import scenes
from tests.contracts.scenes import AFTER, DAY
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
LATER = datetime.date(2027, 3, 1)


@pytest.fixture
def scene():
    return scenes.contract()


def ask(scene, name="school", **change):
    return opinions.ask_opinion(
        actor=scene.actor, contract=scene.contract, institution=scene.who[name], on=DAY, **change
    )


def give(scene, row, verdict=Verdict.RESERVED, words="Trop tôt le soir.", actor=None, on=AFTER):
    row = Opinion.objects.get(pk=row.pk)
    return opinions.give_opinion(
        actor=actor or scene.actor, opinion=row, seen=row.revision, verdict=verdict, words=words, on=on
    )


def test_an_opinion_is_asked_given_corrected_taken_back(scene):
    nonce = uuid.uuid4()
    row = ask(scene, nonce=nonce)
    assert ask(scene, nonce=nonce) == row
    with pytest.raises(BadInput, match="déjà demandé"):
        ask(scene)
    school = scenes.speaker(scene.here, scene.who["school"])
    row = give(scene, row, actor=school)
    assert (row.verdict, row.given_on, row.words) == ("reserved", AFTER, "Trop tôt le soir.")
    row = opinions.say_effect(
        actor=scene.actor, opinion=row, seen=row.revision, effect="L'action commence à 18 h."
    )
    row = give(scene, row, Verdict.FAVOURABLE, "", actor=school)
    assert (row.verdict, row.effect) == ("favourable", "L'action commence à 18 h.")
    assert give(scene, row, None, "").given_on is None
    acts = set(Entry.objects.filter(subject=f"contrat:{scene.contract.pk}").values_list("act", flat=True))
    assert acts >= {"avis demandé", "avis rendu", "avis repris", "suite donnée à un avis"}


def test_what_an_opinion_refuses(scene):
    row = ask(scene)
    with pytest.raises(BadInput, match="se motive"):
        give(scene, row, Verdict.UNFAVOURABLE, " ")
    with pytest.raises(BadInput, match="précède la demande"):
        give(scene, row, on=datetime.date(2026, 3, 1))
    with pytest.raises(Refused):
        give(scene, row, actor=scenes.speaker(scene.here, scene.who["town"]))
    with pytest.raises(BadInput, match="pas encore rendu"):
        opinions.say_effect(actor=scene.actor, opinion=row, seen=row.revision, effect="x")
    with pytest.raises(Conflict):
        opinions.give_opinion(
            actor=scene.actor, opinion=row, seen=99, verdict=Verdict.FAVOURABLE, words="", on=AFTER
        )
    with pytest.raises(BadInput, match="annuaire"):
        opinions.ask_opinion(
            actor=scene.actor, contract=scene.contract, on=DAY,
            institution=InstitutionFactory(partnership__place="44109"),
        )  # fmt: skip
    with pytest.raises(BadInput, match="fiche par fiche"):
        ask(scene, "town", on_plan=True)


def test_an_opinion_is_withdrawn_and_put_back(scene):
    row = opinions.withdraw_opinion(actor=scene.actor, opinion=ask(scene), on=AFTER)
    with pytest.raises(BadInput, match="retirée"):
        give(scene, row)
    opinions.put_back_opinion(actor=scene.actor, opinion=row)
    assert give(scene, row).verdict == "reserved"


def test_the_prefecture_says_whether_a_sheet_fits_the_plan(scene):
    prefecture = scenes.speaker(scene.here, scene.who["prefecture"], Role.PREFECTURE)
    asked = ask(scene, "prefecture", sheet=scene.sheets[0], on_plan=True)
    common = {"actor": prefecture, "institution": scene.who["prefecture"], "on": AFTER}
    row = opinions.opine_on_plan(sheet=scene.sheets[0], verdict=Verdict.FAVOURABLE, words="", **common)
    assert row == asked and row.given_on == AFTER
    nonce = uuid.uuid4()
    for _twice in (1, 2):
        opinions.opine_on_plan(
            sheet=scene.sheets[1], verdict=Verdict.UNFAVOURABLE, words="Hors du plan.", nonce=nonce, **common
        )
    assert Opinion.objects.filter(on_plan=True).count() == 2
    with pytest.raises(Refused):
        opinions.opine_on_plan(
            actor=scenes.speaker(scene.here, scene.who["town"]), sheet=scene.sheets[0], on=AFTER,
            institution=scene.who["prefecture"], verdict=Verdict.FAVOURABLE, words="",
        )  # fmt: skip


def plan(scene, day=LATER, **change):
    return reviews.plan_review(actor=scene.actor, sheet=scene.sheets[0], planned_on=day, nonce=None, **change)


def test_a_review_is_planned_moved_held_corrected_and_reopened(scene):
    row = plan(scene)
    with pytest.raises(BadInput, match="déjà prévue"):
        plan(scene)
    with pytest.raises(BadInput, match="précède le début"):
        plan(scene, DAY)
    row = reviews.move_review(actor=scene.actor, review=row, seen=0, planned_on=datetime.date(2027, 4, 1))
    hold = {"actor": scene.actor, "review": row, "on": LATER, "today": LATER}
    with pytest.raises(BadInput, match="ce qui est sorti"):
        reviews.hold_review(seen=1, outcome=" ", **hold)
    with pytest.raises(BadInput, match="à venir"):
        reviews.hold_review(seen=1, outcome="x", **(hold | {"today": DAY}))
    with pytest.raises(Conflict):
        reviews.hold_review(seen=0, outcome="Garder.", **hold)
    row = reviews.hold_review(seen=1, outcome="Garder.", **hold)
    assert (row.held_on, row.outcome) == (LATER, "Garder.")
    with pytest.raises(BadInput, match="a été tenue"):
        reviews.drop_review(actor=scene.actor, review=row, seen=2, on=LATER, reason="x")
    row = reviews.unhold_review(actor=scene.actor, review=row, seen=2)
    assert (row.held_on, row.outcome) == (None, "Garder.")


def test_a_review_is_dropped_with_a_reason_and_put_back(scene):
    row = plan(scene)
    with pytest.raises(BadInput, match="pourquoi"):
        reviews.drop_review(actor=scene.actor, review=row, seen=0, on=DAY, reason=" ")
    row = reviews.drop_review(actor=scene.actor, review=row, seen=0, on=DAY, reason="Fiche arrêtée.")
    with pytest.raises(BadInput, match="abandonnée"):
        reviews.move_review(actor=scene.actor, review=row, seen=1, planned_on=LATER)
    reviews.put_back_review(actor=scene.actor, review=row)
    assert Review.objects.get().dropped_on is None
    with pytest.raises(Refused):
        reviews.plan_review(
            actor=scenes.speaker(scene.here, scene.who["transport"]), sheet=scene.sheets[0], planned_on=LATER,
            nonce=None,
        )  # fmt: skip


def schedule(scene, **change):
    row = SheetIndicator.objects.filter(sheet=scene.sheets[0]).first()
    data = {"rhythm": Rhythm.QUARTER, "first": DAY, "last": datetime.date(2026, 12, 31)} | change
    return values.schedule_values(actor=scene.actor, indicator=row, **data)


def test_values_are_asked_once_and_filled_by_the_pilot(scene):
    assert (schedule(scene), schedule(scene)) == (4, 0)
    due = IndicatorDue.objects.order_by("due_on").first()
    pilot = scenes.speaker(scene.here, scene.who["transport"])
    due = values.fill_value(actor=pilot, due=due, seen=0, value="31 %", on=AFTER, note="212 réponses")
    assert (due.value, due.filled_on) == ("31 %", AFTER)
    with pytest.raises(Conflict):
        values.fill_value(actor=pilot, due=due, seen=0, value="30 %", on=AFTER)
    with pytest.raises(Refused):
        values.fill_value(
            actor=scenes.speaker(scene.here, scene.who["school"]), due=due, seen=1, value="1", on=AFTER
        )
    with pytest.raises(BadInput, match="est remplie"):
        values.withdraw_value(actor=scene.actor, due=due, on=AFTER)
    with pytest.raises(BadInput, match="120 signes"):
        values.fill_value(actor=pilot, due=due, seen=1, value="9" * 121, on=AFTER)
    assert values.fill_value(actor=pilot, due=due, seen=1, value="", on=AFTER).filled_on is None
    with pytest.raises(BadInput, match="inversez"):
        schedule(scene, last=datetime.date(2020, 1, 1))


def test_a_value_is_no_longer_asked_then_asked_again(scene):
    schedule(scene, last=DAY)
    due = values.withdraw_value(actor=scene.actor, due=IndicatorDue.objects.get(), on=AFTER)
    with pytest.raises(BadInput, match="plus demandée"):
        values.fill_value(actor=scene.actor, due=due, seen=1, value="3", on=AFTER)
    assert schedule(scene, last=DAY) == 1
    assert IndicatorDue.objects.get().withdrawn_on is None
    values.withdraw_value(actor=scene.actor, due=due, on=AFTER)
    values.put_back_value(actor=scene.actor, due=due)
    assert IndicatorDue.objects.get().withdrawn_on is None


def test_receipts_are_counts_that_a_new_count_replaces(scene):
    version = scenes.signed(scene)
    common = {"version": version, "institution": scene.who["school"], "on": AFTER}
    school = scenes.speaker(scene.here, scene.who["school"])
    receipts.count_receipts(actor=school, agents=12, received=3, **common)
    receipts.count_receipts(actor=school, agents=12, received=9, **common)
    assert [(row.agents, row.received) for row in SummaryReceipt.objects.all()] == [(12, 9)]
    with pytest.raises(BadInput, match="13 agents l'auraient reçu sur 12"):
        receipts.count_receipts(actor=school, agents=12, received=13, **common)
    with pytest.raises(Refused):
        receipts.count_receipts(
            actor=scenes.speaker(scene.here, scene.who["town"]), agents=1, received=1, **common
        )


def test_the_week_says_what_is_awaited_of_all_and_of_each(scene):
    row = ask(scene)
    schedule(scene, last=DAY)
    plan(scene)
    version = scenes.opened(scene)
    scenes.sign(scene, version, "town")
    found = life_due.matters(partnership=scene.here, on=LATER)
    assert {one.name for one in found} == {
        "contracts:signature", "contracts:give_opinion", "contracts:fill_value", "contracts:hold_review",
    }  # fmt: skip
    assert found[0].late and found[0].name == "contracts:fill_value"
    assert "Prefecture Essai" in next(one.why for one in found if one.name == "contracts:signature")
    assert not any(
        one.name == "contracts:hold_review" for one in life_due.matters(partnership=scene.here, on=DAY)
    )

    def asked(name):
        actor = scenes.speaker(scene.here, scene.who[name])
        return [
            (one.name, one.args) for one in life_due.asked_of(partnership=scene.here, actor=actor, on=LATER)
        ]

    assert asked("town") == []
    assert asked("prefecture") == [("contracts:signature", (scene.contract.pk,))]
    assert asked("school") == [("contracts:give_opinion", (row.pk,))]
    assert [name for name, _ in asked("transport")] == ["contracts:fill_value"]
    assert life_due.asked_of(partnership=scene.here, actor=scene.actor, on=LATER) == []
