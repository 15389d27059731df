"""What the pages of money share: which row, who may, one form with its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.selectors.names import weigher
from maillage.funding.models import GrantDecision, GrantRequest
from maillage.funding.selectors import requests as selectors
from maillage.kernel import Role
from maillage.ui import sending
from maillage.ui.sending import found, told
from maillage.ui.single import show

Made = TypeVar("Made")
READERS = (Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE, Role.PARTNER)
WRITERS = (Role.COORDINATOR, Role.PARTNER)
FUNDERS = (Role.COORDINATOR, Role.PREFECTURE)
LEADERS = (Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE)


@dataclass(frozen=True)
class Page:
    """The words of a page with one form, and where it goes back to."""

    title: str
    submit: str
    back: str
    done: str
    lead: str = ""
    where: str = ""


def enter(request: WorkspaceRequest, pk: int) -> GrantRequest:
    """The request, or the page of what does not exist."""
    return found(selectors.request(partnership=request.workspace, actor=request.actor, pk=pk))


def enter_grant(request: WorkspaceRequest, pk: int) -> GrantDecision:
    """The decision that stands on a request."""
    return found(selectors.decision_of(enter(request, pk)))


def answer(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Any], page: Page, *, row: Any = None,
    after: str = "",
) -> HttpResponse:  # fmt: skip
    """What a form makes, then the page it came from, or that of what it made (`after`: its route); else the
    form again, with what was typed.
    """
    made = sending.sent(request, form, change, row, weigh=partial(weigher, partnership=request.workspace))
    if made is not None:
        messages.success(request, page.done)
        return redirect(at(request, after, made.pk) if after else page.back)
    return show(
        request, form, title=page.title, submit=page.submit, back=page.back, lead=page.lead, where=page.where
    )


def act(request: WorkspaceRequest, change: Callable[[], Any], words: str, back: str) -> HttpResponse:
    """A change asked by one button."""
    told(request, change, words)
    return redirect(back)


def at(request: WorkspaceRequest, name: str, *args: object) -> str:
    """The address of a page of money."""
    return reverse(f"funding:{name}", args=[request.workspace.key, *args])


def elsewhere(request: WorkspaceRequest, name: str, *args: object) -> str:
    """The address of a page that another part of the house may not have yet; empty then."""
    try:
        return reverse(name, args=[request.workspace.key, *args])
    except NoReverseMatch:
        return ""


def today() -> Any:
    """The day of the reader."""
    return timezone.localdate()
