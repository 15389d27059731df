"""People, never named: how many carry the plan, who leaves, what is handed over (domain, 9.7 and 9.8).

The load of one person (H4) is not here: frames hold no person. See `observatory.selectors.load`.
"""

import polars as pl

from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.indicators.waits import elapsed, median_wait, pooled
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit

CARRIED = "Gautron 2010, II.2.B"
MOVED = "Gautron 2010, II.2.B, d'après Donzelot, Wyvekens 2004"
LOST = "Gautron 2010, II.2.B, d'après Le Goff 2003 ; Tiévant 2002"
OPENED = [{"opened": "2020-01-01"}]
SHEETS = [
    {"sheet": n, "start": "2024-01-01", "pilot": pilot}
    for n, pilot in enumerate((11, 11, 11, 12, 12, 13, 14, None), start=1)
] + [{"sheet": 9, "start": "2020-01-01", "end": "2023-12-31", "pilot": 15}]
LEFT = [
    {"seat": 1, "left": "2024-09-01", "note": True, "filled": "2024-10-01", "tenure_months": 30.0,
     "piloted": 4, "quiet_90": 1},
    {"seat": 2, "left": "2025-09-01", "note": False, "filled": "2025-12-10", "tenure_months": 14.0,
     "piloted": 2, "quiet_90": 2},
    {"seat": 3, "left": "2025-11-01", "note": None, "filled": None, "tenure_months": 50.0,
     "piloted": 3, "quiet_90": None},
    {"seat": 4, "left": "2026-05-15", "note": True, "filled": "2026-07-15", "tenure_months": 20.0,
     "piloted": 5, "quiet_90": 5},
    {"seat": 5, "left": "2026-09-01", "note": False, "filled": None, "tenure_months": 20.0,
     "piloted": 1, "quiet_90": 1},
]  # fmt: skip


def _by_pilot(view: View) -> pl.DataFrame:
    """`partnership`, `n`: sheets in force of each pilot, most first; pilots are opaque numbers."""
    piloted = view.in_force("sheets").drop_nulls("pilot")
    by_pilot = piloted.group_by("partnership", "pilot").agg(n=pl.len().cast(pl.Int64))
    return by_pilot.sort("partnership", "n", descending=[False, True]).drop("pilot")


@indicator(
    id="H1", family=Family.PEOPLE, kind=Kind.VALUE, unit=Unit.COUNT, months=12, judged=False,
    fr="Départs qui laisseraient la moitié des fiches sans pilote", en="Dependence on persons",
    formula="plus petit nombre de personnes dont le départ laisse la moitié des fiches sans pilote",
    numerator="personnes, des plus chargées aux moins chargées",
    denominator="fiches en vigueur qui ont un pilote",
    reference="son propre passé", claim="Le partenariat tient à quelques personnes.", source=CARRIED,
    caution="Nombre entier, trois au plus presque partout : un petit contrat paraît toujours fragile. "
    "Décrit, "
    "n'accuse pas. Aucun nom.",
    cluster="people", with_=("H1m", "H1t"), frames=("sheets",),
    example=Example("2026-06-30", {"partnerships": OPENED, "sheets": SHEETS}, {"value": 2, "n": 7}),
)  # fmt: skip
def departures_to_half(view: View) -> pl.DataFrame:
    """Smallest number of pilots who together hold at least half of the piloted sheets (domain, 9.7)."""
    ranked = _by_pilot(view).with_columns(
        held=pl.col("n").cum_sum().over("partnership"), all=pl.col("n").sum().over("partnership")
    )
    return ranked.group_by("partnership").agg(
        value=((2 * pl.col("held")) < pl.col("all")).sum().cast(pl.Float64) + 1, n=pl.col("all").first()
    )


