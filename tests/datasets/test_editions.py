"""Editions that are not in the folder of data: each official schema and wrapping says the same cells."""

import polars as pl
import pytest

from maillage.datasets import selectors, services, store
from maillage.kernel import BadInput
from tests.datasets import editions
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
CELLS = editions.cells()
NEW, OLD = editions.new(CELLS), editions.old(CELLS)


def take(tmp_path, content, name="base", **more):
    path = tmp_path / name
    path.write_bytes(content)
    return services.import_release(actor=MACHINE, path=path, **more)


def said(made, prefix=""):
    """What the release says, as (code, year, indicator, unit, status, count), with its numbers."""
    rows = store.scan(made.id).collect()
    return {
        (row["code"].removeprefix(prefix), row["year"], row["indicator"]): (
            row["unit"], row["status"], row["count"], row["population"], row["dwellings"],
            None if row["rate"] is None else round(row["rate"], 6), row["complement_count"],
        )
        for row in rows.iter_rows(named=True)
    }  # fmt: skip


def expected(cells, *, complements=True):
    from maillage.datasets.intake.ssmsi.names import canonical

    words = {None: "withheld", 0: "zero"}
    return {
        (cell.code, cell.year, canonical(cell.indicator)): (
            editions.UNITS[cell.indicator], words.get(cell.count, "published"), cell.count, cell.people,
            cell.homes, None if cell.rate is None else round(cell.rate, 6),
            cell.mean[0] if cell.count is None and complements else None,
        )
        for cell in cells
    }  # fmt: skip


def dresses():
    """The same base in every dress in which it was met, or may be given."""
    csv, frame, latin = editions.csv, editions.frame(NEW), "latin-1"
    real = {"annee": pl.Int32, "nombre": pl.Int32, "insee_pop": pl.Int32}
    words = {"indicateur": pl.Categorical, "unite_de_compte": pl.Categorical, "CODGEO_2025": pl.Categorical}
    return {
        "as published": csv(NEW),
        "crlf": csv(NEW, end="\r\n"),
        "bare NA": csv(NEW, bare_na=True),
        "unquoted": csv(NEW, quoted=False),
        "empty for NA": csv(NEW, na="", quoted=False),
        "comma and point": csv(NEW, separator=",", point=True),
        "comma twice": csv(NEW, separator=","),
        "point": csv(NEW, point=True),
        "tab": csv(NEW, separator="\t", quoted=False),
        "no mark": csv(NEW, encoding="utf-8"),
        latin: csv(NEW, encoding=latin),
        "utf-16": csv(NEW, encoding="utf-16"),
        "blank lines": csv(NEW) + b"\n\n",
        "no last end": csv(NEW)[:-1],
        "gzip": editions.packed(csv(NEW)),
        "zip": editions.zipped(csv(NEW)),
        "workbook": editions.xlsx(NEW),
        "parquet": editions.parquet(frame),
        "parquet, small": editions.parquet(frame.cast(real)),
        "parquet, floats": editions.parquet(frame.cast({"nombre": pl.Float64, "annee": pl.Float64})),
        "parquet, categories": editions.parquet(frame.cast(words)),
        "parquet, nan": editions.parquet(frame.with_columns(pl.col(pl.Float64).fill_null(float("nan")))),
        "shuffled": csv(editions.shuffled(NEW, lambda place: (5 * place + 3) % 13)),
        "capitals": csv(([name.upper() for name in NEW[0]], NEW[1])),
        "older": csv(OLD),
        "older, unquoted": csv(OLD, quoted=False),
        "older, bare NA": csv(OLD, bare_na=True),
        "older, workbook": editions.xlsx(OLD),
        "older, latin-1": csv(OLD, encoding=latin),
        "older, shuffled": csv(editions.shuffled(OLD, lambda place: (4 * place + 1) % 13), quoted=False),
        "older, no accent": csv(([name.replace("é", "e") for name in OLD[0]], OLD[1])),
    }


DRESSES = dresses()


