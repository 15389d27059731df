"""What the observatory keeps: snapshots of figures, what institutions say of them, and of each other."""

from maillage.observatory.models.declared import DeclaredTie, TieAnswer, TieSurvey
from maillage.observatory.models.remark import Remark
from maillage.observatory.models.snapshot import HealthSnapshot

__all__ = ["DeclaredTie", "HealthSnapshot", "Remark", "TieAnswer", "TieSurvey"]
