"""Bodies and seats through their services: rows, history, journal, and what is refused."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.bodies.models import Body, BodyEvent, Seat, SeatHolder
from maillage.bodies.selectors import obligations, overview
from maillage.bodies.selectors import seats as seat_questions
from maillage.bodies.services import bodies as services
from maillage.bodies.services import seats
from maillage.bodies.services.bodies import BodyDraft
from maillage.bodies.services.seats import SeatDraft
from maillage.bodies.vocabulary import (
    BodyKind,
    BodyState,
    LifeEvent,
    ObligationState,
    SeatBasis,
    SeatRole,
    Verdict,
    Voice,
)
from maillage.institutions.models import Institution
from maillage.institutions.vocabulary import College, InstitutionKind
from maillage.kernel import Actor, BadInput, Conflict, Refused, Role
from tests import factories
from tests.bodies.factories import bodies as invented

DAY = invented.DAY
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def actor(here):
    return invented.runs(here)


def open_one(actor, here, *, kind=BodyKind.CLSPD, on=datetime.date(2015, 6, 1), nonce=None, **words):
    draft = BodyDraft(**({"name": "CLSPD d'essai"} | words))
    return services.open_body(
        actor=actor, partnership=here, kind=kind, opened_on=on, draft=draft, nonce=nonce
    )  # fmt: skip


def test_opening_writes_the_body_its_first_event_and_the_journal(here, actor):
    body = open_one(actor, here)
    assert body.legal_basis == "CGCT, art. D. 2211-2, puis CSI, art. D. 132-8"
    assert [event.kind for event in body.events.all()] == ["opened"]
    assert Entry.objects.get(act="instance ouverte").partnership == here.key


def test_opening_twice_with_the_same_form_makes_one_body(here, actor):
    nonce = uuid.uuid4()
    assert open_one(actor, here, nonce=nonce) == open_one(actor, here, nonce=nonce)
    assert Body.objects.count() == 1


def test_a_kind_out_of_its_time_can_be_opened(here, actor):
    body = open_one(actor, here, kind=BodyKind.GPO, on=datetime.date(2009, 3, 1), name="GPO rejoué")
    assert body.opened_on.year == 2009


@pytest.mark.parametrize("kind", BodyKind)
def test_every_kind_can_be_opened(here, actor, kind):
    assert open_one(actor, here, kind=kind, on=datetime.date(2010, 1, 1)).kind == kind


@pytest.mark.parametrize(
    ("words", "said"),
    [({"name": " "}, "nom"), ({"term_on": datetime.date(2014, 1, 1)}, "précède"),
     ({"name": "CLSPD D'ESSAI"}, "déjà")],
)  # fmt: skip
def test_a_faulty_opening_writes_nothing(here, actor, words, said):
    if "ESSAI" in words.get("name", ""):
        open_one(actor, here)
    before = Body.objects.count()
    with pytest.raises(BadInput, match=said):
        open_one(actor, here, **words)
    assert Body.objects.count() == before


def test_a_parent_of_elsewhere_is_refused(here, actor):
    other = invented.BodyFactory(partnership=factories.PartnershipFactory(place="44109"))
    with pytest.raises(BadInput, match="partenariat"):
        open_one(actor, here, parent=other)


def test_only_who_runs_the_partnership_opens_and_the_refusal_is_journalled(here):
    reader = Actor(1, "Lectrice", frozenset({Role.MAYOR}))
    with pytest.raises(Refused):
        open_one(reader, here)
    assert Entry.objects.latest("seq").act == "instance ouverte : refusé"


def test_editing_keeps_history_and_refuses_a_stale_page(here, actor):
    body = open_one(actor, here)
    services.edit_body(actor=actor, body=body, seen=0, draft=BodyDraft("Conseil", quorum=7))
    with pytest.raises(Conflict, match="Conseil"):
        services.edit_body(actor=actor, body=body, seen=0, draft=BodyDraft("Autre"))
    body.refresh_from_db()
    assert (body.name, body.quorum, body.revision) == ("Conseil", 7, 1)


def test_a_body_never_depends_on_itself(here, actor):
    body = open_one(actor, here)
    child = open_one(actor, here, name="Groupe", parent=body)
    with pytest.raises(BadInput, match="dépendre"):
        services.edit_body(actor=actor, body=body, seen=0, draft=BodyDraft("X", parent=child))


def test_a_term_once_fixed_moves_by_a_prolongation_only(here, actor):
    body = open_one(actor, here, kind=BodyKind.GLTD, term_on=datetime.date(2016, 1, 1))
    with pytest.raises(BadInput, match="prolongation"):
        services.edit_body(actor=actor, body=body, seen=0, draft=BodyDraft("GLTD"))
    until = datetime.date(2016, 6, 1)
    services.record_step(
        actor=actor, body=body, kind=LifeEvent.PROLONGED, on=datetime.date(2015, 12, 1), reason="faits",
        until=until,
    )  # fmt: skip
    body.refresh_from_db()
    assert (body.term_on, body.revision) == (until, 1)


def test_the_life_of_a_body_from_sleep_to_closure(here, actor):
    body = open_one(actor, here)
    for kind, day, words in (
        (LifeEvent.REVIEWED, 2016, {}), (LifeEvent.DORMANT, 2017, {}), (LifeEvent.RESUMED, 2018, {}),
        (LifeEvent.CLOSED, 2019, {"account": "Trois réunions."}),
    ):  # fmt: skip
        services.record_step(
            actor=actor, body=body, kind=kind, on=datetime.date(day, 1, 5), reason="motif", **words
        )
    body.refresh_from_db()
    assert body.state == BodyState.CLOSED
    assert body.history.count() == 5
    with pytest.raises(BadInput, match="ne peut pas recevoir"):
        services.record_step(actor=actor, body=body, kind=LifeEvent.DORMANT, on=DAY, reason="motif")
    assert body.events.count() == 5


def test_a_step_sent_twice_counts_once(here, actor):
    body, nonce = open_one(actor, here), uuid.uuid4()
    for _ in range(2):
        services.record_step(
            actor=actor, body=body, kind=LifeEvent.REVIEWED, on=DAY, reason="revue", nonce=nonce
        )
    assert BodyEvent.objects.filter(kind="reviewed").count() == 1


def line(label="Le préfet", kind=InstitutionKind.PREFECTURE, **words):
    named = {"new_name": "Préfecture d'essai", "member_key": "prefet", "rule": "CL-7"} | words
    return SeatDraft(label, SeatBasis.LAW, Voice.DELIBERATIVE, kind=kind, **named)


def test_accepting_a_composition_makes_seats_and_institutions_once(here, actor):
    body = open_one(actor, here)
    known = invented.kind(here, "prosecutor", name="Parquet d'essai")
    lines = [line(), line("Le procureur", institution=known, member_key="procureur", new_name="")]
    for _ in range(2):
        seats.accept_composition(actor=actor, body=body, lines=lines, on=body.opened_on)
    assert Seat.objects.count() == 2
    made = Institution.objects.get(name="Préfecture d'essai")
    assert (made.college, made.kind) == (College.STATE, "prefecture")
    assert Entry.objects.filter(act="composition acceptée").count() == 2


def test_a_faulty_line_makes_nothing_at_all(here, actor):
    body = open_one(actor, here)
    with pytest.raises(BadInput, match="choisissez l'institution"):
        seats.accept_composition(
            actor=actor, body=body, lines=[line(), line("Le bailleur", new_name=" ")], on=body.opened_on
        )
    assert not Seat.objects.exists() and not Institution.objects.exists()


def test_nothing_kept_and_too_early_are_said(here, actor):
    body = open_one(actor, here)
    with pytest.raises(BadInput, match="Cochez"):
        seats.accept_composition(actor=actor, body=body, lines=[], on=body.opened_on)
    with pytest.raises(BadInput, match="précède"):
        seats.accept_composition(actor=actor, body=body, lines=[line()], on=datetime.date(2001, 1, 1))


def test_an_institution_of_elsewhere_never_sits_here(here, actor):
    foreign = invented.InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    with pytest.raises(BadInput, match="n'est pas une institution"):
        seats.add_seat(actor=actor, body=open_one(actor, here), draft=line(institution=foreign), on=DAY)


def test_a_seat_is_erased_until_it_serves_then_ended(here, actor):
    seat = invented.SeatFactory(body__partnership=here)
    seats.withdraw_seat(actor=actor, seat=seat)
    kept = invented.HolderFactory(seat__body__partnership=here).seat
    with pytest.raises(BadInput, match="déjà servi"):
        seats.withdraw_seat(actor=actor, seat=kept)
    seats.end_seat(actor=actor, seat=kept, on=DAY, reason="institution fermée")
    assert list(Seat.objects.values_list("end", flat=True)) == [DAY]
    assert SeatHolder.objects.get().end == DAY


def test_nobody_holds_a_seat_beyond_its_end(here, actor):
    later = DAY + datetime.timedelta(days=300)
    row = invented.HolderFactory(seat__body__partnership=here, end=later)
    seats.end_seat(actor=actor, seat=row.seat, on=DAY, reason="institution fermée")
    row.refresh_from_db()
    assert row.end == DAY


def test_a_new_holder_ends_the_one_before_on_the_eve(here, actor):
    first = invented.HolderFactory(seat__body__partnership=here)
    person = invented.PersonFactory(partnership=here)
    seats.name_holder(actor=actor, seat=first.seat, person=person, role=SeatRole.HOLDER, start=DAY)
    first.refresh_from_db()
    assert first.end == DAY - datetime.timedelta(days=1)
    assert seat_questions.holders_of(seat=first.seat).count() == 2


@pytest.mark.parametrize(
    ("start", "role", "said"),
    [(datetime.date(2019, 1, 1), SeatRole.HOLDER, "existe du"),
     (invented.OPENED, SeatRole.HOLDER, "déjà un titulaire"),
     (DAY, SeatRole.DEPUTY, "tient déjà")],
)  # fmt: skip
def test_a_holder_out_of_place_is_refused(here, actor, start, role, said):
    held = invented.HolderFactory(seat__body__partnership=here)
    with pytest.raises(BadInput, match=said):
        seats.name_holder(actor=actor, seat=held.seat, person=held.person, role=role, start=start)
    assert SeatHolder.objects.count() == 1


def test_a_person_of_elsewhere_holds_no_seat_here(here, actor):
    stranger = invented.PersonFactory(partnership=factories.PartnershipFactory(place="44109"))
    seat = invented.SeatFactory(body__partnership=here)
    with pytest.raises(BadInput, match="annuaire"):
        seats.name_holder(actor=actor, seat=seat, person=stranger, role=SeatRole.HOLDER, start=DAY)


def test_vacancy_is_counted_until_the_body_closes(here, actor):
    held = invented.HolderFactory(seat__body__partnership=here)
    invented.SeatFactory(body=held.seat.body)
    found = overview.line(body=held.seat.body, on=DAY)
    assert (found.seats, found.vacant) == (2, 1)
    seats.end_holder(actor=actor, holder=held, on=DAY)
    assert overview.line(body=held.seat.body, on=DAY).vacant == 1
    assert overview.line(body=held.seat.body, on=DAY + datetime.timedelta(days=1)).vacant == 2
    Body.objects.update(state="closed")
    assert overview.line(body=held.seat.body, on=DAY + datetime.timedelta(days=1)).vacant == 0
    assert overview.vacant_seats(partnership=here, on=DAY + datetime.timedelta(days=1)) == []


def test_the_last_and_next_meetings_of_a_body(here):
    body = invented.BodyFactory(partnership=here)
    for month, state in ((1, "held"), (2, "approved"), (4, "convened"), (6, "draft"), (5, "cancelled")):
        moment = datetime.datetime(2026, month, 10, 9, tzinfo=datetime.UTC)
        invented.MeetingFactory(body=body, starts_at=moment, state=state)
    found = overview.line(body=body, on=DAY)
    assert (found.last.month, found.next.month, found.held) == (2, 4, 2)


def test_the_arrete_is_noted_on_the_body_and_on_the_seats_without_act(here, actor):
    body = open_one(actor, here)
    with pytest.raises(BadInput, match="aucun siège"):
        services.record_composition_act(actor=actor, body=body, act="n° 1", on=DAY)
    bare = invented.SeatFactory(body=body)
    own = invented.SeatFactory(body=body, act="désignation")
    services.record_composition_act(actor=actor, body=body, act="arrêté n° 12", on=DAY)
    bare.refresh_from_db(), own.refresh_from_db()
    assert (bare.act, own.act) == ("arrêté n° 12", "désignation")


def states(here, on):
    return {row.key.split("-")[0]: row.state for row in obligations.obligations(here, on)}


def test_the_obligations_of_an_empty_partnership_of_reze(here):
    found = {row.key: row for row in obligations.obligations(here, DAY)}
    assert found["open-clspd"].state is ObligationState.DUE
    assert "CL-8" in found["open-clspd"].article
    assert found["open-clspd"].on == datetime.date(2021, 5, 27)
    assert found["coordinator"].state is ObligationState.DUE


def test_the_obligations_follow_the_records(here, actor):
    body = invented.BodyFactory(partnership=here)
    before = states(here, DAY)
    assert (before["open"], before["coordinator"]) == (ObligationState.MET, ObligationState.MET)
    assert before["plenary"] in (ObligationState.DUE, ObligationState.MISSED)
    assert before["composition"] is ObligationState.UNKNOWN
    keys = {row.key: row.state for row in obligations.obligations(here, DAY)}
    assert keys[f"plenary-{body.pk}-2025"] is ObligationState.MISSED
    invented.MeetingFactory(body=body)
    keys = {row.key: row.state for row in obligations.obligations(here, DAY)}
    assert keys[f"plenary-{body.pk}-2026"] is ObligationState.MET


def test_a_year_begun_before_the_records_is_not_called_missed(here):
    here.opened = datetime.date(2025, 9, 1)
    here.save()
    body = invented.BodyFactory(partnership=here)
    assert f"plenary-{body.pk}-2025" not in {row.key for row in obligations.obligations(here, DAY)}


def test_in_2010_the_arrete_of_composition_is_owed(here, actor):
    body = invented.BodyFactory(partnership=here, opened_on=datetime.date(2009, 1, 1))
    day = datetime.date(2010, 3, 1)
    assert states(here, day)["composition"] is ObligationState.DUE
    invented.SeatFactory(body=body, start=body.opened_on)
    services.record_composition_act(actor=actor, body=body, act="arrêté n° 3", on=day)
    assert states(here, day)["composition"] is ObligationState.MET


def test_a_group_past_its_term_is_missed_and_waits(here):
    invented.BodyFactory(partnership=here, kind="gltd", term_on=datetime.date(2026, 2, 20))
    assert states(here, DAY)["term"] is ObligationState.MISSED
    assert obligations.waiting(here, DAY)[0].late == 10


def test_what_waits_in_bodies_and_seats(here):
    body = invented.BodyFactory(partnership=here, promised_per_year=4)
    invented.SeatFactory(body=body, label="Le bailleur")
    found = [row.label for row in obligations.waiting(here, DAY)]
    assert any("Prévoir une réunion" in label for label in found)
    assert any("Le bailleur" in label for label in found)


def test_the_composition_of_a_council_is_judged_by_its_day(here):
    body = invented.BodyFactory(partnership=here, opened_on=datetime.date(2010, 1, 1), epci_competent=False)
    for kind in ("town", "prefecture", "prosecutor", "department", "national_police", "landlord"):
        invented.SeatFactory(body=body, institution=invented.kind(here, kind), start=body.opened_on)
    assert seat_questions.conformity(body=body, on=datetime.date(2015, 1, 1)).verdict is Verdict.CONFORM
    assert seat_questions.conformity(body=body, on=DAY).verdict is Verdict.UNKNOWN
    watch = invented.BodyFactory(partnership=here, kind="watch")
    assert seat_questions.conformity(body=watch, on=DAY) is None
