"""The place itself, its comparables side by side, and the areas of its map."""

from typing import Any

import numpy as np

from maillage.diagnosis.indicators.cells import Book, Cell
from maillage.diagnosis.rules import sentences, shown
from maillage.diagnosis.selectors.evidence import Evidence
from maillage.diagnosis.vocabulary import FIRST, offence
from maillage.kernel import Status
from maillage.science import count_limits

Row = dict[str, Any]
MAPPED = 3  # the first three series have a map
STEPS = 4


def facts(evidence: Evidence) -> Row:
    """What the place is, and by which rule its comparables were chosen."""
    return {
        "code": evidence.code,
        "name": evidence.name,
        "kind": evidence.kind,
        "population": evidence.population,
        "population_year": evidence.population_year,
        "members": len(evidence.parts.get(evidence.code, ())),
        "peers_rule": evidence.peers_rule,
        "peers": [
            {
                "code": peer.code,
                "name": peer.name,
                "population": peer.population,
                "reasons": list(peer.reasons),
            }
            for peer in evidence.peers
        ],
    }


def comparables(own: Cell, peers: dict[str, Cell | None], evidence: Evidence) -> list[Row]:
    """The place and its comparables in order of population, each rate with Garwood's interval; never by
    rate.
    """
    known = {peer.code: peer for peer in evidence.peers}
    cells = {evidence.code: own, **peers}
    rows = [
        {
            "code": code,
            "name": known[code].name if code in known else evidence.name,
            "us": code == evidence.code,
            "population": known[code].population if code in known else evidence.population,
        }
        | _rate(cell)
        for code, cell in cells.items()
    ]
    return sorted(rows, key=lambda row: (-(row["population"] or 0), row["code"]))


def _rate(cell: Cell | None) -> Row:
    blank: Row = {"status": Status.MISSING.value, "count": None, "rate": None, "low": None, "high": None}
    if cell is None:
        return blank
    blank |= {"status": cell.status.value, "count": cell.count}
    if not cell.usable or not cell.exposure:
        return blank | {"rate": cell.rate if cell.count is None else None}
    low, high = (float(side[0]) for side in count_limits.garwood(np.array([cell.count], float)))
    per = 1_000 / cell.exposure
    return blank | {"rate": (cell.count or 0) * per, "low": low * per, "high": high * per}


def areas(book: Book, series: list[Row], evidence: Evidence) -> list[Row]:
    """Rates of the places around in the last year, for the first series: four steps by quartile, or the
    word.
    """
    slugs = [row["slug"] for row in series if row["slug"] in FIRST and row["figures"]][:MAPPED]
    return (
        [area for slug in slugs if (area := _area(book, slug, evidence)) is not None]
        if evidence.around
        else []
    )


def _area(book: Book, slug: str, evidence: Evidence) -> Row | None:
    year = max(book[slug][evidence.code])
    spots: list[Row] = []
    for spot in evidence.around:
        cell = book[slug].get(spot.code, {}).get(year)
        spots.append({"code": spot.code, "name": spot.name, "lon": spot.lon, "lat": spot.lat} | _rate(cell))
    known = [spot["rate"] for spot in spots if spot["rate"] is not None and spot["count"] is not None]
    if len(known) < shown.FEWEST_PEERS:
        return None
    edges = sorted({round(float(edge), 2) for edge in np.quantile(known, [0.25, 0.5, 0.75])})
    for row in spots:
        known_rate = row["rate"] is not None
        row["step"] = int(np.searchsorted(edges, row["rate"], side="right")) if known_rate else None
    highest = [row["name"] for row in _highest(spots)]
    return {
        "slug": slug,
        "year": year,
        "label": offence(slug).label,
        "unit": offence(slug).unit,
        "sentence": sentences.area(offence(slug).label, year, highest),
        "edges": edges,
        "spots": spots,
        "around": evidence.around_name,
        "published": len(known),
        "highest": highest,
    }


def _highest(spots: list[Row]) -> list[Row]:
    """The places of the last step whose interval lies wholly above the middle one's rate."""
    known = sorted((row for row in spots if row["low"] is not None), key=lambda row: -row["rate"])
    middle = float(np.median([row["rate"] for row in known]))
    return [row for row in known if row["low"] > middle][:3]
