"""What the observatory keeps: snapshots of figures, and what institutions say of them and of themselves."""

from maillage.observatory.models.assessment import AssessmentAnswer, SelfAssessment
from maillage.observatory.models.remark import Remark
from maillage.observatory.models.snapshot import HealthSnapshot

__all__ = ["AssessmentAnswer", "HealthSnapshot", "Remark", "SelfAssessment"]
