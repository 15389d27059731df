"""From records to frames: obligations first, the unknown as unknown, nobody in them."""

import datetime

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.bodies.models import AgendaItem, Attendance, Body, Convocation, Decision
from maillage.bodies.services import commitments as promising
from maillage.bodies.services import decisions as deciding
from maillage.bodies.vocabulary import AttendanceState, CommitmentState, MeetingState
from maillage.contracts.models import Review
from maillage.contracts.vocabulary import SheetState
from maillage.funding.models import GrantRequest
from maillage.institutions.models import Institution, Partnership
from maillage.observatory.indicators import INDICATORS, View
from maillage.observatory.indicators.network import nodes
from maillage.observatory.indicators.view import as_of
from maillage.observatory.selectors.frames import READERS, extract
from maillage.observatory.selectors.frames.base import houses
from maillage.observatory.selectors.frames.money import TEXTS
from maillage.observatory.vocabulary import FRAMES
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as sittings
from tests.contracts import scenes as contracts
from tests.diagnosis import gather
from tests.funding import scenes as funding

pytestmark = pytest.mark.django_db
PERSONAL = {"person", "name", "email", "holder_name", "label", "phone", "civility", "user", "author_name"}


def rows(name, here):
    return READERS[name]([here.pk]).to_dicts()


def by(name, here, key):
    return {row[key]: row for row in rows(name, here)}


@pytest.fixture
def sitting():
    return sittings.plenary(absent=("landlord",), legal_basis="CSI, art. L. 132-4")


def test_every_frame_has_its_reader_its_schema_and_no_column_of_a_person():
    found = extract([])
    assert set(found) == set(FRAMES) == set(READERS)
    for name, frame in found.items():
        assert frame.schema == pl.Schema(FRAMES[name].schema)
        assert not PERSONAL & set(frame.columns)


def test_presence_is_read_from_the_side_of_who_was_awaited(sitting):
    here, who = sitting.here, sitting.who
    Attendance.objects.filter(seat=sitting.seats["school"]).delete()
    Attendance.objects.filter(seat=sitting.seats["street_work"]).update(state=AttendanceState.DEPUTY.value)
    second = invented.SeatFactory(body=sitting.body, institution=who["landlord"])
    Convocation.objects.create(meeting=sitting.meeting, seat=second)
    found = by("attendance", here, "institution")
    assert len(found) == 6  # one an institution, though the landlord has two seats
    assert found[who["town"].pk]["present"] is True
    assert found[who["town"].pk]["rank"] == "manager"
    assert found[who["landlord"].pk]["present"] is False
    assert found[who["school"].pk]["present"] is None  # convened, nothing recorded
    assert found[who["street_work"].pk]["deputy"] is True
    meeting = rows("meetings", here)[0]
    assert (meeting["sitting"], meeting["held"], meeting["present"]) == ("plenary", True, 4)


def test_without_convocation_the_roster_of_the_day_is_awaited(sitting):
    Convocation.objects.all().delete()
    Attendance.objects.all().delete()
    gone = sitting.seats["school"]
    gone.end = datetime.date(2025, 12, 31)
    gone.save()
    found = by("attendance", sitting.here, "institution")
    assert set(found) == {row.pk for name, row in sitting.who.items() if name != "school"}
    assert {row["present"] for row in found.values()} == {None}
    assert rows("meetings", sitting.here)[0]["present"] is None


def test_a_meeting_to_come_is_planned_and_a_cancelled_one_was_not_held(sitting):
    for state, held in ((MeetingState.CONVENED, None), (MeetingState.CANCELLED, False)):
        sitting.meeting.state = state.value
        sitting.meeting.save()
        assert rows("meetings", sitting.here)[0]["held"] is held
        assert not rows("attendance", sitting.here)


def decide(sitting, bound, **change):
    return deciding.take_decision(
        actor=sitting.actor, meeting=sitting.meeting,
        draft=sittings.decided(bound=tuple(sitting.who[name] for name in bound), **change), nonce=None,
    )  # fmt: skip


def test_a_decision_is_taken_in_the_body_when_all_whom_it_binds_were_convened(sitting):
    first, second = decide(sitting, ("town", "landlord")), decide(sitting, ("town", "prefecture"))
    found = by("decisions", sitting.here, "decision")
    assert (found[first.pk]["in_body"], found[first.pk]["bound_absent"], found[first.pk]["bound"]) == (
        True,
        True,
        2,
    )
    assert found[second.pk]["bound_absent"] is False
    assert (found[first.pk]["core_only"], found[first.pk]["followed"]) == (False, False)
    Convocation.objects.filter(seat=sitting.seats["landlord"]).delete()
    assert by("decisions", sitting.here, "decision")[first.pk]["in_body"] is False
    sitting.body.kind = "informal"
    sitting.body.save()
    assert by("decisions", sitting.here, "decision")[second.pk]["in_body"] is False


