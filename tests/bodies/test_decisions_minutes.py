"""Minutes: what each version says, submission, remarks, approval, and the database that refuses to change."""

import datetime
import hashlib
import io
import json
import uuid

import docx
import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from maillage.audit.models import Entry
from maillage.bodies.documents import minutes as documents
from maillage.bodies.models import AgendaItem, Meeting, Minutes, MinutesRemark
from maillage.bodies.rules import minutes as rules
from maillage.bodies.selectors import minutes as selectors
from maillage.bodies.services import commitments, decisions, record
from maillage.bodies.services import minutes as services
from maillage.bodies.vocabulary import CommitmentState, DecisionMode, ItemOutcome, MeetingState
from maillage.kernel import BadInput, Refused
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes
from tests.bodies.factories.decisions import AFTER, DAY, decided, promise

pytestmark = pytest.mark.django_db


def fresh(scene):
    return Meeting.objects.select_related("body__partnership", "event").get(pk=scene.meeting.pk)


@pytest.fixture
def scene():
    """Three items recorded: an open one with a dissent, a restricted one, one handled."""
    scene = scenes.plenary(quorum=4)
    named = [scene.who[kind] for kind in ("town", "landlord")]
    for item, change in zip(
        scene.items,
        (
            {"notes": "Le constat est lu.\n\nLe trajet est discuté.", "spoke": [scene.who["town"]]},
            {"notes": "Secret des membres.", "restricted": True},
            {"notes": ""},
        ),
        strict=True,
    ):
        draft = record.ItemRecord(ItemOutcome.HANDLED, **change)
        record.record_item(actor=scene.actor, item=item, seen=0, draft=draft)
    items = [AgendaItem.objects.get(pk=row.pk) for row in scene.items]
    for item, text, more in (
        (
            items[0],
            "Un adulte accompagne les départs.",
            {"bound": named, "review_on": datetime.date(2026, 9, 1)},
        ),
        (items[1], "Décision gardée entre membres.", {"mode": DecisionMode.VOTE, "votes": (4, 1, 0)}),
    ):
        row = decisions.take_decision(
            actor=scene.actor, meeting=scene.meeting, nonce=None, draft=decided(text, item=item, **more)
        )
        commitments.make_commitment(
            actor=scene.actor, partnership=scene.here, decision=row, on=DAY,
            draft=promise(scene.who["school"], deliverable=f"suite de : {text}"),
        )  # fmt: skip
    first = scene.meeting.decisions.get(number=1)
    decisions.keep_dissent(
        actor=scene.actor, decision=first, seen=0, institution=scene.who["school"], words="L'effectif manque."
    )
    return scene


def content(scene):
    return selectors.record(meeting=fresh(scene), on=DAY, secretary="Maud Fictive")


def said(blocks):
    return json.dumps([block.__dict__ for block in blocks], ensure_ascii=False)


def submit(scene, now=AFTER):
    return services.submit_minutes(actor=scene.actor, meeting=fresh(scene), now=now)


def later(scene, days=60):
    return invented.MeetingFactory(body=scene.body, starts_at=scenes.START + datetime.timedelta(days=days))


def test_the_members_version_says_all_that_was_recorded(scene):
    text = said(rules.blocks(content(scene)))
    for words in (
        "Convocation du 19\xa0janvier 2026, 15\xa0jours avant", "Quorum de 4 membres : atteint (5 voix",
        "5 sièges représentés sur 6", "Le trajet est discuté.", "Sont intervenus : Ville d'Essai.",
        "Lie : Bailleur Essai et Ville d'Essai.", "Prise en l'absence de : Bailleur Essai.",
        "« L'effectif manque. »", "Vote : 4 pour, 1 contre, 0 abstention.", "Secret des membres.",
        "À revoir le 1er\xa0septembre 2026.", "Engagements pris en séance", "Secrétariat : Maud Fictive.",
        "CSI",
    ):  # fmt: skip
        assert words in text, words


def test_the_public_version_leaves_out_what_is_restricted_and_every_name(scene):
    record.set_position(
        actor=scene.actor, item=AgendaItem.objects.get(pk=scene.items[0].pk), seen=2,
        institution=scene.who["prefecture"], position="Réserve du préfet.",
    )  # fmt: skip
    whole = content(scene)
    text = said(rules.blocks(rules.public(whole)))
    assert "Réserve du préfet." in said(rules.blocks(whole))
    for words in ("Secret des membres.", "Décision gardée", "Réserve du préfet.", "Sujet 2", "Maud Fictive"):
        assert words not in text, words
    assert not any(person.name in text for person in scene.people.values())
    assert "Un point réservé aux membres n'est pas reproduit." in text
    assert "Les engagements pris en séance réservée ne sont pas reproduits." in text
    assert "Un adulte accompagne les départs." in text


