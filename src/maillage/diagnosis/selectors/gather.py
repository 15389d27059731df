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
    peers = tuple(
        Peer(row.code, row.name, row.population, tuple(row.reasons))
        for row in territory.comparable(facts.code)
    )
    parts = _parts(facts, peers)
    around = _around(facts)
    counts = _counts(facts, peers, parts, around)
    own = counts.filter(pl.col("code").is_in([facts.code, *parts.get(facts.code, ())]))
    span = _span(own, years, facts)
    return Evidence(
        facts.code,
        facts.name,
        facts.kind,
        facts.population,
        counts,
        span,
        facts.population_year,
        peers,
        _rule(facts),
        parts,
        around,
        _around_name(facts),
        datasets.monthly(facts.code),
        _releases(counts),
        tuple(dict(row) for row in datasets.context(facts.code)),
    )


def _counts(
    facts: PlaceFacts, peers: tuple[Peer, ...], parts: dict[str, tuple[str, ...]], around: tuple[Spot, ...]
) -> pl.DataFrame:
    members = {code for group in parts.values() for code in group}
    codes = {facts.code, *(peer.code for peer in peers), *members, *(spot.code for spot in around)}
    return datasets.crime(sorted(codes), None)


def _known(place: str) -> PlaceFacts:
    facts = territory.place(place)
    if facts is None:
        raise BadInput(
            f"Le code « {place} » n'est pas un territoire connu. Donnez un code Insee de commune (44109), "
            "dep:44, reg:52 ou epci:244400404."
        )
    return facts


def _parts(facts: PlaceFacts, peers: tuple[Peer, ...]) -> dict[str, tuple[str, ...]]:
    if facts.kind == "region":
        return {facts.code: _members(facts)}
    if facts.kind != "epci":
        return {}
    return {facts.code: _members(facts)} | {
        peer.code: tuple(territory.communes_of(peer.code)) for peer in peers
    }


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


_NEAREST = {
    "commune": (
        "communes",
        "la population, la présence d'un quartier prioritaire, le type d'intercommunalité et le rang de ville"
        " principale ; à ressemblance égale, celles du même département",
    ),
    "department": ("départements", "la population"),
    "epci": ("intercommunalités", "la population et le type"),
}


def _rule(facts: PlaceFacts) -> str:
    if facts.kind not in _NEAREST:
        return "Les régions ne sont pas comparées entre elles : elles sont trop peu nombreuses."
    what, nearest = _NEAREST[facts.kind]
    return (
        f"Les comparables sont au plus {territory.DEFAULT_RULE.count} {what}, de population comprise entre la"
        f" moitié et le double. Viennent d'abord les plus semblables par {nearest}. Le nombre de faits"
        " n'entre pas dans ce choix."
    )


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
