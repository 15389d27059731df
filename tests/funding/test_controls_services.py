"""Campaigns and controls through their services: rows, journal, refusals, undo, sums to the cent."""

import datetime
import uuid
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.audit.models import Entry as Line
from maillage.funding.models import Control, ControlStep, DrawUnit, Fault, Recovery
from maillage.funding.rules import control_path as path
from maillage.funding.rules import control_sums, draw
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.services import campaigns, controls, faults, recoveries
from maillage.funding.services.campaigns import CampaignDraft
from maillage.funding.services.controls import StepDraft
from maillage.funding.vocabulary.controls import ControlPhase, LetterKind, StepKind, StratifyBy
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests.funding.control_scenes import DAY, Scene, later
from tests.institutions.factories import InstitutionFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def acts():
    return list(Line.objects.order_by("seq").values_list("act", flat=True))


def sums(scene):
    return selectors.lines(controls=selectors.controls(campaign=scene.campaign), on=later(300))[0].sums


def test_a_published_list_freezes_bodies_rate_and_seed(scene):
    base = scene.publish()
    scene.fund_body(77)
    assert base.units.count() == 5
    assert base.digest == draw.list_digest([draw.Unit(row.stratum, row.key) for row in base.units.all()])
    assert base.units.order_by("key").first().key == "Écoute du quartier 00 (fictive)|00000000000000|100"
    assert acts()[-1] == "liste de tirage publiée"
    for change in ({"rate": Decimal(50)}, {"strata": StratifyBy.SIZE}):
        with pytest.raises(BadInput, match="ne change plus"):
            campaigns.edit_campaign(
                actor=scene.actor, campaign=scene.campaign, seen=0, draft=CampaignDraft("T", 2026, **change)
            )
    renamed = campaigns.edit_campaign(
        actor=scene.actor, campaign=scene.campaign, seen=0, draft=CampaignDraft("Titre corrigé", 2026)
    )
    assert renamed.title == "Titre corrigé"


def test_the_sample_is_that_of_the_rule_on_this_database(scene):
    scene.draw()
    units = list(DrawUnit.objects.order_by("rank"))
    expected = draw.draw(
        [draw.Unit("tous", f"Écoute du quartier {n:02d} (fictive)|{n:014d}|{100 + n}") for n in range(5)],
        Decimal(20), "graine d'essai 2027",
    )  # fmt: skip
    assert [(row.key, row.digest, row.taken) for row in units] == [
        (row.unit.key, row.digest, row.taken) for row in expected
    ]
    assert scene.control.institution_id == units[0].institution_id
    campaigns.draw(actor=scene.actor, campaign=scene.campaign, on=later(3))
    assert Control.objects.count() == 1
    assert acts().count("tirage") == 1


def test_a_machine_seed_is_long_and_a_typed_one_says_its_origin(scene):
    with pytest.raises(BadInput, match="d'où vient"):
        campaigns.publish_base(actor=scene.actor, campaign=scene.campaign, on=DAY, seed="42")
    base = scene.publish(seed="")
    assert len(base.seed) == 32
    assert "machine" in base.seed_origin


def test_what_cannot_be_drawn_says_why(scene):
    with pytest.raises(BadInput, match="Publiez d'abord"):
        campaigns.draw(actor=scene.actor, campaign=scene.campaign, on=DAY)
    scene.publish()
    with pytest.raises(BadInput, match="déjà publiée"):
        scene.publish()
    with pytest.raises(BadInput, match="précède la publication"):
        campaigns.draw(actor=scene.actor, campaign=scene.campaign, on=later(-1))
    other = campaigns.open_campaign(
        actor=scene.actor, partnership=scene.here, draft=CampaignDraft("Autre année", 2019)
    )
    with pytest.raises(BadInput, match="Aucune subvention accordée en 2019"):
        campaigns.publish_base(actor=scene.actor, campaign=other, on=DAY)


