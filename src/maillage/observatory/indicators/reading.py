"""The reading of one partnership: which comparisons hold, and the few sentences that say so."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from maillage.kernel import Status
from maillage.observatory.indicators import comparisons
from maillage.observatory.indicators.comparators import fit, judged, sisters
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.rules import reading as rules
from maillage.observatory.rules import sentences as words
from maillage.observatory.vocabulary import Indicator

SIGNS_NEEDED = 3  # of the five of C12m
Rows = Mapping[str, Mapping[str, Any]]


def read(
    figures_now: pl.DataFrame,
    figures_before: pl.DataFrame | None,
    partnership: int,
    *,
    signs: pl.DataFrame | None = None,
    events: Sequence[str] = (),
    wanted: Iterable[Indicator] | None = None,
) -> dict[str, Any]:
    """`sentences` and `signs` of one partnership, as a snapshot keeps them (see `HealthSnapshot`).

    `figures_now`, `figures_before`: of the partnership and of all its comparators, on the day and twelve
    months earlier; itself, it is no comparator of its own. `signs`: from `contract_signs.signs`, of all or
    of this one. `events`: what happened between the two windows, in words, named beside a change.
    """
    specs = {one.id: one for one in (INDICATORS.values() if wanted is None else wanted)}
    mine, others = _parted(figures_now, partnership)
    before, theirs = (None, None) if figures_before is None else _parted(figures_before, partnership)
    factors = {} if theirs is None else comparisons.unsteadiness(others, theirs, specs.values())
    laws = fit(others, specs.values())
    table = comparisons.assertions(mine, before, laws, specs.values(), factors)
    choice = rules.choose(_found(table, specs))
    context = _Context(specs, _by_id(mine), _by_id(before), _by_id(sisters(others)), tuple(events))
    return {"sentences": context.sentences(choice), "signs": _signs(signs, partnership, context.now)}


class _Context:
    """What sentences are made of: the figures of the partnership, now and before, and its sisters'."""

    def __init__(
        self, specs: Mapping[str, Indicator], now: Rows, before: Rows, others: Rows, events: tuple[str, ...]
    ) -> None:
        self.specs, self.now, self.before, self.others, self.events = specs, now, before, others, events

    def sentences(self, choice: rules.Choice) -> list[dict[str, Any]]:
        """Weaknesses or their absence, strength, change, what to look at first, silence: in that order."""
        told = [self._one("weakness", row, self._weakness(row)) for row in choice.weaknesses]
        told = told or [_bare("none", words.NONE)]
        if choice.strength:
            told.append(self._one("strength", choice.strength, self._strength(choice.strength)))
        if choice.change:
            told.append(self._one("change", choice.change, self._change(choice.change)))
        if choice.looks:
            told.append(self._look(choice))
        return [*told, _bare("silence", words.silence(self._unread()))]

    def _one(self, kind: str, row: rules.Found, text: str) -> dict[str, Any]:
        figure = self.now[row.indicator]
        kept = {name: figure[name] for name in ("low", "high", "numerator", "denominator")}
        return {"kind": kind, "indicator": row.indicator, "words": text, **kept, "comparator": row.comparison}

    def _weakness(self, row: rules.Found) -> str:
        one, others = self.specs[row.indicator], self.others.get(row.indicator)
        return words.weakness(one, self.now[row.indicator], row.comparison, others)

    def _strength(self, row: rules.Found) -> str:
        return words.strength(
            self.specs[row.indicator], self.now[row.indicator], self.others.get(row.indicator)
        )

    def _change(self, row: rules.Found) -> str:
        now, before = self.now[row.indicator], self.before[row.indicator]
        return words.change(self.specs[row.indicator], now, before, self.events)

    def _look(self, choice: rules.Choice) -> dict[str, Any]:
        shown = [(self.specs[row.indicator], self.now[row.indicator]) for row in choice.looks]
        text = words.look(shown, rules.by_chance(choice), choice.read)
        return {
            **self._one("look", choice.looks[0], text),
            "indicators": [row.indicator for row in choice.looks],
        }

    def _unread(self) -> list[Indicator]:
        """The judged figures of a partnership that its records do not give."""
        given = {name for name, row in self.now.items() if row["status"] == Status.PUBLISHED.value}
        return [one for one in judged(self.specs.values()) if one.id not in given]


def _bare(kind: str, text: str) -> dict[str, Any]:
    empty = dict.fromkeys(("low", "high", "numerator", "denominator"))
    return {"kind": kind, "indicator": None, "words": text, **empty, "comparator": None}


def _parted(figures: pl.DataFrame, partnership: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    own = pl.col("partnership") == partnership
    return figures.filter(own), figures.filter(~own)


def _by_id(rows: pl.DataFrame | None) -> Rows:
    return {} if rows is None else {row["indicator"]: row for row in rows.iter_rows(named=True)}


def _found(table: pl.DataFrame, specs: Mapping[str, Indicator]) -> list[rules.Found]:
    return [
        rules.Found(cluster=specs[row["indicator"]].cluster, **row)
        for row in table.drop("partnership").iter_rows(named=True)
    ]


def _signs(signs: pl.DataFrame | None, partnership: int, now: Rows) -> dict[str, Any] | None:
    """The signs of a contract without co-production; the flag last, and none where it cannot be said."""
    if signs is None:
        return None
    rows = signs.filter(pl.col("partnership") == partnership).drop("partnership").to_dicts()
    read_ = [row["met"] for row in rows if row["met"] is not None]
    met, flag = sum(read_), now.get("C12")
    said = flag is not None and flag["status"] == Status.PUBLISHED.value
    return {"met": met, "of": len(read_), "fired": met >= SIGNS_NEEDED if said else None, "rows": rows}
