"""Evaluation: what was planned, measured, decided, and who was heard (domain, 9.7)."""

import polars as pl

from maillage.observatory.indicators.measures import count, share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import DAYS_A_MONTH, elapsed, latest, pooled
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

PLANNED = "Gautron 2010, I.2"
FIELD = "Gautron 2010, II.2.B"
BLAME = "Gautron 2010, II.2.A, d'après Donzelot, Wyvekens 2004"
OPENED = [{"opened": "2020-01-01"}]
EVALUATED = [
    {"evaluation": 1, "day": "2024-06-15", "decision": True, "decided": "2024-09-01", "contributors": 6,
     "first_line": 2},
    {"evaluation": 2, "day": "2025-06-15", "decision": False, "contributors": 5, "first_line": None},
    {"evaluation": 3, "day": "2026-04-01", "decision": True, "decided": "2026-09-01", "contributors": 4,
     "first_line": 1},
]  # fmt: skip
DIAGNOSED = [
    {"diagnosis": 1, "day": "2020-06-30", "categories_expected": 8, "categories_received": 3,
     "contributors": 9,
     "first_line": 0},
    {"diagnosis": 2, "day": "2024-06-30", "categories_expected": 10, "categories_received": 7,
     "contributors": 10, "first_line": 3},
]  # fmt: skip
FOUND = [
    {"finding": 1, "day": "2024-06-01", "author_owns": True, "perverse": False},
    {"finding": 2, "day": "2024-06-01", "author_owns": False, "perverse": False},
    {"finding": 3, "day": "2025-06-01", "author_owns": None, "perverse": True},
    {"finding": 4, "day": "2026-08-01", "author_owns": False, "perverse": True},
]


@indicator(
    id="E0", family=Family.EVALUATION, kind=Kind.VALUE, unit=Unit.MONTHS, months=12, good=Direction.LOW,
    least=1,
    fr="Mois depuis la dernière évaluation", en="Months since the last evaluation",
    formula="mois écoulés depuis la dernière évaluation ; sans aucune, depuis la signature du contrat",
    numerator="mois", denominator="la dernière évaluation, ou le contrat en vigueur",
    comparator=Comparator.OURS, threshold=18.0, reference="18 mois : repère de cette installation",
    claim="L'évaluation devait accompagner l'action ; elle manque souvent.", source=PLANNED,
    caution="Sans évaluation ni contrat signé, il n'y a pas de figure. Une évaluation récente peut être "
    "vide.",
    cluster="evaluation", with_=("E3",), frames=("evaluations", "contracts"),
    example=Example("2026-06-30", {
        "partnerships": OPENED,
        "contracts": [{"contract": 1, "start": "2024-07-01", "signed": "2024-06-30"}],
        "evaluations": [{"evaluation": 1, "day": "2026-07-15"}],
    }, {"value": 23.984, "n": 1}),
)  # fmt: skip
def months_since_evaluation(view: View) -> pl.DataFrame:
    """Months since the last evaluation, none: since the last signature in force (scenario, section 6, E0)."""
    done = view.table("evaluations").group_by("partnership").agg(done=pl.col("day").max())
    signed = view.in_force("contracts").filter(pl.col("signed") <= view.day)
    since = signed.group_by("partnership").agg(signed=pl.col("signed").max())
    both = done.join(since, on="partnership", how="full", coalesce=True)
    dated = both.with_columns(last=pl.coalesce("done", "signed"))
    return dated.select("partnership", value=elapsed(view, "last") / DAYS_A_MONTH, n=pl.lit(1, pl.Int64))


