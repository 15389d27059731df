"""The typed frames that indicators read: one table of records each, sorted by partnership; no person in them.

Every row has `partnership` (Int32) and a `born` date: the day the fact entered the records. An outcome has
three states: true, false, null (unknown). `outcomes` names, for each date of outcome, the columns that are
unknown before that date: `indicators.view` uses it to show the records as they stood on a day.
"""

from maillage.observatory.vocabulary.frames.content import CONTENT
from maillage.observatory.vocabulary.frames.flows import FLOWS
from maillage.observatory.vocabulary.frames.gathering import GATHERING
from maillage.observatory.vocabulary.frames.money import MONEY
from maillage.observatory.vocabulary.frames.shape import (
    Answered,
    Frame,
    PreventionFamily,
    RefusalMotive,
    Sitting,
)

FRAMES: dict[str, Frame] = {frame.name: frame for frame in (*GATHERING, *CONTENT, *FLOWS, *MONEY)}

__all__ = ["FRAMES", "Answered", "Frame", "PreventionFamily", "RefusalMotive", "Sitting"]
