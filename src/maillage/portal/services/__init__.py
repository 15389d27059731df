"""Changes across packages: a new workspace, a new member, the weekly message that somebody asked for."""

from maillage.portal.services.digest import stop, write_due
from maillage.portal.services.workspace import add_member, open_workspace

__all__ = ["add_member", "open_workspace", "stop", "write_due"]
