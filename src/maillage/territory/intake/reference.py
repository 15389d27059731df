"""The official tables shipped with Maillage, read without a database: what a place is, by its code."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

POPULATION_YEAR = 2023
GEOGRAPHY_YEAR = 2026
Row = dict[str, str]


@dataclass(frozen=True)
class PlaceFacts:
    """Facts of one place. `code`: INSEE code, `dep:44`, `reg:52` or `epci:244400404`; `population` in people.

    `kind` is commune, delegated, associated, district, epci, department or region. `successor` is the
    present code of a commune that no longer exists by itself; the date of the change is only known as an
    interval.
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


def table(name: str) -> Iterator[Row]:
    """The rows of one shipped table."""
    path = resources.files("maillage.territory") / "reference" / f"{name}.csv.gz"
    with path.open("rb") as raw, gzip.open(raw) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8"))


@cache
def communes() -> dict[str, Row]:
    """Every row of the commune table by code; a current commune wins over a delegated one so coded."""
    rows: dict[str, Row] = {}
    for row in table("communes"):
        if row["kind"] == "commune" or row["code"] not in rows:
            rows[row["code"]] = row
    return rows


@cache
def successors() -> dict[str, str]:
    """Former commune code -> present code (mergers, code changes, delegated and associated communes)."""
    known = {row["code_2018"]: row["code_2026"] for row in table("passages")}
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


def _commune(code: str) -> PlaceFacts | None:
    row, now = communes().get(code), successor(code)
    if row is None:
        former = next((item for item in table("passages") if item["code_2018"] == code), None)
        name = former["name_2018"] if former else ""
        return PlaceFacts(code, name or code, "former", department=code[:2], successor=now) if now else None
    qpv, zus = priority_areas()
    return PlaceFacts(
        code, row["name"], row["kind"], int(row["population"]) if row["population"] else None,
        department=row["department"], region=row["region"], epci=row["epci"], qpv=qpv.get(code, ()),
        zus=zus.get(code, ()), lon=float(row["lon"]) if row["lon"] else None,
        lat=float(row["lat"]) if row["lat"] else None, successor=now,
    )  # fmt: skip


def _gather(
    code: str, name: str, kind: str, members: list[Row], *, department: str = "", region: str = "",
    epci: str = "",
) -> PlaceFacts:  # fmt: skip
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
        return None
    codes = {item["commune"] for item in table("epci_members") if item["epci"] == code}
    members = [item for item in communes().values() if item["code"] in codes and item["kind"] == "commune"]
    return _gather(
        f"epci:{code}",
        row["name"],
        "epci",
        members,
        epci=code,
        department=members[0]["department"] if members else "",
        region=members[0]["region"] if members else "",
    )
