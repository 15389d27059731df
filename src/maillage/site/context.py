"""What every page receives: the workspace, its navigation, and the marks of a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.kernel.policy import admits
from maillage.territory import selectors as territory

Group = dict[str, Any]


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context processor; costs no query: the guard has read what is needed."""
    here, actor = getattr(request, "around", None) or (None, getattr(request, "actor", None))
    return {
        "workspace": here,
        "place_name": _place_name(here),
        "actor": actor,
        "demo": settings.DEMO,
        "fictitious": bool(here and here.fictitious),
        "theme_url": reverse("portal:theme", args=[here.key]) if here else "",
        "mark_url": reverse("portal:mark", args=[here.key]) if here and here.mark else "",
        "navigation": _navigation(request, here, actor),
    }


def _place_name(here: Partnership | None) -> str:
    facts = territory.facts(here.place) if here else None
    return facts.name if facts else ""


def _navigation(request: HttpRequest, here: Partnership | None, actor: Actor | None) -> list[Group]:
    if actor is None or actor.id is None:
        return []
    groups = [*(_workspace_groups(here, actor) if here else []), *_common_groups()]
    links = [link for group in groups for link in group["links"]]
    shown = max((link for link in links if _holds(link["url"], request.path)), key=_length, default=None)
    if shown:
        shown["current"] = True
    return groups


def _holds(url: str, path: str) -> bool:
    """The page itself, or a page below it; the two roots (`/` and a workspace's) only hold themselves."""
    root = url == "/" or (url.startswith("/p/") and url.count("/") == 3)
    return path == url or (not root and path.startswith(url))


def _length(link: dict[str, Any]) -> int:
    return len(link["url"])


def _common_groups() -> list[Group]:
    return [
        _group(_("Maillage"), [
            (_("Mes partenariats"), reverse("portal:home")),
            (_("Chercher un territoire"), reverse("territory:search")),
            (_("Données"), reverse("datasets:releases")),
        ]),
        _group(_("Vous"), [
            (_("Mon compte"), reverse("portal:account")),
            (_("Se déconnecter"), reverse("account_logout")),
        ]),
    ]  # fmt: skip


def _workspace_groups(here: Partnership, actor: Actor) -> list[Group]:
    """The links of a workspace; one that this role may not open is absent."""
    key, place = here.key, here.place
    shared = [
        (_("Territoire"), reverse("territory:place", args=[place])),
        (_("La loi ici"), reverse("territory:law", args=[place])),
    ]
    diagnosis = [(_("Diagnostic"), reverse("diagnosis:page", args=[key]))]
    groups = [
        _group("", _open([(_("Accueil"), reverse("portal:workspace", args=[key]))], actor)),
        _group(_("Construire"), [*shared, *_open(diagnosis, actor)]),
        _group(_("Gérer"), _open([
            (_("Membres"), reverse("portal:members", args=[key])),
            (_("Couleurs et logo"), reverse("portal:appearance", args=[key])),
            (_("Journal"), reverse("portal:journal", args=[key])),
        ], actor)),
    ]  # fmt: skip
    return [group for group in groups if group["links"]]


def _open(links: list[tuple[str, str]], actor: Actor) -> list[tuple[str, str]]:
    return [(label, url) for label, url in links if admits(resolve(url).func.policy, actor.roles)]  # type: ignore[attr-defined]


def _group(title: str, links: list[tuple[str, str]]) -> Group:
    return {"title": title, "links": [{"label": label, "url": url, "current": False} for label, url in links]}
