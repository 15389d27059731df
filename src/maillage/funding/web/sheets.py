"""The spreadsheet of requests in preparation: downloaded, sent back, compared, applied or given up."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.intake.plan_sheet import MAX_BYTES
from maillage.funding.models import PlanImport
from maillage.funding.selectors import funds
from maillage.funding.selectors import sheets as selectors
from maillage.funding.services import sheets as services
from maillage.funding.vocabulary.sheets import SheetState
from maillage.funding.web.pages import act, at, today
from maillage.kernel import BadInput, Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.forms import OnceForm, number
from maillage.ui.sending import found, sent


class UploadForm(OnceForm):
    """The filled spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Tableur rempli"),
        help_text=gettext_lazy("Le fichier XLSX téléchargé ici, complété."),
    )

    def clean_file(self) -> Any:
        """Too heavy a file is refused before it is read."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 5 Mo, la limite."))
        return file


@access(Role.COORDINATOR)
def plan_sheet(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Download the requests in preparation, send them back filled."""
    here = request.workspace
    form = UploadForm(request.POST or None, request.FILES or None)
    made = sent(request, form, lambda: _receive(request, form))
    if made is not None:
        return redirect(at(request, "plan_preview", made.pk))
    context = {
        "form": form, "funds": funds.funds(partnership=here), "calls": funds.calls(partnership=here),
        "count": len(selectors.in_preparation(partnership=here, actor=request.actor)),
        "waiting": selectors.waiting(partnership=here),
    }  # fmt: skip
    return render(request, "funding/plan_sheet.html", context)


def _receive(request: WorkspaceRequest, form: UploadForm) -> PlanImport:
    file = form.cleaned_data["file"]
    return services.receive(
        actor=request.actor, partnership=request.workspace, content=file.read(), filename=file.name,
        now=timezone.now(), nonce=form.cleaned_data["nonce"],
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_safe
def plan_sheet_file(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The requests in preparation of one call, one fund, or all, as a spreadsheet to fill."""
    rows = selectors.in_preparation(
        partnership=request.workspace, actor=request.actor, fund=number(request.GET.get("fonds")),
        call=number(request.GET.get("appel")),
    )  # fmt: skip
    content = import_string(settings.PLAN_SHEETS)(rows, request.workspace, today())
    return file_answer(f"demandes-{partnership}-{today().isoformat()}.xlsx", content)


def _row(request: WorkspaceRequest, pk: int) -> PlanImport:
    return found(selectors.received(partnership=request.workspace, pk=pk))


@access(Role.COORDINATOR)
def plan_preview(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """What the file would change, field by field; then it is applied, whole or not at all."""
    row = _row(request, pk)
    if row.state != SheetState.WAITING.value:
        messages.warning(request, _("Ce tableur n'est plus à confirmer."))
        return redirect(at(request, "plan_sheet"))
    try:
        if request.method == "POST":
            services.confirm(actor=request.actor, row=row, now=timezone.now())
            messages.success(request, _("Le tableur est appliqué."))
            return redirect(at(request, "requests"))
        drawn = services.preview(actor=request.actor, row=row)
    except BadInput as fault:
        messages.error(request, str(fault))
        return redirect(at(request, "plan_sheet"))
    return render(request, "funding/plan_preview.html", {"row": row, "drawn": drawn})


@access(Role.COORDINATOR)
@require_POST
def drop_plan_sheet(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give up a file that waits."""
    row = _row(request, pk)
    return act(
        request, lambda: services.drop(actor=request.actor, row=row, now=timezone.now()),
        _("Le tableur est abandonné : rien n'a changé."), at(request, "plan_sheet"),
    )  # fmt: skip
