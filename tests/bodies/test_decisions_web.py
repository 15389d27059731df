"""The pages of the record, of decisions and of commitments: who sees what, what a form keeps, its queries."""

import csv
import datetime
import io
import re
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maillage.bodies.models import AgendaItem, Commitment, Decision, Minutes, Questionnaire, TerritoryEvent
from maillage.bodies.services import commitments, decisions, questions
from maillage.bodies.vocabulary import MeetingState
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes
from tests.bodies.factories.decisions import DAY, decided, promise
from tests.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return scenes.plenary()


@pytest.fixture
def runs(client, scene):
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    return client


def url(scene, name, *args):
    return reverse(f"bodies:{name}", args=[scene.here.key, *args])


def text_of(answer):
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")
    return re.sub(r"&#x27;", "'", text)


def sign_in(client, scene, role, kind=None):
    institution = scene.who[kind] if kind else None
    row = factories.MembershipFactory(partnership=scene.here, role=role.value, institution=institution)
    client.force_login(row.user)
    return client


def take(scene, text="Un adulte accompagne les départs.", **change):
    return decisions.take_decision(
        actor=scene.actor, meeting=scene.meeting, draft=decided(text, **change), nonce=None
    )


def make(scene, kind="school", **change):
    return commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, draft=promise(scene.who[kind], **change), on=DAY,
        meeting=scene.meeting,
    )  # fmt: skip


def written(item, **change):
    data = {"outcome": "handled", "notes": "Le constat est lu.", "strategy": "none", "family": "none",
            "revision": item.revision, "weighed": ""}  # fmt: skip
    return data | change


def deciding(**change):
    return {
        "text": "Un adulte accompagne les départs.",
        "mode": "consensus",
        "nonce": str(uuid.uuid4()),
    } | change


def promising(scene, **change):
    return {
        "institution": scene.who["school"].pk,
        "deliverable": "tenir la présence à l'arrêt",
        "quantity": "4 soirs par semaine",
        "due_on": "2026-12-01",
        "nonce": str(uuid.uuid4()),
    } | change


def test_an_empty_record_teaches_the_next_step(runs, scene):
    text = text_of(runs.get(url(scene, "record", scene.meeting.pk)))
    assert "Aucune décision n'est inscrite" in text and "Aucun engagement n'est pris" in text
    assert "Soumettre à l'approbation" in text and "Sujet 1" in text


def test_from_the_items_to_the_approved_minutes(runs, scene):
    for n, item in enumerate(scene.items):
        page = url(scene, "record_item", scene.meeting.pk, item.pk)
        answer = runs.post(page, written(item, next="1"))
        following = url(scene, "record_item", scene.meeting.pk, scene.items[n + 1].pk) if n < 2 else None
        assert answer.url == (following or url(scene, "record", scene.meeting.pk))
    runs.post(url(scene, "add_decision", scene.meeting.pk),
              deciding(item=scene.items[0].pk, bound=[scene.who["landlord"].pk]))  # fmt: skip
    row = Decision.objects.get()
    page = text_of(runs.get(url(scene, "decision", row.pk)))
    assert "décidé sans" in page and "Bailleur Essai" in page
    runs.post(
        url(scene, "dissent", row.pk),
        {"institution": scene.who["school"].pk, "words": "L'effectif manque.", "revision": 0},
    )
    runs.post(url(scene, "add_commitment") + f"?decision={row.pk}", promising(scene))
    assert Commitment.objects.get().decision == row
    text = text_of(runs.post(url(scene, "submit_minutes", scene.meeting.pk), follow=True))
    assert "soumis aux membres" in text and "Projet, version 1" in text and "L'effectif manque." in text
    on = Minutes.objects.get().submitted_at.date() + datetime.timedelta(days=1)
    text = text_of(
        runs.post(
            url(scene, "approve_minutes", scene.meeting.pk), {"on": on.isoformat(), "version": 1}, follow=True
        )
    )
    assert "il ne se modifie plus" in text and "Inscrire une décision" not in text
    said = {"words": "L'heure est 17 h 30.", "nonce": str(uuid.uuid4())}
    text = text_of(runs.post(url(scene, "remark_minutes", scene.meeting.pk), said, follow=True))
    assert "L'heure est 17 h 30." in text


