"""Information, continued: charter, volume, feedback, give and take, refusals, duties (domain, 9.5, 9.8)."""

import polars as pl

from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import elapsed, median_wait, pooled
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, RefusalMotive, Unit

SECTION = "Gautron 2010, II.2.B"
OPENED = [{"opened": "2020-01-01"}]
SIGNALS = [
    {"signal": 1, "day": "2026-01-10", "feedback": True, "feedback_day": "2026-01-20"},
    {"signal": 2, "day": "2026-02-01", "feedback": True, "feedback_day": "2026-03-13"},
    {"signal": 3, "day": "2026-03-01", "feedback": False},
    {"signal": 4, "day": "2026-04-01"},
    {"signal": 5, "day": "2026-06-20", "feedback": True, "feedback_day": "2026-07-02"},
]
REFUSED: list[dict[str, str | None]] = [
    {"day": "2025-09-01", "kind": "data", "motive": "secrecy"},
    {"day": "2025-12-01", "kind": "attendance", "motive": "time"},
    {"day": "2026-01-15", "kind": "data", "motive": "secrecy"},
    {"day": "2026-03-01", "kind": "commitment", "motive": None},
    {"day": "2026-08-01", "kind": "data", "motive": "secrecy"},
]


@indicator(
    id="I6b", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, good=Direction.HIGH,
    fr="Charte écrite à plusieurs", en="Charter by several hands",
    formula="institutions qui ont rédigé la charte / institutions qui l'ont signée",
    numerator="institutions rédactrices", denominator="institutions signataires, contrats en vigueur",
    reference="son propre passé", claim="La charte vaut par le fait d'avoir été écrite ensemble.",
    source="Gautron 2010, I.2",
    caution="Une charte reprise d'un modèle peut être bonne. Rédacteurs inconnus : les signataires restent "
    "au total.",
    with_=("I6",), frames=("contracts",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "contracts": [
            {"contract": 1, "start": "2024-01-01", "charter_authors": 3, "charter_signatories": 9},
            {"contract": 2, "start": "2025-01-01", "charter_authors": None, "charter_signatories": 4},
            {"contract": 3, "start": "2019-01-01", "end": "2022-12-31", "charter_authors": 6,
             "charter_signatories": 6},
        ]},
        {"yes": 3, "unknown": 4, "total": 13},
    ),
)  # fmt: skip
def charter_authors(view: View) -> pl.DataFrame:
    """Institutions that co-wrote the charter, of its signatories, contracts in force (domain, 9.8)."""
    return pooled(view.in_force("contracts"), pl.col("charter_authors"), pl.col("charter_signatories"))


@indicator(
    id="I7", family=Family.INFORMATION, kind=Kind.COUNT, unit=Unit.COUNT, months=12, judged=False,
    fr="Volume des échanges nominatifs par trimestre", en="Volume of nominative exchanges",
    formula="échanges comptés / trimestres publiables",
    numerator="échanges nominatifs, sans nom", denominator="trimestres d'au moins cinq échanges",
    comparator=Comparator.NONE, reference="aucun repère : ce nombre n'est jamais un objectif",
    claim="Les échanges d'informations ne sont pas systématiques.", source="Gautron 2010, I.2",
    caution="Jamais coloré, jamais comparé : échanger plus n'est pas échanger mieux. Caché sous cinq.",
    with_=("I5",), frames=("tallies",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "tallies": [
            {"quarter": "2026-01-01", "body": 1, "exchanges": 8},
            {"quarter": "2026-04-01", "body": 1, "exchanges": 6},
            {"quarter": "2025-10-01", "body": 1, "exchanges": None},
        ]},
        {"count": 14, "exposure": 2},
    ),
)  # fmt: skip
def exchange_volume(view: View) -> pl.DataFrame:
    """Exchanges per publishable quarter; `exposure` is in quarters (domain, 9.5); never coloured."""
    shown = view.within("tallies", 12).filter(pl.col("exchanges") >= 5)
    return shown.group_by("partnership").agg(
        count=pl.col("exchanges").sum().cast(pl.Int64), exposure=pl.col("quarter").n_unique().cast(pl.Float64)
    )


