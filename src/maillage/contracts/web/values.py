"""Values of indicators: when they are asked, those that are due, and the form that fills one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.models import Contract, IndicatorDue, SheetIndicator
from maillage.contracts.selectors import life
from maillage.contracts.services import values as services
from maillage.contracts.web.forms.life import ScheduleForm, ValueForm
from maillage.contracts.web.life_pages import READERS, SIGNERS, enter
from maillage.contracts.web.pages import runs, sent
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show


@access(*READERS)
@require_safe
def values(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The indicators of a contract, with their values given and those due."""
    row, today = enter(request, contract), timezone.localdate()
    lines = [_line(request, one) for one in life.indicators(contract=row)]
    dues = [one for line in lines for one in line["row"].awaited]
    context = {
        "contract": row, "lines": lines, "today": today, "may_run": runs(request),
        "late": sum(one.filled_on is None and one.due_on < today for one in dues),
        "waiting": sum(one.filled_on is None for one in dues), "withdrawn": life.withdrawn_dues(contract=row),
    }  # fmt: skip
    return render(request, "contracts/values.html", context)


def _line(request: WorkspaceRequest, row: SheetIndicator) -> dict[str, Any]:
    return {"row": row, "may_fill": _may_fill(request, row)}


def _may_fill(request: WorkspaceRequest, row: SheetIndicator) -> bool:
    pilot = row.sheet.pilot_id
    return runs(request) if pilot is None else visibility.may_answer_for(request.actor, pilot)


@access(Role.COORDINATOR)
def schedule_values(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say when the values of an indicator are asked."""
    row = found(life.indicator(partnership=request.workspace, pk=pk))
    sheet = row.sheet
    form = ScheduleForm(
        request.POST or None,
        initial={"first": sheet.start or timezone.localdate(), "last": sheet.end or sheet.contract.end},
    )

    def change() -> int:
        data = form.cleaned_data
        return services.schedule_values(
            actor=request.actor, indicator=row, rhythm=form.term(), first=data["first"], last=data["last"],
            own=data["own"],
        )  # fmt: skip

    made = sent(request, form, change)
    if made is not None:
        words = ngettext("%(n)s valeur est demandée de plus.", "%(n)s valeurs sont demandées de plus.", made)
        messages.success(request, words % {"n": made})
        return redirect("contracts:values", partnership, sheet.contract_id)
    title = _("Demander les valeurs : %(name)s") % {"name": row.name}
    return _one(request, form, sheet.contract, title, _("Demander ces valeurs"), sheet.title)


@access(*SIGNERS)
def fill_value(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give a value, or correct it."""
    row = _due(request, pk)
    if not _may_fill(request, row.indicator):
        raise Http404("indicateur d'une autre institution")
    first = {"revision": row.revision, "value": row.value, "note": row.note}
    form = ValueForm(request.POST or None, initial=first)
    made = sent(
        request, form,
        lambda: services.fill_value(
            actor=request.actor, due=row, seen=form.cleaned_data["revision"],
            value=form.cleaned_data["value"], note=form.cleaned_data["note"], on=timezone.localdate(),
        ), row=row,
    )  # fmt: skip
    contract = row.indicator.sheet.contract
    if made is not None:
        messages.success(
            request, _("La valeur est inscrite.") if made.value else _("La valeur est attendue.")
        )
        return redirect("contracts:values", partnership, contract.pk)
    lead = _("%(sheet)s. Valeur attendue le %(day)s.") % {
        "sheet": row.indicator.sheet, "day": f"{row.due_on:%d/%m/%Y}",
    }  # fmt: skip
    return _one(request, form, contract, row.indicator.name, _("Enregistrer la valeur"), lead)


@access(Role.COORDINATOR)
@require_POST
def withdraw_value(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask a value no more."""
    row = _due(request, pk)
    told(
        request, lambda: services.withdraw_value(actor=request.actor, due=row, on=timezone.localdate()),
        _("La valeur n'est plus demandée ; elle peut être remise."),
    )  # fmt: skip
    return redirect("contracts:values", partnership, row.indicator.sheet.contract_id)


@access(Role.COORDINATOR)
@require_POST
def put_back_value(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Ask again a value withdrawn by mistake."""
    row = _due(request, pk)
    told(
        request, lambda: services.put_back_value(actor=request.actor, due=row),
        _("La valeur est de nouveau demandée."),
    )  # fmt: skip
    return redirect("contracts:values", partnership, row.indicator.sheet.contract_id)


def _due(request: WorkspaceRequest, pk: int) -> IndicatorDue:
    return found(life.due(partnership=request.workspace, pk=pk))


def _one(
    request: WorkspaceRequest, form: Any, row: Contract, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = reverse("contracts:values", args=[request.workspace.key, row.pk])
    return show(request, form, title=title, submit=submit, where=row.title, lead=lead, back=back)
