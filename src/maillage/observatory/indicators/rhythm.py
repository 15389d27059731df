"""Rhythm: how often a council and its groups meet, and what makes them meet (domain, 9.1)."""

from datetime import date

import polars as pl

from maillage.observatory.indicators.measures import count, share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import YEAR, View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Sitting, Unit

RARE = "Gautron 2010, II.2.B"
PLENARY = pl.col("sitting") == Sitting.PLENARY.value
ONE_A_YEAR = (
    "une par an depuis 2007, deux de 2002 à 2007 ; notre lecture de « par an » (année civile) est à confirmer"
)


@indicator(
    id="R1", family=Family.RHYTHM, kind=Kind.COUNT, unit=Unit.PER_YEAR, months=24, good=Direction.HIGH,
    fr="Plénières de l'année civile", en="Plenaries of the civil year",
    formula="plénières tenues pendant la dernière année civile achevée, rapportées à la part de l'année "
    "vécue par le conseil ; une plénière prévue dont rien n'est écrit est inconnue, et relève la borne haute",
    numerator="plénières tenues", denominator="part de l'année civile vécue par le conseil",
    comparator=Comparator.LAW, threshold=1.0, reference=ONE_A_YEAR,
    claim="Les réunions sont rares : deux tiers des conseils se réunissent une ou deux fois.", source=RARE,
    caution="Trois valeurs possibles à peine : pour juger un rythme, lire R1m, sur trois ans.",
    cluster="rhythm", frames=("meetings",),
    example=Example(
        day="2026-06-30",
        rows={
            "partnerships": [{"opened": "2020-01-01"}],
            "meetings": [
                {"meeting": 1, "sitting": "plenary", "day": "2025-03-18", "held": True},
                {"meeting": 2, "sitting": "plenary", "day": "2025-11-18", "held": False},
                {"meeting": 3, "sitting": "plenary", "day": "2026-06-10", "held": True},
                {"meeting": 4, "sitting": "plenary", "day": "2025-12-02"},
            ],
        },
        expect={"count": 1, "unknown": 1, "exposure": 1.0},
    ),
)  # fmt: skip
def plenaries_of_the_civil_year(view: View) -> pl.DataFrame:
    """Plenaries held in the last whole civil year, clipped to its life (scenario, section 6, R1)."""
    first, last = civil_year(view.day)
    sat = view.table("meetings").filter(PLENARY, over(view), pl.col("day").is_between(first, last))
    told = count(sat, lived(view, first, last), pl.col("held"))
    return told.with_columns(start=pl.lit(first), end=pl.lit(last))


def over(view: View) -> pl.Expr:
    """Of meetings: the day has passed, or it is known whether they were held; that of today may yet be."""
    return pl.col("held").is_not_null() | (pl.col("day") < view.day)


def civil_year(day: date) -> tuple[date, date]:
    """First and last day of the last civil year that is over on the evening of this day."""
    year = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return date(year, 1, 1), date(year, 12, 31)


def lived(view: View, first: date, last: date) -> pl.DataFrame:
    """`partnership`, `years`: how much of these days the council lived; none is no row."""
    opened = pl.max_horizontal(pl.col("opened"), pl.lit(first))
    ended = pl.min_horizontal(pl.col("closed").fill_null(last), pl.lit(last))
    days = (ended - opened).dt.total_days() + 1
    return view.table("partnerships").select("partnership", years=days / YEAR).filter(pl.col("years") > 0)


