"""Rhythm: how often a council and its groups meet, and what makes them meet (domain, 9.1)."""

import polars as pl

from maillage.observatory.indicators.measures import count
from maillage.observatory.indicators.registry import indicator
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Comparator, Direction, Example, Family, Kind, Sitting, Unit

RARE = "Gautron 2010, II.2.B"


@indicator(
    id="R1m", family=Family.RHYTHM, kind=Kind.COUNT, unit=Unit.PER_YEAR, months=36, good=Direction.HIGH,
    fr="Plénières par an", en="Plenaries a year",
    formula="plénières tenues en 36 mois, rapportées aux années vécues par le conseil",
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
            ],
        },
        expect={"count": 2, "exposure": 3.0},
    ),
)  # fmt: skip
def plenaries_per_year(view: View) -> pl.DataFrame:
    """Plenaries held over the last three years, by year lived (scenario, section 6, R1m)."""
    held = view.within("meetings", 36).filter(pl.col("sitting") == Sitting.PLENARY.value, pl.col("held"))
    return count(held, view.exposure(36))
