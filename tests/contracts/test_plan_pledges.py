"""What partners pledge on a sheet: named, confirmed by themselves, in force as commitments, withdrawn."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.bodies.models import Commitment
from maillage.bodies.services import commitments
from maillage.contracts.models import Contract, Pledge, SheetPartner
from maillage.contracts.selectors import card, due
from maillage.contracts.services import pledges as services
from maillage.contracts.services import sheets as sheet_services
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests.contracts import plan as made
from tests.contracts.plan import DAY

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 12, 15)
SAID = services.Draft("transmettre les incidents par ligne", "chaque vendredi", DUE)


@pytest.fixture
def scene(db):
    return made.scene()


def pledge(scene, draft=SAID, **more):
    return services.add_pledge(
        actor=scene.driver, sheet=scene.sheet, institution=scene.transport, draft=draft, **more
    )


def in_force(scene):
    Contract.objects.filter(pk=scene.contract.pk).update(state="in_force")


def test_an_institution_pledges_confirms_and_takes_its_word_back(scene):
    nonce = uuid.uuid4()
    row = pledge(scene, nonce=nonce)
    assert pledge(scene, nonce=nonce) == row and Pledge.objects.count() == 1
    assert [one.url for one in due.asked_of(partnership=scene.here, actor=scene.driver, on=DAY)]
    services.confirm_pledge(actor=scene.driver, pledge=row, seen=0, on=DAY)
    assert (Pledge.objects.get().confirmed_on, Pledge.objects.get().confirmed_on_paper) == (DAY, False)
    assert due.asked_of(partnership=scene.here, actor=scene.driver, on=DAY) == []
    with pytest.raises(Conflict):
        services.unconfirm_pledge(actor=scene.driver, pledge=row, seen=0)
    services.unconfirm_pledge(actor=scene.driver, pledge=row, seen=1)
    assert Pledge.objects.get().confirmed_on is None and Commitment.objects.count() == 0
    assert "confirmation retirée" in Entry.objects.values_list("act", flat=True)


def test_the_coordinator_notes_a_confirmation_on_paper(scene):
    row = services.confirm_pledge(actor=scene.runs, pledge=pledge(scene), seen=0, on=DAY)
    assert row.confirmed_on_paper


def test_nobody_answers_for_another_institution_nor_a_first_line_agent_for_its_own(scene):
    row = pledge(scene)
    agent = made.speaking(scene.here, scene.transport, Role.FIRST_LINE)
    for actor in (scene.teacher, agent):
        with pytest.raises(Refused):
            services.confirm_pledge(actor=actor, pledge=row, seen=0, on=DAY)
    assert Pledge.objects.get().confirmed_on is None


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (services.Draft("transmettre les incidents", "régulièrement"), "régulièrement"),
        (services.Draft("  "), "un acte"),
    ],
)
def test_words_that_say_nothing_are_refused(scene, draft, said):
    with pytest.raises(BadInput, match=said):
        pledge(scene, draft)
    assert SheetPartner.objects.count() == 0


def test_a_partner_without_pledge_is_only_named(scene):
    services.name_partner(actor=scene.runs, sheet=scene.sheet, institution=scene.school)
    pledge(scene)
    shown = card.card(sheet=scene.sheet, on=DAY)
    assert (shown.institutions, shown.named_only) == (1, 1)
    partner = SheetPartner.objects.get(institution=scene.school)
    services.remove_partner(actor=scene.runs, partner=partner, on=DAY)
    assert card.card(sheet=scene.sheet, on=DAY).named_only == 0
    services.put_back_partner(actor=scene.runs, partner=partner)
    with pytest.raises(BadInput, match="a un engagement"):
        services.remove_partner(
            actor=scene.runs, partner=SheetPartner.objects.get(institution=scene.transport), on=DAY
        )


def test_changed_words_are_to_be_confirmed_again(scene):
    row = services.confirm_pledge(actor=scene.driver, pledge=pledge(scene), seen=0, on=DAY)
    same = services.edit_pledge(actor=scene.driver, pledge=row, seen=1, draft=SAID)
    assert same.confirmed_on == DAY
    other = services.Draft(SAID.deliverable, "chaque lundi", DUE)
    assert services.edit_pledge(actor=scene.runs, pledge=row, seen=2, draft=other).confirmed_on is None


def test_confirmed_pledges_become_commitments_once_the_contract_is_in_force(scene):
    row = services.confirm_pledge(actor=scene.driver, pledge=pledge(scene), seen=0, on=DAY)
    services.add_pledge(
        actor=scene.runs, sheet=scene.sheet, institution=scene.school, draft=services.Draft("annoncer")
    )
    in_force(scene)
    assert services.fulfil(actor=scene.teacher, contract=scene.contract, on=DAY) == 1
    assert services.fulfil(actor=scene.teacher, contract=scene.contract, on=DAY) == 0
    made_of = Commitment.objects.get()
    assert (made_of.origin, made_of.institution, made_of.due_on) == (
        f"sheet:{scene.sheet.pk}", scene.transport, DUE
    )  # fmt: skip
    assert Pledge.objects.get(pk=row.pk).commitment == made_of
    line = card.card(sheet=scene.sheet, on=datetime.date(2026, 12, 20)).partners[1].pledges[0]
    assert (line.late, line.mark) == (5, "late")


def test_a_pledge_due_before_the_contract_is_in_force_does_not_stop_it(scene):
    past = services.Draft("remettre en service", "six points", datetime.date(2026, 3, 10))
    services.confirm_pledge(actor=scene.driver, pledge=pledge(scene, past), seen=0, on=DAY)
    assert services.fulfil(actor=scene.runs, contract=scene.contract, on=datetime.date(2026, 6, 1)) == 1


def test_a_pledge_confirmed_in_force_is_a_commitment_at_once_and_is_then_renegotiated_there(scene):
    in_force(scene)
    row = services.confirm_pledge(actor=scene.driver, pledge=pledge(scene), seen=0, on=DAY)
    made_of = Commitment.objects.get()
    for change in (
        lambda: services.unconfirm_pledge(actor=scene.driver, pledge=row, seen=1),
        lambda: services.edit_pledge(actor=scene.driver, pledge=row, seen=1, draft=SAID),
        lambda: services.withdraw_pledge(actor=scene.driver, pledge=row, seen=1, on=DAY, reason="Non"),
        lambda: services.put_back_pledge(actor=scene.driver, pledge=row),
    ):
        with pytest.raises(BadInput, match=r"en vigueur|n'est pas retiré"):
            change()
    with pytest.raises(BadInput, match="sont en vigueur"):
        sheet_services.withdraw_sheet(actor=scene.runs, sheet=scene.sheet, on=DAY)
    commitments.withdraw(actor=scene.runs, commitment=made_of, seen=0, on=DAY, reason="Le service ferme.")
    row.refresh_from_db()
    services.withdraw_pledge(actor=scene.driver, pledge=row, seen=1, on=DAY, reason="Le service ferme.")
    back = services.put_back_pledge(actor=scene.driver, pledge=row)
    assert (back.commitment, back.confirmed_on) == (None, None)
    services.confirm_pledge(actor=scene.driver, pledge=back, seen=back.revision, on=DAY)
    assert Commitment.objects.count() == 2