def test_a_list_taken_back_stays_readable_and_a_new_one_may_follow(scene):
    scene.draw()
    with pytest.raises(BadInput, match="motif"):
        campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason=" ", on=DAY)
    campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason="Un fonds manquait.", on=DAY)
    assert scene.control is None
    scene.draw()
    first, second = selectors.bases(campaign=scene.campaign)
    assert (first.withdrawn_reason, first.seed, second.number) == (
        "Un fonds manquait.", "graine d'essai 2027", 2,
    )  # fmt: skip
    scene.step(StepKind.ANNOUNCE, 1)
    with pytest.raises(BadInput, match="ont commencé"):
        campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason="Encore.", on=DAY)


@pytest.mark.parametrize(
    ("draft", "said"),
    [({"title": " "}, "titre"), ({"rate": Decimal(0)}, "0 %"), ({"rate": Decimal("100.01")}, "100.01"),
     ({"rate": Decimal("33.333")}, "deux décimales"), ({"days": {"clear_days": 0}}, "phase amiable"),
     ({"asked_documents": ""}, "au moins une pièce")],
)  # fmt: skip
def test_a_campaign_that_means_nothing_is_refused(scene, draft, said):
    with pytest.raises(BadInput, match=said):
        campaigns.open_campaign(
            actor=scene.actor,
            partnership=scene.here,
            draft=CampaignDraft(**({"title": "T", "year": 2026} | draft)),
        )


def test_only_coordinator_and_prefecture_write(scene):
    for role in (Role.MAYOR, Role.PARTNER, Role.RESEARCHER):
        with pytest.raises(Refused):
            campaigns.publish_base(actor=member(role), campaign=scene.campaign, on=DAY)
        assert acts()[-1] == "liste de tirage publiée : refusé"
    assert campaigns.publish_base(actor=member(Role.PREFECTURE), campaign=scene.campaign, on=DAY).pk


def test_sent_twice_counts_once(scene):
    nonce = uuid.uuid4()
    assert scene.publish(nonce=nonce) == scene.publish(nonce=nonce)
    campaigns.draw(actor=scene.actor, campaign=scene.campaign, on=DAY)
    row, twice = scene.control, {"nonce": uuid.uuid4(), "kind": StepKind.ANNOUNCE, "on": later(1)}
    one = controls.take_step(actor=scene.actor, control=row, seen=row.revision, **twice)
    assert controls.take_step(actor=scene.actor, control=row, seen=row.revision, **twice) == one
    with pytest.raises(Conflict):
        controls.take_step(
            actor=scene.actor, control=row, seen=0, kind=StepKind.EXCUSE, on=later(2),
            draft=StepDraft("Dissoute."),
        )  # fmt: skip


def test_a_reported_body_is_counted_apart_and_goes_in_and_out(scene):
    scene.draw()
    free = next(row for row in scene.grants if row.request.applicant_id != scene.control.institution_id)
    ask = {"actor": scene.actor, "campaign": scene.campaign, "on": DAY}
    with pytest.raises(BadInput, match="hors tirage"):
        campaigns.report_body(institution=free.request.applicant, reason="", **ask)
    with pytest.raises(BadInput, match="aucune subvention"):
        campaigns.report_body(institution=InstitutionFactory(partnership=scene.here), reason="x", **ask)
    row = campaigns.report_body(institution=free.request.applicant, reason="Facture en double.", **ask)
    with pytest.raises(BadInput, match="déjà"):
        campaigns.report_body(institution=free.request.applicant, reason="Encore.", **ask)
    lines = selectors.lines(controls=selectors.controls(campaign=scene.campaign), on=DAY)
    counted = selectors.progress(lines=lines, funded=5)
    assert (counted.drawn, counted.reported) == (1, 1)
    campaigns.withdraw_report(actor=scene.actor, control=row, on=DAY)
    assert len(selectors.controls(campaign=scene.campaign)) == 1
    campaigns.restore_report(actor=scene.actor, control=row)
    assert len(selectors.controls(campaign=scene.campaign)) == 2
    with pytest.raises(BadInput, match="Dispensez-le"):
        campaigns.withdraw_report(actor=scene.actor, control=scene.control, on=DAY)


