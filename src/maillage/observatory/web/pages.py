"""What the pages of the observatory share: who reads, the snapshot of the day, links that may lack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.bodies.selectors.names import weigher
from maillage.institutions import selectors as directory
from maillage.kernel import Role
from maillage.kernel.policy import admits
from maillage.observatory.models import HealthSnapshot
from maillage.observatory.selectors import snapshots
from maillage.ui import sending
from maillage.ui.replay import reference_day

Made = TypeVar("Made")
FRESH = timedelta(days=8)
READERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR,
    Role.RESEARCHER,
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """The snapshot that a page shows, and the day that was asked."""

    asked: date
    replayed: bool
    snapshot: HealthSnapshot | None
    content: Mapping[str, Any] | None

    @property
    def older(self) -> bool:
        """Is the last state well before the day that is asked? The night keeps one a week at least."""
        return self.snapshot is not None and self.asked - self.snapshot.day > FRESH


def state(request: WorkspaceRequest) -> State:
    """The last snapshot on the day of the address. Raises BadInput for a day that cannot be read."""
    return state_on(request, reference_day(request))


def state_on(request: WorkspaceRequest, asked: date) -> State:
    """The last snapshot on a day."""
    found = snapshots.latest(partnership=request.workspace, on=asked)
    return State(asked, asked != timezone.localdate(), found, found.content if found else None)


def query(found: State) -> str:
    """What a link adds to keep the day that is read."""
    return f"?au={found.asked.isoformat()}" if found.replayed else ""


def runs(request: WorkspaceRequest) -> bool:
    """Does the reader run the partnership?"""
    return visibility.may_run(request.actor)


def reads_names(request: WorkspaceRequest) -> bool:
    """May the reader read which institutions a list names? A researcher reads counts."""
    return not request.actor.holds(Role.RESEARCHER) or request.actor.holds(*READERS[:-1])


def names(request: WorkspaceRequest) -> dict[int, str]:
    """The institutions of this partnership by number; one query."""
    rows = directory.institutions(partnership=request.workspace, archived=True)
    return {row.pk: row.label for row in rows}


def open_link(request: WorkspaceRequest, route: str) -> str:
    """The address of a page of this partnership; empty when it is not built, or closed to the reader."""
    try:
        url = reverse(route, args=[request.workspace.key])
    except NoReverseMatch:
        return ""
    return url if admits(resolve(url).func.policy, request.actor.roles) else ""  # type: ignore[attr-defined]


def at(request: WorkspaceRequest, name: str, *args: object) -> str:
    """The address of a page of the observatory."""
    return reverse(f"observatory:{name}", args=[request.workspace.key, *args])


def sent(
    request: WorkspaceRequest, form: forms.Form, change: Callable[[], Made], row: Any = None
) -> Made | None:
    """What a posted form made, its words weighed; None when it is to be shown again."""
    return sending.sent(request, form, change, row, weigh=partial(weigher, partnership=request.workspace))
