"""Which pages of a partnership a reader may open, and their address; a page not built yet has none."""

from typing import Protocol

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.kernel.policy import admits


class _Here(Protocol):
    @property
    def partnership(self) -> Partnership: ...


def address(name: str, here: _Here, *args: object) -> str:
    """The path of a page of this partnership; empty when the route does not exist."""
    try:
        return reverse(name, args=[here.partnership.key, *args])
    except NoReverseMatch:
        return ""


def opens(url: str, actor: Actor) -> bool:
    """May the holder of these roles open that path?"""
    try:
        return admits(resolve(url.partition("?")[0].partition("#")[0]).func.policy, actor.roles)  # type: ignore[attr-defined]
    except Resolver404:
        return False
