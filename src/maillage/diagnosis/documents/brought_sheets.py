"""What partners brought, as sheets: one row per request, count, coded answer or doubt."""

from typing import Any

from maillage.diagnosis.rules import written
from maillage.ui.printing import Column, Sheet

Row = dict[str, Any]
ASKED = (
    Column("Source", width=44), Column("Détenteur", width=34), Column("État", width=24),
    Column("Période", width=24), Column("Demandée le", width=14), Column("Attendue le", width=14),
    Column("Réponse du", width=14), Column("Motif", width=30), Column("Dans les mots du détenteur", width=60),
    Column("Remarque", width=60),
)  # fmt: skip
GIVEN = (
    Column("Source", width=44), Column("Détenteur", width=34), Column("Modalité", width=40),
    Column("Période", width=14), Column("Effectif", decimals=0), Column("Série douteuse", width=14),
    Column("Note de méthode", width=60),
)  # fmt: skip
DOUBTS = (
    Column("Source", width=44), Column("Détenteur", width=34), Column("Doute", width=34),
    Column("Ce qui l'a fait naître", width=90), Column("Réponse du détenteur", width=60),
)  # fmt: skip
ANSWERS = (
    Column("Travail", width=44), Column("Instrument", width=34), Column("Lieu", width=30),
    Column("Dates", width=30), Column("Choix des personnes", width=24), Column("Question", width=60),
    Column("Réponse", width=34), Column("Effectif", decimals=0), Column("Personnes", decimals=0),
    Column("Part", decimals=4), Column("Limite basse", "95 %", decimals=4),
    Column("Limite haute", "95 %", decimals=4),
)  # fmt: skip
MEANS = (
    Column("Moyen", width=44), Column("Nature", width=24), Column("Porté par", width=34),
    Column("Quantité", width=30), Column("Réponse au besoin", width=24),
    Column("Adéquation et manques", width=60), Column("Dysfonctionnements", width=60),
)  # fmt: skip
WORDS = (
    Column("Source", width=44), Column("Nature", width=24), Column("Détenteur", width=34),
    Column("Période", width=24), Column("Ce qu'elle dit", width=80),
    Column("Ce qu'elle ne peut pas dire", width=60),
)  # fmt: skip
PRIORITIES = (
    Column("Ordre", width=8), Column("Priorité", width=70), Column("Constats", width=14),
    Column("Proposée par", width=34), Column("Pourquoi", width=60),
)  # fmt: skip


def sheets(words: Row) -> list[Sheet]:
    """The sheets that have at least one row."""
    made = [
        Sheet("Sources", ASKED, [_asked(row) for row in words["sources"]]),
        Sheet("Séries reçues", GIVEN, [line for row in words["sources"] for line in _given(row)]),
        Sheet("Doutes", DOUBTS, [line for row in words["sources"] for line in _doubts(row)]),
        Sheet("Terrain", ANSWERS, [line for row in words.get("field", []) for line in _answers(row)]),
        Sheet("Paroles", WORDS, [_words(row) for row in words.get("words", [])]),
        Sheet("Moyens", MEANS, [_means(row) for row in words["means"]]),
        Sheet("Priorités", PRIORITIES, [_priority(row) for row in words.get("priorities", [])]),
    ]
    return [sheet for sheet in made if sheet.rows]


def _asked(row: Row) -> tuple[Any, ...]:
    return (
        row["source"], row["holder"], row["state_label"], row.get("period", ""), row["asked_on"],
        row.get("due_on", ""), row.get("answered_on", ""), row.get("motive_label", ""), row["motive"],
        row["remark"],
    )  # fmt: skip


def _given(row: Row) -> list[tuple[Any, ...]]:
    series = row.get("series") or {"categories": [], "periods": []}
    doubtful = "oui" if row.get("doubts") else "non"
    return [
        (row["source"], row["holder"], one["category"], period, count, doubtful, series["note"])
        for one in series["categories"]
        for period, count in zip(series["periods"], one["counts"], strict=True)
        if count is not None
    ]


def _doubts(row: Row) -> list[tuple[Any, ...]]:
    return [
        (row["source"], row["holder"], one["label"], one["words"], one["explanation"])
        for one in row.get("doubts", [])
    ]


def _answers(work: Row) -> list[tuple[Any, ...]]:
    return [
        (
            work["title"], work["instrument_label"], work["place"], written.span(work["start"], work["end"]),
            work["sampling_label"], question["question"], one["code"], one["count"], question["asked"],
            one["share"], one["low"], one["high"],
        )
        for question in work["questions"]
        for one in question["answers"]
    ]  # fmt: skip


def _words(row: Row) -> tuple[Any, ...]:
    return row["name"], row["kind_label"], row["holder"], row["period"], row["content"], row["limits"]


def _means(row: Row) -> tuple[Any, ...]:
    return (
        row["name"], row["nature_label"], row["holder"], row["quantity"], row.get("adequacy_label", ""),
        row["remark"], row.get("dysfunctions", ""),
    )  # fmt: skip


def _priority(row: Row) -> tuple[Any, ...]:
    return row["rank"], row["text"], ", ".join(map(str, row["findings"])), row["by"], row["reason"]
