"""What a document says, before any format: a head, then blocks in reading order. All text is plain French."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from maillage.ui import charts

ACCENT = "#05585f"
LINE, LONGEST, ROOM = 96, 46, 2.5  # signs: of a whole table line, of a column at most, around each cell
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
class Ruling:
    """A decision: numbered, in bold; how it was taken below; each dissent (who, words) indented, quoted."""

    number: int
    text: str
    detail: str = ""
    dissents: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Table:
    """Cells already written in French. `numeric` are the columns set right; `strong` the rows in bold.

    `to_sign`: rows high enough for a hand, ruled one by one, with room in the last column.
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    source: str = ""
    to_sign: bool = False

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            if len(row) != len(self.header):
                raise ValueError(
                    f"Tableau « {self.caption} » : la ligne {index + 1} a {len(row)} cellules, "
                    f"l'en-tête en a {len(self.header)}."
                )

    def shares(self) -> list[float]:
        """The part of the width that each column deserves: numbers stay whole, text shares the rest."""
        if self.to_sign:
            return [0.7 / (len(self.header) - 1)] * (len(self.header) - 1) + [0.3]
        columns = range(len(self.header))
        least = [
            max(_word(self.header[c]), *(_least(row[c], c in self.numeric) for row in self.rows))
            for c in columns
        ]
        wanted = [max(least[c], *(min(len(row[c]) + ROOM, LONGEST) for row in self.rows)) for c in columns]
        spare, asked = max(0.0, LINE - sum(least)), sum(wanted) - sum(least)
        given = min(1.0, spare / asked) if asked > 0 else 0.0
        widths = [low + given * (full - low) for low, full in zip(least, wanted, strict=True)]
        return [width / sum(widths) for width in widths]

    @classmethod
    def of(cls, table: charts.Table, source: str = "", strong: frozenset[int] = frozenset()) -> Self:
        """The twin table of a chart."""
        return cls(table.caption, table.header, table.rows, table.numeric, strong, source)


def _word(text: str) -> float:
    """Room for the longest word of a head, in bold."""
    return max(map(len, text.split(" "))) * 1.15 + ROOM


def _least(text: str, whole: bool) -> float:
    """Room under which a cell would be broken inside a word, or a number at all."""
    return (len(text) if whole else max(map(len, text.split(" ")))) + ROOM


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
        told = (legend[:1].upper() + legend[1:], chart.note.removesuffix("."), source)
        words = ". ".join(part for part in told if part)
        return cls(chart.paper, chart.label, chart.reading, words)


_DRAWN = {
    "line": "trait",
    "band": "trait et bande",
    "dashes": "tirets",
    "bar": "bande",
    "point": "point et barre",
}


def _said(item: charts.LegendItem) -> str:
    return f"{_DRAWN.get(item.kind, item.kind)} : {item.label}"


@dataclass(frozen=True)
class Portrait:
    """One subject at a glance: its heading, its sentences, and beside them a picture 7.3 cm wide."""

    title: str
    text: str
    svg: str
    alt: str
    level: int = 2

    @classmethod
    def of(cls, chart: charts.Chart, title: str, text: str, level: int = 2) -> Self:
        """A chart at its smallest size beside its sentences."""
        return cls(title, text, chart.half, f"{title}. {chart.label}", level)


@dataclass(frozen=True)
class PageBreak:
    """What follows opens a page; the table of contents, if any, stands at the first one."""


Block = Heading | Paragraph | ListOf | Note | Finding | Ruling | Table | Figure | Portrait | PageBreak


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
