"""From an imported file to the figures of the command line: official cells, and what stays unknown."""

import json

import pytest

from maillage.datasets import services
from maillage.site.cli import main
from maillage.territory import selectors as territory
from tests.datasets import editions
from tests.datasets.editions import Cell
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
ARMS, HOMES, DRUGS = "Vols avec armes", "Cambriolages de logement", "Usage de stupéfiants"
NANTES = "epci:244400404"


@pytest.fixture
def take(tmp_path):
    def run(cells, name="base.csv", write=editions.new, level="commune", **more):
        path = tmp_path / name
        path.write_bytes(editions.csv(write(cells, level, **more)))
        return services.import_release(actor=MACHINE, path=path)

    return run


@pytest.fixture
def ask(capsys):
    """The figures of a place, by (indicator, year)."""

    def run(place, *more):
        with pytest.raises(SystemExit) as left:
            main(["diagnosis", "figures", place, "--json", *more])
        said = capsys.readouterr()
        assert not left.value.code, said.err
        answer = json.loads(said.out)
        assert answer["place"] == place
        return {(row["indicator"], row["year"]): row for row in answer["figures"]}

    return run


def test_each_official_cell_of_a_commune_is_its_figure(take, ask):
    cells = editions.cells(("44143", "44109", "2A004", "97209", "75056", "75101"))
    take(cells)
    for place in ("44143", "2A004", "97209", "75101"):
        found = ask(place, "--years", "2016-2024")
        own = [cell for cell in cells if cell.code == place]
        assert len(found) == len(own)
        for cell in own:
            figure = found[slug(cell.indicator), cell.year]
            assert figure["count"] == cell.count
            assert figure["status"] == {None: "withheld", 0: "zero"}.get(cell.count, "published")
            if cell.count is None:
                assert figure["rate"] is figure["low"] is figure["high"] is figure["smoothed"] is None
            else:
                assert figure["rate"] == pytest.approx(cell.rate)
                assert figure["exposure"] == (cell.homes if cell.indicator == HOMES else cell.people)
                assert figure["low"] <= figure["rate"] <= figure["high"]


def slug(name):
    return name.lower().replace(" ", "-").replace("é", "e")


def test_the_mean_given_for_withheld_cells_is_nobody_s_figure(take, ask):
    take([Cell("44143", 2024, ARMS, None, mean=(3.25, 0.08125)), Cell("44143", 2023, ARMS, 9)])
    figure = ask("44143")["vols-avec-armes", 2024]
    assert (figure["status"], figure["count"], figure["rate"], figure["smoothed"]) == (
        "withheld",
        None,
        None,
        None,
    )
    assert "3.25" not in json.dumps(figure)


def members(count=9, **changed):
    codes = territory.communes_of(NANTES)
    return [Cell(code, 2024, ARMS, changed.get(f"c{code}", count)) for code in codes]


def test_a_sum_of_communes_is_published_only_when_each_of_them_is(take, ask):
    whole = members()
    take(whole)
    figure = ask(NANTES)["vols-avec-armes", 2024]
    assert (figure["status"], figure["count"]) == ("published", 9 * len(whole))
    assert figure["exposure"] == 40_000 * len(whole)


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (lambda: members(c44143=None), "withheld"),
        (lambda: [cell for cell in members() if cell.code != "44143"], "missing"),
        (lambda: members(0), "zero"),
        (lambda: members(None), "withheld"),
        (lambda: members(0, c44143=None), "withheld"),
    ],
)
def test_a_partial_sum_is_never_shown_as_whole(take, ask, cells, status):
    take(cells())
    figure = ask(NANTES)["vols-avec-armes", 2024]
    assert (figure["status"], figure["count"]) == (status, 0 if status == "zero" else None)
    assert status == "zero" or figure["rate"] is figure["low"] is None


def test_persons_under_suspicion_are_not_summed_from_commune_to_commune(take, ask):
    take([Cell(cell.code, 2024, DRUGS, 9) for cell in members()])
    assert ask(NANTES)["usage-de-stupefiants", 2024]["status"] == "missing"
    assert ask("44109")["usage-de-stupefiants", 2024]["count"] == 9


