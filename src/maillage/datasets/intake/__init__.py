"""Foreign files into typed rows: the list of the formats that are recognised, in the order they are tried."""

from maillage.datasets.intake import context, derived, monthly, series, ssmsi
from maillage.datasets.intake.base import Format, Known, Reading, Reject
from maillage.tabular import FileRejected, Table

FORMATS: tuple[Format, ...] = (
    *ssmsi.FORMATS, *derived.FORMATS, *monthly.FORMATS, *context.FORMATS, *series.FORMATS,
)  # fmt: skip


def recognise(table: Table) -> Format:
    """The format of a table. Raises FileRejected with the columns found and what is expected."""
    for candidate in FORMATS:
        if candidate.recognise(table):
            return candidate
    found = ", ".join(table.columns[:8]) or ", ".join(table.sheets[:8])
    shown = "".join(char for char in found[:200] if char.isprintable())
    raise FileRejected(
        f"{table.name} n'est d'aucun format connu (colonnes lues : {shown}). Donnez le fichier tel "
        "qu'il a été publié, sans changer ses colonnes ; la liste des formats est dans "
        "docs/reference/formats.md."
    )


def read(source: Format, table: Table, known: Known) -> Reading:
    """The rows of a table by its format; its damaged lines are set aside with the others."""
    reading = source.read(table, known)
    width = len(table.columns)
    reading.rejects[:0] = [
        Reject(line, "ligne irrégulière", f"{cells} cellules au lieu de {width}")
        for line, cells in table.damaged[:1000]
    ]
    reading.rejected += len(table.damaged)
    return reading


__all__ = ["FORMATS", "Format", "Known", "Reading", "Reject", "read", "recognise"]
