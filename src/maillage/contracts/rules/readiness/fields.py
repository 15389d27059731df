"""The ten fields of a sheet (domain, C3): which are filled, which lack, and « Sina-3 »."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from maillage.contracts.rules.readiness.facts import Remark, Sheet


@dataclass(frozen=True)
class Field:
    """One of the ten: its key, its name as read, whether a sheet has it, and how it could be filled."""

    key: str
    name: str
    filled: Callable[[Sheet], bool]
    advice: str
    example: str


@dataclass(frozen=True)
class Score:
    """How many of the ten fields are filled, and those that lack."""

    filled: int
    missing: tuple[Field, ...]

    @property
    def complete(self) -> bool:
        """Nothing lacks."""
        return not self.missing


FIELDS = (
    Field("content", "ce qui est fait", lambda s: bool(s.content.strip()),
          "dites ce que l'on verra se faire, geste après geste",
          "deux médiateurs tiennent l'arrêt Balinière de 17 h à 20 h"),
    Field("calendar", "le calendrier", lambda s: s.start is not None and s.end is not None,
          "donnez un début et une fin", "du 1er septembre 2026 au 30 juin 2028"),
    Field("cost", "le coût", lambda s: s.priced, "inscrivez au moins une ligne : l'année, qui paie, combien",
          "2026, commune, personnel, 6 200 €"),
    Field("pilot", "le pilote", lambda s: s.pilot is not None, "nommez l'institution qui pilote",
          "le transporteur, suppléé par la ville"),
    Field("partners", "des partenaires qui s'engagent", lambda s: len(_committed(s)) > 1,
          "ajoutez l'engagement propre d'une seconde institution",
          "le collège : signaler chaque incident dans la journée"),
    Field("human_means", "les moyens humains", lambda s: bool(s.human_means.strip()),
          "dites qui travaille, et combien", "deux médiateurs à mi-temps"),
    Field("follow_up", "un indicateur de suivi", lambda s: any(not m.result for m in s.measures),
          "dites à quoi l'on voit que l'action se fait", "nombre de soirées tenues"),
    Field("result", "un indicateur de résultat avec sa cible",
          lambda s: any(m.result and m.target.strip() for m in s.measures),
          "dites ce qui doit avoir changé, et jusqu'où", "élèves qui évitent l'arrêt : de 38 % à 25 %"),
    Field("public", "le public et le lieu", lambda s: bool(s.public.strip() and s.territory.strip()),
          "dites pour qui, et où", "les élèves du collège, à l'arrêt Balinière"),
    Field("finding", "le constat", lambda s: s.findings > 0,
          "rattachez la fiche au constat du diagnostic auquel elle répond", "constat 3 du diagnostic"),
)  # fmt: skip
BRACKETS = re.compile(r"\[[^\]]+\]")  # what a model of action leaves to be written for the place
SINA = ("content", "calendar", "cost")


def _committed(sheet: Sheet) -> set[int]:
    return {row.party.pk for row in sheet.promises}


def has(sheet: Sheet, field: Field) -> bool:
    """Is this field filled? « sans objet », with its reason, counts as filled."""
    return field.filled(sheet) or bool(str(sheet.without.get(field.key, "")).strip())


def score(sheet: Sheet) -> Score:
    """The ten fields of one sheet (C3)."""
    missing = tuple(field for field in FIELDS if not has(sheet, field))
    return Score(len(FIELDS) - len(missing), missing)


def sina(sheet: Sheet) -> bool:
    """Content, calendar and cost: the three that Sina (2002) counted."""
    return all(has(sheet, field) for field in FIELDS if field.key in SINA)


def remarks(sheet: Sheet) -> Iterator[Remark]:
    """One remark for each field that lacks, and for each that still has the brackets of its model."""
    for field in score(sheet).missing:
        words = f"il manque {field.name} : {field.advice}."
        yield Remark(
            f"field-{field.key}", field.key, "sheet", str(sheet.number), sheet.pk, words, field.example
        )
    for key in ("content", "public"):
        if left := BRACKETS.search(getattr(sheet, key)):
            words = f"« {left[0][:60]} » vient du modèle : écrivez ce qui vaut ici."
            yield Remark(f"left-{key}", key, "sheet", str(sheet.number), sheet.pk, words)
