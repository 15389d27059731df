"""Words of the observatory: frames of records, indicators, readings."""

from maillage.observatory.vocabulary.frames import (
    FRAMES,
    Answered,
    Frame,
    PreventionFamily,
    RefusalMotive,
    Sitting,
)
from maillage.observatory.vocabulary.indicator import (
    Comparator,
    Direction,
    Example,
    Family,
    Indicator,
    Kind,
    Level,
    Unit,
)
from maillage.observatory.vocabulary.network import Alias, HowOften, HowUseful, Layer, Measure, RankLevel

__all__ = [
    "FRAMES",
    "Alias",
    "Answered",
    "Comparator",
    "Direction",
    "Example",
    "Family",
    "Frame",
    "HowOften",
    "HowUseful",
    "Indicator",
    "Kind",
    "Layer",
    "Level",
    "Measure",
    "PreventionFamily",
    "RankLevel",
    "RefusalMotive",
    "Sitting",
    "Unit",
]
