"""Information: statements, judicial answers, data asked and received, lawful exchange (domain, 9.5)."""

import polars as pl

from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import elapsed, latest, median_wait, pooled
from maillage.observatory.vocabulary import Answered, Comparator, Direction, Example, Family, Kind, Unit

RETENTION = "Gautron 2010, II.2.B, d'après Duffe et al. 2005"
SECTION = "Gautron 2010, II.2.B"
OPENED = [{"opened": "2020-01-01"}]
STATEMENTS = [
    {"holder": 1, "due": "2026-02-10", "received": "2026-02-04", "on_time": True},
    {"holder": 1, "due": "2026-03-10", "received": "2026-03-18", "on_time": False},
    {"holder": 1, "due": "2026-04-10", "received": "2026-04-30", "on_time": False},
    {"holder": 1, "due": "2026-05-10", "on_time": None},
    {"holder": 1, "due": "2026-06-10", "on_time": False},
    {"holder": 1, "due": "2026-07-10"},
]
ASKED = [
    {"request": 1, "holder": 1, "asked": "2025-09-01", "due": "2025-10-01", "answered": "2025-09-20",
     "outcome": "full", "doubtful": False},
    {"request": 2, "holder": 1, "asked": "2025-11-03", "due": "2025-12-03", "answered": "2025-12-20",
     "outcome": "full", "doubtful": True},
    {"request": 3, "holder": 2, "asked": "2026-01-05", "due": "2026-02-05", "answered": "2026-01-25",
     "outcome": "refused", "motive": "secrecy"},
    {"request": 4, "holder": 2, "asked": "2026-03-02", "due": "2026-04-02"},
    {"request": 5, "holder": 2, "asked": "2026-06-20", "due": "2026-07-20"},
]  # fmt: skip


@indicator(
    id="I1", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Relevés mensuels reçus à temps", en="Monthly statements on time",
    formula="relevés reçus dans le délai / relevés attendus en 12 mois",
    numerator="relevés reçus dans le délai de l'installation",
    denominator="relevés dont l'échéance est passée",
    comparator=Comparator.TEXT, threshold=1.0,
    reference="un relevé par mois (mission de 2005) ; un état par an dû par le préfet, à confirmer",
    claim="Les services gardent pour eux les statistiques que le maire attend.", source=RETENTION,
    caution="On part des mois attendus, non des relevés reçus : un mois sans rien d'écrit est inconnu, il "
    "élargit "
    "la fourchette et n'accuse personne.",
    cluster="answers", with_=("I1d",), frames=("statements",),
    example=Example("2026-06-30", {"partnerships": OPENED, "statements": STATEMENTS},
                    {"yes": 1, "unknown": 1, "total": 5}),
)  # fmt: skip
def statements_on_time(view: View) -> pl.DataFrame:
    """Monthly statements received in time, of those due in 12 months (domain, 9.5; scenario, 4.3)."""
    return share(view.due("statements", 12), pl.col("on_time"))


@indicator(
    id="I1d", family=Family.INFORMATION, kind=Kind.VALUE, unit=Unit.DAYS, months=12, good=Direction.LOW,
    fr="Retard médian des relevés", en="Median delay of statements",
    formula="nombre de jours après l'échéance au bout duquel la moitié des relevés est reçue",
    numerator="jours de retard (zéro si le relevé est à l'heure)",
    denominator="relevés échus dont l'état est connu, ceux qui manquent encore compris",
    reference="son propre passé", claim="Les statistiques arrivent tard, ou pas du tout.", source=RETENTION,
    caution="Un relevé jamais reçu compte comme encore attendu : l'oublier ferait paraître rapide un service "
    "muet. Pas de médiane quand plus de la moitié manque.",
    cluster="answers", with_=("I1",), frames=("statements",),
    example=Example("2026-06-30", {"partnerships": OPENED, "statements": STATEMENTS}, {"value": 8.0, "n": 4}),
)  # fmt: skip
def statement_delay(view: View) -> pl.DataFrame:
    """Days after the due date by which half of the statements are in (Kaplan and Meier, 1958)."""
    known = view.due("statements", 12).filter(pl.col("received").is_not_null() | ~pl.col("on_time"))
    late = (pl.col("received") - pl.col("due")).dt.total_days()
    return median_wait(known, late.fill_null(elapsed(view, "due")), pl.col("received").is_not_null())


