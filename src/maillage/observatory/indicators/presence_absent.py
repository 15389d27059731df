"""Presence, the absent: who is convened and does not come, who comes and brings nothing (9.2 and 9.8)."""

from typing import Any

import polars as pl

from maillage.observatory.indicators.examples import Rows
from maillage.observatory.indicators.measures import share
from maillage.observatory.indicators.presences import (
    ABSENTEES,
    HOUSE,
    attendance,
    contributors,
    roster,
    unsigned,
)
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Unit
from maillage.science import proportion

DUFFE = "Duffe et al. 2005, cité par Gautron 2010, II.2.B"
CONVENED = 4  # under four convocations in two years nothing is said of an institution
SURE = 0.9  # posterior probability of coming less than half of the time, to be named
_OPENED: Rows = {"partnerships": [{"opened": "2018-01-01"}]}
_DAYS = ("2024-09-01", "2025-01-10", "2025-06-10", "2025-11-01", "2026-02-01", "2026-06-01")
_ROWS: list[dict[str, Any]] = [
    *({"meeting": n, "institution": 1, "day": day, "present": False} for n, day in enumerate(_DAYS)),
    *({"meeting": n, "institution": 2, "day": day, "present": n > 0} for n, day in enumerate(_DAYS)),
    *({"meeting": n, "institution": 3, "day": day, "present": False} for n, day in enumerate(_DAYS[:3])),
    *({"meeting": n, "institution": 5, "day": day, "present": None if n < 3 else False}
      for n, day in enumerate(_DAYS)),
]  # fmt: skip
_SEATED: Rows = {
    **_OPENED,
    "institutions": [{"institution": number, "since": "2018-01-01"} for number in range(1, 6)],
    "attendance": _ROWS,
}


@indicator(
    id="P2", family=Family.PRESENCE, kind=Kind.LIST, unit=Unit.COUNT, months=24, good=Direction.LOW,
    fr="Grands absents", en="Great absentees",
    formula="institutions venues moins d'une fois sur deux avec une probabilité d'au moins 0,9, sur 24 mois "
    "et quatre convocations au moins ; « trop peu convoquées » et « jamais convoquées » sont listées à part",
    numerator="institutions nommées", denominator="institutions dont on peut parler",
    comparator=Comparator.TEXT,
    reference="les absents que nomme la littérature : conseil départemental, magistrats du siège, "
    "administration pénitentiaire, protection judiciaire de la jeunesse ; les seuils sont les nôtres",
    claim="Les grands absents sont toujours les mêmes.", source=DUFFE,
    caution="Nommer une institution appelle sa réponse. Une présence non notée est comptée ici en sa faveur.",
    judged=False, least=CONVENED, frames=("attendance", "institutions"),
    example=Example(
        day="2026-06-30", rows=_SEATED,
        expect={
            "institution": [1, 2, 3, 4, 5], "group": ["named", "other", "few", "never", "other"],
            "yes": [0, 5, 0, 0, 0], "total": [6, 6, 3, 0, 6],
        },
    ),
)  # fmt: skip
def great_absentees(view: View) -> pl.DataFrame:
    """Institutions whose rate is under one half with posterior 0.9, 24 months (scenario, section 6, P2).

    Jeffreys prior; the unknown presences count as presences, so that no one is named on a doubt.
    """
    seen = _members(view, 24)
    most, total = (seen.select(pl.col(n).fill_null(0)).to_series().to_numpy() for n in ("most", "total"))
    sure = pl.Series("sure", proportion.probability_below(most, total, 0.5))
    return seen.with_columns(sure).select(
        *HOUSE, pl.col("yes").fill_null(0), pl.col("total").fill_null(0),
        group=pl.when(pl.col("total").is_null()).then(pl.lit("never"))
        .when(pl.col("total") < CONVENED).then(pl.lit("few"))
        .when(pl.col("sure") >= SURE).then(pl.lit("named")).otherwise(pl.lit("other")),
    )  # fmt: skip


def _members(view: View, months: int) -> pl.DataFrame:
    """Every institution of the directory or convened; `most` counts the unknown as presences."""
    known = view.in_force("institutions", "until").select(HOUSE)
    seen = attendance(view, months).with_columns(most=pl.col("yes") + pl.col("unknown"))
    return pl.concat([known, seen.select(HOUSE)]).unique().join(seen, on=HOUSE, how="left").sort(HOUSE)


