"""How an answer is said to a person: its value, its dates, how sure it is."""

from maillage.law.answers import Answer
from maillage.law.partial import Moment
from maillage.law.verdict import thousands

CERTAINTY = {
    "seed": "tiré de l'étude de 2010",
    "found": "lu dans le texte ou une source citée",
    "to_check": "à vérifier",
}


def value(row: Answer) -> str:
    """« 5 000 habitants », « sur demande »."""
    if not isinstance(row.value, int):
        return str(row.value)
    first, _, rest = row.unit.partition(" ")
    if row.value == 1 and first not in ("fois", "mois"):
        first = first.removesuffix("s")
    return f"{thousands(row.value)} {first} {rest}".rstrip()


def dates(row: Answer) -> str:
    """« du 7 mars 2007 au 26 mai 2021 », « depuis 2007 (jour à vérifier) », « date de début inconnue »."""
    if row.since is None:
        return "date de début inconnue"
    since = Moment.parse(row.since)
    doubt = "" if since.exact else " (jour à vérifier)"
    if row.until is None:
        return f"depuis {since.with_article}{doubt}"
    until = Moment.parse(row.until)
    start = f"du {since.french}" if since.exact else f"de {since.french}{doubt}"
    return f"{start} {'au' if until.exact else 'à'} {until.french}"


def certainty(row: Answer) -> str:
    """How sure the rule is, in French."""
    return CERTAINTY[row.certainty]
