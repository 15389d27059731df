"""The yearly report of the health of a partnership, and its figures as sheets."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import override
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.kernel import access
from maillage.observatory.selectors import remarks
from maillage.observatory.web import pages
from maillage.observatory.web.health_pages import sentences, signs
from maillage.observatory.web.lists import listed
from maillage.ui.downloads import file_answer
from maillage.ui.forms import number

FORMATS = ("pdf", "docx", "xlsx", "csv")
FIRST_YEAR = 1945


@access(*pages.READERS)
@require_safe
def report(request: WorkspaceRequest, partnership: str, file_format: str) -> HttpResponse:
    """The report of a year (`annee`: its last day, or today), or of the day asked (`au`)."""
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    found = pages.state_on(request, _last_day(request)) if "annee" in request.GET else pages.state(request)
    if found.snapshot is None or found.content is None:
        raise Http404("aucun état calculé à cette date")
    content = found.content
    with override("fr"):  # a document is in French, whatever the language of its reader
        made = import_string(settings.HEALTH_DOCUMENTS)(
            request.workspace, found.snapshot, file_format, sentences=sentences(content),
            signs=signs(content), threads=remarks.threads(partnership=request.workspace, on=found.asked),
            lists={key: listed(request, content, key) for key in content["lists"]},
        )  # fmt: skip
    name = f"sante-{partnership}-{found.snapshot.day.isoformat()}.{file_format}"
    return file_answer(name, made)


def _last_day(request: WorkspaceRequest) -> date:
    """The last day of the year asked, never after today."""
    today, year = timezone.localdate(), number(request.GET["annee"])
    if year is None or not FIRST_YEAR <= year <= today.year:
        raise Http404("année inconnue")
    return min(date(year, 12, 31), today)
