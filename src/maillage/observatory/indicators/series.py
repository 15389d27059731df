"""Councils and contracts in force by date, and which councils sleep (domain, T3 and R2; section 10)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from maillage.observatory.indicators.rhythm_further import dormant
from maillage.observatory.indicators.view import View, as_of

YOUNG = 365  # days: a council opened since has had no year to hold its plenary in


def in_force(frames: Mapping[str, pl.DataFrame], days: Sequence[date]) -> pl.DataFrame:
    """`day`, `councils`, `active`, `dormant`, `unknown`, `contracts`, `intercommunal`, on each day.

    A council without any meeting on record is unknown, not dormant. Contracts are those whose term holds the
    day. Read as the records stood on each day.
    """
    return pl.DataFrame([_on(frames, day) for day in days], schema=_SCHEMA)


_SCHEMA = {
    "day": pl.Date, "councils": pl.Int64, "active": pl.Int64, "dormant": pl.Int64, "unknown": pl.Int64,
    "contracts": pl.Int64, "intercommunal": pl.Int64,
}  # fmt: skip


def _on(frames: Mapping[str, pl.DataFrame], day: date) -> dict[str, object]:
    view = View(frames, day)
    alive = view.in_force("partnerships", "closed")
    asleep = dormancy(view)
    contracts = running(view)
    counts = asleep.group_by("dormant").len()
    found = {row["dormant"]: row["len"] for row in counts.to_dicts()}
    return {
        "day": day, "councils": alive.height, "active": found.get(False, 0), "dormant": found.get(True, 0),
        "unknown": found.get(None, 0), "contracts": contracts.height,
        "intercommunal": contracts.filter(pl.col("intercommunal")).height,
    }  # fmt: skip


def running(view: View) -> pl.DataFrame:
    """The contracts whose term holds the day; one that was not signed is not in force."""
    held = as_of(view.frames["contracts"], "contracts", view.day) if "contracts" in view.frames else None
    if held is None:
        return view.table("contracts")
    ended = pl.col("end").is_not_null() & (pl.col("end") < view.day)
    return held.filter(~ended, pl.col("signed").is_not_null())


def dormancy(view: View) -> pl.DataFrame:
    """`partnership`, `dormant` of the councils in force, by R2d; a young one is not; null: cannot be said."""
    alive = view.in_force("partnerships", "closed").select("partnership", "opened")
    young = pl.col("opened") > view.day - timedelta(days=YOUNG)
    return alive.join(dormant(view), on="partnership", how="left").select(
        "partnership", dormant=pl.when(young).then(False).otherwise("fired")
    )
