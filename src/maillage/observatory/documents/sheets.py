"""The figures of a snapshot as sheets: one row a figure, its history, what the columns mean; XLSX, or CSV."""

from collections.abc import Mapping
from typing import Any

from maillage.institutions.models import Partnership
from maillage.kernel import Status
from maillage.observatory.indicators import health as layout
from maillage.observatory.indicators import told
from maillage.observatory.models import HealthSnapshot
from maillage.observatory.vocabulary import Indicator
from maillage.ui.printing import Column, Sheet, write_csv, write_xlsx

FORMATS = ("xlsx", "csv")
Cell = str | int | float | None
COLUMNS = (
    Column("Identifiant", width=12), Column("Famille", width=20), Column("Indicateur", width=48),
    Column("État", width=26), Column("Valeur", decimals=4), Column("Borne basse à 95 %", decimals=4),
    Column("Borne haute à 95 %", decimals=4), Column("Numérateur", decimals=2),
    Column("Dénominateur", decimals=2), Column("Inconnus", decimals=0),
    Column("Si inconnus = non", decimals=4), Column("Si inconnus = oui", decimals=4),
    Column("Unité", width=18), Column("Du", width=12), Column("Au", width=12), Column("Repère", width=40),
    Column("Formule", width=80), Column("Réserve", width=80), Column("Source", width=40),
)  # fmt: skip
PAST = (
    Column("Identifiant", width=12), Column("Indicateur", width=48), Column("Jour", width=12),
    Column("Valeur", decimals=4), Column("Borne basse à 95 %", decimals=4),
    Column("Borne haute à 95 %", decimals=4),
)  # fmt: skip
SIDES = ("value", "low", "high", "numerator", "denominator", "unknown", "floor", "ceiling")


def render(here: Partnership, snapshot: HealthSnapshot, file_format: str) -> bytes:
    """The sheets in one format; a CSV has the figures alone."""
    content = snapshot.content
    rows = [_row(content, row) for row in layout.known(content).values()]
    if file_format == "csv":
        return write_csv(COLUMNS, rows)
    past = [line for row in layout.known(content).values() for line in _past(content, row)]
    made = [Sheet("Chiffres", COLUMNS, rows), Sheet("Histoire", PAST, past)]
    notes = [
        ("Périmètre", f"{here.name}, état au {snapshot.day:%d/%m/%Y}."),
        ("Valeurs", "Une part va de 0 à 1. Une cellule vide n'est pas zéro : la colonne État dit pourquoi."),
        ("Version", f"Code {snapshot.code_version}, empreinte {snapshot.digest}."),
    ]
    return write_xlsx(made, notes=notes, title=f"Santé du partenariat, {here.name}", day=snapshot.day)


def _row(content: Mapping[str, Any], row: Indicator) -> list[Cell]:
    figure = content["figures"][row.id]
    few = told.told(row, figure)
    sides: list[Cell] = [figure.get(name) for name in SIDES]
    if row.id in told.HIDDEN and few.status is not Status.PUBLISHED:
        sides = [None] * len(SIDES)
    return [
        row.id, row.family.label, row.fr, "publié" if few.published else few.main, *sides, row.unit.label,
        figure.get("start"), figure.get("end"), row.reference, row.formula, row.caution, row.source,
    ]  # fmt: skip


def _past(content: Mapping[str, Any], row: Indicator) -> list[list[Cell]]:
    scale = 100.0 if told.in_parts(row) else 1.0
    return [
        [row.id, row.fr, one.day.isoformat(), *(
            None if side is None else side / scale for side in (one.value, one.low, one.high)
        )]
        for one in layout.history(content, row)
    ]  # fmt: skip
