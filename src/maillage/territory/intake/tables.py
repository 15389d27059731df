"""The tables shipped with Maillage, row by row, without a database."""

import csv
import gzip
import io
from collections.abc import Iterator
from importlib import resources

Row = dict[str, str]


def table(name: str) -> Iterator[Row]:
    """The rows of one shipped table."""
    path = resources.files("maillage.territory") / "reference" / f"{name}.csv.gz"
    with path.open("rb") as raw, gzip.open(raw) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8"))
