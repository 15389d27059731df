"""Rhythm, further: silence of the council, its longest gap, urgency, what a plenary is for (9.1 and 9.8)."""

from datetime import timedelta

import polars as pl

from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share, tally
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.rhythm import PLENARY, over
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

ASLEEP = "Gautron 2010, conclusion"
MASSES = "Gautron 2010, II.2.B"
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}
_SILENT: Rows = {
    **_OPENED,
    "meetings": [
        {"meeting": 1, "sitting": "plenary", "day": "2024-04-01", "held": True},
        {"meeting": 2, "sitting": "plenary", "day": "2025-05-26", "held": True},
        {"meeting": 3, "sitting": "plenary", "day": "2026-06-01", "held": False},
        {"meeting": 4, "sitting": "watch", "day": "2026-03-01", "held": True},
    ],
}


@indicator(
    id="R2", family=Family.RHYTHM, kind=Kind.VALUE, unit=Unit.DAYS, months=12, good=Direction.LOW,
    fr="Jours depuis la dernière plénière", en="Days since the last plenary",
    formula="jours écoulés depuis la dernière plénière tenue ; s'il n'y en eut jamais, depuis l'ouverture ; "
    "inconnu si une plénière prévue depuis reste sans suite écrite",
    numerator="jours écoulés", denominator="sans objet : c'est une durée",
    comparator=Comparator.LAW, threshold=365.0,
    reference="365 jours (une plénière par an ; notre lecture de « par an » est à confirmer) ; 28 % des "
    "conseils en sommeil en 2015",
    claim="Bien des conseils sont « en sommeil ».", source=ASLEEP,
    caution="Dépend de la saison du jour de lecture : lire aussi le plus long silence (R2g) et le sommeil "
    "(R2d).",
    judged=False, with_=("R2d", "R2g"), least=1, frames=("meetings",),
    example=Example(day="2026-06-30", rows=_SILENT, expect={"value": 400.0, "n": None}),
)  # fmt: skip
def days_since_plenary(view: View) -> pl.DataFrame:
    """Days since the last plenary held, at least since the opening if none ever was (section 6, R2).

    Null where a later one was planned, its day has passed, and nothing is recorded of it.
    """
    doubtful = pl.col("held").is_null() & over(view)
    last = (
        view.table("meetings")
        .group_by("partnership")
        .agg(
            last=pl.col("day").filter(PLENARY & pl.col("held")).max(),
            doubt=pl.col("day").filter(PLENARY & doubtful).max(),
        )
    )
    dated = last.join(view.table("partnerships").select("partnership", "opened"), on="partnership")
    latest = pl.coalesce("last", "opened")
    doubted = (pl.col("doubt") > latest).fill_null(False)
    since = pl.when(doubted).then(None).otherwise(pl.lit(view.day) - latest)
    return dated.select("partnership", value=since.dt.total_days().cast(pl.Float64), n=pl.lit(None))


@indicator(
    id="R2g", family=Family.RHYTHM, kind=Kind.VALUE, unit=Unit.DAYS, months=24, good=Direction.LOW,
    fr="Plus long silence entre deux plénières", en="Longest gap between plenaries",
    formula="plus long intervalle sans plénière qui se termine dans les 24 mois, ou qui court encore",
    numerator="jours du plus long intervalle", denominator="sans objet : c'est une durée",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Bien des conseils sont « en sommeil ».", source=ASLEEP,
    caution="Une plénière tenue mais jamais écrite allonge le silence.",
    judged=False, least=1, frames=("meetings",),
    example=Example(day="2026-06-30", rows=_SILENT, expect={"value": 420.0}),
)  # fmt: skip
def longest_gap(view: View) -> pl.DataFrame:
    """Longest time without plenary that ends in 24 months or still runs, in days (section 6, R2)."""
    known = view.table("meetings").select("partnership").unique()
    held = view.table("meetings").filter(PLENARY, pl.col("held")).select("partnership", "day")
    opened = view.table("partnerships").select("partnership", day="opened")
    today = opened.with_columns(day=pl.lit(view.day))
    gap = pl.col("day").diff().over("partnership").dt.total_days().cast(pl.Float64)
    ends = pl.concat([opened, held, today]).sort("partnership", "day").with_columns(gap=gap)
    recent = (
        ends.filter(pl.col("day") > view.start(24)).group_by("partnership").agg(value=pl.col("gap").max())
    )
    return recent.join(known, on="partnership", how="semi").with_columns(n=pl.lit(None))


