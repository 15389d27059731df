"""Tables of contracts: the text at work, its sheets, what was signed, and what stands around it."""

from maillage.contracts.models.contract import Axis, Contract, Objective, Priority, Word, WordAgreement
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
    "ActionSheet", "Axis", "Contract", "CostLine", "IndicatorDue", "Milestone", "Objective", "Opinion",
    "Pledge", "Priority", "Review", "SheetIndicator", "SheetPartner", "Signatory", "Signature",
    "SummaryReceipt", "Version", "Word", "WordAgreement",
]  # fmt: skip
