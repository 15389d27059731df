"""Changes to the plans of the département as the partnership reads them: plan, priorities, yearly results."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from maillage.contracts.models import DepartmentalPlan, PlanPriority, PlanReview
from maillage.contracts.rules import around as rules
from maillage.contracts.services import gate
from maillage.contracts.services.around import rows
from maillage.contracts.services.around.acts import check_past
from maillage.contracts.vocabulary.around import PlanKind, PlanOrigin
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput
from maillage.territory import selectors as territory


@dataclass(frozen=True)
class PlanDraft:
    """A plan or programme as it is typed."""

    kind: PlanKind
    title: str
    department: str
    start: date
    end: date | None = None
    act: str = ""
    act_on: date | None = None


def add_plan(
    *, actor: Actor, partnership: Partnership, draft: PlanDraft, nonce: UUID | None = None
) -> DepartmentalPlan:
    """Write a plan of the département (PD-1; CSI, art. D. 132-13). Raises Refused, or BadInput."""
    act = "plan départemental noté"
    gate.check_runs(actor, partnership, act)
    row = DepartmentalPlan(partnership=partnership, **_values(draft))
    return rows.add(row, actor=actor, partnership=partnership, act=act, nonce=nonce)


def edit_plan(*, actor: Actor, plan: DepartmentalPlan, seen: int, draft: PlanDraft) -> DepartmentalPlan:
    """Change a plan. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act = "plan départemental modifié"
    gate.check_runs(actor, plan.partnership, act)
    return rows.edit(
        plan, actor=actor, partnership=plan.partnership, act=act, seen=seen, values=_values(draft)
    )


def _values(draft: PlanDraft) -> dict[str, Any]:
    code = draft.department.strip().upper().removeprefix("DEP:")
    faults = [] if draft.title.strip() else ["Écrivez l'intitulé du plan."]
    if territory.place(f"dep:{code}") is None:
        faults.append(f"« {draft.department} » n'est pas un département : écrivez son code, par exemple 44.")
    if draft.act_on is not None and not draft.act.strip():
        faults.append("Une date d'adoption va avec un acte : écrivez lequel, par exemple « arrêté n° 12 ».")
    rows.check([*faults, *rules.span_faults(draft.start, draft.end)])
    return {
        "kind": draft.kind.value, "title": draft.title.strip()[:200], "department": code,
        "start": draft.start, "end": draft.end, "act": draft.act.strip()[:200], "act_on": draft.act_on,
    }  # fmt: skip


def withdraw_plan(*, actor: Actor, plan: DepartmentalPlan, seen: int, on: date) -> DepartmentalPlan:
    """Withdraw a plan noted by mistake. Raises Conflict when it moved."""
    return _mark(actor, plan, plan.partnership, "plan départemental retiré", seen, on)


def put_back_plan(*, actor: Actor, plan: DepartmentalPlan, seen: int) -> DepartmentalPlan:
    """Put a withdrawn plan back. Raises Conflict when it moved."""
    return _mark(actor, plan, plan.partnership, "plan départemental remis", seen, None)


def _mark(
    actor: Actor, row: rows.Row, partnership: Partnership, act: str, seen: int, on: date | None
) -> rows.Row:
    gate.check_runs(actor, partnership, act)
    return rows.mark(row, actor=actor, partnership=partnership, act=act, seen=seen, on=on)


def add_priority(
    *, actor: Actor, plan: DepartmentalPlan, title: str, origin: PlanOrigin, council: str = "",
    nonce: UUID | None = None,
) -> PlanPriority:  # fmt: skip
    """Add a priority of the plan and who put it there. Raises Refused, or BadInput."""
    act = "priorité du plan notée"
    gate.check_runs(actor, plan.partnership, act)
    values = _priority(title, origin, council)
    with transaction.atomic():
        DepartmentalPlan.objects.select_for_update().get(pk=plan.pk)  # two people never take one number
        last = plan.priorities.aggregate(last=Max("number"))["last"] or 0
        row = PlanPriority(plan=plan, number=last + 1, **values)
        return rows.add(row, actor=actor, partnership=plan.partnership, act=act, nonce=nonce)


