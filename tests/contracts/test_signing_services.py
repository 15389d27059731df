"""Signature: a text frozen, signed by each, in force; taken back, put back; the database that refuses."""

import datetime
import hashlib
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from maillage.audit.models import Entry
from maillage.bodies.models import Commitment
from maillage.contracts.models import Contract, Pledge, Signatory, Signature, Version
from maillage.contracts.selectors import readiness
from maillage.contracts.selectors import text as texts
from maillage.contracts.services import round as rounds
from maillage.contracts.services import signatories, signing
from maillage.contracts.services.pledges import fulfil
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.life import Capacity, SignatureMode, VersionState
from maillage.institutions.models import Letter
from maillage.kernel import BadInput, Refused
from tests.contracts import scenes
from tests.contracts.scenes import AFTER, DAY, opened, sign, signed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 40


@pytest.fixture
def scene():
    return scenes.contract()


def state(scene):
    return Contract.objects.get(pk=scene.contract.pk).state


def test_the_text_is_frozen_with_its_digest_and_what_it_lacks(scene):
    version = opened(scene)
    assert version.digest == hashlib.sha256(version.body.encode()).hexdigest()
    assert state(scene) == ContractState.SIGNING.value
    content = version.content
    assert [row["title"] for row in content["sheets"]] == ["Présence du soir 1", "Présence du soir 2"]
    assert any("Fiche 1 : il manque le constat" in words for words in content["remarks"])
    assert "Camille" not in version.body
    assert Entry.objects.filter(
        act="texte mis à la signature", subject=f"contrat:{scene.contract.pk}"
    ).exists()


def test_every_signatory_is_written_to_once(scene):
    nonce = uuid.uuid4()
    first, again = opened(scene, nonce=nonce), opened(scene, nonce=nonce)
    assert first == again
    letters = Letter.objects.filter(key__startswith=f"signature:{first.pk}:")
    assert letters.count() == 2 and "attend votre signature" in letters[0].subject


def test_letters_that_had_not_left_stop_and_start_again_with_the_text(scene):
    version = opened(scene)
    sign(scene, version, "town")
    first = Letter.objects.get(key__startswith=f"signature:{version.pk}:{scene.who['town'].pk}:")
    Letter.objects.filter(pk=first.pk).update(state="sent")
    rounds.withdraw_version(actor=scene.actor, version=version, reason="Erreur.", on=AFTER)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["dropped", "sent"]
    rounds.put_back_version(actor=scene.actor, version=version, on=AFTER)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["dropped", "due", "sent"]


