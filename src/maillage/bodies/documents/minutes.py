"""Minutes on paper: PDF (tagged, PDF/UA-1) and DOCX, drawn from a record or from its public part."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from maillage.bodies.rules import minutes as outline
from maillage.kernel import BadInput
from maillage.ui.printing import (
    Document,
    Heading,
    ListOf,
    Note,
    Paragraph,
    Ruling,
    Table,
    render_docx,
    render_pdf,
)
from maillage.ui.printing.model import Block
from maillage.ui.typography import french_date, of_place

WRITERS = {"pdf": render_pdf, "docx": render_docx}
RESERVED = "Version réservée aux membres de l'instance : elle ne se diffuse pas."
Remarks = Sequence[tuple[date, str, str]]


def render(
    content: dict[str, Any], state: str, remarks: Remarks, file_format: str, *, public: bool, digest: str = ""
) -> bytes:
    """The minutes in one format, with the `digest` of a frozen version. Raises BadInput on an unknown one."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document(content, state, remarks, public=public, digest=digest))


def document(
    content: dict[str, Any], state: str, remarks: Remarks = (), *, public: bool, digest: str = ""
) -> Document:
    """The minutes as a document; `state`: draft, version or day of approval, written in the head."""
    kind = content["kind"].split(" (")[0]
    place = f"Ville {of_place(content['place'])}" if content["place"] else content["partnership"]
    return Document(
        title=kind, place=place,
        date=date.fromisoformat(content["day"]), subtitle=outline.heading(content),
        body=content["body"], version=state if not public else f"{state} · version publique",
        fictitious=content["fictitious"], sections=list(_sections(content, state, remarks, public, digest)),
    )  # fmt: skip


def _sections(
    content: dict[str, Any], state: str, remarks: Remarks, public: bool, digest: str
) -> Iterator[Block]:
    if not public and _has_restricted(content):
        yield Note(RESERVED)
    for block in outline.blocks(content):
        yield _block(block)
    yield from _approval(state)
    if digest:
        yield Paragraph(f"Empreinte (SHA-256) de la version complète : {digest}.")
    if remarks:
        yield Heading("Remarques jointes")
        yield ListOf([_remark(row) for row in remarks])


def _has_restricted(content: dict[str, Any]) -> bool:
    rows = [*content["items"], *content["decisions"], *content["due"], *content["new"]]
    return content["restricted_body"] or any(row["restricted"] for row in rows)


def _approval(state: str) -> Iterator[Block]:
    yield Heading("Approbation")
    if state.startswith("Approuvé"):
        yield Paragraph(f"{state}. Toute correction ultérieure est une remarque datée, jointe ci-après.")
    else:
        yield Paragraph("Ce compte rendu n'est pas encore approuvé.")


def _remark(row: tuple[date, str, str]) -> str:
    day, institution, words = row
    return f"{french_date(day)}, {institution or 'secrétariat'} : {words}"


def _block(block: outline.Block) -> Block:
    if isinstance(block, outline.Title):
        return Heading(block.text, block.level)
    if isinstance(block, outline.Words):
        return Paragraph(block.text, block.lead)
    if isinstance(block, outline.Points):
        return ListOf(block.items)
    if isinstance(block, outline.Grid):
        return Table(block.caption, block.header, block.rows)
    return Ruling(block.number, block.text, block.detail, block.dissents)
