"""The guard on names: what, in a text, looks like a person or a nominative case. It warns; it never decides.

Nothing is stored and nobody is looked up: a list of common first names, and the turns of phrase in which
a person is written. Institutions, streets and functions (« Mme la préfète ») are let through.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maillage.bodies.rules import first_names
from maillage.bodies.rules.named_places import NEUTRAL, ROLES, ROUND_NUMBERS, SERVICE_BOXES

NAME, TITLE, INITIALS = "un nom de personne", "une civilité suivie d'un nom", "des initiales et un âge"
CASE, BIRTH, PHONE = "une personne désignée", "une date de naissance", "un numéro de téléphone"
ADDRESS, MAIL, PLATE = "une adresse avec son numéro", "une adresse électronique", "une immatriculation"
NUMBER = "un numéro de sécurité sociale"

_UP, _LOW = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ", "a-zàâäçéèêëîïôöùûüÿœæ"
_WORD = rf"[{_UP}{_LOW}]+"
_CAPITAL = rf"[{_UP}][{_UP}{_LOW}]+(?:[-’'][{_UP}{_LOW}]+)*"
_SURNAME = rf"(?:(?:de|du|des|d['’]|le|la|el|ben|bel|ould)\s?)?{_CAPITAL}"
_INITIAL = rf"[{_UP}]\."
_PAIR = rf"{_INITIAL}(?:[ -]?{_INITIAL})?(?![{_UP}{_LOW}])"
_ADULT = (
    r"dénommée?|nommée?|surnommée?|prévenue?|mise? en cause|victime|suspecte?|condamnée?|détenue?|intéressée?"
    r"|sieur|dame|veuve|époux|épouse|conjointe?|compagnon|compagne|concubine?"
)
_YOUNG = (
    r"jeunes?|mineure?s?|majeure?|enfants?|élèves?|collégienne?|lycéenne?|étudiante?|adolescente?|ado"
    r"|garçon|fille|fils|frères?|s[œo]e?urs?|cousine?|père|mère|grand-mère|grand-père|tante|oncle|ami|amie"
    r"|fratrie|famille|parents|habitante?|locataire|riveraine?|usager|résidente?"
)
_OF = r"(?:(?:de|du)\s+|d['’])?"
_STREET = (
    r"rue|avenue|av\.|boulevard|bd|place|impasse|allée|chemin|route|square|quai|cours|passage|sentier|venelle"
    r"|esplanade|promenade|lotissement|résidence|cité|faubourg|montée|ruelle|traverse|villa"
)


@dataclass(frozen=True)
class Suspicion:
    """A piece of text, from `start` to `end`, that looks like `reason`."""

    start: int
    end: int
    words: str
    reason: str


def suspicions(text: str, *, known: Iterable[str] = ()) -> list[Suspicion]:
    """What in this text looks like a person, in reading order; `known` names are let through."""
    text = unicodedata.normalize("NFC", text)
    neutral = _Spans([*_known(text, known), *(found.span() for found in NEUTRAL.finditer(text))])
    found = sorted(
        (row for row in _all(text) if not neutral.cover(row)), key=lambda row: (row.start, -row.end)
    )
    kept: list[Suspicion] = []
    for row in found:
        if not kept or row.start >= kept[-1].end:
            kept.append(row)
    return kept


def _known(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the known names stand, whatever their case; the longest first."""
    kept = {unicodedata.normalize("NFC", name.strip()) for name in names if len(name.strip()) > 2}
    if kept:
        words = "|".join(re.escape(name) for name in sorted(kept, key=len, reverse=True))
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
        yield from (found.span() for found in pattern.finditer(text))


