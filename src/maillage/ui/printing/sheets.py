"""XLSX and ODS: one row per figure, a head that stays in view, units in the head, and a sheet of notes."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from odfdo import Document as Odf
from odfdo import Element
from odfdo import Table as OdfTable

Cell = str | int | float | date | None
NOTES = "Lisez-moi"
LINE = 15  # points: one line of text in a cell
PROSE = 80  # a column as wide as that holds sentences


@dataclass(frozen=True)
class Column:
    """One column. `decimals` sets how numbers are shown; the full value stays in the cell."""

    name: str
    unit: str = ""
    decimals: int | None = None
    width: int = 14

    @property
    def head(self) -> str:
        """The name with its unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True)
class Sheet:
    """A named table of raw values; None is an empty cell, never zero."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        if len(self.name) > 31 or set(self.name) & set("[]:*?/\\"):
            raise ValueError(
                f"Le nom de feuille « {self.name} » dépasse 31 signes ou contient un signe interdit."
            )
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Feuille « {self.name} », ligne {index + 2} : {len(row)} cellules "
                    f"pour {len(self.columns)} colonnes."
                )


def write_xlsx(sheets: Sequence[Sheet], *, notes: Sequence[tuple[str, str]], title: str, day: date) -> bytes:
    """A workbook; `notes` are (subject, text) pairs read first: sources, method, limits."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": day})
        _xlsx_notes(book, title, notes)
        for sheet in sheets:
            _xlsx_sheet(book, sheet)
    return out.getvalue()


