"""French typography as plain functions on text: spaces, figures, dates. Pages reach them by filters."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

NARROW = "\u202f"
WIDE = "\u00a0"
CENT = Decimal("0.01")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")  # fmt: skip

_WRITTEN = (  # spaces the writer put: made of the right kind
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{NARROW}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{NARROW}»"),
    (re.compile(r"[ \u00a0\u202f]+(?=[;!?%€‰])"), NARROW),
    (re.compile(r"[ \u202f]+(?=:(?:\s|$))"), WIDE),
    (re.compile(r"(?<=\d et) (?=[\d+−])"), WIDE),  # « entre 4,8 et 6,9 » stays together
    (re.compile(r"(?<=[\d%] à) (?=[\d+−])"), WIDE),
)
_FORGOTTEN = (  # spaces the writer left out
    (re.compile(r"(?<=[\w)»’\]])(?=[;!?]+(?:\s|$|[»)]))"), NARROW),
    (re.compile(r"(?<=\d)(?=[%€‰])"), NARROW),
    (re.compile(r"(?<=[\w)»])(?=:\s)"), WIDE),
)
_GROUPS = re.compile(r"(?<![\d\u202f,.])\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)")


def french(text: str, *, complete: bool = True) -> str:
    """French spaces: narrow no-break before ; ! ? % € and inside « », no-break before a colon.

    `complete` adds those the writer forgot; False leaves a text in another language as it is.
    """
    for pattern, replacement in _WRITTEN + (_FORGOTTEN if complete else ()):
        text = pattern.sub(replacement, text)
    return _GROUPS.sub(lambda found: re.sub(r"[ \u00a0]", NARROW, found.group()), text)


def number(value: float | int | Decimal | None, decimals: int | None = None) -> str:
    """A figure in French: thousands by narrow space, decimal comma, true minus; empty when there is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1
    written = f"{abs(value):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return f"−{written}" if value < 0 and any(digit in written for digit in "123456789") else written


def exact(value: Decimal) -> str:
    """A number with every figure it has, but the zeros that end it: 12.50 → « 12,5 »."""
    shown = value.normalize()
    exponent = shown.as_tuple().exponent
    return number(shown, max(0, -exponent)) if isinstance(exponent, int) else str(value)


def euros(amount: Decimal | int | None) -> str:
    """14800 → « 14 800,00 € », to the cent, never through a float; empty when there is none."""
    if amount is None:
        return ""
    return f"{number(_cents(amount), 2)}{NARROW}€"


def whole_euros(amount: Decimal | int | None) -> str:
    """14800 → « 14 800 € », 6200.5 → « 6 200,50 € »: cents only where there are some."""
    if amount is None:
        return ""
    value = _cents(amount)
    return f"{number(value, 0)}{NARROW}€" if value == value.to_integral_value() else euros(value)


def _cents(amount: Decimal | int) -> Decimal:
    """To the cent, however many figures were typed."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP, Context(prec=200))


def percent(value: Decimal | None) -> str:
    """« 62,5 % »; empty when there is none."""
    if value is None:
        return ""
    return f"{number(value, 0 if value == value.to_integral_value() else 1)}{NARROW}%"


def digits(value: float, *bounds: float | None) -> int:
    """How many decimals a rate is read with: none from 100, one from 1, else two significant digits.

    One more (at most four in all) as long as different `bounds` would be written alike.
    """
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 1 or size == 0 else min(4, 1 - math.floor(math.log10(size)))
    known = sorted(bound for bound in bounds if bound is not None)
    while (
        places < 4 and known and known[0] < known[-1] and round(known[0], places) == round(known[-1], places)
    ):
        places += 1
    return places


def rate(value: float | None, places: int | None = None) -> str:
    """A rate with the digits it can bear; nothing is written « 0 »."""
    if value is None or not math.isfinite(value):
        return ""
    return number(float(value), (digits(value) if places is None else places) if value else 0)


def interval(low: float | None, high: float | None, value: float | None = None) -> str:
    """« 4,8 à 6,9 », with the digits of the value that it goes with; empty when a bound is unknown."""
    if low is None or high is None:
        return ""
    places = digits(value or high, low, high)
    return f"{rate(low, places)} à {rate(high, places)}"


def with_interval(value: float | None, low: float | None, high: float | None, word: str = "") -> str:
    """« 5,8, entre 4,8 et 6,9 », or the word that says why there is no figure."""
    if value is None:
        return word
    if low is None or high is None:
        return rate(value)
    places = digits(value or high, low, high)
    return f"{rate(value, places)}, entre {rate(low, places)} et {rate(high, places)}"


def quoted(words: str) -> str:
    """« words »; what was already between guillemets takes the inner ones: « Groupe “Tramway” »."""
    inner = re.sub(r"«\s*(.*?)\s*»", r"“\1”", words)
    return f"« {inner} »"


def french_date(day: date) -> str:
    """« 1er décembre 2026 »: day without zero, month in full."""
    return f"{'1er' if day.day == 1 else day.day}{WIDE}{MONTHS[day.month - 1]} {day.year}"


def of_place(name: str) -> str:
    """« de Rezé », « d'Orvault », « du Mans », « des Sables-d'Olonne »: a place after « ville »."""
    for article, short in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return short + name.removeprefix(article)
    return f"d'{name}" if name[:1] in "AEIOUYÉÈÊÎÔŒ" else f"de {name}"
