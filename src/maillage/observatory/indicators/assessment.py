"""What a self-assessment says: how answers spread, where institutions differ, the gap with records."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from maillage.kernel import Status
from maillage.observatory.indicators import told as words
from maillage.observatory.indicators.health import Content
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.models import SelfAssessment
from maillage.observatory.rules import assessment as rules
from maillage.observatory.selectors import assessment as selectors
from maillage.observatory.selectors.assessment import Scores
from maillage.observatory.vocabulary import Direction, Kind
from maillage.observatory.vocabulary.items import ITEMS, Item
from maillage.science import proportion

AGREES = 4  # « plutôt d'accord » and above
WIDE = 2.0  # the middle half of the answers spans two steps: people do not see the same thing


@dataclass(frozen=True)
class Spread:
    """The answers to one sentence. Shares in percent, limits at 95 % (Wilson 1927); scores from 1 to 5."""

    item: Item
    counts: tuple[int, ...]  # persons by score, 1 to 5
    unknown: int
    agree: float | None
    low: float | None
    high: float | None
    half: tuple[float, float] | None  # the middle half of the persons
    between: tuple[float, float] | None  # the middle half of the institutions' means, unnamed
    own: Sequence[tuple[int, float, int]]  # institution, mean, persons: only where five answered
    recorded: str
    gap: str

    @property
    def known(self) -> int:
        """How many answered this sentence."""
        return sum(self.counts)

    @property
    def agreeing(self) -> int:
        """How many agree."""
        return sum(self.counts[AGREES - 1 :])

    @property
    def divided(self) -> bool:
        """Do persons, or institutions, not see the same thing?"""
        spans = [half[1] - half[0] for half in (self.half, self.between) if half is not None]
        return any(span >= WIDE for span in spans)


@dataclass(frozen=True)
class Results:
    """The results of a closed round; `spreads` is empty when too few persons answered."""

    raters: int
    institutions: int
    spreads: Sequence[Spread]


def results(*, assessment: SelfAssessment, content: Content | None) -> Results:
    """How each sentence was answered, beside what the records of the last snapshot show of the same thing."""
    rows = selectors.scores(assessment=assessment)
    houses = Counter(row.institution for row in rows if row.institution is not None)
    if not rules.may_detail(len(rows)):
        return Results(len(rows), len(houses), [])
    return Results(len(rows), len(houses), [_spread(item, rows, content) for item in ITEMS])


def _spread(item: Item, rows: Sequence[Scores], content: Content | None) -> Spread:
    given = [(row.institution, row.scores.get(item.key)) for row in rows]
    known = [score for _house, score in given if score is not None]
    counts = Counter(known)
    told = tuple(counts[score] for score in range(1, 6))
    means = _means(given)
    named = rules.detailed({key: n for key, (_mean, n) in means.items()}, len(known))
    shown = rules.may_detail(len(known))
    yes = sum(told[AGREES - 1 :])
    limits = proportion.wilson(np.array([yes]), np.array([len(known)])) if shown else None
    low, high = (float(100 * limits.low[0]), float(100 * limits.high[0])) if limits else (None, None)
    recorded, share = _recorded(item, content)
    return Spread(
        item, told, len(given) - len(known), 100 * yes / len(known) if shown else None, low, high,
        rules.middle_half(known) if shown else None,
        rules.middle_half([mean for mean, _n in means.values()]) if len(means) >= rules.FEWEST else None,
        [(key, mean, n) for key, (mean, n) in sorted(means.items()) if key in named],
        recorded, _gap(low, high, share),
    )  # fmt: skip


def _means(given: Sequence[tuple[int | None, int | None]]) -> Mapping[int, tuple[float, int]]:
    by_house: dict[int, list[int]] = defaultdict(list)
    for house, score in given:
        if house is not None and score is not None:
            by_house[house].append(score)
    return {key: (sum(scores) / len(scores), len(scores)) for key, scores in by_house.items()}


def _recorded(item: Item, content: Content | None) -> tuple[str, tuple[float, float] | None]:
    """What the records say, in words; and the limits of the good side in percent, where it is a part."""
    row, figure = INDICATORS.get(item.indicator), (content or {"figures": {}})["figures"].get(item.indicator)
    if row is None or figure is None:
        return "", None
    said = words.told(row, figure)
    limits = None
    if row.kind is Kind.SHARE and said.status is Status.PUBLISHED and row.good is not Direction.NONE:
        low, high = said.low or 0.0, said.high if said.high is not None else 100.0
        limits = (low, high) if row.good is Direction.HIGH else (100.0 - high, 100.0 - low)
    return f"{words.name(row)} : {said.short}", limits


def _gap(low: float | None, high: float | None, share: tuple[float, float] | None) -> str:
    """Two intervals that do not meet are read as a gap; else nothing tells them apart."""
    if low is None or high is None or share is None:
        return ""
    if low > share[1]:
        return _("On en dit plus de bien que les relevés n'en montrent.")
    if high < share[0]:
        return _("On en dit moins de bien que les relevés n'en montrent.")
    return _("Rien ne permet de dire que la parole et les relevés s'écartent.")
