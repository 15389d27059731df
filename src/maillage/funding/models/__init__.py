"""Tables of money: funds and calls, requests and their plan, grants, payments, reports and sums paid back."""

from maillage.funding.models.effort import Effort, LinkedBody, NeedComponent, NeedValue
from maillage.funding.models.fund import Call, CallPriority, Fund, FundRule
from maillage.funding.models.request import (
    Condition,
    DateChange,
    GrantDecision,
    GrantRequest,
    Payment,
    PlanLine,
    Recovery,
    Repayment,
    Report,
    RequestOpinion,
)

__all__ = [
    "Call", "CallPriority", "Condition", "DateChange", "Effort", "Fund", "FundRule", "GrantDecision",
    "GrantRequest", "LinkedBody", "NeedComponent", "NeedValue", "Payment", "PlanLine", "Recovery",
    "Repayment", "Report", "RequestOpinion",
]  # fmt: skip
