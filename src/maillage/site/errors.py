"""The error pages: what happened and where to go, without saying what exists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.kernel import Actor
from maillage.site.guard import surround
from maillage.ui import replay


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role does not open this page."""
    return _page(request, 403, _("Cette page n'est pas ouverte à votre rôle"),
                 _("Demandez au coordonnateur du partenariat si vous devriez y avoir accès."))  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none for you."""
    return _page(
        request,
        404,
        _("Cette page n'existe pas"),
        _("L'adresse est inexacte, ou la page appartient à un partenariat dont vous n'êtes pas membre."),
    )


def refused(request: HttpRequest, title: str, advice: str) -> HttpResponse:
    """400: what the address asks for cannot be read; the page of today is one link away."""
    return _page(request, 400, title, advice, leave=replay.leave(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing half-written. Asks nothing of the database, which may be what failed."""
    words = {
        "title": _("Maillage n'a pas pu répondre"),
        "advice": _(
            "L'erreur est de notre côté. Rien n'a été enregistré à moitié : vous pouvez recommencer."
        ),
    }
    return HttpResponse(render_to_string("portal/error.html", words), status=500)


def _page(request: HttpRequest, status: int, title: str, advice: str, leave: str = "") -> HttpResponse:
    if request.user.is_authenticated and getattr(request, "around", None) is None:
        request.actor = Actor(request.user.pk, str(request.user))  # type: ignore[attr-defined]
        surround(request)
    context = {"title": title, "advice": advice, "leave": leave}
    return render(request, "portal/error.html", context, status=status)
