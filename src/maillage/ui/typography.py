"""French typography as plain functions on text: spaces, figures, dates. Pages reach them by filters."""

import math
import re
from datetime import date

NARROW = "\u202f"
WIDE = "\u00a0"
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")  # fmt: skip

_WRITTEN = (  # spaces the writer put: made of the right kind
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{NARROW}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{NARROW}»"),
    (re.compile(r"[ \u00a0\u202f]+(?=[;!?%€‰])"), NARROW),
    (re.compile(r"[ \u202f]+(?=:(?:\s|$))"), WIDE),
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


def number(value: float | int | None, decimals: int | None = None) -> str:
    """A figure in French: thousands by narrow space, decimal comma, true minus; empty when there is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1
    written = f"{abs(value):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return f"−{written}" if value < 0 and any(digit in written for digit in "123456789") else written


def rate(value: float | None) -> str:
    """A rate with the digits it can bear: two under 0,1; none from 100; else one."""
    if value is None or not math.isfinite(value):
        return ""
    size = abs(value)
    return number(float(value), 2 if 0 < size < 0.1 else 0 if size >= 100 else 1)


def interval(low: float | None, high: float | None) -> str:
    """« 4,8 à 6,9 », or empty when a bound is unknown."""
    return f"{rate(low)} à {rate(high)}" if low is not None and high is not None else ""


def with_interval(value: float | None, low: float | None, high: float | None, word: str = "") -> str:
    """« 5,8, entre 4,8 et 6,9 », or the word that says why there is no figure."""
    if value is None:
        return word
    doubt = f", entre {rate(low)} et {rate(high)}" if low is not None and high is not None else ""
    return rate(value) + doubt


def french_date(day: date) -> str:
    """« 1er décembre 2026 »: day without zero, month in full."""
    return f"{'1er' if day.day == 1 else day.day}{WIDE}{MONTHS[day.month - 1]} {day.year}"


def of_place(name: str) -> str:
    """« de Rezé », « d'Orvault », « du Mans », « des Sables-d'Olonne »: a place after « ville »."""
    for article, short in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return short + name.removeprefix(article)
    return f"d'{name}" if name[:1] in "AEIOUYÉÈÊÎÔŒ" else f"de {name}"
