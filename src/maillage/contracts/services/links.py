"""Addresses written in letters: whole, because a letter is read far from the site."""

from django.urls import reverse

from maillage.institutions.models import Partnership
from maillage.ui import mail


def address(partnership: Partnership, name: str, *args: object) -> str:
    """The full address of a page of this partnership."""
    return mail.whole(reverse(f"contracts:{name}", args=[partnership.key, *args]))
