"""The law as dated data: `on(day)`, the values in force; `answers(facts, day)`, what they mean for a place.

Pure: no clock, no database. Values live in `parameters/*.yaml`, each with its reference and how sure it is.
"""

from maillage.law.answers import Answer, Facts, answers
from maillage.law.book import LawError, LawOn, on, rules, sources

__all__ = ["Answer", "Facts", "LawError", "LawOn", "answers", "on", "rules", "sources"]
