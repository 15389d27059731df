"""The partnership looks at itself: opinions, declared ties, its state computed, comments, boards of many."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kernel import Actor, Role
from maillage.observatory.indicators import INDICATORS, told
from maillage.observatory.selectors import snapshots
from maillage.observatory.services import assessment, boards, declared, refresh, remarks
from maillage.site.demo.looking_words import OPINIONS, REMARKS, SENTENCES, TIES, TITLE, Said
from maillage.site.demo.partners import Cast

BOARDS = ("dep:44", "national")


@dataclass(frozen=True)
class Mirror:
    """Who writes, with whom, and the day that the story leads to."""

    actor: Actor
    cast: Cast
    today: date

    def voice(self, who: str, number: int | None = None) -> Actor:
        """Somebody who answers for this institution; a number of their own where each person counts."""
        held = self.cast.institutions[who].pk
        known = self.actor.id if number is None else number
        return Actor(known, self.cast.people[who].name, frozenset({Role.PARTNER}), frozenset({held}))

    def back(self, days: int) -> date:
        """A day before today."""
        return self.today - timedelta(days=days)


def write(*, actor: Actor, cast: Cast, today: date) -> None:
    """Ask what each thinks, and with whom each works: both rounds are closed, not everybody answered."""
    mirror = Mirror(actor, cast, today)
    _opinions(mirror)
    _ties(mirror)


def _opinions(mirror: Mirror) -> None:
    round_ = assessment.open_assessment(
        actor=mirror.actor, partnership=mirror.cast.here, title=TITLE, until=mirror.back(50),
        on=mirror.back(75),
    )  # fmt: skip
    for number, (who, digits) in enumerate(OPINIONS, 1):
        scores = {
            key: None if digit == "-" else int(digit) for key, digit in zip(SENTENCES, digits, strict=True)
        }
        # nobody of the accounts: a token without a name is all that is kept
        assessment.rate(
            actor=mirror.voice(who, -number), assessment=round_, scores=scores,
            institution=mirror.cast.institutions[who],
        )  # fmt: skip
    assessment.close_assessment(actor=mirror.actor, assessment=round_, on=mirror.back(45))


def _ties(mirror: Mirror) -> None:
    who = mirror.cast.institutions
    survey = declared.open_survey(actor=mirror.actor, partnership=mirror.cast.here, on=mirror.back(110))
    for rank, (key, ties) in enumerate(TIES.items()):
        declared.answer(
            actor=mirror.voice(key), survey=survey, institution=who[key], on=mirror.back(100 - 2 * rank),
            ties={who[other].pk: said for other, said in ties.items()},
        )  # fmt: skip
    declared.close_survey(actor=mirror.actor, survey=survey, on=mirror.back(70))


def compute(*, actor: Actor, cast: Cast, today: date) -> None:
    """The state of this partnership, compared with those around; then what is said of its figures.

    The states of the others wait for the night, as in any installation: the demonstration opens sooner.
    """
    refresh.refresh(actor=actor, partnership=cast.here, day=today)
    held = snapshots.at(partnership=cast.here, day=today)
    figures = json.loads(held.body)["figures"] if held else {}
    mirror = Mirror(actor, cast, today)
    for said in REMARKS:
        _remark(mirror, said, told.told(INDICATORS[said.indicator], figures.get(said.indicator)).short)


def _remark(mirror: Mirror, said: Said, shown: str) -> None:
    who = mirror.cast.institutions
    made = remarks.comment(
        actor=mirror.voice(said.who), partnership=mirror.cast.here, indicator=said.indicator,
        institution=who[said.who], shown=shown, words=said.words, on=mirror.today,
    )  # fmt: skip
    if said.answering:
        remarks.answer(
            actor=mirror.voice(said.answering), remark=made, institution=who[said.answering],
            words=said.answer, on=mirror.today,
        )  # fmt: skip


def compute_boards(*, actor: Actor, today: date) -> None:
    """What all the partnerships say together, in the département and in the installation."""
    for scope in BOARDS:
        boards.refresh_board(actor=actor, scope=scope, day=today)
