"""An answer said to a person."""

from datetime import date

import pytest

from maillage import law
from maillage.law import words
from maillage.territory.intake import reference


def answer(rule: str, day: date) -> law.Answer:
    facts = reference.place("44109")
    assert facts is not None
    return {row.id: row for row in law.answers(facts, day)}[rule]


@pytest.mark.parametrize(("rule", "day", "value", "dates", "certainty"), [
    ("CL-8", date(2026, 1, 1), "5\u202f000 habitants", "depuis le 27 mai 2021", "lu dans"),
    ("CL-5", date(2009, 1, 1), "10\u202f000 habitants", "du 7 mars 2007 au 26 mai 2021", "étude de 2010"),
    ("CL-6", date(2009, 1, 1), "1 réunion par an", "depuis le 25 juillet 2007", "lu dans"),
    ("CL-15", date(2009, 1, 1), "1 fois par an", "depuis le 25 juillet 2007", "lu dans"),
    ("CL-4", date(1999, 1, 1), "parité", "de 1992 (jour à vérifier) à 2002", "lu dans"),
    ("MI-1", date(2009, 1, 1), "sans délai", "depuis 2007 (jour à vérifier)", "lu dans"),
    ("FI-6", date(2026, 1, 1), "6 mois", "date de début inconnue", "lu dans"),
    ("CL-12", date(2026, 1, 1), "1 réunion par an", "depuis le 23 mars 2024", "à vérifier"),
])  # fmt: skip
def test_an_answer_is_said_in_words(rule, day, value, dates, certainty):
    row = answer(rule, day)
    assert (words.value(row), words.dates(row)) == (value, dates)
    assert certainty in words.certainty(row)
