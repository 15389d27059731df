"""What a document says, before any format: a head, then blocks in reading order. All text is plain French."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from maillage.ui import charts

ACCENT = "#05585f"
FICTITIOUS = "Données fictives"
FICTITIOUS_WORDS = (
    "Données fictives. Les territoires existent ; les chiffres, les faits et les personnes "
    "de cette démonstration sont inventés."
)


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is right under the title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lead` is the sentence that opens a part, set in bold."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class ListOf:
    """A list of short items."""

    items: Sequence[str]
    ordered: bool = False


@dataclass(frozen=True)
class Note:
    """A remark to be weighed: one sentence in bold, then the detail."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Finding:
    """A numbered finding, its evidence and signatures; a dissent is quoted, as large as the evidence."""

    number: int
    text: str
    evidence: str = ""
    signed: str = ""
    dissent_by: str = ""
    dissent: str = ""


@dataclass(frozen=True)
class Table:
    """Cells already written in French. `numeric` are the columns set right; `strong` the rows in bold."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    source: str = ""

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            if len(row) != len(self.header):
                raise ValueError(
                    f"Tableau « {self.caption} » : la ligne {index + 1} a {len(row)} cellules, "
                    f"l'en-tête en a {len(self.header)}."
                )

    def shares(self) -> list[float]:
        """The part of the width each column deserves, summing to 1: its longest cell, within reason."""
        columns = range(len(self.header))
        wanted = [
            max(_width(self.header[column]), *(min(len(row[column]) + 1.5, 40) for row in self.rows))
            for column in columns
        ]
        return [width / sum(wanted) for width in wanted]

    @classmethod
    def of(cls, table: charts.Table, source: str = "") -> Self:
        """The twin table of a chart."""
        return cls(table.caption, table.header, table.rows, table.numeric, source=source)


def _width(words: str) -> float:
    return max(map(len, words.split() or [""])) * 1.2 + 2.5


@dataclass(frozen=True)
class Figure:
    """A picture in light values, 15 cm wide. `caption` is its reading, above; `source` stands below."""

    svg: str
    alt: str
    caption: str
    source: str = ""

    @classmethod
    def of(cls, chart: charts.Chart, source: str = "") -> Self:
        """A chart as it is printed; the legend goes with the source."""
        legend = " ; ".join(_said(item) for item in chart.legend)
        words = ". ".join(part for part in (legend[:1].upper() + legend[1:], source) if part)
        return cls(chart.paper, chart.label, chart.reading, words)


_DRAWN = {"line": "trait", "band": "trait et bande", "dashes": "tirets", "point": "point et barre"}


def _said(item: charts.LegendItem) -> str:
    return f"{_DRAWN.get(item.kind, item.kind)} : {item.label}"


Block = Heading | Paragraph | ListOf | Note | Finding | Table | Figure


@dataclass(frozen=True)
class Document:
    """A whole document. `date` is the reference date; `version` the state written in the head."""

    title: str
    place: str
    date: date
    sections: Sequence[Block]
    subtitle: str = ""
    body: str = ""
    version: str = ""
    fictitious: bool = False
    accent: str = ACCENT
    contents: bool = False