@indicator(
    id="R1m", family=Family.RHYTHM, kind=Kind.COUNT, unit=Unit.PER_YEAR, months=36, good=Direction.HIGH,
    fr="Plénières par an", en="Plenaries a year",
    formula="plénières tenues en 36 mois, rapportées aux années vécues par le conseil ; une plénière prévue "
    "dont rien n'est écrit est inconnue, et relève la borne haute",
    numerator="plénières tenues", denominator="années, à partir de l'ouverture du conseil",
    comparator=Comparator.LAW, threshold=1.0,
    reference="une par an depuis 2007, deux de 2002 à 2007 ; notre lecture de « par an » est à confirmer",
    claim="Les réunions sont rares : deux tiers des conseils se réunissent une ou deux fois.", source=RARE,
    caution="Douze mois glissants accuseraient un conseil qui se réunit chaque automne : on lit trois ans.",
    cluster="rhythm", frames=("meetings",),
    example=Example(
        day="2026-06-30",
        rows={
            "partnerships": [{"opened": "2020-01-01"}],
            "meetings": [
                {"meeting": 1, "sitting": "plenary", "day": "2024-11-20", "held": True},
                {"meeting": 2, "sitting": "plenary", "day": "2025-11-18", "held": True},
                {"meeting": 3, "sitting": "plenary", "day": "2026-06-10", "held": False},
                {"meeting": 4, "sitting": "plenary", "day": "2026-03-10"},
            ],
        },
        expect={"count": 2, "unknown": 1, "exposure": 3.0},
    ),
)  # fmt: skip
def plenaries_per_year(view: View) -> pl.DataFrame:
    """Plenaries held over the last three years, by year lived (scenario, section 6, R1m)."""
    sat = view.within("meetings", 36).filter(PLENARY, over(view))
    return count(sat, view.exposure(36), pl.col("held"))


@indicator(
    id="R3", family=Family.RHYTHM, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Essoufflement", en="Running out of breath",
    formula="réunions des 12 derniers mois rapportées à celles des 24 derniers mois, réunions de crise à "
    "part, pour les instances qui ont vécu les 24 mois entiers",
    numerator="réunions tenues dans les 12 derniers mois", denominator="réunions tenues dans les 24 mois",
    comparator=Comparator.PAST,
    reference="la moitié : autant de réunions cette année que l'année d'avant ; on ne parle d'essoufflement "
    "que si la borne haute passe sous la moitié",
    claim="Les conseils s'essoufflent après leur lancement.", source="Gautron 2010, II.2",
    caution="Un conseil de moins de deux ans n'a pas d'année d'avant : le chiffre n'existe pas encore.",
    cluster="rhythm", frames=("meetings", "bodies"),
    example=Example(
        day="2026-06-30",
        rows={
            "partnerships": [{"opened": "2018-01-01"}],
            "bodies": [
                {"body": 1, "sitting": "watch", "opened": "2018-01-01"},
                {"body": 2, "sitting": "group", "opened": "2026-01-10"},
            ],
            "meetings": [
                {"meeting": 1, "body": 1, "day": "2024-10-01", "held": True},
                {"meeting": 2, "body": 1, "day": "2025-02-01", "held": True},
                {"meeting": 3, "body": 1, "day": "2025-05-01", "held": True},
                {"meeting": 4, "body": 1, "day": "2025-11-01", "held": True},
                {"meeting": 5, "body": 1, "day": "2026-02-01", "held": True, "crisis": True},
                {"meeting": 6, "body": 2, "day": "2026-03-01", "held": True},
            ],
        },
        expect={"yes": 1, "unknown": 0, "total": 4},
    ),
)  # fmt: skip
def running_out(view: View) -> pl.DataFrame:
    """Share of two years' meetings held in the last one; steady is one half (scenario, section 6, R3m)."""
    old = view.in_force("bodies", "closed").filter(pl.col("opened") <= view.start(24))
    held = view.within("meetings", 24).filter(pl.col("held"), ~pl.col("crisis").fill_null(False))
    kept = held.join(old.select("partnership", "body"), on=["partnership", "body"], how="semi")
    return share(kept, pl.col("day") > view.start(12))


