"""Directories read whatever their wrapping; broken ones refused in French; noise never breaks the reader."""

from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.institutions import intake
from maillage.institutions.intake import columns, vcard
from maillage.institutions.vocabulary import DirectorySheet, InstitutionKind, Level
from maillage.tabular import FileRejected
from tests.institutions import samples

NAMES = ["Préfecture fictive", "Collège fictif", "Association fictive"]


@pytest.fixture
def read(tmp_path):
    def run(content: bytes | str, name: str = "annuaire.csv") -> DirectorySheet:
        path = tmp_path / "source"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        scratch = tmp_path / "travail"
        scratch.mkdir(exist_ok=True)
        return intake.read(path, scratch, name=name)

    return run


def check(sheet):
    assert [row.institution for row in sheet.rows] == NAMES
    first, second, third = sheet.rows
    assert (first.person, first.email, first.phone) == ("Ada Quéré", "ada@exemple.invalid", "02 40 00 00 01")
    assert (first.kind, first.level, first.may_commit) == (InstitutionKind.PREFECTURE, Level.MANAGER, True)
    assert first.start == date(2024, 9, 1)
    assert (second.kind, second.level, second.start) == (None, None, date(2021, 9, 1))
    assert (third.person, third.line) == ("", 4)
    assert not sheet.rejects


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_its_separator_and_encoding(read, separator, encoding):
    check(read(samples.csv_text(separator).encode(encoding)))


def test_a_workbook_is_read(read, tmp_path):
    check(read(samples.xlsx(tmp_path / "a.xlsx").read_bytes(), "a.xlsx"))
    check(read(samples.ods(tmp_path / "a.ods").read_bytes(), "a.ods"))


def test_a_workbook_keeps_numbers_and_days_as_they_are(read, tmp_path):
    path = samples.xlsx(tmp_path / "a.xlsx", [["Parquet fictif", 21750001600019.0]], ["Institution", "SIRET"])
    assert read(path.read_bytes(), "a.xlsx").rows[0].siret == "21750001600019"


def test_title_lines_above_the_columns_are_passed_over(read):
    sheet = read("Annuaire du conseil\n\n" + samples.csv_text())
    assert [(row.line, row.institution) for row in sheet.rows] == list(zip((4, 5, 6), NAMES, strict=True))


def test_vcards_of_three_versions_are_read_and_private_data_stay_out(read):
    sheet = read(samples.VCARD, "contacts.vcf")
    person, place = sheet.rows
    assert (person.institution, person.person, person.email) == (
        "Préfecture fictive", "Ada Quéré", "ada@exemple.invalid",
    )  # fmt: skip
    assert person.title == "Sous-préfète, directrice de cabinet"
    assert person.phone == "+33-2-40-00-00-01"
    assert (place.institution, place.service_email, place.person) == (
        "Collège fictif", "college@exemple.invalid", "",
    )  # fmt: skip
    assert set(sheet.ignored) == {"photographie", "date de naissance", vcard.PRIVATE}
    assert "chezelle" not in repr(sheet)


