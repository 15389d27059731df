"""Alert: how fast a signal is acted upon, closed, and how temporary groups end (domain, 9.7)."""

import polars as pl

from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import HOURS, elapsed, median_wait
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

RAPID = "Gautron 2010, I.1"
BOUNDED = "Gautron 2010, I.1 ; décret n° 2023-579"
PROMPT = 48.0  # hours
OPENED = [{"opened": "2020-01-01"}]
ALERTS = [
    {
        "alert": 1,
        "day": "2025-03-01",
        "hours": 5.0,
        "acted": True,
        "closed": True,
        "closed_day": "2025-03-20",
    },
    {"alert": 2, "day": "2025-09-01", "hours": 90.0, "acted": True, "closed": False},
    {"alert": 3, "day": "2026-01-10", "hours": None, "acted": False, "closed": False},
    {
        "alert": 4,
        "day": "2026-02-10",
        "hours": None,
        "acted": True,
        "closed": True,
        "closed_day": "2026-08-01",
    },
    {"alert": 5, "day": "2026-03-10", "hours": None, "acted": None, "closed": None},
    {"alert": 6, "day": "2026-06-29", "hours": 60.0, "acted": True, "closed": False},
]
GROUPS = [
    {"body": 1, "opened": "2025-01-01", "term": "2025-07-01", "ended": "2025-07-31"},
    {"body": 2, "opened": "2025-06-01", "term": "2025-12-02", "prolonged": False},
    {"body": 3, "opened": "2025-09-01", "term": None},
    {"body": 4, "opened": "2026-01-01", "term": "2026-12-31"},
    {"body": 5, "opened": "2025-08-01", "term": "2026-03-01", "prolonged": None},
    {"body": 6, "opened": "2020-01-01", "term": "2020-07-01", "ended": "2020-06-30"},
]


@indicator(
    id="A1", family=Family.ALERT, kind=Kind.VALUE, unit=Unit.HOURS, months=24, good=Direction.LOW,
    fr="Délai médian de la première action", en="Alert delay",
    formula="nombre d'heures au bout duquel la moitié des alertes a reçu une première action commune",
    numerator="heures entre l'alerte et la première action commune",
    denominator="alertes de 24 mois, sans action comprises",
    reference="son propre passé", claim="Des procédures d'alerte rapide devaient répondre aux tensions.",
    source=RAPID,
    caution="Une alerte sans action compte comme attente en cours : l'oublier ferait paraître rapide un "
    "partenariat "
    "lent. Pas de médiane quand plus de la moitié attend. Heure inconnue : laissée de côté.",
    cluster="alert", with_=("A1m",), frames=("alerts",),
    example=Example("2026-06-30", {"partnerships": OPENED, "alerts": ALERTS}, {"value": 90.0, "n": 4}),
)  # fmt: skip
def alert_delay(view: View) -> pl.DataFrame:
    """Hours by which half of the alerts were acted upon, others censored (Kaplan and Meier, 1958)."""
    lived = elapsed(view, "day") * HOURS
    known = view.within("alerts", 24).filter(pl.col("hours").is_not_null() | ~pl.col("acted"))
    acted = pl.col("hours").is_not_null() & (pl.col("hours") <= lived + HOURS)
    return median_wait(known, pl.when(acted).then("hours").otherwise(lived), acted)


@indicator(
    id="A1m", family=Family.ALERT, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Alertes suivies d'une action sous 48 heures", en="Acted upon within 48 hours",
    formula="alertes suivies d'une action commune en 48 heures / toutes les alertes d'au moins deux jours",
    numerator="alertes suivies d'une action sous 48 heures", denominator="alertes de 24 mois",
    comparator=Comparator.PAST, reference="son propre passé ; 48 heures est un réglage de cette installation",
    claim="Des procédures d'alerte rapide devaient répondre aux tensions.", source=RAPID,
    caution="Environ cinq alertes par an : le chiffre décrit plus qu'il ne juge. Une alerte de moins de "
    "deux jours "
    "n'est dans aucun total.",
    cluster="alert", with_=("A1",), frames=("alerts",),
    example=Example("2026-06-30", {"partnerships": OPENED, "alerts": ALERTS},
                    {"yes": 1, "unknown": 2, "total": 5}),
)  # fmt: skip
def acted_within_48_hours(view: View) -> pl.DataFrame:
    """Alerts acted upon within 48 hours, of all alerts old enough (scenario, section 6, A1m)."""
    old = view.within("alerts", 24).filter(elapsed(view, "day") * HOURS >= PROMPT)
    no_action = pl.when(~pl.col("acted")).then(False)
    return share(old, pl.when(pl.col("hours").is_null()).then(no_action).otherwise(pl.col("hours") <= PROMPT))


