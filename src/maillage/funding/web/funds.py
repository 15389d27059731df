"""Funds and calls: their page, what the law says, the forms that change them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.models import Call, CallPriority, Fund, FundRule
from maillage.funding.rules import visibility
from maillage.funding.selectors import funds as selectors
from maillage.funding.services import calls as call_services
from maillage.funding.services import funds as services
from maillage.funding.web.forms import funds as forms
from maillage.funding.web.pages import READERS, WRITERS, Page, act, answer, at, today
from maillage.kernel import Role, access
from maillage.ui.sending import found


@access(*READERS)
@require_safe
def funds(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Every fund with the rule of the day and its calls."""
    here, day = request.workspace, today()
    rows = [(row, selectors.rule_of(row, day)) for row in selectors.pages(partnership=here)]
    context = {"rows": rows, "today": day, "may_run": visibility.runs(request.actor)}
    return render(request, "funding/funds.html", context)


@access(Role.COORDINATOR)
@require_POST
def propose_funds(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The eight kinds of fund of the field, in one click."""
    return act(
        request,
        lambda: services.propose_funds(actor=request.actor, partnership=request.workspace),
        _("Les fonds du domaine sont inscrits. Complétez leurs règles : elles viennent de chaque financeur."),
        at(request, "funds"),
    )


def _fund(request: WorkspaceRequest, pk: int) -> Fund:
    return found(selectors.fund(partnership=request.workspace, pk=pk))


@access(*READERS)
@require_safe
def fund(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One fund: what the law says of it, its own rules by date, its calls."""
    row, day = _fund(request, pk), today()
    department = selectors.department_of(request.workspace)
    context = {
        "fund": row, "today": day, "rule": selectors.rule_of(row, day), "rules": selectors.rules(fund=row),
        "law": selectors.law_lines(row, day, department), "may_run": visibility.runs(request.actor),
        "calls": row.calls.order_by("-closes", "-pk"),
    }  # fmt: skip
    return render(request, "funding/fund.html", context)


@access(Role.COORDINATOR)
def add_fund(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """A fund of one's own."""
    form = forms.NewFundForm(request.POST or None)
    form.offer(request.workspace)
    page = Page(_("Ajouter un fonds"), _("Ajouter le fonds"), at(request, "funds"), _("Le fonds est ajouté."))
    return answer(
        request, form,
        lambda: services.add_fund(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_fund(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The name of a fund and who decides."""
    row = _fund(request, pk)
    form = forms.EditFundForm(request.POST or None, initial=forms.fund_values(row))
    form.offer(request.workspace)
    page = Page(_("Modifier le fonds"), _("Enregistrer"), at(request, "fund", pk), _("C'est enregistré."))
    return answer(
        request, form,
        lambda: services.edit_fund(
            actor=request.actor, fund=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), page, row=row,
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def put_away_fund(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put a fund away, or back."""
    row = _fund(request, pk)
    back = row.archived_on is not None
    return act(
        request,
        lambda: services.put_away_fund(actor=request.actor, fund=row, on=today(), back=back),
        _("Le fonds est remis.") if back else _("Le fonds est rangé ; ses demandes restent."),
        at(request, "fund", pk),
    )


@access(Role.COORDINATOR)
def add_rule(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A rule of a fund, from a day on."""
    row = _fund(request, pk)
    form = forms.NewRuleForm(request.POST or None)
    page = Page(
        _("Ajouter une règle"), _("Ajouter la règle"), at(request, "fund", pk),
        _("La règle est inscrite ; celle d'avant s'arrête la veille."), where=row.name,
        lead=_("Ce qui reste vide est inconnu : cela ne veut pas dire sans limite."),
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.add_rule(
            actor=request.actor, fund=row, draft=form.draft(), nonce=form.cleaned_data["nonce"]
        ), page,
    )  # fmt: skip


def _rule(request: WorkspaceRequest, pk: int) -> FundRule:
    return found(selectors.rule(partnership=request.workspace, pk=pk))


@access(Role.COORDINATOR)
def edit_rule(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A rule corrected."""
    row = _rule(request, pk)
    form = forms.EditRuleForm(request.POST or None, initial=forms.rule_values(row))
    back = at(request, "fund", row.fund_id)
    page = Page(
        _("Corriger une règle"),
        _("Enregistrer la règle"),
        back,
        _("La règle est corrigée."),
        where=row.fund.name,
    )
    return answer(
        request, form,
        lambda: services.edit_rule(
            actor=request.actor, rule=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), page, row=row.fund,
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def withdraw_rule(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a rule, or put it back."""
    row = _rule(request, pk)
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: services.withdraw_rule(actor=request.actor, rule=row, on=today(), back=back),
        _("La règle est remise.") if back else _("La règle est retirée."),
        at(request, "fund", row.fund_id),
    )


def _call(request: WorkspaceRequest, pk: int) -> Call:
    return found(selectors.call(partnership=request.workspace, pk=pk))


@access(*READERS)
@require_safe
def call(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One call: its dates, its weighted priorities, the requests that answer it."""
    row, total = _call(request, pk), selectors.weights(_call(request, pk))
    context = {
        "call": row, "today": today(), "weights": total, "gap": 100 - total,
        "priorities": row.priorities.all(), "may_run": visibility.runs(request.actor),
        "may_ask": row.withdrawn_on is None and request.actor.holds(*WRITERS),
    }  # fmt: skip
    return render(request, "funding/call.html", context)


@access(Role.COORDINATOR)
def open_call(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A call of a fund."""
    row = _fund(request, pk)
    form = forms.NewCallForm(request.POST or None, initial={"year": today().year})
    page = Page(
        _("Ouvrir un appel"),
        _("Ouvrir l'appel"),
        at(request, "fund", pk),
        _("L'appel est ouvert : inscrivez ses priorités et leur poids."),
        where=row.name,
    )
    return answer(
        request, form,
        lambda: call_services.open_call(
            actor=request.actor, fund=row, draft=form.draft(), nonce=form.cleaned_data["nonce"]
        ), page, after="call",
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_call(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A call corrected."""
    row = _call(request, pk)
    form = forms.EditCallForm(request.POST or None, initial=forms.call_values(row))
    page = Page(
        _("Modifier l'appel"),
        _("Enregistrer"),
        at(request, "call", pk),
        _("C'est enregistré."),
        where=row.fund.name,
    )
    return answer(
        request, form,
        lambda: call_services.edit_call(
            actor=request.actor, call=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), page, row=row,
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def withdraw_call(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a call, or put it back."""
    row = _call(request, pk)
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: call_services.withdraw_call(actor=request.actor, call=row, on=today(), back=back),
        _("L'appel est remis.") if back else _("L'appel est retiré ; ses demandes restent."),
        at(request, "call", pk),
    )


@access(Role.COORDINATOR)
def add_call_priority(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A priority of a call."""
    row = _call(request, pk)
    form = forms.NewPriorityForm(request.POST or None)
    form.offer(request.workspace)
    page = Page(
        _("Ajouter une priorité"), _("Ajouter la priorité"), at(request, "call", pk),
        _("La priorité est inscrite."), where=row.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: call_services.add_priority(
            actor=request.actor, call=row, title=form.cleaned_data["title"],
            weight=form.cleaned_data["weight"], answers=list(form.cleaned_data["answers"]),
            nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


def _priority(request: WorkspaceRequest, pk: int) -> CallPriority:
    return found(selectors.call_priority(partnership=request.workspace, pk=pk))


@access(Role.COORDINATOR)
def edit_call_priority(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A priority of a call corrected."""
    row = _priority(request, pk)
    form = forms.EditPriorityForm(request.POST or None, initial=forms.priority_values(row))
    form.offer(request.workspace)
    page = Page(
        _("Modifier la priorité"), _("Enregistrer"), at(request, "call", row.call_id), _("C'est enregistré."),
        where=row.call.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: call_services.edit_priority(
            actor=request.actor, priority=row, seen=form.cleaned_data["revision"],
            title=form.cleaned_data["title"], weight=form.cleaned_data["weight"],
            answers=list(form.cleaned_data["answers"]),
        ), page, row=row.call,
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def withdraw_call_priority(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a priority of a call, or put it back."""
    row = _priority(request, pk)
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: call_services.withdraw_priority(actor=request.actor, priority=row, on=today(), back=back),
        _("La priorité est remise.") if back else _("La priorité est retirée."),
        at(request, "call", row.call_id),
    )
