"""Every comparison of every judged figure, for many partnerships at once: its probability, what it asserts.

Unknown outcomes are counted against the assertion: a weakness must hold if they were all done, a strength
if none was.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import polars as pl
import scipy  # its parts are loaded when first used

from maillage.observatory.indicators.comparators import Law, Laws, by_indicator, column, fit, judged
from maillage.observatory.rules import reading as rules
from maillage.observatory.vocabulary import Comparator, Direction, Indicator, Kind
from maillage.science import beta_binomial, conformal, count_predictive, fisher_midp, rate_ratio
from maillage.science.domain import Floats

ASSERTIONS = {
    "partnership": pl.Int32, "indicator": pl.String, "comparison": pl.String, "direction": pl.String,
    "p": pl.Float64, "adjusted": pl.Float64, "asserted": pl.Boolean,
}  # fmt: skip
SISTERS, PAST = Comparator.SISTERS.value, Comparator.PAST.value
ALONE = 1.5  # variance from year to year, beyond chance, when no comparator tells it
OUTSIDE = 0.025  # a value whose 95 % interval is wholly beyond a threshold


def assertions(
    figures_now: pl.DataFrame,
    figures_before: pl.DataFrame | None = None,
    laws: Laws | None = None,
    wanted: Iterable[Indicator] | None = None,
    factors: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """One row a partnership, figure, comparison and direction that could be read (columns `ASSERTIONS`).

    `laws`: those of the comparators, from `fit`; by default of `figures_now`. `figures_before`: the same
    figures at the start of the present windows; windows that overlap are not compared. `factors`: those of
    `unsteadiness` (by default, half as much again as chance). `p`: sisters, chance
    that a comparable one is as low (or as high); past, mid-p of the two windows; law and texts, posterior
    probability of not being beyond the threshold, never adjusted. The two others are adjusted within the
    partnership and the direction (Benjamini-Hochberg), all read figures together.
    """
    chosen, factors = judged(wanted), factors or {}
    known = fit(figures_now, chosen) if laws is None else laws
    now = by_indicator(figures_now)
    before = {} if figures_before is None else by_indicator(figures_before)
    tables = [_shape([])]
    for one in chosen:
        if one.id in now:
            tables += _sisters(one, now[one.id], known.get(one.id))
            tables += _described(one, now[one.id])
        if one.id in now and one.id in before:
            tables += _past(one, now[one.id], before[one.id], factors.get(one.id, ALONE))
    return _asserted(pl.concat(tables))


def tails(one: Indicator, rows: pl.DataFrame, law: Law) -> tuple[Floats, Floats] | None:
    """Chances that a sister is as low, and as high, each with the unknown counted against it; or None."""
    count, base, unknown = (column(rows, name) for name in ("numerator", "denominator", "unknown"))
    if isinstance(law, beta_binomial.Prior) and law.units >= rules.SISTERS:
        total = np.where(base >= rules.READ, base + unknown, np.nan)
        low = beta_binomial.lower_tail(count + unknown, total, law)
        return low, beta_binomial.upper_tail(count, total, law)
    if isinstance(law, count_predictive.Prior):
        low = count_predictive.lower_tail(count + unknown, base, law)
        return low, count_predictive.upper_tail(count, base, law)
    if isinstance(law, np.ndarray):
        value = column(rows, "value")
        return conformal.lower(value, law), conformal.upper(value, law)
    return None


def _sisters(one: Indicator, rows: pl.DataFrame, law: Law) -> list[pl.DataFrame]:
    found = tails(one, rows, law)
    if found is None:
        return []
    weak, strong = found if one.good is Direction.HIGH else found[::-1]
    enough = _enough(one, rows)
    unknown = column(rows, "unknown")
    shown = unknown <= rules.UNKNOWN * (unknown + column(rows, _known(one)))
    if one.kind not in (Kind.SHARE, Kind.COUNT):
        shown = np.ones_like(enough)
    return [
        _rows(one, rows, SISTERS, "weakness", weak, enough),
        _rows(one, rows, SISTERS, "strength", strong, enough & shown),
    ]


def _known(one: Indicator) -> str:
    """The side of a figure that holds the cases whose outcome is known: a count has no others."""
    return "numerator" if one.kind is Kind.COUNT else "denominator"


def _described(one: Indicator, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Nothing is borrowed from sisters here: where all are ill, or where all are well, the text stands alone.

    A norm of all or none (0 or 100 %) is no described state: any interval would be beyond it.
    """
    if one.threshold is None or one.comparator not in rules.DESCRIBED:
        return []
    if one.kind is Kind.SHARE and not 0 < one.threshold < 1:
        return []
    p = _not_beyond(one, rows)
    return [_rows(one, rows, one.comparator.value, "weakness", p, _enough(one, rows, rules.least_described))]


def _not_beyond(one: Indicator, rows: pl.DataFrame) -> Floats:
    """Posterior probability of being on the right side of the threshold, from Jeffreys' prior."""
    count, base, unknown = (column(rows, name) for name in ("numerator", "denominator", "unknown"))
    high, cut = one.good is Direction.HIGH, float(one.threshold or 0)
    if one.kind is Kind.SHARE:
        total = np.where(base >= rules.READ, base + unknown, 0)
        under = beta_binomial.below(
            np.where(total > 0, count + unknown * high, 0), total, cut, beta_binomial.JEFFREYS
        )
    elif one.kind is Kind.COUNT:
        under = count_predictive.below(count + unknown * high, base, cut, None)
    else:
        outside = column(rows, "high") < cut if high else column(rows, "low") > cut
        return np.where(np.isnan(column(rows, "value")), np.nan, np.where(outside, OUTSIDE, 1.0))
    return 1 - under if high else under


