"""Files of partners -> typed rows and rejects. Last place of their column names."""

from maillage.diagnosis.intake import coded, series
from maillage.diagnosis.intake.cells import MAX_BYTES

__all__ = ["MAX_BYTES", "coded", "series"]
