"""Two sheets that seem to do the same thing for the same people, under different pilots (domain, M12).

The rule: different pilots; their periods meet; the same public and the same place once folded (one may
contain the other); and the same theme, or titles that share half of their words.
"""

from collections.abc import Iterator
from datetime import date

from maillage.contracts.rules.readiness.facts import Plan, Remark, Sheet
from maillage.kernel import folded

SMALL = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "pour",
        "par",
        "sur",
        "un",
        "une",
        "dans",
        "avec",
        "chez",
    ]
)
SHARED = 0.5  # of the words of the shorter title


def overlaps(plan: Plan) -> list[tuple[Sheet, Sheet]]:
    """The pairs of sheets that overlap, in the order of their numbers."""
    rows = [
        row for row in plan.sheets if row.pilot is not None and _words(row.public) and _words(row.territory)
    ]
    return [(a, b) for n, a in enumerate(rows) for b in rows[n + 1 :] if overlap(a, b)]


def overlap(first: Sheet, second: Sheet) -> bool:
    """Do these two seem to be one action twice?"""
    if first.pilot is None or second.pilot is None or first.pilot.entity == second.pilot.entity:
        return False
    if not _meet(first, second):
        return False
    if not (_same(first.public, second.public) and _same(first.territory, second.territory)):
        return False
    return first.theme == second.theme or _alike(first.title, second.title)


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(text).split()) - SMALL


def _same(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    return bool(first and second) and (first <= second or second <= first)


def _alike(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) / shorter >= SHARED


def _meet(first: Sheet, second: Sheet) -> bool:
    """Do their periods have a day in common? An open side is without limit."""
    return _from(first) <= _until(second) and _from(second) <= _until(first)


def _from(sheet: Sheet) -> date:
    return sheet.start or date.min


def _until(sheet: Sheet) -> date:
    return sheet.end or date.max


def remarks(plan: Plan) -> Iterator[Remark]:
    """One remark for each pair, on the second of the two."""
    for first, second in overlaps(plan):
        words = (
            f"même public, même lieu, même période que la fiche {first.number}, « {first.title} », sous un"
            " autre pilote : n'en faites qu'une, ou dites ce qui les distingue."
        )
        yield Remark("overlap", "content", "sheet", str(second.number), second.pk, words)
