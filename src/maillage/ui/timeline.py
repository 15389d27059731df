"""A history on one axis of months: what was done, what is planned, and the events of the territory across it.

Coordinates are in percent, so the drawing is fluid; a twin list of dates says the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEW, MANY = 7, 24  # months: above, the axis names one month in three, then one in six
OLDEST, NEWEST = date(1900, 1, 1), date(2199, 12, 31)  # what an axis can still show
FAR = 60  # months: above, one a year


@dataclass(frozen=True)
class Mark:
    """One day on a track. `kind`: done, plan or late."""

    on: date
    words: str
    kind: str = "done"


@dataclass(frozen=True)
class Bar:
    """A period on a track. `kind`: done, plan or late."""

    start: date
    end: date
    words: str
    kind: str = "plan"


@dataclass(frozen=True)
class Track:
    """One line of the history; `url` leads to what it tells."""

    name: str
    marks: Sequence[Mark] = ()
    bars: Sequence[Bar] = ()
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One event of the territory: it crosses every track."""

    on: date
    words: str
    kind: str


@dataclass(frozen=True)
class Drawn:
    """Something at its place, in percent of the width."""

    at: str
    words: str
    on: date
    kind: str = ""


@dataclass(frozen=True)
class Span:
    """A period at its place, in percent of the width; its dates are the whole period's."""

    at: str
    width: str
    words: str
    start: date
    end: date
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One track, drawn."""

    name: str
    marks: Sequence[Drawn]
    bars: Sequence[Span] = ()
    url: str = ""


@dataclass(frozen=True)
class Timeline:
    """The whole drawing; `today` is empty when the day is outside."""

    first: date
    last: date
    months: Sequence[date]
    lines: Sequence[Line]
    events: Sequence[Drawn]
    today: str = ""
    on: date | None = None

    @property
    def periods(self) -> bool:
        """Is there a period on a track?"""
        return any(line.bars for line in self.lines)

    @property
    def years(self) -> bool:
        """Does the axis go over a new year? Its months then need their year."""
        return self.first.year != self.last.year

    @property
    def empty(self) -> bool:
        """Nothing happened, nothing is planned."""
        return not self.events and not any(line.marks or line.bars for line in self.lines)


def timeline(
    *, first: date, last: date, tracks: Sequence[Track], events: Sequence[Event] = (), on: date | None = None
) -> Timeline:
    """Place everything between the first and the last day, both whole months; what is outside is left out."""
    days = (last - first).days + 1

    def at(day: date) -> str:
        return f"{100 * ((day - first).days + 0.5) / days:.2f}%"

    def inside(day: date) -> bool:
        return first <= day <= last

    lines = [
        Line(
            row.name,
            [Drawn(at(m.on), m.words, m.on, m.kind) for m in row.marks if inside(m.on)],
            [_span(one, first, last) for one in row.bars if one.start <= last and one.end >= first],
            row.url,
        )
        for row in tracks
    ]
    crossing = [Drawn(at(row.on), row.words, row.on, row.kind) for row in events if inside(row.on)]
    today = at(on) if on is not None and inside(on) else ""
    return Timeline(first, last, _months(first, last), lines, crossing, today, on)


def _span(row: Bar, first: date, last: date) -> Span:
    """The part of a period that is inside, both days included."""
    days = (last - first).days + 1
    start, end = max(row.start, first), min(row.end, last)
    at, width = 100 * (start - first).days / days, 100 * ((end - start).days + 1) / days
    return Span(f"{at:.2f}%", f"{width:.2f}%", row.words, row.start, row.end, row.kind)


def around(days: Sequence[date], *, on: date) -> tuple[date, date]:
    """Whole months that hold these days, and those of the axis between them; a year from `on` without any."""
    first, last = (min(days), max(days)) if days else (on, shifted(on, 11))
    first, last = max(first, OLDEST), min(last, NEWEST)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = _step(count)
    return shifted(first, 0), shifted(first, -(-count // step) * step) - timedelta(days=1)


def months_around(on: date, *, before: int, after: int) -> tuple[date, date]:
    """The first day of the month `before` months earlier, the last of the month `after` months later."""
    return shifted(on, -before), shifted(on, after + 1) - timedelta(days=1)


def shifted(on: date, months: int) -> date:
    """The first day of the month that many months away."""
    count = on.year * 12 + on.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = _step(count)
    return [shifted(first, number) for number in range(0, count, step)]


def _step(count: int) -> int:
    """Every how many months the axis names one."""
    if count <= FEW:
        return 1
    return 3 if count <= MANY else 6 if count <= FAR else 12
