"""The pages of what partners bring: who opens them, forged ids, double sending, stale forms, queries."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maillage.accounts.models import User
from maillage.diagnosis import services
from maillage.diagnosis.models import Delivery, Doubt, FindingDissent, FindingSignature, SourceRequest
from maillage.institutions.models import Letter
from maillage.kernel import Role
from tests import factories
from tests.diagnosis import gather
from tests.diagnosis.gather import DAY, NOTE, SOUND, answer, ask, table

pytestmark = pytest.mark.django_db
MEMBERS = (Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)


@pytest.fixture
def scene(db):
    return gather.scene()


def url(scene, name, *args):
    return reverse(f"diagnosis:{name}", args=[scene.here.key, *args])


def signed_in(client, actor):
    client.force_login(User.objects.get(pk=actor.id))
    return client


def text_of(answer):
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    return text.replace("’", "'").replace("&#x27;", "'")


def upload(rows=SOUND, **more):
    content = more.pop("content", None) or table(rows)
    return {"nonce": uuid.uuid4(), "file": SimpleUploadedFile("reponse.csv", content), "note": NOTE} | more


def finding(scene):
    values = {"text": "Un constat.", "evidence": "Base.", "confidence": "good"}
    return services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="finding", values=values)


def test_from_the_question_to_the_answer(client, scene):
    """The coordinator asks, the school answers by a file, the diagnosis shows it."""
    signed_in(client, scene.runs)
    data = {
        "nonce": uuid.uuid4(), "institution": scene.school.pk, "source": "Incidents en collège",
        "question": "Combien ?", "due_on": "2099-04-15", "frequency": "none",
        "categories": "violences\nvols\n",
        "yardsticks": "violences ; 60 ; 10 000 ; essai",
    }  # fmt: skip
    made = client.post(url(scene, "new_request"), data, follow=True)
    assert "Relisez-la, puis envoyez-la" in text_of(made)
    client.post(url(scene, "new_request"), data)
    row = SourceRequest.objects.get()
    assert (row.categories, row.yardsticks[0]["exposed"]) == (["violences", "vols"], 10_000)
    client.post(url(scene, "send_request", 1), {"revision": row.revision})
    client.post(url(scene, "send_request", 1), {"revision": row.revision})
    assert Letter.objects.count() == 1

    signed_in(client, scene.holder)
    assert "Incidents en collège" in text_of(client.get(url(scene, "asked_of_us")))
    shown = client.post(url(scene, "answer", 1), upload(), follow=True)
    assert "4 lignes à garder" in text_of(shown)
    assert "Rien ne compte encore" in text_of(shown)
    file = Delivery.objects.get()
    client.post(url(scene, "delivery", file.pk))
    client.post(url(scene, "delivery", file.pk))
    assert "reçue" in text_of(client.get(url(scene, "asked_of_us")))
    page = text_of(client.get(url(scene, "page")))
    assert "Nombres donnés par Rectorat (fictif), tels quels" in page


def test_the_template_is_read_back_as_it_was_given(client, scene):
    ask(scene, categories=["violences", "=SOMME(1)"])
    signed_in(client, scene.holder)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url(scene, "template", 1, "xlsx")).content))
    assert book.sheet_names == ["Données", "Note de méthode", "Lisez-moi"]
    assert book.get_sheet_by_name("Données").to_python()[0][:4] == ["période", "lieu", "modalité", "effectif"]
    text = client.get(url(scene, "template", 1, "csv")).content.decode("utf-8-sig")
    assert "'=SOMME(1)" in text
    filled = text.replace(";violences;;", ";violences;3;").replace("'=SOMME(1);;", "vols;4;")
    shown = client.post(url(scene, "answer", 1), upload(content=filled.encode()), follow=True)
    assert "2 lignes à garder" in text_of(shown)
    assert client.get(url(scene, "template", 1, "exe")).status_code == 404


def test_the_method_note_of_the_sheet_is_taken(client, scene):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Données")
        sheet.write_row(0, 0, ["Période", "Lieu", "Modalité", "Effectif"])
        sheet.write_row(1, 0, [2024, "Collège A", "violences", 12])
        note = book.add_worksheet("Note de méthode")
        note.write_row(0, 0, ["Question", "Votre réponse"])
        note.write_row(1, 0, ["Qui relève", "Les chefs d'établissement, chaque mois."])
    row = ask(scene)
    made = answer(scene, row, content=out.getvalue(), note="")
    assert made.method_note == "Les chefs d'établissement, chaque mois."
    assert (made.rows, made.points.get().count) == (1, 12)


@pytest.mark.parametrize("role", MEMBERS)
def test_another_institution_sees_nothing_of_it(client, scene, role):
    row = ask(scene)
    file = answer(scene, row)
    doubt = Doubt.objects.create(delivery=file, kind="jump", words="x", raised_on=DAY)
    other = gather.speaking(scene.here, scene.landlord, role)
    signed_in(client, other)
    for name, args in (("request", [1]), ("answer", [1]), ("refuse_request", [1]), ("template", [1, "csv"]),
                       ("delivery", [file.pk]), ("doubt", [doubt.pk])):  # fmt: skip
        assert client.get(url(scene, name, *args)).status_code == 404, name
    for name, args in (("drop_delivery", [file.pk]), ("withdraw_delivery", [file.pk]), ("take_up", [1])):
        assert client.post(url(scene, name, *args)).status_code == 404, name
    assert "Incidents" not in text_of(client.get(url(scene, "asked_of_us")))
    file.refresh_from_db()
    assert file.state == "kept"


def test_a_request_not_sent_is_not_shown_to_its_holder(client, scene):
    ask(scene, sent=False)
    signed_in(client, scene.holder)
    assert client.get(url(scene, "request", 1)).status_code == 404
    assert "Rien ne vous est demandé" in text_of(client.get(url(scene, "asked_of_us")))


@pytest.mark.parametrize("name", ["delivery", "doubt", "withdraw_signature", "withdraw_dissent"])
def test_an_id_of_another_partnership_does_not_exist(client, scene, name):
    row = finding(scene)
    pks = {
        "delivery": answer(scene, ask(scene)).pk,
        "withdraw_signature": FindingSignature.objects.create(
            finding=row, institution=scene.school, on=DAY).pk,
        "withdraw_dissent": FindingDissent.objects.create(
            finding=row, institution=scene.school, on=DAY, words="Non.").pk,
    }  # fmt: skip
    pks["doubt"] = Doubt.objects.create(delivery_id=pks["delivery"], kind="jump", words="x", raised_on=DAY).pk
    elsewhere = factories.PartnershipFactory(place="44109")
    client.force_login(factories.MembershipFactory(partnership=elsewhere).user)
    assert client.get(reverse(f"diagnosis:{name}", args=[elsewhere.key, pks[name]])).status_code == 404
    assert client.get(reverse(f"diagnosis:{name}", args=[elsewhere.key, 999_999])).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "asked", "works"),
    [(Role.COORDINATOR, 200, 200, 200), (Role.MAYOR, 200, 403, 200), (Role.DPO, 200, 403, 200),
     (Role.PARTNER, 403, 200, 200), (Role.FIRST_LINE, 403, 200, 403), (Role.PREFECTURE, 403, 200, 200),
     (Role.PROSECUTOR, 403, 200, 200), (Role.RESEARCHER, 403, 403, 200)],
)  # fmt: skip
def test_roles(client, scene, role, reads, asked, works):
    finding(scene)
    gather.walk(scene)
    client.force_login(factories.MembershipFactory(partnership=scene.here, role=role.value).user)
    assert client.get(url(scene, "requests")).status_code == reads
    assert client.get(url(scene, "asked_of_us")).status_code == asked
    assert client.get(url(scene, "field", 1)).status_code == works
    assert client.get(url(scene, "finding", 1)).status_code == works


def test_a_partner_without_institution_may_not_sign(client, scene):
    finding(scene)
    client.force_login(factories.MembershipFactory(partnership=scene.here, role=Role.PARTNER.value).user)
    assert client.get(url(scene, "sign", 1)).status_code == 404
    assert "Signer" not in text_of(client.get(url(scene, "finding", 1)))


def test_signing_twice_is_once_and_only_for_ones_own(client, scene):
    finding(scene)
    signed_in(client, scene.holder)
    data = {"nonce": uuid.uuid4(), "institution": scene.school.pk}
    client.post(url(scene, "sign", 1), data)
    client.post(url(scene, "sign", 1), data)
    assert FindingSignature.objects.count() == 1
    client.post(url(scene, "sign", 1), {"nonce": uuid.uuid4(), "institution": scene.landlord.pk})
    assert FindingSignature.objects.count() == 1
    words = {"nonce": uuid.uuid4(), "institution": scene.school.pk, "words": "Pas dans nos collèges."}
    client.post(url(scene, "dissent", 1), words)
    page = text_of(client.get(url(scene, "page")))
    assert "Pas dans nos collèges." in page
    row = FindingSignature.objects.get()
    client.post(url(scene, "withdraw_signature", row.pk), {"reason": "Chiffres revus."})
    assert "Chiffres revus." in text_of(client.get(url(scene, "finding", 1)))
    signed_in(client, scene.other)
    assert client.get(url(scene, "withdraw_signature", row.pk)).status_code == 404


def test_a_stale_form_is_refused_and_keeps_what_was_typed(client, scene):
    row = ask(scene, sent=False)
    signed_in(client, scene.runs)
    data = {"institution": scene.school.pk, "source": "Incidents", "question": "Gardez-moi",
            "frequency": "none", "due_on": "2099-04-15", "revision": row.revision}  # fmt: skip
    services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="source", number=1,
                       values={"period": "2020"})  # fmt: skip
    shown = text_of(client.post(url(scene, "edit_request", 1), data))
    assert "Gardez-moi" in shown
    assert "rien n'a été enregistré" in shown
    row.refresh_from_db()
    assert row.question != "Gardez-moi"


def test_a_form_without_revision_never_overwrites(client, scene):
    ask(scene, sent=False)
    signed_in(client, scene.runs)
    data = {"institution": scene.school.pk, "source": "Autre", "question": "?", "frequency": "none",
            "due_on": "2099-04-15"}  # fmt: skip
    client.post(url(scene, "edit_request", 1), data)
    assert SourceRequest.objects.get().source == "Incidents en collège"


def test_words_that_look_like_a_person_are_weighed_once(client, scene):
    ask(scene)
    signed_in(client, scene.holder)
    data = {"revision": 1, "kind": "other", "motive": "Voir avec Kevin Martin."}
    shown = client.post(url(scene, "refuse_request", 1), data)
    assert "ressemblent à une personne" in text_of(shown)
    assert SourceRequest.objects.get().state == "expected"
    mark = shown.context["form"]["weighed"].value()
    client.post(url(scene, "refuse_request", 1), data | {"weighed": mark})
    assert SourceRequest.objects.get().state == "refused"


@pytest.mark.parametrize(
    "content", [b"\x00", b"PK\x03\x04 rien", b"a;b\n1;2\n", b"%PDF-1.7", "é".encode("utf-16")]
)
def test_a_bad_file_is_told_on_the_form(client, scene, content):
    ask(scene)
    signed_in(client, scene.holder)
    shown = client.post(url(scene, "answer", 1), upload(content=content))
    assert shown.status_code == 200
    assert "Rien n'a été enregistré" in text_of(shown)
    assert not Delivery.objects.exists()


def test_coded_answers_from_the_page(client, scene):
    signed_in(client, scene.runs)
    data = {
        "nonce": uuid.uuid4(), "instrument": "walk", "title": "Marche du soir", "place": "Château",
        "start": "2026-03-02", "public": "habitantes", "sample": 120, "sampling": "open",
    }  # fmt: skip
    assert client.post(url(scene, "new_line", "field"), data).status_code == 302
    client.post(url(scene, "new_line", "field"), data)
    file = SimpleUploadedFile("codes.csv", table(gather.CODED, "question;code;effectif"))
    shown = client.post(url(scene, "coding", 1), {"nonce": uuid.uuid4(), "file": file}, follow=True)
    assert "3 lignes à garder" in text_of(shown)
    client.post(url(scene, "delivery", Delivery.objects.get().pk))
    page = text_of(client.get(url(scene, "field", 1)))
    assert "40 %" in page
    assert "32 à 49 %" in page
    assert "volontaires" in page


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(("name", "who"), [("requests", "runs"), ("asked_of_us", "holder"), ("page", "runs")])
def test_the_number_of_queries_does_not_grow(client, scene, name, who):
    signed_in(client, getattr(scene, who))
    answer(scene, ask(scene), note="")
    gather.code(scene, gather.walk(scene))
    services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="priority",
                       values={"text": "P", "rank": 1, "findings": [finding(scene)]})  # fmt: skip
    before = _queries(client, url(scene, name))
    for _ in range(12):
        answer(scene, ask(scene), note="")
        gather.code(scene, gather.walk(scene))
        services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="priority",
                           values={"text": "P", "rank": 1, "findings": [finding(scene)]})  # fmt: skip
    assert _queries(client, url(scene, name)) == before
