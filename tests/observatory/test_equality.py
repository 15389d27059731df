"""Records written through the doors give the figures that a clerk would count by hand."""

import datetime

import pytest

from maillage.bodies.models import Commitment, Meeting
from maillage.bodies.services import commitments as promising
from maillage.bodies.services import decisions as deciding
from maillage.bodies.vocabulary import CommitmentState
from maillage.observatory.indicators import View, figures
from maillage.observatory.selectors.frames import extract
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as sittings
from tests.contracts import scenes as contracts

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)


def read(here, *names, day=DAY):
    table = figures(View(extract([here.pk]), day), names)
    return {row["indicator"]: row for row in table.to_dicts()}


def told(row):
    return row["numerator"], row["denominator"], row["unknown"]


@pytest.fixture
def sitting():
    return sittings.plenary(absent=("landlord",), legal_basis="CSI, art. L. 132-4")


def test_a_plenary_and_its_presences(sitting):
    found = read(sitting.here, "R1m", "P1")
    assert found["R1m"]["numerator"] == 1
    assert told(found["P1"]) == (5, 6, 0)
    before = read(sitting.here, "R1m", "P1", day=datetime.date(2026, 1, 31))  # the day before it was held
    assert before["R1m"]["numerator"] == 0
    assert before["P1"]["status"] == "missing"


def test_commitments_due_kept_late_and_unknown(sitting):
    dues = [datetime.date(2026, 3, day) for day in range(1, 8)]
    rows = [
        promising.make_commitment(
            actor=sitting.actor, partnership=sitting.here, on=sittings.DAY,
            draft=sittings.promise(sitting.who["town"], due_on=due),
        )
        for due in (*dues, datetime.date(2026, 9, 1))
    ]  # fmt: skip
    for row in rows[:4]:
        promising.report(
            actor=sitting.actor, commitment=row, seen=row.revision, state=CommitmentState.DELIVERED,
            on=row.due_on, evidence="vu sur place",
        )  # fmt: skip
    late = rows[4]
    promising.report(
        actor=sitting.actor, commitment=late, seen=late.revision, state=CommitmentState.DELIVERED,
        on=late.due_on + datetime.timedelta(days=20), evidence="vu sur place",
    )  # fmt: skip
    kept = read(sitting.here, "C10")["C10"]
    assert told(kept) == (4, 5, 2)  # two due of which nothing is said; one not due yet is in nothing
    assert (kept["floor"], kept["ceiling"]) == (pytest.approx(4 / 7), pytest.approx(6 / 7))
    assert Commitment.objects.count() == 8


def test_decisions_in_the_body_and_their_dissents(sitting):
    for n in range(6):
        bound = (sitting.who["town"], sitting.who["landlord" if n < 2 else "prefecture"])
        decision = deciding.take_decision(
            actor=sitting.actor, meeting=sitting.meeting, draft=sittings.decided(bound=bound), nonce=None
        )
    deciding.withdraw_decision(
        actor=sitting.actor, decision=decision, seen=decision.revision, on=sittings.DAY, reason="doublon"
    )
    found = read(sitting.here, "D1", "D9")
    assert told(found["D1"]) == (5, 5, 0)
    assert told(found["D9"]) == (2, 5, 0)  # the landlord was away


def test_a_signed_contract_gives_its_sheets(sitting):
    scene = contracts.contract()
    contracts.signed(scene)
    found = read(scene.here, "C1", "C3")
    assert found["C1"]["denominator"] == 2
    assert read(scene.here, "C1", day=datetime.date(2026, 3, 1))["C1"]["status"] == "missing"


def test_a_partnership_alone_and_among_others_has_the_same_figures(sitting):
    other = sittings.plenary(
        partnership=invented.PartnershipFactory(place="44109", name="Autre (fictif)"), absent=()
    )
    assert Meeting.objects.count() == 2
    names = ("R1m", "P1", "D1")
    alone = read(sitting.here, *names)
    both = figures(View(extract([sitting.here.pk, other.here.pk]), DAY), names)
    mine = both.filter(partnership=sitting.here.pk)
    for row in mine.to_dicts():
        for name, value in alone[row["indicator"]].items():  # a limit may differ by its last digit
            assert row[name] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value)
