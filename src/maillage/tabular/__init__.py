"""Reads foreign tables whatever their wrapping: encoding, separator, compression, sheets. Knows no meaning.

Pure: paths in, `Table` out. Every fault is a `FileRejected` in French; sizes are bounded while reading.
"""

from maillage.tabular.errors import FileRejected
from maillage.tabular.fold import folded
from maillage.tabular.table import Table, open_table

__all__ = ["FileRejected", "Table", "folded", "open_table"]
