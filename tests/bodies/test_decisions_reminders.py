"""Reminders through the door: to the carrier only, once, never quoting what is restricted; five questions."""

import datetime

import pytest
from django.core import signing
from django.utils import timezone

from maillage.audit.models import Entry
from maillage.bodies import tasks
from maillage.bodies.models import Commitment, Questionnaire
from maillage.bodies.selectors import questions as answers
from maillage.bodies.services import commitments, questions, reminders
from maillage.bodies.vocabulary import AttendanceState, CommitmentState, Formation, MeetingState, Question
from maillage.institutions.models import Letter
from maillage.kernel import Actor, BadInput, Refused
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes
from tests.bodies.factories.decisions import DAY, decided, promise
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("essai")
DUE = datetime.date(2026, 3, 1)
BEFORE = datetime.date(2026, 2, 15)


@pytest.fixture
def scene():
    return scenes.plenary(absent=())


def make(scene, kind="school", **change):
    return commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, draft=promise(scene.who[kind], **change), on=DAY,
        meeting=scene.meeting,
    )  # fmt: skip


def remind(on=BEFORE, **more):
    now = datetime.datetime.combine(on, datetime.time(9), datetime.UTC)
    return reminders.remind_due(actor=MACHINE, now=now, **more)


def lines():
    return Entry.objects.filter(act="rappels écrits").count()


def test_the_seats_holder_is_told_once_a_step(scene):
    row = make(scene)
    assert [one.step for one in remind().written] == [-14]
    letter = Letter.objects.get()
    assert letter.person == scene.people["school"] and letter.key == f"commitment:{row.pk}:2026-03-01:-14"
    for part in (letter.text, letter.html):
        assert "tenir la présence à l’arrêt" in part and f"/engagements/{row.pk}/" in part
    assert timezone.localtime(letter.due_at).hour == 8
    assert remind().written == [] and Letter.objects.count() == 1 and lines() == 1


def test_far_from_paris_the_day_and_the_hour_are_those_of_the_partnership():
    scene = scenes.plenary(absent=(), partnership=PartnershipFactory(place="97411", name="CLSPD d'outre-mer"))
    make(scene)
    evening = datetime.datetime(2026, 2, 14, 21, tzinfo=datetime.UTC)  # the 15th, one in the morning there
    assert [one.step for one in reminders.remind_due(actor=MACHINE, now=evening).written] == [-14]
    assert Letter.objects.get().due_at == datetime.datetime(2026, 2, 15, 4, tzinfo=datetime.UTC)


def test_a_dry_run_writes_nothing(scene):
    make(scene)
    assert len(remind(dry_run=True).written) == 1
    assert not Letter.objects.exists() and lines() == 0


def test_the_named_carrier_goes_first_while_they_are_there(scene):
    person = invented.PersonFactory(partnership=scene.here, email="porteur@exemple.invalid")
    position = invented.PositionFactory(institution=scene.who["school"], person=person)
    make(scene, person=person)
    remind()
    assert Letter.objects.get().person == person
    position.end = datetime.date(2026, 2, 20)
    position.save()
    remind(datetime.date(2026, 2, 26))
    assert Letter.objects.order_by("-id").first().person == scene.people["school"]


def test_nobody_else_is_told(scene):
    make(scene)
    for distance in range(-14, 100):
        remind(DUE + datetime.timedelta(days=distance))
    assert set(Letter.objects.values_list("to", flat=True)) == {scene.people["school"].email}
    assert Letter.objects.count() == 2 + 4


@pytest.mark.parametrize(
    "state", [CommitmentState.DELIVERED, CommitmentState.PARTLY, CommitmentState.UNKNOWN]
)
def test_who_answered_is_left_alone(scene, state):
    row = make(scene)
    commitments.report(actor=scene.actor, commitment=row, seen=0, state=state, on=DAY, evidence="vu")
    assert remind().written == [] and not Letter.objects.exists()


def test_a_letter_that_waits_is_dropped_when_the_answer_comes(scene):
    row = make(scene)
    remind()
    commitments.report(
        actor=scene.actor, commitment=Commitment.objects.get(pk=row.pk), seen=0, on=BEFORE, evidence="vu",
        state=CommitmentState.DELIVERED,
    )  # fmt: skip
    assert Letter.objects.get().state == "dropped"


def test_what_is_restricted_never_travels(scene):
    make(scene, restricted=True, deliverable="secret des membres", quantity="treize fois")
    remind()
    letter = Letter.objects.get()
    assert "un engagement pris en séance restreinte" in letter.text
    for words in ("secret", "treize"):
        assert words not in letter.text + letter.subject + letter.html


def test_a_commitment_of_a_restricted_item_never_travels(scene):
    from maillage.bodies.services import decisions

    item = scene.items[0]
    item.restricted = True
    item.save()
    row = decisions.take_decision(
        actor=scene.actor, meeting=scene.meeting, draft=decided(item=item), nonce=None
    )
    commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, decision=row, on=DAY,
        draft=promise(scene.who["school"], deliverable="secret des membres"),
    )  # fmt: skip
    Commitment.objects.update(restricted=False)  # the item alone still restricts it
    remind()
    assert "secret" not in Letter.objects.get().text


