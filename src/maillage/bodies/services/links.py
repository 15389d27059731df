"""Addresses written in letters: whole, because a letter is read far from the site."""

from django.conf import settings
from django.urls import reverse

from maillage.institutions.models import Partnership


def address(partnership: Partnership, name: str, *args: object) -> str:
    """The full address of a page of this partnership."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse(f'bodies:{name}', args=[partnership.key, *args])}"
