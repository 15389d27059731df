"""The law as dated data: `on(day)`, the values in force; `answers(facts, day)`, what they mean for a place.

Pure: no clock, no database. Values live in `parameters/*.yaml`, each with its reference and how sure it is.
"""

from maillage.law.answers import Answer, answers
from maillage.law.book import LawError, LawOn, on, rules, sources
from maillage.law.facts import Facts
from maillage.law.inhabitants import Counted, inhabitants

__all__ = [
    "Answer", "Counted", "Facts", "LawError", "LawOn", "answers", "inhabitants", "on", "rules", "sources",
]  # fmt: skip