class _Spans:
    """Stretches of text that are let through; a suspicion inside one is none."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def cover(self, row: Suspicion) -> bool:
        if row.reason in (ADDRESS, PHONE, MAIL, BIRTH, NUMBER, PLATE):
            return False
        before = self.spans[: bisect_right(self.starts, row.start)]
        return any(end >= row.end for _, end in before)


def _all(text: str) -> Iterator[Suspicion]:
    for pattern, reason in _PATTERNS:
        for found in pattern.finditer(text):
            yield _suspicion(found, reason)
    yield from _titles(text)
    yield from _cases(text)
    yield from _first_names(text)
    yield from (_suspicion(row, PHONE) for row in _PHONE.finditer(text) if not ROUND_NUMBERS.match(row[0]))
    yield from (_suspicion(row, MAIL) for row in _MAIL.finditer(text) if not SERVICE_BOXES.match(row[0]))


def _suspicion(found: re.Match[str], reason: str) -> Suspicion:
    return Suspicion(found.start(), found.end(), " ".join(found[0].split()), reason)


_AGE = r"(?:âgée?\s+de\s+)?\d{1,2}\s?ans\b"
_PATTERNS = (
    (re.compile(rf"\b{_PAIR}\s?,?\s*\(?\s*{_AGE}"), INITIALS),
    (re.compile(rf"\b{_CAPITAL}(?:\s{_CAPITAL})?\s?,\s*{_AGE}(?!\s+(?:d['’]|de ))"), INITIALS),
    (re.compile(rf"\b[{_UP}]{{1,2}}\s?[,(]\s*{_AGE}"), INITIALS),
    (re.compile(rf"\b{_INITIAL}[ ]?{_INITIAL}(?!\s?\d|[{_UP}{_LOW}])"), NAME),
    (
        re.compile(
            rf"(?<![{_UP}{_LOW}.'’]\s)(?<![.\w])(?!M\.|L\.|R\.|D\.){_INITIAL} ?[{_UP}][{_LOW}]{{2,}}\b"
        ),
        NAME,
    ),
    (
        re.compile(
            r"\bn(?:é|ée|é\(e\)|é·e)\s+(?:le|en|à\s+[^,.;\n]{2,40}?,?\s+le)\s+"
            r"\d{1,4}(?:er)?(?:[ ./-]+(?:\d{1,2}|[a-zéû]+)[ ./-]+\d{2,4})?",
            re.IGNORECASE,
        ),
        BIRTH,
    ),
    (
        re.compile(
            r"\b(?:date de naissance|d\.?d\.?n\.?)\s*:?\s*\d{1,2}[ ./-]\d{1,2}[ ./-]\d{2,4}",
            re.IGNORECASE,
        ),
        BIRTH,
    ),
    (
        re.compile(
            rf"\b\d{{1,4}}\s?(?:bis|ter|quater|[A-D])?\s?,?\s+(?:{_STREET})\s+(?:[\w'’.-]+\s+){{0,3}}?"
            rf"(?=[{_UP}\d]){_WORD}(?:[ -]{_CAPITAL}){{0,3}}"
        ),
        ADDRESS,
    ),
    (
        re.compile(
            r"\b(?:appartement|appt\.?|logement|porte|chambre|boîte aux lettres)"
            r"\s+(?:n[°o]\s?)?\d{1,4}\b(?!\s?%)",
            re.IGNORECASE,
        ),
        ADDRESS,
    ),
    (re.compile(r"\b[A-HJ-NP-TV-Z]{2}[ -]\d{3}[ -][A-HJ-NP-TV-Z]{2}\b"), PLATE),
    (
        re.compile(
            r"\b[12]\s?\d{2}\s?(?:0[1-9]|1[0-2])\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b"
        ),
        NUMBER,
    ),
)  # fmt: skip
_PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)(?:33|590|594|596|262|508)\s?(?:\(0\)\s?)?|0)[1-9](?:[ .\-]?\d{2}){4}(?!\d)"
)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")

_CIVILITY = re.compile(
    r"\b(?P<title>M\.|MM\.|Mme\.?|Mmes|Mlle\.?|Mlles|Mr\.?|Monsieur|Messieurs|Madame|Mesdames|Mademoiselle|Maître"
    rf"|Me|Dr\.?|Docteur|Capitaine|Lieutenant|Commandant|Brigadier|Adjudant)\s+"
    rf"(?P<rest>{_SURNAME}(?: {_CAPITAL})?|{_INITIAL})"
)  # fmt: skip
_FUNCTION = re.compile(
    r"\b(?:M\.|MM\.|Mme\.?|Monsieur|Madame|Messieurs|Mesdames)\s+(?:(?:le|la|les)\s+|l['’])"
    rf"(?P<role>[{_UP}{_LOW}-]+)\s+(?P<name>[{_UP}][{_UP}{_LOW}-]+)"
)


def _titles(text: str) -> Iterator[Suspicion]:
    """« M. Martin », « Mme la directrice Martin »; neither « Mme la préfète » nor « Madame, Monsieur »."""
    for found in _CIVILITY.finditer(text):
        first = found["rest"].split()[0].lower()
        if first not in ("le", "la") and not _is_role(found["rest"]):
            yield _suspicion(found, TITLE)
    for found in _FUNCTION.finditer(text):
        if not _is_role(found["name"]):
            yield _suspicion(found, TITLE)


def _is_role(words: str) -> bool:
    return _plain(words.split()[0]) in ROLES


_CASE = re.compile(
    rf"\b(?:l['’]|le |la |les |un |une |du |de |d['’]|mon |sa |son |au )?(?P<who>{_YOUNG}|{_ADULT})"
    rf"\s+(?:{_OF})(?P<name>{_PAIR}|{_CAPITAL}|[{_UP}]{{2,}}|[{_UP}](?=\s|,|$))", re.IGNORECASE
)  # fmt: skip


def _cases(text: str) -> Iterator[Suspicion]:
    """« le jeune K. », « la famille Martin », « la mère d'Enzo »."""
    for found in _CASE.finditer(text):
        name = found["name"]
        if name[0].islower() or _is_sigle(name) or _is_place_after_of(text, found):
            continue
        if _is_role(name) and not _is_alone(name, text[found.end() :]):
            continue
        yield _suspicion(found, CASE)


