"""Changes to institutions: the partnership itself, and letters to the people of its directory."""

from maillage.institutions.services.partnership import close_partnership, dress, open_partnership
from maillage.institutions.services.post import write_letter

__all__ = ["close_partnership", "dress", "open_partnership", "write_letter"]
