"""Departures through the door: what ends, what passes, what stays visible, who may, and the dossier."""

import datetime
import io
import uuid

import pypdf
import pytest

from maillage.accounts.models import Membership
from maillage.bodies.documents import handover as documents
from maillage.bodies.models import Commitment, Handover, SeatHolder
from maillage.bodies.selectors import handover as selectors
from maillage.bodies.selectors import orphans as abandoned
from maillage.bodies.services import commitments, decisions
from maillage.bodies.services import handover as services
from maillage.bodies.services.handover import Departure
from maillage.bodies.vocabulary import CommitmentState, OrphanKind
from maillage.institutions.models import Position
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes
from tests.bodies.factories.decisions import DAY, decided, promise
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
LAST = datetime.date(2026, 2, 28)
TODAY = datetime.date(2026, 3, 20)


@pytest.fixture
def scene():
    scene = scenes.plenary(absent=())
    scene.leaving = scene.people["school"]
    scene.promise = commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, on=DAY, meeting=scene.meeting,
        draft=promise(scene.who["school"], person=scene.leaving),
    )  # fmt: skip
    scene.successor = invented.PersonFactory(
        partnership=scene.here, name="Suite Fictive", email="s@exemple.invalid"
    )
    invented.PositionFactory(institution=scene.who["school"], person=scene.successor)
    return scene


def leave(scene, nonce=None, **change):
    departure = Departure(
        **({"institution": scene.who["school"], "leaving": scene.leaving, "leaves_on": LAST} | change)
    )
    return services.declare_departure(
        actor=scene.actor, partnership=scene.here, departure=departure, on=DAY, nonce=nonce
    )


def orphans(scene, on=TODAY):
    return [(row.kind, row.pk, row.days) for row in abandoned.orphans(partnership=scene.here, on=on)]


def test_a_departure_ends_terms_and_hides_nothing(scene):
    account = MembershipFactory(
        partnership=scene.here, role=Role.PARTNER.value, institution=scene.who["school"], person=scene.leaving
    )
    leave(scene)
    assert SeatHolder.objects.get(seat=scene.seats["school"]).end == LAST
    assert Position.objects.get(person=scene.leaving).end == LAST
    assert Membership.objects.get(pk=account.pk).end == LAST
    assert Commitment.objects.get().state == CommitmentState.OPEN.value
    assert orphans(scene, LAST) == []
    assert set(orphans(scene)) == {
        (OrphanKind.COMMITMENT, scene.promise.pk, 20), (OrphanKind.SEAT, scene.seats["school"].pk, 20)
    }  # fmt: skip


def test_a_successor_takes_seats_and_commitments(scene):
    row = leave(scene, successor=scene.successor, arrives_on=datetime.date(2026, 3, 10))
    holder = SeatHolder.objects.get(seat=scene.seats["school"], end__isnull=True)
    assert (holder.person, holder.start) == (scene.successor, datetime.date(2026, 3, 10))
    assert Commitment.objects.get().person == scene.successor
    passed = selectors.seats_passed(handover=row, on=TODAY)
    assert [(line.vacant, line.successor_on) for line in passed] == [(9, datetime.date(2026, 3, 10))]
    assert row.lines.filter(passed_on__isnull=True).count() == 0


def test_a_seat_given_after_the_declaration_passes_like_the_others(scene):
    row = leave(scene)
    other = invented.SeatFactory(body=scene.body, institution=scene.who["school"], label="Siège de trop")
    invented.HolderFactory(seat=other, person=scene.leaving, start=DAY)
    arrives = datetime.date(2026, 3, 16)
    services.name_successor(
        actor=scene.actor, handover=row, seen=0, successor=scene.successor, arrives_on=arrives
    )
    held = other.holders.order_by("start").values_list("person", "end")
    assert list(held) == [(scene.leaving.pk, LAST), (scene.successor.pk, None)]


