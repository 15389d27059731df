"""How others name the columns of a directory, and how they write dates, yes and no, addresses."""

import re
import unicodedata
from datetime import date, datetime

from maillage.kernel import folded

NAMES: dict[str, tuple[str, ...]] = {
    "institution": (
        "institution", "structure", "organisme", "organisation", "etablissement", "service", "entite",
        "raison sociale", "denomination", "nom de l institution", "nom de la structure", "employeur",
        "nom de l organisme", "societe", "company",
    ),
    "short_name": ("sigle", "nom court", "abrege", "acronyme"),
    "kind": ("genre", "type", "type d institution", "type de structure", "categorie", "nature"),
    "sector": ("secteur",),
    "college": ("college", "college du clspd"),
    "siret": ("siret", "n siret", "no siret", "numero siret"),
    "place": ("code insee", "insee", "code commune", "code insee de la commune", "territoire"),
    "service_email": (
        "adresse de service", "courriel du service", "e mail du service", "email du service",
        "courriel generique", "email generique", "courriel de la structure", "email structure",
    ),
    "person": (
        "personne", "nom et prenom", "prenom et nom", "nom prenom", "prenom nom", "nom complet", "contact",
        "interlocuteur", "representant", "titulaire", "nom du contact", "nom du representant", "name",
    ),
    "last_name": ("nom", "nom de famille", "nom d usage", "last name"),
    "first_name": ("prenom", "prenoms", "first name"),
    "civility": ("civilite", "m mme"),
    "email": (
        "email", "e mail", "mail", "courriel", "adresse electronique", "adresse mail", "adresse e mail",
        "messagerie", "e mail address",
    ),
    "phone": (
        "telephone", "tel", "telephone professionnel", "tel pro", "tel professionnel", "fixe",
        "telephone fixe", "ligne directe", "portable professionnel", "mobile professionnel",
    ),
    "title": ("fonction", "poste", "qualite", "titre", "intitule du poste", "emploi", "job title"),
    "level": ("niveau", "rang"),
    "may_commit": ("peut engager son institution", "peut engager", "habilite a engager"),
    "mandate_on": ("mandat", "mandat ecrit", "mandat ecrit du", "date du mandat"),
    "start": ("depuis", "depuis le", "debut", "date de debut", "prise de fonction", "arrivee",
              "date d arrivee", "date de prise de fonction"),
    "end": ("fin", "jusqu au", "date de fin", "depart", "date de depart"),
}  # fmt: skip
FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PLACE = re.compile(r"\d[\dAB]\d{3}|dep:\w{2,3}|reg:\d{2}|epci:\d{9}")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES, _NO = {"oui", "o", "x", "1", "vrai", "true", "yes"}, {"non", "n", "0", "faux", "false", "no"}
EMAIL_LENGTH, PHONE_LENGTH, LEAST_DIGITS = 254, 30, 6


class Unusable(ValueError):
    """A cell that cannot be used; the message is French and names the value."""


def recognise(header: list[str]) -> dict[int, str]:
    """Which column holds what; the first of two columns of one sense wins."""
    found: dict[int, str] = {}
    for index, name in enumerate(header):
        field = FIELD_OF.get(folded(name))
        if field and field not in found.values():
            found[index] = field
    return found


def clean(value: object) -> str:
    """Text in one line: control signs are spaces, and spaces are single."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in text)
    return " ".join(kept.split())


def day(text: str) -> date | None:
    """A day written 2024-09-01 or 01/09/2024."""
    if not text:
        return None
    french = _FRENCH_DAY.fullmatch(text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise Unusable(f"« {text} » n'est pas une date : écrivez 01/09/2024") from error


def yes_or_no(text: str) -> bool | None:
    """Oui, non, or nothing said."""
    word = folded(text)
    if not word:
        return None
    if word in _YES | _NO:
        return word in _YES
    raise Unusable(f"« {text} » n'est ni oui ni non")


def email(text: str) -> str:
    """An address, its domain in lower case."""
    text = text.removeprefix("mailto:")
    if not text:
        return ""
    if len(text) > EMAIL_LENGTH or not _EMAIL.fullmatch(text):
        raise Unusable(f"« {text[:80]} » n'est pas une adresse électronique")
    return text.lower()


def phone(text: str) -> str:
    """A telephone number as it was written."""
    text = text.removeprefix("tel:")
    if not text:
        return ""
    if len(text) > PHONE_LENGTH or sum(sign.isdigit() for sign in text) < LEAST_DIGITS:
        raise Unusable(f"« {text[:80]} » n'est pas un numéro de téléphone")
    return text


def place(text: str) -> str:
    """The code of a territory."""
    if text and not _PLACE.fullmatch(text):
        raise Unusable(f"« {text[:80]} » n'est pas un code de territoire : écrivez 44143, dep:44 ou epci:...")
    return text
