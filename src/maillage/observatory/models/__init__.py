"""What the observatory keeps: snapshots, what institutions say of them, boards of many territories."""

from maillage.observatory.models.many import Board, NamingAgreement, ReceivedAggregate, TrustedInstance
from maillage.observatory.models.remark import Remark
from maillage.observatory.models.snapshot import HealthSnapshot

__all__ = ["Board", "HealthSnapshot", "NamingAgreement", "ReceivedAggregate", "Remark", "TrustedInstance"]
