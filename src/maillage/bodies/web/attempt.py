"""One form, one service: what the service refuses is said on the form, and what was typed is kept."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.db import IntegrityError, models
from django.http import Http404

from maillage.kernel import BadInput, Conflict, Refused
from maillage.ui.forms import TWICE

Made = TypeVar("Made")
Row = TypeVar("Row", bound=models.Model)


def attempt(form: forms.Form, change: Callable[[], Made], *, revision: int | None = None) -> Made | None:
    """What the change made, or None with its fault on the form.

    After a conflict the form takes the `revision` of the row as it stands: sending again is then a choice.
    """
    try:
        return change()
    except Conflict as fault:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["revision"] = str(revision)  # type: ignore[index]
        form.add_error(None, str(fault))
    except (BadInput, Refused) as fault:
        form.add_error(None, str(fault))
    except IntegrityError:  # the same form sent twice at once: the first one is kept, the whole act undone
        form.add_error(None, TWICE)
    return None


def found(row: Row | None) -> Row:
    """The row, or the page of what does not exist: the same for another partnership's."""
    if row is None:
        raise Http404("inconnu dans ce partenariat")
    return row