@indicator(
    id="I8", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Retours faits à ceux qui signalent", en="Feedback to the sender",
    formula="signalements dont l'auteur a eu un retour / signalements",
    numerator="signalements suivis d'un retour", denominator="signalements reçus en 12 mois",
    reference="son propre passé", claim="Le terrain informe, et n'a pas de nouvelles.", source=SECTION,
    caution="Un retour postérieur au jour de lecture n'est pas encore connu ; un retour non noté est "
    "inconnu.",
    cluster="field", with_=("I8d",), frames=("signals",),
    example=Example("2026-06-30", {"partnerships": OPENED, "signals": SIGNALS},
                    {"yes": 2, "unknown": 2, "total": 5}),
)  # fmt: skip
def feedback(view: View) -> pl.DataFrame:
    """Signals whose sender heard back, of all signals of 12 months (domain, 9.5)."""
    return share(view.within("signals", 12), pl.col("feedback"))


@indicator(
    id="I8d", family=Family.INFORMATION, kind=Kind.VALUE, unit=Unit.DAYS, months=12, good=Direction.LOW,
    fr="Délai médian du retour", en="Median delay of feedback",
    formula="nombre de jours au bout duquel la moitié des auteurs de signalements a eu un retour",
    numerator="jours entre le signalement et le retour", denominator="signalements, sans retour compris",
    reference="son propre passé", claim="Le terrain informe, et n'a pas de nouvelles.", source=SECTION,
    caution="Un signalement encore sans retour compte comme attente en cours : l'oublier ferait paraître "
    "rapide "
    "un partenariat muet.",
    cluster="field", with_=("I8",), frames=("signals",),
    example=Example("2026-06-30", {"partnerships": OPENED, "signals": SIGNALS}, {"value": 40.0, "n": 3}),
)  # fmt: skip
def feedback_delay(view: View) -> pl.DataFrame:
    """Days by which half of the senders heard back; known silences are censored (Kaplan and Meier, 1958)."""
    known = view.within("signals", 12).filter(pl.col("feedback_day").is_not_null() | ~pl.col("feedback"))
    waited = (pl.col("feedback_day") - pl.col("day")).dt.total_days()
    return median_wait(known, waited.fill_null(elapsed(view, "day")), pl.col("feedback_day").is_not_null())


@indicator(
    id="I9", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Donner et recevoir", en="Give and take",
    formula="informations données par le noyau aux autres / informations passées entre le noyau et les "
    "autres",
    numerator="transmissions du noyau vers les autres",
    denominator="transmissions entre le noyau et les autres, dans les deux sens",
    reference="son propre passé", claim="L'information remonte et ne redescend pas.",
    source="Gautron 2010, conclusion",
    caution="Donné et reçu s'égalent toujours sur l'ensemble : on ne lit que ce qui traverse la limite du "
    "noyau "
    "(préfecture, police, gendarmerie, parquet, commune).",
    frames=("transmissions",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "transmissions": [
            {"giver": 1, "receiver": 5, "day": "2026-01-01", "giver_core": True, "receiver_core": False},
            {"giver": 5, "receiver": 1, "day": "2026-02-01", "giver_core": False, "receiver_core": True},
            {"giver": 6, "receiver": 1, "day": "2026-03-01", "giver_core": False, "receiver_core": True},
            {"giver": 1, "receiver": 2, "day": "2026-03-02", "giver_core": True, "receiver_core": True},
            {"giver": 5, "receiver": 6, "day": "2026-03-03", "giver_core": False, "receiver_core": False},
        ]},
        {"yes": 1, "unknown": 0, "total": 3},
    ),
)  # fmt: skip
def given_by_the_core(view: View) -> pl.DataFrame:
    """Transmissions core to others, of those between core and others (scenario, section 6, I9m)."""
    crossing = view.within("transmissions", 12).filter(pl.col("giver_core") != pl.col("receiver_core"))
    return share(crossing, pl.col("giver_core"))


@indicator(
    id="I10", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, judged=False,
    fr="Refus motivés par le secret", en="Refusals for secrecy",
    formula="refus dont le motif est le secret / refus de données, de présence ou d'engagement",
    numerator="refus pour secret", denominator="refus notés en 24 mois",
    reference="son propre passé",
    claim="Le secret et le manque de temps servent d'arguments de fermeture.",
    source="Gautron 2010, II.2.A, d'après Dhume 2001",
    caution="Le secret peut être fondé en droit. Un refus sans motif écrit est inconnu ; un refus jamais "
    "écrit "
    "n'est pas compté.",
    cluster="answers", with_=("I3", "I10t"), frames=("refusals",),
    example=Example("2026-06-30", {"partnerships": OPENED, "refusals": REFUSED},
                    {"yes": 2, "unknown": 1, "total": 4}),
)  # fmt: skip
def refusals_for_secrecy(view: View) -> pl.DataFrame:
    """Refusals whose motive is secrecy, of all refusals written in 24 months (domain, 9.8)."""
    return share(view.within("refusals", 24), pl.col("motive") == RefusalMotive.SECRECY.value)


