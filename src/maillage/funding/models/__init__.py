"""Tables of money: funds and calls, requests and their plan, grants, payments, reports and sums paid back."""

from maillage.funding.models.control import Campaign, Control, ControlStep, DrawBase, DrawUnit, Fault
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
    "Call", "CallPriority", "Campaign", "Condition", "Control", "ControlStep", "DateChange", "DrawBase",
    "DrawUnit", "Fault", "Fund", "FundRule", "GrantDecision", "GrantRequest", "Payment", "PlanLine",
    "Recovery", "Repayment", "Report", "RequestOpinion",
]  # fmt: skip
