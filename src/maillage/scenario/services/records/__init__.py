"""Scenarios as records in the database, by bulk inserts: for pages, for a handful to a few hundred.

What the product does not record is left out: decisions taken off stage, commitments of a lost sheet.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import polars as pl
from django.db import transaction

from maillage.audit import journal
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput
from maillage.scenario.generator import Generated
from maillage.scenario.services.records import meetings, people, plan, traces

MOST = 300  # partnerships
PLACES = ("44143",)  # unless told otherwise, every invented council sits in the commune of the demonstration


def insert_scenario(
    *, actor: Actor, made: Generated, name: str, places: Sequence[str] = PLACES, first: int = 1
) -> dict[str, int]:
    """Insert all partnerships of a scenario, marked as fictitious; rows by table. Keys: `scenario-name-n`.

    `places`: the communes where they sit, each in its turn; their names, numbered from `first`, never
    say which one.

    Raises BadInput beyond 300 partnerships, or when a key exists: nothing is then written.
    """
    rows = made.frames["partnerships"]
    if rows.height > MOST:
        raise BadInput(
            f"{rows.height} partenariats sont trop pour la base : {MOST} au plus, ou --into lake au-delà."
        )
    keys = {number: f"scenario-{_short(name)}-{number}" for number in rows["partnership"]}
    known = Partnership.objects.filter(key__in=keys.values()).order_by("key").values_list("key", flat=True)
    if known:
        raise BadInput(
            f"Le partenariat « {known[0]} » existe déjà : ce scénario est dans la base. Changez la graine."
        )
    counts: dict[str, int] = {}
    with transaction.atomic():
        for row in rows.to_dicts():
            here = Partnership.objects.create(
                key=keys[row["partnership"]], place=places[(row["partnership"] + first - 2) % len(places)],
                kind=row["kind"], opened=row["opened"], closed=row["closed"], fictitious=True,
                name=f"Partenariat inventé n° {row['partnership'] + first - 1}",
            )  # fmt: skip
            _fill(here, _of(made.frames, row["partnership"]), counts)
            journal.append(
                actor=actor, act="partenariat inventé", subject=here.key, partnership=here.key,
                detail={"scénario": name},
            )  # fmt: skip
    return {"partnerships": rows.height, **counts}


def _short(name: str) -> str:
    """The name of a scenario, cut to forty letters without meeting another's."""
    return name if len(name) <= 40 else f"{name[:31]}-{sha256(name.encode()).hexdigest()[:8]}"


def _of(frames: Mapping[str, pl.DataFrame], number: int) -> dict[str, list[dict[str, object]]]:
    """The rows of one partnership, as plain rows."""
    wanted = ("institutions", "bodies", "meetings", "attendance", "seats", "items", "decisions",
              "commitments", "contracts", "sheets", "objectives", "reviews", "events",
              "trainings", "contacts", "transmissions", "costs")  # fmt: skip
    return {name: frames[name].filter(pl.col("partnership") == number).to_dicts() for name in wanted}


def _fill(here: Partnership, rows: dict[str, list[dict[str, object]]], counts: dict[str, int]) -> None:
    houses = people.houses(here, rows)
    seats = people.seats(here, rows, houses)
    sat = meetings.meetings(here, rows, houses, seats)
    decided = meetings.decisions(rows, sat, houses)
    promised = meetings.commitments(here, rows, houses, sat, decided)
    for table, many in {
        **plan.plan(here, rows, houses, promised, seats[1]), **traces.traces(here, rows, houses)
    }.items():  # fmt: skip
        counts[table] = counts.get(table, 0) + many
    told = (("institutions", houses), ("meetings", sat), ("decisions", decided), ("commitments", promised))
    for name, made in told:
        counts[name] = counts.get(name, 0) + len(made)
