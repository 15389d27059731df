"""What a chart is: one reading, pictures at the needed widths, a legend, the same figures in a table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from maillage.ui import typography
from maillage.ui.charts.palette import PAGE, Palette, paper
from maillage.ui.charts.render import draw, png

WIDE, NARROW, PAPER, HALF = 720, 343, 567, 276  # px; on paper 567 px are 15 cm, 276 px 7.3 cm
Spec = dict[str, Any]
Draw = Callable[[int, Palette], Spec]


@dataclass(frozen=True)
class Table:
    """The twin table: `rows` hold text already in French; `numeric` are the columns set right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LegendItem:
    """One entry: `kind` is line, band, dashes, point, step-0..3 or hatched."""

    kind: str
    label: str


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart whose title is its reading; `note` says how it is drawn. Drawn when asked, and kept."""

    reading: str
    table: Table
    make: Draw
    legend: tuple[LegendItem, ...] = field(default=())
    values: str = ""
    hue: int = 205
    chroma: float = 0.07
    note: str = ""

    @cached_property
    def svg(self) -> str:
        """The page's picture, 720 px wide, in the stylesheet's tokens."""
        return draw(self.make(WIDE, PAGE), self.label)

    @cached_property
    def narrow(self) -> str:
        """The same for a telephone, 343 px wide."""
        return draw(self.make(NARROW, PAGE), self.label)

    @cached_property
    def paper(self) -> str:
        """The document's picture, 15 cm wide, in light values."""
        return draw(self.make(PAPER, paper(self.hue, self.chroma)), self.label)

    @cached_property
    def half(self) -> str:
        """The document's small picture, to stand beside its sentences."""
        return draw(self.make(HALF, paper(self.hue, self.chroma)), self.label)

    def png(self, scale: float = 3.0) -> bytes:
        """The document's picture as pixels, for word processors."""
        return png(self.paper, scale)

    @property
    def label(self) -> str:
        """The accessible name: the reading, then the main values in a sentence."""
        return typography.french(f"{self.reading} {self.values}".strip())
