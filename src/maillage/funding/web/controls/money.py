"""Sums that come back: noted, taken back, given up, and their receipts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.models import Control, Recovery
from maillage.funding.selectors import control_letters
from maillage.funding.services import recoveries as services
from maillage.funding.web.controls.forms import RepayForm, WaiveForm
from maillage.funding.web.controls.pages import KEEPERS, WITH_BODY, control_of, sent
from maillage.kernel import access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import found, told
from maillage.ui.single import show


def _recovery(request: WorkspaceRequest, pk: int) -> tuple[Recovery, Control]:
    row = found(control_letters.recovery(partnership=request.workspace, pk=pk))
    return row, found(control_letters.control_of(partnership=request.workspace, recovery=row))


@access(*KEEPERS)
def repay(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Note a sum that came back."""
    row, control = _recovery(request, pk)
    form = RepayForm(request.POST or None)

    def change() -> Any:
        data = form.cleaned_data
        return services.repay(
            actor=request.actor, recovery=row, amount=data["amount"], on=data["on"], nonce=data["nonce"]
        )

    if sent(request, form, change) is not None:
        messages.success(request, _("La somme reçue est notée ; le reçu est prêt."))
        return redirect("funding:control", partnership, control.pk)
    return _form(request, form, control, _("Noter une somme reçue"), _("Noter la somme"))


@access(*KEEPERS)
def waive(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give up what remains, with the reason."""
    row, control = _recovery(request, pk)
    form = WaiveForm(request.POST or None)

    def change() -> Any:
        data = form.cleaned_data
        return services.waive(actor=request.actor, recovery=row, reason=data["reason"], on=data["on"])

    if sent(request, form, change) is not None:
        messages.success(request, _("Le reste est abandonné, avec son motif."))
        return redirect("funding:control", partnership, control.pk)
    return _form(request, form, control, _("Abandonner le reste"), _("Abandonner le reste"))


@access(*KEEPERS)
@require_POST
def unwaive(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Claim again what had been given up."""
    row, control = _recovery(request, pk)
    told(
        request, lambda: services.unwaive(actor=request.actor, recovery=row, on=timezone.localdate()),
        _("L'abandon est annulé : le reste est de nouveau dû."),
    )  # fmt: skip
    return redirect("funding:control", partnership, control.pk)


@access(*KEEPERS)
@require_POST
def withdraw_repayment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take back a sum noted by mistake, or count it again."""
    row = found(control_letters.repayment(partnership=request.workspace, pk=pk))
    control = found(control_letters.control_of(partnership=request.workspace, recovery=row.recovery))
    change = services.withdraw_repayment if row.withdrawn_on is None else services.restore_repayment
    told(
        request, lambda: change(actor=request.actor, repayment=row, on=timezone.localdate()),
        _("La somme reçue est corrigée."),
    )  # fmt: skip
    return redirect("funding:control", partnership, control.pk)


@access(*WITH_BODY)
@require_safe
def receipt(request: WorkspaceRequest, partnership: str, pk: int, file_format: str) -> HttpResponse:
    """The receipt of one sum."""
    if file_format not in ("pdf", "docx"):
        raise Http404("format inconnu")
    row = found(control_letters.repayment(partnership=request.workspace, pk=pk))
    made = control_letters.receipt(partnership=request.workspace, repayment=row)
    if made is None:
        raise Http404("cette somme ne donne pas de reçu")
    control_of(request, made.control.pk)
    content = import_string(settings.CONTROL_RECEIPTS)(made, file_format)
    return file_answer(f"recu-{made.control.pk}-{row.on.isoformat()}-{row.pk}.{file_format}", content)


def _form(request: WorkspaceRequest, form: Any, row: Control, title: str, submit: str) -> HttpResponse:
    back = reverse("funding:control", args=[request.workspace.key, row.pk])
    return show(request, form, title=title, submit=submit, where=row.institution.name, back=back)
