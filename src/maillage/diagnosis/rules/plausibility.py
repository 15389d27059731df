"""Is a series plausible? Five checks that raise a doubt; none changes a count. Every threshold is ours.

Low: against what was counted elsewhere for a known population, or against the other places of the same file.
Gaps: fewer readings than the collection that the holder is known to run. Jump: from a period to the next of
the same length. Contradiction: another source on the same quantity. No note: nothing says how it was counted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maillage.diagnosis.rules.wording import whole
from maillage.diagnosis.vocabulary.gathered import DoubtKind, Frequency, Point, Suspected, Yardstick
from maillage.kernel import folded
from maillage.science import proportion, rate_ratio

CHANCE = 0.001  # of such a low count, or such a jump, by chance alone: under this, a doubt
FEW_OF_EXPECTED = 0.25  # a count above a quarter of what is expected is not "implausibly" low
LEAST_PLACES = 5  # places of one file, with their population, before they are compared
PHI = 4.0  # counts of facts vary more than chance: their variance is taken as four times their mean
JUMP_RATIO = 2.0  # from one period to the next, at least doubled or halved
CONTRADICTION_RATIO, CONTRADICTION_GAP = 1.2, 5  # more than a fifth apart, and more than five facts
LEAST_NOTE = 30  # characters: under this, a method note says nothing
SHOWN = 12  # doubts of one kind told one by one; beyond, the list ends there

_YEAR = re.compile(r"\d{4}")
_QUARTER = re.compile(r"(\d{4})-T([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
FORMS = ((_YEAR, Frequency.YEARLY), (_QUARTER, Frequency.QUARTERLY), (_MONTH, Frequency.MONTHLY))


@dataclass(frozen=True)
class Asked:
    """What is known beforehand: the collection, the population concerned, what was counted elsewhere."""

    frequency: Frequency = Frequency.NONE
    exposed: int | None = None
    exposed_unit: str = ""
    yardsticks: tuple[Yardstick, ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """Another source on the same quantity: who gave it, and its counts."""

    holder: str
    points: tuple[Point, ...]
    delivery: int | None = None


def examine(
    points: Sequence[Point], *, asked: Asked, note: str, others: Iterable[Elsewhere] = ()
) -> list[Suspected]:
    """Every doubt on a series, in the order of its kinds; at most twelve of each."""
    found = [
        *too_low(points, asked)[:SHOWN], *among_places(points)[:SHOWN],
        *gaps(points, asked.frequency)[:SHOWN],
        *jumps(points)[:SHOWN], *contradictions(points, others)[:SHOWN], *no_note(note),
    ]  # fmt: skip
    return list({(row.kind, row.subject): row for row in found}.values())


def too_low(points: Sequence[Point], asked: Asked) -> list[Suspected]:
    """Counts of a period far below what the population concerned would have at the rate found elsewhere."""
    if not asked.exposed:
        return []
    found = []
    for (category, period), count in sorted(_totals(points).items()):
        for yard in asked.yardsticks:
            if folded(yard.category) != folded(category):
                continue
            expected = yard.count / yard.exposed * asked.exposed
            chance = proportion.below(count, asked.exposed, yard.count, yard.exposed)
            if chance < CHANCE and count < FEW_OF_EXPECTED * expected:
                found.append(_low(category, period, count, expected, asked, yard))
    return found


def _low(category: str, period: str, count: int, expected: float, asked: Asked, yard: Yardstick) -> Suspected:
    unit = asked.exposed_unit or "personnes"
    return Suspected(
        DoubtKind.LOW,
        f"{category}, {period}",
        f"« {category} », {period} : {whole(count)} pour {whole(asked.exposed or 0)} {unit}. Au taux relevé"
        f" ailleurs ({whole(yard.count)} pour {whole(yard.exposed)}, {yard.source}), on en attendrait environ"
        f" {whole(round(expected))}."
        " Un nombre aussi bas arriverait par hasard moins d'une fois sur mille.",
    )


def among_places(points: Sequence[Point]) -> list[Suspected]:
    """Places far below the others of the same file, for their own population."""
    groups: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in points:
        if row.exposed and row.place:
            groups[row.category, row.period].append(row)
    found = []
    for (category, period), rows in sorted(groups.items()):
        if len(rows) >= LEAST_PLACES:
            found += _places_below(category, period, rows)
    return found


def _places_below(category: str, period: str, rows: list[Point]) -> list[Suspected]:
    total, exposed = sum(row.count for row in rows), sum(row.exposed or 0 for row in rows)
    found = []
    for row in rows:
        own = row.exposed or 0
        others, rest = total - row.count, exposed - own
        if rest <= 0:
            continue
        expected = others / rest * own
        chance = proportion.below(row.count, own, others, rest)
        if chance < CHANCE / len(rows) and row.count < FEW_OF_EXPECTED * expected:
            words = (
                f"« {category} », {period}, {row.place} : {whole(row.count)} pour {whole(own)}. Au taux"
                f" des autres lieux de ce fichier, on en attendrait environ {whole(round(expected))}."
            )
            found.append(Suspected(DoubtKind.LOW, f"{category}, {period}, {row.place}", words))
    return found


def gaps(points: Sequence[Point], frequency: Frequency) -> list[Suspected]:
    """Years for which fewer readings came than the known collection makes."""
    if frequency.per_year <= 1 or not points:
        return []
    years: dict[str, set[str]] = defaultdict(set)
    for row in points:
        years[row.period[:4]].add(row.period)
    found = []
    for year, periods in sorted(years.items()):
        got = len({period for period in periods if _form(period) == frequency.value})
        if got < frequency.per_year:
            known = f"une {frequency.label}, qui en fait {frequency.per_year} par an"
            words = f"{year} : {_readings(got)} pour {known}."
            found.append(Suspected(DoubtKind.GAPS, year, words))
    return found


def _readings(got: int) -> str:
    if got == 0:
        return "aucun relevé de cette collecte"
    return "un seul relevé" if got == 1 else f"{got} relevés"


def jumps(points: Sequence[Point]) -> list[Suspected]:
    """Periods that double or halve the one they are compared with, beyond what such counts vary."""
    found = []
    series: dict[str, dict[str, int]] = defaultdict(dict)
    for (category, period), count in _totals(points).items():
        series[category][period] = count
    for category, counts in sorted(series.items()):
        for period, count in sorted(counts.items()):
            before = previous(period)
            if before in counts and _leaps(counts[before], count):
                words = f"« {category} » : {whole(counts[before])} en {before}, {whole(count)} en {period}."
                found.append(Suspected(DoubtKind.JUMP, f"{category}, {period}", words))
    return found


def _leaps(before: int, after: int) -> bool:
    low, high = sorted((before, after))
    if high < JUMP_RATIO * max(low, 1):
        return False
    return float(rate_ratio.quasi(high, low, 1, 1, PHI).p) < CHANCE


def contradictions(points: Sequence[Point], others: Iterable[Elsewhere]) -> list[Suspected]:
    """The same quantity, counted otherwise by another holder."""
    ours = _by_cell(points)
    found = []
    for other in others:
        theirs = _by_cell(other.points)
        for key in sorted(ours.keys() & theirs.keys()):
            row, count = ours[key]
            if _apart(count, theirs[key][1]):
                where = f", {row.place}" if row.place else ""
                subject = f"{row.category}, {row.period}{where}, {other.holder}"
                words = (
                    f"« {row.category} », {row.period}{where} : {whole(count)} ici, {whole(theirs[key][1])}"
                    f" selon {other.holder}."
                )
                found.append(Suspected(DoubtKind.CONTRADICTION, subject, words, other.delivery))
    return found


def _apart(one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return high > CONTRADICTION_RATIO * low and high - low > CONTRADICTION_GAP


def no_note(note: str) -> list[Suspected]:
    """Nothing says how it was counted."""
    if len(" ".join(note.split())) >= LEAST_NOTE:
        return []
    return [
        Suspected(
            DoubtKind.NO_NOTE, "",
            "Aucune note de méthode : on ne sait pas ce qui est compté, par qui, ni depuis quand.",
        )
    ]  # fmt: skip


def previous(period: str) -> str:
    """The period a count is compared with: the year before, or the same quarter or month of that year."""
    if _form(period) == Frequency.NONE.value:
        return ""
    return f"{int(period[:4]) - 1:04d}{period[4:]}"


def _form(period: str) -> str:
    """How long a period is, as the frequency that makes such periods."""
    for pattern, frequency in FORMS:
        if pattern.fullmatch(period):
            return str(frequency.value)
    return str(Frequency.NONE.value)


def _totals(points: Sequence[Point]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in points:
        found[row.category, row.period] += row.count
    return found


def _by_cell(points: Iterable[Point]) -> dict[tuple[str, str, str], tuple[Point, int]]:
    found: dict[tuple[str, str, str], tuple[Point, int]] = {}
    for row in points:
        key = (folded(row.category), row.period, folded(row.place))
        found[key] = (row, row.count + (found[key][1] if key in found else 0))
    return found