def test_of_a_decision_that_binds_nobody_it_is_not_known_who_was_missing(sitting):
    told = decide(sitting, ("town",))
    told.bound.clear()
    found = by("decisions", sitting.here, "decision")[told.pk]
    assert (found["bound"], found["in_body"], found["bound_absent"]) == (0, None, None)
    sitting.body.kind = "informal"
    sitting.body.save()
    assert by("decisions", sitting.here, "decision")[told.pk]["in_body"] is False


@pytest.mark.parametrize(
    ("state", "closed", "kept"),
    [
        (CommitmentState.DELIVERED, datetime.date(2026, 2, 28), True),
        (CommitmentState.DELIVERED, datetime.date(2026, 3, 2), False),
        (CommitmentState.PARTLY, datetime.date(2026, 2, 28), False),
        (CommitmentState.UNKNOWN, datetime.date(2026, 2, 28), None),
        (CommitmentState.OPEN, None, None),
    ],
)
def test_a_commitment_is_kept_on_time_or_not_or_nobody_knows(sitting, state, closed, kept):
    row = promising.make_commitment(
        actor=sitting.actor, partnership=sitting.here, draft=sittings.promise(sitting.who["town"]),
        on=sittings.DAY,
    )  # fmt: skip
    type(row).objects.filter(pk=row.pk).update(state=state.value, closed_on=closed)
    found = rows("commitments", sitting.here)[0]
    assert (found["kept"], found["elements"], found["renegotiated"]) == (kept, 4, False)
    assert (found["institution"], found["sheet"], found["visible"]) == (sitting.who["town"].pk, None, True)


def test_a_withdrawn_commitment_was_a_mistake_and_a_moved_one_a_third_outcome(sitting):
    draft = sittings.promise(sitting.who["town"])
    row = promising.make_commitment(
        actor=sitting.actor, partnership=sitting.here, draft=draft, on=sittings.DAY
    )
    promising.renegotiate(
        actor=sitting.actor, commitment=row, seen=row.revision, on=datetime.date(2026, 2, 20),
        deliverable=row.deliverable, quantity=row.quantity,
        due_on=datetime.date(2026, 4, 1), reason="travaux",
    )  # fmt: skip
    assert rows("commitments", sitting.here)[0]["renegotiated"] is True
    type(row).objects.filter(pk=row.pk).update(state=CommitmentState.WITHDRAWN.value)
    assert not rows("commitments", sitting.here)


def test_municipal_services_are_the_commune(sitting):
    town = sitting.who["town"]
    police = invented.kind(sitting.here, "municipal_police", name="Police municipale (fictive)")
    found = by("institutions", sitting.here, "institution")
    assert found[police.pk]["entity"] == town.pk
    assert (found[police.pk]["core"], found[sitting.who["landlord"].pk]["core"]) == (True, False)
    other = invented.kind(sitting.here, "town", name="Commune voisine (fictive)")
    assert by("institutions", sitting.here, "institution")[police.pk]["entity"] == police.pk  # two communes
    Institution.objects.filter(pk=police.pk).update(parent=other)
    assert by("institutions", sitting.here, "institution")[police.pk]["entity"] == other.pk


def test_a_merged_institution_is_the_one_that_stays(sitting):
    school, town = sitting.who["school"], sitting.who["town"]
    double = invented.kind(sitting.here, "school", name="Collège en double (fictif)")
    elsewhere = invented.kind(sitting.here, "municipal_police", name="Police de la double (fictive)")
    first = invented.kind(sitting.here, "town", name="Commune en double (fictive)")
    Institution.objects.filter(pk=double.pk).update(merged_into=school)
    Institution.objects.filter(pk=first.pk).update(merged_into=town)
    Institution.objects.filter(pk=elsewhere.pk).update(parent=first)
    told = [row["institution"] for row in rows("institutions", sitting.here)]
    assert school.pk in told and double.pk not in told and len(told) == len(set(told))
    assert houses([sitting.here.pk])[double.pk].pk == school.pk
    assert by("institutions", sitting.here, "institution")[elsewhere.pk]["entity"] == town.pk


