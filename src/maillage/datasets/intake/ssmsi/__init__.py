"""The communal, départemental and regional bases of recorded crime (SSMSI), in all their successive
vintages.
"""

from collections.abc import Callable

from maillage.datasets.intake.base import Format
from maillage.datasets.intake.ssmsi.names import RENAMED, columns_of, level_of
from maillage.datasets.intake.ssmsi.reading import read
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

SOURCE = "SSMSI, base statistique de la délinquance enregistrée par la police et la gendarmerie nationales"
DEFECTS = (
    "Faits enregistrés, non faits commis : une hausse peut venir des plaintes.",
    "Comptés au lieu de l'infraction ; les escroqueries, au domicile de la victime.",
)
WITHHELD = "La source ne publie un indicateur communal qu'au-delà de cinq faits trois années de suite."


def _is(level: Level) -> Callable[[Table], bool]:
    return lambda table: level_of(table) is level


def _format(name: str, label: str, level: Level, *defects: str) -> Format:
    return Format(name, label, SOURCE, Kind.CRIME, level, _is(level), read, defects=(*DEFECTS, *defects))


FORMATS = (
    _format("ssmsi-communes", "Base communale de la délinquance enregistrée", Level.COMMUNE, WITHHELD),
    _format("ssmsi-departements", "Base départementale de la délinquance enregistrée", Level.DEPARTMENT),
    _format("ssmsi-regions", "Base régionale de la délinquance enregistrée", Level.REGION),
)

__all__ = ["FORMATS", "RENAMED", "columns_of", "read"]
