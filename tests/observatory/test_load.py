"""The load of one person: seats held, sheets piloted, meetings convened; nobody else's, no other place's."""

import datetime

import pytest

from maillage.bodies.models import Convocation
from maillage.bodies.vocabulary import MeetingState, SeatRole
from maillage.contracts.vocabulary import ContractState, SheetState
from maillage.kernel import Actor, Role
from maillage.observatory.selectors.holders import pilots
from maillage.observatory.selectors.load import Load, load_of
from maillage.observatory.selectors.loads import loads
from tests.bodies.factories.bodies import HolderFactory, MeetingFactory, SeatFactory
from tests.contracts.factories import ContractFactory, SheetFactory
from tests.factories import PartnershipFactory

ON = datetime.date(2026, 6, 30)


@pytest.fixture
def held(db):
    return HolderFactory()


def meeting(holder, day, state=MeetingState.HELD):
    starts = datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC)
    one = MeetingFactory(body=holder.seat.body, starts_at=starts, state=state.value)
    return Convocation.objects.create(meeting=one, seat=holder.seat, person=holder.person)


def test_a_seat_that_ended_and_a_deputy_are_told_apart(held):
    body, person = held.seat.body, held.person
    HolderFactory(seat=SeatFactory(body=body), person=person, role=SeatRole.DEPUTY.value)
    HolderFactory(seat=SeatFactory(body=body), person=person, end=datetime.date(2026, 6, 29))
    HolderFactory(seat=SeatFactory(body=body))
    assert load_of(person, body.partnership, ON) == Load(seats=1, deputy_seats=1, sheets=0, convened=0)


def test_only_sheets_at_work_in_a_contract_in_force_count(held):
    place = held.seat.body.partnership
    contract = ContractFactory(partnership=place, state=ContractState.IN_FORCE.value)
    ended = ContractFactory(partnership=place, state=ContractState.ENDED.value)
    SheetFactory(contract=contract, pilot_seat=held.seat, state=SheetState.RUNNING.value)
    SheetFactory(contract=contract, pilot_seat=held.seat, state=SheetState.STOPPED.value)
    SheetFactory(contract=ended, pilot_seat=held.seat, state=SheetState.RUNNING.value)
    SheetFactory(contract=contract, state=SheetState.RUNNING.value)
    assert load_of(held.person, place, ON).sheets == 1


def test_a_sheet_counts_until_the_day_it_stopped(held):
    place = held.seat.body.partnership
    contract = ContractFactory(partnership=place, state=ContractState.IN_FORCE.value)
    sheet = SheetFactory(contract=contract, pilot_seat=held.seat, state=SheetState.RUNNING.value)
    sheet.state = SheetState.STOPPED.value
    sheet._history_date = datetime.datetime(2026, 6, 29, 12, tzinfo=datetime.UTC)
    sheet.save()
    sheet.history.filter(state=SheetState.RUNNING.value).update(
        history_date=datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
    )
    before = ON - datetime.timedelta(days=1)
    assert [load_of(held.person, place, day).sheets for day in (before, ON)] == [1, 0]
    assert [row.load.sheets for row in loads(partnership=place, on=ON)] == [0]
    coordinator = Actor(1, "Essai", frozenset({Role.COORDINATOR}))
    assert [len(pilots(actor=coordinator, partnership=place, on=day)) for day in (before, ON)] == [1, 0]


def test_meetings_of_twelve_months_that_were_not_cancelled(held):
    place = held.seat.body.partnership
    meeting(held, datetime.date(2026, 6, 30))
    meeting(held, datetime.date(2025, 7, 2))
    meeting(held, datetime.date(2025, 6, 29))
    meeting(held, datetime.date(2026, 7, 2))
    meeting(held, datetime.date(2026, 5, 2), MeetingState.CANCELLED)
    meeting(HolderFactory(seat=SeatFactory(body=held.seat.body)), datetime.date(2026, 5, 3))
    assert load_of(held.person, place, ON).convened == 2


def test_nothing_of_another_partnership_is_told(held, django_assert_num_queries):
    other = PartnershipFactory(place="44109")
    meeting(held, datetime.date(2026, 5, 2))
    with django_assert_num_queries(2):  # no seat there: the sheets are not even asked for
        assert load_of(held.person, other, ON) == Load(0, 0, 0, 0)