def _xlsx_notes(book: Any, title: str, notes: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet(NOTES)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    _printed(page)
    for line, (subject, text) in enumerate(notes, start=2):
        page.set_row(
            line, LINE * max(1, *(-(-len(part) // size) for part, size in ((text, 95), (subject, 28))))
        )
        page.write_string(line, 0, subject, bold)
        page.write_string(line, 1, text, wrapped)


def _xlsx_sheet(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width, _number_format(book, column))
        page.write_string(0, index, column.head, head)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.repeat_rows(0)
    _printed(page)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(sheet.rows, start=1):
        for index, cell in enumerate(row):
            _xlsx_cell(page, line, index, cell, day)


def _printed(page: Any) -> None:
    """A4 on its side, as wide as one page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")


def _number_format(book: Any, column: Column) -> Any:
    if column.decimals is None:
        layout = {"valign": "top"} | ({"text_wrap": True} if column.width >= PROSE else {})
        return book.add_format(layout)
    shown = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
    return book.add_format({"num_format": shown, "valign": "top"})


def _xlsx_cell(page: Any, line: int, index: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, date):
        page.write_datetime(line, index, cell, day)
    elif isinstance(cell, str):
        page.write_string(line, index, cell)
    elif cell is not None:
        page.write_number(line, index, cell)


def write_ods(sheets: Sequence[Sheet], *, notes: Sequence[tuple[str, str]], title: str, day: date) -> bytes:
    """The same workbook in the OpenDocument format."""
    odf = Odf("spreadsheet")
    odf.body.clear()
    odf.meta.title, odf.meta.language = title, "fr-FR"
    _ods_page(odf)
    _ods_style(
        odf,
        "Tete",
        "table-cell",
        'fo:wrap-option="wrap" style:vertical-align="bottom"',
        'fo:font-weight="bold"',
    )
    _ods_style(odf, "Corps", "table-cell", 'fo:wrap-option="wrap" style:vertical-align="top"')
    page = [(title, ""), ("", ""), *notes]
    odf.body.append(_ods_table(NOTES, [list(line) for line in page], (28, 90), odf))
    for sheet in sheets:
        rows = [[column.head for column in sheet.columns], *sheet.rows]
        odf.body.append(
            _ods_table(sheet.name, rows, [column.width for column in sheet.columns], odf, head=True)
        )
    _ods_freeze(odf, sheets)
    out = io.BytesIO()
    odf.save(out)
    return out.getvalue()


def _ods_table(
    name: str, rows: Sequence[Sequence[Cell]], widths: Sequence[int], odf: Odf, *, head: bool = False
) -> Any:
    table = OdfTable(name)
    table.clear()
    table.name = name
    table.set_attribute("table:style-name", "Feuille")
    for index, width in enumerate(widths):
        style = f"c{sum(map(ord, name))}_{index}"
        _ods_style(odf, style, "table-column", f'style:column-width="{width * 0.2 + 0.3:.2f}cm"')
        table.append(_element("table:table-column", {"table:style-name": style}))
    for line, row in enumerate(rows):
        written = _element("table:table-row", {})
        for cell in row:
            written.append(_ods_cell(cell, head and line == 0))
        table.append(_within_head(written) if head and line == 0 else written)
    return table


def _ods_page(odf: Odf) -> None:
    """A4 on its side, as wide as one page, for every sheet."""
    layout = (
        '<style:page-layout style:name="Paysage"><style:page-layout-properties fo:page-width="29.7cm" '
        'fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" '
        'style:scale-to-Y="0"/></style:page-layout>'
    )
    odf.insert_style(layout, automatic=True)
    master = (
        '<style:master-page style:name="Paysage" style:page-layout-name="Paysage"><style:header '
        'style:display="false"/><style:footer><text:p><text:sheet-name/> <text:page-number/> / '
        "<text:page-count/></text:p></style:footer></style:master-page>"
    )
    odf.insert_style(master)
    table = (
        '<style:style style:name="Feuille" style:family="table" style:master-page-name="Paysage">'
        '<style:table-properties table:display="true"/></style:style>'
    )
    odf.insert_style(table, automatic=True)


def _ods_style(odf: Any, name: str, family: str, properties: str, letters: str = "") -> None:
    text = f"<style:text-properties {letters}/>" if letters else ""
    xml = (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:{family}-properties {properties}/>{text}</style:style>"
    )
    odf.insert_style(Element.from_tag(xml), automatic=True)


def _within_head(row: Element) -> Element:
    group = _element("table:table-header-rows", {})
    group.append(row)
    return group


def _element(tag: str, attributes: dict[str, str]) -> Element:
    element = Element.from_tag(tag)
    for name, value in attributes.items():
        element.set_attribute(name, value)
    return element


def _ods_cell(cell: Cell, head: bool) -> Element:
    style = {"table:style-name": "Tete" if head else "Corps"}
    if cell is None:
        return _element("table:table-cell", style)
    if isinstance(cell, date):
        value = {"office:value-type": "date", "office:date-value": cell.isoformat()}
    elif isinstance(cell, str):
        value = {"office:value-type": "string"}
    else:
        value = {"office:value-type": "float", "office:value": repr(cell)}
    written = _element("table:table-cell", style | value)
    text = _element("text:p", {})
    text.text = str(cell)
    written.append(text)
    return written


def _ods_freeze(odf: Any, sheets: Sequence[Sheet]) -> None:
    """Keep the first row in view, as LibreOffice writes it in the document's settings."""
    item = "config:config-item"
    split = "".join(
        f'<{item} config:name="{name}" config:type="{kind}">{value}</{item}>'
        for name, kind, value in (
            ("VerticalSplitMode", "short", 2), ("VerticalSplitPosition", "int", 1),
            ("ActiveSplitRange", "short", 2), ("PositionBottom", "int", 1),
        )
    )  # fmt: skip
    entry = "config:config-item-map-entry"
    views = "".join(f'<{entry} config:name="{_attribute(sheet.name)}">{split}</{entry}>' for sheet in sheets)
    settings = odf.get_part("settings.xml")
    body = settings.get_element("//office:settings")
    for child in list(body.children):
        body.delete(child)
    body.append(
        Element.from_tag(
            f'<{item}-set config:name="ooo:view-settings"><{item}-map-indexed config:name="Views"><{entry}>'
            f'<{item} config:name="ViewId" config:type="string">view1</{item}><{item}-map-named '
            f'config:name="Tables">{views}</{item}-map-named></{entry}></{item}-map-indexed></{item}-set>'
        )
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