@indicator(
    id="I2", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Suites judiciaires données à temps", en="Judicial answers in time",
    formula="signalements dont la suite est notifiée dans le délai / signalements dont le délai est passé",
    numerator="suites notifiées dans le délai", denominator="signalements (article 40) échus en 24 mois",
    comparator=Comparator.LAW, threshold=1.0,
    reference="la loi demande une réponse, sous un mois pour l'article 40 (délai à confirmer)",
    claim="Les élus regrettent l'absence de retour de la justice sur ce qu'ils lui signalent.",
    source=SECTION,
    caution="Un signalement dont le délai court encore n'est dans aucun total. Peu de signalements par an : "
    "on lit deux ans.",
    cluster="answers", frames=("reports",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "reports": [
            {"report": 1, "kind": "article_40", "sent": "2025-02-01", "due": "2025-03-01", "on_time": True},
            {"report": 2, "kind": "article_40", "sent": "2025-09-01", "due": "2025-10-01", "on_time": False},
            {"report": 3, "kind": "article_40", "sent": "2026-02-01", "due": "2026-03-01"},
            {"report": 4, "kind": "article_40", "sent": "2026-06-20", "due": "2026-07-20"},
            {"report": 5, "kind": "prison_leave", "sent": "2026-01-02", "due": "2026-02-02", "on_time": True},
        ]},
        {"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def judicial_answers(view: View) -> pl.DataFrame:
    """Reports whose outcome was notified in time, of those due in 24 months (scenario, section 6, I2)."""
    return share(view.due("reports", 24).filter(pl.col("kind") == "article_40"), pl.col("on_time"))


@indicator(
    id="I3", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Demandes de données satisfaites", en="Data requests answered in full",
    formula="demandes qui ont reçu une réponse complète / demandes dont l'échéance est passée",
    numerator="réponses complètes", denominator="demandes échues en 24 mois",
    reference="son propre passé", claim="Des services refusent de donner leurs chiffres.", source=SECTION,
    caution="Demander peu fait paraître bien servi : lire le nombre de demandes et les détenteurs jamais "
    "sollicités. Une demande échue sans réponse écrite est inconnue.",
    cluster="answers", with_=("I3d", "I3h", "I10"), frames=("data_requests",),
    example=Example("2026-06-30", {"partnerships": OPENED, "data_requests": ASKED},
                    {"yes": 2, "unknown": 1, "total": 4}),
)  # fmt: skip
def requests_answered(view: View) -> pl.DataFrame:
    """Data requests answered in full, of those due in 24 months (scenario, section 6, I3m)."""
    return share(view.due("data_requests", 24), pl.col("outcome") == Answered.FULL.value)


@indicator(
    id="I3d", family=Family.INFORMATION, kind=Kind.VALUE, unit=Unit.DAYS, months=24, good=Direction.LOW,
    fr="Délai médian de réponse aux demandes", en="Median delay of answers",
    formula="nombre de jours après la demande au bout duquel la moitié a une réponse",
    numerator="jours entre la demande et la réponse, quelle qu'elle soit",
    denominator="demandes faites en 24 mois, sans réponse comprises",
    reference="son propre passé", claim="Des services tardent ou refusent.", source=SECTION,
    caution="Une demande sans réponse compte comme attente en cours. Un refus est une réponse.",
    cluster="answers", with_=("I3",), frames=("data_requests",),
    example=Example("2026-06-30", {"partnerships": OPENED, "data_requests": ASKED}, {"value": 20.0, "n": 5}),
)  # fmt: skip
def answer_delay(view: View) -> pl.DataFrame:
    """Days by which half of the requests are answered, open ones censored (Kaplan and Meier, 1958)."""
    asked = view.within("data_requests", 24)
    waited = (pl.col("answered") - pl.col("asked")).dt.total_days()
    return median_wait(asked, waited.fill_null(elapsed(view, "asked")), pl.col("answered").is_not_null())


@indicator(
    id="I3h", family=Family.INFORMATION, kind=Kind.LIST, unit=Unit.COUNT, months=24, judged=False, least=1,
    fr="Détenteurs de données jamais sollicités", en="Holders never asked",
    formula="institutions qui détiennent des données, à qui rien n'a été demandé en 24 mois",
    numerator="détenteurs sans demande", denominator="détenteurs connus (une demande ou un relevé, un jour)",
    reference="aucun repère", comparator=Comparator.NONE,
    claim="Des services refusent de donner leurs chiffres.", source=SECTION,
    caution="Ne rien demander n'est pas être bien servi. La liste dit aussi, par détenteur, les réponses "
    "complètes "
    "sur les demandes échues.",
    cluster="answers", with_=("I3",), frames=("data_requests", "statements"),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "data_requests": ASKED,
         "statements": [{"holder": 7, "due": "2026-03-10", "on_time": True}]},
        {"institution": [1, 2, 7], "group": ["asked", "asked", "named"],
         "yes": [2, 0, 0], "total": [2, 2, 0]},
    ),
)  # fmt: skip
def holders_never_asked(view: View) -> pl.DataFrame:
    """Known holders of data, with full answers over due requests; `named`: none was asked (scenario, I3)."""
    keys = ["partnership", "institution"]
    pairs = [
        view.table(name).select("partnership", institution="holder")
        for name in ("data_requests", "statements")
    ]
    known = pl.concat(pairs).drop_nulls().unique()
    asked = view.within("data_requests", 24).select("partnership", institution="holder").unique()
    due = view.due("data_requests", 24).group_by("partnership", institution="holder")
    full = due.agg(
        yes=(pl.col("outcome") == Answered.FULL.value).sum().cast(pl.Int64), total=pl.len().cast(pl.Int64)
    )
    told = known.join(asked.with_columns(group=pl.lit("asked")), on=keys, how="left").join(
        full, on=keys, how="left"
    )
    return told.with_columns(
        pl.col("group").fill_null("named"), pl.col("yes", "total").fill_null(0)
    ).sort(keys)  # fmt: skip


