"""What the observatory keeps: snapshots of figures, and what institutions say of them."""

from maillage.observatory.models.remark import Remark
from maillage.observatory.models.snapshot import HealthSnapshot

__all__ = ["HealthSnapshot", "Remark"]
