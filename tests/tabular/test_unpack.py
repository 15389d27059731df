"""Wrappings: opened within limits that hold whatever the archive says, and nothing left behind."""

import gzip
import io
import struct
import zipfile

import pytest
import xlsxwriter

from maillage.tabular import FileRejected, open_table

TEXT = b"nom;valeur\n" + b"a;1\n" * 50


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def gzipped(times, content):
    return content if not times else gzipped(times - 1, gzip.compress(content))


def rows(tmp_path, content, name="table", limit=1_000_000):
    path, scratch = tmp_path / name, tmp_path / "scratch"
    path.write_bytes(content)
    scratch.mkdir(exist_ok=True)
    return open_table(path, scratch, limit=limit).lazy().collect().height


@pytest.mark.parametrize(
    "content",
    [TEXT, gzip.compress(TEXT), gzip.compress(gzip.compress(TEXT)), zipped({"base.csv": TEXT}),
     zipped({"dossier/base.csv.gz": gzip.compress(TEXT)}), gzip.compress(zipped({"base.csv": TEXT})),
     zipped({"base.csv": TEXT, "lisezmoi.md": "un mot", "__MACOSX/._base.csv": b"\0\5"}),
     gzip.compress(TEXT[:50]) + gzip.compress(TEXT[50:]), zipped({"../../base.csv": TEXT})],
    ids=["nu", "gzip", "gzip-deux-fois", "zip", "gzip-dans-zip", "zip-dans-gzip", "zip-de-macos",
         "gzip-en-deux", "nom-qui-sort"],
)  # fmt: skip
def test_wrappings_are_opened(tmp_path, content):
    assert rows(tmp_path, content) == 50
    assert {path.name for path in tmp_path.iterdir()} == {"table", "scratch"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({}), "ne contient aucune table"),
        (zipped({"lisezmoi.md": "un mot"}), "ne contient aucune table"),
        (zipped({"a.csv": TEXT, "b.csv": TEXT}), "contient 2 tables"),
        (zipped({"a.csv": TEXT})[:-30], "incomplète ou abîmée"),
        (zipped({"a.csv": TEXT}).replace(b"a.csv", b"b.csv", 1), "incomplète ou abîmée"),
        (gzip.compress(TEXT)[:-1], "coupé ou abîmé"),
        (gzip.compress(TEXT)[:9], "coupé ou abîmé"),
        (gzip.compress(TEXT) + b"suite", "coupé ou abîmé"),
        (gzip.compress(b""), "vide une fois ouvert"),
        (gzipped(6, TEXT), "emballé trop de fois"),
        (gzip.compress(b"\x7fELF\x00\x01" * 100), "binaire"),
    ],
    ids=lambda value: value if isinstance(value, str) else "contenu",
)
def test_broken_wrappings_are_refused(tmp_path, content, words):
    with pytest.raises(FileRejected, match=words):
        rows(tmp_path, content)


def bomb(kind):
    """Three megabytes once opened; `lying` declares a hundred bytes."""
    big = b"nom;valeur\n" + b"a;1\n" * 750_000
    if kind == "zip-menteur":
        content = zipped({"base.csv": big})
        return content.replace(struct.pack("<L", len(big)), struct.pack("<L", 100))
    return {
        "nu": big, "gzip": gzip.compress(big), "zip": zipped({"base.csv": big}),
        "gzip-dans-zip": zipped({"base.csv.gz": gzip.compress(big)}),
        "latin-1": gzip.compress("nom;é\n".encode("latin-1") + big),
        "classeur": zipped({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": big}),
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", ["nu", "gzip", "zip", "gzip-dans-zip", "latin-1", "classeur"])
def test_a_content_too_large_is_stopped_at_the_limit(tmp_path, kind):
    with pytest.raises(FileRejected, match="dépasse la limite de 1 Mo"):
        rows(tmp_path, bomb(kind))
    written = sum(path.stat().st_size for path in (tmp_path / "scratch").rglob("*"))
    assert written <= 1_000_000 + (1 << 20)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    with pytest.raises(FileRejected, match="abîmé"):
        rows(tmp_path, bomb("zip-menteur"))


def test_a_binary_in_a_gzip_is_refused_before_it_is_unpacked(tmp_path):
    with pytest.raises(FileRejected, match="binaire"):
        rows(tmp_path, gzip.compress(bytes(3_000_000)))
    assert not list((tmp_path / "scratch").iterdir())


def test_a_full_disk_is_said_before_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1_000})())
    with pytest.raises(FileRejected, match="ne tient pas sur le disque"):
        rows(tmp_path, zipped({"base.csv": TEXT}))


def test_a_folder_and_an_absent_file_are_named(tmp_path):
    for path, words in ((tmp_path, "est un dossier"), (tmp_path / "absent.csv", "n'existe pas")):
        with pytest.raises(FileRejected, match=words):
            open_table(path, tmp_path)


def test_sheets_and_columns_of_a_workbook(tmp_path):
    path = tmp_path / "classeur.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("01", "02"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["nom", "", "nom", "valeur"])
            sheet.write_row(1, 0, ["a", "b", "c", 12.0])
    table = open_table(path, tmp_path)
    assert (table.sheets, table.columns) == (("01", "02"), ("nom", "colonne_1", "nom_2", "valeur"))
    assert table.lazy().collect().rows() == [(2, "a", "b", "c", "12")]
    with pytest.raises(FileRejected, match="feuille « 03 »"):
        table.sheet("03")
