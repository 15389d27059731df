"""The documents read back: same words in each format, withheld stays a word, printing twice says the same."""

import io
import re
import subprocess
import sys
from itertools import pairwise, takewhile
from pathlib import Path

import pytest
from docx import Document as Word
from odfdo import Document as Odf
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from maillage.diagnosis import services
from maillage.diagnosis.documents import render
from maillage.diagnosis.documents.outline import document
from maillage.diagnosis.vocabulary import DiagnosisSection
from maillage.kernel import BadInput
from maillage.ui.printing import Heading, Note, PageBreak, Portrait, Table
from tests.diagnosis.conftest import DAY
from tests.diagnosis.test_services import FINDING

MARK = "Données fictives"


@pytest.fixture
def snapshot(evidence, partnership, actor):
    diagnosis = services.open_diagnosis(actor=actor, partnership=partnership, on=DAY)
    values = FINDING | {"dissent": "Aucun fait n'est enregistré là.", "dissent_by": "police nationale"}
    services.save_line(actor=actor, diagnosis=diagnosis, kind="finding", values=values)
    services.save_line(actor=actor, diagnosis=diagnosis, kind="source", values={
        "source": "Incidents par résidence", "holder": "bailleur", "state": "refused", "asked_on": DAY,
        "motive": "données non anonymes", "remark": ""})  # fmt: skip
    services.edit_section(
        actor=actor, diagnosis=diagnosis, name=DiagnosisSection.FEELING, text="Deux marches."
    )
    return services.compose(actor=actor, place="44143", on=DAY, partnership=partnership)


def plain(text):
    return " ".join(text.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ").split())


def words(snapshot, file_format):
    content = render(snapshot, file_format)
    if file_format == "docx":
        word = Word(io.BytesIO(content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return plain(" ".join([p.text for p in word.paragraphs] + cells))
    if file_format == "odt":
        return plain(Odf(io.BytesIO(content)).body.text_recursive)
    return plain(content.decode())


@pytest.mark.parametrize("file_format", ["docx", "odt", "html"])
def test_each_format_carries_the_outline_the_findings_and_the_refusal(snapshot, file_format):
    text = words(snapshot, file_format)
    for section in DiagnosisSection:
        assert plain(section.label) in text
    for said in (
        "Les vols se concentrent",
        "police nationale",
        "données non anonymes",
        "Deux marches.",
        MARK,
    ):
        assert said in text
    assert plain(snapshot.content["series"][0]["sentences"]["level"]) in text
    assert snapshot.digest in text


def test_a_withheld_count_is_a_word_in_every_document(snapshot):
    text = words(snapshot, "html")
    assert (
        "Les vols avec armes : le nombre de 2024 n'est pas publié, trop peu de faits. Ce n'est pas zéro."
        in text
    )
    assert "Nombre non publié, ce qui n'est pas zéro : vols avec armes" in text
    assert not re.search(
        r"\b9,9\b", re.sub(r"<[^>]*>", " ", text)
    )  # the complement that the invented source gives for its withheld cells


@pytest.mark.parametrize("file_format", ["xlsx", "ods"])
def test_sheets_have_one_row_per_series_and_year(snapshot, file_format):
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(snapshot, file_format)))
    rows = book.get_sheet_by_name("Chiffres").to_python()
    figures = [(s, f) for s in snapshot.content["series"] for f in s["figures"]]
    assert len(rows) == len(figures) + 1
    assert len({(row[2], row[3]) for row in rows[1:]}) == len(figures)
    for row, (series, figure) in zip(rows[1:], figures, strict=True):
        assert (row[2], int(row[3])) == (series["slug"], figure["year"])
        assert (row[5] or None) == (figure["count"] or None)
        assert row[7] == ("" if figure["rate"] is None else pytest.approx(figure["rate"]))
    withheld = [row for row in rows[1:] if row[4].startswith("non publié")]
    assert withheld
    assert all(row[5] == row[7] == "" for row in withheld)


def test_printing_twice_gives_the_same_bytes_of_text(snapshot):
    assert render(snapshot, "html") == render(snapshot, "html")
    assert render(snapshot, "pdf") == render(snapshot, "pdf")


def test_the_pdf_is_tagged_titled_and_readable_aloud(snapshot, tmp_path):
    path = tmp_path / "diagnostic.pdf"
    path.write_bytes(render(snapshot, "pdf"))
    reader = PdfReader(path)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("fr")
    assert all(MARK in plain(page.extract_text()) for page in reader.pages)
    outloud = Path(sys.executable).with_name("outloud")
    found = subprocess.run([outloud, str(path)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    assert "0 error(s)" in found.stdout


def test_what_is_not_written_yet_is_listed_once_and_editable_where_it_can_be(snapshot):
    printed, editable = document(snapshot), document(snapshot, editable=True)
    table = next(b for b in printed.sections if isinstance(b, Table) and "attendent" in b.caption)
    waiting = {row[0] for row in table.rows}
    assert f"4. {DiagnosisSection.PEOPLE.label}" in waiting
    assert not {f"6. {DiagnosisSection.FEELING.label}", f"10. {DiagnosisSection.FINDINGS.label}"} & waiting
    heads = [block.text for block in editable.sections if isinstance(block, Heading)]
    assert waiting <= set(heads)
    assert sum(isinstance(block, Note) for block in editable.sections) == len(waiting)


def test_the_first_page_reads_alone(snapshot):
    blocks = document(snapshot).sections
    first = list(takewhile(lambda block: not isinstance(block, PageBreak), blocks))
    said = " ".join(getattr(block, "text", "") for block in first)
    assert snapshot.content["summary"] in said
    assert snapshot.content["trends"] in said
    assert snapshot.content["multiplicity"]["sentence"] in said
    assert "Nombre non publié, ce qui n'est pas zéro" in said
    pdf = PdfReader(io.BytesIO(render(snapshot, "pdf")))
    assert "Sommaire" in pdf.pages[1].extract_text()


def test_every_format_writes_the_same_numbers(snapshot):
    tables = [b for b in document(snapshot).sections if isinstance(b, Table) and b.numeric]
    cells = {plain(cell) for table in tables for row in table.rows for cell in row}
    for file_format in ("docx", "odt", "html"):
        text = words(snapshot, file_format)
        assert not {cell for cell in cells if cell not in text}
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(snapshot, "xlsx")))
    assert book.sheet_names == [
        "Lisez-moi", "Chiffres", "Lecture", "Comparables", "Carte", "Contexte", "Sources",
    ]  # fmt: skip
    sheet = {(row[2], int(row[3])): row[7] for row in book.get_sheet_by_name("Chiffres").to_python()[1:]}
    for series in snapshot.content["series"]:
        last = series["figures"][-1]
        kept = sheet[series["slug"], last["year"]]
        assert kept == ("" if last["rate"] is None else pytest.approx(last["rate"]))


def test_headings_follow_each_other_without_gap(snapshot):
    blocks = document(snapshot).sections
    levels = [block.level for block in blocks if isinstance(block, Heading | Portrait)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_unknown_format_is_refused_by_name(snapshot):
    with pytest.raises(BadInput, match="« pages » n'existe pas"):
        render(snapshot, "pages")
