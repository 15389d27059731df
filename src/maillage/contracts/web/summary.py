"""The public summary of what was signed, for agents on the ground, and how many received it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import Contract, SummaryReceipt, Version
from maillage.contracts.rules import summary as rules
from maillage.contracts.selectors import life
from maillage.contracts.services import receipts as services
from maillage.contracts.web.forms.life import ReceiptForm
from maillage.contracts.web.life_pages import READERS, SIGNERS, allowed, enter
from maillage.contracts.web.pages import runs, sent
from maillage.contracts.web.versions import FORMATS
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import found
from maillage.ui.single import show


@access(*READERS, Role.FIRST_LINE)
@require_safe
def summary(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """What is promised in the contracts in force, by whom, and whom to call."""
    signed = life.signed_in_force(partnership=request.workspace)
    context = {
        "blocks": [_block(row) for row in signed], "may_count": _may_count(request),
        "counts": _counts(request), "may_run": runs(request),
    }  # fmt: skip
    return render(request, "contracts/summary.html", context)


def _block(version: Version) -> dict[str, Any]:
    content = version.content
    lines = [
        {"row": row, "start": _day(row.start), "end": _day(row.end),
         "promised": [{"row": one, "due_on": _day(one.due_on)} for one in row.promised]}
        for row in rules.actions(content)
    ]  # fmt: skip
    return {
        "version": version, "contract": version.contract, "head": content["contract"], "lines": lines,
        "receipts": life.receipts(version=version),
    }  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _may_count(request: WorkspaceRequest) -> bool:
    """Those who speak for an institution count its agents."""
    return runs(request) or (request.actor.holds(*SIGNERS) and bool(request.actor.institutions))


def _counts(request: WorkspaceRequest) -> bool:
    """An agent reads the summary, not who received it elsewhere."""
    return request.actor.holds(*READERS)


@access(*READERS, Role.FIRST_LINE)
@require_safe
def summary_file(
    request: WorkspaceRequest, partnership: str, contract: int, file_format: str
) -> HttpResponse:
    """The same on two pages, for one contract in force."""
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    version = _signed(enter(request, contract), request)
    written = import_string(settings.SUMMARY_DOCUMENTS)(
        version.content, file_format, day=version.signed_on or version.made_on, number=version.number
    )
    return file_answer(f"resume-{contract}-v{version.number}.{file_format}", written)


def _signed(row: Contract, request: WorkspaceRequest) -> Version:
    """The signed version of a contract in force here."""
    known = life.signed_in_force(partnership=request.workspace)
    return found(next((one for one in known if one.contract_id == row.pk), None))


@access(*SIGNERS)
def count_receipts(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Say how many agents received the summary."""
    version = _signed(enter(request, contract), request)
    form = ReceiptForm(request.POST or None)
    form.offer(request.workspace, allowed(request))

    def change() -> SummaryReceipt:
        data = form.cleaned_data
        return services.count_receipts(
            actor=request.actor, version=version, institution=data["institution"], agents=data["agents"],
            received=data["received"], on=timezone.localdate(),
        )  # fmt: skip

    if sent(request, form, change) is not None:
        messages.success(request, _("Le compte est inscrit ; un nouveau compte le remplace."))
        return redirect("contracts:summary", partnership)
    return show(
        request, form, title=_("Compter qui a reçu le résumé"), submit=_("Enregistrer le compte"),
        where=version.contract.title, lead=_("Des nombres seulement, jamais de nom."),
        back=reverse("contracts:summary", args=[partnership]),
    )  # fmt: skip
