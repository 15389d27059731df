"""The figures as a workbook: one row per series and year, the comparables, and the notes that go with
them.
"""

from typing import Any

from maillage.diagnosis.documents import brought_sheets
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.methods import METHODS
from maillage.diagnosis.rules.written import years
from maillage.ui import typography
from maillage.ui.printing import Column, Sheet
from maillage.ui.printing.model import FICTITIOUS_WORDS

Row = dict[str, Any]
FIGURES = (
    Column("Code", width=14),
    Column("Série", width=44),
    Column("Identifiant", width=40),
    Column("Année", width=8),
    Column("État", width=24),
    Column("Nombre", decimals=0),
    Column("Base", "habitants ou logements", decimals=0),
    Column("Taux", decimals=4),
    Column("Limite basse", "95 %", decimals=4),
    Column("Limite haute", "95 %", decimals=4),
    Column("Taux lissé", decimals=4),
    Column("Unité du taux", width=24),
    Column("Ce qui est compté", width=24),
    Column("Source", width=60),
)
PEERS = (
    Column("Série", width=44),
    Column("Code", width=12),
    Column("Territoire", width=30),
    Column("Population", "habitants", decimals=0),
    Column("Année", width=8),
    Column("État", width=24),
    Column("Nombre", decimals=0),
    Column("Taux", decimals=4),
    Column("Limite basse", "95 %", decimals=4),
    Column("Limite haute", "95 %", decimals=4),
)
READING = (
    Column("Série", width=44),
    Column("Année", width=8),
    Column("Taux des comparables", decimals=4),
    Column("Comparables publiés", decimals=0),
    Column("Rang le plus haut", decimals=0),
    Column("Rang le plus bas", decimals=0),
    Column("Écart, p corrigé", decimals=4),
    Column("Tendance par an", "%", decimals=1),
    Column("Tendance, limite basse", "95 %", decimals=1),
    Column("Tendance, limite haute", "95 %", decimals=1),
    Column("Tendance, p corrigé", decimals=4),
    Column("Attendu l'année suivante", decimals=0),
    Column("Attendu, limite basse", "95 %", decimals=0),
    Column("Attendu, limite haute", "95 %", decimals=0),
    Column("En clair", width=90),
)
AREAS = (
    Column("Série", width=44),
    Column("Code", width=12),
    Column("Commune", width=30),
    Column("Année", width=8),
    Column("État", width=24),
    Column("Nombre", decimals=0),
    Column("Taux", decimals=4),
    Column("Limite basse", "95 %", decimals=4),
    Column("Limite haute", "95 %", decimals=4),
)
CONTEXT = (
    Column("Mesure", width=40),
    Column("Valeur"),
    Column("Unité", width=24),
    Column("Année", width=8),
    Column("Source", width=60),
    Column("Remarque", width=40),
)


def workbook(snapshot: Snapshot) -> tuple[list[Sheet], list[tuple[str, str]], str]:
    """Sheets, notes and title."""
    content = snapshot.content
    series = [row for row in content["series"] if row["figures"]]
    code = content["place"]["code"]
    sheets = [
        Sheet(
            "Chiffres", FIGURES, [_figure(code, row, figure) for row in series for figure in row["figures"]]
        ),
        Sheet("Lecture", READING, [_reading(row) for row in series]),
        Sheet("Comparables", PEERS, [_peer(row, peer) for row in series for peer in row.get("peers", [])]),
        Sheet("Carte", AREAS, [_spot(area, spot) for area in content["map"] for spot in area["spots"]]),
        Sheet("Contexte", CONTEXT, [_measure(row) for row in content["context"]]),
    ]
    sheets += brought_sheets.sheets(content["written"])
    return sheets, _notes(snapshot, content), f"Diagnostic local de sécurité : {content['place']['name']}"


def _figure(code: str, row: Row, figure: Row) -> tuple[Any, ...]:
    return (
        code,
        row["label"],
        row["slug"],
        figure["year"],
        shown.WORDS[shown.status(figure["status"])],
        figure["count"],
        figure["exposure"],
        figure["rate"],
        figure["low"],
        figure["high"],
        figure["smoothed"],
        figure["unit"],
        row["counted"],
        figure["source"],
    )


def _peer(row: Row, peer: Row) -> tuple[Any, ...]:
    return (
        row["label"],
        peer["code"],
        peer["name"],
        peer["population"],
        row["figures"][-1]["year"],
        shown.WORDS[shown.status(peer["status"])],
        peer["count"],
        peer["rate"],
        peer["low"],
        peer["high"],
    )


def _reading(row: Row) -> tuple[Any, ...]:
    found, ranked = row.get("comparison") or {}, row.get("rank") or {}
    moving, coming = row.get("trend") or {}, row.get("forecast") or {}
    said = row["sentences"]
    return (
        row["label"], row["figures"][-1]["year"], found.get("reference"), found.get("among"),
        ranked.get("low"), ranked.get("high"), found.get("p_adjusted"), moving.get("slope"),
        moving.get("low"), moving.get("high"), moving.get("p_adjusted"), coming.get("expected"),
        coming.get("low"), coming.get("high"),
        typography.french(" ".join(said.values())),
    )  # fmt: skip


def _spot(area: Row, spot: Row) -> tuple[Any, ...]:
    return (
        area["label"], spot["code"], spot["name"], area["year"], shown.WORDS[shown.status(spot["status"])],
        spot["count"], spot["rate"], spot["low"], spot["high"],
    )  # fmt: skip


def _measure(row: Row) -> tuple[Any, ...]:
    return row["label"], row["value"], row["unit"], row["year"], row["source"], row["note"]


def _notes(snapshot: Snapshot, content: Row) -> list[tuple[str, str]]:
    notes = [("Attention", FICTITIOUS_WORDS)] if content["fictitious"] else []
    notes += [("En bref", content["summary"]), ("Tendances", content["trends"])]
    notes += [
        ("Examens", content["multiplicity"]["sentence"]),
        ("Comparables", content["place"]["peers_rule"]),
    ]
    notes += [("À lire", _caution(row)) for row in content["cautions"]]
    notes += [
        ("Inconnu", f"{row['label']} ({years(row['years'])}). {row['reason']}") for row in content["unknown"]
    ]
    notes += [("Publication", f"{row['citation']}, {row['licence']}") for row in content["releases"]]
    notes += [words for name, words in METHODS.items() if name in content["methods"]]
    notes.append(
        ("Version", f"{snapshot.number}, Maillage {snapshot.code_version}, empreinte {snapshot.digest}")
    )
    return [(subject, typography.french(text)) for subject, text in notes]


def _caution(row: Row) -> str:
    series = f" Séries : {', '.join(row['series'])}." if row["series"] else ""
    return f"{row['text']}{series}"
