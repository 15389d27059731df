"""The answer to a request for data: période, lieu, modalité, effectif -> typed rows and rejects."""

import re
from collections.abc import Callable
from pathlib import Path

from maillage.diagnosis.intake.cells import Guard, given, opened, whole
from maillage.diagnosis.vocabulary.gathered import Point, Read, Rejected
from maillage.kernel import folded

FIELDS = {
    "period": ("periode", "annee", "date", "mois", "trimestre"),
    "place": ("lieu", "site", "secteur", "quartier", "commune", "etablissement", "ligne", "residence"),
    "category": ("modalite", "categorie", "nature", "type", "fait", "faits"),
    "count": ("effectif", "nombre", "total", "nb"),
    "exposed": ("population concernee", "population", "effectif expose", "eleves", "logements", "voyageurs"),
}
HEADER = ("période", "lieu", "modalité", "effectif", "population concernée")
_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
           "novembre", "decembre")  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCHOOL = re.compile(r"((?:19|20)\d\d)\s?[-/]\s?((?:19|20)\d\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.]\d{1,2}(?: 00:00:00)?)?")
_FRENCH_MONTH = re.compile(r"(?:\d{1,2}/)?(\d{1,2})/((?:19|20)\d\d)")
_QUARTER = re.compile(r"((?:19|20)\d\d)[ -]*[TtQq]\s?([1-4])|[TtQq]\s?([1-4])[ -]*((?:19|20)\d\d)")
LONGEST = 120


def read(path: Path, scratch: Path, *, name: str) -> Read:
    """One answer, read. Raises FileRejected, in French, when it is no such table at all."""
    sheet = opened(path, scratch, name, FIELDS, {"period", "category", "count"})
    guard, seen = Guard(), dict[tuple[str, str, str], int]()
    rows: list[Point] = []
    rejects: list[Rejected] = []
    for number, cells, fault in given(sheet):
        found = Rejected(number, fault) if fault else _point(number, cells, guard, seen)
        rows.append(found) if isinstance(found, Point) else rejects.append(found)
    return Read(tuple(rows), tuple(rejects), sheet.ignored, sheet.note)


def period(text: str) -> str:
    """« 2024 », « 2024-03 », « 2024-T1 » or « 2023-2024 »; empty when it is none of them."""
    text = text.strip()
    if _YEAR.fullmatch(text):
        return text
    for pattern in (_SCHOOL, _QUARTER, _MONTH, _FRENCH_MONTH):
        found = pattern.fullmatch(text)
        if found:
            return _NAMED[pattern](*(part for part in found.groups() if part))
    return _spelled(text)


def _school(first: str, last: str) -> str:
    return f"{first}-{last}" if int(last) == int(first) + 1 else ""


def _quarter(one: str, other: str) -> str:
    year, rank = (one, other) if len(one) == 4 else (other, one)
    return f"{year}-T{rank}"


def _month(year: str, month: str) -> str:
    return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else ""


def _french_month(month: str, year: str) -> str:
    return _month(year, month)


_NAMED: dict[re.Pattern[str], Callable[[str, str], str]] = {
    _SCHOOL: _school, _QUARTER: _quarter, _MONTH: _month, _FRENCH_MONTH: _french_month,
}  # fmt: skip


def _spelled(text: str) -> str:
    word, _, year = folded(text).rpartition(" ")
    return f"{year}-{_MONTHS.index(word) + 1:02d}" if word in _MONTHS and _YEAR.fullmatch(year) else ""


def _point(
    number: int, cells: dict[str, str], guard: Guard, seen: dict[tuple[str, str, str], int]
) -> Point | Rejected:
    when, place, category = period(cells["period"]), cells.get("place", ""), cells["category"]
    count, fault = whole(cells["count"]), _fault(cells, guard)
    if fault:
        return Rejected(number, fault)
    if not when:
        return Rejected(
            number, f"« {cells['period']} » n'est pas une période : écrivez 2024, 2024-03 ou 2024-T1."
        )
    if not cells["count"]:
        return Rejected(number, "L'effectif est vide : écrivez un nombre, 0 s'il n'y a rien eu.")
    if count is None:
        return Rejected(number, f"« {cells['count']} » n'est pas un nombre entier.")
    first = seen.setdefault((when, place, category), number)
    if first != number:
        return Rejected(number, f"Même période, même lieu et même modalité que la ligne {first}.")
    return Point(number, when, place, category, count, whole(cells.get("exposed", "")) or None)


def _fault(cells: dict[str, str], guard: Guard) -> str:
    if not cells["category"]:
        return "La modalité est vide : dites ce qui est compté."
    for field in ("place", "category"):
        text = cells.get(field, "")
        if len(text) > LONGEST:
            return f"« {text[:40]}… » dépasse {LONGEST} signes."
        fault = guard.fault(text)
        if fault:
            return fault
    return ""