def _is_alone(name: str, after: str) -> bool:
    """« la famille M. » and nothing to address: the letter is an initial, not « monsieur »."""
    return name == "M." and not re.match(rf"\s*(?:le |la |l['’])?[{_UP}{_LOW}]*[{_UP}]", after)


def _is_sigle(name: str) -> bool:
    return name.isupper() and 1 < len(name.rstrip(".")) <= 6 and "." not in name


def _is_place_after_of(text: str, found: re.Match[str]) -> bool:
    """« les jeunes de Rezé », « les parents d'Orvault »: people of a place, not of a first name."""
    link = text[found.end("who") : found.start("name")].strip().lower()
    if link == "":
        plural = found["who"].lower().endswith("s")
        return plural and found["who"].lower() not in ("frères", "parents") and not _is_first(found["name"])
    return not (_is_first(found["name"]) or "." in found["name"] or len(found["name"]) == 1)


_TOKEN = re.compile(rf"(?<![\w@.-])[{_UP}{_LOW}]{{2,}}(?:-[{_UP}{_LOW}]{{2,}})*(?![\w@-])")
_BESIDE = re.compile(rf"\s+(?:[{_UP}]\.|{_CAPITAL}|(?:de|el|ben|le|la|d['’])\s?{_CAPITAL})")
_BEFORE = re.compile(rf"(?<!\w)[{_UP}]{{3,}}\s$")
_LOOK_BACK = 40  # characters: the longest surname looked for before a first name


def _first_names(text: str) -> Iterator[Suspicion]:
    """A first name, with the surname beside it where there is one."""
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word.isupper() and len(word) <= 4:
            continue  # a sigle: ADAM stands for something
        beside = _BESIDE.match(text, token.end())
        if beside and _is_role(beside[0].strip()):
            beside = None
        back = max(0, token.start() - _LOOK_BACK)
        before = _BEFORE.search(text[back : token.start()])
        if _is_clear(word) or (_is_first(word) and word[0].isupper() and _is_whole(text, token, beside)):
            start = token.start() if before is None or beside else back + before.start()
            end = beside.end() if beside and word[0].isupper() else token.end()
            yield Suspicion(start, end, " ".join(text[start:end].split()), NAME)


def _is_whole(text: str, token: re.Match[str], beside: re.Match[str] | None) -> bool:
    """« Pierre Martin » inside a sentence; not « Claire Fontaine » opening one, « Marine nationale »."""
    if beside is None:
        return False
    back = text[max(0, token.start() - _LOOK_BACK) : token.start()].rstrip(" ")
    opens = not back or back[-1] in ".!?:;\n"
    return not opens or _plain(beside[0].split()[-1]) in _PLAIN_CLEAR or beside[0].strip().isupper()


def _is_clear(word: str) -> bool:
    """Every part is a first name that is nothing else, and is written as one."""
    parts = [_plain(part) for part in word.split("-")]
    if not all(part in _PLAIN_FIRST for part in parts) or not any(part in _PLAIN_CLEAR for part in parts):
        return False
    return word[0].isupper() or all(part not in _PLAIN_NOT_LOWER for part in parts)


def _is_first(word: str) -> bool:
    return all(_plain(part) in _PLAIN_FIRST for part in word.split("-"))


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in letters if not unicodedata.combining(char)).strip(".,'’")


_PLAIN_CLEAR = frozenset(map(_plain, first_names.CLEAR))
_PLAIN_FIRST = _PLAIN_CLEAR | frozenset(map(_plain, first_names.ALSO_WORDS))
_PLAIN_NOT_LOWER = frozenset(map(_plain, first_names.NOT_IN_LOWER_CASE))