def test_an_institution_put_away_is_awaited_no_more(sitting):
    day = datetime.date(2026, 4, 1)
    away = invented.kind(sitting.here, "probation", name="SPIP d'essai (fictif)")
    Institution.objects.filter(pk=away.pk).update(archived_on=day)
    frames = {name: READERS[name]([sitting.here.pk]) for name in ("partnerships", "institutions")}
    for on, known in ((day, True), (day + datetime.timedelta(days=1), False)):
        view = View(frames, on)
        assert (away.pk in {node.institution for node in nodes(view, sitting.here.pk)}) is known
        listed = INDICATORS["P2"].compute(view)["institution"].to_list()
        assert (away.pk in listed) is known


def test_a_contract_is_in_force_when_it_is_signed_with_its_sheets_and_their_yearly_reviews():
    scene = contracts.contract()
    assert not rows("contracts", scene.here)  # a draft is in no figure
    contracts.signed(scene)
    contract, sheet = rows("contracts", scene.here)[0], rows("sheets", scene.here)[0]
    assert (contract["start"], contract["signed"]) == (contracts.AFTER, contracts.AFTER)
    assert (sheet["fields"], sheet["sina3"], sheet["partners"], sheet["partners_bare"]) == (9, True, 2, 0)
    assert (sheet["pilot"], sheet["pilot_institution"]) == (None, scene.who["transport"].pk)
    assert (sheet["joint_origin"], sheet["existing"]) == (False, None)
    Review.objects.create(sheet=scene.sheets[0], planned_on=datetime.date(2026, 9, 1))
    held = Review.objects.create(
        sheet=scene.sheets[1], planned_on=datetime.date(2026, 12, 1), held_on=datetime.date(2026, 12, 3)
    )
    due = [
        (row["sheet"], row["due"], row["held"]) for row in rows("reviews", scene.here)
        if row["due"] < datetime.date(2027, 6, 1)
    ]  # fmt: skip
    assert due == [
        (scene.sheets[0].pk, datetime.date(2026, 9, 1), None),
        (held.sheet_id, datetime.date(2026, 12, 1), True),
    ]  # fmt: skip
    Review.objects.all().delete()
    first = rows("reviews", scene.here)[0]
    assert (first["due"], first["held"]) == (datetime.date(2027, 3, 19), False)


def lived(sheet, *states):
    """The history of a sheet: its states, each from midday of a day; the last one is now."""
    sheet.history.all().delete()
    for day, state in states:
        sheet.state = state.value
        sheet._history_date = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        sheet.save()


def test_a_sheet_ends_the_day_it_stopped_and_owes_nothing_after():
    scene = contracts.contract()
    contracts.signed(scene)
    one, other = scene.sheets
    day, later = datetime.date(2026, 9, 1), datetime.date(2027, 2, 1)
    lived(one, (contracts.DAY, SheetState.RUNNING), (day, SheetState.STOPPED), (later, SheetState.DONE))
    lived(other, (contracts.DAY, SheetState.RUNNING), (day, SheetState.DONE), (later, SheetState.RUNNING))
    Review.objects.create(sheet=one, planned_on=later)
    found = by("sheets", scene.here, "sheet")
    assert (found[one.pk]["end"], found[other.pk]["end"]) == (day, datetime.date(2028, 6, 30))
    assert {row["sheet"] for row in rows("reviews", scene.here)} == {other.pk}
    lived(one, (later, SheetState.STOPPED))  # typed when it was over already: never seen at work
    assert by("sheets", scene.here, "sheet")[one.pk]["end"] == later, "over by then, whatever was planned"
    one.end = None
    lived(one, (later, SheetState.STOPPED))
    assert by("sheets", scene.here, "sheet")[one.pk]["end"] == contracts.AFTER


def test_a_pilot_is_an_opaque_number_within_the_partnership():
    scene = contracts.contract()
    contracts.signed(scene)
    council = invented.BodyFactory(partnership=scene.here)
    seat, _person = sittings.seated(council, scene.who["transport"])
    for sheet in scene.sheets:
        type(sheet).objects.filter(pk=sheet.pk).update(pilot_seat=seat)
    assert [row["pilot"] for row in rows("sheets", scene.here)] == [1, 1]


def test_a_planned_departure_leaves_the_pilot_and_a_new_one_is_unknown_before():
    scene = contracts.contract()
    contracts.signed(scene)
    seat, _person = sittings.seated(invented.BodyFactory(partnership=scene.here), scene.who["transport"])
    type(scene.sheets[0]).objects.filter(contract=scene.contract).update(pilot_seat=seat)
    today, since = timezone.localdate(), datetime.date(2026, 6, 1)
    seat.holders.update(start=since, end=today + datetime.timedelta(days=30))
    told = rows("sheets", scene.here)
    assert [(row["pilot"], row["pilot_since"]) for row in told] == [(1, since)] * 2
    frame = READERS["sheets"]([scene.here.pk])
    for day, pilot in ((datetime.date(2026, 5, 1), None), (since, 1)):
        assert as_of(frame, "sheets", day)["pilot"].to_list() == [pilot] * 2
    seat.holders.update(end=today - datetime.timedelta(days=1))
    assert [row["pilot"] for row in rows("sheets", scene.here)] == [None] * 2


