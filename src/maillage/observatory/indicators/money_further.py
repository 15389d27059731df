"""Money, continued: precision, predictability, conditions, overlap, who benefits (domain, 9.6 and 9.8)."""

import polars as pl

from maillage.observatory.indicators.measures import amount, share
from maillage.observatory.indicators.money import YEARS, granted
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import median_wait
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Level, Unit

CONTROLLED = "Gautron 2010, II.2.C, d'après Le Goff 2002a ; Gautron 2006"
OPENED = [{"opened": "2020-01-01"}]
REQUESTS = [
    {"request": 1, "filed": "2025-01-10", "imprecise": True, "returned": True, "object_changed": False},
    {"request": 2, "filed": "2025-01-12", "imprecise": True, "returned": None, "object_changed": True},
    {"request": 3, "filed": "2026-01-10", "imprecise": None, "returned": False, "object_changed": None},
    {"request": 4, "filed": "2026-01-12", "imprecise": False, "returned": False, "object_changed": False},
    {"request": 5, "filed": "2026-08-01", "imprecise": True, "returned": False, "object_changed": True},
]
GRANTS = [
    {"grant": 1, "decided": "2025-03-01", "euros": 4000.0, "linked": True, "filed": "2025-01-10",
     "notified": "2025-03-11", "starts": "2025-04-01", "conditions_after": False, "chair_linked": False,
     "grantee": 5},
    {"grant": 2, "decided": "2025-04-01", "euros": 6000.0, "linked": False, "filed": "2025-01-10",
     "notified": "2025-05-10", "starts": "2025-04-15", "conditions_after": True, "chair_linked": True,
     "grantee": 6},
    {"grant": 3, "decided": "2026-03-01", "euros": 2000.0, "linked": None, "filed": "2026-01-10",
     "notified": None, "starts": "2026-05-01", "conditions_after": None, "chair_linked": None, "grantee": 6},
    {"grant": 4, "decided": "2026-06-01", "euros": 1000.0, "linked": True, "filed": "2026-01-10",
     "notified": "2026-07-04", "starts": "2026-09-01", "conditions_after": False, "chair_linked": False,
     "grantee": 5},
]  # fmt: skip
SHEETS = [
    {"sheet": 1, "start": "2025-01-01", "overlaps": True, "communication_only": False},
    {"sheet": 2, "start": "2025-01-01", "overlaps": True, "communication_only": True},
    {"sheet": 3, "start": "2025-01-01", "overlaps": False, "communication_only": False},
    {"sheet": 4, "start": "2025-01-01", "overlaps": None, "communication_only": None},
    {"sheet": 5, "start": "2023-01-01", "end": "2025-12-31", "overlaps": True, "communication_only": True},
]


@indicator(
    id="M7", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, good=Direction.HIGH,
    fr="Demandes imprécises renvoyées", en="Imprecise requests refused",
    formula="demandes imprécises refusées ou renvoyées / demandes imprécises",
    numerator="demandes refusées ou renvoyées pour imprécision",
    denominator="demandes jugées imprécises, 36 mois",
    comparator=Comparator.TEXT, threshold=1.0, reference="toutes, selon la norme d'instruction",
    claim="Les contrôles sont plus théoriques qu'effectifs.", source=CONTROLLED, level=Level.DEPARTEMENT,
    caution="Une ou deux demandes imprécises par partenariat : lire le nombre, et le taux sur un "
    "département.",
    cluster="control", with_=("M5",), frames=("requests",),
    example=Example("2026-06-30", {"partnerships": OPENED, "requests": REQUESTS},
                    {"yes": 1, "unknown": 1, "total": 2}),
)  # fmt: skip
def imprecise_refused(view: View) -> pl.DataFrame:
    """Imprecise requests rejected or returned, of imprecise requests of 36 months (domain, 9.6)."""
    return share(view.within("requests", YEARS).filter(pl.col("imprecise")), pl.col("returned"))


@indicator(
    id="M8", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, judged=False,
    fr="Actions financées hors priorités", en="Off target",
    formula="actions financées sans lien avec une priorité / actions financées",
    numerator="actions sans lien", denominator="actions financées en 36 mois",
    reference="son propre passé", claim="On finance hors des priorités du contrat.",
    source="Gautron 2010, II.2.C",
    caution="Le lien dépend de la façon d'écrire les priorités : une priorité très large relie tout.",
    frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"yes": 1, "unknown": 1, "total": 4}),
)  # fmt: skip
def off_target(view: View) -> pl.DataFrame:
    """Funded actions with no link to a priority, of funded actions of 36 months (domain, 9.6)."""
    return share(granted(view), ~pl.col("linked"))