@indicator(
    id="R2d", family=Family.RHYTHM, kind=Kind.FLAG, unit=Unit.COUNT, months=12, good=Direction.LOW,
    fr="En sommeil", en="Dormant",
    formula="aucune plénière depuis plus de 365 jours, et aucune autre réunion depuis 180 jours",
    numerator="signes présents", denominator="signes lisibles, sur deux",
    comparator=Comparator.OURS,
    reference="28 % des conseils en sommeil en 2015 (neuvième rapport au Parlement, source secondaire) ; les "
    "deux délais sont les nôtres",
    claim="Bien des conseils sont « en sommeil ».", source=ASLEEP,
    caution="Une réunion prévue dont rien n'est écrit laisse la question ouverte : ni réveil, ni sommeil.",
    judged=False, least=1, frames=("meetings",),
    example=Example(day="2026-06-30", rows=_SILENT, expect={"met": 1, "of": 2, "fired": False}),
)  # fmt: skip
def dormant(view: View) -> pl.DataFrame:
    """No plenary in 365 days and no other formation in 180 (section 6, R2); null: cannot be said."""
    year, half = (view.day - timedelta(days=days) for days in (365, 180))
    met = pl.col("held")
    told = (
        view.table("meetings")
        .group_by("partnership")
        .agg(
            plenary=~met.filter(PLENARY, pl.col("day") >= year).any(ignore_nulls=False),
            other=~met.filter(~PLENARY, pl.col("day") >= half).any(ignore_nulls=False),
        )
    )
    signs = [pl.col("plenary"), pl.col("other")]
    return told.select(
        "partnership", met=pl.sum_horizontal(signs).cast(pl.Int64),
        of=pl.sum_horizontal(sign.is_not_null() for sign in signs).cast(pl.Int64),
        fired=pl.col("plenary") & pl.col("other"),
    )  # fmt: skip


