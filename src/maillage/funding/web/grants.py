"""What follows a grant: conditions, payments, new dates, sums paid back; the public table of grants."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.rules.amounts import total
from maillage.funding.selectors import follow_up as selectors
from maillage.funding.selectors.grants import grants as known
from maillage.funding.services import payments, recoveries, terms
from maillage.funding.web.forms import grants as forms
from maillage.funding.web.pages import FUNDERS, READERS, WRITERS, Page, act, answer, at, enter_grant, today
from maillage.kernel import access
from maillage.ui.forms import number
from maillage.ui.sending import found

ACTS = ("levee", "posee", "retirer", "remettre")


@access(*READERS)
@require_safe
def grants(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The grants decided: public sums, no request, no opinion."""
    asked = number(request.GET.get("annee"))
    rows = known(partnership=request.workspace, on=today())
    years = sorted({row.year for row in rows}, reverse=True)
    shown = [row for row in rows if asked is None or row.year == asked]
    context = {
        "rows": shown, "years": years, "year": asked, "today": today(),
        "granted": total(row.granted for row in shown),
    }  # fmt: skip
    return render(request, "funding/grants.html", context)


@access(*FUNDERS)
def set_condition(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A condition set on a grant."""
    row = enter_grant(request, pk)
    form = forms.ConditionForm(request.POST or None, initial={"on": today()})
    page = Page(
        _("Poser une condition"), _("Poser la condition"), at(request, "request", pk),
        _("La condition est posée."),
        where=row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: terms.set_condition(
            actor=request.actor, decision=row, words=form.cleaned_data["words"],
            amount=form.cleaned_data["amount"], on=form.cleaned_data["on"], nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(*FUNDERS)
@require_POST
def mark_condition(request: WorkspaceRequest, partnership: str, pk: int, act_name: str) -> HttpResponse:
    """A condition met, or not yet; withdrawn, or put back."""
    if act_name not in ACTS:
        raise Http404("suite inconnue")
    row = found(selectors.condition(partnership=request.workspace, actor=request.actor, pk=pk))
    return act(
        request,
        lambda: terms.mark_condition(actor=request.actor, condition=row, on=today(), act=act_name),
        _("C'est noté."),
        at(request, "request", row.decision.request_id),
    )


@access(*FUNDERS)
def plan_payment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """An instalment of a grant."""
    row = enter_grant(request, pk)
    form = forms.PaymentForm(request.POST or None)
    page = Page(
        _("Prévoir un versement"), _("Inscrire le versement"), at(request, "request", pk),
        _("Le versement est inscrit."), where=row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: payments.plan_payment(
            actor=request.actor, decision=row, amount=form.cleaned_data["amount"],
            due_on=form.cleaned_data["due_on"], paid_on=form.cleaned_data["paid_on"],
            nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(*FUNDERS)
def pay(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """When an instalment was paid, or that it was not."""
    row = found(selectors.payment(partnership=request.workspace, actor=request.actor, pk=pk))
    form = forms.PaidForm(request.POST or None, initial={"on": row.paid_on or today()})
    page = Page(
        _("Dire quand il est versé"), _("Enregistrer"), at(request, "request", row.decision.request_id),
        _("C'est noté."), _("Vide : il n'est pas versé."), row.decision.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: payments.pay(actor=request.actor, payment=row, on=form.cleaned_data["on"]), page,
    )  # fmt: skip


@access(*FUNDERS)
@require_POST
def withdraw_payment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw an instalment, or put it back."""
    row = found(selectors.payment(partnership=request.workspace, actor=request.actor, pk=pk))
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: payments.withdraw_payment(actor=request.actor, payment=row, on=today(), back=back),
        _("Le versement est remis.") if back else _("Le versement est retiré."),
        at(request, "request", row.decision.request_id),
    )


