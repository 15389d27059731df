"""The three error pages: what happened and where to go, without saying what exists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


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


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing half-written."""
    return _page(
        request,
        500,
        _("Maillage n'a pas pu répondre"),
        _("L'erreur est de notre côté. Rien n'a été enregistré à moitié : vous pouvez recommencer."),
    )


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "portal/error.html", {"title": title, "advice": advice}, status=status)
