"""The day a page is read at: today, or the reference date in its address (`?au=2009-06-15`)."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from maillage.kernel import BadInput

PARAMETER = "au"
FIRST = date(1983, 1, 1)  # the first local councils of prevention


def reference_day(request: HttpRequest) -> date:
    """The day asked for, today when none is. Raises BadInput: not a date, before 1983, still to come."""
    asked = request.GET.get(PARAMETER, "").strip()
    today: date = timezone.localdate()
    if not asked:
        return today
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise BadInput(
            f"« {asked[:40]} » n'est pas une date : écrivez année, mois et jour, par exemple 2009-06-15."
        ) from error
    if day > today:
        raise BadInput(f"Le {day:%d/%m/%Y} n'est pas encore venu : choisissez un jour passé.")
    if day < FIRST:
        raise BadInput(
            f"Le {day:%d/%m/%Y} précède les premiers conseils de prévention : choisissez un jour depuis 1983."
        )
    return day
