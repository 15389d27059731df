"""The figures of a diagnosis: from frames of counts to estimates with their doubt. Nothing here writes."""

from maillage.diagnosis.indicators.compose import content, figures
from maillage.diagnosis.indicators.shares import with_shares

__all__ = ["content", "figures", "with_shares"]
