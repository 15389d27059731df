"""What the directory's views share: look-ups inside the partnership, and errors that keep what was typed."""

from typing import TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.institutions import selectors
from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.kernel import Actor

Made = TypeVar("Made")
Crumb = dict[str, str]


class DirectoryRequest(HttpRequest):
    """What these views receive: the guard has let a member of the partnership in."""

    actor: Actor
    workspace: Partnership


def institution_or_404(request: DirectoryRequest, pk: int) -> Institution:
    """An institution of this partnership."""
    row = selectors.institution(partnership=request.workspace, pk=pk)
    if row is None:
        raise Http404(str(pk))
    return row


def person_or_404(request: DirectoryRequest, pk: int) -> Person:
    """A person of this partnership's directory."""
    row = selectors.person(partnership=request.workspace, pk=pk)
    if row is None:
        raise Http404(str(pk))
    return row


def position_or_404(request: DirectoryRequest, pk: int) -> Position:
    """A function of this partnership's directory."""
    row = selectors.position(partnership=request.workspace, pk=pk)
    if row is None:
        raise Http404(str(pk))
    return row


def crumbs(request: DirectoryRequest, *more: tuple[str, str]) -> list[Crumb]:
    """The way here: the directory, then what is given as (label, address)."""
    root = (_("Annuaire"), reverse("institutions:directory", args=[request.workspace.key]))
    return [{"label": label, "url": url} for label, url in (root, *more)]
