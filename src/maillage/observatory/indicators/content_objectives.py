"""Content, the objectives: precise, not too many, tied to what was found (domain, 9.3)."""

import polars as pl

from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import mean, share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

VAGUE = "Gautron 2010, II.2.C"
DIAGNOSED = "Gautron 2010, I.1"
SIX = 6  # baseline, target, date, indicator, territory, public
_ROWS: Rows = {
    "partnerships": [{"opened": "2018-01-01"}],
    "objectives": [
        {"objective": 1, "start": "2024-01-01", "elements": 6, "linked": True, "with_sheet": True},
        {"objective": 2, "start": "2024-01-01", "elements": 3, "linked": False, "with_sheet": False},
        {"objective": 3, "start": "2024-01-01", "elements": 0, "with_sheet": True},
        {"objective": 4, "start": "2022-01-01", "end": "2025-01-01", "elements": 6, "linked": True,
         "with_sheet": False},
    ],
    "priorities": [
        {"priority": 1, "day": "2024-01-01", "with_objective": True},
        {"priority": 2, "day": "2024-01-01", "with_objective": False},
        {"priority": 3, "day": "2021-01-01", "end": "2023-12-31", "with_objective": False},
    ],
}  # fmt: skip


@indicator(
    id="C4", family=Family.CONTENT, kind=Kind.VALUE, unit=Unit.SCORE, months=12, good=Direction.HIGH,
    fr="Précision des objectifs, sur six", en="Precision of objectives, out of six",
    formula="moyenne, sur les objectifs en vigueur, des éléments donnés parmi six : point de départ, cible, "
    "date, indicateur, territoire, public",
    numerator="éléments donnés", denominator="objectifs en vigueur",
    comparator=Comparator.PAST, reference="son propre passé ; l'échelle va de 0 à 6",
    claim="Les objectifs portent des noms vagues.", source=VAGUE,
    caution="Sous cinq objectifs, on les liste. Un objectif précis peut être mauvais.",
    with_=("C4c",), frames=("objectives",),
    example=Example(day="2026-06-30", rows=_ROWS, expect={"value": 3.0, "n": 3}),
)  # fmt: skip
def precision(view: View) -> pl.DataFrame:
    """Mean elements given out of six (scenario, section 6, C4m); Student limits."""
    return mean(view.in_force("objectives"), pl.col("elements"), SIX)


@indicator(
    id="C4c", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Objectifs complets", en="Complete objectives",
    formula="objectifs où les six éléments sont donnés, rapportés aux objectifs en vigueur",
    numerator="objectifs complets", denominator="objectifs en vigueur",
    comparator=Comparator.TEXT, reference="aucun sur quatre dans le contrat de Nantes que cite l'article",
    claim="Les objectifs portent des noms vagues.", source=VAGUE,
    caution="Tout ou rien : un élément manquant et l'objectif n'est pas compté. Lire C4.",
    judged=False, frames=("objectives",),
    example=Example(day="2026-06-30", rows=_ROWS, expect={"yes": 1, "unknown": 0, "total": 3}),
)  # fmt: skip
def complete_objectives(view: View) -> pl.DataFrame:
    """Objectives with all six elements (domain, 9.3, C4)."""
    return share(view.in_force("objectives"), pl.col("elements") == SIX)


@indicator(
    id="C5", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Objectifs sans fiche", en="Objectives without a sheet",
    formula="objectifs en vigueur qu'aucune fiche ne sert, rapportés aux objectifs en vigueur",
    numerator="objectifs sans fiche", denominator="objectifs en vigueur",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les objectifs se multiplient.", source=VAGUE,
    caution="Nommer les objectifs sans fiche dit plus que leur part. Le rapport au nombre de priorités (C5r) "
    "n'accuse personne.",
    with_=("C5r",), frames=("objectives",),
    example=Example(day="2026-06-30", rows=_ROWS, expect={"yes": 1, "unknown": 0, "total": 3}),
)  # fmt: skip
def without_sheet(view: View) -> pl.DataFrame:
    """Objectives in force that no sheet serves (scenario, section 6, C5)."""
    return share(view.in_force("objectives"), ~pl.col("with_sheet"))


@indicator(
    id="C5r", family=Family.CONTENT, kind=Kind.VALUE, unit=Unit.RATIO, months=12, good=Direction.NONE,
    fr="Objectifs par priorité", en="Objectives per priority",
    formula="objectifs en vigueur rapportés aux priorités issues du diagnostic",
    numerator="objectifs en vigueur", denominator="priorités en vigueur",
    comparator=Comparator.NONE, reference="aucun : plus d'un objectif par priorité est courant et sain",
    claim="Les objectifs se multiplient.", source=VAGUE,
    caution="Chiffre de contexte : un rapport supérieur à un ne se juge pas.",
    judged=False, frames=("objectives", "priorities"),
    example=Example(day="2026-06-30", rows=_ROWS, expect={"value": 1.5, "n": 2}),
)  # fmt: skip
def inflation(view: View) -> pl.DataFrame:
    """Objectives over diagnosed priorities, both in force (domain, 9.3, C5)."""
    goals = view.in_force("objectives").group_by("partnership").agg(goals=pl.len())
    found = view.in_force("priorities").group_by("partnership").agg(n=pl.len().cast(pl.Int64))
    counted = found.join(goals, on="partnership", how="left").with_columns(pl.col("goals").fill_null(0))
    return counted.select("partnership", "n", value=pl.col("goals") / pl.col("n"))


@indicator(
    id="C6", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Objectifs liés à un constat local", en="Traceable objectives",
    formula="objectifs liés à un constat du diagnostic local, rapportés aux objectifs en vigueur",
    numerator="objectifs liés à un constat", denominator="objectifs en vigueur",
    comparator=Comparator.TEXT, reference="tous : la stratégie se construit sur le diagnostic",
    claim="La stratégie se construit à partir du diagnostic.", source=DIAGNOSED,
    caution="Un lien peut être posé pour la forme.", with_=("C6p",), frames=("objectives",),
    example=Example(day="2026-06-30", rows=_ROWS, expect={"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def traceable(view: View) -> pl.DataFrame:
    """Objectives linked to a local finding (domain, 9.3, C6)."""
    return share(view.in_force("objectives"), pl.col("linked"))


@indicator(
    id="C6p", family=Family.CONTENT, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Priorités sans objectif", en="Priorities without an objective",
    formula="priorités issues du diagnostic qu'aucun objectif ne reprend, rapportées aux priorités",
    numerator="priorités sans objectif", denominator="priorités en vigueur",
    comparator=Comparator.TEXT, reference="aucune : la stratégie se construit sur le diagnostic",
    claim="La stratégie se construit à partir du diagnostic.", source=DIAGNOSED,
    caution="Une priorité peut être laissée de côté par choix : demander la raison.", frames=("priorities",),
    example=Example(day="2026-06-30", rows=_ROWS, expect={"yes": 1, "unknown": 0, "total": 2}),
)  # fmt: skip
def priorities_left(view: View) -> pl.DataFrame:
    """Diagnosed priorities that no objective takes up (domain, 9.3, C6)."""
    return share(view.in_force("priorities"), ~pl.col("with_objective"))