def edit_priority(
    *, actor: Actor, priority: PlanPriority, seen: int, title: str, origin: PlanOrigin, council: str = ""
) -> PlanPriority:
    """Change a priority of the plan. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act, here = "priorité du plan modifiée", priority.plan.partnership
    gate.check_runs(actor, here, act)
    values = _priority(title, origin, council)
    return rows.edit(priority, actor=actor, partnership=here, act=act, seen=seen, values=values)


def _priority(title: str, origin: PlanOrigin, council: str) -> dict[str, Any]:
    rows.check(rules.priority_faults(title=title, origin=origin, council=council))
    named = council.strip()[:200] if origin is PlanOrigin.COUNCIL else ""
    return {"title": title.strip()[:300], "origin": origin.value, "council": named}


def withdraw_priority(*, actor: Actor, priority: PlanPriority, seen: int, on: date) -> PlanPriority:
    """Withdraw a priority of the plan. Raises Conflict when it moved."""
    return _mark(actor, priority, priority.plan.partnership, "priorité du plan retirée", seen, on)


def put_back_priority(*, actor: Actor, priority: PlanPriority, seen: int) -> PlanPriority:
    """Put a withdrawn priority back. Raises Conflict when it moved."""
    return _mark(actor, priority, priority.plan.partnership, "priorité du plan remise", seen, None)


def add_review(
    *, actor: Actor, plan: DepartmentalPlan, year: int, text: str, presented_on: date | None, today: date,
    nonce: UUID | None = None,
) -> PlanReview:  # fmt: skip
    """Note what the plan gave in a year (CSI, art. D. 132-6). Raises BadInput when that year is written."""
    act = "bilan du plan noté"
    gate.check_runs(actor, plan.partnership, act)
    with transaction.atomic():
        DepartmentalPlan.objects.select_for_update().get(pk=plan.pk)
        if (made := gate.already(PlanReview, nonce)) is not None:
            return made
        _check_review(plan, year, text, presented_on, today)
        row = PlanReview(plan=plan, year=year, text=text.strip(), presented_on=presented_on)
        return rows.add(row, actor=actor, partnership=plan.partnership, act=act, nonce=nonce)


def edit_review(
    *, actor: Actor, review: PlanReview, seen: int, year: int, text: str, presented_on: date | None,
    today: date,
) -> PlanReview:  # fmt: skip
    """Change the results of a year. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act, here = "bilan du plan modifié", review.plan.partnership
    gate.check_runs(actor, here, act)
    _check_review(review.plan, year, text, presented_on, today, but=review.pk)
    values = {"year": year, "text": text.strip(), "presented_on": presented_on}
    return rows.edit(review, actor=actor, partnership=here, act=act, seen=seen, values=values)


def _check_review(
    plan: DepartmentalPlan, year: int, text: str, presented_on: date | None, today: date, but: int = 0
) -> None:
    if not text.strip():
        raise BadInput("Écrivez le bilan de l'année.")
    if year < plan.start.year or (plan.end is not None and year > plan.end.year):
        last = plan.end.year if plan.end else "…"
        raise BadInput(f"{year} est hors du plan, qui va de {plan.start.year} à {last}.")
    if presented_on is not None:
        check_past(presented_on, today)
    _check_free(plan, year, but)


def _check_free(plan: DepartmentalPlan, year: int, but: int) -> None:
    if plan.reviews.filter(year=year, withdrawn_on__isnull=True).exclude(pk=but).exists():
        raise BadInput(f"Le bilan de {year} est déjà écrit : modifiez-le, ou retirez-le d'abord.")


def withdraw_review(*, actor: Actor, review: PlanReview, seen: int, on: date) -> PlanReview:
    """Withdraw the results of a year. Raises Conflict when they moved."""
    return _mark(actor, review, review.plan.partnership, "bilan du plan retiré", seen, on)


def put_back_review(*, actor: Actor, review: PlanReview, seen: int) -> PlanReview:
    """Put withdrawn results back. Raises BadInput when that year was written again meanwhile, or Conflict."""
    if review.withdrawn_on is not None:
        _check_free(review.plan, review.year, review.pk)
    return _mark(actor, review, review.plan.partnership, "bilan du plan remis", seen, None)