@indicator(
    id="R4b", family=Family.RHYTHM, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.LOW,
    fr="Actions communes ouvertes dans l'urgence", en="Joint actions opened within a week of an event",
    formula="actions communes ouvertes dans les 7 jours après un événement rapportées aux actions communes "
    "en vigueur",
    numerator="actions communes ouvertes dans les 7 jours", denominator="actions communes en vigueur",
    comparator=Comparator.PAST, reference="son propre passé ; les 7 jours sont un repère de l'installation",
    claim="La coopération ne se noue que dans l'urgence.", source="Gautron 2010, résumé",
    caution="Une réponse rapide est bonne en soi : c'est l'absence des autres actions qui interroge.",
    with_=("R4",), frames=("sheets",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "sheets": [
                {"sheet": 1, "start": "2025-09-01", "common": True, "after_event": True},
                {"sheet": 2, "start": "2025-10-01", "common": True, "after_event": False},
                {"sheet": 3, "start": "2025-11-01", "common": True},
                {"sheet": 4, "start": "2025-12-01", "common": False, "after_event": True},
                {"sheet": 5, "start": "2022-01-01", "end": "2025-01-01", "common": True, "after_event": True},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def opened_in_urgency(view: View) -> pl.DataFrame:
    """Joint actions opened within seven days of an event, of those in force (domain, 9.8, R4b)."""
    return share(view.in_force("sheets").filter(pl.col("common")), pl.col("after_event"))


_PLENARIES: Rows = {
    **_OPENED,
    "meetings": [
        {"meeting": 1, "sitting": "plenary", "day": "2025-11-01", "held": True, "hours": 2.0, "spoke": 6,
         "present": 15},
        {"meeting": 2, "sitting": "plenary", "day": "2026-05-01", "held": True, "present": 10},
        {"meeting": 3, "sitting": "group", "day": "2026-05-10", "held": True, "hours": 3.0, "spoke": 4,
         "present": 4},
    ],
    "decisions": [
        {"decision": 1, "meeting": 1, "day": "2025-11-01"},
        {"decision": 2, "meeting": 1, "day": "2025-11-01"},
        {"decision": 3, "meeting": 2, "day": "2026-05-01"},
        {"decision": 4, "meeting": 3, "day": "2026-05-10"},
    ],
    "items": [
        {"item": 1, "day": "2025-11-01", "sitting": "plenary", "for_decision": True},
        {"item": 2, "day": "2025-11-01", "sitting": "plenary", "for_decision": False},
        {"item": 3, "day": "2026-05-01", "sitting": "plenary"},
        {"item": 4, "day": "2026-05-10", "sitting": "group", "for_decision": True},
    ],
}  # fmt: skip


@indicator(
    id="R6", family=Family.RHYTHM, kind=Kind.COUNT, unit=Unit.RATIO, months=12, good=Direction.HIGH,
    fr="Décisions par heure de plénière", en="Decisions per plenary hour",
    formula="décisions prises en plénière rapportées aux heures de plénière, séances de durée connue",
    numerator="décisions prises en plénière", denominator="heures de plénière",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les plénières sont de « grandes messes ».", source=MASSES,
    caution="Décider vite n'est pas décider ensemble : ne se lit jamais sans D1 et D2.",
    judged=False, with_=("D1", "D2"), frames=("meetings", "decisions"),
    example=Example(day="2026-06-30", rows=_PLENARIES, expect={"count": 2, "exposure": 2.0}),
)  # fmt: skip
def decisions_per_hour(view: View) -> pl.DataFrame:
    """Decisions taken in plenaries of known duration, by hour (domain, 9.8, R6); exposure in hours."""
    timed = _plenaries(view).filter(pl.col("hours") > 0)
    taken = view.within("decisions", 12).join(timed, on=["partnership", "meeting"], how="semi")
    hours = timed.group_by("partnership").agg(exposure=pl.col("hours").sum())
    counted = taken.group_by("partnership").agg(count=pl.len().cast(pl.Int64))
    return hours.join(counted, on="partnership", how="left").with_columns(pl.col("count").fill_null(0))


@indicator(
    id="R6i", family=Family.RHYTHM, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Points à décider en plénière", en="Items for decision in plenaries",
    formula="points soumis à décision rapportés aux points inscrits aux plénières",
    numerator="points soumis à décision", denominator="points inscrits aux plénières",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les plénières sont de « grandes messes » où l'on informe.", source=MASSES,
    caution="Ce qui se décide en formation restreinte n'est pas compté ici.", frames=("items",),
    example=Example(day="2026-06-30", rows=_PLENARIES, expect={"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def items_for_decision(view: View) -> pl.DataFrame:
    """Items of plenaries put to a decision, of all their items in twelve months (domain, 9.8, R6)."""
    return share(view.within("items", 12).filter(PLENARY), pl.col("for_decision"))


@indicator(
    id="R6s", family=Family.RHYTHM, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Institutions qui ont pris la parole", en="Institutions that spoke",
    formula="institutions qui ont pris la parole rapportées aux institutions présentes, en plénière",
    numerator="prises de parole, une par institution et séance", denominator="présences d'institutions",
    comparator=Comparator.PAST, reference="son propre passé",
    claim="Les plénières sont de « grandes messes » où peu parlent.", source=MASSES,
    caution="Champ facultatif : une séance où il n'est pas rempli compte comme inconnue.",
    judged=False, frames=("meetings",),
    example=Example(day="2026-06-30", rows=_PLENARIES, expect={"yes": 6, "unknown": 10, "total": 25}),
)  # fmt: skip
def spoke(view: View) -> pl.DataFrame:
    """Institutions that spoke, of those present at plenaries (domain, 9.8, R6; optional field)."""
    counted = _plenaries(view).filter(pl.col("present") > 0)
    silent = pl.when(pl.col("spoke").is_null()).then("present").otherwise(0)
    heard = pl.min_horizontal(pl.col("spoke").fill_null(0), "present")
    return tally(counted, heard, pl.col("present"), silent)


def _plenaries(view: View) -> pl.DataFrame:
    return view.within("meetings", 12).filter(PLENARY, pl.col("held"))
