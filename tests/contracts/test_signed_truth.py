"""What a signed text says stays true: who signs it, who agreed to its words, what hangs on its sheets."""

import pytest

from maillage.contracts.models import Contract, Pledge, Version, Word
from maillage.contracts.selectors import text as texts
from maillage.contracts.services import pledges, signatories, signing, words
from maillage.contracts.vocabulary.life import Capacity
from maillage.kernel import BadInput
from tests.contracts import scenes
from tests.contracts.factories import PledgeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return scenes.contract()


def test_an_agreement_taken_back_is_not_printed_as_given(scene):
    word = Word.objects.get(contract=scene.contract)
    made = words.agree(actor=scene.actor, word=word, institution=scene.who["town"], on=scenes.DAY)
    assert texts.text(scene.contract)["words"][0]["agreed"] == [scene.who["town"].name]
    words.withdraw_agreement(actor=scene.actor, agreement=made, on=scenes.DAY)
    assert texts.text(scene.contract)["words"][0]["agreed"] == []


def test_a_signed_text_is_that_of_its_own_signatories(scene):
    version = scenes.signed(scene)
    signatories.add_signatory(
        actor=scene.actor, contract=Contract.objects.get(pk=scene.contract.pk),
        institution=scene.who["school"], capacity=Capacity.MANAGER, rank=3, nonce=None,
    )  # fmt: skip
    signature = version.signatures.first()
    signing.withdraw_signature(actor=scene.actor, signature=signature, reason="Erreur.", on=scenes.AFTER)
    with pytest.raises(BadInput, match="pas parmi les signataires"):
        scenes.sign(scene, Version.objects.get(pk=version.pk), "school")
    signing.put_back_signature(actor=scene.actor, signature=version.signatures.get(pk=signature.pk))
    assert Version.objects.get(pk=version.pk).state == "signed"
    assert Contract.objects.get(pk=scene.contract.pk).state == "in_force"


def test_nothing_is_confirmed_on_a_sheet_that_left_the_contract(scene):
    scenes.signed(scene)
    pledge = PledgeFactory(partner__sheet=scene.sheets[0], partner__institution=scene.who["town"])
    scene.contract.sheets.filter(pk=scene.sheets[0].pk).update(withdrawn_on=scenes.AFTER)
    row = Pledge.objects.get(pk=pledge.pk)
    with pytest.raises(BadInput, match="retirée du contrat"):
        pledges.confirm_pledge(actor=scene.actor, pledge=row, seen=row.revision, on=scenes.AFTER)
    assert Pledge.objects.get(pk=pledge.pk).commitment is None
