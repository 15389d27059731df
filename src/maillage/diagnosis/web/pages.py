"""What the pages share: who reads, who answers, and one form with one service."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import IntegrityError, models
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules.names import Suspicion, suspicions
from maillage.diagnosis import selectors, services
from maillage.diagnosis.models import Diagnosis
from maillage.institutions import selectors as directory
from maillage.kernel import BadInput, Conflict, Refused, Role
from maillage.ui.forms import TWICE, WeighedForm, number

Made = TypeVar("Made")
Row = TypeVar("Row", bound=models.Model)
READERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.RESEARCHER, Role.DPO,
)  # fmt: skip
HOLDERS = (Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)
OVERSEERS = (Role.COORDINATOR, Role.MAYOR, Role.DPO)
SIGNERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)


def found(row: Row | None) -> Row:
    """The row, or the page of what does not exist: the same for another partnership's."""
    if row is None:
        raise Http404("inconnu dans ce partenariat")
    return row


def now_here(request: WorkspaceRequest) -> Diagnosis | None:
    """The diagnosis at work here, if one was opened."""
    return selectors.current(partnership=request.workspace)


def opened(request: WorkspaceRequest) -> Diagnosis:
    """The diagnosis at work here, opened when it is not."""
    return services.open_diagnosis(
        actor=request.actor, partnership=request.workspace, on=timezone.localdate()
    )


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
    try:
        return change()
    except IntegrityError:
        form.add_error(None, TWICE)
    except Conflict as fault:
        row.refresh_from_db()
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["revision"] = str(row.revision)  # type: ignore[index]
        form.add_error(None, str(fault))
    except (BadInput, Refused) as fault:
        form.add_error(None, str(fault))
    return None


def weigh(request: WorkspaceRequest) -> Callable[[str], list[Suspicion]]:
    """What may name a person in a text, the names of this directory's institutions let through."""
    return partial(suspicions, known=directory.known_names(partnership=request.workspace))


def told(request: WorkspaceRequest, change: Callable[[], Made], words: str) -> Made | None:
    """A change asked by one button: its success or its refusal is said on the next page."""
    try:
        made = change()
    except (BadInput, Refused) as fault:
        messages.error(request, str(fault))
        return None
    messages.success(request, words)
    return made


def seen(request: WorkspaceRequest) -> int:
    """The revision that the reader of a button saw; one that nobody saw when it is not said."""
    revision = number(request.POST.get("revision"))
    return -1 if revision is None else revision


def show(
    request: WorkspaceRequest, form: forms.Form, *, title: str, back: str, submit: str, lead: str = "",
    where: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one form."""
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead, "where": where}
    return render(request, "diagnosis/form.html", context | more)
