"""The last pages: what cannot be known, the written intervals, the yearly rates, sources and method."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from maillage.diagnosis.documents import facts
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.rules import shown, written
from maillage.diagnosis.rules.methods import METHODS
from maillage.diagnosis.selectors import pictures
from maillage.ui import charts
from maillage.ui.printing import Heading, ListOf, Paragraph, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
MOST_AREAS = 40  # more rows than that are read in the workbook


def limits(content: Row) -> Iterator[Block]:
    """The figures that cannot be known, and why; what must be read beside the others."""
    yield Heading("Ce qu'on ne peut pas savoir")
    yield Table(
        "Chiffres qui ne peuvent pas être connus, et pourquoi",
        ("Quoi", "Années", "Pourquoi"),
        [(row["label"], written.years(row["years"]), row["reason"]) for row in content["unknown"]],
    )
    yield Heading("À lire avec les chiffres", 2)
    yield ListOf([_caution(row) for row in content["cautions"]])


def _caution(row: Row) -> str:
    series = f" Séries : {', '.join(row['series'])}." if row["series"] else ""
    return f"{row['text']}{series}"


def annex(content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    """The figures behind the pictures, written out."""
    series = facts.known(content)
    tables = [*_by_year(content, series), *_twins(content, series, hue)]
    if tables:
        yield Heading("Les chiffres des images")
    yield from tables


def _twins(content: Row, series: list[Row], hue: tuple[int, float]) -> Iterator[Block]:
    for row in facts.apart(series):
        drawn = pictures.comparables(row, hue)
        if drawn:
            ours = [
                index for index, cell in enumerate(drawn.table.rows) if cell[0] == content["place"]["name"]
            ]
            yield Table.of(drawn.table, f"Source : {row['figures'][-1]['source']}.", frozenset(ours))
    chosen = facts.chosen_map(content, series)
    if chosen and len(chosen["spots"]) <= MOST_AREAS:
        yield _areas(pictures.area(chosen, content["place"]["code"], hue).table)


def _areas(table: charts.Table) -> Table:
    """The places of the map that have a rate; the others are named under it."""
    known = tuple(row for row in table.rows if row[2])
    hidden = [f"{row[0]} ({row[1]})" for row in table.rows if not row[2]]
    return Table.of(replace(table, rows=known), f"Sans chiffre : {', '.join(hidden)}." if hidden else "")


def _by_year(content: Row, series: list[Row]) -> Iterator[Block]:
    first, last = content["years"]
    years = list(range(first, last + 1))[-10:]
    years = [year for year in years if any(fig["year"] == year for row in series for fig in row["figures"])]
    if series and len(years) > 1:
        yield Table(
            "Taux par année, pour 1 000 habitants (cambriolages : pour 1 000 logements)",
            ("Série", *map(str, years)),
            [_row(row, years) for row in series],
            numeric=frozenset(range(1, len(years) + 1)),
            source="n. p. : non publié, ce n'est pas zéro ; n. r. : non reçu, ou mesure qui n'existait pas."
            " Les intervalles de chaque année sont dans la feuille de calcul.",
        )


def _row(row: Row, years: list[int]) -> tuple[str, ...]:
    found = {figure["year"]: figure for figure in row["figures"]}
    return (row["short"], *(written.of_year(found.get(year)) for year in years))


def method(snapshot: Snapshot, content: Row) -> Iterator[Block]:
    """The last page: publications used, sources refused or doubtful, thresholds of ours, method, version."""
    yield Heading("Sources et méthode")
    yield Table(
        "Publications utilisées",
        ("Publication", "Licence", "Importée le"),
        [(row["citation"], row["licence"], written.day(row["imported_on"])) for row in content["releases"]],
    )
    doubtful = [row for row in content["written"]["sources"] if row["state"] in ("refused", "doubtful")]
    if doubtful:
        yield Heading("Sources refusées ou douteuses", 2)
        yield ListOf([_doubt(row) for row in doubtful])
    yield Heading("Comment les chiffres sont faits", 2)
    yield ListOf(
        [f"{title}. {text}" for name, (title, text) in METHODS.items() if name in content["methods"]]
    )
    yield Heading("Seuils de Maillage", 2)
    yield Paragraph(
        f"Ces seuils sont les nôtres : pas de pourcentage sous {shown.FEW_CASES} faits ; pas de taux sous"
        f" {shown.TINY_POPULATION} habitants ou logements ; taux lissé montré sous {shown.SMALL_COUNT}"
        f" faits ; pas de comparaison sous {shown.FEWEST_PEERS} territoires publiés, ni quand moins de la"
        f" moitié des comparables le sont ; pas de tendance sous {shown.FEWEST_YEARS} années."
    )
    yield Paragraph(
        f"Version {snapshot.number}, composée par Maillage {snapshot.code_version}. Empreinte du contenu :"
        f" {snapshot.digest}."
    )


def _doubt(row: Row) -> str:
    motive = f" « {row['motive']} »" if row["motive"] else ""
    remark = f" {row['remark']}" if row["remark"] else ""
    return f"{row['source']} ({row['holder']}) : {row['state_label']}.{motive}{remark}"