def test_data_asked_answered_and_refused():
    scene = gather.scene()
    asked = gather.ask(scene)
    found = by("data_requests", scene.here, "request")[asked.pk]
    assert (found["holder"], found["outcome"], found["answered"]) == (scene.school.pk, None, None)
    gather.answer(scene, asked)
    assert by("data_requests", scene.here, "request")[asked.pk]["outcome"] == "full"
    refused = gather.ask(scene, institution=scene.landlord)
    type(refused).objects.filter(pk=refused.pk).update(
        state="refused", motive_kind="hierarchy", answered_on=gather.DAY
    )
    told = by("data_requests", scene.here, "request")[refused.pk]
    assert (told["outcome"], told["motive"]) == ("refused", "other")
    assert [row["kind"] for row in rows("refusals", scene.here)] == ["data"]


def test_a_grant_with_its_plan():
    made = funding.scene()
    decision = funding.granted(made)
    grant = rows("grants", made.here)[0]
    assert (grant["grant"], grant["euros"], grant["fipd"]) == (decision.pk, 8000.0, True)
    assert (grant["total_cost"], grant["state_euros"], grant["substitution"]) == (20000.0, 10000.0, False)
    assert rows("requests", made.here)[0]["returned"] is False
    assert rows("controls", made.here)[0]["controlled"] is False
    assert {row["kind"] for row in rows("calls", made.here)} == {"call", "deadline"}


def test_an_imprecise_request_is_so_whether_it_was_returned_or_not():
    made = funding.scene()
    funding.granted(made)
    (row,) = GrantRequest.objects.all()

    def told():
        return {name: rows("requests", made.here)[0][name] for name in ("imprecise", "returned")}

    assert told() == {"imprecise": False, "returned": False}
    GrantRequest.objects.filter(pk=row.pk).update(public="", people=None)
    assert told() == {"imprecise": True, "returned": False}, "granted all the same: M7 is not all of them"
    GrantRequest.objects.filter(pk=row.pk).update(**dict.fromkeys(TEXTS, ""))
    assert told() == {"imprecise": None, "returned": False}, "a grant typed without its form"


def test_the_number_of_queries_does_not_grow_with_partnerships(sitting):
    def count(wanted):
        with CaptureQueriesContext(connection) as seen:
            extract(wanted)
        return len(seen)

    one = count([sitting.here.pk])
    for place in ("44109", "44162"):
        here = Partnership.objects.create(
            key=f"{place}-clspd", place=place, kind="clspd", name=place, opened=datetime.date(2020, 1, 1)
        )
        decide(sittings.plenary(partnership=here), ("town",))
    assert count(list(Partnership.objects.values_list("pk", flat=True))) == one


def test_what_is_reserved_at_any_height_is_seen_by_no_signatory(sitting):
    here, town = sitting.here, sitting.who["town"]
    item = sittings.ItemFactory(meeting=sitting.meeting)
    drafts = [Decision.objects.create(meeting=sitting.meeting, number=n, text="Essai", mode="consensus",
                                      item=item if n == 2 else None) for n in (1, 2)]  # fmt: skip
    bare, own, decided, treated, met = [
        sittings.CommitmentFactory(institution=town, **given)
        for given in ({}, {"restricted": True}, {"decision": drafts[0]}, {"decision": drafts[1]},
                      {"meeting": sitting.meeting})
    ]  # fmt: skip

    def hidden():
        return {pk for pk, row in by("commitments", here, "commitment").items() if not row["visible"]}

    assert hidden() == {own.pk}
    Decision.objects.filter(pk=drafts[0].pk).update(restricted=True)
    assert hidden() == {own.pk, decided.pk}
    AgendaItem.objects.filter(pk=item.pk).update(restricted=True)
    assert hidden() == {own.pk, decided.pk, treated.pk}
    assert {row["reserved"] for row in rows("decisions", here)} == {True}
    assert {row["reserved"] for row in rows("attendance", here)} == {False}
    Body.objects.filter(pk=sitting.body.pk).update(restricted=True)
    assert hidden() == {own.pk, decided.pk, treated.pk, met.pk} and bare.pk not in hidden()
    assert {row["reserved"] for row in rows("attendance", here)} == {True}
