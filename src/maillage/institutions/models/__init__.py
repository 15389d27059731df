"""Tables of institutions: the workspace, who takes part in it, people on positions, letters to them."""

from maillage.institutions.models.directory import Institution, Person, Position
from maillage.institutions.models.intake import DirectoryImport
from maillage.institutions.models.letter import Letter
from maillage.institutions.models.partnership import Partnership

__all__ = ["DirectoryImport", "Institution", "Letter", "Partnership", "Person", "Position"]
