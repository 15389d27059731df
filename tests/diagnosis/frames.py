"""Small invented evidence: a town, its comparables, its intercommunal body. No figure here is real."""

import numpy as np
import polars as pl

from maillage.diagnosis.selectors.evidence import SCHEMA, Evidence, Peer, Spot

THEFTS, HOMES, FINES = "vols-dans-les-vehicules", "cambriolages-de-logement", "usage-de-stupefiants-afd"
RELEASE = {
    "id": "a" * 64, "citation": "Base d'essai, édition 2025", "source": "essai", "vintage": "2024", "licence":
    "LO",
    "produced_on": "2025-03-01", "imported_on": "2025-04-01", "derived": False, "fictitious": True,
}  # fmt: skip


def row(
    code,
    year,
    count,
    *,
    indicator=THEFTS,
    status=None,
    population=40_000,
    dwellings=None,
    rate=None,
    unit="Véhicule",
):
    if status is None:
        status = "published" if count else "zero"
    base = dwellings if dwellings else population
    if rate is None and count is not None:
        rate = 1000 * count / base
    return {
        "code": code, "year": year, "indicator": indicator, "unit": unit, "status": status, "count": count,
        "population": population, "dwellings": dwellings, "rate": rate, "complement_count": 7.0,
        "complement_rate": 9.9, "release": RELEASE["id"],
    }  # fmt: skip


def frame(rows):
    return pl.DataFrame(rows, schema=SCHEMA)


def town(
    counts, *, code="44143", peers=8, peer_rate=5.0, spread=0.0, indicator=THEFTS, years=(2016, 2024), **more
):
    """A town with these yearly counts, among peers whose rates (per 1 000) spread around `peer_rate`."""
    rows = [row(code, years[0] + i, count, indicator=indicator) for i, count in enumerate(counts)]
    rng = np.random.Generator(np.random.PCG64(1))
    codes = [f"9900{i}" for i in range(peers)]
    for peer in codes:
        level = peer_rate * np.exp(spread * rng.standard_normal())
        for year in range(years[0], years[1] + 1):
            rows.append(row(peer, year, int(rng.poisson(40 * level)), indicator=indicator))
    return evidence(rows, code=code, peers=codes, years=years, **more)


def evidence(rows, *, code="44143", peers=(), years=(2016, 2024), **more):
    return Evidence(
        code, "Rezé", more.pop("kind", "commune"), more.pop("population", 40_000), frame(rows), years, 2023,
        tuple(Peer(peer, f"Ville {peer[-1]}", 40_000 + i, ("même taille",)) for i, peer in enumerate(peers)),
        "règle d'essai", more.pop("parts", {}), more.pop("around", ()), "Agglomération d'essai",
        releases=(RELEASE,), **more,
    )  # fmt: skip


def spots(codes):
    return tuple(
        Spot(code, f"Commune {code[-1]}", -1.5 + 0.05 * i, 47.2 + 0.02 * (i % 3))
        for i, code in enumerate(codes)
    )
