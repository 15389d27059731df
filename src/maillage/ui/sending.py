"""One form, one service: what the service refuses is said on the form, and what was typed is kept."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest

from maillage.kernel import BadInput, Conflict, Refused
from maillage.ui.forms import TWICE, Suspected, WeighedForm

Made = TypeVar("Made")
Row = TypeVar("Row", bound=models.Model)
Weigh = Callable[[str], Sequence[Suspected]]


def found(row: Row | None) -> Row:
    """The row, or the page of what does not exist: the same for another partnership's."""
    if row is None:
        raise Http404("inconnu dans ce partenariat")
    return row


def attempt(form: forms.Form, change: Callable[[], Made], row: Any = None) -> Made | None:
    """What the change made, or None with its fault on the form.

    After a conflict the form takes the revision of `row` as it stands: sending again is then a choice.
    """
    try:
        return change()
    except Conflict as fault:
        if row is not None:
            row.refresh_from_db()
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["revision"] = str(row.revision)  # type: ignore[index]
        form.add_error(None, str(fault))
    except (BadInput, Refused) as fault:
        form.add_error(None, str(fault))
    except IntegrityError:  # the same form sent twice at once: the first one is kept, the whole act undone
        form.add_error(None, TWICE)
    return None


def sent(
    request: HttpRequest, form: forms.Form, change: Callable[[], Made], row: Any = None, *,
    weigh: Callable[[], Weigh] | None = None,
) -> Made | None:  # fmt: skip
    """What a posted form made; None when it is not posted, faulty, to be weighed, or refused.

    `row`: the row that the form edits. `weigh` gives the rule by which its guarded words are weighed.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    if weigh and isinstance(form, WeighedForm) and form.guarded and not form.accepts(weigh()):
        return None
    return attempt(form, change, row)


def told(request: HttpRequest, change: Callable[[], Made], words: str) -> Made | None:
    """A change asked by one button: its success or its refusal is said on the next page."""
    try:
        made = change()
    except (BadInput, Refused) as fault:
        messages.error(request, str(fault))
        return None
    messages.success(request, words)
    return made