def test_the_successor_may_be_named_later_once(scene):
    row = leave(scene)
    arrives = datetime.date(2026, 3, 15)
    row = services.name_successor(
        actor=scene.actor, handover=row, seen=0, successor=scene.successor, arrives_on=arrives
    )
    assert Commitment.objects.get().person == scene.successor and row.revision == 1
    invented.PositionFactory(institution=scene.who["school"], person=scene.successor, start=arrives)
    assert orphans(scene) == []
    with pytest.raises(BadInput, match="déjà désigné"):
        services.name_successor(
            actor=scene.actor, handover=row, seen=1, successor=scene.successor, arrives_on=arrives
        )


def test_an_early_arrival_waits_for_the_seat_to_be_free(scene):
    row = leave(scene, successor=scene.successor, arrives_on=datetime.date(2026, 2, 1))
    assert SeatHolder.objects.get(person=scene.successor).start == LAST + datetime.timedelta(days=1)
    assert selectors.seats_passed(handover=row, on=TODAY)[0].vacant == 0


def test_a_departure_is_declared_once(scene):
    nonce = uuid.uuid4()
    assert leave(scene, nonce).pk == leave(scene, nonce).pk
    with pytest.raises(BadInput, match="déjà déclaré"):
        leave(scene)
    assert Handover.objects.count() == 1


def test_a_departure_nobody_declared_is_seen_all_the_same(scene):
    Position.objects.filter(person=scene.leaving).update(end=LAST)
    assert (OrphanKind.COMMITMENT, scene.promise.pk, 20) in orphans(scene)


def test_an_institution_without_anybody_is_seen(scene):
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    row = scenes.CommitmentFactory(institution=stranger)
    assert orphans(scene) == [(OrphanKind.COMMITMENT, row.pk, 0)]


def test_reassigned_it_is_carried_again(scene):
    leave(scene)
    row = Commitment.objects.get()
    commitments.reassign(
        actor=scene.actor, commitment=row, seen=row.revision, person=scene.successor, on=TODAY
    )
    assert [kind for kind, *_ in orphans(scene)] == [OrphanKind.SEAT]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"arrives_on": TODAY}, "Donnez ensemble"),
        ({"successor": "leaving", "arrives_on": TODAY}, "se succéder"),
        ({"leaving": "stranger"}, "annuaire"),
    ],
)
def test_a_departure_that_does_not_hold_is_refused(scene, change, words):
    people = {
        "leaving": scene.leaving,
        "stranger": invented.PersonFactory(partnership=scenes.PartnershipFactory(place="44109")),
    }
    with pytest.raises(BadInput, match=words):
        leave(scene, **{name: people.get(value, value) for name, value in change.items()})
    assert not Handover.objects.exists() and SeatHolder.objects.get(seat=scene.seats["school"]).end is None


def test_the_last_coordinator_does_not_leave_alone(scene):
    Membership.objects.filter(partnership=scene.here).update(person=scene.leaving)
    with pytest.raises(BadInput, match="coordonner"):
        leave(scene)


def test_only_the_coordinator_declares_and_the_institution_writes_its_note(scene):
    _user, partner = invented.speaks_for(scene.who["school"])
    _user, other = invented.speaks_for(scene.who["town"])
    with pytest.raises(Refused):
        services.declare_departure(
            actor=partner, partnership=scene.here, on=DAY,
            departure=Departure(scene.who["school"], scene.leaving, LAST),
        )  # fmt: skip
    row = leave(scene)
    note = {"handover": row, "note": "Appeler le principal.", "on": DAY}
    with pytest.raises(Refused):
        services.write_note(actor=other, seen=0, **note)
    assert services.write_note(actor=partner, seen=0, **note).noted_on == DAY
    with pytest.raises(Conflict, match="Appeler"):
        services.write_note(actor=scene.actor, seen=0, **note)


def test_a_partner_sees_its_own_departures_and_the_successor_theirs(scene):
    row = leave(scene, successor=scene.successor, arrives_on=TODAY)
    _user, own = invented.speaks_for(scene.who["school"])
    _user, other = invented.speaks_for(scene.who["town"])
    arrived = type(other)(other.id, "s", frozenset({Role.PARTNER}), frozenset(), scene.successor.pk)
    seen = [selectors.handover(partnership=scene.here, actor=who, pk=row.pk) for who in (own, other, arrived)]
    assert [one is not None for one in seen] == [True, False, True]
    assert selectors.arrival_of(partnership=scene.here, actor=arrived) == row
    left = abandoned.orphans(partnership=scene.here, on=TODAY)
    assert abandoned.of_actor(left, other) == []


