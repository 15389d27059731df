"""Every indicator, registered by importing its family; and the figures they give."""

from maillage.observatory.indicators import (  # noqa: F401  (each family registers its indicators)
    alert,
    evaluation,
    information,
    information_further,
    money,
    money_further,
    people,
    people_further,
    rhythm,
    territory,
)
from maillage.observatory.indicators.figures import COLUMNS, FEW, figures
from maillage.observatory.indicators.registry import INDICATORS, indicator
from maillage.observatory.indicators.view import View

__all__ = ["COLUMNS", "FEW", "INDICATORS", "View", "figures", "indicator"]
