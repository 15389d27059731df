"""A rank is as doubtful as the rates behind it: ranks are simulated, and shown with their interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maillage.science import empirical_bayes
from maillage.science.domain import Bools, Floats, OutOfDomain, pairs, probability

METHOD = "ranks.simulated"
DRAWS = 2_000


@dataclass(frozen=True)
class Ranks:
    """Per unit, 1 = highest rate: mean rank (`rank`), interval, observed raw rank; percentile of units lower,
    0 to 100.

    Arrays of the events' shape, NaN where unknown. `units` is how many units were ranked.
    """

    rank: Floats
    low: Floats
    high: Floats
    observed: Floats
    percentile: Floats
    percentile_low: Floats
    percentile_high: Floats
    units: int
    draws: int
    method: str = METHOD
    level: float = 0.95


def simulate(
    events: ArrayLike, exposure: ArrayLike, rng: np.random.Generator, draws: int = DRAWS, level: float = 0.95
) -> Ranks:
    """Ranks of rates drawn from each unit's gamma posterior, Marshall's prior of the group; interval by
    quantiles.

    Goldstein and Spiegelhalter (1996), JRSS A 159; Laird and Louis (1989), J. Educational Statistics 14. The
    generator decides everything: pass `numpy.random.Generator(numpy.random.PCG64(seed))` (or Philox). When
    the units differ no more than chance (variance 0) every order is equally likely. Shapes (units,). Raises
    OutOfDomain.
    """
    tail = probability(level)
    if draws < 1:
        raise OutOfDomain(f"{draws} tirage(s) : il en faut au moins un.")
    y, n, usable = pairs(events, exposure)
    if y.ndim != 1:
        raise OutOfDomain(f"Un groupe à la fois : forme reçue {y.shape}.")
    units = int(usable.sum())
    sampled = _ranks(_rates(y[usable], n[usable], rng, draws))
    low, high = np.quantile(sampled, [tail, 1 - tail], axis=0, method="inverted_cdf")
    columns = [sampled.mean(axis=0), low, high, observed(y[usable], n[usable])]
    placed = [_placed(column, usable) for column in columns]
    shares = [_percentile(placed[k], units) for k in (0, 2, 1)]
    return Ranks(
        placed[0],
        placed[1],
        placed[2],
        placed[3],
        shares[0],
        shares[1],
        shares[2],
        units,
        draws,
        METHOD,
        level,
    )


def observed(events: ArrayLike, exposure: ArrayLike) -> Floats:
    """Plain ranks of y/N, 1 = highest, ties share the best rank; NaN where unknown. Shapes (units,)."""
    y, n, usable = pairs(events, exposure)
    rates: Floats = y[usable] / n[usable]
    not_above = np.searchsorted(np.sort(rates), rates, side="right").astype(np.float64)
    return _placed(rates.size - not_above + 1, usable)


def _rates(y: Floats, n: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """(draws, units) rates from the posterior; plain noise when the group has no spread of its own."""
    group = empirical_bayes.prior(y, n)
    if group.variance == 0:
        return rng.random((draws, y.size))
    shape = group.mean**2 / group.variance + y
    rates: Floats = rng.standard_gamma(shape, (draws, y.size)) / (group.mean / group.variance + n)
    return rates


def _ranks(rates: Floats) -> Floats:
    order = np.argsort(-rates, axis=1)
    ranks = np.empty_like(rates)
    np.put_along_axis(ranks, order, np.arange(1.0, rates.shape[1] + 1)[None, :], axis=1)
    return ranks


def _percentile(rank: Floats, units: int) -> Floats:
    """Share of the other units with a lower rate; 50 when there is no other unit."""
    if units == 1:
        return np.where(np.isnan(rank), np.nan, 50.0)
    return 100 * (units - rank) / (units - 1)


def _placed(values: Floats, usable: Bools) -> Floats:
    out = np.full(usable.shape, np.nan)
    out[usable] = values
    return out
