"""What every page receives: the workspace, its navigation, and the marks of a demonstration."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Policy, Role
from maillage.kernel.policy import admits
from maillage.territory import selectors as territory
from maillage.ui import replay

Group = dict[str, Any]
REPLAYED = frozenset({
    "bodies:bodies", "contracts:contracts", "territory:law", "observatory:health", "observatory:figures",
    "observatory:network",
})  # fmt: skip
_RULES: dict[str, Policy] = {}


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
    groups = [*(_workspace_groups(here, actor) if here else []), *_common_groups(actor)]
    links = [link for group in groups for link in group["links"]]
    shown = max((link for link in links if _holds(link["url"], request.path)), key=_length, default=None)
    if shown:
        shown["current"] = True
    _replay(request, links)
    return groups


def _replay(request: HttpRequest, links: list[dict[str, Any]]) -> None:
    """While a past day is read, the pages that know of it are opened on that day."""
    day = replay.past_day(request)
    for link in links if day else ():
        if resolve(link["url"]).view_name in REPLAYED:
            link["url"] = replay.at_day(link["url"], day)


def _holds(url: str, path: str) -> bool:
    """The page itself, or a page below it; the two roots (`/` and a workspace's) only hold themselves."""
    root = url == "/" or (url.startswith("/p/") and url.count("/") == 3)
    return path == url or (not root and path.startswith(url))


def _length(link: dict[str, Any]) -> int:
    return len(link["url"])


def _many(actor: Actor) -> list[tuple[str, str]]:
    """Several territories: shown beside the workspace of a préfecture or an evaluator, who may open them."""
    seen = actor.holds(Role.PREFECTURE, Role.RESEARCHER)
    return [(_("Plusieurs territoires"), reverse("many:boards"))] if seen else []


def _common_groups(actor: Actor) -> list[Group]:
    return [
        _group(_("Maillage"), [
            (_("Mes partenariats"), reverse("portal:home")),
            (_("Chercher un territoire"), reverse("territory:search")),
            (_("Données"), reverse("datasets:releases")),
            *_many(actor),
        ]),
        _group(_("Vous"), [
            (_("Mon compte"), reverse("portal:account")),
            (_("Se déconnecter"), reverse("account_logout")),
        ]),
    ]  # fmt: skip


def _workspace_groups(here: Partnership, actor: Actor) -> list[Group]:
    """The links of a workspace; one that this role may not open, or that is not built, is absent."""
    place = [
        (_("Territoire"), reverse("territory:place", args=[here.place])),
        (_("La loi ici"), reverse("territory:law", args=[here.place])),
    ]
    groups = [("", [(_home(actor), "portal:workspace"), *_month(actor)]), *_parts()]
    found = [_group(title, _open(links, here, actor)) for title, links in groups]
    found[1] = _group(_("Construire"), [*place, *((row["label"], row["url"]) for row in found[1]["links"])])
    return [group for group in found if group["links"]]


def _home(actor: Actor) -> str:
    if actor.holds(Role.COORDINATOR):
        return _("Ma semaine")
    return _("Le mois") if actor.holds(Role.MAYOR) else _("Accueil")


def _month(actor: Actor) -> list[tuple[str, str]]:
    """The month has a link of its own for who begins with the week."""
    return [(_("Le mois"), "portal:this_month")] if actor.holds(Role.COORDINATOR) else []


def _parts() -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups and their routes, in the order of the work."""
    return [*_written(), *_met()]


def _written() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (_("Construire"), [
            (_("Diagnostic"), "diagnosis:page"),
            (_("Demandes de données"), "diagnosis:requests"),
            (_("Données à donner"), "diagnosis:asked_of_us"),
            (_("Contrat et fiches-actions"), "contracts:contracts"),
            (_("Mes fiches"), "contracts:my_sheets"),
            (_("Résumé du contrat"), "contracts:summary"),
            (_("Conventions et plans"), "contracts:around"),
        ]),
        (_("Financer"), [
            (_("Financements"), "funding:requests"),
            (_("Fonds et appels"), "funding:funds"),
            (_("Contrôles"), "funding:campaigns"),
            (_("Mes contrôles"), "funding:my_controls"),
            (_("Où va l'argent"), "funding:spread"),
        ]),
    ]  # fmt: skip


def _met() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (_("Animer"), [
            (_("Instances"), "bodies:bodies"),
            (_("Réunions"), "bodies:meetings"),
            (_("Comptes rendus"), "bodies:minutes_waiting"),
            (_("Décisions"), "bodies:decisions"),
            (_("Mes engagements"), "bodies:mine"),
            (_("Engagements"), "bodies:commitments"),
            (_("Informations dues"), "bodies:duties"),
            (_("Traces entre partenaires"), "bodies:traces"),
        ]),
        (_("Se regarder"), [
            (_("Santé du partenariat"), "observatory:health"),
            (_("Qui travaille avec qui"), "observatory:network"),
            (_("Auto-évaluation"), "observatory:assessments"),
            (_("Ma charge"), "observatory:load"),
        ]),
        *_people(),
    ]  # fmt: skip


def _people() -> list[tuple[str, list[tuple[str, str]]]]:
    """Who works here, and what keeps the workspace itself."""
    return [
        (_("Partenaires"), [
            (_("Annuaire"), "institutions:directory"),
            (_("Personnes"), "institutions:people"),
            (_("Mandats écrits"), "bodies:mandates"),
            (_("Passations"), "bodies:handovers"),
            (_("Courrier"), "institutions:letters"),
        ]),
        (_("Gérer"), [
            (_("Membres"), "portal:members"),
            (_("Couleurs et logo"), "portal:appearance"),
            (_("Journal"), "portal:journal"),
        ]),
    ]  # fmt: skip


def _open(links: list[tuple[str, str]], here: Partnership, actor: Actor) -> list[tuple[str, str]]:
    """Names of routes made addresses: those that are built, and that one of these roles opens."""
    found = []
    for label, name in links:
        with suppress(NoReverseMatch):
            url = reverse(name, args=[here.key])
            if admits(_rule(name, url), actor.roles):
                found.append((label, url))
    return found


def _rule(name: str, url: str) -> Policy:
    """The policy of a route, resolved once: thirty links on every page would take a tenth of its time."""
    if name not in _RULES:
        _RULES[name] = resolve(url).func.policy  # type: ignore[attr-defined]
    return _RULES[name]


def _group(title: str, links: list[tuple[str, str]]) -> Group:
    return {"title": title, "links": [{"label": label, "url": url, "current": False} for label, url in links]}