@indicator(
    id="I4", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, judged=False,
    fr="Séries douteuses", en="Doubtful series",
    formula="séries reçues qui échouent à un contrôle de vraisemblance / séries reçues et contrôlées",
    numerator="séries douteuses", denominator="séries reçues en 24 mois",
    reference="Nantes, 1997 : un cas d'usage et un cas de trafic déclarés par le rectorat",
    comparator=Comparator.NONE, claim="Certaines données transmises ne sont pas crédibles.",
    source="Gautron 2010, note 6",
    caution="Note sur la qualité des données, pas un signe de santé : elle monte avec nos contrôles et avec "
    "le "
    "nombre de séries reçues.",
    frames=("data_requests",),
    example=Example("2026-06-30", {"partnerships": OPENED, "data_requests": ASKED},
                    {"yes": 1, "unknown": 0, "total": 2}),
)  # fmt: skip
def doubtful_series(view: View) -> pl.DataFrame:
    """Received series that fail a plausibility check; unchecked ones unknown (scenario, section 6, I4)."""
    received = view.within("data_requests", 24, on="answered")
    return share(received.filter(pl.col("outcome") != Answered.REFUSED.value), pl.col("doubtful"))


@indicator(
    id="I5", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Échanges nominatifs en règle", en="Lawful nominative exchanges",
    formula="échanges avec base légale, but, nécessité, information et date d'effacement / échanges",
    numerator="échanges qui ont les cinq éléments", denominator="échanges nominatifs des trimestres comptés",
    comparator=Comparator.LAW, threshold=1.0, reference="la loi les veut tous en règle",
    claim="Le partage d'informations nominatives inquiète, et le droit en est mal connu.", source=SECTION,
    caution="Comptes sans nom, par trimestre ; un trimestre de moins de cinq échanges n'est pas compté. "
    "Être en règle ne dit rien de l'utilité.",
    with_=("I7",), frames=("tallies",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "tallies": [
            {"quarter": "2026-01-01", "body": 1, "exchanges": 8, "lawful": 7},
            {"quarter": "2026-04-01", "body": 1, "exchanges": 6, "lawful": None},
            {"quarter": "2025-10-01", "body": 1, "exchanges": None, "lawful": None},
        ]},
        {"yes": 7, "unknown": 6, "total": 14},
    ),
)  # fmt: skip
def lawful_exchanges(view: View) -> pl.DataFrame:
    """Nominative exchanges that meet the five conditions, from unnamed counts (domain, 9.5)."""
    return pooled(view.within("tallies", 12), pl.col("lawful"), pl.col("exchanges"))


@indicator(
    id="I6", family=Family.INFORMATION, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Membres couverts par la charte", en="Charter coverage",
    formula="membres des groupes nominatifs dont l'institution a signé la charte / membres",
    numerator="membres couverts", denominator="membres des groupes, au dernier trimestre de chacun",
    comparator=Comparator.LAW, threshold=1.0, reference="tous signent avant d'échanger",
    claim="La charte rassure ceux qui échangent.", source="Gautron 2010, I.2",
    caution="Seul le dernier trimestre de chaque groupe compte, sans quoi un même membre compterait quatre "
    "fois.",
    with_=("I6b",), frames=("tallies",),
    example=Example(
        "2026-06-30",
        {"partnerships": OPENED, "tallies": [
            {"quarter": "2026-01-01", "body": 1, "members": 9, "charter": 5},
            {"quarter": "2026-04-01", "body": 1, "members": 10, "charter": 8},
            {"quarter": "2026-04-01", "body": 2, "members": 4, "charter": None},
        ]},
        {"yes": 8, "unknown": 4, "total": 14},
    ),
)  # fmt: skip
def charter_coverage(view: View) -> pl.DataFrame:
    """Members whose institution signed the charter, last quarter of each group (domain, 9.5)."""
    last = latest(view.within("tallies", 12), "quarter", ("partnership", "body"))
    return pooled(last, pl.col("charter"), pl.col("members"))
