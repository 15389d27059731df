"""Tables of the diagnosis: what is written by hand, what partners bring, and the frozen versions."""

from maillage.diagnosis.models.delivery import CodedAnswer, Delivery, Doubt, SeriesPoint
from maillage.diagnosis.models.diagnosis import Diagnosis, Section, Snapshot
from maillage.diagnosis.models.lines import (
    Entry,
    FieldWork,
    Finding,
    MeansItem,
    Priority,
    QualitativeSource,
    SourceRequest,
)
from maillage.diagnosis.models.positions import FindingDissent, FindingSignature

__all__ = [
    "CodedAnswer", "Delivery", "Diagnosis", "Doubt", "Entry", "FieldWork", "Finding", "FindingDissent",
    "FindingSignature", "MeansItem", "Priority", "QualitativeSource", "Section", "SeriesPoint", "Snapshot",
    "SourceRequest",
]  # fmt: skip