def test_a_body_reported_then_drawn_is_of_the_sample_and_stays_reported_without_it(scene):
    who = scene.draw().institution
    campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason="Essai.", on=DAY)
    row = campaigns.report_body(
        actor=scene.actor, campaign=scene.campaign, institution=who, reason="Signalé.", on=DAY
    )
    scene.draw()
    row.refresh_from_db()
    assert (row.entry, Control.objects.filter(withdrawn_on__isnull=True).count()) == ("drawn", 1)
    campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason="Encore.", on=DAY)
    row.refresh_from_db()
    assert (row.entry, row.withdrawn_on) == ("reported", None)


def test_an_excused_body_is_counted_and_not_replaced(scene):
    scene.draw()
    with pytest.raises(BadInput, match="dispensé"):
        scene.step(StepKind.EXCUSE, 1)
    scene.step(StepKind.EXCUSE, 1, "Association dissoute.")
    lines = selectors.lines(controls=selectors.controls(campaign=scene.campaign), on=DAY)
    counted = selectors.progress(lines=lines, funded=5)
    assert (counted.drawn, counted.excused, counted.controlled) == (1, 1, 0)
    scene.undo()
    assert scene.control.phase == "drawn"


def test_a_conform_body_gets_a_quiet_path(scene):
    scene.draw()
    step = scene.step(StepKind.ANNOUNCE, 1)
    assert step.due_on == later(31)
    assert step.titles[0] == "Compte rendu financier"
    scene.answer(20)
    scene.step(StepKind.CONFORM, 25)
    assert scene.control.phase == "conform"
    kinds = {letter for row in scene.control.steps.all() for letter in path.letters_of(row.kind_term)}
    assert kinds == {LetterKind.ANNOUNCE, LetterKind.DOCUMENTS, LetterKind.CONFORM}


def test_silence_and_reminders_wait_for_their_delay(scene):
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    with pytest.raises(BadInput, match="Le délai court"):
        scene.step(StepKind.SILENCE, 31)
    scene.step(StepKind.SILENCE, 32)
    scene.step(StepKind.CLEAR, 33, "Aucune pièce reçue.")
    with pytest.raises(BadInput, match="Le délai court"):
        scene.step(StepKind.REMIND, 40)
    scene.step(StepKind.REMIND, 64)
    scene.fault(days=64)
    with pytest.raises(BadInput, match="Le délai court"):
        scene.step(StepKind.OPEN, 70, "Rien reçu.")
    scene.step(StepKind.OPEN, 95, "Rien reçu.")
    scene.step(StepKind.SILENCE, 126)
    scene.conclude({Fault.objects.get().pk: "1200.50"}, days=127)
    assert scene.control.phase == "found"


def test_a_delay_may_be_longer_than_the_campaigns_never_shorter(scene):
    scene.draw()
    with pytest.raises(BadInput, match="moins que le délai"):
        scene.step(StepKind.ANNOUNCE, 1, due_on=later(10))
    assert scene.step(StepKind.ANNOUNCE, 1, due_on=later(60)).due_on == later(60)


def test_the_adversarial_phase_needs_a_written_fault(scene):
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    with pytest.raises(BadInput, match="s'écrivent après"):
        scene.fault()
    scene.answer(20)
    scene.step(StepKind.CLEAR, 30, "Il manque une facture.")
    scene.answer(35)
    with pytest.raises(Refused, match="Aucune non-conformité"):
        scene.step(StepKind.OPEN, 41, "Motifs.")
    row = scene.fault()
    faults.withdraw_fault(actor=scene.actor, fault=row, on=later(41))
    with pytest.raises(Refused, match="Aucune non-conformité"):
        scene.step(StepKind.OPEN, 41, "Motifs.")
    faults.restore_fault(actor=scene.actor, fault=row)
    scene.step(StepKind.OPEN, 41, "Motifs.")
    with pytest.raises(BadInput, match="s'écrivent après"):
        faults.withdraw_fault(actor=scene.actor, fault=row, on=later(42))