def test_only_the_version_that_was_read_is_approved(runs, scene):
    scene.meeting.items.update(outcome="handled")
    runs.post(url(scene, "submit_minutes", scene.meeting.pk))
    page = runs.get(url(scene, "approve_minutes", scene.meeting.pk))
    assert page.context["form"]["version"].value() == 1
    scene.meeting.items.update(notes="Un mot de plus.")
    runs.post(url(scene, "submit_minutes", scene.meeting.pk))
    on = Minutes.objects.latest("pk").submitted_at.date() + datetime.timedelta(days=1)
    said = {"on": on.isoformat(), "version": 1}
    page = runs.post(url(scene, "approve_minutes", scene.meeting.pk), said)
    assert "La version 2 a été soumise depuis" in text_of(page)
    assert not Minutes.objects.filter(approved_on__isnull=False).exists()


def test_two_people_on_the_same_notes_keep_both_texts(runs, scene):
    item = scene.items[0]
    page = url(scene, "record_item", scene.meeting.pk, item.pk)
    runs.post(page, written(item, notes="Première main."))
    answer = runs.post(page, written(item, notes="Seconde main."))
    text = text_of(answer)
    assert "modifiée pendant votre saisie" in text and "Seconde main." in text
    assert "Ce qui est enregistré à présent" in text and "Première main." in text
    again = written(item, notes="Les deux mains.", revision=answer.context["form"].data["revision"])
    assert runs.post(page, again).status_code == 302
    assert AgendaItem.objects.get(pk=item.pk).notes == "Les deux mains."


def test_what_looks_like_a_person_is_shown_once_then_kept(runs, scene):
    item = scene.items[0]
    page = url(scene, "record_item", scene.meeting.pk, item.pk)
    typed = written(item, notes="Le jeune Enzo a été vu.")
    answer = runs.post(page, typed)
    assert "ressemblent à une personne" in text_of(answer) and AgendaItem.objects.get(pk=item.pk).notes == ""
    assert "Le jeune Enzo a été vu." in text_of(answer)
    runs.post(page, typed | {"weighed": answer.context["form"].data["weighed"]})
    assert AgendaItem.objects.get(pk=item.pk).notes == "Le jeune Enzo a été vu."


def test_a_vague_commitment_is_kept_with_a_remark(runs, scene):
    vague = promising(scene, deliverable="contribuer à la tranquillité", quantity="régulièrement")
    text = text_of(runs.post(url(scene, "add_commitment"), vague, follow=True))
    assert "L'engagement est inscrit." in text and "Par exemple" in text and "« régulièrement »" in text
    assert Commitment.objects.get().quantity == "régulièrement"


def test_sent_twice_makes_once(runs, scene):
    for name, data, model in (
        ("add_decision", deciding(), Decision), ("add_commitment", promising(scene), Commitment)
    ):  # fmt: skip
        page = url(scene, name, scene.meeting.pk) if name == "add_decision" else url(scene, name)
        for _ in range(2):
            assert runs.post(page, data).status_code == 302
        assert model.objects.count() == 1


def test_the_same_form_sent_twice_at_once_is_told_and_makes_once(runs, scene, monkeypatch):
    monkeypatch.setattr("maillage.bodies.services.gate.already", lambda model, nonce: None)  # not yet there
    said = {"on": "2026-02-03", "kind": "crisis", "title": "Nuits de juin", "nonce": str(uuid.uuid4())}
    address = url(scene, "add_trace", "evenements")
    assert runs.post(address, said).status_code == 302
    page = runs.post(address, said)
    assert page.status_code == 200 and "au même moment" in text_of(page)
    assert TerritoryEvent.objects.count() == 1


def test_a_faulty_form_keeps_what_was_typed(runs, scene):
    data = deciding(mode="vote", text="Gardez ces mots.")
    text = text_of(runs.post(url(scene, "add_decision", scene.meeting.pk), data))
    assert "Écrivez les voix pour" in text and "Gardez ces mots." in text and not Decision.objects.exists()


def test_decisions_are_corrected_reviewed_and_withdrawn(runs, scene):
    row = take(scene)
    runs.post(url(scene, "edit_decision", row.pk), {"text": "Deux adultes.", "mode": "chair", "revision": 0,
                                                    "review_on": "2026-06-01"})  # fmt: skip
    assert "Deux adultes." in text_of(runs.get(url(scene, "decisions") + "?revue=1"))
    runs.post(
        url(scene, "review_decision", row.pk), {"on": "2026-06-02", "outcome": "Appliquée.", "revision": 1}
    )
    assert "02/06/2026 : Appliquée." in text_of(runs.get(url(scene, "decision", row.pk)))
    runs.post(url(scene, "withdraw_decision", row.pk), {"reason": "doublon", "revision": 2})
    text = text_of(runs.get(url(scene, "decision", row.pk)))
    assert "Décision retirée le" in text and "doublon" in text


