"""Coded answers as shares with their interval; what the interval may say depends on who answered."""

from typing import Any

from maillage.diagnosis.vocabulary.gathered import Sampling
from maillage.science import proportion

Row = dict[str, Any]
FEW_PEOPLE = 5  # under this, counts only
SAID = {
    Sampling.RANDOM.value: "Intervalles à 95 % (Wilson), pour des personnes tirées au hasard.",
    Sampling.QUOTA.value: (
        "Intervalles à 95 % (Wilson) : ils ne disent que le hasard du nombre, non le choix par quotas."
    ),
    Sampling.OPEN.value: (
        "Intervalles à 95 % (Wilson), pour mémoire : ce sont des volontaires qui ont répondu, ils ne valent"
        " pas pour les autres."
    ),
    Sampling.ALL.value: "Tout le monde a été interrogé : pas d'intervalle.",
    Sampling.UNKNOWN.value: (
        "Intervalles à 95 % (Wilson), pour mémoire : on ne sait pas comment les personnes ont été choisies."
    ),
}


def with_shares(words: Row) -> Row:
    """The same words, each coded answer with its share, its interval and what they hold for."""
    for work in words.get("field", []):
        for question in work["questions"]:
            _share(question, work)
        work["caution"] = SAID[work["sampling"]] if work["questions"] else ""
    return words


def _share(question: Row, work: Row) -> None:
    counts = [row["count"] for row in question["answers"]]
    asked = max([work["sample"] or sum(counts), *counts])
    question["asked"] = asked
    many = asked >= FEW_PEOPLE
    found = proportion.wilson(counts, asked) if many else None
    for rank, row in enumerate(question["answers"]):
        interval = found is not None and work["sampling"] != Sampling.ALL.value
        row["share"] = round(float(found.share[rank]), 6) if found is not None else None
        row["low"] = round(float(found.low[rank]), 6) if found is not None and interval else None
        row["high"] = round(float(found.high[rank]), 6) if found is not None and interval else None
