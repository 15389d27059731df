"""The pages of meetings to come: what a reader sees, a form keeps, a link does; their queries."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.bodies.models import AgendaItem, Convocation, Meeting, SeatHolder, Series
from maillage.bodies.services import agenda, convocations, letters, meetings
from maillage.bodies.vocabulary import Answer, MeetingState
from maillage.institutions.models import Letter
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import meetings as scenes
from tests.bodies.factories.decisions import ItemFactory
from tests.bodies.factories.meetings import item, slot

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-10-20T09:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def scene():
    return scenes.prepared()


@pytest.fixture
def runs(client, scene):
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    return client


def url(scene, name, *args):
    return reverse(f"bodies:{name}", args=[scene.here.key, *args])


def text_of(answer):
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")
    return re.sub(r"&#x27;", "'", text)


def sign_in(client, scene, kind, role=Role.PARTNER):
    row = factories.MembershipFactory(
        partnership=scene.here, role=role.value, institution=scene.who[kind] if kind else None
    )
    client.force_login(row.user)
    return client


def convened(scene):
    convocations.convene(
        actor=scene.actor, meeting=scene.meeting, seen=scene.meeting.revision, now=scenes.NOW
    )
    scene.meeting.refresh_from_db()
    return Convocation.objects.get(meeting=scene.meeting, seat=scene.seats["town"])


def planning(scene, **change):
    return {
        "body": scene.body.pk, "day": "2026-12-03", "at": "14:30", "minutes": "90", "location": "mairie",
        "formation": "plenary", "subject": "", "asked_by_right": "", "weighed": "",
        "nonce": str(uuid.uuid4()),
    } | change  # fmt: skip


def test_empty_pages_teach_the_next_step(client):
    scene = scenes.council()
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    assert "Aucune réunion n'est encore prévue" in text_of(client.get(url(scene, "meetings")))
    scene.meeting = scenes.plan(scene)
    text = text_of(client.get(url(scene, "prepare", scene.meeting.pk)))
    assert "L'ordre du jour est vide" in text and "jusqu'au 28 octobre 2026" in text


def test_a_meeting_is_planned_once_at_the_hour_of_the_place(client):
    scene = scenes.council(place="97411")
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    data = planning(scene)
    for _ in range(2):
        answer = client.post(url(scene, "plan_meeting"), data)
        assert answer.url == url(scene, "prepare", Meeting.objects.get().pk)
    row = Meeting.objects.get()
    assert row.starts_at == datetime.datetime(2026, 12, 3, 10, 30, tzinfo=datetime.UTC)
    assert "14 h 30" in text_of(client.get(url(scene, "prepare", row.pk)))
    assert timezone.get_current_timezone_name() == "Europe/Paris"  # the next request has its own clock


def test_what_looks_like_a_person_is_shown_before_it_is_kept(runs, scene):
    page = url(scene, "add_item", scene.meeting.pk)
    data = {"title": "Situation de Kevin Martin", "kind": "discussion", "family": "none",
            "nonce": str(uuid.uuid4()), "weighed": ""}  # fmt: skip
    answer = runs.post(page, data)
    assert "ressemblent à une personne" in text_of(answer) and not AgendaItem.objects.exists()
    again = data | {"weighed": answer.context["form"].data["weighed"]}
    assert runs.post(page, again).status_code == 302 and AgendaItem.objects.count() == 1
    answer = runs.post(url(scene, "plan_meeting"), planning(scene, subject="Le cas de Mme Martin"))
    assert "ressemblent à une personne" in text_of(answer) and Meeting.objects.count() == 1


def test_two_people_on_the_same_meeting_keep_both_texts(runs, scene):
    page = url(scene, "edit_meeting", scene.meeting.pk)
    data = {"formation": "plenary", "subject": "Première main", "asked_by_right": "", "revision": 0,
            "weighed": ""}  # fmt: skip
    assert runs.post(page, data).status_code == 302
    answer = runs.post(page, data | {"subject": "Seconde main"})
    text = text_of(answer)
    assert "modifiée pendant votre saisie" in text and "Première main" in text and "Seconde main" in text
    again = data | {"subject": "Les deux", "revision": answer.context["form"].data["revision"]}
    assert runs.post(page, again).status_code == 302 and Meeting.objects.get().subject == "Les deux"


def test_two_people_on_the_same_item_keep_both_texts(runs, scene):
    row = agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item())
    page = url(scene, "edit_item", scene.meeting.pk, row.pk)
    data = {"title": "Première main", "kind": "decision", "family": "none", "revision": 0, "weighed": ""}
    runs.post(page, data)
    text = text_of(runs.post(page, data | {"title": "Seconde main"}))
    assert "modifiée pendant votre saisie" in text and "Seconde main" in text
    assert AgendaItem.objects.get().title == "Première main"


def test_from_the_preview_to_the_convocations_sent_once(runs, scene):
    page = url(scene, "convene", scene.meeting.pk)
    text = text_of(runs.get(page))
    assert "4 messages vont partir" in text and "sur papier" in text and "siège vacant" in text
    assert "Convoquer malgré ce délai" not in text
    for _ in range(2):
        assert runs.post(page, {"revision": 0}).url == url(scene, "prepare", scene.meeting.pk)
    assert Letter.objects.count() == 4
    text = text_of(runs.get(url(scene, "prepare", scene.meeting.pk)))
    assert "Présents : 0" in text and "5 sièges convoqués, 5 sans réponse" in text
    assert "rien n'est envoyé deux fois" in text_of(runs.post(page, {"revision": 0}, follow=True))


def test_a_late_convening_asks_to_be_said(runs, scene, clock):
    clock.move_to("2026-11-02T09:00:00Z", tick=False)
    runs.force_login(factories.MembershipFactory(partnership=scene.here).user)
    page = url(scene, "convene", scene.meeting.pk)
    assert "il manque 5 jours" in text_of(runs.get(page))
    text = text_of(runs.post(page, {"revision": 0}))
    assert "Cochez" in text and not Letter.objects.exists()
    assert runs.post(page, {"revision": 0, "late": "on"}).status_code == 302 and Letter.objects.count() == 4


def test_moving_and_cancelling_tell_who_was_convened(runs, scene):
    convened(scene)
    data = {"day": "2026-11-19", "at": "10:00", "minutes": "120", "location": "mairie", "revision": 1}
    text = text_of(runs.post(url(scene, "move_meeting", scene.meeting.pk), data, follow=True))
    assert "La réunion est déplacée. 4 messages sont prêts" in text and "19 novembre 2026" in text
    stale = text_of(runs.post(url(scene, "move_meeting", scene.meeting.pk), data | {"day": "2026-11-26"}))
    assert "modifiée pendant votre saisie" in stale
    data = {"reason": "salle fermée", "revision": 2, "weighed": ""}
    text = text_of(runs.post(url(scene, "cancel_meeting", scene.meeting.pk), data, follow=True))
    assert "La réunion est annulée. 4 messages" in text and "Motif : salle fermée" in text
    runs.post(url(scene, "reopen_meeting", scene.meeting.pk))
    assert Meeting.objects.get().state == MeetingState.DRAFT


def test_the_agenda_is_ordered_withdrawn_and_fed_from_before(runs, scene):
    before = invented.MeetingFactory(body=scene.body)
    left = ItemFactory(meeting=before, title="Éclairage", outcome="carried")
    rows = [agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item(t)) for t in ("Un", "Deux")]
    runs.post(url(scene, "place_item", scene.meeting.pk, rows[1].pk), {"to": 1})
    runs.post(url(scene, "withdraw_item", scene.meeting.pk, rows[0].pk))
    page = url(scene, "prepare", scene.meeting.pk)
    assert "Éclairage" in text_of(runs.get(page))
    for _ in range(2):
        runs.post(url(scene, "carry_forward", scene.meeting.pk, left.pk))
    assert scene.meeting.items.count() == 3
    titles = [row.title for row in runs.get(page).context["items"]]
    assert titles == ["Deux", "Éclairage", "Un"]
    assert runs.post(url(scene, "carry_forward", scene.meeting.pk, rows[0].pk)).status_code == 404


def test_a_series_is_looked_at_then_planned_once(runs, scene):
    page = url(scene, "plan_series")
    data = {"body": scene.body.pk, "formation": "group", "pace": "monthly", "first": "2027-01-14",
            "last": "2027-06-30", "at": "10:00", "minutes": "60", "location": "",
            "nonce": str(uuid.uuid4())}  # fmt: skip
    text = text_of(runs.post(page, data))
    assert "jeudi 14 janvier 2027" in text and not Series.objects.exists()
    kept = data | {"days": ["2027-01-14", "2027-02-11", "n'importe quoi"], "create": "1"}
    for _ in range(2):
        assert runs.post(page, kept).url == url(scene, "meetings_year", 2027)
    assert Meeting.objects.filter(series__isnull=False).count() == 2
    text = text_of(runs.post(page, data | {"create": "1", "nonce": str(uuid.uuid4())}))
    assert "Aucune date n'est cochée" in text and "jeudi 14 janvier 2027" in text


def test_the_year_is_held_against_the_reglement_and_the_law(runs, scene):
    scene.body.promised_per_year = 4
    scene.body.save()
    text = text_of(runs.get(url(scene, "meetings_year", 2026)))
    assert "3 réunions à prévoir" in text and "1 sur 1" in text and "Thursday" not in text
    calendar = runs.get(url(scene, "year_ics", 2026)).content.decode()
    assert calendar.count("BEGIN:VEVENT") == 1 and "METHOD:PUBLISH" in calendar
    one = runs.get(url(scene, "meeting_ics", scene.meeting.pk))
    assert one["Content-Type"].startswith("text/calendar") and scene.meeting.uid in one.content.decode()


def test_paper_is_for_those_without_address(runs, scene):
    agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item("Point tu", restricted=True))
    for which, form, head in (("sans-adresse", "pdf", b"%PDF"), ("toutes", "docx", b"PK")):
        answer = runs.get(url(scene, "convocation_file", scene.meeting.pk, which, form))
        assert answer.content.startswith(head) and b"Point tu" not in answer.content
    assert runs.get(url(scene, "convocation_file", scene.meeting.pk, "toutes", "odt")).status_code == 404


def test_a_member_answers_proposes_and_sees_no_name(client, scene):
    row = convened(scene)
    sign_in(client, scene, "town")
    page = url(scene, "prepare", scene.meeting.pk)
    text = text_of(client.get(page))
    assert "Votre réponse est attendue" in text and "Proposer un point" in text
    assert not any(person.name in text for person in scene.people.values())
    answer = client.post(url(scene, "answer_convocation", scene.meeting.pk, row.pk), {"given": "coming"})
    assert answer.url == page and Convocation.objects.get(pk=row.pk).answer == Answer.COMING
    other = Convocation.objects.get(seat=scene.seats["prefecture"])
    forged = url(scene, "answer_convocation", scene.meeting.pk, other.pk)
    assert client.post(forged, {"given": "coming"}).status_code == 404
    data = {"title": "Point proposé", "kind": "discussion", "proposer": scene.who["town"].pk,
            "nonce": str(uuid.uuid4()), "weighed": "", "restricted": "on"}  # fmt: skip
    assert client.post(url(scene, "add_item", scene.meeting.pk), data).url == page
    kept = AgendaItem.objects.get()
    assert kept.proposer == scene.who["town"] and not kept.restricted
    data |= {"proposer": scene.who["prefecture"].pk, "nonce": str(uuid.uuid4())}
    assert client.post(url(scene, "add_item", scene.meeting.pk), data).status_code == 200
    assert AgendaItem.objects.count() == 1


def test_a_member_knows_only_of_bodies_where_they_sit(client, scene):
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    row = factories.MembershipFactory(partnership=scene.here, role="partner", institution=stranger)
    client.force_login(row.user)
    assert "Aucune réunion n'est prévue" in text_of(client.get(url(scene, "meetings")))
    for name in ("prepare", "meeting_ics", "add_item"):
        assert client.get(url(scene, name, scene.meeting.pk)).status_code == 404


def test_a_reserved_body_is_closed_to_who_no_longer_sits(client, scene):
    convened(scene)
    scene.seats["town"].end = D(2026, 10, 1)
    scene.seats["town"].save()
    sign_in(client, scene, "town")
    page = url(scene, "prepare", scene.meeting.pk)
    assert client.get(page).status_code == 200
    scene.body.restricted = True
    scene.body.save()
    assert client.get(page).status_code == 404 and "Conseil d'essai" not in text_of(
        client.get(url(scene, "meetings"))
    )


def test_the_list_is_narrowed_to_one_body(runs, scene):
    other = invented.BodyFactory(partnership=scene.here, name="Cellule d'essai")
    invented.MeetingFactory(body=other, starts_at=scene.meeting.starts_at, state="draft")
    assert len(runs.get(url(scene, "meetings")).context["lines"]) == 2
    for chosen, count in ((other.pk, 1), ("x", 2), (999999, 2)):
        answer = runs.get(url(scene, "meetings"), {"instance": chosen})
        assert len(answer.context["lines"]) == count


def test_the_coordinator_notes_an_answer_given_by_telephone(runs, scene):
    row = convened(scene)
    page = url(scene, "answer_convocation", scene.meeting.pk, row.pk)
    assert "Dites qui vous représentera" in text_of(runs.post(page, {"given": "deputy"}))
    runs.post(page, {"given": "deputy", "represented_by": "le directeur adjoint"})
    text = text_of(runs.get(url(scene, "prepare", scene.meeting.pk)))
    assert "le directeur adjoint" in text and "se fera représenter" in text


def link_of(row):
    return reverse("links:convocation", args=[letters.token(row)])


def test_opening_a_link_never_writes_and_one_button_answers(client, scene):
    row = convened(scene)
    agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item("Point tu", restricted=True))
    for method in (client.get, client.head):
        answer = method(link_of(row) + "?r=coming")
        assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    row.refresh_from_db()
    text = text_of(client.get(link_of(row) + "?r=coming"))
    assert row.answer == Answer.AWAITED and "Votre réponse est choisie ci-dessous" in text
    assert "Point tu" not in text and "Un point réservé aux membres" in text
    assert re.search(r'value="coming"[^>]*checked', text)
    assert "Votre réponse est enregistrée" in text_of(client.post(link_of(row), {"given": "coming"}))
    assert "Vous avez déjà répondu" in text_of(client.get(link_of(row) + "?r=n'importe"))
    assert "pourquoi, d'un mot" in text_of(client.post(link_of(row), {"given": "excused"}))
    client.post(link_of(row), {"given": "excused", "motive": "agenda"})
    row.refresh_from_db()
    assert row.answer == Answer.EXCUSED and row.motive == "agenda"
    assert client.post(link_of(row), {"given": "awaited"}).status_code == 200
    row.refresh_from_db()
    assert row.answer == Answer.EXCUSED


def test_a_link_is_clear_when_it_is_forged_late_or_without_object(client, scene, clock):
    row = convened(scene)
    link = link_of(row)
    answer = client.get(link[:-3] + "zz/")
    assert answer.status_code == 410 and "incomplet ou modifié" in text_of(answer)
    clock.move_to("2026-11-12T09:30:00Z", tick=False)
    text = text_of(client.post(link, {"given": "coming"}))
    assert "La réunion a commencé" in text
    clock.move_to("2026-11-12T11:00:00Z", tick=False)
    answer = client.post(link, {"given": "coming"})
    assert answer.status_code == 410 and "est passée" in text_of(answer)
    row.refresh_from_db()
    assert row.answer == Answer.AWAITED


def test_the_link_of_a_cancelled_meeting_says_so(client, scene):
    row = convened(scene)
    meetings.cancel_meeting(actor=scene.actor, meeting=scene.meeting, seen=1, reason="x", now=scenes.NOW)
    text = text_of(client.post(link_of(row), {"given": "coming"}))
    assert "Cette réunion est annulée" in text and "Enregistrer ma réponse" not in text
    row.refresh_from_db()
    assert row.answer == Answer.AWAITED


def test_the_link_opens_to_a_member_of_another_partnership(client, scene):
    elsewhere = factories.PartnershipFactory(place="44109")
    client.force_login(factories.MembershipFactory(partnership=elsewhere).user)
    assert client.get(link_of(convened(scene))).status_code == 200


def queries(client, page):
    client.get(page)  # the first visit keeps the workspace in the session
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_pages_cost_the_same_for_three_meetings_and_thirty(runs, scene):
    pages = [url(scene, "meetings"), url(scene, "meetings_year", 2026)]
    for n in range(2):
        scenes.plan(scene, when=slot(D(2026, 11, 13 + n)))
    few = [queries(runs, page) for page in pages]
    for n in range(27):
        row = scenes.plan(scene, when=slot(D(2026, 11, 1) + datetime.timedelta(days=n)))
        ItemFactory(meeting=row)
    assert [queries(runs, page) for page in pages] == few and max(few) <= 16


def test_the_preparation_costs_the_same_for_few_seats_and_many(runs, scene):
    convened(scene)
    pages = [url(scene, "prepare", scene.meeting.pk), url(scene, "convene", scene.meeting.pk)]
    few = [queries(runs, page) for page in pages]
    for n in range(20):
        institution = invented.kind(scene.here, "association", name=f"Association {n}")
        seat = invented.SeatFactory(body=scene.body, institution=institution)
        invented.HolderFactory(seat=seat)
        agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item(f"Point {n}"))
    convened(scene)
    assert [queries(runs, page) for page in pages] == few


def test_who_leaves_before_the_meeting_is_no_longer_awaited(runs, scene):
    convened(scene)
    page = url(scene, "prepare", scene.meeting.pk)
    assert "ne siège plus ce jour-là" not in text_of(runs.get(page))
    row = SeatHolder.objects.get(seat=scene.seats["school"])
    Convocation.objects.filter(seat=row.seat).update(answer=Answer.COMING.value)
    SeatHolder.objects.filter(pk=row.pk).update(
        end=scene.meeting.starts_at.date() - datetime.timedelta(days=1)
    )
    answer = runs.get(page)
    assert "ne siège plus ce jour-là" in text_of(answer)
    assert answer.context["counts"].coming == 0
