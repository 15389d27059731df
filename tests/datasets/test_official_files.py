"""The real files: every one comes in, and its sums equal those of a reader that shares no code with ours."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal

import polars as pl
import pytest

from maillage.datasets import intake, selectors, services, store
from tests.datasets import samples
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
OFFICIAL = [
    "donnee-dep-data.gouv-2022-geographie2022-produit-le2023-02-09.csv.gz",
    "donnee-dep-data.gouv-2023-geographie2024-produit-le2024-07-05.csv.gz",
    "donnee-dep-data.gouv-2024-geographie2025-produit-le2025-06-04.csv.gz",
]
OTHERS = [
    ("ssmsi_communes_2024.parquet", "derive-communes-2024", 488_802),
    ("ssmsi_communes_groupes_2016_2024.parquet", "derive-communes-groupes", 941_625),
    ("ssmsi_communes_haute_garonne_2016_2024.csv.gz", "derive-haute-garonne", 7_358),
    ("ssmsi_communes_haute_garonne_2016_2024_population.csv.gz", "derive-haute-garonne-population", 5_274),
    ("ssmsi_departements_2016_2025.csv.gz", "derive-departements", 18_180),
    ("etat4001_national_mensuel_1996_2022.csv.gz", "derive-4001-national", 68_480 - 5_136),
    ("etat4001_departements_mensuel_1999_2020.csv.gz", "derive-4001-groupes", 260_640),
    ("etat4001_departements_annuel_2002_2020.csv.gz", "derive-4001-annuel", 185_915),
    ("etat4001_services_annuel_2012_2020.parquet", "derive-4001-services", 972_835),
    ("barometre_securite_departements_mensuel.csv.gz", "derive-barometre", 27_817),
    ("ssmsi_series_chronologiques_2024_03.csv.gz", "ssmsi-series", 29_135 - 45),
    ("filosofi_communes_2021.csv.gz", "revenus", 31_322 + 5_343),
    ("logement_social_communes_2024.csv.gz", "logement-social", 35_228),
    ("chomage_zones_emploi_2021_2025.csv.gz", "chomage", 6_040),
    ("communes_zone_emploi_2020.csv.gz", "zones-emploi", 34_875),
    ("qpv_2024.csv", "qpv", 1_776),
    ("insee_population_departements_1975_2020.csv.gz", "population-departements", 4_547),
    ("population_municipale_communes_2013_2021.csv.gz", "population-communes", 34_995 * 9 - 57),
]


# the labels of the sources and our names for them, written by hand: the reader's own table is checked too
NAMED = {
    "Homicides": "homicides", "Tentatives d'homicide": "tentatives-d-homicide",
    "Coups et blessures volontaires": "coups-et-blessures-volontaires",
    "Coups et blessures volontaires intrafamiliaux": "coups-et-blessures-volontaires-intrafamiliaux",
    "Autres coups et blessures volontaires": "autres-coups-et-blessures-volontaires",
    "Violences physiques intrafamiliales": "violences-physiques-intrafamiliales",
    "Violences physiques hors cadre familial": "violences-physiques-hors-cadre-familial",
    "Violences sexuelles": "violences-sexuelles", "Vols avec armes": "vols-avec-armes",
    "Vols violents sans arme": "vols-violents-sans-arme",
    "Vols sans violence contre des personnes": "vols-sans-violence-contre-des-personnes",
    "Cambriolages de logement": "cambriolages-de-logement", "Vols de véhicule": "vols-de-vehicule",
    "Vols de véhicules": "vols-de-vehicule", "Vols dans les véhicules": "vols-dans-les-vehicules",
    "Vols d'accessoires sur véhicules": "vols-d-accessoires-sur-vehicules",
    "Destructions et dégradations volontaires": "destructions-et-degradations-volontaires",
    "Escroqueries": "escroqueries-et-fraudes-aux-moyens-de-paiement",
    "Escroqueries et fraudes aux moyens de paiement": "escroqueries-et-fraudes-aux-moyens-de-paiement",
    "Trafic de stupéfiants": "trafic-de-stupefiants", "Usage de stupéfiants": "usage-de-stupefiants",
    "Usage de stupéfiants (AFD)": "usage-de-stupefiants-afd",
    "Usage de stupéfiants (hors AFD)": "usage-de-stupefiants-hors-afd",
}  # fmt: skip


def independent_sums(path):
    """Sums of facts, inhabitants and cells by (year, indicator), with the csv module and exact decimals."""
    sums = defaultdict(lambda: [Decimal(0), Decimal(0), 0])
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            year = int(row["annee"])
            total = sums[year if year > 100 else 2000 + year, NAMED[row.get("indicateur") or row["classe"]]]
            count = row.get("nombre") or row["faits"]
            total[0] += Decimal(0 if count == "NA" else count.replace(",", "."))
            total[1] += Decimal((row.get("insee_pop") or row["POP"]).replace(",", "."))
            total[2] += count == "NA"
    return {key: (int(facts), int(people), withheld) for key, (facts, people, withheld) in sums.items()}


def our_sums(made):
    frame = store.scan(made.id).collect()
    sums = frame.group_by("year", "indicator").agg(
        pl.col("count").sum(), pl.col("population").sum(), (pl.col("status") == "withheld").sum().alias("n")
    )
    return {(year, name): (count, people, n) for year, name, count, people, n in sums.rows()}


@pytest.mark.parametrize("name", OFFICIAL)
def test_sums_of_an_official_base(shared, name):
    path = shared / "data" / name
    made = services.import_release(actor=MACHINE, path=path)
    assert made.rejected == 0
    assert our_sums(made) == independent_sums(path)


def communal(shared, path):
    """The derived file of all communes, written again in the official schema (dwellings are ours)."""
    rows = pl.read_parquet(shared / "data" / "ssmsi_communes_2024.parquet").cast(
        {"indicateur": pl.String, "statut": pl.String}
    )
    kept = rows.filter(~pl.col("statut").is_in(["incertain"]) & pl.col("population").is_not_null())
    units = {"Cambriolages de logement": "Infraction", "Usage de stupéfiants": "Mis en cause"}
    columns = [f'"{name}"' for name in samples.HEADER.replace("2026", "2025").replace('"', "").split(";")]
    with gzip.open(path, "wt", encoding="utf-8-sig", compresslevel=1, newline="") as out:
        out.write(";".join(columns) + "\n")
        for row in kept.iter_rows(named=True):
            out.write(";".join(f'"{cell}"' for cell in _official(row, units)) + "\n")
    return path


def _official(row, units):
    people = row["population"]
    homes = people // 2 + 1
    withheld, burglary = row["statut"] == "ndiff", row["indicateur"] == "Cambriolages de logement"
    count = round(row["taux_pour_mille"] * homes / 1000) if burglary else row["nombre_reconstruit"] or 0
    rate = 1000 * count / (homes if burglary else people or 1)
    numbers = ["NA", "NA", "ndiff"] if withheld else [count, f"{rate:.7f}".replace(".", ","), "diff"]
    mean = f"{row['taux_pour_mille']:.7f}".replace(".", ",")
    means = ["1,25", mean] if withheld else ["NA", "NA"]
    names = [row["code_commune"], 2024, row["indicateur"], units.get(row["indicateur"], "Victime")]
    return [*names, *numbers, people, 2023, homes, 2022, *means]


def test_a_communal_file_in_the_official_schema_gives_the_sums_of_its_lines(shared, tmp_path):
    path = communal(shared, tmp_path / "donnee-data.gouv-2024-geographie2025-produit-le2026-02-03.csv.gz")
    made = services.import_release(actor=MACHINE, path=path)
    assert (made.format, made.rejected, made.vintage) == ("ssmsi-communes", 0, "2024, édition du 2026-02-03")
    assert made.rows > 488_000
    assert our_sums(made) == independent_sums(path)
    with gzip.open(path) as file:
        assert made.rows == sum(1 for _ in file) - 1


@pytest.mark.parametrize(("name", "kind", "rows"), OTHERS, ids=[row[1] for row in OTHERS])
def test_every_other_file_comes_in_whole(shared, name, kind, rows):
    made = services.import_release(actor=MACHINE, path=shared / "data" / name)
    assert (made.format, made.rows, made.rejected) == (kind, rows, 0)


def test_a_withheld_commune_is_never_given_the_mean_of_the_others(shared):
    services.import_release(actor=MACHINE, path=shared / "data" / "ssmsi_communes_2024.parquet")
    frame = selectors.crime(["01001"])
    withheld = frame.filter(pl.col("status") == "withheld")
    assert withheld.height > 5
    assert withheld["count"].null_count() == withheld["rate"].null_count() == withheld.height
    assert withheld["complement_rate"].null_count() == 0


def test_the_context_of_a_town_says_its_level_and_its_date(shared):
    for name in ("chomage_zones_emploi_2021_2025.csv.gz", "communes_zone_emploi_2020.csv.gz",
                 "filosofi_communes_2021.csv.gz"):  # fmt: skip
        services.import_release(actor=MACHINE, path=shared / "data" / name)
    found = {row["measure"]: row for row in selectors.context("31555")}
    assert found["revenu-median"]["value"] == 22140
    assert "zone d'emploi de Toulouse" in found["taux-chomage"]["note"]
    assert found["taux-chomage"]["year"] == 2025


def test_monthly_counts_of_a_department(shared):
    path = shared / "data" / "etat4001_departements_mensuel_1999_2020.csv.gz"
    services.import_release(actor=MACHINE, path=path)
    with gzip.open(path, "rt") as file:
        wanted = sum(int(row["vols"]) for row in csv.DictReader(file) if row["code_departement"] == "44")
    frame = selectors.monthly("dep:44")
    assert frame.filter(pl.col("indicator") == "vols")["count"].sum() == wanted
    assert selectors.monthly("44109") is None


def test_every_format_is_documented():
    from pathlib import Path

    page = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"
    text = page.read_text("utf-8")
    assert not [row.id for row in intake.FORMATS if f"`{row.id}`" not in text]
