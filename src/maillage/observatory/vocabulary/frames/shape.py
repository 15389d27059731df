"""What a frame of records is: column types, birth, outcomes.

The words and column types that the frames share live here too; the frames themselves are in the files beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from maillage.institutions.vocabulary import InstitutionKind
from maillage.institutions.vocabulary import Level as Rank
from maillage.kernel import Term


class Sitting(Term):
    """What kind of meeting it was, whatever the body is called."""

    PLENARY = "plenary", "plénière"
    RESTRICTED = "restricted", "formation restreinte"
    WATCH = "watch", "cellule de veille"
    GROUP = "group", "groupe"
    OTHER = "other", "autre réunion"


class Answered(Term):
    FULL = "full", "complète"
    PARTIAL = "partial", "partielle"
    REFUSED = "refused", "refusée"


class RefusalMotive(Term):
    SECRECY = "secrecy", "secret"
    TIME = "time", "manque de temps"
    NO_DATA = "no_data", "pas de données"
    OTHER = "other", "autre"


class PreventionFamily(Term):
    SOCIAL = "social", "prévention sociale"
    SITUATIONAL = "situational", "prévention situationnelle"
    REPRESSION = "repression", "répression"
    VICTIMS = "victims", "aide aux victimes"
    REOFFENDING = "reoffending", "prévention de la récidive"
    NONE = "none", "sans objet"


def words(term: type[Term]) -> pl.Enum:
    """The column type of a vocabulary."""
    return pl.Enum([str(member.value) for member in term])


INT, DAY, YES, TEXT, REAL = pl.Int32, pl.Date, pl.Boolean, pl.String, pl.Float64
SITTING, RANK, KIND = words(Sitting), words(Rank), words(InstitutionKind)


@dataclass(frozen=True)
class Frame:
    """A table of records: its columns with type and meaning, the date of its birth, its outcomes."""

    name: str
    fr: str
    born: str
    columns: Mapping[str, tuple[pl.DataType | type[pl.DataType], str]]
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """Column types, `partnership` first."""
        return {"partnership": INT, **{name: kind for name, (kind, _) in self.columns.items()}}
