"""What every page receives: the workspace, its navigation, and the marks of a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role

Group = dict[str, Any]


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context processor; costs no query."""
    here: Partnership | None = getattr(request, "workspace", None)
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "workspace": here,
        "actor": actor,
        "demo": settings.DEMO,
        "fictitious": bool(here and here.fictitious),
        "theme_url": reverse("portal:theme", args=[here.key]) if here else "",
        "navigation": _navigation(request, here, actor),
    }


def _navigation(request: HttpRequest, here: Partnership | None, actor: Actor | None) -> list[Group]:
    if actor is None or actor.id is None:
        return []
    groups = _workspace_groups(here, actor) if here else []
    common = [
        (_("Mes partenariats"), reverse("portal:home")),
        (_("Chercher un territoire"), reverse("territory:search")),
    ]
    common.append((_("Données"), reverse("datasets:releases")))
    groups.append(_group(_("Maillage"), common))
    for link in (link for group in groups for link in group["links"]):
        link["current"] = request.path == link["url"] or (
            link["url"].count("/") > 3 and request.path.startswith(link["url"])
        )
    return groups


def _workspace_groups(here: Partnership, actor: Actor) -> list[Group]:
    if not actor.roles - {Role.ADMINISTRATOR}:
        return [_group(here.name, [(_("Membres"), reverse("portal:members", args=[here.key]))])]
    build = [
        (_("Territoire"), reverse("territory:place", args=[here.place])),
        (_("La loi ici"), reverse("territory:law", args=[here.place])),
        (_("Diagnostic"), reverse("diagnosis:page", args=[here.key])),
    ]
    groups = [
        _group("", [(_("Accueil"), reverse("portal:workspace", args=[here.key]))]),
        _group(_("Construire"), build),
    ]
    manage = []
    if actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR):
        manage.append((_("Membres"), reverse("portal:members", args=[here.key])))
    if actor.holds(Role.COORDINATOR):
        manage.append((_("Couleurs et logo"), reverse("portal:appearance", args=[here.key])))
    if actor.holds(Role.COORDINATOR, Role.DPO):
        manage.append((_("Journal"), reverse("portal:journal", args=[here.key])))
    return [*groups, _group(_("Gérer"), manage)] if manage else groups


def _group(title: str, links: list[tuple[str, str]]) -> Group:
    return {"title": title, "links": [{"label": label, "url": url, "current": False} for label, url in links]}
