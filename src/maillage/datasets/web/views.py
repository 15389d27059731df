"""Pages about the data: what is held, its source, its defects; a file sent, followed; a release withdrawn."""

import tempfile
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import Request
from maillage.datasets import selectors, services
from maillage.datasets.models import ImportJob, Release
from maillage.kernel import access


class UploadForm(forms.Form):
    """One file, as published."""

    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy(
            "Tel qu'il a été publié : CSV, CSV.GZ, Parquet, XLSX ou ODS. Ne changez pas ses colonnes."
        ),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )


@access()
@require_safe
def releases(request: Request) -> HttpResponse:
    """What is held."""
    context = {"releases": selectors.releases(), "jobs": selectors.jobs(), "form": UploadForm()}
    return render(request, "datasets/releases.html", context | {"may_import": may_import(request)})


def may_import(request: Request) -> bool:
    """Those who answer for the data: the coordinators and the administrators of the instance."""
    return selectors.may_manage(user_id=request.actor.id)


@access()
def upload(request: Request) -> HttpResponse:
    """Receive a file; its import waits for its turn and can be left and found again."""
    if not may_import(request):
        return render(request, "portal/error.html", _closed(), status=403)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = services.ask_import(actor=request.actor, content=_keep(file), filename=file.name)
        return redirect("datasets:job", made.pk)
    return render(request, "datasets/upload.html", {"form": form})


def _keep(file: "UploadedFile[bytes]") -> Path:
    folder = settings.HOME / "received"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        for block in file.chunks():
            out.write(block)
    return Path(out.name)


def _closed() -> dict[str, str]:
    return {
        "title": _("Cette page n'est pas ouverte à votre rôle"),
        "advice": _("Les données sont importées par un coordonnateur ou par l'administrateur."),
    }


@access()
@require_safe
def job(request: Request, job: int) -> HttpResponse:
    """Where a received file stands; reload, or let the page do it."""
    row = get_object_or_404(ImportJob, pk=job)
    if not may_import(request):
        return render(request, "portal/error.html", _closed(), status=403)
    return render(request, "datasets/job.html", {"job": row})


@access()
@require_safe
def release(request: Request, release: str) -> HttpResponse:
    """One release: source, date, defects, lines set aside."""
    row = _release(release)
    context = {"release": row, "lines": selectors.rejected_lines(row), "may_import": may_import(request)}
    return render(request, "datasets/release.html", context)


@access()
@require_POST
def withdraw(request: Request, release: str) -> HttpResponse:
    """Undo a mistaken import."""
    if not may_import(request):
        return render(request, "portal/error.html", _closed(), status=403)
    services.withdraw(actor=request.actor, release=_release(release))
    messages.success(request, _("Publication retirée. Les diagnostics déjà figés ne changent pas."))
    return redirect("datasets:releases")


def _release(identity: str) -> Release:
    row = selectors.release(identity)
    if row is None:
        raise Http404(identity)
    return row
