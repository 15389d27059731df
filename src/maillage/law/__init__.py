"""The law as dated data: `on(day)`, the values in force; `answers(facts, day)`, what they mean for a place;
`council(kind, day)` and `meetings(kind, day)`, who sits in a council and how often it meets.

Pure: no clock, no database. Values live in `parameters/*.yaml`, each with its reference and how sure it is.
"""

from maillage.law.answers import Answer, Facts, answers
from maillage.law.book import LawError, LawOn, on, rules, sources
from maillage.law.councils import CouncilLaw, MeetingLaw, Member, council, meetings

__all__ = [
    "Answer",
    "CouncilLaw",
    "Facts",
    "LawError",
    "LawOn",
    "MeetingLaw",
    "Member",
    "answers",
    "council",
    "meetings",
    "on",
    "rules",
    "sources",
]
