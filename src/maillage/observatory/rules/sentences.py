"""The sentences of a reading, in the French of a plenary: figure, records, interval, comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from maillage.observatory.rules.reading import NAMED
from maillage.observatory.vocabulary import Comparator, Direction, Indicator, Kind, Unit

Figure = Mapping[str, Any]
NBSP = "\u00a0"
NONE = "Aucune faiblesse nette dans ce que disent vos relevés."
UNITS = {
    Unit.PER_YEAR: "par an", Unit.DAYS: "jours", Unit.HOURS: "heures", Unit.MONTHS: "mois",
    Unit.EUROS: "euros", Unit.POINTS: "points",
}  # fmt: skip
FEW = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def number(value: float, digits: int = 1) -> str:
    """A number as written in French, without useless decimals."""
    text = f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text


def amount(one: Indicator, value: float) -> str:
    """A value of this indicator with its unit."""
    if one.unit is Unit.PERCENT:
        return f"{number(100 * value, 0)}{NBSP}%"
    word = UNITS.get(one.unit)
    return f"{number(value)}{NBSP}{word}" if word else number(value)


def shown(one: Indicator, figure: Figure) -> str:
    """The figure with its records and its 95 % interval."""
    parts = [_records(one, figure)]
    if figure["low"] is not None and figure["high"] is not None:
        parts.append(f"intervalle de {amount(one, figure['low'])} à {amount(one, figure['high'])}")
    inside = ", ".join(part for part in parts if part)
    value = amount(one, figure["value"])
    return f"{value} ({inside})" if inside else value


def weakness(one: Indicator, figure: Figure, comparison: str, sisters: Figure | None) -> str:
    """An asserted weakness, against the law, a text, a threshold of ours, or sisters."""
    side = "en dessous" if one.good is Direction.HIGH else "au-dessus"
    head = f"{_named(one)} : {shown(one, figure)}{_unknown(figure, 'favorables')}."
    if comparison == Comparator.SISTERS.value:
        return f"{head} C'est nettement {side} de {_middle(one, sisters)}."
    cut = amount(one, float(one.threshold or 0))
    if comparison == Comparator.LAW.value:
        return f"{head} C'est nettement {side} du repère de la loi, {cut} : {_sentence(one.reference)}"
    if comparison == Comparator.TEXT.value:
        return (
            f"{head} C'est nettement {side} de {cut}, notre traduction de ce que décrit la littérature : "
            f"« {one.claim.rstrip('.')} » ({one.source})."
        )
    return f"{head} C'est nettement {side} du repère de cette installation, {cut}."


def strength(one: Indicator, figure: Figure, sisters: Figure | None) -> str:
    """An asserted strength, among sisters."""
    side = "au-dessus" if one.good is Direction.HIGH else "en dessous"
    head = f"{_named(one)} : {shown(one, figure)}{_unknown(figure, 'défavorables')}."
    return f"{head} C'est nettement {side} de {_middle(one, sisters)}, dans le bon sens."


def change(one: Indicator, figure: Figure, before: Figure, events: Sequence[str]) -> str:
    """What moved between two windows, and what else happened meanwhile; never a cause."""
    told = (
        f"{_named(one)} : {shown(one, figure)}, contre {shown(one, before)} sur la période précédente. "
        "L'écart dépasse ce que le hasard donne d'ordinaire."
    )
    if not events:
        return told
    return f"{told} Entre les deux, sans que l'on puisse dire que cela l'explique : {' ; '.join(events)}."


def look(shares: Sequence[tuple[Indicator, Figure]], chance: float, read: int) -> str:
    """Figures that are low without being asserted, and how many chance alone would give."""
    named = " ; ".join(f"{_named(one)} : {shown(one, figure)}" for one, figure in shares)
    many = round(chance)
    count = "moins d'un chiffre" if many < 1 else f"environ {_spelled(many)} chiffre{'s' * (many > 1)}"
    return (
        f"À regarder d'abord, sans rien affirmer. {named}. Par le seul hasard, un partenariat où tout va "
        f"bien verrait aussi {count} sur {read} à un niveau aussi défavorable."
    )


def silence(unread: Sequence[Indicator]) -> str:
    """What the records do not let one read yet."""
    if not unread:
        return "Vos relevés permettent de lire tous les chiffres de cette page."
    rest = len(unread) - NAMED
    names = ", ".join(_named(one) for one in unread[:NAMED])
    more = f", et {rest} autre{'s' * (rest > 1)}" if rest > 0 else ""
    return f"Vos relevés ne permettent pas encore de lire : {names}{more}."


def _named(one: Indicator) -> str:
    return f"«{NBSP}{one.fr}{NBSP}»"


def _sentence(words: str) -> str:
    return words.rstrip(".") + "."


def _spelled(count: int) -> str:
    return FEW[count] if count < len(FEW) else str(count)


def _records(one: Indicator, figure: Figure) -> str:
    base, count = figure["denominator"], figure["numerator"]
    if base is None:
        return ""
    if one.kind is Kind.SHARE or one.kind is Kind.AMOUNT:
        return f"{number(count, 0)} sur {number(base, 0)}{' euros' * (one.kind is Kind.AMOUNT)}"
    if one.kind is Kind.COUNT:
        unit = " ans" if one.unit is Unit.PER_YEAR and base >= 1.95 else ""
        unit = " an" if one.unit is Unit.PER_YEAR and not unit else unit
        return (
            f"{number(count, 0)} en {number(base)}{unit}"
            if unit
            else f"{number(count, 0)} sur {number(base)}"
        )
    return f"sur {number(base, 0)} relevé{'s' * (base > 1)}"


def _unknown(figure: Figure, side: str) -> str:
    unknown = figure["unknown"] or 0
    if not unknown:
        return ""
    return f", et cela tient même si les {number(unknown, 0)} cas inconnus étaient tous {side}"


def _middle(one: Indicator, sisters: Figure | None) -> str:
    if not sisters or sisters["low"] is None:
        return "ce que font des partenariats comparables"
    return (
        f"ce que font {sisters['n']} partenariats comparables, dont la moitié du milieu va de "
        f"{amount(one, sisters['low'])} à {amount(one, sisters['high'])}"
    )
