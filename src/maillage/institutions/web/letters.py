"""Page of the letters: what waits, what left, what failed and why; a failed one can be tried again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.institutions import selectors, services
from maillage.institutions.vocabulary import LetterState
from maillage.institutions.web.common import DirectoryRequest, crumbs
from maillage.kernel import Role, access

PER_PAGE = 50


@access(Role.COORDINATOR)
@require_safe
def letters(request: DirectoryRequest, partnership: str) -> HttpResponse:
    """The letters of this partnership."""
    rows = selectors.letters(partnership=request.workspace)
    context = {
        "failed": list(selectors.letters(partnership=request.workspace, state=LetterState.FAILED)),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "post_is_set": selectors.post_is_set(),
        "crumbs": crumbs(request),
    }
    return render(request, "institutions/letters.html", context)


@access(Role.COORDINATOR)
@require_POST
def retry(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """A failed letter is due again."""
    row = selectors.letter(partnership=request.workspace, pk=pk)
    if row is None:
        raise Http404(str(pk))
    services.retry_letter(actor=request.actor, letter=row, now=timezone.now())
    messages.success(request, _("Le message partira au prochain envoi."))
    return redirect("institutions:letters", partnership)
