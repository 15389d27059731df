"""What contracts, grants and controls put in « Ma semaine »: of who runs them, and of each institution."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from maillage.contracts.selectors import due as sheets
from maillage.contracts.selectors import life_due as life
from maillage.funding.selectors import control_due as controls
from maillage.funding.selectors import due as money
from maillage.portal.selectors.asked import SHAPES, Asked, Source, near
from maillage.portal.selectors.doors import address
from maillage.portal.vocabulary import Matter, When


def _who(asked: Asked) -> dict[str, Any]:
    return {"partnership": asked.partnership, "on": asked.on}


def _sheets(asked: Asked) -> Iterable[Matter]:
    """Steps late or near, blockages, pledges to have confirmed."""
    for row in sheets.sheet_matters(**_who(asked)):
        yield _told(asked, row, address(row.url, asked, *row.args), row.late)


def _pledges_asked(asked: Asked) -> Iterable[Matter]:
    """The pledges that the reader's institutions have not confirmed."""
    for row in sheets.asked_of(actor=asked.actor, **_who(asked)):
        yield _told(asked, row, address(row.url, asked, *row.args), row.late)


def _life(asked: Asked) -> Iterable[Matter]:
    """Signatures and opinions awaited, values and reviews due."""
    for row in life.matters(**_who(asked)):
        yield _told(asked, row, address(row.name, asked, *row.args), _days(row.due_on, asked.on))


def _life_asked(asked: Asked) -> Iterable[Matter]:
    """To sign, to give an opinion, to fill."""
    for row in life.asked_of(actor=asked.actor, **_who(asked)):
        yield _told(asked, row, address(row.name, asked, *row.args), _days(row.due_on, asked.on))


def _money(asked: Asked) -> Iterable[Matter]:
    """Calls that close, requests to take further, reports, payments, sums to come back."""
    return _of_money(asked, money.matters(**_who(asked)))


def _money_asked(asked: Asked) -> Iterable[Matter]:
    """Requests returned, reports and sums owed by the reader's institutions."""
    return _of_money(asked, money.asked_of(actor=asked.actor, **_who(asked)))


def _funder(asked: Asked) -> Iterable[Matter]:
    """Requests to decide and sums to pay, of the funds on which the reader's institutions decide."""
    return _of_money(asked, money.asked_of_funder(actor=asked.actor, **_who(asked)))


def _of_money(asked: Asked, rows: Iterable[money.Matter]) -> Iterable[Matter]:
    for row in rows:
        yield _told(asked, row, address(row.name, asked, *row.args[1:]), row.late)


def _controls(asked: Asked) -> Iterable[Matter]:
    """Lists to draw, steps of a control that wait, delays run out."""
    return _of_control(asked, controls.matters(**_who(asked)))


def _controls_asked(asked: Asked) -> Iterable[Matter]:
    """What a control asks of the reader's institutions."""
    return _of_control(asked, controls.asked_of(actor=asked.actor, **_who(asked)))


def _of_control(asked: Asked, rows: Iterable[controls.Matter]) -> Iterable[Matter]:
    for row in rows:
        yield _told(asked, row, address(row.url, asked, *row.args[1:]), row.late)


def _days(due_on: date | None, on: date) -> int:
    return max(0, (on - due_on).days) if due_on else 0


def _told(asked: Asked, row: Any, url: str, late: int) -> Matter:
    """One row of the week; what is past without being late waits, and says since when.

    One page holds several things to do: the words tell them apart.
    """
    group = _group(row.due_on, asked.on, late)
    why = row.why if row.why.endswith((".", "?", "…")) else f"{row.why}."
    waits = row.due_on is not None and row.due_on < asked.on and not late
    return Matter(group, row.what, why, url, row.due_on, late, "wait" if waits else SHAPES[group],
                  f"{url}#{row.what}")  # fmt: skip


def _group(due_on: date | None, on: date, late: int) -> When:
    if late:
        return When.LATE
    if due_on is None:
        return When.UNDATED
    return When.WEEK if due_on < on else near(due_on, on)


RUN: tuple[Source, ...] = (_sheets, _life, _money, _controls)
ASKED: tuple[Source, ...] = (_pledges_asked, _life_asked, _money_asked, _controls_asked)
KEPT: tuple[Source, ...] = (_funder, _controls)  # of the préfecture, which decides and controls