def test_commitments_due_since_last_time_are_read_again(scene):
    before = invented.MeetingFactory(body=scene.body, starts_at=scenes.START - datetime.timedelta(days=60))
    for due, state, words in (
        (datetime.date(2026, 1, 15), "delivered", "échu et tenu"),
        (datetime.date(2025, 10, 1), "open", "échu avant, attendu"),
        (datetime.date(2025, 10, 1), "delivered", "ancien et tenu"),
        (datetime.date(2026, 5, 1), "open", "pas encore échu"),
    ):
        scenes.CommitmentFactory(
            institution=scene.who["town"], meeting=before, due_on=due, made_on=datetime.date(2025, 9, 1),
            state=state, deliverable=words,
        )  # fmt: skip
    assert [row["deliverable"] for row in content(scene)["due"]] == ["échu avant, attendu", "échu et tenu"]


def test_a_withdrawn_decision_is_not_in_the_minutes(scene):
    row = scene.meeting.decisions.get(number=2)
    decisions.withdraw_decision(actor=scene.actor, decision=row, seen=row.revision, on=DAY, reason="doublon")
    assert [one["number"] for one in content(scene)["decisions"]] == [1]


def test_a_version_is_hashed_and_the_same_record_gives_the_same(scene):
    first, again = submit(scene), submit(scene)
    assert first.pk == again.pk and Meeting.objects.get(pk=scene.meeting.pk).state == "submitted"
    assert first.digest == hashlib.sha256(first.body.encode()).hexdigest()
    assert json.loads(first.body)["body"] == "Conseil d'essai"
    item = AgendaItem.objects.get(pk=scene.items[2].pk)
    record.record_item(
        actor=scene.actor, item=item, seen=item.revision,
        draft=record.ItemRecord(ItemOutcome.HANDLED, "Un mot de plus."),
    )  # fmt: skip
    assert services.has_moved(first) and submit(scene).number == 2


def test_nothing_enters_a_record_approved_since_the_page_was_opened(scene):
    version, stale = submit(scene), fresh(scene)
    item = AgendaItem.objects.select_related("meeting__body__partnership").get(pk=scene.items[2].pk)
    services.approve_minutes(actor=scene.actor, minutes=version, on=datetime.date(2026, 4, 4))
    late = (
        lambda: services.submit_minutes(actor=scene.actor, meeting=stale, now=AFTER),
        lambda: decisions.take_decision(actor=scene.actor, meeting=stale, draft=decided(), nonce=None),
        lambda: record.record_item(
            actor=scene.actor, item=item, seen=item.revision, draft=record.ItemRecord(ItemOutcome.WITHDRAWN)
        ),
        lambda: commitments.make_commitment(
            actor=scene.actor, partnership=scene.here, draft=promise(scene.who["town"]), on=DAY,
            meeting=stale,
        ),
    )  # fmt: skip
    for act in late:
        with pytest.raises(BadInput, match="approuvé"):
            act()
    assert fresh(scene).state == MeetingState.APPROVED.value and Minutes.objects.count() == 1


def test_an_item_without_outcome_keeps_the_minutes_from_leaving(scene):
    scenes.ItemFactory(meeting=scene.meeting, number=9, title="Oublié")
    with pytest.raises(BadInput, match="Oublié"):
        submit(scene)


def test_approval_at_the_next_meeting_freezes(scene):
    kept, meeting = submit(scene), later(scene)
    on = datetime.date(2026, 4, 4)
    done = services.approve_minutes(actor=scene.actor, minutes=kept, on=on, at=meeting)
    assert done.approved_at_id == meeting.pk and fresh(scene).state == MeetingState.APPROVED.value
    assert services.approve_minutes(actor=scene.actor, minutes=done, on=on).pk == done.pk
    assert Entry.objects.filter(act="compte rendu approuvé").count() == 1
    with pytest.raises(BadInput, match="remarque datée"):
        submit(scene)


@pytest.mark.parametrize(
    "change", [{"body": "{}"}, {"digest": "0" * 64}, {"approved_on": None}, {"remarks": "x"}]
)
def test_the_database_refuses_to_change_an_approved_version(scene, change):
    kept = services.approve_minutes(actor=scene.actor, minutes=submit(scene), on=datetime.date(2026, 4, 4))
    with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
        Minutes.objects.filter(pk=kept.pk).update(**change)
    refused = pytest.raises(DatabaseError, match="ne se modifie pas")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bodies_minutes WHERE id = %s", [kept.pk])


def test_the_database_refuses_to_change_the_words_of_a_submitted_version(scene):
    kept = submit(scene)
    with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
        Minutes.objects.filter(pk=kept.pk).update(body="{}")
    Minutes.objects.filter(pk=kept.pk).update(remarks="peut encore changer")


