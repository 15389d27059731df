"""Plans of the département: what is in force, one of them with its priorities, results and opinions."""

import contextlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.models import DepartmentalPlan, Opinion, PlanPriority, PlanReview
from maillage.contracts.selectors import around as selectors
from maillage.contracts.services.around import plans as services
from maillage.contracts.vocabulary.around import AgreementState, PlanKind, PlanOrigin
from maillage.contracts.web.around.pages import READERS, one_form
from maillage.contracts.web.forms.around import PlanForm, PlanPriorityForm, PlanReviewForm, plan_values
from maillage.kernel import Role, access
from maillage.ui.sending import found


@access(*READERS)
@require_safe
def plans(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The plans and programmes, the one in force first said; and the actions weighed against it."""
    here, today = request.workspace, timezone.localdate()
    opinions = selectors.plan_opinions(partnership=here)
    context = {
        "lines": selectors.plans(partnership=here, on=today), "today": today,
        "in_force": selectors.plan_in_force(partnership=here, on=today),
        "opinions": _opinions(partnership, opinions), "may_run": visibility.may_run(request.actor),
        "changed": sum(bool(row.effect) for row in opinions),
    }  # fmt: skip
    return render(request, "contracts/around/plans.html", context)


def _opinions(partnership: str, rows: list[Opinion]) -> list[dict[str, Any]]:
    """Each opinion with the address of its sheet, where there is one."""
    found: list[dict[str, Any]] = []
    for row in rows:
        url = ""
        with contextlib.suppress(NoReverseMatch):
            url = reverse("contracts:sheet", args=[partnership, row.sheet_id]) if row.sheet_id else ""
        found.append({"row": row, "url": url})
    return found


@access(*READERS)
@require_safe
def plan(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One plan: adopted by what, its priorities and who put them there, what it gave year by year."""
    here, today = request.workspace, timezone.localdate()
    line = selectors.plan(partnership=here, pk=pk, on=today)
    if line is None:
        raise Http404("plan inconnu dans ce partenariat")
    of_plan = line.row.kind == PlanKind.PLAN.value
    opinions = selectors.plan_opinions(partnership=here, plan=line.row) if of_plan else []
    context = {
        "line": line, "may_run": visibility.may_run(request.actor), "of_plan": of_plan,
        "opinions": _opinions(partnership, opinions), "withdrawn": AgreementState.WITHDRAWN,
        "local": sum(row.origin == PlanOrigin.COUNCIL.value for row in line.standing),
    }  # fmt: skip
    return render(request, "contracts/around/plan.html", context)


@access(Role.COORDINATOR)
def add_plan(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Note a plan or a programme."""
    form = PlanForm(request.POST or None)
    return one_form(
        request, form,
        lambda: services.add_plan(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ),
        back=reverse("contracts:plans", args=[partnership]), done=_("Le plan est noté."),
        title=_("Noter un plan du département"), submit=_("Noter le plan"),
        lead=_("Les actions locales ne doivent pas lui être contraires : chacun peut ainsi le lire ici."),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_plan(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change a plan."""
    row: DepartmentalPlan = found(selectors.kept(partnership=request.workspace, kind="plan", pk=pk))
    form = PlanForm(request.POST or None, initial=plan_values(row))
    return one_form(
        request, form,
        lambda: services.edit_plan(
            actor=request.actor, plan=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ),
        back=_page(partnership, pk), done=_("Le plan est modifié."), row=row, title=_("Modifier le plan"),
        submit=_("Enregistrer"),
    )  # fmt: skip


def _page(partnership: str, pk: int) -> str:
    return reverse("contracts:plan", args=[partnership, pk])


@access(Role.COORDINATOR)
def add_priority(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Add a priority of the plan."""
    row: DepartmentalPlan = found(selectors.kept(partnership=request.workspace, kind="plan", pk=pk))
    form = PlanPriorityForm(request.POST or None, initial={"origin": PlanOrigin.STATE.value})
    return one_form(
        request, form,
        lambda: services.add_priority(
            actor=request.actor, plan=row, nonce=form.cleaned_data["nonce"], **form.words()
        ),
        back=_page(partnership, pk), done=_("La priorité est notée."), lead=row.title,
        title=_("Ajouter une priorité du plan"), submit=_("Ajouter la priorité"),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_priority(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change a priority of the plan."""
    row: PlanPriority = found(selectors.kept(partnership=request.workspace, kind="priorite", pk=pk))
    first = {name: getattr(row, name) for name in ("title", "origin", "council", "revision")}
    form = PlanPriorityForm(request.POST or None, initial=first)
    return one_form(
        request, form,
        lambda: services.edit_priority(
            actor=request.actor, priority=row, seen=form.cleaned_data["revision"], **form.words()
        ),
        back=_page(partnership, row.plan_id), done=_("La priorité est modifiée."), row=row,
        title=_("Modifier une priorité du plan"), submit=_("Enregistrer"),
    )  # fmt: skip


@access(Role.COORDINATOR)
def add_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Write what the plan gave in a year."""
    row: DepartmentalPlan = found(selectors.kept(partnership=request.workspace, kind="plan", pk=pk))
    today = timezone.localdate()
    form = PlanReviewForm(request.POST or None, initial={"year": today.year - 1})
    return one_form(
        request, form,
        lambda: services.add_review(
            actor=request.actor, plan=row, today=today, nonce=form.cleaned_data["nonce"], **form.words()
        ),
        back=_page(partnership, pk), done=_("Le bilan est noté."), lead=row.title,
        title=_("Noter le bilan d'une année"), submit=_("Noter le bilan"),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change what was written of a year."""
    row: PlanReview = found(selectors.kept(partnership=request.workspace, kind="bilan", pk=pk))
    first = {name: getattr(row, name) for name in ("year", "text", "presented_on", "revision")}
    form = PlanReviewForm(request.POST or None, initial=first)
    return one_form(
        request, form,
        lambda: services.edit_review(
            actor=request.actor, review=row, seen=form.cleaned_data["revision"], today=timezone.localdate(),
            **form.words(),
        ),
        back=_page(partnership, row.plan_id), done=_("Le bilan est modifié."), row=row,
        title=_("Modifier le bilan d'une année"), submit=_("Enregistrer"),
    )  # fmt: skip
