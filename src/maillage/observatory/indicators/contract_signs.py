"""The contract without co-production: five signs with their certainty, and a flag that comes last (C12)."""

import polars as pl

from maillage.observatory.indicators.content_sheets import joint_origin, sheets_of_several
from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.presence import mere_presence
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.rhythm import PLENARY, group_rhythm
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit
from maillage.science import proportion

KEYS = ("joint", "origin", "mute", "rhythm", "evaluation")
SURE = 0.8  # posterior probability from which a sign is met
ENOUGH = 3  # signs out of five
SINCE = 18  # months in force before anything is said
_ON = "2026-06-30"


def signs(view: View) -> pl.DataFrame:
    """`partnership`, `key`, `met`, `certainty`, `words`: the five signs of C12m (scenario, section 6).

    Certainty: posterior probability (Jeffreys prior) of being beyond the stated cut, the unknown counted in
    favour of the partnership; null where there is nothing to read. A sign is met from 0.8.
    """
    return view.keep(("signs",), lambda: _signs(view))


def _signs(view: View) -> pl.DataFrame:
    told = [
        _under(
            sheets_of_several(view), 0.5,
            "fiches où plusieurs s'engagent : {} sur {} (repère : moins de la moitié)",
        ),
        _under(
            joint_origin(view), 1 / 3,
            "fiches nées d'une délibération commune : {} sur {} (repère : moins d'un tiers)",
        ),
        _mute(view),
        _rhythm(view),
        _evaluation(view),
    ]  # fmt: skip
    frame = view.table("partnerships").select("partnership")
    whole = [frame.join(one, on="partnership", how="left").with_columns(key=pl.lit(key))
             for key, one in zip(KEYS, told, strict=True)]  # fmt: skip
    return pl.concat(whole).select(
        "partnership", "key", met=pl.col("certainty") >= SURE, certainty="certainty",
        words=pl.col("words").fill_null("rien n'est écrit qui permette de le dire"),
    ).sort("partnership", maintain_order=True)  # fmt: skip


def _below(counted: pl.DataFrame, cut: float) -> pl.DataFrame:
    """Adds `certainty` that the share is under `cut`, every unknown counted as a yes."""
    most, total = (counted.select(one).to_series().to_numpy() for one in (
        pl.col("yes") + pl.col("unknown"), pl.col("total")))  # fmt: skip
    sure = pl.Series("certainty", proportion.probability_below(most, total, cut), dtype=pl.Float64)
    return counted.with_columns(sure.fill_nan(None))


def _words(text: str) -> pl.Expr:
    known = pl.col("total") - pl.col("unknown")
    doubt = pl.when(pl.col("unknown") > 0).then(pl.format(", {} inconnues", "unknown")).otherwise(pl.lit(""))
    return pl.format(text + "{}", "yes", known, doubt)


def _under(counted: pl.DataFrame, cut: float, text: str) -> pl.DataFrame:
    return _below(counted, cut).select("partnership", "certainty", words=_words(text))


def _mute(view: View) -> pl.DataFrame:
    """More than a quarter of the institutions present brought nothing (P5m), the unknown having brought."""
    counted = mere_presence(view)
    spoke = counted.with_columns(yes=pl.col("total") - pl.col("yes") - pl.col("unknown"))
    sure = _below(spoke, 0.75).select("partnership", "certainty")
    words = _words("institutions présentes sans contribution : {} sur {} (repère : plus d'un quart)")
    return counted.join(sure, on="partnership").select("partnership", "certainty", words=words)


def _rhythm(view: View) -> pl.DataFrame:
    """Two plenaries or fewer in 24 months, the uncertain ones held, and R5 under 0.6."""
    asked = view.within("meetings", 24).filter(PLENARY)
    held = asked.group_by("partnership").agg(plenaries=pl.col("held").fill_null(True).sum().cast(pl.Int64))
    known = view.table("meetings").select("partnership").unique()
    plenaries = known.join(held, on="partnership", how="left").with_columns(pl.col("plenaries").fill_null(0))
    groups = _below(group_rhythm(view), 0.6)
    told = plenaries.join(groups, on="partnership", how="left")
    promised = pl.format("réunions de groupe tenues : {} sur {} promises", "yes", "total")
    beside = pl.when(pl.col("total") > 0).then(promised).otherwise(pl.lit("aucun rythme de groupe promis"))
    return told.select(
        "partnership",
        certainty=pl.when(pl.col("plenaries") > 2).then(0.0).otherwise(pl.col("certainty")),
        words=pl.format(
            "plénières en 24 mois : {} ; {} (repères : deux au plus et moins de 60 %)", "plenaries", beside
        ),
    )