def test_a_commitment_lives_from_its_page(runs, scene):
    row = make(scene, quantity="")
    assert "gagnerait à être précisé" in text_of(runs.get(url(scene, "commitment", row.pk)))
    said = promising(scene, quantity="4 soirs par semaine", revision=0)
    runs.post(url(scene, "reword", row.pk), said)
    scene.meeting.state = MeetingState.APPROVED.value
    scene.meeting.save()
    changed = {"deliverable": row.deliverable, "quantity": "2 soirs par semaine", "due_on": "2026-12-01",
               "reason": "effectif", "revision": 1}  # fmt: skip
    text = text_of(runs.post(url(scene, "renegotiate", row.pk), changed, follow=True))
    assert "4 soirs par semaine → 2 soirs par semaine" in text and "effectif" in text
    person = invented.PersonFactory(partnership=scene.here)
    runs.post(url(scene, "carrier", row.pk), {"person": person.pk, "revision": 2})
    assert Commitment.objects.get().person == person
    done = {"state": "delivered", "on": "2026-03-01", "evidence": "Relevé du 1er mars.", "revision": 3}
    assert "Relevé du 1er mars." in text_of(runs.post(url(scene, "commitment", row.pk), done, follow=True))
    other = make_by_itself(scene)
    runs.post(url(scene, "withdraw_commitment", other.pk), {"reason": "sans objet", "revision": 0})
    assert "sans objet" in text_of(runs.get(url(scene, "commitment", other.pk)))


def make_by_itself(scene, kind="town"):
    return commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, draft=promise(scene.who[kind]), on=DAY
    )


def test_a_partners_page_says_what_is_owed_asked_and_promised(client, scene):
    sign_in(client, scene, Role.PARTNER, "school")
    assert "Rien n'est dû" in text_of(client.get(url(scene, "mine")))
    make(scene, deliverable="prévenir des sorties décalées")
    make(scene, "town", deliverable="remettre six lampes", towards=scene.who["school"])
    make(scene, "landlord", deliverable="une affaire d'autrui")
    scene.meeting.starts_at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2)
    scene.meeting.save()
    text = text_of(client.get(url(scene, "mine")))
    for words in ("prévenir des sorties décalées", "remettre six lampes", "Cinq questions sur la plénière"):
        assert words in text, words
    assert "une affaire d'autrui" not in text
    text = text_of(client.post(url(scene, "add_commitment"), promising(scene), follow=True))
    assert "L'engagement est inscrit." in text
    other = client.post(url(scene, "add_commitment"), promising(scene, institution=scene.who["town"].pk))
    assert other.status_code == 200 and Commitment.objects.count() == 4


def test_a_partner_reports_its_own_and_not_anothers(client, scene):
    own, other = make(scene), make(scene, "town")
    sign_in(client, scene, Role.PARTNER, "school")
    done = {"state": "delivered", "on": "2026-03-01", "evidence": "Relevé.", "revision": 0}
    assert "C'est noté" in text_of(client.post(url(scene, "commitment", own.pk), done, follow=True))
    assert client.post(url(scene, "commitment", other.pk), done).status_code == 404
    assert client.get(url(scene, "commitment", other.pk)).status_code == 200


def test_what_is_restricted_is_not_there_for_others(client, scene):
    secret = take(scene, "Secret des membres.", restricted=True)
    promised = make(scene, restricted=True, deliverable="secret promis")
    item = scene.items[0]
    item.restricted, item.title = True, "Point gardé"
    item.save()
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    row = factories.MembershipFactory(partnership=scene.here, role="partner", institution=stranger)
    client.force_login(row.user)
    for page in ("record", "decisions"):
        text = text_of(
            client.get(url(scene, page, scene.meeting.pk) if page == "record" else url(scene, page))
        )
        assert not any(words in text for words in ("Secret", "secret promis", "Point gardé"))
    assert client.get(url(scene, "decision", secret.pk)).status_code == 404
    assert client.get(url(scene, "commitment", promised.pk)).status_code == 404
    sign_in(client, scene, Role.PARTNER, "town")
    assert "Secret des membres." in text_of(client.get(url(scene, "record", scene.meeting.pk)))


