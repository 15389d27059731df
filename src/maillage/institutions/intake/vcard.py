"""A directory as vCards (2.1, 3.0, 4.0): only what serves here is read; pictures and birthdays stay out."""

import quopri
import re
from collections.abc import Iterator

from maillage.institutions.intake import columns, lines
from maillage.institutions.vocabulary import DirectoryReject, DirectoryRow, DirectorySheet
from maillage.tabular import FileRejected

IGNORED = {
    "ADR": "adresse postale", "BDAY": "date de naissance", "PHOTO": "photographie", "NOTE": "note",
    "URL": "site", "IMPP": "messagerie instantanée", "ANNIVERSARY": "anniversaire", "GEO": "position",
    "CATEGORIES": "catégories", "RELATED": "proches", "GENDER": "genre de la personne", "KEY": "clé",
    "X-SOCIALPROFILE": "réseau social",
}  # fmt: skip
PRIVATE = "adresses et téléphones personnels"
CARD = re.compile(rb"^\s*BEGIN:VCARD", re.IGNORECASE)
_LINE = re.compile(
    r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
MAX_LINE = 100_000

Property = tuple[str, frozenset[str], str]  # name, parameters in capitals, value


def looks_like(head: bytes) -> bool:
    """Does a file that begins so hold vCards?"""
    return bool(CARD.match(head.removeprefix(b"\xef\xbb\xbf")))


def read(content: bytes, name: str) -> DirectorySheet:
    """The cards of a file. Raises FileRejected when the last one is cut."""
    rows: list[DirectoryRow] = []
    rejects: list[DirectoryReject] = []
    ignored: dict[str, None] = {}
    for line, card in _cards(_text(content), name):
        left = [IGNORED[field] for field, _, value in card if field in IGNORED and value]
        ignored |= dict.fromkeys(left + ([PRIVATE] if any(_private(item) for item in card) else []))
        found = lines.typed(line, _fields(card))
        (rejects if isinstance(found, DirectoryReject) else rows).append(found)  # type: ignore[arg-type]
    return DirectorySheet(tuple(rows), tuple(rejects), tuple(ignored))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _cards(text: str, name: str) -> Iterator[tuple[int, list[Property]]]:
    card: list[Property] | None = None
    begun = 0
    for number, line in _unfolded(text):
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if card is not None:
                raise FileRejected(f"{name} : la fiche de la ligne {begun} ne se termine pas (END:VCARD).")
            card, begun = [], number
        elif word == "END:VCARD" and card is not None:
            yield begun, card
            card = None
        elif card is not None and (found := _property(line)):
            card.append(found)
    if card is not None:
        raise FileRejected(
            f"{name} : la fiche de la ligne {begun} est coupée. Exportez de nouveau l'annuaire."
        )


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines: those that begin with a space, or follow a soft break, belong to the one before."""
    held, begun, soft = "", 0, False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if begun and (soft or line[:1] in (" ", "\t")):
            held += "\n" + line if soft else line[1:]
        else:
            if begun:
                yield begun, held[:MAX_LINE]
            held, begun = line, number
        soft = held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper()
    if begun:
        yield begun, held[:MAX_LINE]


def _property(line: str) -> Property | None:
    found = _LINE.fullmatch(line)
    if not found:
        return None
    name, raw, value = found.groups()
    marks = frozenset(re.split(r"[;,=]", raw.upper().replace('"', "")))
    if "QUOTED-PRINTABLE" in marks:
        value = _text(quopri.decodestring(value.encode("utf-8", "replace")))
    return name.upper(), marks, value


def _private(item: Property) -> bool:
    field, marks, value = item
    return field in ("EMAIL", "TEL") and "HOME" in marks and "WORK" not in marks and bool(value)


def _fields(card: list[Property]) -> dict[str, str]:
    organisation = _parts(_first(card, "ORG"))
    named = _plain(_first(card, "FN")) or _structured(_first(card, "N"))
    fields = {
        "institution": organisation[0] if organisation else "",
        "title": _plain(_first(card, "TITLE")) or _plain(_first(card, "ROLE")),
        "phone": _work(card, "TEL"),
    }
    if _is_organisation(card, organisation, named):
        return fields | {"institution": fields["institution"] or named, "service_email": _work(card, "EMAIL"),
                         "title": "", "phone": ""}  # fmt: skip
    return fields | {"person": named, "email": _work(card, "EMAIL")}


def _is_organisation(card: list[Property], organisation: list[str], named: str) -> bool:
    kind = (_first(card, "KIND") or _first(card, "X-ABSHOWAS")).lower()
    return kind in ("org", "company") or bool(organisation and named in ("", organisation[0]))


def _first(card: list[Property], name: str) -> str:
    return next((value for field, _, value in card if field == name and value.strip()), "")


def _work(card: list[Property], name: str) -> str:
    """The professional address or number; a home one is not read."""
    values = [item for item in card if item[0] == name and item[2].strip() and not _private(item)]
    if name == "TEL":
        values = [item for item in values if "FAX" not in item[1]]
    values.sort(key=lambda item: ("WORK" not in item[1], "PREF" not in item[1]))
    return _plain(values[0][2]) if values else ""


def _plain(value: str) -> str:
    return columns.clean(_ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value))


def _parts(value: str) -> list[str]:
    return [_plain(part) for part in _PARTS.split(value)] if value.strip() else []


def _structured(value: str) -> str:
    """« Dupont;Jeanne;;Mme; » -> « Jeanne Dupont »."""
    parts = [*_parts(value), "", ""]
    return f"{parts[1]} {parts[0]}".strip()