def _evaluation(view: View) -> pl.DataFrame:
    """Under half of the reviews due in a year held (E2), and no evaluation in 18 months."""
    reviews = _below(share(view.due("reviews", 12), pl.col("held")), 0.5)
    done = view.within("evaluations", SINCE).group_by("partnership").agg(done=pl.len().cast(pl.Int64))
    told = reviews.join(done, on="partnership", how="full", coalesce=True).with_columns(
        pl.col("done", "yes", "total").fill_null(0)
    )
    return told.select(
        "partnership",
        certainty=pl.when(pl.col("done") > 0).then(0.0).otherwise(pl.col("certainty")),
        words=pl.format(
            "revues tenues : {} sur {} dues ; évaluations en 18 mois : {} (repères : moins de 50 %, aucune)",
            "yes", "total", "done",
        ),
    )  # fmt: skip


@indicator(
    id="C12", family=Family.CONTENT, kind=Kind.FLAG, unit=Unit.COUNT, months=24, good=Direction.LOW,
    fr="Contrat sans coproduction", en="Contract without co-production",
    formula="contrat en vigueur depuis 18 mois au moins, et trois au moins de cinq signes tenus pour acquis "
    "(probabilité d'au moins 0,8) : moins de la moitié de fiches où plusieurs s'engagent (C1e) ; moins d'un "
    "tiers nées ensemble ; plus d'un quart d'institutions présentes sans contribution ; deux plénières au "
    "plus en 24 mois et groupes sous 60 % de leur rythme ; moins de la moitié des revues tenues et aucune "
    "évaluation en 18 mois",
    numerator="signes présents", denominator="signes lisibles, sur cinq",
    comparator=Comparator.OURS, reference="trois signes sur cinq : repère de cette installation",
    claim="Un contrat peut exister sans coproduction.", source="Gautron 2010, conclusion",
    caution="Les signes se lisent un à un avec leur certitude ; le repère d'ensemble vient en dernier, "
    "jamais sur un contrat de moins de 18 mois.",
    judged=False, cluster="joint", with_=("C1e", "C7", "P5", "R5", "E2"), least=1,
    frames=("contracts", "sheets", "commitments", "attendance", "meetings", "reviews", "evaluations"),
    example=Example(
        day=_ON,
        rows={
            "partnerships": [{"opened": "2018-01-01"}],
            "contracts": [{"contract": 1, "start": "2023-01-01", "end": "2026-12-31"}],
            "sheets": [
                {"sheet": number, "start": "2024-01-01", "joint_origin": False} for number in range(1, 7)
            ],
            "attendance": [
                {"meeting": 1, "institution": number, "day": "2026-03-01", "present": True}
                for number in range(1, 9)
            ],
            "meetings": [
                {"meeting": number, "sitting": "plenary", "day": f"2026-0{number}-01", "held": True}
                for number in range(1, 4)
            ],
            "reviews": [{"review": 1, "due": "2026-01-01"}],
        },
        expect={"met": 3, "of": 5, "fired": True, "certainty_rhythm": 0.0},
    ),
)  # fmt: skip
def without_coproduction(view: View) -> pl.DataFrame:
    """Signs met and readable, flag from three; null on a young contract or an open question (C12m).

    `certainty_<key>`: the posterior probability of each sign.
    """
    wide = signs(view).group_by("partnership").agg(
        met=pl.col("met").sum().cast(pl.Int64), of=pl.col("met").is_not_null().sum().cast(pl.Int64),
        **{f"certainty_{key}": pl.col("certainty").filter(pl.col("key") == key).first() for key in KEYS},
    )  # fmt: skip
    old = view.in_force("contracts").filter(pl.col("start") <= view.start(SINCE))
    told = wide.join(old.select("partnership").unique().with_columns(old=True), on="partnership", how="left")
    possible = pl.col("met") + len(KEYS) - pl.col("of")
    fired = pl.when(pl.col("met") >= ENOUGH).then(True).when(possible < ENOUGH).then(False)
    return told.with_columns(fired=pl.when(pl.col("old") & (pl.col("of") > 0)).then(fired)).drop("old")
