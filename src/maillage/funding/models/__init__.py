"""Tables of money: funds and calls, requests and their plan, grants, payments, reports and sums paid back."""

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
from maillage.funding.models.yearly import PlanImport, YearlyReport

__all__ = [
    "Call", "CallPriority", "Condition", "DateChange", "Fund", "FundRule", "GrantDecision", "GrantRequest",
    "Payment", "PlanImport", "PlanLine", "Recovery", "Repayment", "Report", "RequestOpinion", "YearlyReport",
]  # fmt: skip
