"""The arrêté of composition: drafted, downloaded, then noted once signed."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import bodies as rows
from maillage.bodies.selectors import seats
from maillage.bodies.services import bodies as services
from maillage.bodies.vocabulary import LifeEvent
from maillage.bodies.web.forms.bodies import ArreteForm, DayForm
from maillage.kernel import BadInput, Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import attempt, found

FORMATS = ("pdf", "docx", "odt")


@access(Role.COORDINATOR, Role.MAYOR)
def arrete(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """What the draft holds, the files to download, and the signed act to note."""
    body = found(rows.body(partnership=request.workspace, pk=pk))
    today = timezone.localdate()
    form = ArreteForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and visibility.may_run(request.actor) and form.is_valid():
        done = attempt(
            form,
            lambda: services.record_composition_act(actor=request.actor, body=body, **form.cleaned_data),
        )
        if done is not None:
            messages.success(request, _("L'arrêté est noté sur la fiche de l'instance."))
            return redirect("bodies:body", partnership, pk)
    context = {
        "body": body, "form": form, "today": today, "formats": list(FORMATS),
        "seats": rows.seats_on(body=body, on=today), "conformity": seats.conformity(body=body, on=today),
        "acts": body.events.filter(kind=LifeEvent.COMPOSED.value).order_by("-on"),
        "may_run": visibility.may_run(request.actor),
    }  # fmt: skip
    return render(request, "bodies/arrete.html", context)


@access(Role.COORDINATOR, Role.MAYOR)
@require_safe
def download(request: WorkspaceRequest, partnership: str, pk: int, file_format: str) -> HttpResponse:
    """The draft as a document, on the seats of today or of another day."""
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    body = found(rows.body(partnership=request.workspace, pk=pk))
    day = DayForm(request.GET).day(timezone.localdate())
    try:
        content = import_string(settings.COMPOSITION_DOCUMENTS)(body, day, file_format)
    except BadInput as fault:
        messages.error(request, str(fault))
        return redirect("bodies:arrete", partnership, pk)
    name = f"arrete-composition-{body.pk}-{day:%Y-%m-%d}.{file_format}"
    return file_answer(name, content)