@pytest.mark.parametrize("dress", DRESSES)
def test_a_communal_edition_says_its_cells_whatever_its_dress(tmp_path, dress):
    made = take(tmp_path, DRESSES[dress])
    assert (made.format, made.rejected, made.vintage) == ("ssmsi-communes", 0, "2016-2024")
    assert said(made) == expected(CELLS)


@pytest.mark.parametrize(("level", "prefix", "codes"), [
    ("department", "dep:", ("01", "2A", "44", "971", "976")), ("region", "reg:", ("01", "11", "52", "94")),
])  # fmt: skip
@pytest.mark.parametrize("write", [editions.new, editions.old])
@pytest.mark.parametrize("quoted", [True, False])
def test_bases_of_départements_and_régions(tmp_path, level, prefix, codes, write, quoted):
    cells = [cell for cell in editions.cells(codes) if cell.count is not None]
    table = write(cells, level)
    for content in (editions.csv(table, quoted=quoted), editions.xlsx(table)):
        made = take(tmp_path, content)
        assert made.format == f"ssmsi-{'departements' if level == 'department' else 'regions'}"
        assert said(made, prefix) == expected(cells)


def test_codes_that_lost_their_zero_find_it_back(tmp_path):
    cells = [editions.Cell(code, 2024, "Vols avec armes", 12) for code in ("01001", "2A004", "97411")]
    bare = [editions.Cell(cell.code.lstrip("0").lower(), 2024, cell.indicator, 12) for cell in cells]
    assert said(take(tmp_path, editions.csv(editions.new(bare)))) == expected(cells)


def test_arrondissements_overseas_and_merged_communes_are_known(tmp_path):
    codes = ["75056", "75101", "75120", "69123", "69381", "13055", "13216", "2A004", "2B033", "97101",
             "97209", "97302", "97411", "97608", "97501", "98735", "44160", "14472", "49101"]  # fmt: skip
    cells = [editions.Cell(code, 2022, "Vols avec armes", 12) for code in codes]
    assert said(take(tmp_path, editions.csv(editions.old(cells, key="CODGEO_2022")))) == expected(cells)


def test_every_commune_of_2018_is_still_known(tmp_path, shared):
    with (shared / "data" / "communes_passage_2018_2026.csv").open() as file:
        codes = [line.split(",")[0] for line in file][1:]
    cells = [editions.Cell(code, 2018, "Vols avec armes", 12) for code in codes]
    made = take(tmp_path, editions.csv(editions.old(cells, key="CODGEO_2021")))
    assert (made.rows, made.rejected) == (len(codes), 0)


def test_a_code_of_a_later_geography_is_set_aside_and_says_what_to_load(tmp_path):
    cells = [editions.Cell(f"01{number:03}", 2024, "Vols avec armes", 12) for number in (1, 2, 4)]
    odd = editions.Cell("01999", 2024, "Vols avec armes", 12)
    made = take(tmp_path, editions.csv(editions.new([*cells, odd], key="CODGEO_2031")))
    assert (made.rows, made.rejected) == (3, 1)
    assert "maillage territory load" in made.rejects[0].reason
    with pytest.raises(BadInput, match="code « 01999 » inconnu"):
        take(tmp_path, editions.csv(editions.new([*cells, odd], key="CODGEO_2025")))


def test_a_new_indicator_comes_in_and_a_damaged_label_does_not(tmp_path):
    columns, rows = editions.new([cell for cell in CELLS if cell.count is not None])
    place = columns.index("indicateur")
    fresh = [
        [*row[:place], "Vols de trottinettes", *row[place + 1 :]]
        for row in rows
        if row[place] == "Vols avec armes"
    ]
    made = take(tmp_path, editions.csv((columns, rows + fresh)))
    assert made.notes[-1] == "Indicateur nouveau, lu tel quel : vols-de-trottinettes."
    broken = [[*rows[0][:place], "Vols avec armžs", *rows[0][place + 1 :]], *rows[1:]]
    made = take(tmp_path, editions.csv((columns, broken)))
    assert [(row.kind, row.line) for row in made.rejects] == [("indicateur inconnu", 2)]