@indicator(
    id="R4", family=Family.RHYTHM, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Réunions de crise", en="Crisis-driven meetings",
    formula="réunions provoquées par un événement rapportées aux réunions tenues",
    numerator="réunions provoquées par un événement", denominator="réunions tenues",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="La coopération ne se noue que dans l'urgence.", source="Gautron 2010, résumé",
    caution="Monte aussi quand les réunions ordinaires cessent : lire les deux nombres, avec R5. Une bonne "
    "instance se réunit aussi en cas de crise.",
    with_=("R5",), frames=("meetings",),
    example=Example(
        day="2026-06-30",
        rows={
            "partnerships": [{"opened": "2018-01-01"}],
            "meetings": [
                {"meeting": 1, "day": "2025-10-01", "held": True, "crisis": True},
                {"meeting": 2, "day": "2025-11-01", "held": True, "crisis": False},
                {"meeting": 3, "day": "2026-02-01", "held": True},
                {"meeting": 4, "day": "2026-03-01", "held": False, "crisis": True},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def crisis_driven(view: View) -> pl.DataFrame:
    """Meetings triggered by an event, of the meetings held in twelve months (domain, 9.1, R4)."""
    return share(view.within("meetings", 12).filter(pl.col("held")), pl.col("crisis"))


@indicator(
    id="R5", family=Family.RHYTHM, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Rythme des groupes", en="Group rhythm",
    formula="pour chaque groupe, réunions tenues hors crise, plafonnées aux réunions promises par son "
    "règlement ; somme rapportée aux réunions promises",
    numerator="réunions promises et tenues", denominator="réunions promises, au prorata de la vie du groupe",
    comparator=Comparator.TEXT, reference="toutes les réunions promises par le règlement intérieur",
    claim="Les instances de terrain aident la coopération.", source=RARE,
    caution="Promettre peu donne un bon chiffre ; un groupe sans rythme écrit n'est pas compté, il est listé "
    "à part. L'excès d'un groupe ne compense pas le manque d'un autre.",
    cluster="rhythm", frames=("bodies", "meetings"),
    example=Example(
        day="2026-06-30",
        rows={
            "partnerships": [{"opened": "2018-01-01"}],
            "bodies": [
                {"body": 1, "sitting": "group", "opened": "2018-01-01", "promised_per_year": 2.0},
                {"body": 2, "sitting": "group", "opened": "2018-01-01", "promised_per_year": 4.0},
                {"body": 3, "sitting": "group", "opened": "2018-01-01"},
            ],
            "meetings": [
                {"meeting": 1, "body": 1, "day": "2025-10-01", "held": True},
                {"meeting": 2, "body": 1, "day": "2025-12-01", "held": True},
                {"meeting": 3, "body": 1, "day": "2026-02-01", "held": True},
                {"meeting": 4, "body": 2, "day": "2026-03-01", "held": True, "crisis": True},
                {"meeting": 5, "body": 2, "day": "2026-04-01", "held": True},
                {"meeting": 6, "body": 2, "day": "2026-05-01"},
                {"meeting": 7, "body": 3, "day": "2026-05-05", "held": True},
            ],
        },
        expect={"yes": 3, "unknown": 1, "total": 6},
    ),
)  # fmt: skip
def group_rhythm(view: View) -> pl.DataFrame:
    """Meetings promised by the règlement and held, of those promised (scenario, section 6, R5)."""
    groups = _promised(view)
    ordinary = view.within("meetings", 12).filter(~pl.col("crisis").fill_null(False))
    met = ordinary.group_by("partnership", "body").agg(
        held=pl.col("held").sum().cast(pl.Int64), doubtful=pl.col("held").is_null().sum().cast(pl.Int64)
    )
    counted = groups.join(met, on=["partnership", "body"], how="left").fill_null(0)
    sure = pl.min_horizontal("held", "promised")
    most = pl.min_horizontal(pl.col("held") + pl.col("doubtful"), "promised")
    return counted.group_by("partnership").agg(
        yes=sure.sum(), unknown=(most - sure).sum(), total=pl.col("promised").sum()
    )


def _promised(view: View) -> pl.DataFrame:
    """`partnership`, `body`, `promised`: meetings owed in the window, clipped to the life of the body."""
    first = view.start(12)
    opened = pl.max_horizontal(pl.col("opened"), pl.lit(first).dt.offset_by("1d"))
    ended = pl.min_horizontal(pl.col("closed").fill_null(view.day), pl.lit(view.day))
    years = ((ended - opened).dt.total_days() + 1).clip(0) / YEAR
    owed = (pl.col("promised_per_year") * years).round().cast(pl.Int64)
    groups = view.table("bodies").filter(~PLENARY, pl.col("promised_per_year") > 0)
    return groups.select("partnership", "body", promised=owed).filter(pl.col("promised") > 0)


def unpromised(view: View) -> pl.DataFrame:
    """`partnership`, `body`: groups at work whose règlement promises no rhythm; R5 cannot count them."""
    silent = view.in_force("bodies", "closed").filter(~PLENARY, pl.col("promised_per_year").is_null())
    return silent.select("partnership", "body")
