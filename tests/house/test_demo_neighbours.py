"""The partnerships around the demonstration: evidently invented, spread around, enough to read boards."""

import json
from datetime import date

import pytest

from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.observatory.services import boards
from maillage.scenario.profiles import PROFILES
from maillage.site.demo import NEIGHBOURS, neighbours
from maillage.territory import selectors as territory

pytestmark = pytest.mark.django_db
ACTOR, DAY = Actor.machine("essai"), date(2026, 6, 30)


def test_the_communes_around_are_those_of_three_departements_and_not_the_one_of_the_demonstration():
    found = neighbours.communes()
    assert len(found) == len(set(found)) >= NEIGHBOURS
    assert neighbours.PLACE not in found
    assert {territory.facts(code).department for code in found} == {"44", "49", "85"}


def test_most_do_well_and_the_profiles_exist():
    assert sum(share for *_profile, share in neighbours.MIX) == 100
    assert max(neighbours.MIX, key=lambda row: row[2])[0] == "sound"
    assert {name for name, *_rest in neighbours.MIX} - {"sound"} <= set(PROFILES)


def test_neighbours_are_invented_and_a_board_reads_them_together():
    made = neighbours.write(actor=ACTOR, count=7, today=DAY)
    assert len(made) == Partnership.objects.count() >= 7
    assert all(row.fictitious for row in made)
    assert [row.name for row in made] == [f"Partenariat inventé n° {n}" for n in range(1, len(made) + 1)]
    assert len({row.place for row in made}) == len(made)
    body = json.loads(boards.refresh_board(actor=ACTOR, scope="dep:44", day=DAY).body)
    assert body["partnerships"] == len(made) and body["distributions"] and body["pooled"]