def test_communes_merged_since_count_in_the_sum_of_an_older_edition(take, ask):
    epci = territory.place("44003").epci
    codes = territory.communes_of(f"epci:{epci}")
    old = [Cell(code, 2021, ARMS, 9) for code in [*codes, "44160"]]
    take(old, "vieille.csv", editions.old, key="CODGEO_2022")
    assert ask(f"epci:{epci}")["vols-avec-armes", 2021]["count"] == 9 * (len(codes) + 1)
    assert ask("44160")["vols-avec-armes", 2021]["count"] == 9
    take([Cell(code, year, ARMS, 11) for code in codes for year in (2021, 2024)], "neuve.csv")
    found = ask(f"epci:{epci}")
    assert [found["vols-avec-armes", year]["count"] for year in (2021, 2024)] == [11 * len(codes)] * 2


def test_a_withheld_merged_commune_withholds_the_sum(take, ask):
    epci = territory.place("44003").epci
    cells = [Cell(code, 2021, ARMS, 9) for code in territory.communes_of(f"epci:{epci}")]
    take([*cells, Cell("44160", 2021, ARMS, None)], write=editions.old, key="CODGEO_2022")
    assert ask(f"epci:{epci}")["vols-avec-armes", 2021]["status"] == "withheld"


def test_a_région_is_its_own_base_or_the_sum_of_its_départements(take, ask):
    departments = ("44", "49", "53", "72", "85")
    take([Cell(code, 2024, ARMS, 9) for code in departments], "d.csv", level="department")
    assert ask("dep:44")["vols-avec-armes", 2024]["count"] == 9
    assert ask("reg:52")["vols-avec-armes", 2024]["count"] == 45
    take([Cell("52", 2024, ARMS, 44), Cell("52", 2024, DRUGS, 7)], "r.csv", level="region")
    found = ask("reg:52")
    assert [found[name, 2024]["count"] for name in ("vols-avec-armes", "usage-de-stupefiants")] == [44, 7]


def test_a_year_without_a_line_is_missing(take, ask):
    take([*(Cell("44143", year, ARMS, 9) for year in (2016, 2018)), Cell("44109", 2017, ARMS, 9)])
    found = ask("44143", "--years", "2016-2018")
    assert [(year, row["status"], row["count"]) for (_, year), row in found.items()] == [
        (2016, "published", 9), (2017, "missing", None), (2018, "published", 9),
    ]  # fmt: skip


def test_a_missing_line_of_the_haute_garonne_is_never_a_zero(shared, ask):
    services.import_release(
        actor=MACHINE, path=shared / "data" / "ssmsi_communes_haute_garonne_2016_2024.csv.gz"
    )
    found = ask("31003", "--years", "2016-2024")
    series = {year: row for (name, year), row in found.items() if name == "cambriolages-de-logement"}
    assert [series[year]["status"] for year in range(2016, 2025)] == ["missing"] * 8 + ["published"]
    assert "fichier dérivé" in series[2024]["source"]


def test_a_sum_of_published_cells_that_is_nought_is_no_zero(shared, ask):
    services.import_release(actor=MACHINE, path=shared / "data" / "ssmsi_communes_groupes_2016_2024.parquet")
    found = ask("31003")
    assert {row["status"] for row in found.values()} <= {"withheld", "published", "missing"}
    assert all(row["count"] for row in found.values() if row["status"] == "published")


def test_years_that_only_a_derived_file_holds_can_be_asked_for(shared, ask):
    for name in ("donnee-dep-data.gouv-2024-geographie2025-produit-le2025-06-04.csv.gz",
                 "ssmsi_departements_2016_2025.csv.gz"):  # fmt: skip
        services.import_release(actor=MACHINE, path=shared / "data" / name)
    assert "édition du 4\xa0juin 2025" in ask("dep:44")["homicides", 2024]["source"]
    latest = ask("dep:44", "--years", "2025-2025")["homicides", 2025]
    assert (latest["status"], "fichier dérivé" in latest["source"]) == ("published", True)
