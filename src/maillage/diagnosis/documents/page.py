"""The document as one HTML file that needs nothing else: style and pictures inside, printable."""

from collections.abc import Callable
from html import escape
from importlib import resources
from typing import Any

from maillage.ui import typography
from maillage.ui.printing import (
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
from maillage.ui.printing.model import FICTITIOUS_WORDS

SHEETS = ("maillage.css", "components.css")


def render_html(document: Document) -> bytes:
    """UTF-8 HTML; every heading, table and picture of the PDF, in the same order."""
    style = "\n".join(
        (resources.files("maillage.ui") / "static" / "ui" / name).read_text("utf-8") for name in SHEETS
    )
    band = f'<p class="band">{_(FICTITIOUS_WORDS)}</p>' if document.fictitious else ""
    state = f"{document.version}, état au {typography.french_date(document.date)}"
    where = " · ".join(part for part in (document.place, document.body) if part)
    page = (
        '<!DOCTYPE html>\n<html lang="fr" data-theme="light"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_(document.title)}</title><style>{style}</style></head><body>{band}"
        '<main id="contenu" class="flow"><div class="page-head">'
        f'<p class="page-head__where">{_(where)}</p><h1>{_(document.title)}</h1>'
        f'<p class="page-head__lead">{_(document.subtitle)}</p><p'
        f' class="page-head__date">{_(state)}</p></div>'
        f"{''.join(_block(block) for block in document.sections)}</main></body></html>\n"
    )
    return page.encode()


def _(text: str) -> str:
    return escape(typography.french(text), quote=False)


def _block(block: Any) -> str:
    return WRITERS[type(block)](block)


def _heading(block: Heading) -> str:
    return f"<h{block.level + 1}>{_(block.text)}</h{block.level + 1}>"


def _paragraph(block: Paragraph) -> str:
    return f"<p{' class=' + chr(34) + 'reading' + chr(34) if block.lead else ''}>{_(block.text)}</p>"


def _list(block: ListOf) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_(item)}</li>' for item in block.items)}</{tag}>"


def _note(block: Note) -> str:
    return f'<div class="note"><p><b>{_(block.title)}</b></p><p>{_(block.text)}</p></div>'


def _finding(block: Finding) -> str:
    dissent = (
        f'<div class="dissent"><p><b>{_(block.dissent_by)}.</b> {_(block.dissent)}</p></div>'
        if block.dissent
        else ""
    )
    return (
        f'<div class="finding"><span class="finding__n">{block.number}</span><div><p class="finding__text">'
        f'{_(block.text)}</p><p class="quiet">{_(block.evidence)}</p>{dissent}</div>'
        f'<p class="finding__signed small">{_(block.signed)}</p></div>'
    )


def _table(block: Table) -> str:
    head = "".join(
        f'<th scope="col"{_number(block, i)}>{_(cell)}</th>' for i, cell in enumerate(block.header)
    )
    rows = "".join(
        f"<tr>{''.join(_cell(block, i, cell) for i, cell in enumerate(row))}</tr>" for row in block.rows
    )
    source = f'<p class="source">{_(block.source)}</p>' if block.source else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(block.caption)}"><table'
        ' class="table">'
        f"<caption>{_(block.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{source}"
    )


def _number(block: Table, column: int) -> str:
    return ' class="num"' if column in block.numeric else ""


def _cell(block: Table, column: int, text: str) -> str:
    return f'<th scope="row">{_(text)}</th>' if column == 0 else f"<td{_number(block, column)}>{_(text)}</td>"


def _figure(block: Figure) -> str:
    return (
        f'<p class="reading">{_(block.caption)}</p><figure class="sheet">{block.svg}</figure>'
        f'<p class="source">{_(block.source)}</p>'
    )


def _portrait(block: Portrait) -> str:
    tag = f"h{block.level + 1}"
    return (
        f'<div class="portrait"><div><{tag}>{_(block.title)}</{tag}><p>{_(block.text)}</p></div>'
        f"<figure>{block.svg}</figure></div>"
    )


def _page_break(block: PageBreak) -> str:
    return '<div class="new-page"></div>'


WRITERS: dict[type, Callable[[Any], str]] = {
    Heading: _heading, Paragraph: _paragraph, ListOf: _list, Note: _note, Finding: _finding, Table: _table,
    Figure: _figure, Portrait: _portrait, PageBreak: _page_break,
}  # fmt: skip
