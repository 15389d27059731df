"""ODT by odfdo: the same document for LibreOffice, with named styles, table heads, alternative texts."""

import io
from typing import Any

from odfdo import Document as Odf
from odfdo import Element, Frame, Header, List, ListItem
from odfdo import Paragraph as OdfParagraph

from maillage.ui import typography
from maillage.ui.charts.render import png
from maillage.ui.printing import odt_styles as styles
from maillage.ui.printing.model import (
    FICTITIOUS,
    FICTITIOUS_WORDS,
    Block,
    Document,
    Figure,
    Finding,
    Heading,
    ListOf,
    Note,
    PageBreak,
    Paragraph,
    Portrait,
    Table,
)

PICTURE_WIDTH, SMALL_WIDTH = 15.0, 7.3  # cm


def render_odt(document: Document) -> bytes:
    """An editable document in the OpenDocument format."""
    odf = Odf("text")
    odf.body.clear()
    state = " · ".join(part for part in (FICTITIOUS if document.fictitious else "", document.version) if part)
    place = " · ".join(part for part in (document.place, document.body) if part)
    foot = f"{document.title}, état au {typography.french_date(document.date)}"
    styles.prepare(odf, accent=document.accent, head=(_(place), _(state)), foot=_(foot))
    odf.meta.title, odf.meta.language, odf.meta.creator = _(document.title), "fr-FR", document.place
    odf.body.append(OdfParagraph(_(document.title), style="Title"))
    if document.subtitle:
        odf.body.append(OdfParagraph(_(document.subtitle), style="Subtitle"))
    if document.fictitious:
        odf.body.append(OdfParagraph(_(FICTITIOUS_WORDS), style=styles.NOTE))
    for index, block in enumerate(document.sections):
        WRITERS[type(block)](odf, block, index)
    out = io.BytesIO()
    odf.save(out)
    return out.getvalue()


def _(text: str) -> str:
    return typography.french(text)


def _write(odf: Odf, text: str, style: str) -> None:
    odf.body.append(OdfParagraph(_(text), style=style))


def _heading(odf: Odf, block: Heading, index: int) -> None:
    header = Header(block.level, _(block.text))
    header.set_attribute("text:style-name", f"Heading_20_{block.level}")
    odf.body.append(header)


def _paragraph(odf: Odf, block: Paragraph, index: int) -> None:
    _write(odf, block.text, styles.LEAD if block.lead else "Text_20_body")


def _list(odf: Odf, block: ListOf, index: int) -> None:
    style = styles.NUMBERS if block.ordered else styles.BULLETS
    items = List(style=style)
    for text in block.items:
        item = ListItem()
        item.append(OdfParagraph(_(text), style=styles.ITEM))
        items.append(item)
    odf.body.append(items)


def _strong(odf: Odf, strong: str, text: str, style: str) -> None:
    paragraph = OdfParagraph("", style=style)
    span = _tag("text:span", ("text:style-name", "Strong_20_Emphasis"))
    span.text = _(strong)
    span.tail = f" {_(text)}" if text else None
    paragraph.append(span)
    odf.body.append(paragraph)


def _note(odf: Odf, block: Note, index: int) -> None:
    _strong(odf, block.title, block.text, styles.NOTE)


def _finding(odf: Odf, block: Finding, index: int) -> None:
    _write(odf, f"{block.number}. {block.text}", styles.FINDING)
    for text in (block.evidence, block.signed):
        if text:
            _write(odf, text, "Text_20_body")
    if block.dissent:
        _strong(odf, f"{block.dissent_by}.", block.dissent, styles.DISSENT)


def _table(odf: Odf, block: Table, index: int) -> None:
    _write(odf, block.caption, styles.CAPTION)
    table = _tag("table:table", ("table:name", f"Tableau {index}"), ("table:style-name", styles.TABLE))
    for column, share in enumerate(block.shares()):
        name = f"Colonne{index}_{column}"
        styles.column_width(odf, name, share)
        table.append(_tag("table:table-column", ("table:style-name", name)))
    head = _tag("table:table-header-rows")
    head.append(_row(block.header, block, styles.HEAD_CELL, strong=True))
    table.append(head)
    for number, cells in enumerate(block.rows):
        style = styles.LAST_CELL if number == len(block.rows) - 1 else styles.BODY_CELL
        table.append(_row(cells, block, style, strong=number in block.strong))
    odf.body.append(table)
    _write(odf, block.source, styles.SOURCE)


def _tag(name: str, *attributes: tuple[str, str]) -> Element:
    element = Element.from_tag(name)
    for attribute, value in attributes:
        element.set_attribute(attribute, value)
    return element


def _row(cells: Any, block: Table, style: str, *, strong: bool) -> Element:
    row = _tag("table:table-row")
    for column, text in enumerate(cells):
        paragraph_style = (styles.NUMBER if column in block.numeric else styles.CELL) + (
            "Fort" if strong else ""
        )
        cell = _tag("table:table-cell", ("table:style-name", style), ("office:value-type", "string"))
        cell.append(OdfParagraph(_(text), style=paragraph_style))
        row.append(cell)
    return row


def _figure(odf: Odf, block: Figure, index: int) -> None:
    _write(odf, block.caption, styles.CAPTION)
    _picture(odf, index, block.svg, (block.caption, block.alt), PICTURE_WIDTH)
    _write(odf, block.source, styles.SOURCE)


def _portrait(odf: Odf, block: Portrait, index: int) -> None:
    _heading(odf, Heading(block.title, block.level), index)
    _write(odf, block.text, styles.SUBJECT)
    _picture(odf, index, block.svg, (block.title, block.alt), SMALL_WIDTH)


def _page_break(odf: Odf, block: PageBreak, index: int) -> None:
    _write(odf, "", styles.NEW_PAGE)


def _picture(odf: Odf, index: int, svg: str, words: tuple[str, str], width: float) -> None:
    pixels = png(svg, 3)
    wide, high = int.from_bytes(pixels[16:20], "big"), int.from_bytes(pixels[20:24], "big")
    uri = odf.add_file(io.BytesIO(pixels))
    size = (f"{width}cm", f"{width * high / wide:.2f}cm")
    frame = Frame.image_frame(
        uri, name=f"Image{index}", size=size, anchor_type="as-char", style=styles.PICTURE
    )
    for tag, said in zip(("svg:title", "svg:desc"), words, strict=True):
        element = Element.from_tag(tag)
        element.text = _(said)
        frame.append(element)
    paragraph = OdfParagraph("", style="Text_20_body")
    paragraph.append(frame)
    odf.body.append(paragraph)


WRITERS: dict[type[Block], Any] = {
    Heading: _heading, Paragraph: _paragraph, ListOf: _list, Note: _note, Finding: _finding, Table: _table,
    Figure: _figure, Portrait: _portrait, PageBreak: _page_break,
}  # fmt: skip
