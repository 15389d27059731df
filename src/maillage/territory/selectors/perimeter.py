"""What became of a perimeter: announced when it no longer exists, told when it changed."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from maillage.territory import rules
from maillage.territory.intake import history, reference
from maillage.territory.models import PerimeterChange
from maillage.territory.rules import Event
from maillage.territory.selectors.places import place

Span = tuple[date, date]


def obsolete_sentence(code: str, *, since: date | None = None) -> str:
    """What to announce: that the place ceased, when, and the proposed new one; empty when it stands.

    With `since`, the changes of its perimeter after that day are announced too.
    """
    ceased = PerimeterChange.objects.filter(place=code, kind="ceased").first()
    known = place(code)
    if ceased:
        span = (ceased.earliest, ceased.latest)
        return _ended(ceased.name, code, ceased.other, span, ceased.reason)
    if known is not None and known.successor:
        return _ended(known.name, known.code, known.successor, known.ended, _reason(code))
    recent = [event.sentence for event in perimeter_history(code) if since and event.span[1] > since]
    return " ".join(["Le périmètre a changé.", *recent]) if recent else ""


def _ended(name: str, code: str, successor: str, span: Span | None, reason: str) -> str:
    now = place(successor)
    return rules.ended(
        name=name, code=code, now=f"{now.name} ({now.code})" if now else successor, span=span, reason=reason
    )


def _reason(code: str) -> str:
    change = history.changes().get(code)
    return change.reason if change else "fusion"


def perimeter_history(code: str) -> list[Event]:
    """The changes of a commune's or an EPCI's perimeter, oldest first; each with its date or span."""
    code = code.strip()
    if code.startswith("epci:"):
        events = [*_shipped_moves(code.removeprefix("epci:")), *_loaded_moves(code)]
    else:
        events = _arrivals(code.upper())
    return sorted(events, key=lambda event: (event.span[1], event.sentence))


def _arrivals(code: str) -> list[Event]:
    joined: dict[Span, dict[str, str]] = defaultdict(dict)
    for change in history.changes().values():
        if change.successor == code and change.reason == "fusion":
            joined[change.span][change.code] = change.name
    for row in PerimeterChange.objects.filter(kind="ceased", other=code):
        for names in joined.values():
            names.pop(row.place, None)
        joined[row.earliest, row.latest][row.place] = row.name
    return [
        Event(span, rules.arrival(names=_labelled(names), span=span), tuple(names))
        for span, names in joined.items()
        if names
    ]


def _labelled(names: dict[str, str]) -> list[str]:
    return [f"{name} ({code})" for code, name in sorted(names.items())]


def _shipped_moves(body: str) -> list[Event]:
    """Between two yearly lists; a commune merged into another member leaves the perimeter as it was."""
    entered: dict[Span, list[str]] = defaultdict(list)
    left: dict[Span, list[str]] = defaultdict(list)
    for move in history.epci_moves().get(body, ()):
        if move.first_seen > history.FIRST_LIST and _came_from_outside(move):
            entered[_between(move.first_seen - 1)].append(move.commune)
        if move.last_seen < history.LAST_LIST and _went_outside(move, body):
            left[_between(move.last_seen)].append(move.commune)
    return [_event(span, entered[span], left[span]) for span in sorted({*entered, *left})]


def _between(year: int) -> Span:
    return date(year, 1, 2), date(year + 1, 1, 1)


def _came_from_outside(move: history.Move) -> bool:
    start = history.starts().get(move.commune)
    return start is None or start[1].year < move.first_seen


def _went_outside(move: history.Move, body: str) -> bool:
    successor = reference.successor(move.commune)
    if not successor:
        return True
    row = reference.communes().get(successor)
    return row is None or row["epci"] != body


def _loaded_moves(code: str) -> list[Event]:
    rows = PerimeterChange.objects.filter(place=code).filter(Q(kind="entered") | Q(kind="left"))
    spans: dict[Span, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        spans[row.earliest, row.latest][row.kind].append(row.other)
    return [_event(span, kinds["entered"], kinds["left"]) for span, kinds in spans.items()]


def _event(span: Span, entered: list[str], left: list[str]) -> Event:
    sentence = rules.moved(entered=_named(entered), left=_named(left), span=span)
    return Event(span, sentence, (*entered, *left))


def _named(codes: list[str]) -> list[str]:
    found = {code: place(code) for code in sorted(codes)}
    return [f"{row.name} ({code})" if row else code for code, row in found.items()]
