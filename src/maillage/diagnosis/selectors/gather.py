"""Gather the evidence of one place: its own counts, those of comparable places, and of the places around
it.
"""

from typing import Any

import polars as pl

from maillage.datasets import selectors as datasets
from maillage.diagnosis.selectors.evidence import TEN_YEARS, Evidence, Peer, Spot
from maillage.kernel import BadInput
from maillage.territory import selectors as territory
from maillage.territory.intake.reference import PlaceFacts


def evidence(*, place: str, years: tuple[int, int] | None = None) -> Evidence:
    """Everything needed to compute the diagnosis of a place (`44109`, `epci:...`, `dep:44`, `reg:52`).

    Raises BadInput on an unknown place, on reversed years, and when no imported release says anything of the
    place.
    """
    facts = _known(place)
    if years is not None and years[0] > years[1]:
        raise BadInput(f"Les années {years[0]}-{years[1]} sont à l'envers : donnez la plus ancienne d'abord.")
    peers = _peers(facts)
    parts = _parts(facts, peers)
    members = {code for group in parts.values() for code in group}
    formers = territory.formers_of(members)
    around = _around(facts)
    ours = parts.get(facts.code, ())
    codes = {facts.code, *ours, *(gone for code in ours for gone in formers.get(code, ()))}
    gone = {code for group in formers.values() for code in group}
    others = {peer.code for peer in peers} | {spot.code for spot in around} | members | gone
    counts = _counts(codes, others, years)
    own = counts.filter(pl.col("code").is_in(list(codes)))
    span = _span(own, years, facts)
    context = tuple(dict(row) for row in datasets.context(facts.code))
    return Evidence(
        facts.code, facts.name, facts.kind, facts.population, counts, span, facts.population_year, peers,
        territory.comparison(facts), parts, around, _around_name(facts), datasets.monthly(facts.code),
        _releases(counts), context, formers,
    )  # fmt: skip


def _peers(facts: PlaceFacts) -> tuple[Peer, ...]:
    return tuple(
        Peer(row.code, row.name, row.population, tuple(row.reasons))
        for row in territory.comparable(facts.code)
    )


def _counts(own: set[str], others: set[str], years: tuple[int, int] | None) -> pl.DataFrame:
    """The counts of the place and of others. Years that its best source does not hold are asked of the
    next one.
    """
    found = datasets.crime(sorted(own | others), None)
    if years is None:
        return found
    here = found.filter(pl.col("code").is_in(list(own)) & pl.col("year").is_between(*years))
    return found if here.height else datasets.crime(sorted(own | others), range(years[0], years[1] + 1))


def _known(place: str) -> PlaceFacts:
    facts = territory.place(place)
    if facts is None:
        raise BadInput(
            f"Le code « {place} » n'est pas un territoire connu. Donnez un code Insee de commune (44109), "
            "dep:44, reg:52 ou epci:244400404."
        )
    return facts


def _parts(facts: PlaceFacts, peers: tuple[Peer, ...]) -> dict[str, tuple[str, ...]]:
    """Places whose figures are sums: an EPCI and those compared with it, a région."""
    if facts.kind not in ("epci", "region"):
        return {}
    others = {peer.code: tuple(territory.communes_of(peer.code)) for peer in peers}
    return {facts.code: _members(facts), **others}


def _members(facts: PlaceFacts) -> tuple[str, ...]:
    if facts.kind == "epci":
        return tuple(territory.communes_of(facts.code))
    departments = {
        code[:3] if code.startswith("97") else code[:2] for code in territory.communes_of(facts.code)
    }
    return tuple(f"dep:{code}" for code in sorted(departments))


def _span(own: pl.DataFrame, years: tuple[int, int] | None, facts: PlaceFacts) -> tuple[int, int]:
    found = own["year"].unique().sort().to_list()
    if not found:
        gone = territory.obsolete_sentence(facts.code)
        raise BadInput(
            f"{gone} Demandez le diagnostic du nouveau territoire."
            if gone
            else f"Aucune publication importée ne parle de {facts.name} ({facts.code}). "
            "Importez un fichier de la délinquance enregistrée : maillage data import FICHIER."
        )
    first, last = years or (max(found[0], found[-1] - TEN_YEARS + 1), found[-1])
    if not any(first <= year <= last for year in found):
        raise BadInput(
            f"Rien pour {facts.name} de {first} à {last} : les publications importées vont de {found[0]} à"
            f" {found[-1]}."
        )
    return first, last


def _around(facts: PlaceFacts) -> tuple[Spot, ...]:
    if facts.kind == "region":
        return ()
    whole = (
        facts.code
        if facts.kind != "commune"
        else f"epci:{facts.epci}"
        if facts.epci
        else f"dep:{facts.department}"
    )
    spots = []
    for code in territory.communes_of(whole):
        row = territory.place(code)
        if row is not None and row.lon is not None and row.lat is not None:
            spots.append(Spot(code, row.name, row.lon, row.lat))
    return tuple(spots)


def _around_name(facts: PlaceFacts) -> str:
    if facts.kind != "commune":
        return facts.name
    whole = (
        territory.place(f"epci:{facts.epci}") if facts.epci else territory.place(f"dep:{facts.department}")
    )
    return whole.name if whole else ""


def _releases(counts: pl.DataFrame) -> tuple[dict[str, Any], ...]:
    used = set(counts["release"].unique().to_list())
    return tuple(
        {
            "id": row.id,
            "citation": row.citation,
            "source": str(row.source),
            "vintage": str(row.vintage),
            "licence": row.licence,
            "produced_on": row.produced_on.isoformat() if row.produced_on else "",
            "imported_on": row.imported_at.date().isoformat(),
            "derived": row.derived,
            "fictitious": row.fictitious,
        }
        for row in datasets.releases()
        if row.id in used
    )
