"""The last pages of the document: what cannot be known, sources, method, and the yearly rates."""

from collections.abc import Iterator
from typing import Any

from maillage.diagnosis.documents.facts import rate
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.methods import METHODS
from maillage.ui.printing import Heading, ListOf, Paragraph, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
SHORT = {"withheld": "n. p.", "missing": "n. r."}


def limits(content: Row) -> Iterator[Block]:
    """The figures that cannot be known, and why; what must be read beside the others."""
    yield Heading("Ce qu'on ne peut pas savoir")
    yield Table(
        "Chiffres qui ne peuvent pas être connus, et pourquoi",
        ("Quoi", "Années", "Pourquoi"),
        [(row["label"], _years(row["years"]), row["reason"]) for row in content["unknown"]],
    )
    yield Heading("À lire avec les chiffres", 2)
    yield ListOf([_caution(row) for row in content["cautions"]])


def _years(years: list[int]) -> str:
    if not years:
        return "toutes"
    whole = list(range(years[0], years[-1] + 1)) == years and len(years) > 2
    return f"{years[0]}-{years[-1]}" if whole else ", ".join(map(str, years))


def _caution(row: Row) -> str:
    where = f" ({', '.join(row['series'])})" if row["series"] else ""
    return f"{row['text']}{where}"


def method(snapshot: Snapshot, content: Row) -> Iterator[Block]:
    """Publications used, how each figure is made, and the yearly rates."""
    yield Heading("Sources et méthode")
    yield Table(
        "Publications utilisées",
        ("Publication", "Licence", "Importée le"),
        [(row["citation"], row["licence"], row["imported_on"]) for row in content["releases"]],
    )
    doubtful = [row for row in content["written"]["sources"] if row["state"] in ("refused", "doubtful")]
    if doubtful:
        yield Heading("Sources refusées ou douteuses", 2)
        yield ListOf(
            [
                f"{row['source']} ({row['holder']}) : {row['state_label']}. {row['motive']} {row['remark']}"
                for row in doubtful
            ]
        )
    yield Heading("Comment les chiffres sont faits", 2)
    yield ListOf(
        [f"{METHODS[name][0]}. {METHODS[name][1]}" for name in content["methods"] if name in METHODS]
    )
    yield Heading("Seuils de Maillage", 2)
    yield Paragraph(
        f"Ces seuils sont les nôtres : pas de pourcentage sous {shown.FEW_CASES} faits, pas de taux sous"
        f" {shown.TINY_POPULATION} habitants ou logements, taux lissé montré sous {shown.SMALL_COUNT} faits,"
        f" pas de comparaison sous {shown.FEWEST_PEERS} territoires publiés, pas de tendance sous"
        f" {shown.FEWEST_YEARS} années."
    )
    yield from _by_year(content)
    yield Paragraph(
        f"Version {snapshot.number}, composée par Maillage {snapshot.code_version}. Empreinte du contenu :"
        f" {snapshot.digest}."
    )


def _by_year(content: Row) -> Iterator[Block]:
    first, last = content["years"]
    years = list(range(first, last + 1))[-10:]
    rows = [_row(row, years) for row in content["series"] if row["figures"]]
    if rows:
        yield Table(
            "Taux par année, pour 1 000 habitants (cambriolages : pour 1 000 logements)",
            ("Série", *map(str, years)),
            rows,
            numeric=frozenset(range(1, len(years) + 1)),
            source=(
                "n. p. : non publié, ce n'est pas zéro ; n. r. : non reçu. Intervalles : feuille de calcul."
            ),
        )


def _row(row: Row, years: list[int]) -> tuple[str, ...]:
    found = {figure["year"]: figure for figure in row["figures"]}
    return (row["short"], *(_cell(found.get(year)) for year in years))


def _cell(figure: Row | None) -> str:
    if figure is None:
        return "n. r."
    return SHORT.get(figure["status"]) or rate(figure["rate"])