def test_no_more_is_found_than_was_paid_nor_than_was_debated(scene):
    fault = scene.adversarial("7000.00")
    scene.answer(100)
    with pytest.raises(BadInput, match="débattu"):
        scene.conclude({fault.pk: "7000.01"})
    with pytest.raises(BadInput, match="retenu"):
        scene.conclude({})
    recoveries.order(
        actor=scene.actor, decision=scene.grant, amount=Decimal(2000), reason="Bilan", on=DAY, due_on=later(9)
    )
    with pytest.raises(BadInput, match="ne reprend pas plus"):
        scene.conclude({fault.pk: "7000.00"})
    fault.refresh_from_db()
    assert fault.kept is None
    scene.conclude({fault.pk: "6000.00"})


def test_a_body_that_asked_to_be_heard_is_heard(scene):
    fault = scene.adversarial()
    scene.answer(100, asks_hearing=True)
    with pytest.raises(BadInput, match="entendu"):
        scene.conclude({fault.pk: "1.00"})
    assert scene.conclude({fault.pk: "1.00"}, heard_on=later(120)).heard_on == later(120)


def test_nothing_kept_is_conform_and_owes_nothing(scene):
    fault = scene.adversarial()
    scene.answer(100)
    assert scene.conclude({fault.pk: "0.00"}).kind == "conform"
    with pytest.raises(BadInput, match="ne suit pas"):
        scene.order()
    assert not Recovery.objects.exists()


def test_a_restitution_is_followed_to_the_cent(scene):
    claim = scene.restitution("1200.50")
    assert (claim.amount, claim.origin) == (Decimal("1200.50"), f"control:{scene.control.pk}")
    first = recoveries.repay(actor=scene.actor, recovery=claim, amount=Decimal("200.25"), on=later(140))
    with pytest.raises(BadInput, match=r"1.000,25.€"):
        recoveries.repay(actor=scene.actor, recovery=claim, amount=Decimal("1000.26"), on=later(141))
    with pytest.raises(BadInput, match="Il reste"):
        scene.step(StepKind.CLOSE, 142)
    with pytest.raises(BadInput, match="annulez-la d'abord"):
        scene.undo()
    assert sums(scene) == control_sums.Sums(Decimal("1200.50"), Decimal("200.25"))
    recoveries.waive(actor=scene.actor, recovery=claim, reason="Décision du financeur.", on=later(150))
    assert (sums(scene).waived, sums(scene).remaining) == (Decimal("1000.25"), Decimal("0.00"))
    scene.step(StepKind.CLOSE, 151)
    assert scene.control.phase == "closed"
    scene.undo()
    recoveries.unwaive(actor=scene.actor, recovery=claim, on=later(152))
    recoveries.withdraw_repayment(actor=scene.actor, repayment=first, on=later(152))
    assert sums(scene).remaining == Decimal("1200.50")
    recoveries.restore_repayment(actor=scene.actor, repayment=first, on=later(153))
    assert sums(scene).recovered == Decimal("200.25")
    assert "reversement abandonné" in acts()


def test_every_step_is_undone_down_to_the_draw(scene):
    scene.restitution()
    while scene.control.phase != "drawn":
        scene.undo()
    assert ControlStep.objects.filter(undone_on__isnull=True).count() == 0
    assert Recovery.objects.get().withdrawn_on == later(200)
    assert Fault.objects.get().kept is None
    with pytest.raises(BadInput, match="aucune étape"):
        scene.undo()