@access(*WRITERS)
def ask_dates(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """New dates asked for a funded action."""
    row = enter_grant(request, pk)
    first = {"start": row.request.start, "end": row.request.end, "on": today()}
    form = forms.DatesForm(request.POST or None, initial=first)
    page = Page(
        _("Demander d'autres dates"), _("Demander le report"), at(request, "request", pk),
        _("Le report est demandé : le financeur y répond."), where=row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: terms.ask_dates(
            actor=request.actor, decision=row, start=form.cleaned_data["start"], end=form.cleaned_data["end"],
            reason=form.cleaned_data["reason"], on=form.cleaned_data["on"], nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(*FUNDERS)
def answer_dates(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The answer of the funder to new dates."""
    row = found(selectors.date_change(partnership=request.workspace, actor=request.actor, pk=pk))
    form = forms.AnswerDatesForm(request.POST or None, initial={"on": today()})
    page = Page(
        _("Répondre au report"), _("Enregistrer la réponse"), at(request, "request", row.decision.request_id),
        _("La réponse est inscrite."), where=row.decision.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: terms.answer_dates(
            actor=request.actor, change=row, accepted=form.cleaned_data["accepted"] == "oui",
            answer=form.cleaned_data["answer"], on=form.cleaned_data["on"],
        ), page,
    )  # fmt: skip


@access(*WRITERS)
@require_POST
def withdraw_dates(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a request to move dates that waits, or put it back."""
    row = found(selectors.date_change(partnership=request.workspace, actor=request.actor, pk=pk))
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: terms.withdraw_dates(actor=request.actor, change=row, on=today(), back=back),
        _("Le report est remis.") if back else _("Le report est retiré."),
        at(request, "request", row.decision.request_id),
    )


@access(*FUNDERS)
def order_recovery(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Money of a grant asked back; the sum that the report suggests is proposed."""
    row = enter_grant(request, pk)
    first = {"on": today(), "amount": selectors.suggested(row) or None}
    form = forms.RecoveryForm(request.POST or None, initial=first)
    page = Page(
        _("Demander un reversement"), _("Demander le reversement"), at(request, "request", pk),
        _("Le reversement est demandé."), where=row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: recoveries.order(
            actor=request.actor, decision=row, amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"], on=form.cleaned_data["on"],
            due_on=form.cleaned_data["due_on"], nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(*FUNDERS)
def repay(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A sum that came back."""
    row = found(selectors.recovery(partnership=request.workspace, actor=request.actor, pk=pk))
    form = forms.RepaymentForm(request.POST or None, initial={"on": today()})
    page = Page(
        _("Inscrire une somme rendue"), _("Inscrire la somme"),
        at(request, "request", row.decision.request_id),
        _("La somme est inscrite."), where=row.decision.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: recoveries.repay(
            actor=request.actor, recovery=row, amount=form.cleaned_data["amount"], on=form.cleaned_data["on"],
            nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(*FUNDERS)
@require_POST
def undo_recovery(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """What was given up is asked again; what was asked by mistake is no longer asked."""
    row = found(selectors.recovery(partnership=request.workspace, actor=request.actor, pk=pk))
    if row.waived_on is None and row.origin:
        raise Http404("demandé par un contrôle : il s'annule sur sa page")
    change = recoveries.unwaive if row.waived_on else recoveries.take_back
    return act(
        request,
        lambda: change(actor=request.actor, recovery=row, on=today()),
        _("La somme est de nouveau demandée.") if row.waived_on else _("La somme n'est plus demandée."),
        at(request, "request", row.decision.request_id),
    )


@access(*FUNDERS)
@require_POST
def withdraw_repayment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A sum written as come back by mistake; a second time puts it back."""
    row = found(selectors.repayment(partnership=request.workspace, actor=request.actor, pk=pk))
    change = recoveries.restore_repayment if row.withdrawn_on else recoveries.withdraw_repayment
    return act(
        request,
        lambda: change(actor=request.actor, repayment=row, on=today()),
        _("La somme rendue est remise.") if row.withdrawn_on else _("La somme rendue est retirée."),
        at(request, "request", row.recovery.decision.request_id),
    )


@access(*FUNDERS)
def waive(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give up what is left to come back."""
    row = found(selectors.recovery(partnership=request.workspace, actor=request.actor, pk=pk))
    form = forms.WaiverForm(request.POST or None, initial={"on": today()})
    page = Page(
        _("Abandonner le reversement"), _("Abandonner"), at(request, "request", row.decision.request_id),
        _("Le reversement est abandonné ; son motif reste inscrit."), where=row.decision.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: recoveries.waive(
            actor=request.actor, recovery=row, reason=form.cleaned_data["reason"], on=form.cleaned_data["on"]
        ), page,
    )  # fmt: skip
