"""Every indicator, registered by importing its family; and the figures they give."""

from maillage.observatory.indicators import (  # noqa: F401  (each family registers its indicators)
    alert,
    content_commitments,
    content_further,
    content_objectives,
    content_sheets,
    contract_signs,
    decision,
    decision_further,
    evaluation,
    information,
    information_further,
    money,
    money_further,
    people,
    people_further,
    presence,
    presence_absent,
    presence_further,
    rhythm,
    rhythm_further,
    territory,
)
from maillage.observatory.indicators.figures import COLUMNS, FEW, figures
from maillage.observatory.indicators.registry import INDICATORS, indicator
from maillage.observatory.indicators.view import View

__all__ = ["COLUMNS", "FEW", "INDICATORS", "View", "figures", "indicator"]
