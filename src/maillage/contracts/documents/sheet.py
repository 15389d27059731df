"""One action sheet on paper, as it stands today, with what it still lacks."""

from collections.abc import Iterator
from datetime import date

from maillage.contracts.documents import lines
from maillage.contracts.documents.lines import Text
from maillage.ui.printing import Document, Heading, ListOf
from maillage.ui.printing.model import Block


def render(text: Text, row: Text, file_format: str, *, day: date) -> bytes:
    """The sheet `row` of a contract, in one format."""
    return lines.write(document(text, row, on=day), file_format)


def document(text: Text, row: Text, *, on: date) -> Document:
    """The sheet as a document."""
    head = text["contract"]
    return Document(
        title=f"Fiche {row['number']}. {row['title']}", place=lines.place_of(head), date=on,
        subtitle=head["title"], body=head["partnership"], version="État du jour",
        fictitious=head["fictitious"], sections=list(_sections(text, row)),
    )  # fmt: skip


def _sections(text: Text, row: Text) -> Iterator[Block]:
    yield from lines.sheet(row, level=1)
    remarks = lines.remarks_of(text, row["number"])
    if remarks:
        yield Heading("Ce qui reste à préciser")
        yield ListOf([_own(words, row["number"]) for words in remarks])


def _own(words: str, number: int) -> str:
    said = words.removeprefix(f"Fiche {number} : ")
    return said[:1].upper() + said[1:]
