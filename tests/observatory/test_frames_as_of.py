"""What was not yet known on an earlier day is not read on it: outcomes carry the day they were recorded."""

import datetime

import polars as pl
import pytest

from maillage.bodies.models import BodyEvent, Commitment, Handover
from maillage.bodies.services import decisions as deciding
from maillage.bodies.vocabulary import BodyKind, LifeEvent
from maillage.contracts.models import Opinion
from maillage.diagnosis.models import SourceRequest
from maillage.funding.models import GrantRequest
from maillage.funding.vocabulary.controls import StepKind
from maillage.observatory.indicators.view import as_of
from maillage.observatory.selectors.frames import READERS
from maillage.observatory.vocabulary import FRAMES
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as sittings
from tests.contracts import scenes as contracts
from tests.diagnosis import gather
from tests.funding import control_scenes
from tests.funding import scenes as funding

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 9, 15)
EVE = ON - datetime.timedelta(days=1)


def read(name, here, *columns):
    """The columns of the first row the day before and the day they were recorded."""
    frame = READERS[name]([here.pk])
    return [tuple(as_of(frame, name, day).select(columns).row(0)) for day in (EVE, ON)]


def test_every_outcome_hangs_on_a_day_of_its_frame():
    for name, shape in FRAMES.items():
        for dated, columns in shape.outcomes.items():
            assert {dated, *columns} <= set(shape.schema), name


def test_an_opinion_on_a_sheet():
    scene = contracts.contract()
    contracts.signed(scene)
    Opinion.objects.all().delete()
    for sheet in scene.sheets:
        Opinion.objects.create(
            sheet=sheet,
            institution=scene.who["prefecture"],
            on_plan=True,
            given_on=ON,
            asked_on=EVE,
            contract=scene.contract,
        )
    assert read("sheets", scene.here, "plan_opinion") == [(None,), (True,)]


def test_a_request_returned():
    made = funding.scene()
    funding.granted(made)
    GrantRequest.objects.update(returned_on=ON)
    assert read("requests", made.here, "returned", "imprecise") == [(None, None), (True, True)]


def test_a_decision_followed_by_a_promise():
    sitting = sittings.plenary()
    told = deciding.take_decision(
        actor=sitting.actor, meeting=sitting.meeting,
        draft=sittings.decided(bound=(sitting.who["town"],)), nonce=None,
    )  # fmt: skip
    Commitment.objects.create(
        partnership=sitting.here, institution=sitting.who["town"], decision=told, made_on=ON,
        deliverable="un passage", due_on=datetime.date(2027, 1, 1),
    )  # fmt: skip
    assert read("decisions", sitting.here, "followed") == [(None,), (True,)]


def test_a_group_prolonged():
    body = invented.BodyFactory(kind=BodyKind.GLTD.value, opened_on=datetime.date(2026, 1, 1))
    BodyEvent.objects.create(
        body=body, kind=LifeEvent.PROLONGED.value, on=ON, reason="Le quartier n'est pas apaisé."
    )
    assert read("bounded_groups", body.partnership, "prolonged") == [(None,), (True,)]


def test_a_note_of_handover():
    held = invented.HolderFactory(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 9, 1))
    here = held.seat.body.partnership
    Handover.objects.create(
        partnership=here, leaving=held.person, institution=held.seat.institution, leaves_on=held.end,
        note="Les fiches 1 et 2 sont à reprendre.", noted_on=ON,
    )  # fmt: skip
    assert read("holders", here, "note") == [(None,), (True,)]


def test_sources_received_for_a_diagnosis():
    scene = gather.scene()
    asked = gather.ask(scene)
    gather.answer(scene, asked)
    SourceRequest.objects.filter(pk=asked.pk).update(answered_on=ON)
    type(scene.diagnosis).objects.filter(pk=scene.diagnosis.pk).update(state="shared")
    assert [row[0] for row in read("diagnoses", scene.here, "categories_received")] == [None, 1]


def test_a_control_that_came_to_a_conclusion():
    scene = control_scenes.Scene()
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    scene.answer(20)
    scene.step(StepKind.CONFORM, 25)
    done = control_scenes.later(25)
    frame = READERS["controls"]([scene.control.campaign.partnership_id])
    row = pl.col("grantee") == scene.control.institution_id
    for day, told in ((done - datetime.timedelta(days=1), None), (done, True)):
        read = as_of(frame, "controls", day).filter(row, pl.col("concluded").is_null() | (day >= done))
        assert read["controlled"].to_list()[-1:] == [told]
