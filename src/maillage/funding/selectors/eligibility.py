"""« Éligible ? »: the facts of a request on a day, gathered for the pure checks."""

from datetime import date

from maillage.contracts.models import Opinion, Priority
from maillage.funding.models import GrantDecision, GrantRequest
from maillage.funding.rules import eligibility, fund_law
from maillage.funding.selectors.funds import department_of, facts_of
from maillage.funding.selectors.requests import as_line, decision_of, plan_lines
from maillage.funding.vocabulary import DecisionKind, Purpose
from maillage.institutions.vocabulary import InstitutionKind

ASSOCIATIONS = {
    row.value
    for row in (
        InstitutionKind.ASSOCIATION, InstitutionKind.VICTIM_SUPPORT, InstitutionKind.SOCIAL_CENTRE,
        InstitutionKind.STREET_WORK, InstitutionKind.MEDIATORS,
    )
}  # fmt: skip


def verdicts(*, request: GrantRequest, on: date) -> list[eligibility.Checked]:
    """What the checks find of a request on a day: its rules are those of that day."""
    return eligibility.verdicts(facts(request=request, on=on))


def facts(*, request: GrantRequest, on: date) -> eligibility.Facts:
    """The request as the checks see it."""
    decision = decision_of(request)
    return eligibility.Facts(
        on=on, fund=facts_of(request.fund, on, department_of(request.partnership)), asked=request.asked,
        purpose=Purpose(request.purpose), lines=tuple(map(as_line, plan_lines(request))),
        object=request.object, objectives=request.objectives, public=request.public, people=request.people,
        means=request.means, evaluation=request.evaluation, indicators=request.indicators,
        start=request.start, end=request.end, individual_equipment=request.individual_equipment,
        baseline_known=request.baseline_known, baseline=request.baseline, priorities=priorities(request),
        has_sheet=request.sheet_id is not None,
        call_priority=request.call_priority.title if request.call_priority else "",
        opinion=_plan_opinion(request), association=_is_association(request), republican=request.republican,
        reports_due=reports_due(request), decided_on=decision.on if decision else None,
        plan_law=fund_law.plan_rule(on), republican_law=fund_law.republican_rule(on),
        report_law=fund_law.report_rule(on),
    )  # fmt: skip


def priorities(request: GrantRequest) -> tuple[str, ...]:
    """The priorities of the contract that the action answers: by its sheet, or by the priority of the
    call.
    """
    found = []
    if request.sheet_id:
        rows = Priority.objects.filter(
            objectives__sheets=request.sheet_id,
            objectives__withdrawn_on__isnull=True,
            withdrawn_on__isnull=True,
        )
        found += list(rows.distinct().values_list("title", flat=True))
    if request.call_priority is not None:
        rows = request.call_priority.answers.filter(withdrawn_on__isnull=True)
        found += [title for title in rows.values_list("title", flat=True) if title not in found]
    return tuple(found)


def _plan_opinion(request: GrantRequest) -> str:
    """The last opinion given on the compatibility of its sheet with the plan."""
    if request.sheet_id is None:
        return ""
    rows = Opinion.objects.filter(
        sheet_id=request.sheet_id, on_plan=True, withdrawn_on__isnull=True, given_on__isnull=False
    )
    return rows.order_by("-given_on", "-pk").values_list("verdict", flat=True).first() or ""


def _is_association(request: GrantRequest) -> bool:
    return bool(request.rna) or request.applicant.kind in ASSOCIATIONS


def reports_due(request: GrantRequest) -> tuple[tuple[str, date], ...]:
    """The financial reports that the applicant still owes for other grants, the oldest first."""
    rows = GrantDecision.objects.filter(
        request__applicant_id=request.applicant_id, kind=DecisionKind.GRANTED.value,
        withdrawn_on__isnull=True, report__received_on__isnull=True, report__isnull=False,
        report__not_done_on__isnull=True,
    ).exclude(request_id=request.pk)  # fmt: skip
    return tuple(rows.order_by("report__due_on").values_list("request__title", "report__due_on"))
