"""Reads foreign tables whatever their wrapping: encoding, separator, compression, sheets. Knows no meaning.

Pure: paths in, `Table` out. Every fault is a `FileRejected` with a French sentence; sizes are bounded.
"""

from maillage.tabular.errors import FileRejected
from maillage.tabular.places import distinct, order
from maillage.tabular.table import Table, framed, open_table

__all__ = ["FileRejected", "Table", "distinct", "framed", "open_table", "order"]
