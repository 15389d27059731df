"""DOCX by python-docx: named styles only, real headings, repeated table heads, alternative texts, French."""

import io
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from maillage.ui import typography
from maillage.ui.charts.render import png
from maillage.ui.printing import docx_styles as styles
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
    Ruling,
    Table,
)


def render_docx(document: Document) -> bytes:
    """An editable document: change a style in the word processor and the whole text follows."""
    word = docx.Document()
    styles.prepare(word, document.accent)
    _properties(word, document)
    _page(word, document)
    word.add_paragraph(_(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(_(document.subtitle), style="Subtitle")
    if document.fictitious:
        word.add_paragraph(_(FICTITIOUS_WORDS), style=styles.NOTE)
    for block in document.sections:
        WRITERS[type(block)](word, block)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _(text: str) -> str:
    return typography.french(text)


def _properties(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.language = _(document.title), document.place, "fr-FR"
    properties.subject, properties.comments = document.subtitle, ""
    moment = datetime.combine(document.date, time(12), UTC)
    properties.created = properties.modified = moment


def _page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(30), Mm(24)
    section.header_distance = section.footer_distance = Mm(14)
    head = section.header.paragraphs[0]
    place = " · ".join(part for part in (document.place, document.body) if part)
    state = " · ".join(part for part in (FICTITIOUS if document.fictitious else "", document.version) if part)
    head.text, head.style = f"{place}\t{_(state)}", word.styles["Header"]
    foot = section.footer.paragraphs[0]
    day = typography.french_date(document.date)
    foot.text, foot.style = f"{_(document.title)}, état au {day}\t", word.styles["Footer"]
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: WordParagraph, code: str) -> None:
    run = paragraph.add_run()._r
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run.append(element)


def _heading(word: Word, block: Heading) -> None:
    word.add_paragraph(_(block.text), style=f"Heading {block.level}")


def _paragraph(word: Word, block: Paragraph) -> None:
    word.add_paragraph(_(block.text), style=styles.LEAD if block.lead else "Body Text")


def _list(word: Word, block: ListOf) -> None:
    number = styles.new_numbering(word) if block.ordered else None
    for item in block.items:
        paragraph = word.add_paragraph(_(item), style="List Number" if block.ordered else "List Bullet")
        if number is not None:
            styles.number_with(paragraph, number)


def _note(word: Word, block: Note) -> None:
    paragraph = word.add_paragraph(style=styles.NOTE)
    paragraph.add_run(_(block.title), style="Strong")
    if block.text:
        paragraph.add_run(f" {_(block.text)}")


def _finding(word: Word, block: Finding) -> None:
    word.add_paragraph(_(f"{block.number}. {block.text}"), style=styles.FINDING)
    for text in (block.evidence, block.signed):
        if text:
            word.add_paragraph(_(text), style="Body Text")
    if block.dissent:
        paragraph = word.add_paragraph(style=styles.DISSENT)
        paragraph.add_run(_(f"{block.dissent_by}."), style="Strong")
        paragraph.add_run(f" {_(block.dissent)}")


def _ruling(word: Word, block: Ruling) -> None:
    word.add_paragraph(_(f"Décision {block.number}. {block.text}"), style=styles.FINDING)
    if block.detail:
        word.add_paragraph(_(block.detail), style="Body Text")
    for who, words in block.dissents:
        paragraph = word.add_paragraph(style=styles.DISSENT)
        paragraph.add_run(_(f"{who}."), style="Strong")
        paragraph.add_run(f" {_(words)}")


def _table(word: Word, block: Table) -> None:
    word.add_paragraph(_(block.caption), style="Caption")
    table = word.add_table(rows=0, cols=len(block.header), style=styles.TABLE)
    styles.head_repeats(_row(table, block.header, block, head=True))
    for index, row in enumerate(block.rows):
        written = _row(table, row, block, strong=index in block.strong)
        if block.to_sign:
            styles.room_to_sign(written)
    styles.share_width(table, block.shares())
    styles.describe_table(table, _(block.caption))
    word.add_paragraph(_(block.source), style=styles.SOURCE)


def _row(table: Any, cells: Any, block: Table, *, head: bool = False, strong: bool = False) -> Any:
    row = table.add_row()
    styles.keep_whole(row)
    for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        style = styles.CELL_NUMBER if column in block.numeric else styles.CELL
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(_(text), style="Strong" if head or strong else None)
    return row


def _figure(word: Word, block: Figure) -> None:
    word.add_paragraph(_(block.caption), style="Caption")
    _picture(word, block.svg, block.alt, styles.PICTURE, 150)
    word.add_paragraph(_(block.source), style=styles.SOURCE)


def _portrait(word: Word, block: Portrait) -> None:
    word.add_paragraph(_(block.title), style=f"Heading {block.level}")
    word.add_paragraph(_(block.text), style=styles.SUBJECT)
    _picture(word, block.svg, block.alt, styles.SMALL_PICTURE, 73)


def _picture(word: Word, svg: str, alt: str, style: str, width: int) -> None:
    paragraph = word.add_paragraph(style=style)
    picture = paragraph.add_run().add_picture(io.BytesIO(png(svg, 3)), width=Mm(width))
    picture._inline.docPr.set("descr", _(alt))


def _page_break(word: Word, block: PageBreak) -> None:
    word.add_paragraph(style=styles.NEW_PAGE)


WRITERS: dict[type[Block], Any] = {
    Heading: _heading, Paragraph: _paragraph, ListOf: _list, Note: _note, Finding: _finding, Ruling: _ruling,
    Table: _table, Figure: _figure, Portrait: _portrait, PageBreak: _page_break,
}  # fmt: skip
