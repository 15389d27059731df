"""The board of several partnerships, computed from their records."""

from datetime import UTC, date, datetime

import pytest

from maillage.audit.models import Entry
from maillage.observatory import tasks
from maillage.observatory.models import Board
from maillage.observatory.selectors import many as selectors
from maillage.observatory.services.boards import refresh_board
from tests import factories
from tests.bodies.factories import decisions, meetings
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
DAY, CLOSED = date(2026, 11, 29), date(2026, 6, 1)
NIGHT = datetime(2026, 11, 29, 2, tzinfo=UTC)


def test_the_board_counts_councils_and_says_nothing_common_of_few():
    meetings.council()
    factories.PartnershipFactory(place="35238", key="35238-clspd")
    row = refresh_board(actor=MACHINE, scope="dep:44", day=DAY)
    content = row.content
    assert content["partnerships"] == 1
    assert content["series"][-1]["councils"] == 1 and content["series"][0]["day"] == "2016-11-29"
    assert content["distributions"] == [] and content["pooled"] == {}


def test_the_same_board_twice_is_one_row_and_one_line():
    meetings.council()
    refresh_board(actor=MACHINE, scope="dep:44", day=DAY)
    refresh_board(actor=MACHINE, scope="dep:44", day=DAY)
    assert Board.objects.count() == 1
    assert Entry.objects.filter(act="tableau calculé").count() == 1


def test_five_partnerships_are_read_as_one_by_the_same_functions():
    decisions.plenary()
    for at in range(4):
        factories.PartnershipFactory(place=f"4400{at + 1}", key=f"4400{at + 1}-clspd")
    content = refresh_board(actor=MACHINE, scope="dep:44", day=DAY).content
    assert content["partnerships"] == 5
    assert content["pooled"]["P1"]["denominator"] > 0
    assert "R1m" not in content["pooled"] and "H1m" not in content["pooled"]
    spread = {row["indicator"]: row for row in content["distributions"]}["R1m"]
    assert spread["published"] == 5 and spread["quartiles"] is None
    assert "H4" not in content["pooled"]


def test_the_nation_is_every_partnership_of_the_installation():
    factories.PartnershipFactory(place="35238", key="35238-clspd")
    factories.PartnershipFactory(place="44143")
    assert len(selectors.partnerships_of(scope=selectors.NATIONAL)) == 2
    assert len(selectors.partnerships_of(scope="dep:35")) == 1


def test_the_month_computes_each_board_once():
    meetings.council()
    factories.PartnershipFactory(place="35238", key="35238-clspd")
    assert tasks.refresh_boards(actor=MACHINE, now=NIGHT, dry_run=True) == {"tableaux à calculer": 3}
    assert not Board.objects.exists()
    assert tasks.refresh_boards(actor=MACHINE, now=NIGHT) == {"tableaux calculés": 3}
    assert sorted(Board.objects.values_list("scope", flat=True)) == ["dep:35", "dep:44", "national"]
    assert {row.day for row in Board.objects.all()} == {date(2026, 11, 1)}
    assert tasks.refresh_boards(actor=MACHINE, now=NIGHT) == {"tableaux calculés": 0}


def test_invented_partnerships_never_count_with_real_ones():
    factories.PartnershipFactory(place="44143", fictitious=True)
    assert len(selectors.partnerships_of(scope="national")) == 1
    assert refresh_board(actor=MACHINE, scope="national", day=DAY).content["fictitious"] is True
    factories.PartnershipFactory(place="35238", key="35238-clspd")
    assert len(selectors.partnerships_of(scope="national")) == 1
    assert selectors.scopes() == ["dep:35", "national"]


def test_a_council_that_closed_is_in_no_common_figure():
    for at in range(5):
        factories.PartnershipFactory(
            place=f"4400{at + 1}", key=f"4400{at + 1}-clspd", closed=CLOSED if at else None
        )
    content = refresh_board(actor=MACHINE, scope="dep:44", day=DAY).content
    assert content["partnerships"] == 1 and content["pooled"] == {}
    assert content["series"][-2]["councils"] == 5