def unsteadiness(
    figures_now: pl.DataFrame, figures_before: pl.DataFrame, wanted: Iterable[Indicator] | None = None
) -> dict[str, float]:
    """By how much each figure of comparators moves from year to year, in variance, beyond chance: at least 1.

    Mean squared normal deviate of the two windows (Pearson's dispersion: McCullagh and Nelder 1989, section
    9.2). Cases of one partnership are not all independent (a group that meets, meets all year). Figures with
    under thirty comparators in both windows are left out.
    """
    now, before = by_indicator(figures_now), by_indicator(figures_before)
    found = {}
    for one in judged(wanted):
        if one.id in now and one.id in before:
            squares = _deviate(_windows(one, now[one.id], before[one.id])[1]) ** 2
            squares = squares[~np.isnan(squares)]
            if squares.size >= rules.SISTERS:
                found[one.id] = max(1.0, float(squares.mean()))
    return found


def _deviate(p: Floats) -> Floats:
    """The normal deviate of a two-sided p; one too small to be a number counts as the smallest that is."""
    found: Floats = scipy.special.ndtri(1 - np.maximum(p, 1e-15) / 2)
    return found


def _past(one: Indicator, now: pl.DataFrame, before: pl.DataFrame, phi: float) -> list[pl.DataFrame]:
    """Both directions of the two windows; the deviate is divided by the root of `phi`."""
    both, raw, up = _windows(one, now, before)
    if both.is_empty():
        return []
    p = np.where(np.isnan(raw), np.nan, 2 * scipy.special.ndtr(-_deviate(raw) / np.sqrt(phi)))
    better, may = up == (one.good is Direction.HIGH), np.ones(both.height, dtype=bool)
    return [
        _rows(one, both, PAST, "better", np.where(better, p, np.nan), may),
        _rows(one, both, PAST, "worse", np.where(better, np.nan, p), may),
    ]


def _windows(
    one: Indicator, now: pl.DataFrame, before: pl.DataFrame
) -> tuple[pl.DataFrame, Floats, np.ndarray]:
    """Two windows that do not overlap, with records enough in both and a completeness that hardly moved.

    The joined rows, the two-sided mid-p (NaN where not compared), and whether the figure rose.
    """
    both = now.join(before, on="partnership", suffix="_before").filter(pl.col("start") > pl.col("end_before"))
    if one.kind not in (Kind.SHARE, Kind.COUNT):
        both = both.clear()
    x, n, y, m = (
        column(both, name) for name in ("numerator", "denominator", "numerator_before", "denominator_before")
    )
    readable = (np.minimum(n, m) >= rules.least(one)) & _as_complete(both, _known(one))
    p = np.full(both.height, np.nan)
    if one.kind is Kind.SHARE:
        p[readable] = fisher_midp.two_windows(x[readable], n[readable], y[readable], m[readable])
    else:
        p[readable] = rate_ratio.midp(x[readable], y[readable], n[readable], m[readable]).p
    with np.errstate(invalid="ignore", divide="ignore"):
        return both, p, x / n > y / m


def _as_complete(both: pl.DataFrame, side: str) -> np.ndarray:
    """Whether the known part of the cases moved by at most ten points; none at all is complete."""
    parts = []
    for end in ("", "_before"):
        known, unknown = column(both, side + end), column(both, "unknown" + end)
        with np.errstate(invalid="ignore", divide="ignore"):
            parts.append(np.where(known + unknown == 0, 1.0, known / (known + unknown)))
    still: np.ndarray = np.abs(parts[0] - parts[1]) <= rules.MOVED
    return still


def _enough(
    one: Indicator, rows: pl.DataFrame, least: Callable[[Indicator], float] = rules.least
) -> np.ndarray:
    """Whether there are records enough to assert; never of a sum, whose figure counts euros."""
    return (column(rows, "denominator") >= least(one)) & (one.kind is not Kind.AMOUNT)


def _rows(
    one: Indicator, rows: pl.DataFrame, comparison: str, direction: str, p: Floats, may: np.ndarray
) -> pl.DataFrame:
    return _shape({
        "partnership": rows["partnership"], "indicator": [one.id] * rows.height,
        "comparison": [comparison] * rows.height, "direction": [direction] * rows.height, "p": p,
        "adjusted": p, "asserted": may,
    }).filter(pl.col("p").is_not_nan())  # fmt: skip


def _shape(columns: object) -> pl.DataFrame:
    return pl.DataFrame(columns, schema=ASSERTIONS)  # type: ignore[arg-type]


def _asserted(table: pl.DataFrame) -> pl.DataFrame:
    """Adjusted within each partnership and family; asserted where the rules allow it and chance is small."""
    past, sisters = pl.col("comparison") == PAST, pl.col("comparison") == SISTERS
    family = pl.when(past).then(pl.lit("past")).when(sisters).then(pl.col("direction"))
    parts = (
        table.with_columns(family=family).sort("partnership", "family", "p", "indicator", nulls_last=True)
    )  # fmt: skip
    group = ["partnership", "family"]
    raised = pl.col("p") * pl.len().over(group) / (pl.int_range(pl.len()).over(group) + 1)
    stepped = parts.with_columns(raised=raised).with_columns(
        raised=pl.col("raised").reverse().cum_min().reverse().over(group)
    )
    adjusted = pl.when(past | sisters).then(pl.min_horizontal("raised", 1.0)).otherwise("p")
    bar = pl.when(past | sisters).then(rules.LEVEL).otherwise(1 - rules.CERTAIN)
    done = stepped.with_columns(adjusted=adjusted).with_columns(
        asserted=pl.col("asserted") & (pl.col("adjusted") <= bar)
    )
    return done.select(*ASSERTIONS).sort("partnership", "indicator", "comparison", "direction")