def test_without_anybody_to_tell_it_is_said(scene):
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    scenes.CommitmentFactory(institution=stranger, due_on=DUE)
    done = remind()
    assert done.written == [] and len(done.without_carrier) == 1


def test_a_closed_partnership_reminds_nobody(scene):
    make(scene)
    scene.here.closed = datetime.date(2026, 2, 10)
    scene.here.save()
    assert remind().written == []


def test_a_new_date_begins_again(scene):
    row = make(scene)
    remind()
    commitments.renegotiate(
        actor=scene.actor, commitment=row, seen=0, on=datetime.date(2026, 2, 16), reason="effectif",
        deliverable=row.deliverable, quantity=row.quantity, due_on=datetime.date(2026, 6, 1),
    )  # fmt: skip
    assert remind(datetime.date(2026, 2, 26)).written == []
    assert [one.step for one in remind(datetime.date(2026, 5, 18)).written] == [-14]


def test_the_number_of_queries_does_not_grow(scene, django_assert_max_num_queries):
    for _ in range(3):
        make(scene)
    with django_assert_max_num_queries(9):
        remind(dry_run=True)
    for _ in range(30):
        make(scene)
    with django_assert_max_num_queries(9):
        assert len(remind(dry_run=True).written) == 33


def test_the_periodic_step_counts(scene):
    make(scene)
    now = datetime.datetime(2026, 2, 15, 3, tzinfo=datetime.UTC)
    name, work = tasks.steps()[0]
    assert name == "rappels"
    assert work(actor=MACHINE, now=now, dry_run=True) == {"rappels à écrire": 1, "rappels sans porteur": 0}
    assert work(actor=MACHINE, now=now)["rappels écrits"] == 1


# --- the five questions -------------------------------------------------------------------------

GIVEN = dict.fromkeys(Question, 4)


def answer(scene, kind, **more):
    return questions.answer(
        actor=more.pop("actor", scene.actor), meeting=scene.meeting, institution=scene.who[kind],
        given=more.pop("given", GIVEN), now=scenes.AFTER, **more,
    )  # fmt: skip


def test_those_who_were_there_receive_one_letter_each(scene):
    scene.meeting.attendances.filter(seat=scene.seats["landlord"]).update(state=AttendanceState.ABSENT.value)
    assert questions.ask(actor=scene.actor, meeting=scene.meeting, now=scenes.AFTER) == 5
    later = scenes.AFTER + datetime.timedelta(hours=1)
    assert questions.ask(actor=scene.actor, meeting=scene.meeting, now=later) == 0
    assert Letter.objects.count() == 5
    assert not Letter.objects.filter(person=scene.people["landlord"]).exists()


def test_the_first_answer_of_an_institution_is_kept(scene):
    row, kept = answer(scene, "school")
    again, twice = answer(scene, "school", given=dict.fromkeys(Question, 1))
    assert (kept, twice) == (True, False) and again.pk == row.pk and Questionnaire.objects.get().useful == 4


def test_counts_appear_with_the_fifth_institution(scene):
    for kind in scenes.KINDS[:4]:
        answer(scene, kind)
    assert answers.results(meeting=scene.meeting).counts is None
    answer(scene, scenes.KINDS[4], given=GIVEN | {Question.CLEAR: None})
    found = answers.results(meeting=scene.meeting)
    assert (found.there, found.answered) == (6, 5)
    assert [(row.yes, row.silent) for row in found.counts] == [(5, 0)] * 4 + [(4, 1)]


def test_a_partner_answers_for_its_own_only(scene):
    _user, partner = invented.speaks_for(scene.who["school"])
    assert answer(scene, "school", actor=partner)[1]
    with pytest.raises(Refused):
        answer(scene, "town", actor=partner)


def test_only_those_who_were_there_answer_a_plenary_that_was_held(scene):
    scene.meeting.attendances.filter(seat=scene.seats["landlord"]).update(state=AttendanceState.ABSENT.value)
    with pytest.raises(BadInput, match="n'était pas"):
        answer(scene, "landlord")
    with pytest.raises(BadInput, match="au moins à une"):
        answer(scene, "school", given=dict.fromkeys(Question))
    scene.meeting.formation = Formation.RESTRICTED.value
    with pytest.raises(BadInput, match="plénière"):
        answer(scene, "school")
    scene.meeting.formation, scene.meeting.state = Formation.PLENARY.value, MeetingState.CONVENED.value
    with pytest.raises(BadInput, match="plénière"):
        questions.ask(actor=scene.actor, meeting=scene.meeting, now=scenes.AFTER)


def test_a_link_leads_to_its_meeting_and_a_forged_one_nowhere(scene):
    link = questions.token(scene.meeting, scene.who["school"])
    found, who = questions.open_link(link=link)
    assert (found.pk, who.pk) == (scene.meeting.pk, scene.who["school"].pk)
    stranger = invented.InstitutionFactory(partnership=scenes.PartnershipFactory(place="44109"))
    forged = signing.dumps([scene.meeting.pk, scene.who["town"].pk], salt="autre")
    crossed = questions.token(scene.meeting, stranger)  # an institution of another partnership
    for bad in (forged, link[:-2] + "zz", crossed):
        with pytest.raises(BadInput):
            questions.open_link(link=bad)
