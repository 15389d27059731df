"""What the pages of the record, of commitments and of departures share: who reads, and one form a page."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.http import Http404
from django.utils import timezone

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.selectors import record as records
from maillage.bodies.selectors.names import weigher
from maillage.kernel import Role
from maillage.ui import sending
from maillage.ui.sending import found

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
    """What a posted form made, its words weighed; None when it is to be shown again."""
    weigh = partial(weigher, partnership=request.workspace)
    return sending.sent(request, form, change, row, weigh=weigh)
