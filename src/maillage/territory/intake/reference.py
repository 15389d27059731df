"""The official tables shipped with Maillage, read without a database: what a place is, by its code."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from maillage.territory.intake import history
from maillage.territory.intake.history import Span
from maillage.territory.intake.tables import Row
from maillage.territory.intake.tables import table as table

POPULATION_YEAR = 2023
GEOGRAPHY_YEAR = 2026
KEPT = "IM"  # last letter of a QPV of 2024 that was one in 2015: same outline, or a changed one


@dataclass(frozen=True)
class PlaceFacts:
    """Facts of one place. `code`: INSEE code, `dep:44`, `reg:52` or `epci:244400404`; `population` in people.

    `kind` is commune, former, delegated, associated, district, epci, department or region. `successor` is
    the present code of a place that no longer exists by itself, `ended` when it ceased, `began` when a
    commune was created (again), `mergers` when others joined it: each a first and a last possible day.
    `populations`: inhabitants by year of census. `old_qpv`: those of `qpv` that surely were one from 2015.
    """

    code: str
    name: str
    kind: str
    population: int | None = None
    population_year: int = POPULATION_YEAR
    department: str = ""
    region: str = ""
    epci: str = ""
    qpv: tuple[str, ...] = ()
    zus: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    successor: str = ""
    communes: tuple[str, ...] = field(default=(), repr=False)
    old_qpv: tuple[str, ...] = field(default=(), repr=False)
    populations: Mapping[int, int] = field(default_factory=dict, repr=False, hash=False)
    ended: Span | None = None
    began: Span | None = None
    mergers: tuple[Span, ...] = ()


@cache
def communes() -> dict[str, Row]:
    """Every row of the commune table by code; a current commune wins over a delegated one so coded."""
    rows: dict[str, Row] = {}
    for row in table("communes"):
        if row["kind"] == "commune" or row["code"] not in rows:
            rows[row["code"]] = row
    return rows


@cache
def digest() -> str:
    """A fingerprint of all the shipped tables: it changes when one of them does."""
    folder = resources.files("maillage.territory") / "reference"
    files = sorted((path.name, path.read_bytes()) for path in folder.iterdir() if path.name.endswith(".gz"))
    return hashlib.sha256(b"".join(name.encode() + content for name, content in files)).hexdigest()


@cache
def successors() -> dict[str, str]:
    """Former commune code -> present code (mergers, code changes, delegated and associated communes)."""
    known = {code: change.successor for code, change in history.changes().items()}
    for row in communes().values():
        for former in row["former"].split("|"):
            if former:
                known.setdefault(former, row["code"])
        if row["kind"] in ("delegated", "associated") and row["parent"] != row["code"]:
            known.setdefault(row["code"], row["parent"])
    return known


@cache
def priority_areas() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """QPV of 2024 and ZUS of 1996: commune code -> names."""
    qpv: dict[str, list[str]] = defaultdict(list)
    for row in table("qpv"):
        qpv[row["commune"]].append(f"{row['code']} {row['name']}")
    zus = {row["commune"]: tuple(name.strip() for name in row["names"].split(",")) for row in table("zus")}
    return {code: tuple(names) for code, names in qpv.items()}, zus


def successor(code: str) -> str:
    """The present code of a former commune; empty when the commune still exists or is unknown."""
    row = communes().get(code)
    return "" if row and row["kind"] == "commune" else successors().get(code, "")


def place(code: str) -> PlaceFacts | None:
    """What the official tables say of a place; None when the code is in none of them."""
    code = code.strip()
    kind, _, rest = code.partition(":")
    readers = {"dep": _department, "reg": _region, "epci": _epci}
    if rest:
        return readers[kind](rest.upper()) if kind in readers else None
    return _commune(code.upper())


@cache
def _kept_areas() -> frozenset[str]:
    """Labels of the QPV of 2024 that surely were in the list of 2015 on the same commune."""
    spread: dict[str, int] = defaultdict(int)
    rows = list(table("qpv"))
    for row in rows:
        spread[row["code"]] += 1
    return frozenset(
        f"{row['code']} {row['name']}"
        for row in rows
        if row["code"][-1] == "I" or (row["code"][-1] in KEPT and spread[row["code"]] == 1)
    )


def _commune(code: str) -> PlaceFacts | None:
    row, change = communes().get(code), history.changes().get(code)
    now = successor(code)
    if row is None and not now:
        return None
    row = row or {"name": change.name if change else code, "kind": "former"}
    known = row["kind"] in ("commune", "district")
    qpv, zus = priority_areas()
    areas = qpv.get(code, ()) if known else ()
    return PlaceFacts(
        code, row["name"], row["kind"], _number(row.get("population")),
        department=row.get("department") or _department_of(now or code), region=row.get("region", ""),
        epci=row.get("epci", ""), qpv=areas, zus=zus.get(code, ()) if known else (),
        lon=_degrees(row.get("lon")), lat=_degrees(row.get("lat")), successor=now,
        old_qpv=tuple(area for area in areas if area in _kept_areas()),
        populations=commune_populations(code), ended=change.span if now and change else None,
        began=None if now else history.starts().get(code), mergers=history.mergers().get(code, ()),
    )  # fmt: skip


def commune_populations(code: str) -> dict[int, int]:
    """Inhabitants of a commune by year of census, the last one included."""
    row = communes().get(code)
    last = _number(row["population"]) if row else None
    return history.populations(code) | ({POPULATION_YEAR: last} if last is not None else {})


def populations(codes: Iterable[str]) -> dict[int, int]:
    """Inhabitants of several communes together, in the years when each is known in its present bounds."""
    counted = [_in_present_bounds(code) for code in codes]
    years = set(counted[0]).intersection(*counted) if counted else set()
    return {year: sum(row[year] for row in counted) for year in sorted(years)}


def _in_present_bounds(code: str) -> dict[int, int]:
    merged = max((last for _first, last in history.mergers().get(code, ())), default=date.min)
    return {year: n for year, n in commune_populations(code).items() if history.bounds_of(year) >= merged}


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _degrees(text: str | None) -> float | None:
    return float(text) if text else None


def _department_of(code: str) -> str:
    row = communes().get(code)
    return row["department"] if row else code[:3] if code.startswith("97") else code[:2]


def _gather(
    code: str,
    name: str,
    kind: str,
    members: list[Row],
    *,
    department: str = "",
    region: str = "",
    epci: str = "",
) -> PlaceFacts:
    qpv, zus = priority_areas()
    return PlaceFacts(
        code, name, kind, sum(int(row["population"] or 0) for row in members) or None,
        qpv=tuple(sorted({area for row in members for area in qpv.get(row["code"], ())})),
        zus=tuple(area for row in members for area in zus.get(row["code"], ())),
        communes=tuple(row["code"] for row in members), department=department, region=region, epci=epci,
    )  # fmt: skip


def _current() -> Iterator[Row]:
    return (row for row in communes().values() if row["kind"] == "commune")


def _department(code: str) -> PlaceFacts | None:
    row = next((item for item in table("departments") if item["code"] == code), None)
    members = [item for item in _current() if item["department"] == code]
    if row is None:
        return None
    return _gather(f"dep:{code}", row["name"], "department", members, department=code, region=row["region"])


def _region(code: str) -> PlaceFacts | None:
    row = next((item for item in table("regions") if item["code"] == code), None)
    if row is None:
        return None
    members = [item for item in _current() if item["region"] == code]
    return _gather(f"reg:{code}", row["name"], "region", members, region=code)


def _epci(code: str) -> PlaceFacts | None:
    row = next((item for item in table("epci") if item["code"] == code), None)
    if row is None:
        return _past_epci(code)
    codes = {item["commune"] for item in table("epci_members") if item["epci"] == code}
    members = [item for item in _current() if item["code"] in codes]
    first = members[0] if members else {"department": "", "region": ""}
    return _gather(
        f"epci:{code}",
        row["name"],
        "epci",
        members,
        epci=code,
        department=first["department"],
        region=first["region"],
    )


def _past_epci(code: str) -> PlaceFacts | None:
    """An EPCI of an earlier list: known by its name and what took its place, its members are not gathered."""
    end = history.epci_end(code)
    if end is None:
        return None
    return PlaceFacts(f"epci:{code}", end.name, "epci", successor=f"epci:{end.successor}", ended=end.span)
