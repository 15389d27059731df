"""What the pages of control share: who reads and writes, the rows of this partnership, forms weighed."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.http import Http404

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.selectors.names import weigher
from maillage.funding.models import Campaign, Control
from maillage.funding.selectors import campaigns as selectors
from maillage.kernel import Role
from maillage.ui import sending
from maillage.ui.sending import found

Made = TypeVar("Made")
KEEPERS = (Role.COORDINATOR, Role.PREFECTURE)
READERS = (*KEEPERS, Role.MAYOR)
WITH_BODY = (*READERS, Role.PARTNER)
ANSWERING = (*KEEPERS, Role.PARTNER)


def campaign_of(request: WorkspaceRequest, pk: int) -> Campaign:
    """The campaign of this partnership, or 404."""
    return found(selectors.campaign(partnership=request.workspace, pk=pk))


def control_of(request: WorkspaceRequest, pk: int) -> Control:
    """The control, or 404: for a body, its own once it was announced."""
    row = found(selectors.control(partnership=request.workspace, pk=pk))
    if request.actor.holds(*READERS):
        return row
    own = selectors.of_institutions(partnership=request.workspace, institutions=request.actor.institutions)
    if row.pk not in {one.pk for one in own}:
        raise Http404("contrôle d'un autre organisme")
    return row


def keeps(request: WorkspaceRequest) -> bool:
    """May this reader write the controls?"""
    return request.actor.holds(*KEEPERS)


def sent(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], *, row: Any = None
) -> Made | None:
    """What a posted form made, its words weighed for names; None when it is to be shown again."""
    return sending.sent(request, form, change, row, weigh=partial(weigher, partnership=request.workspace))