def test_an_outdated_version_is_not_approved(scene):
    kept = submit(scene)
    item = AgendaItem.objects.get(pk=scene.items[2].pk)
    draft = record.ItemRecord(ItemOutcome.HANDLED, "Autre chose.")
    record.record_item(actor=scene.actor, item=item, seen=item.revision, draft=draft)
    with pytest.raises(BadInput, match="a changé"):
        services.approve_minutes(actor=scene.actor, minutes=kept, on=datetime.date(2026, 4, 4))
    submit(scene)
    with pytest.raises(BadInput, match="version 2"):
        services.approve_minutes(actor=scene.actor, minutes=kept, on=datetime.date(2026, 4, 4))


def test_a_promise_kept_meanwhile_does_not_outdate_a_version(scene):
    kept = submit(scene)
    row = scene.meeting.commitments.order_by("pk").first()
    commitments.report(
        actor=scene.actor, commitment=row, seen=row.revision, state=CommitmentState.DELIVERED, on=DAY,
        evidence="Envoi.",
    )  # fmt: skip
    assert not services.has_moved(kept)


def test_approval_needs_a_later_meeting_that_took_place(scene):
    kept, on = submit(scene), datetime.date(2026, 4, 4)
    elsewhere = invented.MeetingFactory(body=invented.BodyFactory(partnership=scene.here))
    with pytest.raises(BadInput, match="même instance"):
        services.approve_minutes(actor=scene.actor, minutes=kept, on=on, at=elsewhere)
    with pytest.raises(BadInput, match="pas encore eu lieu"):
        services.approve_minutes(actor=scene.actor, minutes=kept, on=on, at=later(scene, 90))
    with pytest.raises(BadInput, match="précède la version"):
        services.approve_minutes(actor=scene.actor, minutes=kept, on=DAY)


def test_remarks_are_dated_and_stay_possible_after_approval(scene):
    kept = services.approve_minutes(actor=scene.actor, minutes=submit(scene), on=datetime.date(2026, 4, 4))
    _user, partner = invented.speaks_for(scene.who["school"])
    nonce = uuid.uuid4()
    for _ in range(2):
        services.remark_minutes(
            actor=partner, minutes=kept, institution=scene.who["school"], words="L'heure est 17 h 30.",
            on=datetime.date(2026, 4, 9), nonce=nonce,
        )  # fmt: skip
    assert MinutesRemark.objects.get().on == datetime.date(2026, 4, 9)
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    _user, outsider = invented.speaks_for(stranger)
    with pytest.raises(Refused, match="ne siège pas"):
        services.remark_minutes(
            actor=outsider, minutes=kept, institution=stranger, words="Non.", on=DAY, nonce=None
        )


def test_what_waits_is_counted_in_days(scene):
    on = datetime.date(2026, 2, 13)
    assert [(row.submitted_on, row.days) for row in selectors.waiting(partnership=scene.here, on=on)] == [
        (None, 10)
    ]
    submit(scene)
    assert [row.days for row in selectors.waiting(partnership=scene.here, on=on)] == [8]
    services.approve_minutes(actor=scene.actor, minutes=fresh(scene).minutes.get(), on=on)
    assert selectors.waiting(partnership=scene.here, on=on) == []


def test_the_documents_say_the_same_in_pdf_and_docx(scene):
    whole = content(scene)
    remarks = [(DAY, "Collège Essai", "L'heure est 17 h 30.")]
    pdf = documents.render(whole, "Projet", remarks, "pdf", public=False)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == "fr-FR"
    paper = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    word = docx.Document(io.BytesIO(documents.render(whole, "Projet", remarks, "docx", public=False)))
    written = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for words in ("Décision 1. Un adulte accompagne les départs.", "Approbation", "Remarques jointes"):
        assert words in paper and words in written, words
    dissent = next(row for row in word.paragraphs if "effectif manque" in row.text)
    assert dissent.style.name == "Désaccord"
    with pytest.raises(BadInput, match="n'existe pas"):
        documents.render(whole, "Projet", [], "odt", public=False)


def test_the_public_document_bears_no_name(scene):
    whole = documents.render(rules.public(content(scene)), "Projet", [], "docx", public=True)
    word = docx.Document(io.BytesIO(whole))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])
    assert not any(person.name in text for person in scene.people.values())
    assert "ne se diffuse pas" not in text


def test_a_frozen_version_bears_its_digest(scene):
    word = docx.Document(
        io.BytesIO(documents.render(content(scene), "Projet", [], "docx", public=True, digest="0f" * 32))
    )
    assert any("0f" * 32 in paragraph.text for paragraph in word.paragraphs)