def test_the_work_of_a_reserved_body_is_closed_to_others(client, scene):
    scene.body.restricted = True
    scene.body.save()
    row = take(scene)
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    client.force_login(
        factories.MembershipFactory(partnership=scene.here, role="partner", institution=stranger).user
    )
    assert client.get(url(scene, "record", scene.meeting.pk)).status_code == 404
    assert client.get(url(scene, "decision", row.pk)).status_code == 404
    assert "accompagne" not in text_of(client.get(url(scene, "decisions")))


def test_another_partnerships_rows_do_not_exist(runs, scene):
    other = scenes.plenary(partnership=factories.PartnershipFactory(place="44109"))
    decision, promised = take(other), make(other)
    for name, args in (
        ("record", [other.meeting.pk]), ("record_item", [scene.meeting.pk, other.items[0].pk]),
        ("decision", [decision.pk]), ("edit_decision", [decision.pk]), ("commitment", [promised.pk]),
        ("renegotiate", [promised.pk]), ("questions", [other.meeting.pk]),
        ("approve_minutes", [other.meeting.pk]),
    ):  # fmt: skip
        assert runs.get(url(scene, name, *args)).status_code == 404, name


COORDINATOR_ONLY = ("add_decision", "record_item", "approve_minutes", "minutes_waiting", "reword", "carrier",
                    "renegotiate", "withdraw_commitment", "edit_decision", "withdraw_decision",
                    "review_decision",
                    "declare_departure")  # fmt: skip


@pytest.mark.parametrize("role", [Role.PARTNER, Role.MAYOR, Role.PREFECTURE, Role.FIRST_LINE, Role.DPO])
def test_the_forms_of_the_coordinator_are_closed(client, scene, role):
    decision, promised = take(scene), make(scene)
    sign_in(client, scene, role)
    ids = {"add_decision": [scene.meeting.pk], "record_item": [scene.meeting.pk, scene.items[0].pk],
           "approve_minutes": [scene.meeting.pk]}  # fmt: skip
    for name in COORDINATOR_ONLY:
        args = ids.get(name) or ([] if name in ("minutes_waiting", "declare_departure")
                                 else [decision.pk if "decision" in name else promised.pk])  # fmt: skip
        assert client.get(url(scene, name, *args)).status_code == 403, name


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.DPO, Role.ADMINISTRATOR])
def test_no_name_and_no_work_for_who_has_no_part(client, scene, role):
    sign_in(client, scene, role)
    for name, args in (("record", [scene.meeting.pk]), ("mine", []), ("commitments", []), ("handovers", [])):
        assert client.get(url(scene, name, *args)).status_code == 403, name


def test_the_mayor_reads_every_commitment(client, scene):
    make(scene)
    sign_in(client, scene, Role.MAYOR)
    text = text_of(client.get(url(scene, "commitments")))
    assert "tenir la présence" in text and "Prendre un engagement" not in text


