"""Territory: intercommunality, the departmental plan, what is in force (domain, 9.7 and 9.8)."""

import polars as pl

from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Level, Unit

DECLINE = "Gautron 2010, conclusion"
OPENED = [{"opened": "2020-01-01"}]
CONTRACTS = [
    {"contract": 1, "start": "2024-01-01", "intercommunal": True, "communes": 8, "left": 2},
    {"contract": 2, "start": "2025-01-01", "intercommunal": False, "left": 0},
    {"contract": 3, "start": "2022-01-01", "end": "2025-12-31", "intercommunal": True, "left": None},
    {"contract": 4, "start": "2026-09-01", "intercommunal": True, "left": 5},
]
BODIES = [
    {"body": 1, "opened": "2021-01-01"}, {"body": 2, "opened": "2021-01-01", "closed": "2025-09-30"},
    {"body": 3, "opened": "2022-01-01", "closed": "2026-12-31"},
]  # fmt: skip


@indicator(
    id="T1", family=Family.TERRITORY, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Actions portées par plusieurs communes", en="Real intercommunality",
    formula="actions où deux communes ou plus s'engagent / actions du contrat intercommunal",
    numerator="actions de deux communes ou plus", denominator="fiches en vigueur des contrats intercommunaux",
    reference="son propre passé", claim="L'intercommunalité reste de façade : chacun garde ses moyens.",
    source="Gautron 2010, II.2.A",
    caution="Une action d'une seule commune peut servir à toutes. Hors contrat intercommunal, pas de "
    "chiffre.",
    frames=("sheets", "contracts"),
    example=Example("2026-06-30", {"partnerships": OPENED, "contracts": CONTRACTS, "sheets": [
        {"sheet": 1, "contract": 1, "start": "2024-01-01", "communes": 3},
        {"sheet": 2, "contract": 1, "start": "2024-01-01", "communes": 1},
        {"sheet": 3, "contract": 1, "start": "2024-01-01", "communes": None},
        {"sheet": 4, "contract": 2, "start": "2025-01-01", "communes": 1},
    ]}, {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def several_communes(view: View) -> pl.DataFrame:
    """Actions with commitments of two communes or more, of the intercommunal contract (domain, 9.7)."""
    between = (
        view.in_force("contracts").filter(pl.col("intercommunal")).select("partnership", "contract").unique()
    )
    sheets = view.in_force("sheets").join(between, on=["partnership", "contract"], how="semi")
    return share(sheets, pl.col("communes") >= 2)


@indicator(
    id="T2", family=Family.TERRITORY, kind=Kind.SHARE, unit=Unit.PERCENT, months=12, good=Direction.HIGH,
    fr="Actions comparées au plan départemental", en="Plan check",
    formula="actions dont la compatibilité avec le plan départemental a un avis écrit / actions",
    numerator="actions avec un avis", denominator="fiches en vigueur",
    comparator=Comparator.LAW, threshold=1.0,
    reference="les actions ne doivent pas être incompatibles avec le plan (CSI, L. 132-6) ; l'avis écrit "
    "est le nôtre",
    claim="L'État encadre l'action locale.", source="Gautron 2010, II.1.B ; CSI, L. 132-6",
    caution="L'avis peut être défavorable : on lit qu'il existe, non ce qu'il dit.",
    frames=("sheets",),
    example=Example("2026-06-30", {"partnerships": OPENED, "sheets": [
        {"sheet": 1, "start": "2024-01-01", "plan_opinion": True},
        {"sheet": 2, "start": "2024-01-01", "plan_opinion": False},
        {"sheet": 3, "start": "2024-01-01", "plan_opinion": None},
        {"sheet": 4, "start": "2020-01-01", "end": "2022-12-31", "plan_opinion": False},
    ]}, {"yes": 1, "unknown": 1, "total": 3}),
)  # fmt: skip
def plan_check(view: View) -> pl.DataFrame:
    """Actions with a recorded opinion of compatibility, of actions in force (CSI, art. L. 132-6)."""
    return share(view.in_force("sheets"), pl.col("plan_opinion"))


def _standing(view: View, back: int) -> pl.DataFrame:
    """`partnership`, `n`: bodies and contracts in force so many months before the day, if alive then."""
    on = view.start(back)
    parts = [
        view.table(name).filter(pl.col(begun) <= on, pl.col(ended).is_null() | (pl.col(ended) >= on))
        for name, begun, ended in (("bodies", "opened", "closed"), ("contracts", "start", "end"))
    ]
    both = pl.concat([part.select("partnership") for part in parts])
    held = both.group_by("partnership").agg(n=pl.len().cast(pl.Int64))
    alive = view.table("partnerships").filter(pl.col("opened") <= on).select("partnership")
    return alive.join(held, on="partnership", how="left").with_columns(pl.col("n").fill_null(0))


@indicator(
    id="T3", family=Family.TERRITORY, kind=Kind.COUNT, unit=Unit.COUNT, months=12, judged=False,
    fr="Instances et contrats en vigueur", en="Bodies and contracts in force",
    formula="instances ouvertes et contrats en vigueur au jour de lecture",
    numerator="instances et contrats", denominator="le jour de lecture", level=Level.DEPARTEMENT,
    comparator=Comparator.TEXT,
    reference="867 conseils en 2006, 790 au début de 2009 ; 687 puis 414 contrats locaux",
    claim="Les instances et les contrats reculent.", source=DECLINE,
    caution="Un stock compté un jour, non une série d'épreuves : ses bornes n'ont pas de sens ici. Plus "
    "d'instances n'est pas mieux.",
    cluster="decline", with_=("T3c",), frames=("bodies", "contracts"),
    example=Example("2026-06-30", {"partnerships": OPENED, "bodies": BODIES, "contracts": CONTRACTS},
                    {"count": 4, "exposure": 1.0}),
)  # fmt: skip
def in_force(view: View) -> pl.DataFrame:
    """Bodies and contracts in force on the day; the exposure is one day of reading (domain, 9.8)."""
    return _standing(view, 0).select("partnership", count="n", exposure=pl.lit(1.0))


@indicator(
    id="T3c", family=Family.TERRITORY, kind=Kind.VALUE, unit=Unit.PERCENT, months=24, judged=False,
    fr="Variation sur un an des instances et contrats", en="Yearly change in force",
    formula="(en vigueur aujourd'hui moins en vigueur un an plus tôt) / en vigueur un an plus tôt",
    numerator="variation en un an", denominator="instances et contrats en vigueur un an plus tôt",
    level=Level.DEPARTEMENT, comparator=Comparator.TEXT,
    reference="conseils : -8,9 % de 2006 à 2009 ; contrats locaux : -39,7 %",
    claim="Les instances et les contrats reculent.", source=DECLINE,
    caution="Sur un partenariat, une instance de plus ou de moins fait tout le chiffre.",
    cluster="decline", with_=("T3",), frames=("bodies", "contracts"),
    example=Example("2026-06-30", {"partnerships": OPENED, "bodies": BODIES, "contracts": CONTRACTS},
                    {"value": -0.3333, "n": 6}),
)  # fmt: skip
def yearly_change(view: View) -> pl.DataFrame:
    """Relative change in a year of the bodies and contracts in force (domain, 9.8)."""
    both = _standing(view, 0).join(_standing(view, 12), on="partnership", suffix="_before")
    known = both.filter(pl.col("n_before") > 0)
    return known.select(
        "partnership", value=(pl.col("n") - pl.col("n_before")) / pl.col("n_before"), n="n_before"
    )


@indicator(
    id="T4", family=Family.TERRITORY, kind=Kind.COUNT, unit=Unit.COUNT, months=12, judged=False,
    good=Direction.LOW, fr="Communes parties d'un contrat intercommunal", en="Communes that left",
    formula="communes sorties des contrats intercommunaux en vigueur",
    numerator="communes sorties", denominator="contrats intercommunaux en vigueur",
    reference="son propre passé", claim="L'intercommunalité recule.", source=DECLINE,
    caution="Un départ peut suivre une fusion de communes. Contrat dont les départs ne sont pas notés : "
    "laissé de côté.",
    frames=("contracts",),
    example=Example("2026-06-30", {"partnerships": OPENED, "contracts": CONTRACTS},
                    {"count": 2, "exposure": 1.0}),
)  # fmt: skip
def communes_that_left(view: View) -> pl.DataFrame:
    """Communes that left an intercommunal contract in force; exposure: contracts read (domain, 9.8)."""
    read = view.in_force("contracts").filter(pl.col("intercommunal")).drop_nulls("left")
    return read.group_by("partnership").agg(
        count=pl.col("left").sum().cast(pl.Int64), exposure=pl.len().cast(pl.Float64)
    )
