"""État 4001, SSMSI series, QPV, populations: files in the shape of the official ones, made by us."""

import io

import polars as pl
import pytest
import xlsxwriter

from maillage.datasets import selectors, services, store
from maillage.kernel import BadInput
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
UNUSED = (96, 97, 99, 100)


def take(tmp_path, content, name="fichier", **more):
    path = tmp_path / name
    path.write_bytes(content)
    return services.import_release(actor=MACHINE, path=path, **more)


def rows(made):
    return store.scan(made.id).collect()


def book(sheets):
    """A workbook from {sheet: rows}."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        for name, lines in sheets.items():
            sheet = out.add_worksheet(name)
            for index, line in enumerate(lines):
                sheet.write_row(index, 0, line)
    return buffer.getvalue()


def facts(index, month, place):
    return (37 * index + 11 * month + 101 * place) % 4_000


def monthly(place, prefix="_", months=14):
    """One sheet of `tableaux-4001-ts.xlsx`: newest month first; the country is empty before the year 2000."""
    dates = [(2022 + (7 - m) // 12, (7 - m) % 12 + 1) for m in range(months)]
    lines = [["Index", "libellé index", *[f"{prefix}{year}_{month:02}" for year, month in dates]]]
    for index in range(1, 108):
        name = "Index non utilisé" if index in UNUSED else f"Index d'essai n° {index}"
        lines.append([index, name, *["" if place == "vide" and m else facts(index, month, len(place))
                                     for m, (_, month) in enumerate(dates)]])  # fmt: skip
    return lines


@pytest.mark.parametrize("prefix", ["_", ""])
def test_the_monthly_workbook_gives_each_territory_and_month(tmp_path, prefix):
    sheets = {
        "France_Entière": "vide",
        "France_Métro": "me",
        "01": "x",
        "2A": "xx",
        "44": "xxx",
        "971": "xxxx",
    }
    made = take(tmp_path, book({name: monthly(place, prefix) for name, place in sheets.items()}), "4001.xlsx")
    frame = rows(made)
    assert (made.format, made.vintage, made.rejected) == ("4001-mensuel", "2021-07 à 2022-08", 0)
    assert set(frame["code"]) == {"fr", "fr-metro", "dep:01", "dep:2A", "dep:44", "dep:971"}
    assert made.rows == 103 * (14 * 5 + 1)
    loire = frame.filter(pl.col("code") == "dep:44")
    expected = sum(
        facts(i, m, 3) for i in range(1, 108) if i not in UNUSED for m in [*range(1, 9), *range(7, 13)]
    )
    assert loire["count"].sum() == expected
    assert selectors.monthly("dep:44").filter(pl.col("indicator") == "index-5").height == 14


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (5, 3, "beaucoup", "ligne 6 : « beaucoup »"),
        (5, 3, 7.5, "ligne 6 : « 7.5 »"),
        (5, 0, 4, "deux fois la même"),
    ],
)
def test_a_wrong_cell_of_the_monthly_workbook_refuses_it(tmp_path, row, column, value, words):
    lines = monthly("x")
    lines[row][column] = value
    with pytest.raises(BadInput, match=words):
        take(tmp_path, book({"01": lines}))


def test_a_negative_count_is_kept_and_marked(tmp_path):
    lines = monthly("x", months=1)
    lines[3][2] = -2
    assert rows(take(tmp_path, book({"01": lines}))).filter(pl.col("flag") != "")["count"].to_list() == [-2]


def test_a_sheet_without_months_or_an_unknown_département_is_refused(tmp_path):
    with pytest.raises(BadInput, match="feuille 44 : il faut les colonnes Index"):
        take(tmp_path, book({"01": monthly("x"), "44": [["Index", "libellé index"], [1, "a"]]}))
    with pytest.raises(BadInput, match="code « 96 » inconnu"):
        take(tmp_path, book({"96": monthly("x")}))


def test_the_monthly_table_of_2012_names_its_places(tmp_path):
    title = "Tableau 6. Faits constatés par index et par département, en juin 2012."
    lines = [title, "", "N°Index;Index de l'Etat 4001;Métropole;Ain;Corse-du-Sud;Val-d'Oise"]
    lines += [f"{i};Index d'essai;17 {300 + i};{i};\xa0{i + 1};1\xa0000" for i in range(1, 108)]
    made = take(tmp_path, "\r\n".join(lines).encode("latin-1"))
    frame = rows(made)
    assert (made.format, made.vintage, made.rows) == ("4001-mensuel-2012", "2012-06", 103 * 4)
    assert (
        frame.filter((pl.col("code") == "fr-metro") & (pl.col("indicator") == "index-7"))["count"][0]
        == 17_307
    )
    assert set(frame["code"]) == {"fr-metro", "dep:01", "dep:2A", "dep:95"}
    with pytest.raises(BadInput, match="le mois n'est pas dans le titre"):
        take(tmp_path, "\n".join(["Tableau 6.", *lines[1:]]).encode("latin-1"))


def test_the_workbook_by_service_reads_both_forces(tmp_path):
    def lines(force):
        head = [["Crimes et délits", "Départements", "01", "2A", "971"]]
        head += [["", "Périmètres", "DCSP", "DCPAF", "DSPAP"]] if force == "PN" else []
        head += [["Code index", "Libellé index \\ CSP", "CSP BOURG", "CSP AJACCIO", "CSP LES ABYMES"]]
        return head + [
            [f"{i:02}", "x", *(["", "", ""] if i in UNUSED else [i, 2 * i, 3])] for i in range(1, 108)
        ]

    sheets = {"Présentation": [["un mot"]], "Services PN 2012": lines("PN"), "Services GN 2013": lines("GN")}
    made = take(tmp_path, book(sheets))
    frame = rows(made)
    used = sum(i for i in range(1, 108) if i not in UNUSED)
    assert (made.format, made.vintage, made.rows) == ("4001-services", "2012-2013", 103 * 3 * 2)
    assert frame["count"].sum() == 2 * (3 * used + 3 * 103)
    assert set(frame.filter(pl.col("code") == "dep:2A")["origin"]) == {
        "PN DCPAF CSP AJACCIO",
        "GN CSP AJACCIO",
    }


def series(encoding="latin-1", **changed):
    columns = [
        "Valeurs",
        "Unite_temps",
        "Titre",
        "Ordonnees",
        "Indicateur",
        "SourceGraphique",
        "Sous_indicateur",
        "Nomenclature",
        "Declinaison",
        "Statistique",
        "Zone_geographique",
        "Champ",
        "Periodicite",
        "Unite_de_compte",
        "Detail_complementaire",
    ]
    lines = [columns]
    for year, value in ((2018, "11,5"), (2019, "Non Renseigné"), (2021, "12")):
        cells = {
            "Valeurs": value,
            "Unite_temps": year,
            "Indicateur": "Sentiment d'insécurité",
            "Statistique": "Part",
            "Sous_indicateur": "au domicile",
            "Zone_geographique": "France",
            "Periodicite": "Annuelle",
        }
        lines.append([{**cells, **changed}.get(name, "Non Renseigné") for name in columns])
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)


def test_the_feeling_of_insecurity_is_national_and_says_so(tmp_path):
    made = take(tmp_path, series(), "serieschrono-datagouv.csv")
    assert (made.format, made.rows, made.rejected, made.vintage) == ("ssmsi-series", 2, 0, "2018-2021")
    assert "n'existent que pour la France entière" in made.notes[0]
    frame = selectors.national_series("sentiment-d-insecurite")
    assert frame.select("zone", "period", "value", "detail").rows() == [
        ("France", "2018", 11.5, "au domicile"), ("France", "2021", 12.0, "au domicile"),
    ]  # fmt: skip


def test_a_text_among_the_values_of_a_series_refuses_it(tmp_path):
    with pytest.raises(BadInput, match="ligne 2 : « beaucoup »"):
        take(tmp_path, series(Valeurs="beaucoup"))


QPV = """code_qp;lib_qp;insee_com;lib_com
QN04401M;Bellevue;"44109; 44162";"Nantes; Saint-Herblain"
QN00201M;Un quartier;"02571;02691";"a; b"
QN00101M;Un autre;1053;Bourg-en-Bresse
QN03001M;Encore un;="03095;03310";"c; d"
QN04402M;Malakoff;44109;Nantes
"""


def test_priority_districts_count_in_each_of_their_communes(tmp_path):
    made = take(tmp_path, QPV.encode("utf-8-sig"), "listeqp2024-cog2024.csv")
    assert (made.format, made.rows, made.vintage) == ("qpv", 8, "2024")
    measured = {code: selectors.context(code) for code in ("44109", "44162", "01053", "03310", "44143")}
    assert [row["value"] for code in ("44109", "44162", "01053", "03310") for row in measured[code]] == [
        2,
        1,
        1,
        1,
    ]
    assert measured["44143"] == []
    older = take(tmp_path, b"code_qp;lib_qp;insee_com;lib_com\nQP044001;Bellevue;44109;Nantes\n")
    assert older.vintage == "2015"


def test_districts_of_two_merged_communes_are_not_counted_twice(shared):
    services.import_release(actor=MACHINE, path=shared / "data" / "qpv_2024.csv")
    names = {
        line.split(",")[0]
        for line in (shared / "data" / "qpv_2024.csv").read_text().splitlines()
        if ",93066," in line
    }
    assert [row["value"] for row in selectors.context("93066")] == [len(names)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("code_commune;p21_pop\n44109;beaucoup\n", "ligne 2 : « beaucoup »"),
        ("code_commune;p21_pop\n44109;12,5\n", "ligne 2 : « 12,5 »"),
        ("code_commune;p21_pop\n99999;12\n", "ligne 2 : code « 99999 » inconnu"),
        ("code_commune;p21_pop\n44109;12\n44109;13\n", "lignes 2 et 3 : deux fois la même cellule"),
        ("code_commune;taux_logement_social_pct\n44109;inf\n", "ligne 2 : « inf »"),
        ("annee;code_departement;ens_total\ndemain;44;12\n", "ligne 2 : la date"),
    ],
)
def test_faults_of_small_tables_are_said_with_their_line(tmp_path, content, words):
    with pytest.raises(BadInput, match=words):
        take(tmp_path, content.encode())


def test_a_programme_written_as_true_or_as_one_is_the_same(tmp_path):
    for content in (
        "code_commune,acv,pvd,ort\n44109,True,,\n",
        "code_commune;acv;pvd;ort\n44109;1;0;false\n",
    ):
        made = take(tmp_path, content.encode())
        assert rows(made)["measure"].to_list() == ["action-coeur-de-ville"]
