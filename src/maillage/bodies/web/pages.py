"""What the pages of the record, of commitments and of departures share: who reads, and one form a page."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.rules.names import Suspicion, suspicions
from maillage.bodies.selectors import record as records
from maillage.bodies.web.attempt import attempt, found
from maillage.institutions import selectors as directory
from maillage.kernel import BadInput, Refused, Role
from maillage.ui.forms import WeighedForm

Made = TypeVar("Made")
READERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)
MEMBERS = (Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)


def enter(request: WorkspaceRequest, pk: int) -> tuple[Meeting, bool]:
    """The meeting, and whether its restricted work may be read; 404 in a body reserved to its members."""
    row = found(records.meeting(partnership=request.workspace, pk=pk))
    restricted = records.reads_restricted(actor=request.actor, meeting=row, on=timezone.localdate())
    if row.body.restricted and not restricted:
        raise Http404("séance réservée")
    return row, restricted


def sent(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], *, row: Any = None
) -> Made | None:
    """What a posted form made; None when it is not posted, faulty, to be weighed, or refused.

    `row`: the edited row, whose present revision is given to a form that came too late.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    if isinstance(form, WeighedForm) and form.guarded and not form.accepts(weigh(request)):
        return None
    made = attempt(form, change, revision=getattr(row, "revision", None))
    if made is None and row is not None:
        row.refresh_from_db()
        if form.data is not request.POST:  # copied: it came too late, and may now be sent again
            form.data["revision"] = str(row.revision)  # type: ignore[index]
    return made


def weigh(request: WorkspaceRequest) -> Callable[[str], list[Suspicion]]:
    """What may name a person in a text, the names of this directory's institutions let through."""
    return partial(suspicions, known=directory.known_names(partnership=request.workspace))


def show(
    request: WorkspaceRequest, form: forms.Form, *, title: str, back: str, submit: str, lead: str = "",
    where: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one form."""
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead, "where": where}
    return render(request, "bodies/decision_form.html", context | more)


def told(request: WorkspaceRequest, change: Callable[[], Made], words: str) -> Made | None:
    """A change asked by one button: its success or its refusal is said on the next page."""
    try:
        made = change()
    except (BadInput, Refused) as fault:
        messages.error(request, str(fault))
        return None
    messages.success(request, words)
    return made
