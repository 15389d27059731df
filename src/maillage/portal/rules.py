"""When the weekly message of a person is due, on the clock of their territory. No clock here."""

from datetime import date, datetime, timedelta

HOUR = 7  # o'clock, local time: a message of the week is read with the morning's post


def due_day(*, weekday: int, since: date, local: datetime) -> date | None:
    """The day of this week's message once its hour has come, or None before it.

    A day missed because the machine was off is caught up until the Sunday; what was chosen after it waits
    for the next week.
    """
    today = local.date()
    day = today - timedelta(days=today.weekday()) + timedelta(days=weekday)
    if day > today or day < since or (day == today and local.hour < HOUR):
        return None
    return day


def digest_key(*, partnership: int, person: int, day: date) -> str:
    """The same for the same person and week of a partnership, whatever their roles: one message goes."""
    week = day.isocalendar()
    return f"digest:{partnership}:{person}:{week.year}-W{week.week:02d}"
