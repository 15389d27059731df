"""What the frames share: a table from plain rows, who an institution is, days on the wall of a place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.utils import timezone

from maillage.bodies.vocabulary import AttendanceState
from maillage.institutions.models import Institution
from maillage.institutions.vocabulary import InstitutionKind
from maillage.observatory.vocabulary import FRAMES
from maillage.territory import selectors as territory

Row = Mapping[str, Any]
Partnerships = Sequence[int]
THERE = (AttendanceState.PRESENT.value, AttendanceState.DEPUTY.value)
CORE = frozenset(
    kind.value
    for kind in (
        InstitutionKind.PREFECTURE, InstitutionKind.NATIONAL_POLICE, InstitutionKind.GENDARMERIE,
        InstitutionKind.PROSECUTOR, InstitutionKind.TOWN,
    )
)  # fmt: skip
MUNICIPAL = frozenset(
    kind.value
    for kind in (
        InstitutionKind.MUNICIPAL_POLICE, InstitutionKind.CCAS, InstitutionKind.NEIGHBOURHOOD_ELECTED,
    )
)  # fmt: skip


def frame(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    """The frame of that name, sorted by partnership; what a row does not say is unknown."""
    lines, shape = list(rows), FRAMES[name]
    columns = {column: [line.get(column) for line in lines] for column in shape.schema}
    made = pl.DataFrame(columns, schema=shape.schema)
    return made.sort("partnership", maintain_order=True)


@dataclass(frozen=True)
class House:
    """An institution as figures see it; `entity` is the commune for its own services."""

    pk: int
    partnership: int
    kind: str
    sector: str
    college: str
    entity: int
    core: bool
    until: date | None = None  # the day it was put away


Houses = Mapping[int, House]


def houses(partnerships: Partnerships) -> dict[int, House]:
    """The institutions of these partnerships, by id; one query. Merged ones are what they became."""
    rows = list(
        Institution.objects.filter(partnership__in=partnerships).order_by("pk").values_list(
            "pk", "partnership_id", "kind", "sector", "college", "parent_id", "merged_into_id", "archived_on"
        )
    )  # fmt: skip
    kinds, parents = {row[0]: row[2] for row in rows}, {row[0]: row[5] for row in rows}
    became = {row[0]: row[6] for row in rows if row[6] is not None}
    towns: dict[int, list[int]] = defaultdict(list)
    for pk, here, kind, *_rest in rows:
        if kind == InstitutionKind.TOWN.value and pk not in became:
            towns[here].append(pk)
    found = {}
    for pk, here, kind, sector, college, _parent, _merged, until in rows:
        entity = _survivor(_entity(pk, kinds, parents, towns[here]) if kind in MUNICIPAL else pk, became)
        found[pk] = House(pk, here, kind, sector, college, entity, kinds.get(entity) in CORE, until)
    return {pk: found.get(_survivor(pk, became), house) for pk, house in found.items()}


def _survivor(pk: int, became: Mapping[int, int]) -> int:
    """What an institution has become, after any number of mergers."""
    seen = {pk}
    while (after := became.get(pk)) is not None and after not in seen:
        pk = after
        seen.add(pk)
    return pk


def _entity(pk: int, kinds: Mapping[int, str], parents: Mapping[int, int | None], towns: list[int]) -> int:
    """The commune above a municipal service: by its parents, else the only commune of the partnership."""
    seen, above = {pk}, parents.get(pk)
    while above is not None and above not in seen:
        if kinds.get(above) == InstitutionKind.TOWN.value:
            return above
        seen.add(above)
        above = parents.get(above)
    return towns[0] if len(towns) == 1 else pk


@cache
def _zone(place: str) -> ZoneInfo:
    return territory.time_zone(place)


def day_of(moment: datetime, place: str) -> date:
    """The day on the wall of that place."""
    return timezone.make_naive(moment, _zone(place)).date()


def latest(*days: date | None) -> date | None:
    """The last of the days that are known."""
    known = [day for day in days if day is not None]
    return max(known) if known else None


def earliest(*days: date | None) -> date | None:
    """The first of the days that are known."""
    known = [day for day in days if day is not None]
    return min(known) if known else None


def grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[Any]]:
    """By first value, what follows: the value alone when only one does."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(rest[0] if len(rest) == 1 else tuple(rest))
    return found
