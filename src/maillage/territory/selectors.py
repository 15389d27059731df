"""Questions on places. Codes are the keys everywhere: `44143`, `dep:44`, `reg:52`, `epci:244400404`."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

from django.conf import settings

from maillage.territory import rules
from maillage.territory.intake import reference
from maillage.territory.intake.reference import PlaceFacts
from maillage.territory.models import Commune, Department, Epci, Population
from maillage.territory.rules import Comparable, ComparisonRule, Profile
from maillage.territory.vocabulary import Criterion

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


def parents(known: PlaceFacts) -> list[PlaceFacts]:
    """The EPCI, the département and the région that hold this place, in that order."""
    codes = [f"{kind}:{code}" for kind, code in
             (("epci", known.epci), ("dep", known.department), ("reg", known.region)) if code]  # fmt: skip
    return [row for row in (place(code) for code in codes if code != known.code) if row]


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
        return rules.comparable(_area(here), _departments(), replace(rule, criteria=frozenset()))
    if here.kind == "epci":
        others = _epcis()
        own = next((row for row in others if row.code == here.code), None)
        kept = replace(rule, criteria=rule.criteria & {Criterion.EPCI})
        return rules.comparable(own, others, kept) if own else []
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
    return Profile(
        known.code, known.name, known.population or 0, known.region, has_qpv=bool(known.qpv),
        above=_region(known.region),
    )  # fmt: skip


def _region(code: str) -> str:
    known = reference.place(f"reg:{code}")
    return f"région {known.name}" if known else f"région {code}"


def _departments() -> list[Profile]:
    from django.db.models import Sum

    rows = Department.objects.filter(communes__kind="commune").annotate(
        inhabitants=Sum("communes__population"), areas=Sum("communes__qpv_count")
    )
    return [
        Profile(
            f"dep:{row.code}", row.name, row.inhabitants, row.region_id or "", has_qpv=bool(row.areas),
            above=_region(row.region_id or ""),
        )
        for row in rows
        if row.inhabitants
    ]  # fmt: skip


def _epcis() -> list[Profile]:
    from django.db.models import Sum

    rows = Epci.objects.filter(members__kind="commune").annotate(inhabitants=Sum("members__population"))
    return [
        Profile(f"epci:{row.code}", row.name, row.inhabitants, epci_type=row.type)
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


def contours(codes: list[str]) -> dict[str, Any] | None:
    """The outlines of these places as a GeoJSON collection; None when no outline was loaded."""
    wanted, features = set(codes), []
    for path in sorted((settings.HOME / "contours").glob("*.geojson")):
        content = json.loads(path.read_text("utf-8"))
        features += [row for row in content["features"] if row["properties"].get("code") in wanted]
    return {"type": "FeatureCollection", "features": features} if features else None
