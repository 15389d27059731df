"""The day that a command reads at: one reader for them all."""

from datetime import date

from django.utils import timezone

from maillage.kernel import BadInput
from maillage.ui.replay import FIRST


def reading_day(text: str) -> date:
    """The day typed, today without any. Raises BadInput: no such day, one to come, one before 1983."""
    today: date = timezone.localdate()
    if not text:
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"« {text} » n'est pas une date : écrivez-la comme 2026-06-30.") from error
    if day > today:
        raise BadInput(f"Le {day:%d/%m/%Y} n'est pas encore venu : choisissez aujourd'hui ou un jour passé.")
    if day < FIRST:
        raise BadInput(
            f"Le {text.strip()} précède les premiers conseils de prévention : choisissez depuis 1983."
        )
    return day