def test_an_old_vcard_in_quoted_printable(read):
    card = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=A9na=\n Morin\n"
        "ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Coll=C3=A8ge fictif\nEND:VCARD\n"
    )
    row = read(card, "vieux.vcf").rows[0]
    assert (row.person.replace(" ", ""), row.institution) == ("LénaMorin", "Collège fictif")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Parquet;;;;pas une adresse;;;;;", "« pas une adresse » n'est pas une adresse"),
        ("Parquet;;;;;12;;;;", "numéro de téléphone"),
        ("Parquet;;;;;;;patron;;", "« patron » n'est pas un niveau connu"),
        ("Parquet;;;;;;;;peut-être;", "ni oui ni non"),
        ("Parquet;;;;;;;;;31/02/2024", "n'est pas une date"),
        (";;Ada;Quéré;;;;;;", "aucune institution"),
        ("Parquet;;;;;;;;;;en trop", "un séparateur est en trop"),
        ("P" * 201 + ";;;;;;;;;", "dépasse 200 caractères"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_number_and_reason(read, line, words):
    sheet = read(samples.csv_text() + line + "\n")
    assert len(sheet.rows) == 3
    assert [(row.line, words in row.reason) for row in sheet.rejects] == [(5, True)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"a;b\n1;2\n", "aucune colonne « Institution »"),
        (samples.HEADER[0].encode() + b";Genre\n", "aucune ligne"),
        (b"\x00\x01\x02\x03" * 50, "binaire"),
        (b"PK\x03\x04" + b"x" * 200, "abîmée"),
        (b"PAR1" + b"x" * 200, "Parquet"),
        (samples.VCARD.encode()[:300], "coupée"),
        (b"BEGIN:VCARD\nBEGIN:VCARD\nEND:VCARD\n", "ne se termine pas"),
        (b"Institution;Genre\n" + b"Mairie;\n" * 5001, "la limite est de 5000"),
        (b"Institution;Genre\n" + b"x" * 5_000_001, "la limite est de 5 Mo"),
    ],
)
def test_what_is_no_directory_is_refused_in_french(read, content, words):
    with pytest.raises(FileRejected, match=words):
        read(content)


def test_a_cut_workbook_is_refused(read, tmp_path):
    whole = samples.xlsx(tmp_path / "a.xlsx").read_bytes()
    with pytest.raises(FileRejected):
        read(whole[: len(whole) // 2], "a.xlsx")


def test_a_sheet_with_one_cell_in_its_last_corner_is_refused_before_it_is_opened(read, tmp_path):
    path = samples.xlsx(tmp_path / "a.xlsx", [["Mairie", *[""] * 16_382, "x"]] * 2, ["Institution"])
    assert read(path.read_bytes(), "a.xlsx").rows  # wide, and still reasonable
    far = xlsxwriter.Workbook(str(path))
    sheet = far.add_worksheet()
    sheet.write(0, 0, "Institution")
    sheet.write(1_048_575, 16_383, "x")
    far.close()
    with pytest.raises(FileRejected, match="1048576 lignes et 16384 colonnes"):
        read(path.read_bytes(), "a.xlsx")


@pytest.mark.parametrize(("rows", "columns", "refused"), [(3, 4, False), (5000, 16_384, True)])
def test_a_cell_repeated_without_end_is_refused(read, tmp_path, rows, columns, refused):
    content = samples.repeated_ods(tmp_path / "a.ods", rows, columns).read_bytes()
    if refused:
        with pytest.raises(FileRejected, match="16384 colonnes"):
            read(content, "a.ods")
    else:
        assert [row.institution for row in read(content, "a.ods").rows] == ["x"] * rows


SEEDS = [samples.csv_text().encode(), samples.VCARD.encode()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.integers(0, 700), st.binary(max_size=6)), max_size=6),
)
def test_noise_never_breaks_the_reader(read, seed, cuts):
    content = bytearray(seed)
    for at, noise in cuts:
        content[at : at + 2] = noise
    try:
        sheet = read(bytes(content), "bruit")
    except FileRejected as error:
        assert str(error)
        return
    for row in sheet.rows:
        assert row.institution
        assert "\x00" not in repr(row)
    assert all(reject.reason for reject in sheet.rejects)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.integers(0, 6000), st.binary(min_size=1, max_size=4)), min_size=1, max_size=5)
)
def test_noise_in_a_workbook_never_breaks_the_reader(read, tmp_path, cuts):
    content = bytearray(samples.xlsx(tmp_path / "bruit.xlsx").read_bytes())
    for at, noise in cuts:
        content[at : at + len(noise)] = noise
    try:
        read(bytes(content), "bruit.xlsx")
    except FileRejected as error:
        assert str(error)


@given(st.text(max_size=80))
def test_cleaned_text_is_one_line_without_control_signs(text):
    cleaned = columns.clean(text)
    assert cleaned == columns.clean(cleaned)
    assert cleaned.isprintable() or not any(ord(sign) < 32 for sign in cleaned)
