"""Official files about territories, recognised by their columns and read into typed rows. No database.

A file is sound or refused whole: a line that cannot be read is listed with its number and its reason.
"""

from maillage.territory.intake.official.found import Found, NotRecognised
from maillage.territory.intake.official.recognise import read

__all__ = ["Found", "NotRecognised", "read"]