def test_the_database_refuses_another_text(scene):
    version = signed(scene)
    for change in ({"body": "{}"}, {"digest": "0" * 64}, {"number": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).delete()


def test_the_last_signature_puts_the_contract_in_force_and_makes_commitments(scene):
    version = opened(scene)
    sign(scene, version, "town")
    assert state(scene) == ContractState.SIGNING.value
    sign(scene, version, "prefecture", on=DAY)
    version.refresh_from_db()
    assert (version.state, version.signed_on) == (VersionState.SIGNED.value, AFTER)
    assert state(scene) == ContractState.IN_FORCE.value
    made = Commitment.objects.all()
    assert {row.institution.name for row in made} == {scene.who["school"].name}
    assert {row.origin for row in made} == {f"sheet:{row.pk}" for row in scene.sheets}
    assert Pledge.objects.filter(commitment__isnull=False).count() == 2
    assert fulfil(actor=scene.actor, contract=scene.contract, on=AFTER) == 0


def test_a_pledge_due_before_the_signature_does_not_stop_it(scene):
    Pledge.objects.filter(confirmed_on=DAY).update(due_on=datetime.date(2026, 2, 1))
    signed(scene)
    assert Commitment.objects.count() == 2


def test_the_representative_signs_online_and_nobody_else(scene):
    version = opened(scene)
    town, prefecture = (scenes.speaker(scene.here, scene.who[name]) for name in ("town", "prefecture"))
    row = sign(scene, version, "town", actor=town, mode=SignatureMode.CONFIRMED)
    assert (row.mode, row.capacity) == ("confirmed", "mayor")
    for actor in (town, scene.actor):
        with pytest.raises(Refused):
            sign(scene, version, "prefecture", actor=actor, mode=SignatureMode.CONFIRMED)
    sign(scene, version, "prefecture", actor=prefecture, mode=SignatureMode.CONFIRMED)
    assert state(scene) == ContractState.IN_FORCE.value  # the pledges of a third institution too
    assert Commitment.objects.count() == 2


def test_a_scan_is_known_by_what_it_holds(scene):
    version = opened(scene)
    for scan, words in ((b"", "Joignez"), (b"MZ\x90", "PNG"), (PDF + b"0" * 5 * 1024 * 1024, "5 Mo au plus")):
        with pytest.raises(BadInput, match=words):
            sign(scene, version, "town", mode=SignatureMode.SCANNED, scan=scan, scan_name="signature.pdf")
    assert not Signature.objects.exists()
    row = sign(scene, version, "town", mode=SignatureMode.SCANNED, scan=PDF, scan_name="signature.pdf")
    assert bytes(Signature.objects.get(pk=row.pk).scan) == PDF


@pytest.mark.parametrize("day", [datetime.date(2026, 3, 1), datetime.date(2026, 3, 21)])
def test_a_signature_is_dated_between_the_text_and_today(scene, day):
    with pytest.raises(BadInput, match="ne convient pas"):
        sign(scene, opened(scene), "town", on=day)


def test_who_is_not_on_the_list_or_has_signed_is_told(scene):
    version = opened(scene)
    with pytest.raises(BadInput, match="pas parmi les signataires"):
        sign(scene, version, "school")
    sign(scene, version, "town")
    with pytest.raises(BadInput, match="déjà signé"):
        sign(scene, version, "town")
    with pytest.raises(BadInput, match="fonction"):
        sign(scene, version, "prefecture", signer=" ")


def test_while_it_is_out_nothing_moves_and_taken_back_it_is_a_draft_again(scene):
    version = opened(scene)
    with pytest.raises(BadInput, match="en cours de signature"):
        opened(scene)
    with pytest.raises(BadInput, match="en cours de signature"):
        signatories.withdraw_signatory(actor=scene.actor, signatory=Signatory.objects.first(), on=DAY)
    with pytest.raises(BadInput, match="pourquoi"):
        rounds.withdraw_version(actor=scene.actor, version=version, reason=" ", on=AFTER)
    row = rounds.withdraw_version(actor=scene.actor, version=version, reason="Le collège manque.", on=AFTER)
    assert (row.state, row.ended_reason) == ("dropped", "Le collège manque.")
    assert state(scene) == ContractState.DRAFT.value
    with pytest.raises(BadInput, match="n'est pas à la signature"):
        sign(scene, version, "town")


def test_taken_back_by_mistake_it_is_put_back_as_long_as_nothing_changed(scene):
    version = opened(scene)
    rounds.withdraw_version(actor=scene.actor, version=version, reason="Erreur.", on=AFTER)
    assert (
        rounds.put_back_version(actor=scene.actor, version=version, on=AFTER).state == VersionState.OPEN.value
    )
    assert state(scene) == ContractState.SIGNING.value
    rounds.withdraw_version(actor=scene.actor, version=version, reason="Erreur.", on=AFTER)
    scene.contract.sheets.update(content="Autre chose.")
    with pytest.raises(BadInput, match="a changé"):
        rounds.put_back_version(actor=scene.actor, version=version, on=AFTER)


def test_a_signature_is_withdrawn_and_put_back(scene):
    version = signed(scene)
    row = version.signatures.get(institution=scene.who["prefecture"])
    with pytest.raises(BadInput, match="pourquoi"):
        signing.withdraw_signature(actor=scene.actor, signature=row, reason="", on=AFTER)
    signing.withdraw_signature(actor=scene.actor, signature=row, reason="Page manquante.", on=AFTER)
    version.refresh_from_db()
    assert (version.state, version.signed_on, state(scene)) == ("open", None, "signing")
    signing.put_back_signature(actor=scene.actor, signature=row)
    assert state(scene) == ContractState.IN_FORCE.value
    assert Commitment.objects.count() == 2


def test_an_amendment_needs_a_change_and_its_reason(scene):
    signed(scene)
    with pytest.raises(BadInput, match="Rien n'a changé"):
        opened(scene, reason="Avenant")
    scene.contract.sheets.filter(number=1).update(content="Trois médiateurs tiennent l'arrêt.")
    with pytest.raises(BadInput, match="objet de l'avenant"):
        opened(scene)
    second = opened(scene, reason="Un médiateur de plus")
    assert second.number == 2
    rounds.withdraw_version(actor=scene.actor, version=second, reason="À revoir.", on=AFTER)
    assert state(scene) == ContractState.IN_FORCE.value
    old = Version.objects.get(number=1).signatures.first()
    with pytest.raises(BadInput, match="Une version suit"):
        signing.withdraw_signature(actor=scene.actor, signature=old, reason="Trop tard.", on=AFTER)


def test_signatories_are_taken_off_and_put_back(scene):
    row = Signatory.objects.get(institution=scene.who["town"])
    signatories.withdraw_signatory(actor=scene.actor, signatory=row, on=DAY)
    row.refresh_from_db()
    assert row.withdrawn_on == DAY
    signatories.put_back_signatory(actor=scene.actor, signatory=row)
    with pytest.raises(BadInput, match="déjà sur la liste"):
        signatories.add_signatory(
            actor=scene.actor, contract=scene.contract, institution=scene.who["town"],
            capacity=Capacity.MAYOR, rank=1, nonce=None,
        )  # fmt: skip
    Signatory.objects.all().delete()
    with pytest.raises(BadInput, match="Personne ne signe"):
        opened(scene)


def test_a_partner_puts_nothing_to_signature(scene):
    actor = scenes.speaker(scene.here, scene.who["town"])
    with pytest.raises(Refused):
        rounds.put_to_signature(actor=actor, contract=scene.contract, reason="", on=DAY, nonce=None)
    assert Entry.objects.filter(act="texte mis à la signature : refusé").exists()


def test_the_text_asks_as_many_queries_for_one_sheet_as_for_many(scene):
    with CaptureQueriesContext(connection) as few:
        texts.text(scene.contract)
    for number in range(3, 9):
        scenes._sheet(scene.contract, scene.who, number)
    with CaptureQueriesContext(connection) as many:
        assert len(texts.text(scene.contract)["sheets"]) == 8
    assert len(few) == len(many)


def test_a_sheet_reads_alone_as_it_does_in_its_contract(scene):
    whole = readiness.of_contract(scene.contract)
    for sheet, reading in zip(scene.sheets, whole.sheets, strict=True):
        alone = readiness.of_sheet(sheet)
        assert (alone.score.filled, alone.joint) == (reading.score.filled, reading.joint) == (9, True)
        assert set(alone.remarks) <= set(reading.remarks)
