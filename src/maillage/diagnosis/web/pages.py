"""What the pages share: who reads, who answers, and one form with one service."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils import timezone

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.selectors.names import weigher
from maillage.diagnosis import selectors, services
from maillage.diagnosis.models import Diagnosis
from maillage.kernel import Role
from maillage.ui import sending
from maillage.ui.forms import number

Made = TypeVar("Made")
Row = TypeVar("Row", bound=models.Model)
READERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.RESEARCHER, Role.DPO,
)  # fmt: skip
HOLDERS = (Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR)
OVERSEERS = (Role.COORDINATOR, Role.MAYOR, Role.DPO)
SIGNERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)


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
    """What a posted form made, its words weighed; None when it is to be shown again."""
    weigh = partial(weigher, partnership=request.workspace)
    return sending.sent(request, form, change, row, weigh=weigh)


def seen(request: WorkspaceRequest) -> int:
    """The revision that the reader of a button saw; one that nobody saw when it is not said."""
    revision = number(request.POST.get("revision"))
    return -1 if revision is None else revision
