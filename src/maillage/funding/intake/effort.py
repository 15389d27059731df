"""The communes' own effort: code_commune;annee;depense_prevention;potentiel_fiscal;population."""

from collections.abc import Iterator
from pathlib import Path

from maillage.diagnosis.intake.cells import whole
from maillage.funding.intake import places
from maillage.funding.vocabulary.spread import EffortRow, Sheet

FIELDS = {
    "place": ("code_commune", *places.CODE), "year": ("annee", "exercice"),
    "spend": ("depense_prevention", "depense prevention", "depense"),
    "potential": ("potentiel_fiscal", "potentiel fiscal"), "population": ("population", "habitants"),
}  # fmt: skip
HEADER = ("code_commune", "annee", "depense_prevention", "potentiel_fiscal", "population")


def read(path: Path, scratch: Path, *, name: str, known: frozenset[str]) -> Sheet:
    """One sheet of effort, read. Raises FileRejected, in French, when it is no such table at all."""

    def judge(line: int, cells: dict[str, str]) -> EffortRow | str:
        return places.faults(_checks(cells, known)) or _row(line, cells, known)

    words = {field: tuple(word.replace("_", " ") for word in names) for field, names in FIELDS.items()}
    return places.read(path, scratch, name, words, set(FIELDS), judge)


def _checks(cells: dict[str, str], known: frozenset[str]) -> Iterator[tuple[bool, str]]:
    code, when, people = cells["place"], cells["year"], cells["population"]
    yield places.place(code, known) is not None, f"Le code commune « {code} » n'existe pas."
    yield places.year(when) is not None, f"« {when} » n'est pas une année : écrivez par exemple 2025."
    for field, words in (("spend", "dépense"), ("potential", "potentiel fiscal")):
        text = cells[field]
        held = not text or places.euros(text) is not None
        yield held, f"« {text} » n'est pas un montant en euros ({words}) : écrivez 12500,00, ou rien."
    some = bool(cells["spend"] or cells["potential"])
    yield some, "La dépense et le potentiel fiscal sont vides : ôtez la ligne."
    yield (whole(people) or 0) > 0, f"« {people} » n'est pas une population : un nombre d'habitants."


def _row(line: int, cells: dict[str, str], known: frozenset[str]) -> EffortRow:
    return EffortRow(
        line, places.place(cells["place"], known) or "", int(cells["year"]), places.euros(cells["spend"]),
        places.euros(cells["potential"]), whole(cells["population"]) or 0,
    )  # fmt: skip
