"""The coded answers of field work: question, code, effectif -> typed rows and rejects. No name is kept."""

from pathlib import Path

from maillage.diagnosis.intake.cells import Guard, given, opened, whole
from maillage.diagnosis.vocabulary.gathered import Coded, Read, Rejected

FIELDS = {
    "question": ("question", "theme", "sujet"),
    "code": ("code", "reponse", "modalite", "reponse codee"),
    "count": ("effectif", "nombre", "total", "nb", "nombre de reponses"),
}
HEADER = ("question", "code", "effectif")
LONGEST = {"question": 300, "code": 120}


def read(path: Path, scratch: Path, *, name: str) -> Read:
    """One coding, read. Raises FileRejected, in French, when it is no such table at all."""
    sheet = opened(path, scratch, name, FIELDS, {"question", "code", "count"})
    guard, seen = Guard(), dict[tuple[str, str], int]()
    rows: list[Coded] = []
    rejects: list[Rejected] = []
    for number, cells, fault in given(sheet):
        found = Rejected(number, fault) if fault else _coded(number, cells, guard, seen)
        rows.append(found) if isinstance(found, Coded) else rejects.append(found)
    return Read(tuple(rows), tuple(rejects), sheet.ignored, sheet.note)


def _coded(
    number: int, cells: dict[str, str], guard: Guard, seen: dict[tuple[str, str], int]
) -> Coded | Rejected:
    question, code, count = cells["question"], cells["code"], whole(cells["count"])
    for field in ("question", "code"):
        text = cells[field]
        if not text:
            return Rejected(number, "La question et le code sont attendus sur chaque ligne.")
        if len(text) > LONGEST[field]:
            return Rejected(number, f"« {text[:40]}… » dépasse {LONGEST[field]} signes.")
        if fault := guard.fault(text):
            return Rejected(number, fault)
    if not cells["count"]:
        return Rejected(number, "L'effectif est vide : écrivez un nombre, 0 s'il n'y a rien eu.")
    if count is None:
        return Rejected(number, f"« {cells['count']} » n'est pas un nombre entier.")
    first = seen.setdefault((question, code), number)
    if first != number:
        return Rejected(number, f"Même question et même code que la ligne {first}.")
    return Coded(number, question, code, count)
