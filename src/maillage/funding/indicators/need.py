"""The stated need of communes: components with value, source and year, and their mean with its doubt."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from maillage.datasets import selectors as datasets
from maillage.diagnosis.vocabulary import FIRST, Base, offence
from maillage.funding.models import NeedComponent
from maillage.funding.rules.spread import FEWEST_COMPONENTS
from maillage.funding.selectors import spread as selectors
from maillage.funding.selectors.spread import Unit
from maillage.institutions.models import Partnership
from maillage.kernel import Estimate, folded
from maillage.science import composite, empirical_bayes
from maillage.science.domain import Floats, OutOfDomain

SEED = 20_260_301
SERIES = FIRST[:3]
MEASURES = {  # sign: whether a higher value says more need
    "revenu-median": -1, "minima-sociaux": 1, "taux-chomage": 1, "logement-social": 1,
}  # fmt: skip
UNIT = "écart moyen à la moyenne des communes, en écarts-types"


@dataclass(frozen=True)
class Component:
    """One component: what it is, from where, of when; `values` as published, `sign` -1: less is more need.

    A component that the installation does not hold has no value: it is named as missing.
    """

    name: str
    unit: str
    source: str
    year: int | None
    values: dict[str, float] = field(default_factory=dict)
    sign: int = 1

    @property
    def missing(self) -> bool:
        """Is nothing known of it here?"""
        return not self.values


@dataclass(frozen=True)
class Need:
    """The components, those missing among them, and the index by commune where it can be given."""

    components: tuple[Component, ...]
    index: dict[str, Estimate]

    @property
    def held(self) -> list[Component]:
        """The components of which something is known."""
        return [row for row in self.components if not row.missing]

    @property
    def lacking(self) -> list[Component]:
        """The components of which nothing is held."""
        return [row for row in self.components if row.missing]


def need(*, partnership: Partnership, units: Sequence[Unit]) -> Need:
    """The stated need of these communes: an equal-weight mean of standard scores (statistics, section 6)."""
    brought = _brought(partnership)
    named = {folded(row.name) for row in brought}
    held = (*_recorded(units), _districts(units), *_context(units))
    components = (*(row for row in held if folded(row.name) not in named), *brought)  # none counts twice
    return Need(components, _index(components, units))


def _index(components: Sequence[Component], units: Sequence[Unit]) -> dict[str, Estimate]:
    held = [row for row in components if row.values and len(set(row.values.values())) > 1]
    if len(held) < FEWEST_COMPONENTS or not units:
        return {}
    table = [[row.sign * row.values.get(unit.code, np.nan) for unit in units] for row in held]
    found = composite.mean(table, np.random.Generator(np.random.PCG64(SEED)))
    source = " ; ".join(dict.fromkeys(row.source for row in held))
    return {
        unit.code: Estimate(
            float(found.value[rank]), float(found.low[rank]), float(found.high[rank]), UNIT, found.method,
            source, numerator=float(found.components[rank]), denominator=float(len(held)),
        )
        for rank, unit in enumerate(units)
        if np.isfinite(found.value[rank])
    }  # fmt: skip


def _recorded(units: Sequence[Unit]) -> list[Component]:
    frame = datasets.crime([unit.code for unit in units], wanted=None)
    frame = frame.filter(pl.col("indicator").is_in(SERIES))
    return [_series(frame.filter(pl.col("indicator") == slug), slug) for slug in SERIES]


def _series(frame: pl.DataFrame, slug: str) -> Component:
    """Recorded facts of the last year, each commune's rate drawn towards all of them."""
    word = offence(slug)
    name, blank = (
        f"{word.label}, faits enregistrés",
        "non importé dans cette installation, ou sans dénominateur",
    )
    last = frame.filter(pl.col("year") == frame["year"].max()) if frame.height else frame
    exposure = pl.col("dwellings") if word.base is Base.DWELLINGS else pl.col("population").cast(pl.Float64)
    known = last.with_columns(exposure.alias("exposure")).filter(
        pl.col("count").is_not_null() & (pl.col("exposure") > 0)
    )
    if known.height < 2:
        return Component(name, word.unit, blank, None)
    try:
        rates: Floats = empirical_bayes.shrink(known["count"].to_numpy(), known["exposure"].to_numpy()).rate
    except OutOfDomain:
        return Component(name, word.unit, blank, None)
    values = {code: 1_000 * float(rate) for code, rate in zip(known["code"], rates, strict=True)}
    return Component(
        f"{name}, taux lissé", word.unit, _citation(known["release"][0]), int(known["year"][0]), values
    )


def _citation(identity: str) -> str:
    row = datasets.release(identity)
    return row.citation if row else identity[:12]


def _districts(units: Sequence[Unit]) -> Component:
    values = {unit.code: float(unit.qpv > 0) for unit in units}
    return Component("Présence d'un quartier prioritaire", "1 s'il y en a un", "ANCT, QPV 2024", 2024, values)


def _context(units: Sequence[Unit]) -> list[Component]:
    codes = [unit.code for unit in units]
    found = []
    for measure, sign in MEASURES.items():
        name = datasets.MEASURES[measure]
        frame = datasets.measured(codes, measure)
        if not frame.height:
            found.append(Component(name, "", "non importé dans cette installation", None, sign=sign))
            continue
        values = dict(zip(frame["code"], frame["value"], strict=True))
        source, last = frame["release"][0], frame["year"].cast(pl.Int64).to_list()
        found.append(Component(name, "", _citation(source), max(last), values, sign))
    return found


def _brought(partnership: Partnership) -> list[Component]:
    rows: list[NeedComponent] = selectors.brought(partnership=partnership)
    values = selectors.brought_values(rows)
    return [Component(row.name, "", row.source, row.year, values.get(row.pk, {})) for row in rows]
