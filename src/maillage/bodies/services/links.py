"""Addresses written in letters: whole, because a letter is read far from the site."""

from django.conf import settings
from django.urls import reverse

from maillage.institutions.models import Partnership


def address(partnership: Partnership, name: str, *args: object) -> str:
    """The full address of a page of this partnership."""
    return whole(reverse(f"bodies:{name}", args=[partnership.key, *args]))


def public_address(name: str, *args: object) -> str:
    """The full address of a page opened by a signed link, without login."""
    return whole(reverse(f"links:{name}", args=args))


def whole(path: str) -> str:
    """A path of this installation as an address."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
