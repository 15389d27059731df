"""The guard of every route: no declared policy, no entry; no role here, the page does not exist."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from maillage.accounts import selectors as accounts
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Policy
from maillage.kernel.policy import PUBLIC, admits
from maillage.site import foreign_routes
from maillage.territory import selectors as territory

ANONYMOUS = Actor(None, "visiteur")
LAST = "partnership"  # the workspace left to read a shared page; kept in the session


class Guard:
    """Middleware. Sets `request.actor` and `request.workspace`; refuses before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.workspace, request.around = ANONYMOUS, None, None  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Apply the policy of the route that was just resolved."""
        policy = policy_of(view, request)
        if policy is None:
            raise PermissionDenied("route sans règle d'accès")
        if not request.user.is_authenticated:
            return None if policy.public else redirect_to_login(request.get_full_path())
        self._enter(request, kwargs.get("partnership"))
        if not (policy.public or self._admitted(request, policy)):
            raise PermissionDenied("rôle insuffisant")
        return None

    def _enter(self, request: HttpRequest, key: str | None) -> None:
        workspace = Partnership.objects.filter(key=key).first() if key else None
        actor = accounts.actor(user=request.user, partnership=workspace, on=timezone.localdate())  # type: ignore[arg-type]
        if key and (workspace is None or not actor.roles):
            raise Http404("partenariat inconnu")  # the same answer whether it exists or not
        request.actor, request.workspace = actor, workspace  # type: ignore[attr-defined]
        if workspace:
            timezone.activate(territory.time_zone(workspace.place))  # hours are those of the place
        surround(request)

    def _admitted(self, request: HttpRequest, policy: Policy) -> bool:
        if request.workspace is None and not policy.roles:  # type: ignore[attr-defined]
            return True
        return admits(policy, request.actor.roles)  # type: ignore[attr-defined]


def surround(request: HttpRequest) -> None:
    """Set `request.around`: the workspace whose navigation stands beside the page, and the roles held there.

    On a shared page (territories, data, account) it is the last one visited; it opens nothing by itself.
    """
    here = request.workspace  # type: ignore[attr-defined]
    if here is not None:
        request.around = here, request.actor  # type: ignore[attr-defined]
        if request.session.get(LAST) != here.key:
            request.session[LAST] = here.key
        return
    key = request.session.get(LAST)
    last = Partnership.objects.filter(key=key).first() if key else None
    if last is not None:
        actor = accounts.actor(user=request.user, partnership=last, on=timezone.localdate())  # type: ignore[arg-type]
        request.around = (last, actor) if actor.roles else None  # type: ignore[attr-defined]


def policy_of(view: Any, request: HttpRequest | None = None) -> Policy | None:
    """The policy declared on a view (or on its class), or the one listed for the libraries' routes."""
    declared = getattr(view, "policy", None) or getattr(getattr(view, "view_class", None), "policy", None)
    if declared is not None or request is None or request.resolver_match is None:
        return declared
    return foreign_routes.POLICIES.get(request.resolver_match.view_name or "")


__all__ = ["ANONYMOUS", "LAST", "PUBLIC", "Guard", "policy_of", "surround"]