def test_the_list_is_filtered_and_exported_without_any_name(runs, scene):
    person = invented.PersonFactory(partnership=scene.here, name="Ana Fictive")
    make(scene, person=person, due_on=datetime.date(2026, 2, 10), deliverable="=ACTE(1)")
    make(scene, "town", restricted=True, deliverable="secret promis", quantity="treize")
    late = text_of(runs.get(url(scene, "commitments") + "?etat=retard"))
    assert "jours de retard" in late or "Aucun engagement ici" in late
    named = url(scene, "commitments") + f"?institution={scene.who['town'].pk}&etat=tous"
    assert "secret promis" in text_of(runs.get(named)) and "=ACTE" not in text_of(runs.get(named))
    sheet = runs.get(url(scene, "commitments_file", "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    assert {row[2] for row in rows[1:]} == {"'=ACTE(1)", "engagement pris en séance restreinte"}
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(runs.get(url(scene, "commitments_file", "xlsx")).content)
    )
    cells = [str(cell) for row in book.get_sheet_by_name("Engagements").to_python() for cell in row]
    text = " ".join(cells + [cell for row in rows for cell in row])
    assert "=ACTE(1)" in cells
    assert not any(words in text for words in ("Ana Fictive", "secret", "treize"))
    assert runs.get(url(scene, "commitments_file", "pdf")).status_code == 404


def download(scene, number, version, file_format):
    return url(scene, "minutes_file", scene.meeting.pk, number, version, file_format)


def test_each_version_of_the_minutes_has_its_readers(client, scene):
    sign_in(client, scene, Role.COORDINATOR)
    AgendaItem.objects.update(outcome="handled")
    client.post(url(scene, "submit_minutes", scene.meeting.pk))
    for number, version, file_format in (
        (0, "restreint", "pdf"),
        (1, "public", "docx"),
        (1, "restreint", "docx"),
    ):
        answer = client.get(download(scene, number, version, file_format))
        assert answer.status_code == 200 and len(answer.content) > 5000
        assert version in answer["Content-Disposition"]
    for number, version, file_format in ((2, "public", "pdf"), (1, "autre", "pdf"), (1, "public", "odt")):
        assert client.get(download(scene, number, version, file_format)).status_code == 404
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    client.force_login(
        factories.MembershipFactory(partnership=scene.here, role="partner", institution=stranger).user
    )
    codes = [client.get(download(scene, n, v, "pdf")).status_code for n, v in
             ((1, "public"), (1, "restreint"), (0, "public"))]  # fmt: skip
    assert codes == [200, 404, 404]


def test_remarks_on_minutes_are_for_those_who_sit(runs, scene):
    scene.meeting.items.update(outcome="handled")
    runs.post(url(scene, "submit_minutes", scene.meeting.pk))
    said = {"words": "Le point réservé est inexact.", "nonce": str(uuid.uuid4())}
    runs.post(url(scene, "remark_minutes", scene.meeting.pk), said)
    elsewhere = invented.InstitutionFactory(partnership=scene.here)
    for institution, told in ((scene.who["school"], True), (elsewhere, False)):
        runs.force_login(invented.speaks_for(institution)[0])
        text = text_of(runs.get(url(scene, "record", scene.meeting.pk)))
        assert ("Le point réservé est inexact." in text) is told


def test_a_signed_link_answers_once_without_login(client, scene):
    link = reverse("links:questions", args=[questions.token(scene.meeting, scene.who["school"])])
    assert "Une minute, au nom de" in text_of(client.get(link))
    assert "au moins à une question" in text_of(client.post(link, {}))
    assert "votre réponse est comptée" in text_of(client.post(link, {"useful": "4", "clear": "5"}))
    again = text_of(client.post(link, {"useful": "1"}))
    assert "a déjà répondu" in again and Questionnaire.objects.get().useful == 4


def test_a_forged_or_old_link_is_said_clearly(client, scene, time_machine):
    time_machine.move_to("2026-02-05T10:00:00Z")
    link = reverse("links:questions", args=[questions.token(scene.meeting, scene.who["school"])])
    answer = client.get(link[:-3] + "zz/")
    assert answer.status_code == 410 and "incomplet ou modifié" in text_of(answer)
    time_machine.move_to("2026-03-20T10:00:00Z")
    answer = client.post(link, {"useful": "4"})
    assert answer.status_code == 410 and "plus de 30 jours" in text_of(answer)
    assert not Questionnaire.objects.exists()


def test_the_questions_are_counted_on_their_page(runs, scene):
    page = url(scene, "questions", scene.meeting.pk)
    text = text_of(runs.get(page))
    assert "Moins de 5 institutions" in text and "aucune étude ne les a validées" in text
    for kind in ("town", "prefecture", "national_police", "school", "street_work"):
        runs.post(
            reverse("links:questions", args=[questions.token(scene.meeting, scene.who[kind])]),
            {"useful": "5"},
        )
    assert "Nombre d'institutions par réponse" in text_of(runs.get(page))


def test_pages_keep_their_number_of_queries(client, scene):
    sign_in(client, scene, Role.COORDINATOR, "school")
    pages = [url(scene, "record", scene.meeting.pk), url(scene, "decisions"), url(scene, "commitments"),
             url(scene, "mine"), url(scene, "handovers"), url(scene, "minutes_waiting")]  # fmt: skip
    person = scene.people["school"]
    for count in (3, 30):
        for n in range(count):
            row = take(scene, f"Décision {count} {n}", bound=list(scene.who.values()))
            make(scene, person=person, towards=scene.who["town"])
            make(scene, "town", towards=scene.who["school"])
            scenes.ItemFactory(meeting=scene.meeting, number=100 * count + n)
            decisions.keep_dissent(
                actor=scene.actor, decision=row, seen=0, institution=scene.who["school"], words="Non."
            )
            invented.MeetingFactory(
                body=scene.body, starts_at=scenes.START - datetime.timedelta(days=n + count)
            )
        if count == 3:
            queries(client, pages[0])  # what is read once per process
            before = {page: queries(client, page) for page in pages}
    assert {page: queries(client, page) for page in pages} == before
