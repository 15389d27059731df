"""Opinions on a contract and on the compatibility of its sheets with the departmental plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage import law
from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.models import Contract, Opinion
from maillage.contracts.selectors import life
from maillage.contracts.services import opinions as services
from maillage.contracts.vocabulary import Verdict
from maillage.contracts.web.forms.life import AskOpinionForm, EffectForm, GiveOpinionForm, PlanOpinionForm
from maillage.contracts.web.life_pages import READERS, SIGNERS, allowed, enter, enter_sheet
from maillage.contracts.web.pages import runs, sent
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show


@access(*READERS)
@require_safe
def opinions(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The opinions asked before the signature, and what was changed because of them."""
    row = enter(request, contract)
    lines: list[dict[str, Any]] = [
        {"row": one, "may_give": visibility.may_answer_for(request.actor, one.institution_id)}
        for one in life.opinions(contract=row)
    ]
    context = {
        "contract": row, "lines": lines, "withdrawn": life.opinions(contract=row, withdrawn=True),
        "may_run": runs(request), "waiting": sum(line["row"].given_on is None for line in lines),
        "without": life.sheets_without_plan_opinion(contract=row), "article": _article(),
        "may_opine": runs(request) or request.actor.holds(Role.PREFECTURE),
    }  # fmt: skip
    return render(request, "contracts/opinions.html", context)


def _article() -> str:
    """The text that asks for compatibility with the plan, as it stands today."""
    rule = law.on(timezone.localdate()).rule("plan_departemental")
    return f"{rule.description} ({rule.reference})." if rule else ""


@access(Role.COORDINATOR)
def ask_opinion(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Ask for an opinion."""
    row = enter(request, contract)
    form = AskOpinionForm(request.POST or None)
    form.offer(row)

    def change() -> Opinion:
        data = form.cleaned_data
        return services.ask_opinion(
            actor=request.actor, contract=row, institution=data["institution"], sheet=data["sheet"],
            on_plan=data["on_plan"], on=timezone.localdate(), nonce=data["nonce"],
        )  # fmt: skip

    if sent(request, form, change) is not None:
        messages.success(request, _("L'avis est demandé : l'institution le trouve dans sa semaine."))
        return redirect("contracts:opinions", partnership, contract)
    return _one(request, form, row, _("Demander un avis"), _("Demander l'avis"))


@access(*SIGNERS)
def give_opinion(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give the opinion that was asked of one's institution, or correct it."""
    row = _opinion(request, pk)
    if not visibility.may_answer_for(request.actor, row.institution_id):
        raise Http404("avis d'une autre institution")
    first = {"revision": row.revision, "verdict": row.verdict, "words": row.words,
             "on": row.given_on or timezone.localdate()}  # fmt: skip
    form = GiveOpinionForm(request.POST or None, initial=first)

    def change() -> Opinion:
        data = form.cleaned_data
        return services.give_opinion(
            actor=request.actor, opinion=row, seen=data["revision"], verdict=form.term(),
            words=data["words"], on=data["on"],
        )  # fmt: skip

    if sent(request, form, change, row=row) is not None:
        messages.success(request, _("L'avis est inscrit."))
        return redirect("contracts:opinions", partnership, row.contract_id)
    title = _("Donner un avis : %(who)s") % {"who": row.institution.label}
    lead = row.sheet.title if row.sheet else row.contract.title
    return _one(request, form, row.contract, title, _("Inscrire l'avis"), lead)


@access(Role.COORDINATOR, Role.PREFECTURE)
def plan_opinion(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say whether a sheet is compatible with the departmental plan, asked or not."""
    sheet = enter_sheet(request, pk)
    last = life.plan_opinion(sheet=sheet)
    form = PlanOpinionForm(request.POST or None, initial={"on": timezone.localdate()})
    form.offer(request.workspace, allowed(request))

    def change() -> Opinion:
        data = form.cleaned_data
        return services.opine_on_plan(
            actor=request.actor, sheet=sheet, institution=data["institution"],
            verdict=Verdict(data["verdict"]), words=data["words"], on=data["on"], nonce=data["nonce"],
        )  # fmt: skip

    if sent(request, form, change) is not None:
        messages.success(request, _("L'avis de compatibilité est inscrit."))
        return redirect("contracts:opinions", partnership, sheet.contract_id)
    lead = _article()
    if last is not None and last.verdict_term:
        lead += " " + _("Dernier avis : %(verdict)s.") % {"verdict": last.verdict_term.label}
    title = _("Compatibilité avec le plan : %(sheet)s") % {"sheet": sheet.title}
    return _one(request, form, sheet.contract, title, _("Inscrire l'avis"), lead)


@access(Role.COORDINATOR)
def opinion_effect(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say what was changed because of an opinion."""
    row = _opinion(request, pk)
    form = EffectForm(request.POST or None, initial={"revision": row.revision, "effect": row.effect})
    made = sent(
        request, form,
        lambda: services.say_effect(
            actor=request.actor, opinion=row, seen=form.cleaned_data["revision"],
            effect=form.cleaned_data["effect"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La suite donnée est inscrite avec l'avis."))
        return redirect("contracts:opinions", partnership, row.contract_id)
    title = _("Suite donnée à l'avis : %(who)s") % {"who": row.institution.label}
    return _one(request, form, row.contract, title, _("Inscrire la suite"), row.words)


@access(Role.COORDINATOR)
@require_POST
def withdraw_opinion(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw an opinion asked by mistake."""
    row = _opinion(request, pk)
    told(
        request,
        lambda: services.withdraw_opinion(actor=request.actor, opinion=row, on=timezone.localdate()),
        _("L'avis est retiré ; il peut être remis."),
    )
    return redirect("contracts:opinions", partnership, row.contract_id)


@access(Role.COORDINATOR)
@require_POST
def put_back_opinion(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put back an opinion withdrawn by mistake."""
    row = _opinion(request, pk)
    told(request, lambda: services.put_back_opinion(actor=request.actor, opinion=row), _("L'avis est remis."))
    return redirect("contracts:opinions", partnership, row.contract_id)


def _opinion(request: WorkspaceRequest, pk: int) -> Opinion:
    return found(life.opinion(partnership=request.workspace, pk=pk))


def _one(
    request: WorkspaceRequest, form: Any, row: Contract, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = reverse("contracts:opinions", args=[request.workspace.key, row.pk])
    return show(request, form, title=title, submit=submit, where=row.title, lead=lead, back=back)
