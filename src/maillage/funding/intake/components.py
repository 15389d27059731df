"""Components of need, brought by hand: code_commune;composante;valeur;source;annee."""

import math
from collections.abc import Iterator
from pathlib import Path

from maillage.funding.intake import places
from maillage.funding.vocabulary.spread import ComponentRow, Sheet

FIELDS = {
    "place": ("code commune", *places.CODE), "component": ("composante", "mesure", "indicateur"),
    "value": ("valeur",), "source": ("source",), "year": ("annee",),
}  # fmt: skip
HEADER = ("code_commune", "composante", "valeur", "source", "annee")
LONGEST = {"component": 120, "source": 200}


def read(path: Path, scratch: Path, *, name: str, known: frozenset[str]) -> Sheet:
    """One sheet of components, read. Raises FileRejected, in French, when it is no such table at all."""
    told: dict[str, tuple[str, str]] = {}

    def judge(line: int, cells: dict[str, str]) -> ComponentRow | str:
        return places.faults(_checks(cells, known, told)) or _row(line, cells, known)

    return places.read(path, scratch, name, FIELDS, set(FIELDS), judge)


def _checks(
    cells: dict[str, str], known: frozenset[str], told: dict[str, tuple[str, str]]
) -> Iterator[tuple[bool, str]]:
    code, value, when, name = cells["place"], cells["value"], cells["year"], cells["component"]
    yield places.place(code, known) is not None, f"Le code commune « {code} » n'existe pas."
    for field, words in (("component", "La composante"), ("source", "La source")):
        yield bool(cells[field]), f"{words} est vide : chaque valeur dit ce qu'elle est et d'où elle vient."
        held = len(cells[field]) <= LONGEST[field]
        yield held, f"« {cells[field][:40]}… » dépasse {LONGEST[field]} signes."
    yield _number(value) is not None, f"« {value} » n'est pas un nombre."
    yield places.year(when) is not None, f"« {when} » n'est pas une année : écrivez par exemple 2025."
    same = told.setdefault(name, (cells["source"], when)) == (cells["source"], when)
    yield same, f"« {name} » a deux sources ou deux années : une composante n'en a qu'une."


def _number(text: str) -> float | None:
    try:
        value = float(text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _row(line: int, cells: dict[str, str], known: frozenset[str]) -> ComponentRow:
    return ComponentRow(
        line, places.place(cells["place"], known) or "", cells["component"], _number(cells["value"]) or 0.0,
        cells["source"], int(cells["year"]),
    )  # fmt: skip