@indicator(
    id="P2m", family=Family.PRESENCE, kind=Kind.SHARE, unit=Unit.PERCENT, months=24, good=Direction.HIGH,
    fr="Présence des institutions dites absentes", en="Attendance of the named absentees",
    formula="présences rapportées aux convocations, pour le conseil départemental, les magistrats du siège, "
    "l'administration pénitentiaire et la protection judiciaire de la jeunesse réunis, sur 24 mois",
    numerator="présences de ces institutions", denominator="leurs convocations aux réunions tenues",
    comparator=Comparator.TEXT, threshold=1 / 3,
    reference="la littérature les nomme comme absentes sans donner de chiffre ; « moins d'une fois sur "
    "trois » est notre traduction",
    claim="Conseil départemental, magistrats du siège, administration pénitentiaire et PJJ sont les grands "
    "absents.", source=DUFFE,
    caution="Quatre familles mises ensemble : la liste P2 dit laquelle. Convoquer peu l'une d'elles se voit "
    "dans la liste, pas ici.",
    with_=("P2",), frames=("attendance",),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "attendance": [
                {"meeting": 1, "institution": 1, "day": "2025-03-01", "kind": "department", "present": False},
                {"meeting": 1, "institution": 2, "day": "2025-03-01", "kind": "pjj", "present": True},
                {"meeting": 1, "institution": 3, "day": "2025-03-01", "kind": "court"},
                {"meeting": 1, "institution": 4, "day": "2025-03-01", "kind": "town", "present": True},
                {"meeting": 0, "institution": 1, "day": "2024-03-01", "kind": "department", "present": False},
            ],
        },
        expect={"yes": 1, "unknown": 1, "total": 3},
    ),
)  # fmt: skip
def named_families(view: View) -> pl.DataFrame:
    """Pooled attendance of the families that Duffe et al. (2005) name as absent (section 6, P2m)."""
    kinds = [str(kind.value) for kind in ABSENTEES]
    return share(roster(view, 24).filter(pl.col("kind").cast(pl.String).is_in(kinds)), pl.col("present"))


@indicator(
    id="P9", family=Family.PRESENCE, kind=Kind.LIST, unit=Unit.COUNT, months=24, good=Direction.LOW,
    fr="Présentes sans contribution", en="Present and silent",
    formula="institutions venues au moins une fois sur deux en 24 mois, sur quatre convocations au moins, "
    "sans engagement propre échu ni point proposé",
    numerator="institutions nommées", denominator="institutions dont on peut parler",
    comparator=Comparator.PAST, reference="son propre passé ; les seuils sont ceux de l'installation",
    claim="Venir sans rien engager est une stratégie d'évitement.", source="Gautron 2010, II.2.B",
    caution="Nommer une institution appelle sa réponse. Si un point n'a pas d'auteur noté, on ne dit rien "
    "des institutions muettes.",
    judged=False, least=CONVENED, with_=("P1", "P5"), frames=("attendance", "items", "commitments"),
    example=Example(
        day="2026-06-30",
        rows={
            **_OPENED,
            "attendance": [{**row, "present": True} for row in _ROWS if row["institution"] in (1, 2, 3)],
            "commitments": [
                {"commitment": 1, "institution": 2, "made": "2025-09-01", "due": "2026-02-01"},
                {"commitment": 2, "institution": 1, "made": "2026-05-01", "due": "2026-12-01"},
            ],
        },
        expect={"institution": [1, 2, 3], "group": ["named", "other", "few"], "total": [6, 6, 3]},
    ),
)  # fmt: skip
def present_and_silent(view: View) -> pl.DataFrame:
    """Institutions that come (half of the time at least) and bring nothing (domain, 9.8, P9).

    The unknown presences count as absences here: to be named, an institution was surely there.
    """
    gave = contributors(view, 24).with_columns(gave=pl.lit(True))
    seen = (
        attendance(view, 24)
        .join(gave, on=HOUSE, how="left")
        .join(unsigned(view, 24), on="partnership", how="left")
    )
    silent = pl.col("gave").is_null() & (pl.col("yes") >= 0.5 * pl.col("total"))
    return seen.sort(HOUSE).select(
        *HOUSE, "yes", "total",
        group=pl.when(pl.col("total") < CONVENED).then(pl.lit("few"))
        .when(silent & (pl.col("unsigned") > 0)).then(pl.lit("unsaid"))
        .when(silent).then(pl.lit("named")).otherwise(pl.lit("other")),
    )  # fmt: skip
