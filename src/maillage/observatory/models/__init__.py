"""What the observatory keeps: snapshots, what institutions say of them and of each other, boards of many."""

from maillage.observatory.models.assessment import AssessmentAnswer, SelfAssessment
from maillage.observatory.models.declared import DeclaredTie, TieAnswer, TieSurvey
from maillage.observatory.models.many import Board, NamingAgreement, ReceivedAggregate, TrustedInstance
from maillage.observatory.models.remark import Remark
from maillage.observatory.models.snapshot import HealthSnapshot

__all__ = [
    "AssessmentAnswer",
    "Board",
    "DeclaredTie",
    "HealthSnapshot",
    "NamingAgreement",
    "ReceivedAggregate",
    "Remark",
    "SelfAssessment",
    "TieAnswer",
    "TieSurvey",
    "TrustedInstance",
]
