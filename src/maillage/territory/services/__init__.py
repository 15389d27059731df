"""Changes to the tables of places: the shipped ones, and official files of the same kind given by hand."""

from maillage.territory.services.official import load_files
from maillage.territory.services.shipped import load_reference

__all__ = ["load_files", "load_reference"]