@indicator(
    id="H1t", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, judged=False,
    fr="Part des fiches des trois plus chargés", en="Top-three share of pilot roles",
    formula="fiches pilotées par les trois personnes qui en pilotent le plus / fiches qui ont un pilote",
    numerator="fiches des trois premiers pilotes", denominator="fiches en vigueur qui ont un pilote",
    reference="son propre passé", claim="Le partenariat tient à quelques personnes.", source=CARRIED,
    caution="Trois pilotes font tout d'un contrat de trois fiches : lire avec le nombre de fiches. Aucun "
    "nom.",
    cluster="people", with_=("H1m",), frames=("sheets",),
    example=Example("2026-06-30", {"partnerships": OPENED, "sheets": SHEETS},
                    {"yes": 6, "unknown": 0, "total": 7}),
)  # fmt: skip
def top_three_share(view: View) -> pl.DataFrame:
    """Piloted sheets held by the three pilots who hold most (domain, 9.7)."""
    return _by_pilot(view).group_by("partnership", maintain_order=True).agg(
        yes=pl.col("n").head(3).sum(), unknown=pl.lit(0, pl.Int64), total=pl.col("n").sum()
    )  # fmt: skip


@indicator(
    id="H1m", family=Family.PEOPLE, kind=Kind.VALUE, unit=Unit.EFFECTIVE, months=12, good=Direction.HIGH,
    fr="Nombre équivalent de pilotes", en="Effective number of pilots",
    formula="1 / probabilité que deux fiches prises au hasard, sans remise, aient le même pilote",
    numerator="paires de fiches", denominator="paires de fiches du même pilote",
    reference="son propre passé", claim="Le partenariat tient à quelques personnes.", source=CARRIED,
    caution="Estime le vivier de pilotes : peut dépasser le nombre de fiches. Décrit, ne diagnostique pas ; "
    "un petit "
    "contrat est souvent porté par peu de monde. Aucun nom.",
    cluster="people", with_=("H1", "H1t"), frames=("sheets",),
    example=Example("2026-06-30", {"partnerships": OPENED, "sheets": SHEETS}, {"value": 5.25, "n": 7}),
)  # fmt: skip
def effective_pilots(view: View) -> pl.DataFrame:
    """Inverse of Simpson's index without replacement (Simpson 1949, Nature 163; scenario, section 6, H1m).

    With as many pilots as sheets no pair is shared: half a pair is counted instead of none, so that the
    figure stays finite and above that of a single shared pair.
    """
    found = _by_pilot(view).group_by("partnership").agg(
        n=pl.col("n").sum(), same=(pl.col("n") * (pl.col("n") - 1)).sum()
    )  # fmt: skip
    pairs = pl.col("n") * (pl.col("n") - 1)
    told = found.filter(pl.col("n") > 1).with_columns(value=pairs / pl.col("same").clip(lower_bound=1))
    return told.select("partnership", "value", "n")


@indicator(
    id="H2", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, judged=False,
    fr="Sièges dont le titulaire a changé", en="Turnover",
    formula="sièges dont le titulaire est parti en 12 mois / sièges en vigueur pendant ces 12 mois",
    numerator="sièges dont le titulaire est parti",
    denominator="sièges en vigueur, tout ou partie de l'année",
    reference="son propre passé", claim="Préfets et magistrats changent souvent.", source=MOVED,
    caution="La mobilité se décide ailleurs : ce chiffre situe, et c'est la transmission (H3) qui se juge.",
    with_=("H3",), frames=("seats", "holders"),
    example=Example("2026-06-30", {"partnerships": OPENED, "holders": LEFT, "seats": [
        {"seat": n, "start": "2021-01-01"} for n in (1, 2, 3, 4)
    ] + [{"seat": 9, "start": "2020-02-01", "end": "2025-01-31"}]}, {"yes": 3, "unknown": 0, "total": 4}),
)  # fmt: skip
def turnover(view: View) -> pl.DataFrame:
    """Seats whose holder left within 12 months, of the seats in force in them (domain, 9.7)."""
    start = view.start(12)
    seats = view.table("seats").filter(pl.col("end").is_null() | (pl.col("end") > start))
    left = view.within("holders", 12).select("partnership", "seat", moved=pl.lit(True)).unique()
    both = seats.select("partnership", "seat").unique().join(left, on=["partnership", "seat"], how="left")
    return share(both, pl.col("moved").fill_null(False))