@indicator(
    id="E1", family=Family.EVALUATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Indicateurs de résultat renseignés", en="Indicators filled",
    formula="valeurs d'indicateurs saisies / valeurs attendues",
    numerator="valeurs saisies", denominator="valeurs dont l'échéance est passée en 12 mois",
    reference="son propre passé", claim="L'évaluation devait accompagner l'action ; elle manque souvent.",
    source=PLANNED,
    caution="On part des valeurs attendues. Une valeur saisie n'est pas un résultat atteint.",
    cluster="evaluation", frames=("indicator_values",),
    example=Example("2026-06-30", {"partnerships": OPENED, "indicator_values": [
        {"sheet": 1, "due": "2025-12-31", "filled": True, "filled_on": "2025-12-20"},
        {"sheet": 2, "due": "2025-12-31", "filled": False},
        {"sheet": 3, "due": "2026-03-31", "filled": True, "filled_on": "2026-07-15"},
        {"sheet": 4, "due": "2026-12-31", "filled": False},
    ]}, {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def indicators_filled(view: View) -> pl.DataFrame:
    """Result indicators filled, of those due in 12 months (domain, 9.7)."""
    return share(view.due("indicator_values", 12), pl.col("filled"))


@indicator(
    id="E2", family=Family.EVALUATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Revues tenues en cours d'action", en="Reviews held",
    formula="revues tenues / revues dues : une par fiche et par an, sauf si le contrat dit autrement",
    numerator="revues tenues", denominator="revues dont la date est passée en 12 mois",
    comparator=Comparator.OURS, threshold=0.5,
    reference="toutes sont dues ; la moitié est un repère de cette installation",
    claim="L'évaluation devait accompagner l'action ; elle manque souvent.", source=PLANNED,
    caution="Ne rien prévoir n'efface pas la dette : la revue est due pour chaque fiche en vigueur. Une "
    "revue sans rien d'écrit est inconnue.",
    cluster="evaluation", frames=("reviews",),
    example=Example("2026-06-30", {"partnerships": OPENED, "reviews": [
        {"review": 1, "sheet": 1, "due": "2025-10-01", "held": True, "held_on": "2025-09-20"},
        {"review": 2, "sheet": 2, "due": "2025-10-01", "held": False},
        {"review": 3, "sheet": 3, "due": "2026-01-15", "held": None},
        {"review": 4, "sheet": 4, "due": "2026-10-01", "held": False},
    ]}, {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def reviews_held(view: View) -> pl.DataFrame:
    """Reviews held, of those due in 12 months, one a sheet and year (scenario, section 6, E2)."""
    return share(view.due("reviews", 12), pl.col("held"))


@indicator(
    id="E3", family=Family.EVALUATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=36, good=Direction.HIGH,
    fr="Évaluations suivies d'une décision", en="Reorientation",
    formula="évaluations suivies d'une décision datée (garder, changer, arrêter) / évaluations",
    numerator="évaluations suivies d'une décision", denominator="évaluations faites en 36 mois",
    reference="son propre passé", claim="L'évaluation devait réorienter l'action en continu.", source=PLANNED,
    caution="Dur pour qui évalue, muet pour qui n'évalue pas : lire d'abord E0. Sous cinq évaluations, un "
    "compte, pas un pourcentage.",
    cluster="evaluation", with_=("E0",), frames=("evaluations",),
    example=Example("2026-06-30", {"partnerships": OPENED, "evaluations": EVALUATED},
                    {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def reorientation(view: View) -> pl.DataFrame:
    """Evaluations followed by a dated decision, of evaluations of 36 months (scenario, section 6, E3)."""
    return share(view.within("evaluations", 36), pl.col("decision"))


@indicator(
    id="E4", family=Family.EVALUATION, kind=Kind.VALUE, unit=Unit.MONTHS, months=12, good=Direction.LOW,
    least=1,
    fr="Âge du diagnostic", en="Age of the diagnosis",
    formula="mois écoulés depuis le dernier diagnostic local",
    numerator="mois", denominator="le dernier diagnostic",
    reference="son propre passé", claim="Le diagnostic doit être tenu à jour.",
    source="Gautron 2010, I.1 et I.2",
    caution="Un diagnostic récent peut être mince : lire avec la part des sources reçues (E4c).",
    cluster="diagnosis", with_=("E4c",), frames=("diagnoses",),
    example=Example("2026-06-30", {"partnerships": OPENED, "diagnoses": [
        *DIAGNOSED, {"diagnosis": 3, "day": "2026-09-30"}]}, {"value": 23.984, "n": 1}),
)  # fmt: skip
def diagnosis_age(view: View) -> pl.DataFrame:
    """Months since the last local diagnosis (domain, 9.7)."""
    last = view.table("diagnoses").group_by("partnership").agg(day=pl.col("day").max())
    return last.select("partnership", value=elapsed(view, "day") / DAYS_A_MONTH, n=pl.lit(1, pl.Int64))


@indicator(
    id="E4c", family=Family.EVALUATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Sources reçues pour le diagnostic", en="Cover of the diagnosis",
    formula="catégories de sources reçues / catégories attendues, dernier diagnostic",
    numerator="catégories reçues", denominator="catégories attendues",
    reference="son propre passé", claim="Le diagnostic croise les sources de chacun.",
    source="Gautron 2010, I.1 et I.2",
    caution="Seul le dernier diagnostic compte. Une source reçue peut être de mauvaise qualité.",
    cluster="diagnosis", with_=("E4",), frames=("diagnoses",),
    example=Example("2026-06-30", {"partnerships": OPENED, "diagnoses": DIAGNOSED},
                    {"yes": 7, "unknown": 0, "total": 10}),
)  # fmt: skip
def diagnosis_cover(view: View) -> pl.DataFrame:
    """Source categories received, of those expected, last diagnosis (domain, 9.7)."""
    last = latest(view.table("diagnoses"), "day")
    return pooled(last, pl.col("categories_received"), pl.col("categories_expected"))


@indicator(
    id="E5", family=Family.EVALUATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=36, good=Direction.HIGH,
    fr="Première ligne dans le diagnostic et l'évaluation", en="First line in evaluation",
    formula="contributeurs de première ligne / contributeurs aux diagnostics et aux évaluations",
    numerator="contributeurs de première ligne", denominator="contributeurs, 36 mois",
    reference="son propre passé", claim="Ceux qui coopèrent chaque jour sont rarement consultés.",
    source=FIELD,
    caution="Le niveau d'un contributeur, s'il n'est pas dit, est inconnu. À lire avec la première ligne "
    "présente aux réunions de terrain (P6).",
    cluster="field", with_=("P6",), frames=("evaluations", "diagnoses"),
    example=Example("2026-06-30", {"partnerships": OPENED, "evaluations": EVALUATED, "diagnoses": DIAGNOSED},
                    {"yes": 6, "unknown": 5, "total": 25}),
)  # fmt: skip
def first_line_heard(view: View) -> pl.DataFrame:
    """First-line contributors, of contributors to diagnoses and evaluations of 36 months (domain, 9.7)."""
    parts = [
        view.within(name, 36).select("partnership", "first_line", "contributors")
        for name in ("evaluations", "diagnoses")
    ]
    return pooled(pl.concat(parts), pl.col("first_line"), pl.col("contributors"))


@indicator(
    id="E6", family=Family.EVALUATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=36, good=Direction.HIGH,
    fr="Constats où l'auteur prend le changement pour lui", en="Self-criticism",
    formula="constats dont l'institution auteur porte elle-même le changement / constats",
    numerator="constats pris pour soi", denominator="constats écrits en 36 mois",
    reference="son propre passé", claim="Chacun explique les échecs par les partenaires.", source=BLAME,
    caution="Un constat peut viser un autre à bon droit. Porteur non dit : inconnu.",
    with_=("E6p",), frames=("findings",),
    example=Example("2026-06-30", {"partnerships": OPENED, "findings": FOUND},
                    {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def self_criticism(view: View) -> pl.DataFrame:
    """Findings whose author institution owns the change, of findings of 36 months (domain, 9.7)."""
    return share(view.within("findings", 36), pl.col("author_owns"))


@indicator(
    id="E6p", family=Family.EVALUATION, kind=Kind.COUNT, unit=Unit.PER_YEAR, months=36, judged=False,
    fr="Effets pervers notés par an", en="Perverse effects recorded",
    formula="constats qui notent un effet pervers en 36 mois, rapportés aux années vécues",
    numerator="effets pervers notés", denominator="années, à partir de l'ouverture du conseil",
    reference="son propre passé", claim="Une évaluation cherche aussi les effets pervers.", source=PLANNED,
    caution="En noter montre qu'on en cherche : ni bon ni mauvais en soi.",
    with_=("E6",), frames=("findings",),
    example=Example("2026-06-30", {"partnerships": OPENED, "findings": FOUND}, {"count": 1, "exposure": 3.0}),
)  # fmt: skip
def perverse_effects(view: View) -> pl.DataFrame:
    """Findings that record a perverse effect, a year lived, over 36 months (domain, 9.7)."""
    return count(view.within("findings", 36), view.exposure(36), pl.col("perverse"))