def test_things_are_ticked_and_unticked(scene):
    row = leave(scene)
    line = services.add_line(actor=scene.actor, handover=row, words="La clé du local", nonce=uuid.uuid4())
    services.pass_lines(actor=scene.actor, handover=row, lines=[line.pk], on=DAY)
    services.pass_lines(actor=scene.actor, handover=row, lines=[line.pk], on=TODAY)
    assert row.lines.get(pk=line.pk).passed_on == DAY
    services.pass_lines(actor=scene.actor, handover=row, lines=[], on=TODAY)
    assert not row.lines.filter(passed_on__isnull=False).exists()


def test_the_dossier_gathers_what_is_open(scene):
    decisions.take_decision(
        actor=scene.actor, meeting=scene.meeting, nonce=None,
        draft=decided(bound=[scene.who["school"]], review_on=datetime.date(2026, 5, 1)),
    )  # fmt: skip
    commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, on=DAY,
        draft=promise(scene.who["town"], towards=scene.who["school"], deliverable="six lampes"),
    )  # fmt: skip
    item = scene.items[0]
    item.papers = "note d'éclairage"
    item.save()
    row = services.write_note(actor=scene.actor, handover=leave(scene), seen=0, note="Lire le plan.", on=DAY)
    found = selectors.dossier(handover=row, on=TODAY)
    assert [line.row.pk for line in found.commitments] == [scene.promise.pk]
    assert [line.row.deliverable for line in found.promised] == ["six lampes"]
    assert len(found.reviews) == 1 and [one.papers for one in found.papers] == ["note d'éclairage"]
    assert {one.institution.kind for one in found.contacts} == set(scenes.KINDS) - {"school"}
    assert found.contacts[0].titles == ("directrice d'essai",)
    assert (found.figures.attended, found.figures.convened) == (1, 1) and len(found.history) == 2
    reader = pypdf.PdfReader(io.BytesIO(documents.render(found, TODAY)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("Lire le plan.", "six lampes", "vacant", "directrice", "L’histoire en une page"):
        assert words in text, words


def test_the_dossier_keeps_its_number_of_queries(scene, django_assert_max_num_queries):
    row = Handover.objects.select_related("institution", "leaving", "successor", "partnership").get(
        pk=leave(scene).pk
    )
    with django_assert_max_num_queries(24):
        selectors.dossier(handover=row, on=TODAY)
    for n in range(30):
        scenes.CommitmentFactory(
            institution=scene.who["school"], person=scene.leaving, deliverable=f"acte {n}"
        )
    with django_assert_max_num_queries(24):
        assert len(selectors.dossier(handover=row, on=TODAY).commitments) == 31
    with django_assert_max_num_queries(8):
        abandoned.orphans(partnership=scene.here, on=TODAY)


def test_a_successor_without_function_there_is_refused(scene):
    stranger = invented.PersonFactory(partnership=scene.here, name="Ailleurs (fictif)")
    with pytest.raises(BadInput, match="n'a pas de fonction dans"):
        leave(scene, successor=stranger, arrives_on=datetime.date(2026, 3, 10))
    assert not Handover.objects.exists()


def test_the_first_week_begins_with_the_arrival(scene):
    for day in (datetime.date(2026, 3, 25), datetime.date(2026, 5, 20)):
        invented.MeetingFactory(
            body=scene.meeting.body, state="convened",
            starts_at=datetime.datetime.combine(day, datetime.time(9), datetime.UTC),
        )  # fmt: skip
    row = leave(scene, successor=scene.successor, arrives_on=datetime.date(2026, 5, 4))
    days = [one.starts_at.date() for one in selectors.dossier(handover=row, on=TODAY).meetings]
    assert days == [datetime.date(2026, 5, 20)]
