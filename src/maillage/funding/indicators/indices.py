"""Inequality between communes and concentration against need, with their intervals over communes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

import numpy as np

from maillage.funding.indicators.need import Need
from maillage.funding.rules.spread import FEWEST_UNITS
from maillage.kernel import Estimate
from maillage.science import bootstrap, rank_correlation
from maillage.science.domain import Floats, OutOfDomain
from maillage.science.inequality import concentration, gini, theil
from maillage.science.inequality.amounts import midpoints
from maillage.science.inequality.concentration import Curve

SEED, DRAWS = 20_260_302, 500
Column = tuple[float, ...]
SOURCE = "subventions inscrites dans ce partenariat"
LOST = "Plus d'un tirage sur vingt ne contient aucune commune aidée : l'intervalle est trop étroit."


class Line(Protocol):
    """What is wanted of a commune."""

    @property
    def code(self) -> str: ...
    @property
    def population(self) -> int | None: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def qpv(self) -> int: ...


@dataclass(frozen=True)
class Indices:
    """Each figure as an estimate; those against need are None where the need of the communes is not known."""

    gini: Estimate
    theil: Estimate
    between: Estimate
    within: Estimate
    concentration: Estimate | None
    difference: Estimate | None
    correlation: Estimate | None
    curve: Curve | None


def indices(lines: Sequence[Line], stated: Need) -> Indices | None:
    """All indices; None under twelve communes, or when nothing went to any of them."""
    people = np.array([line.population or 0 for line in lines], dtype=np.float64)
    euros = np.array([float(line.amount) for line in lines])
    if len(lines) < FEWEST_UNITS or euros.sum() <= 0:
        return None
    areas = tuple(float(line.qpv > 0) for line in lines)
    spread = _spread(tuple(euros / people), tuple(people), areas)
    needs = np.array([_value(stated, line.code) for line in lines])
    held = ~np.isnan(needs)
    against = _against(tuple((euros / people)[held]), tuple(needs[held]), tuple(people[held]))
    gini_, total, between, within = spread
    return Indices(gini_, total, between, within, *against)


def _value(stated: Need, code: str) -> float:
    found = stated.index.get(code)
    return np.nan if found is None or found.value is None else found.value


@lru_cache(maxsize=64)  # the same grants and the same seed give the same figures: a page is read many times
def _spread(per_head: Column, people: Column, areas: Column) -> list[Estimate]:
    """Gini and Theil's T with its two parts; the groups: communes with a priority district, and others."""

    def statistic(y: Floats, w: Floats, group: Floats) -> list[float]:
        split = theil.parts(y, list(group), w)
        return [gini.weighted(y, w), split.total, split.between, split.within]

    found = _drawn(statistic, [np.array(per_head), np.array(people), np.array(areas)])
    methods = (gini.METHOD, theil.METHOD, theil.METHOD, theil.METHOD)
    return [_estimate(found, rank, "sans unité", method) for rank, method in enumerate(methods)]


@lru_cache(maxsize=64)
def _against(
    per_head: Column, needs: Column, people: Column
) -> tuple[Estimate | None, Estimate | None, Estimate | None, Curve | None]:
    """Against need: the concentration index, its distance to that of need taken by rank, the correlation."""

    def statistic(y: Floats, need: Floats, w: Floats) -> list[float]:
        rank = midpoints(w / w.sum(), need)
        return [
            concentration.index(y, need, w), concentration.difference(y, rank, w),
            rank_correlation.spearman(y, need),
        ]  # fmt: skip

    if len(needs) < FEWEST_UNITS:
        return None, None, None, None
    try:
        found = _drawn(statistic, [np.array(per_head), np.array(needs), np.array(people)])
    except OutOfDomain:  # nothing went to the communes whose need is known, or they do not differ
        return None, None, None, None
    methods = (concentration.METHOD, concentration.METHOD, rank_correlation.METHOD)
    made = [_estimate(found, rank, "de −1 à 1", method) for rank, method in enumerate(methods)]
    return made[0], made[1], made[2], concentration.curve(per_head, needs, people)


def _drawn(statistic: bootstrap.Statistic, columns: list[Floats]) -> bootstrap.Intervals:
    generator = np.random.Generator(np.random.PCG64(SEED))
    return bootstrap.percentile(statistic, columns, generator, DRAWS)


def _estimate(found: bootstrap.Intervals, rank: int, unit: str, method: str) -> Estimate:
    low, high = (float(side[rank]) for side in (found.low, found.high))
    sure = np.isfinite(low) and np.isfinite(high)
    caveats = (LOST,) if found.lost > found.draws / 20 else ()
    return Estimate(
        float(found.value[rank]), low if sure else None, high if sure else None, unit, method, SOURCE,
        caveats=caveats,
    )  # fmt: skip
