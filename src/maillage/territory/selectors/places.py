"""Questions on places. Codes are the keys everywhere: `44143`, `dep:44`, `reg:52`, `epci:244400404`."""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from maillage.territory.intake import history, reference
from maillage.territory.intake.reference import PlaceFacts
from maillage.territory.models import Commune, Epci, Population

AREAS = {"epci": "epci_id", "department": "department_id", "region": "department__region_id"}


def facts(code: str) -> PlaceFacts | None:
    """What the shipped official tables say of a place; None when they do not know it."""
    return reference.place(code)


def place(code: str) -> PlaceFacts | None:
    """A place known to this installation: the shipped tables, else what later files brought.

    No query for a shipped commune; one for an area, whose members may have changed since.
    """
    known = reference.place(code)
    if known is None:
        return _loaded_epci(code) if code.startswith("epci:") else _loaded_commune(code)
    return _with_loaded_members(known) if known.kind in AREAS else known


def present(code: str) -> PlaceFacts | None:
    """The place with the name and the state that the latest loaded files give it; one query more."""
    known = place(code)
    if known is None or ":" in known.code:
        return known
    row = Commune.objects.filter(code=known.code).values("name", "kind", "successor").first()
    return replace(known, **row) if row else known


def _loaded_commune(code: str) -> PlaceFacts | None:
    row = Commune.objects.filter(code=code.strip().upper()).select_related("department", "epci").first()
    if row is None:
        return None
    return PlaceFacts(
        row.code, row.name, row.kind, row.population, row.population_year, row.department_id or "",
        row.department.region_id or "" if row.department else "", row.epci_id or "", lon=row.lon, lat=row.lat,
        successor=row.successor,
    )  # fmt: skip


def _loaded_epci(code: str) -> PlaceFacts | None:
    row = Epci.objects.filter(code=code.removeprefix("epci:")).first()
    return _with_loaded_members(PlaceFacts(code, row.name, "epci", epci=row.code)) if row else None


def _with_loaded_members(known: PlaceFacts) -> PlaceFacts:
    """The same area with the communes of the database, when they are others than the shipped ones."""
    if known.successor:
        return known
    rows = list(
        Commune.objects.filter(kind="commune", **{AREAS[known.kind]: known.code.partition(":")[2]})
        .order_by("code")
        .values_list("code", "population", "department_id", "department__region_id")
    )
    codes = tuple(row[0] for row in rows)
    if not codes or set(codes) == set(known.communes):
        return known
    members = [reference.place(code) for code in codes]
    return replace(
        known, communes=codes, population=sum(row[1] or 0 for row in rows) or None,
        department=known.department or rows[0][2] or "", region=known.region or rows[0][3] or "",
        qpv=tuple(sorted({area for row in members if row for area in row.qpv})),
        zus=tuple(area for row in members if row for area in row.zus),
    )  # fmt: skip


def commune_codes() -> frozenset[str]:
    """Every commune code that exists or existed: the shipped tables, and what was loaded since."""
    shipped = frozenset(reference.communes()) | frozenset(reference.successors())
    return shipped | frozenset(Commune.objects.values_list("code", flat=True))


def formers_of(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The communes now merged into each of these, for those that have some."""
    wanted, found = set(codes), dict[str, list[str]]()
    for former, present in sorted(reference.successors().items()):
        if present in wanted and former not in wanted:
            found.setdefault(present, []).append(former)
    return {code: tuple(gone) for code, gone in found.items()}


def communes_of(code: str) -> list[str]:
    """The current communes of a place, by code; a commune is its own."""
    known = place(code)
    if known is None:
        return []
    if known.kind == "commune":
        return [known.code]
    return sorted(known.communes)


def search_key(text: str) -> str:
    """Without accents, case or punctuation: « Saint-Sébastien » and « saint seb » meet."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def search(text: str, *, limit: int = 30) -> list[Commune]:
    """Current communes by name or by code, the most peopled first."""
    key = search_key(text)
    if len(key) < 2:
        return []
    rows = Commune.objects.filter(kind="commune").select_related("department")
    found = rows.filter(code=text.strip().upper()) | rows.filter(search__startswith=key)
    found = found | rows.filter(search__contains=f" {key}")
    return list(found.order_by("-population")[:limit])


@dataclass(frozen=True)
class Inhabitants:
    """Inhabitants of one year, the source, and a note when the bounds were others then."""

    year: int
    count: int
    source: str
    note: str = ""


def populations(code: str) -> list[Inhabitants]:
    """Inhabitants by year: the shipped tables, then what was loaded, which wins. One query."""
    known = place(code)
    if known is None:
        return []
    shipped = known.populations or reference.populations(known.communes)
    rows = {year: Inhabitants(year, count, SHIPPED, _bounds(known, year)) for year, count in shipped.items()}
    for row in Population.objects.filter(place=known.code):
        rows[row.year] = Inhabitants(row.year, row.count, row.source)
    return [rows[year] for year in sorted(rows)]


SHIPPED = "Insee, populations municipales"


def _bounds(known: PlaceFacts, year: int) -> str:
    day = history.bounds_of(year)
    later = [last for _first, last in known.mergers if last > day]
    return f"avant la réunion de communes de {later[0].year}" if later else ""


def contours(codes: list[str]) -> dict[str, Any] | None:
    """The outlines of these places as a GeoJSON collection; None when no outline was loaded."""
    wanted, features = set(codes), []
    for path in sorted((settings.HOME / "contours").glob("*.geojson")):
        content = json.loads(path.read_text("utf-8"))
        features += [row for row in content["features"] if row["properties"].get("code") in wanted]
    return {"type": "FeatureCollection", "features": features} if features else None


def parents(known: PlaceFacts) -> list[PlaceFacts]:
    """The EPCI, the département and the région that hold this place, in that order."""
    codes = [f"{kind}:{code}" for kind, code in
             (("epci", known.epci), ("dep", known.department), ("reg", known.region)) if code]  # fmt: skip
    return [row for row in (place(code) for code in codes if code != known.code) if row]


def centres_around(codes: list[str]) -> list[tuple[float, float]]:
    """Longitude and latitude of the other communes of these départements: what bounds a map."""
    inside, known = set(codes), reference.communes()
    departments = {known[code]["department"] for code in inside if code in known}
    rows = (row for row in known.values() if row["kind"] == "commune" and row["lon"])
    return [
        (float(row["lon"]), float(row["lat"]))
        for row in rows
        if row["department"] in departments and row["code"] not in inside
    ]
