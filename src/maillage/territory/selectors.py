"""Questions on places. Codes are the keys everywhere: `44143`, `dep:44`, `reg:52`, `epci:244400404`."""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from maillage.territory import rules
from maillage.territory.intake import reference
from maillage.territory.intake.reference import PlaceFacts
from maillage.territory.models import Commune, Department, Population
from maillage.territory.rules import Comparable, ComparisonRule, Profile

DEFAULT_RULE = ComparisonRule()


def facts(code: str) -> PlaceFacts | None:
    """What the shipped official tables say of a place; None when they do not know it."""
    return reference.place(code)


def place(code: str) -> PlaceFacts | None:
    """A place known to this installation: the shipped tables, or a commune loaded from a later file."""
    known = reference.place(code)
    if known is not None:
        return known
    row = Commune.objects.filter(code=code).select_related("department", "epci").first()
    if row is None:
        return None
    return PlaceFacts(
        row.code, row.name, row.kind, row.population, row.population_year, row.department_id or "",
        row.department.region_id or "" if row.department else "", row.epci_id or "", lon=row.lon, lat=row.lat,
        successor=row.successor,
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


def comparable(code: str, rule: ComparisonRule = DEFAULT_RULE) -> list[Comparable]:
    """The places comparable to this one, nearest first; two queries whatever the size of France."""
    here = place(code)
    if here is None or here.population is None:
        return []
    if here.kind == "commune":
        row = Commune.objects.filter(code=here.code).select_related("epci").first()
        return rules.comparable(_profile(row), _communes_near(here.population, rule), rule) if row else []
    if here.kind == "department":
        return rules.comparable(_area(here), _departments(), rule)
    return []


def _communes_near(population: int, rule: ComparisonRule) -> list[Profile]:
    low, high = population / rule.factor, population * rule.factor
    rows = Commune.objects.filter(kind="commune", population__gte=low, population__lte=high).values_list(
        "code", "name", "population", "department_id", "epci__type", "qpv_count", "centre"
    )
    return [Profile(c, n, p, d or "", e or "", bool(q), z) for c, n, p, d, e, q, z in rows if p]


def _profile(row: Commune) -> Profile:
    epci_type = row.epci.type if row.epci else ""
    return Profile(
        row.code,
        row.name,
        row.population or 0,
        row.department_id or "",
        epci_type,
        bool(row.qpv_count),
        row.centre,
    )


def _area(known: PlaceFacts) -> Profile:
    return Profile(known.code, known.name, known.population or 0, known.region, has_qpv=bool(known.qpv))


def _departments() -> list[Profile]:
    from django.db.models import Sum

    rows = Department.objects.filter(communes__kind="commune").annotate(
        inhabitants=Sum("communes__population"), areas=Sum("communes__qpv_count")
    )
    return [
        Profile(f"dep:{row.code}", row.name, row.inhabitants, row.region_id or "", has_qpv=bool(row.areas))
        for row in rows
        if row.inhabitants
    ]


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


def populations(code: str) -> list[Population]:
    """Inhabitants by year, as loaded."""
    return list(Population.objects.filter(place=code))


def obsolete_sentence(code: str) -> str:
    """What to announce when a place no longer exists by itself, with the proposed new one; or empty."""
    known = place(code)
    if known is None or not known.successor:
        return ""
    now = reference.place(known.successor)
    return rules.obsolete_sentence(
        name=known.name,
        successor=known.successor,
        successor_name=now.name if now else known.successor,
        geography=reference.GEOGRAPHY_YEAR,
    )


def contours(codes: list[str]) -> dict[str, Any] | None:
    """The outlines of these places as a GeoJSON collection; None when no outline was loaded."""
    wanted, features = set(codes), []
    for path in sorted((settings.HOME / "contours").glob("*.geojson")):
        content = json.loads(path.read_text("utf-8"))
        features += [row for row in content["features"] if row["properties"].get("code") in wanted]
    return {"type": "FeatureCollection", "features": features} if features else None
