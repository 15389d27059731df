"""Scenarios in the database: evidently invented, all or nothing, journalled, faithful to the frames."""

from datetime import date

import polars as pl
import pytest
from django.db.models import F

from maillage.audit.models import Entry
from maillage.bodies.models import Attendance, Commitment, Decision, Meeting
from maillage.contracts.models import ActionSheet, Review, Version
from maillage.contracts.selectors.text import moved
from maillage.institutions.models import Partnership, Person
from maillage.kernel import Actor, BadInput
from maillage.observatory.indicators import View, figures
from maillage.observatory.selectors.frames import extract
from maillage.scenario import generate
from maillage.scenario.services.records import insert_scenario
from maillage.scenario.services.records.traces import BIRTH

pytestmark = pytest.mark.django_db
ACTOR = Actor.machine("essai")


@pytest.fixture(scope="module")
def made():
    return generate(count=2, years=1, seed=3, profile="video", records="mnar:0.3")


def test_the_records_are_those_of_the_frames(made):
    insert_scenario(actor=ACTOR, made=made, name="essai")
    frames = made.frames
    sat = Meeting.objects.exclude(subject=BIRTH)
    assert sat.count() == frames["meetings"].height
    assert sat.filter(state="held").count() == frames["meetings"]["held"].sum()
    assert Attendance.objects.filter(meeting__in=sat).count() == frames["attendance"].height
    assert Attendance.objects.filter(state="unknown").count() == frames["attendance"]["present"].null_count()
    assert Commitment.objects.filter(state="delivered").count() == frames["commitments"]["kept"].sum()
    assert Decision.objects.count() == frames["decisions"]["meeting"].count()
    assert ActionSheet.objects.count() == frames["sheets"].height
    sheets = frames["sheets"]["sheet"].implode()
    assert Review.objects.count() == frames["reviews"].filter(pl.col("sheet").is_in(sheets)).height


def test_figures_of_the_records_are_those_of_the_frames():
    made = generate(count=3, years=2, seed=3, end=date(2026, 6, 30))
    insert_scenario(actor=ACTOR, made=made, name="essai")
    keys = [f"scenario-essai-{number}" for number in made.frames["partnerships"]["partnership"]]
    ids = [Partnership.objects.get(key=key).pk for key in keys]
    wanted = ["C1", "C10", "C3", "C7", "C8", "H1", "H1m", "H5", "H6", "M2", "P1", "R1m"]
    kept = figures(View(extract(ids), date(2026, 6, 30)), [*wanted, "E2"])
    drawn = figures(View(made.frames, date(2026, 6, 30)), [*wanted, "E2"])

    def both(name, column):
        return [table.filter(pl.col("indicator") == name)[column].to_list() for table in (drawn, kept)]

    for name in wanted:
        one, other = both(name, "value")
        assert one == pytest.approx(other) and None not in other, name
    held, again = both("E2", "numerator")  # records know less of what is due: see `plan`
    assert held == again and sum(held) > 0


def test_contracts_are_signed_as_they_stand_and_sheets_piloted_from_a_seat(made):
    insert_scenario(actor=ACTOR, made=made, name="essai")
    signed = made.frames["contracts"]["signed"].sort().to_list()
    versions = list(Version.objects.order_by("signed_on"))
    assert [row.signed_on for row in versions] == signed and {row.state for row in versions} == {"signed"}
    for version in versions:
        assert not moved(version) and version.signatures.count() >= 2
    piloted = made.frames["sheets"]["pilot_institution"].count()
    rows = ActionSheet.objects.filter(pilot_seat__isnull=False)
    assert rows.filter(pilot_seat__institution=F("pilot")).count() == rows.count() == piloted


def test_everything_is_evidently_invented_and_journalled(made):
    insert_scenario(actor=ACTOR, made=made, name="essai")
    rows = list(Partnership.objects.order_by("key"))
    assert [row.key for row in rows] == ["scenario-essai-1", "scenario-essai-2"]
    assert all(row.fictitious and "inventé" in row.name for row in rows)
    assert not Person.objects.exclude(name__startswith="Personne inventée").exists()
    written = Entry.objects.filter(subject__startswith="scenario-").order_by("seq")
    assert list(written.values_list("act", "subject")) == [("partenariat inventé", row.key) for row in rows]


def test_they_sit_in_the_communes_given_each_in_its_turn(made):
    insert_scenario(actor=ACTOR, made=made, name="essai", places=("44109", "49007", "85191"), first=2)
    rows = list(Partnership.objects.order_by("key").values_list("place", "name"))
    assert rows == [("49007", "Partenariat inventé n° 2"), ("85191", "Partenariat inventé n° 3")]


def test_a_known_key_is_refused_and_nothing_is_written(made):
    Partnership.objects.create(
        key="scenario-essai-2", place="44143", kind="clspd", name="Déjà là", opened="2020-01-01"
    )
    with pytest.raises(BadInput, match="scenario-essai-2"):
        insert_scenario(actor=ACTOR, made=made, name="essai")
    assert Partnership.objects.count() == 1
    assert not Meeting.objects.exists()


def test_too_many_go_to_the_lake():
    many = generate(count=301, years=1, seed=1)
    with pytest.raises(BadInput, match="301"):
        insert_scenario(actor=ACTOR, made=many, name="essai")
