"""What the observatory keeps: snapshots, what institutions say of them, of themselves, of each other."""

from maillage.observatory.models.assessment import AssessmentAnswer, SelfAssessment
from maillage.observatory.models.declared import DeclaredTie, TieAnswer, TieSurvey
from maillage.observatory.models.remark import Remark
from maillage.observatory.models.snapshot import HealthSnapshot

__all__ = [
    "AssessmentAnswer", "DeclaredTie", "HealthSnapshot", "Remark", "SelfAssessment", "TieAnswer", "TieSurvey",
]  # fmt: skip