@indicator(
    id="I10t", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, judged=False,
    fr="Refus motivés par le manque de temps", en="Refusals for lack of time",
    formula="refus dont le motif est le manque de temps / refus de données, de présence ou d'engagement",
    numerator="refus pour manque de temps", denominator="refus notés en 24 mois",
    reference="son propre passé",
    claim="Le secret et le manque de temps servent d'arguments de fermeture.",
    source="Gautron 2010, II.2.A, d'après Dhume 2001",
    caution="Le reste des refus tient à l'absence de données ou à un autre motif.",
    cluster="answers", with_=("I3", "I10"), frames=("refusals",),
    example=Example("2026-06-30", {"partnerships": OPENED, "refusals": REFUSED},
                    {"yes": 1, "unknown": 1, "total": 4}),
)  # fmt: skip
def refusals_for_time(view: View) -> pl.DataFrame:
    """Refusals whose motive is lack of time, of all refusals written in 24 months (domain, 9.8)."""
    return share(view.within("refusals", 24), pl.col("motive") == RefusalMotive.TIME.value)


@indicator(
    id="I11", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Informations dues au maire, données", en="Duties to the mayor fulfilled",
    formula="informations dues au maire et données / informations dues, tous articles",
    numerator="informations données", denominator="informations dont l'échéance est passée en 24 mois",
    comparator=Comparator.LAW, threshold=1.0,
    reference="la loi en vigueur le jour de chaque échéance ; plusieurs articles restent à confirmer",
    claim="Le droit du maire à être informé n'est pas toujours respecté.",
    source="Gautron 2010, II.2.B, d'après CNV 2009",
    caution="Le total mêle des articles de poids différent : la page des informations dues les donne un par "
    "un.",
    cluster="answers", with_=("I11p",), frames=("duties",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "duties": [
            {"article": "MI-1", "due": "2025-06-01", "fulfilled": True},
            {"article": "MI-4", "due": "2025-09-01", "fulfilled": False},
            {"article": "MI-4", "due": "2026-02-01", "fulfilled": None},
            {"article": "CL-15", "due": "2026-12-31", "fulfilled": False},
        ]},
        {"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def duties_to_the_mayor(view: View) -> pl.DataFrame:
    """Information owed to the mayor and given, of what fell due in 24 months (domain, 9.8)."""
    return share(view.due("duties", 24), pl.col("fulfilled"))


@indicator(
    id="I11p", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Demandes sur les sorties de prison, répondues", en="Prison-leave requests answered",
    formula="demandes sur les sorties de prison qui ont eu une réponse / demandes échues",
    numerator="demandes qui ont eu une réponse", denominator="demandes dont le délai est passé, en 24 mois",
    reference="son propre passé",
    claim="Le droit du maire à être informé n'est pas toujours respecté.",
    source="Gautron 2010, II.2.B, d'après CNV 2009",
    caution="Comptes sans aucun nom. Ne demander jamais n'est pas être informé.",
    cluster="answers", with_=("I11",), frames=("reports",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "reports": [
            {"report": 1, "kind": "prison_leave", "sent": "2026-01-01", "due": "2026-02-01",
             "answered": "2026-02-20", "on_time": False},
            {"report": 2, "kind": "prison_leave", "sent": "2026-02-01", "due": "2026-03-01",
             "on_time": False},
            {"report": 3, "kind": "prison_leave", "sent": "2026-06-10", "due": "2026-07-10"},
        ]},
        {"yes": 1, "unknown": 0, "total": 2},
    ),
)  # fmt: skip
def prison_leave_answers(view: View) -> pl.DataFrame:
    """Requests about people leaving prison that were answered, late or not (domain, 9.8; counts, no name)."""
    asked = view.due("reports", 24).filter(pl.col("kind") == "prison_leave")
    answered = pl.when(pl.col("answered").is_not_null()).then(True).otherwise(pl.col("on_time"))
    return share(asked, answered)
