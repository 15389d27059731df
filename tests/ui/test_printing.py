"""Documents read back by other programs: what a reader finds, never the bytes."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import odfdo
import pypdf
import pytest
import python_calamine
from docx.oxml.ns import qn

from maillage.ui.printing import (
    Column,
    Sheet,
    Table,
    render_docx,
    render_odt,
    render_pdf,
    write_ods,
    write_xlsx,
)
from tests.ui.documents import DANGEROUS, sample

N, W = "\u202f", "\u00a0"


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(sample())


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(render_docx(sample())))


@pytest.fixture(scope="module")
def odt():
    return odfdo.Document(io.BytesIO(render_odt(sample())))


def test_pdf_says_everything_in_order(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert all("Données fictives" in page for page in pages)
    text = " ".join(pages)
    order = ["Ce qu’il faut retenir", "Dix ans", "Constats", "Désaccord de la police"]
    assert (found := [text.index(words) for words in order]) == sorted(found)
    assert "#strong[12] *gras* _x_ $y$ @ref <b>" in text.replace(N, " ").replace(W, " ")


def test_pdf_is_tagged_titled_and_in_french(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("fr")
    assert reader.metadata.title == "Diagnostic local de sécurité 2026"
    assert [item.title for item in reader.outline if not isinstance(item, list)][-1] == "Constats"


def test_pdf_passes_the_automatic_checks(pdf, tmp_path):
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf)
    program = Path(sys.executable).with_name("outloud")
    done = subprocess.run(
        [program, "--fail-on", "error", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_pdf_printed_twice_is_the_same(pdf):
    assert render_pdf(sample()) == pdf


def test_a_real_document_bears_no_mark():
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(sample(False)))).pages
    )
    assert "fictives" not in text


def test_docx_headings_are_real(word):
    levels = [
        (p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ]
    assert levels == [
        ("Title", "Diagnostic local de sécurité 2026"), ("Heading 1", "Ce qu’il faut retenir"),
        ("Heading 2", "Dix ans"), ("Heading 2", "Vols dans les véhicules"), ("Heading 1", "Constats"),
    ]  # fmt: skip


def test_docx_uses_named_styles_only(word):
    direct = [
        child.tag
        for run in word.element.body.iter(qn("w:rPr"))
        for child in run
        if child.tag not in (qn("w:rStyle"), qn("w:noProof"))
    ]
    assert direct == []
    assert {p.style.name for p in word.paragraphs} >= {
        "Constat",
        "Désaccord",
        "Remarque",
        "Source",
        "Caption",
    }


def test_docx_table_repeats_its_head_and_figures_have_words(word):
    head = word.tables[0].rows[0]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert head.cells[0].text == "Année"
    picture = word.inline_shapes[0]._inline.docPr
    assert picture.get("descr").startswith("La hausse des vols")
    assert word.core_properties.language == "fr-FR"
    assert "Données fictives" in word.sections[0].header.paragraphs[0].text


def test_docx_keeps_the_text_as_written(word):
    said = [p.text for p in word.paragraphs if "strong" in p.text]
    assert said == [DANGEROUS.replace("Coût : ", f"Coût{W}: ")]


def test_odt_has_headings_tables_and_words_for_pictures(odt):
    heads = [(int(head.level), head.text) for head in odt.body.get_headers()]
    assert heads == [
        (1, "Ce qu’il faut retenir"), (2, "Dix ans"), (2, "Vols dans les véhicules"), (1, "Constats"),
    ]  # fmt: skip
    table = odt.body.get_tables()[0]
    assert len(table.get_elements("table:table-header-rows")) == 1
    assert odt.body.get_elements("//svg:desc")[0].text.startswith("La hausse des vols")
    assert odt.meta.language == "fr-FR"
    assert "#strong[12]" in odt.get_formatted_text()
    assert "Données fictives" in odt.get_part("styles.xml").get_element("//style:header").serialize()


def test_a_page_break_opens_a_page_and_the_contents_follow_it(pdf, word, odt):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert "Sommaire" not in pages[0]
    after = next(page for page in pages if "Sommaire" in page)
    assert "Une phrase à côté de l’image." in after
    assert any(
        p.style.name == "Nouvelle page" and p.style.paragraph_format.page_break_before
        for p in word.paragraphs
    )
    assert 'fo:break-before="page"' in odt.get_part("styles.xml").serialize().decode()


def test_a_portrait_has_its_words_and_a_described_picture(word, odt):
    assert "Une phrase à côté de l’image." in [p.text for p in word.paragraphs]
    told = [shape._inline.docPr.get("descr")[:24] for shape in word.inline_shapes]
    assert told == ["La hausse des vols dans ", "Vols dans les véhicules."]
    assert len(odt.body.get_elements("//svg:desc")) == 2


def test_columns_of_numbers_are_never_broken():
    rows = [["Une série dont le nom est vraiment très long, plus que la ligne", "11 008", "−11,0 % à −8,9 %"]]
    shares = Table("t", ["Série", "Nombre", "Par an"], rows, numeric=frozenset({1, 2})).shares()
    assert sum(shares) == pytest.approx(1)
    assert [96 * share > len(cell) for share, cell in zip(shares[1:], rows[0][1:], strict=True)] == [True] * 2


def test_a_table_whose_rows_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="la ligne 2 a 1 cellules, l'en-tête en a 2"):
        Table("Faits", ["a", "b"], [["1", "2"], ["3"]])


SHEETS = [
    Sheet(
        "Figures & faits",
        [Column("Indicateur"), Column("Année"), Column("Taux", "pour 1 000", 2), Column("Reçu le")],
        [["=cmd()", 2025, 5.7612, date(2026, 1, 2)], ["Vols", 2024, None, None]],
    )
]
WORDS = {"notes": [("Source", "Base 2025")], "title": "Figures de Rezé", "day": date(2026, 1, 1)}


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_sheets_are_read_back_whole(write):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(write(SHEETS, **WORDS)))
    assert book.sheet_names == ["Lisez-moi", "Figures & faits"]
    assert ["Source", "Base 2025"] in book.get_sheet_by_name("Lisez-moi").to_python()
    rows = book.get_sheet_by_name("Figures & faits").to_python()
    assert rows == [
        ["Indicateur", "Année", "Taux (pour 1 000)", "Reçu le"],
        ["=cmd()", 2025.0, 5.7612, date(2026, 1, 2)],
        ["Vols", 2024.0, "", ""],
    ]


def test_a_sheet_name_that_no_program_accepts_is_refused():
    with pytest.raises(ValueError, match="signe interdit"):
        Sheet("a/b", [Column("x")], [])
