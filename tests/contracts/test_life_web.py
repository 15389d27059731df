"""The pages of a contract's life: who opens what, what each teaches, error paths, sent twice, conflicts."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.contracts.models import (
    Contract,
    IndicatorDue,
    Opinion,
    Review,
    SheetIndicator,
    Signatory,
    Signature,
    SummaryReceipt,
    Version,
)
from maillage.kernel import Role
from tests import factories
from tests.contracts import factories as made
from tests.contracts import scenes
from tests.counting import queries

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 9, tzinfo=datetime.UTC)
LISTS = ("readiness", "signature", "versions", "compare", "opinions", "reviews", "values")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene():
    return scenes.contract()


@pytest.fixture
def runs(client, scene):
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    return client


def sign_in(client, scene, role, name=None):
    institution = scene.who[name] if name else None
    row = factories.MembershipFactory(partnership=scene.here, role=role.value, institution=institution)
    client.force_login(row.user)
    return client


def url(scene, name, *args):
    return reverse(f"contracts:{name}", args=[scene.here.key, *args])


def page(scene, name):
    return url(scene, name, scene.contract.pk)


def text_of(answer):
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")
    return re.sub(r"\s+", " ", text.replace("&#x27;", "'"))


def once(**data):
    return {"nonce": str(uuid.uuid4()), "weighed": ""} | data


def test_every_list_of_an_empty_contract_teaches_the_next_step(runs, scene):
    row = made.ContractFactory(partnership=scene.here)
    taught = {
        "readiness": "aucune fiche-action", "signature": "Personne ne signe encore",
        "versions": "Aucun texte", "compare": "disent la même chose",
        "opinions": "Personne n'a encore été consulté",
        "reviews": "Aucune revue n'est prévue", "values": "Aucune fiche n'a encore d'indicateur",
    }  # fmt: skip
    for name, words in taught.items():
        assert words in text_of(runs.get(url(scene, name, row.pk))), name
    assert "Aucun contrat n'est en vigueur ici" in text_of(runs.get(url(scene, "summary")))


def test_readiness_shows_each_sheet_and_what_would_be_better(runs, scene):
    text = text_of(runs.get(page(scene, "readiness")))
    assert "Neuf champs sur dix sont remplis." in text and "il manque" in text.lower()
    assert "1.1.1 : pour être vérifiable, il lui manque" in text and "Par exemple" in text


def test_a_contract_of_elsewhere_is_not_found(runs, scene):
    other = made.ContractFactory(partnership=factories.PartnershipFactory(place="44109"))
    for name in LISTS:
        assert runs.get(url(scene, name, other.pk)).status_code == 404


def test_from_the_list_of_signatories_to_the_contract_in_force(runs, client, scene):
    page_of = page(scene, "add_signatory")
    data = once(institution=scene.who["school"].pk, capacity="manager", rank=3)
    assert runs.post(page_of, data).status_code == 302
    assert runs.post(page_of, data).status_code == 302  # sent twice: one
    assert Signatory.objects.count() == 3
    again = runs.post(page_of, once(institution=scene.who["school"].pk, capacity="manager", rank=3))
    assert "déjà sur la liste" in text_of(again)
    school = Signatory.objects.get(institution=scene.who["school"])
    runs.post(url(scene, "withdraw_signatory", school.pk))
    assert "Ôtés de la liste" in text_of(runs.get(page(scene, "signature")))
    runs.post(page(scene, "put_to_signature"), once(reason=""))
    version = Version.objects.get()
    assert "ne change plus" in text_of(runs.get(page(scene, "signature")))
    for name in ("town", "prefecture"):
        signatory = Signatory.objects.get(institution=scene.who[name])
        assert runs.get(url(scene, "sign", signatory.pk)).status_code == 200
        signed = once(version=version.number, signer="le titulaire", on="2026-03-20", mode="paper")
        assert runs.post(url(scene, "sign", signatory.pk), signed).status_code == 302
    assert Contract.objects.get(pk=scene.contract.pk).state == "in_force"
    text = text_of(runs.get(page(scene, "signature")))
    assert "signée de tous depuis le 20 mars 2026" in text and "Mettre un avenant" in text


def test_a_representative_signs_online_what_was_read(client, scene):
    version = scenes.opened(scene)
    sign_in(client, scene, Role.MAYOR, "town")
    town, prefecture = (Signatory.objects.get(institution=scene.who[name]) for name in ("town", "prefecture"))
    assert client.get(url(scene, "sign", prefecture.pk)).status_code == 404
    address = url(scene, "sign", town.pk)
    assert "confirmée en ligne" in text_of(client.get(address))
    signed = once(version=version.number, signer="le maire", on="2026-03-20", mode="confirmed")
    assert client.post(address, signed | {"version": 99}).status_code == 404
    late = client.post(address, signed | {"on": "2026-03-21"})
    assert "ne convient pas" in text_of(late) and 'value="2026-03-21"' in text_of(late)
    assert client.post(address, signed).status_code == 302
    assert Signature.objects.get().mode == "confirmed"


def test_a_scan_is_kept_for_who_answers_for_it(client, scene):
    version = scenes.opened(scene)
    runs = sign_in(client, scene, Role.COORDINATOR)
    address = url(scene, "sign", Signatory.objects.get(institution=scene.who["town"]).pk)
    signed = once(version=version.number, signer="le maire", on="2026-03-20", mode="scanned")
    refused = runs.post(address, signed | {"scan": SimpleUploadedFile("signature.pdf", b"MZ")})
    assert "n'est ni un PDF, ni un JPEG, ni un PNG" in text_of(refused)
    runs.post(address, signed | {"scan": SimpleUploadedFile("signature.exe", b"%PDF-1.7 essai")})
    scan = url(scene, "scan", Signature.objects.get().pk)
    answer = runs.get(scan)
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7 essai")
    assert "signature.exe" not in answer["Content-Disposition"]
    assert sign_in(client, scene, Role.PARTNER, "school").get(scan).status_code == 404


def test_a_signature_and_a_text_are_taken_back_and_put_back(runs, scene):
    version = scenes.opened(scene)
    row = scenes.sign(scene, version, "town")
    empty = runs.post(url(scene, "withdraw_signature", row.pk), {"reason": "", "weighed": ""})
    assert empty.status_code == 200 and Signature.objects.get().withdrawn_on is None
    runs.post(url(scene, "withdraw_signature", row.pk), {"reason": "Mauvaise page.", "weighed": ""})
    assert "Mauvaise page." in text_of(runs.get(page(scene, "signature")))
    runs.post(url(scene, "put_back_signature", row.pk))
    assert Signature.objects.get().withdrawn_on is None
    runs.post(url(scene, "withdraw_version", version.pk), {"reason": "À revoir.", "weighed": ""})
    assert Contract.objects.get(pk=scene.contract.pk).state == "draft"
    assert "À revoir." in text_of(runs.get(page(scene, "versions")))
    runs.post(url(scene, "put_back_version", version.pk))
    assert Version.objects.get().state == "open"


def test_versions_say_what_is_not_signed_and_compare(runs, scene):
    scenes.signed(scene)
    assert "celui de la version 1, signée" in text_of(runs.get(page(scene, "versions")))
    scene.contract.sheets.filter(number=1).update(content="Trois médiateurs tiennent l'arrêt.")
    text = text_of(runs.get(page(scene, "versions")))
    assert "1 modification n'est pas signée depuis la version 1" in text
    assert "Trois médiateurs" in text and "Deux médiateurs" in text
    assert "Trois médiateurs" in text_of(runs.get(page(scene, "compare")))
    assert "disent la même chose" in text_of(runs.get(page(scene, "compare") + "?de=1&a=1"))
    assert runs.get(page(scene, "compare") + "?de=7").status_code == 404
    assert runs.get(page(scene, "compare_file")).content.startswith(b"%PDF-")


def test_documents_are_downloaded_by_readers_and_own_sheets_by_agents(client, scene):
    scenes.signed(scene)
    sheet = scene.sheets[0].pk
    files = [("contract_file", scene.contract.pk, n, kind) for n in (0, 1) for kind in ("pdf", "docx")]
    files += [("sheet_file", sheet, "pdf"), ("summary_file", scene.contract.pk, "docx")]
    sign_in(client, scene, Role.RESEARCHER)
    for name, *args in files:
        assert client.get(url(scene, name, *args)).content[:4] in (b"%PDF", b"PK\x03\x04")
    assert client.get(url(scene, "contract_file", scene.contract.pk, 9, "pdf")).status_code == 404
    assert client.get(url(scene, "contract_file", scene.contract.pk, 1, "exe")).status_code == 404
    sign_in(client, scene, Role.FIRST_LINE, "school")
    assert client.get(url(scene, "sheet_file", sheet, "pdf")).status_code == 200
    assert client.get(url(scene, "contract_file", scene.contract.pk, 1, "pdf")).status_code == 403
    sign_in(client, scene, Role.FIRST_LINE, "town")
    assert client.get(url(scene, "sheet_file", sheet, "pdf")).status_code == 404


def test_agents_read_the_summary_of_what_is_signed_without_money_nor_counts(client, scene):
    scenes.signed(scene)
    scene.contract.sheets.update(title="Titre non signé")
    sign_in(client, scene, Role.FIRST_LINE, "school")
    text = text_of(client.get(url(scene, "summary")))
    assert "Présence du soir 1" in text and "tenir la présence du soir" in text and "Qui appeler" in text
    assert (
        text.count("tenir la présence du soir") == 2
    )  # what the school confirmed, not what transport did not
    assert "Titre non signé" not in text and "6 200" not in text and "Qui l'a reçu" not in text
    sign_in(client, scene, Role.PARTNER, "school")
    count = page(scene, "count_receipts")
    data = {"institution": scene.who["school"].pk, "agents": 12, "received": 15}
    assert "15 agents l'auraient reçu sur 12" in text_of(client.post(count, data))
    client.post(count, data | {"received": 9})
    assert SummaryReceipt.objects.get().received == 9
    assert client.post(count, data | {"institution": scene.who["town"].pk}).status_code == 200
    assert SummaryReceipt.objects.count() == 1


def test_an_opinion_from_the_question_to_its_effect(runs, client, scene):
    data = once(institution=scene.who["school"].pk, sheet="")
    assert runs.post(page(scene, "ask_opinion"), data).status_code == 302
    assert "1 avis est attendu" in text_of(runs.get(page(scene, "opinions")))
    row = Opinion.objects.get()
    given = {"verdict": "reserved", "words": "Trop tôt.", "on": "2026-03-20", "revision": 0, "weighed": ""}
    sign_in(client, scene, Role.PARTNER, "town")
    assert client.post(url(scene, "give_opinion", row.pk), given).status_code == 404
    sign_in(client, scene, Role.PARTNER, "school")
    assert client.post(url(scene, "give_opinion", row.pk), given).status_code == 302
    stale = client.post(url(scene, "give_opinion", row.pk), given | {"words": "Trop tard."})
    assert "a été modifiée pendant votre saisie" in text_of(stale) and "Trop tard." in text_of(stale)
    sign_in(client, scene, Role.COORDINATOR)
    client.post(url(scene, "opinion_effect", row.pk), {"effect": "À 18 h.", "revision": 1, "weighed": ""})
    text = text_of(client.get(page(scene, "opinions")))
    assert "Trop tôt." in text and "À 18 h." in text
    client.post(url(scene, "withdraw_opinion", row.pk))
    assert "Avis retirés" in text_of(client.get(page(scene, "opinions")))
    client.post(url(scene, "put_back_opinion", row.pk))
    assert Opinion.objects.get().withdrawn_on is None


def test_the_prefecture_opines_on_a_sheet_with_the_article(client, scene):
    sign_in(client, scene, Role.PREFECTURE, "prefecture")
    address = url(scene, "plan_opinion", scene.sheets[0].pk)
    assert "L. 132-6" in text_of(client.get(address))
    data = once(institution=scene.who["prefecture"].pk, verdict="unfavourable", words="", on="2026-03-20")
    assert "se motive" in text_of(client.post(address, data))
    client.post(address, data | {"words": "Hors du plan."})
    assert Opinion.objects.get().on_plan
    assert client.get(page(scene, "ask_opinion")).status_code == 403


def test_reviews_from_the_plan_to_the_outcome(runs, scene):
    sheet = scene.sheets[0]
    runs.post(url(scene, "plan_review", sheet.pk), once(planned_on="2026-10-01"))
    row = Review.objects.get()
    early = runs.post(url(scene, "hold_review", row.pk),
                      {"on": "2027-01-01", "outcome": "Garder.", "revision": 0, "weighed": ""})  # fmt: skip
    assert "à venir" in text_of(early) and "Garder." in text_of(early)
    runs.post(url(scene, "move_review", row.pk), {"planned_on": "2026-11-01", "revision": 0})
    runs.post(url(scene, "hold_review", row.pk),
              {"on": "2026-03-19", "outcome": "Garder.", "revision": 1, "weighed": ""})  # fmt: skip
    assert "Garder." in text_of(runs.get(page(scene, "reviews")))
    runs.post(url(scene, "unhold_review", row.pk), {"revision": 2})
    runs.post(url(scene, "drop_review", row.pk), {"reason": "Fiche arrêtée.", "revision": 3, "weighed": ""})
    assert "Fiche arrêtée." in text_of(runs.get(page(scene, "reviews")))
    runs.post(url(scene, "put_back_review", row.pk))
    row.refresh_from_db()
    assert (row.dropped_on, row.held_on) == (None, None)


def test_values_are_asked_then_filled_by_the_pilot(runs, client, scene):
    indicator = SheetIndicator.objects.filter(sheet=scene.sheets[0]).first()
    address = url(scene, "schedule_values", indicator.pk)
    data = {"rhythm": "own", "first": "2026-03-01", "last": "2026-12-31", "own": "30/06/2026\nbientôt"}
    assert "« bientôt » n'est pas une date" in text_of(runs.post(address, data))
    runs.post(address, data | {"own": "30/06/2026\n01/02/2026"})
    assert "Une est en retard" in text_of(runs.get(page(scene, "values")))
    late, due = IndicatorDue.objects.order_by("due_on")
    runs.post(url(scene, "withdraw_value", late.pk))
    assert "ne sont plus demandées" in text_of(runs.get(page(scene, "values")))
    runs.post(url(scene, "put_back_value", late.pk))
    filled = {"value": "31 %", "note": "", "revision": 0, "weighed": ""}
    assert sign_in(client, scene, Role.PARTNER, "school").post(
        url(scene, "fill_value", due.pk), filled
    ).status_code == 404  # fmt: skip
    sign_in(client, scene, Role.PARTNER, "transport").post(url(scene, "fill_value", due.pk), filled)
    due.refresh_from_db()
    assert (due.value, due.filled_on) == ("31 %", datetime.date(2026, 3, 20))


def test_a_name_typed_in_a_reason_is_weighed_once(runs, scene):
    version = scenes.opened(scene)
    address = url(scene, "withdraw_version", version.pk)
    words = "M. Jean Dupont (fictif) a refusé."
    shown = text_of(runs.post(address, {"reason": words, "weighed": ""}))
    assert "ressemblent à une personne" in shown and words in shown
    assert Version.objects.get().state == "open"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_many_queries_for_one_sheet_as_for_many(runs, scene, name):
    scenes.signed(scene)
    few = queries(runs, page(scene, name))
    for number in range(3, 12):
        row = made.SheetFactory(contract=scene.contract, number=number, pilot=scene.who["town"])
        made.PledgeFactory(partner=made.PartnerFactory(sheet=row, institution=scene.who["school"]))
        made.CostFactory(sheet=row)
        IndicatorDue.objects.create(indicator=made.IndicatorFactory(sheet=row), due_on=scenes.DAY)
        Review.objects.create(sheet=row, planned_on=scenes.DAY)
        Opinion.objects.create(contract=scene.contract, sheet=row, institution=scene.who["town"],
                               asked_on=scenes.DAY)  # fmt: skip
    assert queries(runs, page(scene, name)) == few
