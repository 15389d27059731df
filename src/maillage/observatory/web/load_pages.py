"""The load of people (H4): one's own, for oneself; that of all, for the coordinator alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.institutions import selectors as directory
from maillage.kernel import Role, access
from maillage.observatory.selectors.load import load_of
from maillage.observatory.selectors.loads import loads
from maillage.observatory.web import pages

CARRIERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR,
)  # fmt: skip


@access(*CARRIERS)
@require_safe
def load(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """What the reader carries; the coordinator also reads what everybody carries, in the alphabet."""
    here, today, own = request.workspace, timezone.localdate(), request.actor.person
    person = directory.person(partnership=here, pk=own) if own is not None else None
    context: dict[str, Any] = {
        "today": today, "may_run": pages.runs(request),
        "own": load_of(person, here, today) if person is not None else None,
        "rows": loads(partnership=here, on=today) if pages.runs(request) else [],
    }  # fmt: skip
    return render(request, "observatory/load.html", context)
