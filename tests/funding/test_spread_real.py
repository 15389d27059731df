"""The stated need from real releases: what each component is, from where, of when."""

import pytest

from maillage.datasets import selectors as datasets
from maillage.datasets import services
from maillage.funding.indicators import need
from maillage.funding.selectors import spread as selectors
from tests.factories import MACHINE, PartnershipFactory

pytestmark = pytest.mark.django_db
FILES = (
    "ssmsi_communes_2024.parquet", "filosofi_communes_2021.csv.gz", "logement_social_communes_2024.csv.gz",
    "chomage_zones_emploi_2021_2025.csv.gz", "communes_zone_emploi_2020.csv.gz",
)  # fmt: skip


def test_the_need_of_real_communes_shows_its_components(shared):
    for name in FILES:
        services.import_release(actor=MACHINE, path=shared / "data" / name)
    units = selectors.units(place="epci:244400404")
    found = need.need(partnership=PartnershipFactory(), units=units)
    held = {row.name: row for row in found.held}
    income, work = held["Revenu médian"], held["Taux de chômage"]
    assert (income.year, income.sign, len(income.values)) == (2021, -1, 24)
    last = {row["measure"]: row for row in datasets.context("44143")}
    assert income.values["44143"] == last["revenu-median"]["value"]
    assert (work.values["44143"], work.year) == (last["taux-chomage"]["value"], last["taux-chomage"]["year"])
    crime = held["Vols dans les véhicules, faits enregistrés, taux lissé"]
    assert crime.year == 2024 and "empreinte" in crime.source and 15 < len(crime.values) <= 24
    [lacking] = found.lacking  # this edition has no number of dwellings
    assert lacking.name.startswith("Cambriolages") and "dénominateur" in lacking.source
    assert set(found.index) == {unit.code for unit in units}
    assert all(row.low <= row.value <= row.high for row in found.index.values())
    order = sorted(units, key=lambda unit: found.index[unit.code].value)
    assert {unit.name for unit in order[-2:]} == {"Nantes", "Saint-Herblain"}


def test_a_measure_that_is_not_held_has_no_row(db):
    assert datasets.measured(["44143"], "revenu-median").height == 0
    assert datasets.measured(["44143"], "taux-chomage").height == 0
