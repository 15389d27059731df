"""The day a page is read at: today, or the reference date in its address (`?au=2009-06-15`).

A page that reads the past calls `reference_day`. Any other page whose address bears `au` is refused by the
site: nobody reads the state of today under the date of another day, and no act is done on a past day.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from maillage.kernel import BadInput

PARAMETER = "au"
FIRST = date(1983, 1, 1)  # the first local councils of prevention


def reference_day(request: HttpRequest) -> date:
    """The day asked for, today when none is. Raises BadInput: not a date, before 1983, still to come."""
    request.reads_past = True  # type: ignore[attr-defined]  # the site sees that the page knows of it
    return asked_day(request) or timezone.localdate()


def asked_day(request: HttpRequest) -> date | None:
    """The day in the address, None without any. Raises BadInput as `reference_day`."""
    asked = request.GET.get(PARAMETER, "").strip()
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise BadInput(
            f"« {asked[:40]} » n'est pas une date : écrivez année, mois et jour, par exemple 2009-06-15."
        ) from error
    if day > timezone.localdate():
        raise BadInput(f"Le {day:%d/%m/%Y} n'est pas encore venu : choisissez un jour passé.")
    if day < FIRST:
        raise BadInput(
            f"Le {day:%d/%m/%Y} précède les premiers conseils de prévention : choisissez un jour depuis 1983."
        )
    return day


def past_day(request: HttpRequest) -> date | None:
    """The past day being read; None today, and where the address does not give a day that can be read."""
    try:
        day = asked_day(request)
    except BadInput:
        return None
    return day if day and day != timezone.localdate() else None


def at_day(url: str, day: date | None) -> str:
    """The same address on that day."""
    return f"{url}{'&' if '?' in url else '?'}{PARAMETER}={day.isoformat()}" if day else url


def leave(request: HttpRequest) -> str:
    """The address of the same page today."""
    kept = request.GET.copy()
    kept.pop(PARAMETER, None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def replayed(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the past day being read, and how to leave it; no query."""
    day = past_day(request)
    return {"replay_day": day, "replay_leave": leave(request) if day else ""}