@indicator(
    id="A2", family=Family.ALERT, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Alertes closes avec suite et retour", en="Closed alerts",
    formula="alertes closes avec une issue et un retour / alertes",
    numerator="alertes closes", denominator="alertes de 24 mois",
    reference="son propre passé", claim="Des procédures d'alerte rapide devaient répondre aux tensions.",
    source=RAPID,
    caution="Une alerte récente peut être encore ouverte à bon droit. Une clôture postérieure au jour de "
    "lecture "
    "n'est pas encore connue.",
    cluster="alert", frames=("alerts",),
    example=Example("2026-06-30", {"partnerships": OPENED, "alerts": ALERTS},
                    {"yes": 1, "unknown": 2, "total": 6}),
)  # fmt: skip
def closed_alerts(view: View) -> pl.DataFrame:
    """Alerts closed with outcome and feedback, of alerts of 24 months (domain, 9.7)."""
    return share(view.within("alerts", 24), pl.col("closed"))


def _groups(view: View) -> pl.DataFrame:
    """Groups alive at some time of the last 24 months."""
    start = view.start(24)
    return view.table("bounded_groups").filter(pl.col("ended").is_null() | (pl.col("ended") > start))


@indicator(
    id="A3", family=Family.ALERT, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="GLTD bornés dans le temps", en="Bounded GLTDs",
    formula="GLTD dont le terme est fixé, puis clos ou prolongés avec un motif / GLTD",
    numerator="GLTD bornés", denominator="GLTD en activité pendant 24 mois",
    comparator=Comparator.LAW, threshold=1.0, reference="un GLTD est temporaire (décret de 2023)",
    claim="Un groupe local de traitement de la délinquance s'arrête quand la situation s'améliore.",
    source=BOUNDED,
    caution="Un GLTD dont le terme n'est pas passé est borné. La durée appartient au procureur, non au "
    "conseil.",
    cluster="bounded", with_=("A3d",), frames=("bounded_groups",),
    example=Example("2026-06-30", {"partnerships": OPENED, "bounded_groups": GROUPS},
                    {"yes": 2, "unknown": 1, "total": 5}),
)  # fmt: skip
def bounded_groups(view: View) -> pl.DataFrame:
    """GLTDs whose term is ahead, or past and followed by an end or a reasoned prolongation (domain, 9.7)."""
    past = pl.when(pl.col("ended").is_not_null()).then(True).otherwise(pl.col("prolonged"))
    ahead = pl.when(pl.col("term") >= view.day).then(True).otherwise(past)
    return share(_groups(view), pl.when(pl.col("term").is_null()).then(False).otherwise(ahead))


@indicator(
    id="A3d", family=Family.ALERT, kind=Kind.VALUE, unit=Unit.DAYS, months=24, good=Direction.LOW, least=1,
    fr="Jours passés au-delà du terme", en="Days past term",
    formula="médiane des jours entre le terme et la fin, ou le jour de lecture, zéro si le terme est tenu",
    numerator="jours au-delà du terme", denominator="GLTD dont le terme est fixé et passé, sans "
    "prolongation motivée",
    reference="son propre passé",
    claim="Un groupe local de traitement de la délinquance s'arrête quand la situation s'améliore.",
    source=BOUNDED, caution="Un groupe encore ouvert après son terme compte jusqu'à aujourd'hui : « au "
    "moins ».",
    cluster="bounded", with_=("A3",), frames=("bounded_groups",),
    example=Example("2026-06-30", {"partnerships": OPENED, "bounded_groups": GROUPS[:4]},
                    {"value": 120.0, "n": 2}),
)  # fmt: skip
def days_past_term(view: View) -> pl.DataFrame:
    """Median days past the term of groups not prolonged with a reason (domain, 9.7)."""
    kept_on = pl.col("prolonged").fill_null(False)
    past = _groups(view).filter(pl.col("term") < view.day, ~kept_on)
    over = (pl.col("ended").fill_null(view.day) - pl.col("term")).dt.total_days().clip(lower_bound=0)
    return past.group_by("partnership").agg(value=over.cast(pl.Float64).median(), n=pl.len().cast(pl.Int64))
