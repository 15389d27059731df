"""Imports through the door: what comes in, what is refused and why, and that a refusal changes nothing."""

import gzip
import io
import zipfile

import polars as pl
import pytest
import xlsxwriter

from maillage.audit.models import Entry
from maillage.datasets import selectors, services, store
from maillage.datasets.models import Release
from maillage.kernel import BadInput
from tests.datasets import samples
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db


def take(path, **more):
    return services.import_release(actor=MACHINE, path=path, **more)


def nothing_changed():
    left = [path.name for path in store.lake().iterdir()]
    return (
        not Release.objects.exists()
        and not left
        and not Entry.objects.filter(act="publication importée").exists()
    )


def test_a_base_comes_in_with_its_identity_and_its_line(tmp_path):
    made = take(samples.write(tmp_path))
    held = Release.objects.get()
    assert (made.format, made.rows, made.rejected, made.unchanged) == ("ssmsi-communes", 60, 0, False)
    assert (held.vintage, str(held.produced_on), held.fictitious) == (
        "2016-2025, édition du 2026-06-25",
        "2026-06-25",
        True,
    )
    assert Entry.objects.latest("seq").detail["lignes"] == 60


def test_the_same_content_is_the_same_release(tmp_path):
    first = take(samples.write(tmp_path))
    (tmp_path / "autre-nom.csv.gz").write_bytes((tmp_path / samples.NAME).read_bytes())
    again = take(tmp_path / "autre-nom.csv.gz")
    assert (again.id, again.unchanged, Release.objects.count()) == (first.id, True, 1)


def test_a_dry_run_says_all_and_keeps_nothing(tmp_path):
    assert take(samples.write(tmp_path), dry_run=True).rows == 60
    assert nothing_changed()


def test_withheld_cells_stay_unknown_with_their_complement(tmp_path):
    take(samples.write(tmp_path))
    frame = selectors.crime(["44143"]).filter(pl.col("indicator") == "violences-sexuelles")
    assert set(frame["status"]) == {"withheld"}
    assert frame["count"].null_count() == frame["rate"].null_count() == frame.height
    assert set(frame["complement_count"]) == {1.5}


def test_a_published_zero_is_a_zero(tmp_path):
    take(samples.write(tmp_path))
    frame = selectors.crime(["44143"]).filter(pl.col("indicator") == "vols-violents-sans-arme")
    assert set(frame["status"]) == {"zero"}
    assert set(frame["count"]) == {0}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (samples.row(code="99999"), "ligne 62 : code « 99999 » inconnu"),
        (samples.row(count="beaucoup", rate="1,0"), "« beaucoup » n'est pas un nombre"),
        (samples.row(unit="Chien"), "unité de compte « Chien »"),
        (samples.row(year=1916), "année « 1916 »"),
        (samples.row(count="-4", rate="0,1"), "nombre négatif"),
        (samples.row(count="NA", rate="NA"), "le nombre manque"),
        (samples.row(state="peut-être"), "peut-être"),
    ],
)
def test_a_bad_line_refuses_the_file_and_can_be_set_aside(tmp_path, line, words):
    path = samples.write(tmp_path, [*samples.rows(), line])
    with pytest.raises(BadInput, match="1 ligne fautive") as refusal:
        take(path)
    assert words in str(refusal.value)
    assert nothing_changed()
    made = take(path, tolerant=True)
    assert (made.rows, made.rejected) == (60, 1)
    assert words in f"ligne {made.rejects[0].line} : {made.rejects[0].reason}"
    assert Release.objects.get().rejected_lines.count() == 1


def test_beyond_the_tolerance_the_whole_file_is_refused(tmp_path):
    bad = [samples.row(code=f"9999{n % 10}", year=2016 + n % 10) for n in range(11)]
    with pytest.raises(BadInput, match="tolérance") as refusal:
        take(samples.write(tmp_path, [*samples.rows(), *bad]), tolerant=True)
    assert "99990" in str(refusal.value)
    assert nothing_changed()


def test_a_cell_given_twice_is_refused(tmp_path):
    lines = samples.rows()
    with pytest.raises(BadInput, match="deux fois la même cellule"):
        take(samples.write(tmp_path, [*lines, lines[0]]))
    assert nothing_changed()


def test_rates_that_do_not_follow_from_counts_are_refused(tmp_path):
    lines = [line.replace('"0,2', '"9,2').replace('"0,1', '"8,1') for line in samples.rows()]
    with pytest.raises(BadInput, match="ne correspond pas"):
        take(samples.write(tmp_path, lines))
    assert nothing_changed()