@indicator(
    id="M9", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, good=Direction.HIGH,
    fr="Financement confirmé avant le début", en="Predictability",
    formula="actions dont le financement est notifié avant leur début / actions financées et commencées",
    numerator="financements notifiés à temps",
    denominator="actions financées dont le début est passé, 36 mois",
    reference="son propre passé", claim="Le contrat devait rendre les financements prévisibles.",
    source="Gautron 2010, I.2",
    caution="Une action qui n'a pas commencé n'est dans aucun total. Date de notification absente : inconnu.",
    cluster="calendar", with_=("M9d",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def funding_before_start(view: View) -> pl.DataFrame:
    """Actions whose funding was notified by their start, of those begun (domain, 9.6)."""
    begun = granted(view).filter(pl.col("starts") < view.day)
    return share(begun, pl.col("notified") <= pl.col("starts"))


@indicator(
    id="M9d", family=Family.MONEY, kind=Kind.VALUE, unit=Unit.DAYS, months=YEARS, good=Direction.LOW,
    fr="Délai médian du dossier à la notification", en="Days from file to notice",
    formula="nombre de jours au bout duquel la moitié des dossiers financés est notifiée",
    numerator="jours entre le dépôt et la notification",
    denominator="dossiers financés, notification à venir comprise",
    reference="son propre passé", claim="Le contrat devait rendre les financements prévisibles.",
    source="Gautron 2010, I.2",
    caution="Une notification non écrite compte comme attente jusqu'au jour de la décision, pas au-delà.",
    cluster="calendar", with_=("M9",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS}, {"value": 120.0, "n": 4}),
)  # fmt: skip
def days_to_notice(view: View) -> pl.DataFrame:
    """Days from file to notice by which half are notified; others censored (Kaplan and Meier, 1958)."""
    told = pl.col("notified").is_not_null() & (pl.col("notified") <= view.day)
    until = (
        pl.when(told).then("notified").when(pl.col("notified").is_null()).then("decided").otherwise(view.day)
    )
    return median_wait(granted(view), (until - pl.col("filed")).dt.total_days(), told)


@indicator(
    id="M9b", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Engagements visibles de tous", en="Visible commitments",
    formula="engagements que tous les signataires peuvent voir / engagements",
    numerator="engagements visibles", denominator="engagements pris en 12 mois",
    reference="son propre passé", claim="Le contrat devait rendre les engagements transparents.",
    source="Gautron 2010, I.2", caution="Visible n'est pas lu. Un réglage non renseigné est inconnu.",
    frames=("commitments",),
    example=Example("2026-06-30", {"partnerships": OPENED, "commitments": [
        {"commitment": 1, "made": "2025-09-01", "visible": True},
        {"commitment": 2, "made": "2025-10-01", "visible": False},
        {"commitment": 3, "made": "2025-11-01", "visible": None},
        {"commitment": 4, "made": "2026-11-01", "visible": False},
    ]}, {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def visible_commitments(view: View) -> pl.DataFrame:
    """Commitments visible to all signatories, of commitments of 12 months (domain, 9.8)."""
    return share(view.within("commitments", 12), pl.col("visible"))


@indicator(
    id="M10", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Comptes rendus financiers à temps", en="Reports on time",
    formula="comptes rendus reçus dans les six mois / comptes rendus dus",
    numerator="comptes rendus reçus dans le délai",
    denominator="comptes rendus dont l'échéance est passée, 24 mois",
    comparator=Comparator.LAW, threshold=1.0, reference="tous, dans les six mois",
    claim="Le compte rendu financier est un devoir du financé.",
    source="Devoir légal (FI-6) ; l'article n'en parle pas",
    caution="Un compte rendu qui n'est pas encore dû n'est dans aucun total.",
    frames=("fund_reports",),
    example=Example("2026-06-30", {"partnerships": OPENED, "fund_reports": [
        {"grant": 1, "due": "2025-06-30", "received": "2025-06-01", "on_time": True},
        {"grant": 2, "due": "2025-09-30", "received": "2025-12-01", "on_time": False},
        {"grant": 3, "due": "2026-03-31", "on_time": None},
        {"grant": 4, "due": "2026-09-30", "on_time": False},
    ]}, {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def reports_on_time(view: View) -> pl.DataFrame:
    """Financial reports received within six months, of those due in 24 months (domain, 9.6, FI-6)."""
    return share(view.due("fund_reports", 24), pl.col("on_time"))


@indicator(
    id="M11", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=YEARS, good=Direction.LOW,
    fr="Actions changées pour être financées", en="Alignment pressure",
    formula="actions dont l'objet change entre la validation locale et le dépôt / actions déposées",
    numerator="actions changées d'objet", denominator="demandes déposées en 36 mois",
    reference="son propre passé", claim="On adapte les projets aux conditions du financeur.",
    source="Gautron 2010, II.1.B", caution="Un changement peut aussi améliorer le projet.",
    cluster="conditions", with_=("M11b",), frames=("requests",),
    example=Example("2026-06-30", {"partnerships": OPENED, "requests": REQUESTS},
                    {"yes": 1, "unknown": 1, "total": 4}),
)  # fmt: skip
def changed_to_be_funded(view: View) -> pl.DataFrame:
    """Actions changed in object between local validation and filing, of those filed (domain, 9.6)."""
    return share(view.within("requests", YEARS), pl.col("object_changed"))


@indicator(
    id="M11b", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=YEARS, good=Direction.LOW,
    fr="Budget sous conditions venues après", en="Budget under later conditions",
    formula="euros accordés sous des conditions posées après la validation locale / euros accordés",
    numerator="euros sous conditions postérieures",
    denominator="euros accordés dont les conditions sont connues",
    reference="son propre passé", claim="On adapte les projets aux conditions du financeur.",
    source="Gautron 2010, II.1.B", caution="Une grosse subvention fait ce chiffre.",
    cluster="conditions", with_=("M11",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"part": 6000.0, "whole": 11000.0, "n": 3}),
)  # fmt: skip
def budget_under_conditions(view: View) -> pl.DataFrame:
    """Euros granted under conditions set after local validation, of euros granted (domain, 9.8)."""
    return amount(granted(view), pl.col("euros"), pl.col("conditions_after"))


@indicator(
    id="M12", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Actions qui se recouvrent", en="Overlap",
    formula="actions qui ont au moins un double (public, lieu, moment, objet, autre pilote) / actions en "
    "vigueur",
    numerator="actions en recouvrement", denominator="fiches en vigueur",
    reference="son propre passé", claim="Les actions se superposent.", source="Gautron 2010, II.2.C",
    caution="On compte des actions, pas des paires : les paires croissent comme le carré du nombre "
    "d'actions.",
    frames=("sheets",),
    example=Example("2026-06-30", {"partnerships": OPENED, "sheets": SHEETS},
                    {"yes": 2, "unknown": 1, "total": 4}),
)  # fmt: skip
def overlapping_actions(view: View) -> pl.DataFrame:
    """Actions with at least one overlap, of actions in force (scenario, section 6, M12)."""
    return share(view.in_force("sheets"), pl.col("overlaps"))


@indicator(
    id="M14", family=Family.MONEY, kind=Kind.AMOUNT, unit=Unit.PERCENT, months=YEARS, judged=False,
    fr="Euros à des organismes liés à la présidence", en="Euros to bodies linked to the chair",
    formula="euros versés à des organismes liés à l'autorité qui préside / euros accordés",
    numerator="euros aux organismes liés", denominator="euros accordés dont le lien est connu",
    reference="son propre passé", claim="Un soupçon de clientélisme pèse sur les subventions.",
    source="Gautron 2010, II.2.A",
    caution="Un centre communal d'action sociale est lié par nature : ce chiffre n'accuse personne et ne se "
    "colore pas.",
    with_=("M14c",), frames=("grants",),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS},
                    {"part": 6000.0, "whole": 11000.0, "n": 3}),
)  # fmt: skip
def euros_near_the_chair(view: View) -> pl.DataFrame:
    """Euros to bodies linked to the chair's authority, of euros whose link is known (domain, 9.8)."""
    return amount(granted(view), pl.col("euros"), pl.col("chair_linked"))


@indicator(
    id="M14c", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Actions de communication seule", en="Communication only",
    formula="actions dont le seul produit est de la communication / actions en vigueur",
    numerator="actions de communication seule", denominator="fiches en vigueur",
    reference="son propre passé", claim="Un soupçon de clientélisme pèse sur les subventions.",
    source="Gautron 2010, II.2.A", caution="Informer peut être le but même d'une action de prévention.",
    with_=("M14",), frames=("sheets",),
    example=Example("2026-06-30", {"partnerships": OPENED, "sheets": SHEETS},
                    {"yes": 1, "unknown": 1, "total": 4}),
)  # fmt: skip
def communication_only(view: View) -> pl.DataFrame:
    """Actions whose only deliverable is communication, of actions in force (domain, 9.8)."""
    return share(view.in_force("sheets"), pl.col("communication_only"))


@indicator(
    id="M15", family=Family.MONEY, kind=Kind.LIST, unit=Unit.COUNT, months=YEARS, judged=False, least=1,
    fr="Institutions mieux financées que tenues", en="Euros against kept commitments",
    formula="institutions dont la part d'euros est au moins le double de la part d'engagements tenus",
    numerator="institutions au-dessus du double",
    denominator="institutions financées qui avaient un engagement échu",
    comparator=Comparator.OURS, reference="le double : repère de cette installation",
    claim="Des services captent les crédits.", source="Gautron 2010, II.2.C",
    caution="Engagements sans issue écrite laissés de côté. Moins de cinq engagements tenus en tout : « "
    "rest ». "
    "Cette liste ouvre une conversation, elle ne la ferme pas.",
    frames=("grants", "commitments"),
    example=Example("2026-06-30", {"partnerships": OPENED, "grants": GRANTS, "commitments": [
        {"commitment": n, "institution": 5, "made": "2025-01-01", "due": "2025-06-01", "kept": True}
        for n in range(1, 6)
    ] + [
        {"commitment": 8, "institution": 6, "made": "2025-01-01", "due": "2025-06-01", "kept": True},
        {"commitment": 9, "institution": 6, "made": "2025-01-01", "due": "2025-07-01", "kept": False},
        {"commitment": 10, "institution": 6, "made": "2025-01-01", "due": "2025-07-01", "kept": None},
        {"commitment": 11, "institution": 6, "made": "2025-01-01", "due": "2027-07-01", "kept": True},
    ]}, {"institution": [5, 6], "group": ["rest", "named"], "yes": [5, 1], "total": [5, 2]}),
)  # fmt: skip
def euros_against_kept(view: View) -> pl.DataFrame:
    """Per funded institution: kept of due; `ratio`: share of euros over share of kept (domain, 9.8)."""
    keys = ["partnership", "institution"]
    paid = granted(view).group_by("partnership", institution="grantee").agg(euros=pl.col("euros").sum())
    due = view.due("commitments", YEARS).drop_nulls("kept").group_by(keys).agg(
        yes=pl.col("kept").sum().cast(pl.Int64), total=pl.len().cast(pl.Int64)
    )  # fmt: skip
    kept = pl.col("yes").sum().over("partnership")
    whole = pl.col("euros").sum().over("partnership")
    both = due.with_columns(kept=kept).join(paid.with_columns(whole=whole), on=keys, how="inner")
    ratio = (pl.col("euros") / pl.col("whole")) / (pl.col("yes") / pl.col("kept"))
    named = (pl.col("kept") >= 5) & (pl.col("ratio") >= 2)
    return both.with_columns(ratio=ratio).with_columns(
        group=pl.when(named).then(pl.lit("named")).otherwise(pl.lit("rest"))
    ).select(*keys, "group", "yes", "total", "ratio").sort(keys)  # fmt: skip


@indicator(
    id="M17", family=Family.MONEY, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, judged=False,
    fr="Décisions contre un avis défavorable", en="Decisions against an opinion",
    formula="décisions prises contre un avis défavorable écrit / décisions précédées d'un avis écrit",
    numerator="décisions contre l'avis", denominator="décisions avec un avis écrit, 24 mois",
    reference="son propre passé", claim="Des considérations politiques pèsent sur les choix.",
    source="Gautron 2010, II.2.C",
    caution="Une décision sans avis écrit n'est dans aucun total. Passer outre un avis est permis.",
    frames=("decisions",),
    example=Example("2026-06-30", {"partnerships": OPENED, "decisions": [
        {"decision": 1, "day": "2025-01-01", "opinion_against": True},
        {"decision": 2, "day": "2025-06-01", "opinion_against": False},
        {"decision": 3, "day": "2026-01-01", "opinion_against": None},
        {"decision": 4, "day": "2026-09-01", "opinion_against": True},
    ]}, {"yes": 1, "unknown": 0, "total": 2}),
)  # fmt: skip
def against_an_opinion(view: View) -> pl.DataFrame:
    """Decisions against a recorded unfavourable opinion, of decisions with an opinion (domain, 9.8)."""
    with_opinion = view.within("decisions", 24).drop_nulls("opinion_against")
    return share(with_opinion, pl.col("opinion_against"))
