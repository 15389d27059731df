"""What the pages of contracts share: who reads, who speaks, what is looked up, and one form a page."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.bodies.selectors.names import weigher
from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.selectors import sheets as selectors
from maillage.kernel import Role
from maillage.ui import sending
from maillage.ui.forms import number
from maillage.ui.sending import found

Made = TypeVar("Made")
READERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.RESEARCHER, Role.DPO,
)  # fmt: skip
SPEAKERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)
MEMBERS = (Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)


def contract_here(request: WorkspaceRequest, pk: int) -> Contract:
    """The contract of this partnership, or the page of what does not exist."""
    return found(selectors.contract(partnership=request.workspace, pk=pk))


def sheet_here(request: WorkspaceRequest, pk: int) -> ActionSheet:
    """The sheet of this partnership; a first-line agent only meets those of its institution."""
    row = found(selectors.sheet(partnership=request.workspace, pk=pk))
    if not request.actor.holds(*READERS) and not selectors.concerns(
        sheet=row, institutions=request.actor.institutions
    ):
        raise Http404("fiche d'autres institutions")
    return row


def runs(request: WorkspaceRequest) -> bool:
    """Does the reader run the partnership?"""
    return visibility.may_run(request.actor)


def speaks(request: WorkspaceRequest) -> bool:
    """May the reader commit an institution of its own, or note what one committed to on paper?"""
    return request.actor.holds(*SPEAKERS) and (runs(request) or bool(request.actor.institutions))


def sent(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], *, row: Any = None
) -> Made | None:
    """What a posted form made, its words weighed; None when it is to be shown again."""
    weigh = partial(weigher, partnership=request.workspace)
    return sending.sent(request, form, change, row, weigh=weigh)


def seen(request: WorkspaceRequest) -> int:
    """The revision that the reader of a button saw; one that nobody saw when it is not said."""
    revision = number(request.POST.get("revision"))
    return -1 if revision is None else revision


def address(request: WorkspaceRequest, name: str, *args: object) -> str:
    """The address of a page of contracts in this partnership."""
    return reverse(f"contracts:{name}", args=[request.workspace.key, *args])


def back_to(request: WorkspaceRequest, where: str, mark: str = "") -> HttpResponse:
    """The page a button stood on, when it is one of ours; else `where`, at its mark."""
    asked = request.POST.get("retour", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return redirect(asked if ours and asked.startswith("/p/") else f"{where}{mark}")
