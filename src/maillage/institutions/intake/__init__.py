"""Foreign directories (CSV, XLSX, ODS, vCard) -> typed rows and rejects. Last place of their column names."""

from pathlib import Path

from maillage.institutions.intake import table, vcard
from maillage.institutions.vocabulary import DirectorySheet
from maillage.tabular import FileRejected

MAX_BYTES = 5_000_000
MAX_LINES = 5_000

__all__ = ["MAX_BYTES", "MAX_LINES", "read"]


def read(path: Path, scratch: Path, *, name: str = "") -> DirectorySheet:
    """One foreign directory, read. Raises FileRejected, in French, when it is no directory at all."""
    name = name or path.name
    if not path.is_file():
        raise FileRejected(f"{path} n'existe pas. Vérifiez le chemin.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise FileRejected(
            f"{name} pèse {size / 1_000_000:.1f} Mo : la limite est de {MAX_BYTES // 1_000_000} Mo. "
            "Ôtez-en les photos, ou donnez-le en plusieurs fichiers.".replace(".", ",", 1)
        )
    with path.open("rb") as file:
        head = file.read(512)
    sheet = vcard.read(path.read_bytes(), name) if vcard.looks_like(head) else table.read(path, scratch, name)
    lines = len(sheet.rows) + len(sheet.rejects)
    if lines > MAX_LINES:
        raise FileRejected(f"{name} a {lines} lignes : la limite est de {MAX_LINES}. Partagez le fichier.")
    if not lines:
        raise FileRejected(f"{name} n'a aucune ligne sous ses titres de colonnes.")
    return sheet
