"""The requests in preparation as a workbook to fill: identities locked, words chosen in lists."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from maillage.contracts.vocabulary import Nature
from maillage.funding.models import GrantRequest
from maillage.funding.vocabulary import Account, Side
from maillage.funding.vocabulary.sheets import (
    LINE_COLUMNS,
    LINES,
    LISTS,
    REQUEST_COLUMNS,
    REQUESTS,
)
from maillage.institutions.models import Partnership

LOCKED = ("id", "revision", "applicant", "fund", "request")
WIDE = ("title", "object", "objectives", "means", "evaluation", "indicators", "label")
SPARE = 200  # lines that may be added to the plan
NOTES = (
    "Complétez les cellules blanches ; les colonnes grises tiennent chaque ligne à sa demande.",
    "Pour ajouter une ligne au plan : écrivez l'identifiant de sa demande, laissez celui de la ligne vide.",
    "Une ligne ôtée du tableur reste inscrite : retirez-la sur la page de la demande.",
    "Renvoyez le fichier : les changements sont montrés avant d'être appliqués, tous ou aucun.",
)


def render(requests: Sequence[GrantRequest], partnership: Partnership, on: date) -> bytes:
    """The workbook. Its sheets are those that the intake reads."""
    out = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"Demandes, {partnership.name}", "created": on})
        formats = _formats(book)
        _notes(book, formats)
        lines = [line for row in requests for line in row.lines.all()]
        _sheet(book, REQUESTS, REQUEST_COLUMNS, [_request(row) for row in requests], formats)
        page = _sheet(book, LINES, LINE_COLUMNS, [_line(line) for line in lines], formats, spare=SPARE)
        _lists(book, page, len(lines) + SPARE)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"text_wrap": True, "valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "locked": book.add_format(plain | {"bg_color": "#E6E9EA", "locked": True}),
        "text": book.add_format(plain | {"locked": False}),
        "money": book.add_format(plain | {"locked": False, "num_format": "#,##0.00"}),
        "day": book.add_format(plain | {"locked": False, "num_format": "dd/mm/yyyy"}),
    }


def _notes(book: Any, formats: dict[str, Any]) -> None:
    page = book.add_worksheet("Lisez-moi")
    page.set_column(0, 0, 100)
    for line, words in enumerate(NOTES):
        page.write_string(line, 0, words, formats["text"])


def _request(row: GrantRequest) -> dict[str, Any]:
    names = {"id": row.pk, "applicant": row.applicant.name, "fund": row.fund.name}
    return {name: names.get(name, getattr(row, name, None)) for name in REQUEST_COLUMNS}


def _line(row: Any) -> dict[str, Any]:
    words = {
        "id": row.pk, "request": row.request_id, "side": Side(row.side).label,
        "account": row.account_term.label,
        "nature": Nature(row.nature).label if row.nature else "",
    }  # fmt: skip
    return {name: words.get(name, getattr(row, name)) for name in LINE_COLUMNS}


def _sheet(
    book: Any, name: str, columns: dict[str, str], rows: Sequence[dict[str, Any]], formats: dict[str, Any],
    *, spare: int = 0,
) -> Any:  # fmt: skip
    page = book.add_worksheet(name)
    for place, (key, label) in enumerate(columns.items()):
        page.set_column(place, place, 40 if key in WIDE else 16)
        page.write_string(0, place, label, formats["head"])
        for line, row in enumerate(rows, start=1):
            _cell(page, line, place, row[key], formats["locked"] if key in LOCKED else None, formats)
        free = key != "id" or not spare
        for line in range(len(rows) + 1, len(rows) + 1 + spare):
            page.write_blank(line, place, None, formats["text" if free else "locked"])
    page.freeze_panes(1, 0)
    page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    return page


def _cell(page: Any, line: int, place: int, value: Any, locked: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        page.write_blank(line, place, None, locked or formats["text"])
    elif isinstance(value, Decimal):
        page.write_number(line, place, float(value), locked or formats["money"])
    elif isinstance(value, int):
        page.write_number(line, place, value, locked or formats["text"])
    elif isinstance(value, date):
        page.write_datetime(line, place, value, locked or formats["day"])
    else:
        page.write_string(line, place, str(value), locked or formats["text"])


def _lists(book: Any, page: Any, last: int) -> None:
    lists = book.add_worksheet(LISTS)
    places = {name: place for place, name in enumerate(LINE_COLUMNS)}
    words: dict[str, Any] = {"side": Side, "account": Account, "nature": Nature}
    for column, (name, term) in enumerate(words.items()):
        lists.set_column(column, column, 44)
        lists.write_string(0, column, LINE_COLUMNS[name])
        for line, word in enumerate(term, start=1):
            lists.write_string(line, column, word.label)
        letter = chr(ord("A") + column)
        source = f"='{LISTS}'!${letter}$2:${letter}${len(term) + 1}"
        page.data_validation(
            1, places[name], max(last, 1), places[name], {"validate": "list", "source": source}
        )
