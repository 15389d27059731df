"""The words of a contract: what each means here, who agrees, who had agreed to earlier words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.models import Contract
from maillage.contracts.selectors import plan, words
from maillage.contracts.services import words as services
from maillage.contracts.vocabulary.models_of_action import MODELS
from maillage.contracts.web.forms.sheets import AgreeForm
from maillage.contracts.web.pages import READERS, SPEAKERS, address, contract_here, runs, sent, speaks
from maillage.kernel import access
from maillage.ui.sending import found, told
from maillage.ui.single import show


@access(*READERS)
@require_safe
def glossary(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The words and their agreements."""
    row = contract_here(request, contract)
    lines, withdrawn = words.glossary(contract=row)
    alive = row.state not in ("ended", "dropped")
    context = {
        "contract": row, "lines": lines, "withdrawn": withdrawn, "own": request.actor.institutions,
        "may_write": runs(request) and row.state in ("draft", "in_force"), "runs": runs(request),
        "may_agree": speaks(request) and alive,
    }  # fmt: skip
    return render(request, "contracts/glossary.html", context)


@access(*SPEAKERS)
def agree_word(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Agree with a word as it stands, for one's institution."""
    row: Any = found(plan.line(partnership=request.workspace, kind="mot", pk=pk))
    contract: Contract = row.contract
    own = request.actor.institutions
    form = AgreeForm(request.POST or None, initial={"institution": min(own) if len(own) == 1 else None})
    form.offer(contract, request.actor, runs=runs(request))
    made = sent(
        request, form,
        lambda: services.agree(
            actor=request.actor, word=row, institution=form.cleaned_data["institution"],
            on=timezone.localdate(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'accord est noté, avec les mots d'aujourd'hui."))
        return redirect("contracts:glossary", partnership, contract.pk)
    return show(
        request, form, title=_("Donner son accord sur un mot"), submit=_("Donner cet accord"), where=row.word,
        lead=row.meaning, back=address(request, "glossary", contract.pk),
    )  # fmt: skip


@access(*SPEAKERS)
@require_POST
def withdraw_agreement(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take one's agreement back; agreeing again puts it back."""
    row = found(words.agreement(partnership=request.workspace, pk=pk))
    if not visibility.may_answer_for(request.actor, row.institution_id):
        raise Http404("accord d'une autre institution")
    day = timezone.localdate()
    told(
        request, lambda: services.withdraw_agreement(actor=request.actor, agreement=row, on=day),
        _("L'accord est retiré. Vous pouvez le donner de nouveau."),
    )  # fmt: skip
    return redirect("contracts:glossary", partnership, row.word.contract_id)


@access(*READERS)
@require_safe
def models(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The models of action a sheet may start from, with what is known of their effect."""
    row = contract_here(request, contract)
    context = {
        "contract": row, "models": list(MODELS.values()),
        "may_write": runs(request) and row.state in ("draft", "in_force"),
    }  # fmt: skip
    return render(request, "contracts/models.html", context)
