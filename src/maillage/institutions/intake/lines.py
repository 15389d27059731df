"""One line of a foreign directory, whatever its wrapping -> a typed row, or the reason why not."""

from collections.abc import Callable
from typing import Any

from maillage.institutions.intake import columns
from maillage.institutions.intake.columns import Unusable
from maillage.institutions.vocabulary import (
    College,
    DirectoryReject,
    DirectoryRow,
    InstitutionKind,
    Level,
    Sector,
)
from maillage.kernel import Term, folded

LENGTHS = {"institution": 200, "short_name": 60, "person": 150, "civility": 10, "title": 150, "siret": 40}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "email": columns.email,
    "service_email": columns.email,
    "phone": columns.phone,
    "place": columns.place,
    "may_commit": columns.yes_or_no,
    "mandate_on": columns.day,
    "start": columns.day,
    "end": columns.day,
}
_WORDS: dict[str, type[Term]] = {
    "kind": InstitutionKind, "sector": Sector, "college": College, "level": Level,
}  # fmt: skip
_SAID = {"kind": "genre", "sector": "secteur", "college": "collège", "level": "niveau"}
_LABELS = {
    "institution": "nom de l'institution", "short_name": "nom court", "person": "nom", "title": "fonction",
    "civility": "civilité", "siret": "SIRET",
}  # fmt: skip


def typed(line: int, cells: dict[str, str]) -> DirectoryRow | DirectoryReject:
    """The row of these cells (field -> text), or its reject with every reason."""
    reasons: list[str] = []
    values = {name: _value(name, text, reasons) for name, text in _whole_names(cells).items()}
    if not values.get("institution"):
        reasons.append("aucune institution n'est nommée")
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        reasons.append(f"la fin ({end:%d/%m/%Y}) précède le début ({start:%d/%m/%Y})")
    if reasons:
        return DirectoryReject(line, " ; ".join(reasons) + ".")
    return DirectoryRow(line, **values)


def _whole_names(cells: dict[str, str]) -> dict[str, str]:
    """First and last name joined; a lone « nom » is the institution's where nothing else names one."""
    cells = dict(cells)
    last, first = cells.pop("last_name", ""), cells.pop("first_name", None)
    if "institution" not in cells and first is None:
        cells["institution"] = last
    elif not cells.get("person"):
        cells["person"] = f"{first or ''} {last}".strip()
    return cells


def _value(name: str, text: str, reasons: list[str]) -> Any:
    try:
        if name in _WORDS:
            return _word(name, text)
        if name in _PARSERS:
            return _PARSERS[name](text)
        if len(text) > LENGTHS[name]:
            raise Unusable(f"« {_LABELS[name]} » dépasse {LENGTHS[name]} caractères")
    except Unusable as error:
        reasons.append(str(error).rstrip("."))
        return None
    return text


def _word(name: str, text: str) -> Term | None:
    if not text:
        return None
    asked = folded(text)
    for word in _WORDS[name]:
        if asked in (folded(word.label), folded(str(word.value))):
            return word
    if name == "kind":
        return None  # told by the institution's own name, and shown as supposed
    known = ", ".join(word.label for word in _WORDS[name])
    raise Unusable(f"« {text[:60]} » n'est pas un {_SAID[name]} connu ({known})")
