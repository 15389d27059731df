"""Pages of the import: a file is sent, shown for what it would do, then imported or given up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.institutions import selectors, services
from maillage.institutions.models import DirectoryImport
from maillage.institutions.rules.plan import Plan, Step
from maillage.institutions.vocabulary import Fate, ImportState
from maillage.institutions.web.common import DirectoryRequest, crumbs
from maillage.institutions.web.forms import UploadForm
from maillage.kernel import BadInput, Role, access
from maillage.ui.sending import sent

SHOWN = 300  # lines of each table of the preview
MAX_BYTES = services.MAX_IMPORT_BYTES


@access(Role.COORDINATOR)
def upload(request: DirectoryRequest, partnership: str) -> HttpResponse:
    """Send a directory file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    row = sent(request, form, lambda: _receive(request, form))
    if row:
        return redirect("institutions:preview", partnership, row.pk)
    context = {"form": form, "crumbs": crumbs(request),
               "waiting": selectors.waiting_imports(partnership=request.workspace)}  # fmt: skip
    return render(request, "institutions/upload.html", context)


def _receive(request: DirectoryRequest, form: UploadForm) -> DirectoryImport:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        raise BadInput(
            f"{file.name} pèse {file.size // 1_000_000} Mo : la limite est de {MAX_BYTES // 1_000_000} Mo."
        )
    return services.receive(
        actor=request.actor, partnership=request.workspace, content=file.read(), filename=file.name,
        now=timezone.now(), nonce=form.cleaned_data["nonce"],
    )  # fmt: skip


@access(Role.COORDINATOR)
def preview(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """What the import would do, line by line; then it is done, whole or not at all."""
    row, today = _import_or_404(request, pk), timezone.localdate()
    if row.state != ImportState.WAITING.value:
        return _closed(request, row)
    choices = {name: str(value) for name, value in request.POST.items() if value}
    try:
        if request.method == "POST":
            row = services.confirm(
                actor=request.actor, row=row, now=timezone.now(), on=today, choices=choices
            )  # fmt: skip
            return _closed(request, row)
        plan = services.preview(row=row, on=today)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("institutions:upload", partnership)
    way = crumbs(request, (_("Importer"), reverse("institutions:upload", args=[partnership])))
    return render(request, "institutions/preview.html", _shown(plan) | {"row": row, "crumbs": way})


def _closed(request: DirectoryRequest, row: DirectoryImport) -> HttpResponse:
    if row.state == ImportState.DONE.value:
        messages.success(request, _done(row))
    else:
        messages.warning(request, _("L'import de %(name)s a été abandonné.") % {"name": row.filename})
    return redirect("institutions:directory", request.workspace.key)


def _done(row: DirectoryImport) -> str:
    parts = [row.counts[name] for name in ("institutions", "people", "positions")]
    words = _(
        "%(name)s est importé : %(made)s fiches créées, %(completed)s complétées, %(rejects)s lignes mises "
        "de côté."
    )
    return words % {
        "name": row.filename,
        "made": sum(part[Fate.CREATED.value] for part in parts),
        "completed": sum(part[Fate.CHANGED.value] for part in parts),
        "rejects": row.counts["rejects"],
    }


def _shown(plan: Plan) -> dict[str, Any]:
    parts = [
        (_("Institutions"), "institutions", plan.institutions), (_("Personnes"), "personnes", plan.people),
        (_("Fonctions"), "fonctions", plan.positions),
    ]  # fmt: skip
    return {
        "plan": plan,
        "parts": [_part(title, slug, list(steps.values())) for title, slug, steps in parts],
        "doubts": list(plan.doubts.values()),
        "rejects": plan.rejects[:SHOWN],
        "more_rejects": max(len(plan.rejects) - SHOWN, 0),
    }


def _part(title: str, slug: str, steps: list[Step]) -> dict[str, Any]:
    moving = [step for step in steps if step.fate is not Fate.SAME]
    return {
        "title": title, "slug": slug, "steps": moving[:SHOWN], "more": max(len(moving) - SHOWN, 0),
        "created": sum(step.fate is Fate.CREATED for step in steps),
        "changed": sum(step.fate is Fate.CHANGED for step in steps),
        "same": sum(step.fate is Fate.SAME for step in steps),
    }  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def drop(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Give up an import: its content is erased."""
    services.drop(actor=request.actor, row=_import_or_404(request, pk), now=timezone.now())
    messages.success(request, _("Import abandonné ; le fichier est effacé."))
    return redirect("institutions:upload", partnership)


def _import_or_404(request: DirectoryRequest, pk: int) -> DirectoryImport:
    row = selectors.directory_import(partnership=request.workspace, pk=pk)
    if row is None:
        raise Http404(str(pk))
    return row
