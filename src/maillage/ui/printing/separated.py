"""CSV for a French spreadsheet: semicolons, UTF-8 with its mark, decimal comma, no text run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.ui.printing.sheets import Column

RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a text that begins so
CENTS = 2


def write_csv(head: Sequence[str | Column], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole table, one line per row under its head."""
    return b"".join(csv_lines(head, rows))


def csv_lines(head: Sequence[str | Column], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The same line by line: a long table takes little memory.

    Numbers take the decimals of their column; amounts two when it says nothing.
    """
    columns = [Column(one) if isinstance(one, str) else one for one in head]
    yield _line([column.head for column in columns]).encode("utf-8-sig")
    for row in rows:
        cells = (_cell(value, column.decimals) for value, column in zip(row, columns, strict=True))
        yield _line(cells).encode()


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object, decimals: int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.{CENTS if decimals is None else decimals}f}".replace(".", ",")
    if isinstance(value, float):  # from the figures that it shows, not from its bits
        written = value if decimals is None else f"{Decimal(repr(value)):.{decimals}f}"
        return str(written).replace(".", ",")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(RISKY) and isinstance(value, str) else text
