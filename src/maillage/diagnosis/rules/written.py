"""Figures as they are written in the tables of the document: the same digits as in the sentences."""

from datetime import date
from typing import Any

from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.wording import about, decimal, digits_for, percent, rank, whole
from maillage.kernel import Status
from maillage.ui import typography

Row = dict[str, Any]
SHORT = {Status.WITHHELD: "n. p.", Status.MISSING: "n. r."}


def digits(row: Row) -> int:
    """The digits that the rate bears, with its interval."""
    return digits_for(row["rate"] or row["high"] or 0.0, row["low"], row["high"])


def rate(row: Row) -> str:
    """A rate as written; empty when there is none."""
    return "" if row["rate"] is None else decimal(row["rate"], digits(row))


def interval(row: Row) -> str:
    """« 4,8 à 6,9 »; empty when unknown."""
    if row["low"] is None or row["rate"] is None:
        return ""
    return f"{decimal(row['low'], digits(row))} à {decimal(row['high'], digits(row))}"


def count(figure: Row) -> str:
    """A count, the least it can be, or the word that stands for it."""
    if figure["count"] is not None:
        return whole(figure["count"])
    if figure["at_least"]:
        return f"{whole(figure['at_least'])} ou plus"
    return word(figure["status"])


def word(status: str) -> str:
    """The word that stands for a count that is not known."""
    known = shown.status(status)
    return "non reçu" if known is Status.PUBLISHED else shown.WORDS[known].split(",")[0]


def ranked(row: Row | None) -> str:
    """A rank as an interval."""
    if not row:
        return ""
    low, high = rank(row["low"]), rank(row["high"])
    return low if low == high else f"{low} à {high}"


def gap(found: Row | None) -> str:
    """The verdict of the corrected comparison, in one or two words."""
    if not found:
        return ""
    if found["stands_out"]:
        return "plus" if found["above"] else "moins"
    return "rien de sûr"


def yearly(found: Row | None) -> str:
    """The yearly change, as a signed interval."""
    if not found:
        return ""
    places = 0 if min(abs(found["low"]), abs(found["high"])) >= 10 else 1
    return " à ".join(percent(found[key], True, places) for key in ("low", "high"))


def direction(found: Row | None) -> str:
    """The verdict of the corrected trend."""
    if not found:
        return ""
    if found["stands_out"]:
        return "hausse" if found["slope"] > 0 else "baisse"
    return "rien de sûr"


def expected(found: Row | None) -> str:
    """What is expected next year, rounded, with its interval."""
    if not found:
        return ""
    low, high = whole(about(found["low"], -1)), whole(about(found["high"], 1))
    return f"{whole(about(found['expected']))} ({low} à {high})"


def of_year(figure: Row | None) -> str:
    """One cell of the yearly table: a rate, or n. p. and n. r."""
    if figure is None:
        return "n. r."
    return SHORT.get(shown.status(figure["status"])) or rate(figure) or "n. r."


def measure(row: Row) -> str:
    """One measure of the context with its unit."""
    if row["value"] is None:
        return "non reçu"
    places = 0 if float(row["value"]).is_integer() else 1
    unit = row["unit"]
    if float(row["value"]) in (0, 1) and " " not in unit:
        unit = unit.removesuffix("s")
    return f"{typography.number(float(row['value']), places)} {unit}".strip()


def years(values: list[int]) -> str:
    """« toutes », « 2016 à 2019 », « 2019, 2021 »."""
    if not values:
        return "toutes"
    run = len(values) > 2 and values == list(range(values[0], values[-1] + 1))
    return f"{values[0]} à {values[-1]}" if run else ", ".join(map(str, values))


def day(text: str) -> str:
    """A date kept as « 2026-11-24 », as it is read."""
    return typography.french_date(date.fromisoformat(text)) if text else ""


def span(start: str, end: str) -> str:
    """« 3 mars 2026 » or « du 3 mars 2026 au 5 mars 2026 »."""
    return day(start) if not end or end == start else f"du {day(start)} au {day(end)}"


def share(row: Row) -> str:
    """A share of those who answered, as a whole percentage; empty when too few answered."""
    return "" if row.get("share") is None else f"{round(100 * row['share'])} %"


def share_interval(row: Row) -> str:
    """« 12 à 31 % »; empty when there is none."""
    if row.get("low") is None:
        return ""
    return f"{round(100 * row['low'])} à {round(100 * row['high'])} %"
