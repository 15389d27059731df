"""Tables of money: funds and calls, requests, grants, payments, controls, and where the money goes."""

from maillage.funding.models.control import (
    Campaign,
    Control,
    ControlStep,
    DrawBase,
    DrawUnit,
    Fault,
)
from maillage.funding.models.effort import (
    Effort,
    LinkedBody,
    NeedComponent,
    NeedValue,
)
from maillage.funding.models.fund import (
    Call,
    CallPriority,
    Fund,
    FundRule,
)
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
from maillage.funding.models.yearly import (
    PlanImport,
    YearlyReport,
)

__all__ = [
    "Call",
    "CallPriority",
    "Campaign",
    "Condition",
    "Control",
    "ControlStep",
    "DateChange",
    "DrawBase",
    "DrawUnit",
    "Effort",
    "Fault",
    "Fund",
    "FundRule",
    "GrantDecision",
    "GrantRequest",
    "LinkedBody",
    "NeedComponent",
    "NeedValue",
    "Payment",
    "PlanImport",
    "PlanLine",
    "Recovery",
    "Repayment",
    "Report",
    "RequestOpinion",
    "YearlyReport",
]
