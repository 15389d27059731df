"""Tables of contracts: the text at work, its sheets, what was signed, and what stands around it."""

from maillage.contracts.models.around import (
    Agreement,
    Counterpart,
    DatedAct,
    DepartmentalPlan,
    PlanPriority,
    PlanReview,
)
from maillage.contracts.models.contract import (
    Axis,
    Contract,
    Objective,
    Priority,
    Word,
    WordAgreement,
)
from maillage.contracts.models.sheet import (
    ActionSheet,
    CostLine,
    IndicatorDue,
    Milestone,
    Pledge,
    Review,
    SheetIndicator,
    SheetPartner,
)
from maillage.contracts.models.version import (
    Opinion,
    Signatory,
    Signature,
    SummaryReceipt,
    Version,
)

__all__ = [
    "ActionSheet",
    "Agreement",
    "Axis",
    "Contract",
    "CostLine",
    "Counterpart",
    "DatedAct",
    "DepartmentalPlan",
    "IndicatorDue",
    "Milestone",
    "Objective",
    "Opinion",
    "PlanPriority",
    "PlanReview",
    "Pledge",
    "Priority",
    "Review",
    "SheetIndicator",
    "SheetPartner",
    "Signatory",
    "Signature",
    "SummaryReceipt",
    "Version",
    "Word",
    "WordAgreement",
]