@indicator(
    id="H2t", family=Family.PEOPLE, kind=Kind.VALUE, unit=Unit.MONTHS, months=24, judged=False,
    fr="Durée médiane des titulaires partis", en="Median tenure",
    formula="médiane du temps passé sur le siège par ceux qui l'ont quitté",
    numerator="mois passés sur le siège", denominator="départs en 24 mois",
    reference="son propre passé", claim="Préfets et magistrats changent souvent.", source=MOVED,
    caution="Ceux qui restent n'y sont pas : ce n'est pas la durée qu'un nouveau venu peut attendre.",
    with_=("H2",), frames=("holders",),
    example=Example("2026-06-30", {"partnerships": OPENED, "holders": LEFT}, {"value": 25.0, "n": 4}),
)  # fmt: skip
def tenure(view: View) -> pl.DataFrame:
    """Median months spent on the seat by holders who left in 24 months (domain, 9.7)."""
    left = view.within("holders", 24).drop_nulls("tenure_months")
    return left.group_by("partnership").agg(value=pl.col("tenure_months").median(), n=pl.len().cast(pl.Int64))


@indicator(
    id="H3", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Départs avec une note de transmission", en="Handover",
    formula="départs suivis d'une note de transmission / départs",
    numerator="départs avec note", denominator="départs d'un siège en 24 mois",
    reference="son propre passé", claim="L'expérience se perd quand les personnes partent.", source=LOST,
    caution="Les départs viennent des dates de fin de siège, non des notes : un départ sans rien d'écrit "
    "reste au total.",
    cluster="memory", with_=("H3d",), frames=("holders",),
    example=Example("2026-06-30", {"partnerships": OPENED, "holders": LEFT},
                    {"yes": 2, "unknown": 1, "total": 4}),
)  # fmt: skip
def handover(view: View) -> pl.DataFrame:
    """Departures with a handover note, of departures of 24 months (scenario, section 6, H3m)."""
    return share(view.within("holders", 24), pl.col("note"))


@indicator(
    id="H3d", family=Family.PEOPLE, kind=Kind.VALUE, unit=Unit.DAYS, months=24, good=Direction.LOW,
    fr="Durée médiane de vacance d'un siège", en="Days vacant",
    formula="nombre de jours au bout duquel la moitié des sièges quittés est pourvue",
    numerator="jours sans titulaire", denominator="départs d'un siège en 24 mois, vacances en cours "
    "comprises",
    reference="son propre passé", claim="L'expérience se perd quand les personnes partent.", source=LOST,
    caution="Une vacance encore ouverte compte comme attente en cours : l'oublier raccourcirait la durée.",
    cluster="memory", with_=("H3",), frames=("holders",),
    example=Example("2026-06-30", {"partnerships": OPENED, "holders": LEFT}, {"value": 100.0, "n": 4}),
)  # fmt: skip
def days_vacant(view: View) -> pl.DataFrame:
    """Days by which half of the seats left are filled, open ones censored (Kaplan and Meier, 1958)."""
    vacant = (pl.col("filled") - pl.col("left")).dt.total_days().fill_null(elapsed(view, "left"))
    return median_wait(view.within("holders", 24), vacant, pl.col("filled").is_not_null())


@indicator(
    id="H3b", family=Family.PEOPLE, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.LOW,
    fr="Fiches sans suite après un départ", en="Sheets gone quiet after a departure",
    formula="fiches d'une personne partie, sans événement pendant 90 jours / fiches de ces personnes",
    numerator="fiches restées sans événement",
    denominator="fiches pilotées par ceux qui sont partis, 90 jours passés",
    comparator=Comparator.OURS, reference="90 jours : repère de cette installation",
    claim="L'expérience se perd quand les personnes partent.", source=LOST,
    caution="Un départ de moins de 90 jours n'est dans aucun total : on ne sait pas encore.",
    cluster="memory", with_=("H3",), frames=("holders",),
    example=Example("2026-06-30", {"partnerships": OPENED, "holders": LEFT},
                    {"yes": 3, "unknown": 3, "total": 9}),
)  # fmt: skip
def gone_quiet(view: View) -> pl.DataFrame:
    """Sheets of a departed person without event for 90 days, of sheets of that person (domain, 9.8)."""
    past = view.within("holders", 24).filter(elapsed(view, "left") > 90)
    return pooled(past, pl.col("quiet_90"), pl.col("piloted"))