def test_a_truncated_archive_is_refused(tmp_path):
    path = samples.write(tmp_path, samples.rows(0))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadInput, match="coupé ou abîmé"):
        take(path)
    assert nothing_changed()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "est vide"), (gzip.compress(b""), "vide une fois ouvert"), (b"a;b\n1;2\n", "aucun format connu"),
     (b"\x00\x01\x02\x03" * 100, "format|binaire"), (b"PAR1abcd", "Parquet incomplet"),
     (b"PK\x03\x04zzzz", "archive")],
    ids=["vide", "gzip-vide", "autre-table", "binaire", "parquet", "zip"],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path, content, words):
    path = tmp_path / "fichier.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        take(path)
    assert nothing_changed()


@pytest.mark.parametrize("kind", ["gzip", "zip-declared", "workbook"])
def test_an_archive_too_big_is_stopped_at_the_limit(tmp_path, settings, kind):
    settings.MAX_UNPACKED = 1_000_000
    path, zeros = tmp_path / "bombe.csv.gz", samples.text(samples.rows(0) * 500)
    if kind == "gzip":
        path.write_bytes(gzip.compress(zeros))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("table.csv" if kind == "zip-declared" else "xl/workbook.xml", zeros)
    with pytest.raises(BadInput, match="limite de 1 Mo"):
        take(path)
    assert nothing_changed()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    lines = [
        samples.row(indicator="Destructions et dégradations volontaires", year=year)
        for year in range(2016, 2026)
    ]
    take(samples.write(tmp_path, lines, encoding=encoding))
    assert selectors.crime_indicators() == ["destructions-et-degradations-volontaires"]


def test_older_editions_are_read_by_name_whatever_their_order(tmp_path):
    header = ("annee;CODGEO_2023;classe;unité.de.compte;valeur.publiée;faits;tauxpourmille;complementinfoval;"
              "complementinfotaux;POP;millPOP;LOG;millLOG")  # fmt: skip
    lines = ["16;44143;Vols de véhicules;véhicule;diff;10;2,5e-01;NA;NA;40000;16;20000,5;16",
             "17;44143;Vols de véhicules;véhicule;ndiff;NA;NA;1,5;0,03;40000;17;20000,5;17"]  # fmt: skip
    take(samples.write(tmp_path, lines, header=header, packed=False, name="donnee-data.csv"))
    frame = selectors.crime(["44143"])
    assert frame["indicator"].to_list() == ["vols-de-vehicule"] * 2
    assert frame["year"].to_list() == [2016, 2017]
    assert frame["status"].to_list() == ["published", "withheld"]
    assert frame["unit"].to_list() == ["Véhicule"] * 2


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_other_wrappings_of_the_same_base(tmp_path, kind):
    columns = [name.strip('"') for name in samples.HEADER.split(";")]
    table = [[cell.strip('"') for cell in line.split(";")] for line in samples.rows()]
    path = tmp_path / f"donnee-comm-data.gouv.{kind}"
    if kind == "parquet":
        pl.DataFrame(table, schema=columns, orient="row").write_parquet(path)
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for index, line in enumerate([columns, *table]):
                sheet.write_row(index, 0, line)
    assert take(path).rows == 60


def test_a_release_is_withdrawn_and_the_place_falls_silent(tmp_path):
    take(samples.write(tmp_path))
    services.withdraw(actor=MACHINE, release=Release.objects.get())
    assert selectors.crime(["44143"]).is_empty()
    assert not list(store.lake().glob("*.parquet"))
    assert Entry.objects.latest("seq").act == "publication retirée"


def test_the_newest_edition_speaks_for_all_years(tmp_path):
    old = [samples.row(year=year, count="50") for year in range(2016, 2025)]
    new = [samples.row(year=year, count="60") for year in range(2017, 2026)]
    take(
        samples.write(tmp_path, old, name="donnee-data.gouv-2024-geographie2025-produit-le2025-06-04.csv.gz")
    )
    take(
        samples.write(tmp_path, new, name="donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz")
    )
    frame = selectors.crime(["44143"])
    assert frame["year"].to_list() == list(range(2017, 2026))
    assert set(frame["count"]) == {60}


def test_a_zip_holding_one_table_is_opened(tmp_path):
    path, content = tmp_path / "base.zip", gzip.decompress(samples.write(tmp_path).read_bytes())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("base.csv", content)
    path.write_bytes(buffer.getvalue())
    assert take(path).rows == 60
