"""Those who left before today's holders, and what they handed over: told before the meetings are lived."""

from datetime import date, timedelta

from maillage.bodies.services import handover
from maillage.bodies.services.handover import Departure
from maillage.institutions.services import people as directory
from maillage.institutions.vocabulary import Level, PersonDraft, PositionDraft
from maillage.kernel import Actor
from maillage.site.demo.move_words import MOVES, Move
from maillage.site.demo.partners import INSTITUTIONS, Cast


def write(*, actor: Actor, cast: Cast, today: date) -> None:
    """Let each of them leave, and the person of today follow; `cast` then knows both."""
    for move in MOVES:
        _move(actor, cast, move, today)


def _move(actor: Actor, cast: Cast, move: Move, today: date) -> None:
    left = today + timedelta(days=move.left)
    arrives = left + timedelta(days=move.vacant)
    *_house, name, title, level = INSTITUTIONS[move.who]
    post = directory.open_position(
        actor=actor, institution=cast.institutions[move.who],
        person=PersonDraft(name, email=f"{move.who}.personne@exemple.invalid"),
        draft=PositionDraft(title, level, arrives, may_commit=level is Level.MANAGER),
    )  # fmt: skip
    handover.declare_departure(
        actor=actor, partnership=cast.here, on=left - timedelta(days=20), departure=Departure(
            cast.institutions[move.who], cast.people[move.who], left, post.person, arrives, move.note
        ),
    )  # fmt: skip
    cast.before[move.who] = (arrives, cast.people[move.who])
    cast.people[move.who] = post.person