def test_the_body_answers_for_itself_and_undoes_only_its_answer(scene):
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    own, other = (
        member(Role.PARTNER, who) for who in (scene.control.institution, scene.fund_body(9).request.applicant)
    )
    for actor in (other, member(Role.FIRST_LINE, scene.control.institution)):
        with pytest.raises(Refused):
            scene.answer(5, actor=actor)
    with pytest.raises(Refused):
        scene.undo(6, actor=own)
    assert scene.answer(5, actor=own, documents="Facture 12\n\nFacture 13").titles == [
        "Facture 12",
        "Facture 13",
    ]
    scene.undo(6, actor=own)
    assert scene.control.phase == "announced"
    with pytest.raises(BadInput, match="Écrivez une réponse"):
        scene.answer(7, " ", actor=own)


def test_days_go_forward(scene):
    scene.draw()
    with pytest.raises(BadInput, match="précède l'étape"):
        scene.step(StepKind.ANNOUNCE, -1)


amounts = st.integers(1, 300_000).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(amounts, st.integers(0, 100), st.lists(amounts, max_size=4), st.booleans()),
                min_size=1, max_size=5))  # fmt: skip
def test_found_is_recovered_waived_and_remaining(rows):
    total = control_sums.Sums()
    for found, share, parts, waived in rows:
        kept = (found * share / 100).quantize(Decimal("0.01"))
        back = Decimal(0)
        for part in parts:
            back += min(part, kept - back)
        claims = [control_sums.Claim(kept, back, waived)] if kept else []
        one = control_sums.of_control(kept, claims)
        assert one.found == one.recovered + one.waived + one.remaining
        assert 0 <= one.remaining <= one.found
        total += one
    assert total.found == total.recovered + total.waived + total.remaining


def walks(phase=ControlPhase.DRAWN, steps=(), depth=9):
    """Every path of the rule down to some depth."""
    yield steps
    if depth:
        for step, after in path.MOVES[phase].items():
            yield from walks(after, (*steps, step), depth - 1)


def test_no_path_gives_a_conform_body_a_letter_that_accuses():
    threats = {LetterKind.ADVERSARIAL, LetterKind.FINDING, LetterKind.RESTITUTION}
    seen = 0
    for steps in walks():
        seen += 1
        letters = {letter for step in steps for letter in path.letters_of(step)}
        if StepKind.OPEN not in steps:  # no fault was ever written down to be debated
            assert not letters & threats, steps
            assert not {StepKind.CONCLUDE, StepKind.ORDER} & set(steps)
        for letter in letters & threats:
            with pytest.raises(Refused):
                path.check_letter(letter, written_faults=0)
            path.check_letter(letter, written_faults=1)
        if steps and steps[-1] is StepKind.CONFORM:
            assert path.letters_of(steps[-1]) == (LetterKind.CONFORM,)
    assert seen > 100


def test_recoveries_ordered_alone_are_bounded_by_what_was_paid(scene):
    ask = {"actor": scene.actor, "decision": scene.grants[0], "on": DAY, "due_on": later(30)}
    for amount, reason, said in (
        ("8000.01", "x", "dépasse"),
        ("0", "x", "positif"),
        ("1.005", "x", "décimales"),
        ("5", " ", "motif"),
    ):
        with pytest.raises(BadInput, match=said):
            recoveries.order(amount=Decimal(amount), reason=reason, **ask)
    with pytest.raises(BadInput, match="laissez un délai"):
        recoveries.order(amount=Decimal(5), reason="x", **(ask | {"due_on": DAY}))
    nonce = uuid.uuid4()
    one = recoveries.order(amount=Decimal(8000), reason="x", nonce=nonce, **ask)
    assert recoveries.order(amount=Decimal(8000), reason="x", nonce=nonce, **ask) == one
    with pytest.raises(BadInput, match=r"0,00.€"):
        recoveries.order(amount=Decimal("0.01"), reason="x", **ask)
    with pytest.raises(BadInput, match="précède"):
        recoveries.repay(actor=scene.actor, recovery=one, amount=Decimal(1), on=DAY - datetime.timedelta(1))
    with pytest.raises(Refused):
        recoveries.repay(actor=member(Role.MAYOR), recovery=one, amount=Decimal(1), on=DAY)
