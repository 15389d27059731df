"""Sheets on an axis of months: the action as a period, its steps as periods and dates."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from maillage.contracts.models import ActionSheet, Milestone
from maillage.contracts.selectors.card import Card
from maillage.contracts.vocabulary import SheetState
from maillage.ui.timeline import Bar, Mark, Timeline, Track, around, timeline


def of_sheet(sheet: ActionSheet, card: Card, on: date) -> Timeline | None:
    """The calendar of one sheet, a track a step; None when nothing is dated."""
    tracks = [Track(_("L'action"), bars=whole)] if (whole := _whole(sheet)) else []
    tracks += [_step(line.row, line.late > 0) for line in card.steps]
    if not tracks:
        return None
    days = [day for day in (sheet.start, sheet.end) if day is not None]
    for line in card.steps:
        days += [line.row.start, line.row.end or line.row.start]
    first, last = around(days, on=on)
    return timeline(first=first, last=last, tracks=tracks, on=on)


def _whole(sheet: ActionSheet) -> list[Bar]:
    """The action as one period; nothing while one of its ends is unknown."""
    if sheet.start is None or sheet.end is None:
        return []
    done = sheet.state == SheetState.DONE.value
    return [Bar(sheet.start, sheet.end, _("toute l'action"), "done" if done else "plan")]


def _step(row: Milestone, late: bool) -> Track:
    kind = "done" if row.done_on else "late" if late else "plan"
    words = _words(row.title, kind)
    if row.end is not None and row.end > row.start:
        return Track(row.title, bars=[Bar(row.start, row.end, words, kind)])
    return Track(row.title, [Mark(row.start, words, kind)])


def _words(title: str, kind: str) -> str:
    """The step, with what its colour says."""
    return _("%(step)s, en retard") % {"step": title} if kind == "late" else title


def of_contract(
    rows: Sequence[ActionSheet], steps: dict[int, list[Milestone]], urls: dict[int, str], *, first: date,
    last: date, on: date,
) -> Timeline:  # fmt: skip
    """The calendar of many sheets, a track a sheet, over the contract."""
    tracks = []
    for row in rows:
        marks = [
            Mark(one.end or one.start, _words(one.title, _kind(one, on)), _kind(one, on))
            for one in steps.get(row.pk, [])
        ]
        tracks.append(Track(f"{row.number}. {row.title}", marks, _whole(row), urls[row.pk]))
    start, end = around([first, last], on=on)
    return timeline(first=start, last=end, tracks=tracks, on=on)


def _kind(row: Milestone, on: date) -> str:
    if row.done_on is not None:
        return "done"
    return "late" if (row.end or row.start) < on else "plan"
