"""Departures: from which day somebody is gone, how long a seat is empty, when a successor may begin."""

from collections.abc import Iterable
from datetime import date, timedelta

Term = tuple[date, date | None]


def departed(*, positions: Iterable[Term], archived_on: date | None, left_on: date | None, on: date) -> bool:
    """Is this person gone from this institution that day?

    `positions`: their functions there, first and last day; without any, only what was declared counts.
    """
    if archived_on is not None and archived_on <= on:
        return True
    positions = list(positions)
    if any(start <= on and (end is None or end >= on) for start, end in positions):
        return False
    if left_on is not None and left_on < on:
        return True
    return bool(positions) and all(end is not None and end < on for _, end in positions)


def vacant_days(*, last_day: date, arrives_on: date | None, on: date) -> int:
    """Days with nobody, from the day after the last one to the eve of the arrival, or to `on` included."""
    until = min(arrives_on - timedelta(days=1), on) if arrives_on is not None else on
    return max(0, (until - last_day).days)


def takes_over_on(*, last_day: date, arrives_on: date) -> date:
    """The first day of a successor in a seat: never before the seat is free."""
    return max(arrives_on, last_day + timedelta(days=1))
