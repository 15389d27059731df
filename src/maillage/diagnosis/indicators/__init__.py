"""The figures of a diagnosis: from frames of counts to estimates with their doubt. Nothing here writes."""

from maillage.diagnosis.indicators.compose import content, figures

__all__ = ["content", "figures"]