def test_a_label_that_two_encodings_spoiled_is_refused(tmp_path):
    spoiled = editions.csv(editions.new([editions.Cell(cell.code, cell.year, "Vols de véhicule", 9)
                                         for cell in CELLS[:9]]), encoding="utf-8")  # fmt: skip
    with pytest.raises(BadInput, match="VÃ©hicule"):
        take(tmp_path, spoiled.decode("latin-1").encode("utf-8"))


def test_a_withheld_cell_that_gives_numbers_all_the_same_stays_withheld(tmp_path):
    columns, rows = editions.new([editions.Cell("44143", 2024, "Vols avec armes", 12)])
    rows[0][columns.index("est_diffuse")] = "ndiff"
    frame = store.scan(take(tmp_path, editions.csv((columns, rows))).id).collect()
    assert frame.select("status", "count", "rate").rows() == [("withheld", None, None)]


def test_rates_rounded_by_the_file_are_not_wrong_rates(tmp_path):
    columns, rows = editions.new(
        [editions.Cell("44143", year, "Vols avec armes", 7 + year) for year in range(2016, 2025)]
    )
    place = columns.index("taux_pour_mille")
    rounded = [[*row[:place], round(row[place], 2), *row[place + 1 :]] for row in rows]
    assert take(tmp_path, editions.csv((columns, rounded))).rejected == 0
    wrong = [[*row[:place], round(row[place], 2) + 0.05, *row[place + 1 :]] for row in rows]
    with pytest.raises(BadInput, match="ne correspond pas à 2023 faits pour 40000 habitants"):
        take(tmp_path, editions.csv((columns, wrong)))


def test_a_base_that_stops_between_two_lines_is_refused(tmp_path):
    cells = editions.cells([f"01{n:03}" for n in range(1, 40) if n not in (3, 18, 20)])
    content = editions.csv(editions.new(cells[:-10]))
    with pytest.raises(BadInput, match=r"s'arrête avant la fin : 01039 n'a que 53 lignes sur 63"):
        take(tmp_path, content)


def test_absent_cells_are_counted_aloud(tmp_path):
    assert take(tmp_path, editions.csv(editions.new(CELLS[1:]))).notes == (
        "Cellules absentes : 1. Des territoires n'ont pas tous les indicateurs ou les années.",
    )


def test_what_is_no_base_is_refused_with_its_columns(tmp_path):
    content = editions.xlsx(
        (["CODGEO", "EPCI", "LIBEPCI", "zone_competence"], [["44143", "244400404", "x", "ZPN"]])
    )
    with pytest.raises(BadInput, match="CODGEO, EPCI, LIBEPCI, zone_competence") as refusal:
        take(tmp_path, content, "info-complements-data.gouv-2024.xlsx")
    assert "aucun format connu" in str(refusal.value)


@pytest.mark.parametrize(
    ("drop", "words"), [("nombre", "aucun format connu"), ("est_diffuse", "est_diffuse")]
)
def test_a_column_that_is_missing_is_said(tmp_path, drop, words):
    columns, rows = NEW
    place = columns.index(drop)
    cut = [row[:place] + row[place + 1 :] for row in [list(columns), *rows]]
    with pytest.raises(BadInput, match=words):
        take(tmp_path, editions.csv((cut[0], cut[1:])))


def test_a_column_given_twice_is_refused(tmp_path):
    columns, rows = NEW
    doubled = [*columns, "nombre"], [[*row, 3] for row in rows]
    with pytest.raises(BadInput, match="deux colonnes « nombre »"):
        take(tmp_path, editions.csv(doubled))


def test_the_edition_whose_years_go_furthest_speaks_without_a_date_in_its_name(tmp_path):
    first = [editions.Cell("44143", year, "Vols avec armes", 50) for year in range(2016, 2024)]
    second = [editions.Cell("44143", year, "Vols avec armes", 60) for year in range(2017, 2025)]
    take(tmp_path, editions.csv(editions.new(second)), "b.csv")
    take(tmp_path, editions.csv(editions.new(first)), "a.csv")
    assert set(selectors.crime(["44143"])["count"]) == {60}
