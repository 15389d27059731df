"""What may be shown, what must be said, and the sentences themselves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.diagnosis.rules import caveats, sentences, shown, unknowable, wording
from maillage.diagnosis.vocabulary import OFFENCES, Base, offence
from maillage.kernel import Status

HOMES = OFFENCES["cambriolages-de-logement"]
FIGURE = {
    "year": 2024,
    "status": "published",
    "count": 118,
    "rate": 5.76,
    "low": 4.77,
    "high": 6.9,
    "places": 0,
}


def test_a_published_figure_reads_as_in_the_design():
    assert (
        sentences.level(HOMES, FIGURE)
        == "Les cambriolages de logement : 118 infractions en 2024, soit 5,8 pour 1 000 logements (entre 4,8"
        " et 6,9)."
    )


def test_a_withheld_figure_is_a_word_and_not_zero():
    said = sentences.level(HOMES, FIGURE | {"status": "withheld", "count": None, "rate": None})
    assert "n'est pas publié" in said
    assert "Ce n'est pas zéro" in said
    assert not re.search(r"\d", said.replace("2024", ""))


def test_a_zero_says_the_highest_rate_it_allows():
    said = sentences.level(
        HOMES, FIGURE | {"status": "zero", "count": 0, "rate": 0.0, "low": 0.0, "high": 0.18}
    )
    assert said.endswith(
        "aucun fait enregistré en 2024 ; le taux est de 0, au plus 0,18 pour 1 000 logements."
    )


def test_a_sum_with_a_withheld_part_says_how_many_communes_are_known():
    figure = FIGURE | {
        "status": "withheld",
        "count": None,
        "rate": None,
        "places": 24,
        "places_known": 9,
        "at_least": 310,
        "part": "commune",
    }
    assert sentences.level(HOMES, figure) == (
        "Les cambriolages de logement : au moins 310 infractions en 2024, dans les 9 communes publiées sur"
        " 24 ; le total n'est pas connu."
    )
    none = figure | {"places": 5, "places_known": 0, "at_least": 0, "part": "department"}
    assert "n'est connu dans aucun des 5 départements. Ce n'est pas zéro" in sentences.level(HOMES, none)


def test_a_rate_without_its_count_has_no_interval_and_says_so():
    said = sentences.level(HOMES, FIGURE | {"count": None, "low": None, "high": None})
    assert "5,8 pour 1 000 logements" in said
    assert "intervalle ne peut pas être calculé" in said


COMPARISON = {"reference": 5.1, "above": True, "overlaps": True, "p": 0.4, "stands_out": False}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "Rien ne permet de dire que Rezé diffère des territoires comparables (5,1)."),
        ({"overlaps": False}, "ces territoires diffèrent autant entre eux"),
        ({"p": 0.03}, "Plus que dans les territoires comparables (5,1), sans que l'écart soit sûr"),
        ({"p": 1e-6, "stands_out": True}, "l'écart dépasse ce que le hasard explique d'ordinaire"),
        ({"p": 1e-6, "stands_out": True, "above": False}, "Moins que dans les territoires comparables"),
    ],
)
def test_comparisons_claim_no_more_than_the_corrected_test(row, words):
    assert words in sentences.comparison("Rezé", COMPARISON | row)


CHANGE = {
    "before_year": 2023,
    "year": 2024,
    "before": 140,
    "count": 90,
    "ratio": 0.64,
    "low": 0.49,
    "high": 0.84,
    "p": 1e-4,
    "stands_out": True,
}


def test_no_percentage_under_five_cases():
    assert "%" in sentences.change(CHANGE, "infractions")
    few = sentences.change(CHANGE | {"before": 4}, "infractions")
    assert "%" not in few
    assert "de 4 à 90 infractions" in few


def test_a_change_that_did_not_survive_the_correction_is_only_possible():
    assert "baisse possible" in sentences.change(CHANGE | {"stands_out": False, "p": 0.01}, "infractions")
    assert "variations ordinaires d'une année à l'autre" in sentences.change(
        CHANGE | {"stands_out": False, "p": 0.5}, "infractions"
    )


def test_multiplicity_says_how_many_would_stand_out_by_chance():
    said = sentences.multiplicity(
        {"comparison": 15, "trend": 14, "change": 15}, {"comparison": 2, "trend": 1, "change": 0}
    )
    assert "44 examens" in said
    assert "environ 2,2 ressortiraient par le seul hasard" in said
    assert "2 écarts avec les territoires comparables, une tendance, aucune évolution d'un an" in said


TREND = {"since": 2016, "slope": -10.0, "low": -11.2, "high": -8.9, "p": 1e-6, "stands_out": True}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "une baisse de 8,9 % à 11,2 % par an, au-delà de ce que le hasard explique d'ordinaire"),
        (
            {"stands_out": False, "p": 0.03},
            "une baisse possible (de 8,9 % à 11,2 % par an), qui n'est pas sûre",
        ),
        (
            {"low": -2.0, "high": 4.5, "p": 0.4, "stands_out": False},
            "rien ne permet de parler de hausse ni de baisse (entre −2,0 % et +4,5 % par an)",
        ),
        ({"slope": 15.0, "low": 12.0, "high": 18.4}, "une hausse de 12 % à 18 % par an"),
    ],
)
def test_a_trend_reads_in_one_direction_or_none(row, said):
    assert said in sentences.trend(TREND | row).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("up", "down", "examined", "said"),
    [
        (["a"], [], 1, "Une série monte au-delà du hasard : a."),
        (["a", "b"], ["c"], 5, "Deux séries montent au-delà du hasard : a et b ; une série baisse au-delà du"
         " hasard : c. Pour les deux autres, rien ne permet de parler de hausse ni de baisse."),
        ([], [], 6, "Aucune série ne monte ni ne baisse au-delà du hasard."),
        ([], [], 0, "Aucune tendance n'est calculée : il faut au moins cinq années publiées."),
    ],
)  # fmt: skip
def test_the_trends_are_counted_and_named(up, down, examined, said):
    assert sentences.trends(up, down, examined) == said


def test_quantities_and_places_are_elided_and_contracted():
    said = sentences.summary(place="à Rezé", above=["vols avec armes", "escroqueries"], below=[], compared=9)
    assert said.endswith("sauf : plus de vols avec armes et d'escroqueries.")
    assert "qu'Agassac diffère" in sentences.comparison("Agassac", COMPARISON)
    assert sentences.area("Vols", 2024, ["Le Pellerin", "Indre"]).endswith("sont au Pellerin et à Indre.")


@pytest.mark.parametrize(
    ("value", "up", "shown"), [(77, 0, 77), (181, 0, 180), (146, -1, 140), (5_332, 1, 5_400)]
)
def test_what_is_expected_is_not_falsely_precise(value, up, shown):
    assert wording.about(value, up) == shown


def test_an_empty_diagnosis_says_that_nothing_was_compared():
    nothing = {"comparison": 0, "trend": 0, "change": 0}
    assert sentences.multiplicity(nothing, nothing).startswith("Aucune comparaison")


@pytest.mark.parametrize(
    ("statuses", "slug", "status"),
    [
        (["published", "zero"], "vols-de-vehicule", Status.PUBLISHED),
        (["zero", "zero"], "vols-de-vehicule", Status.ZERO),
        (["published", "withheld"], "vols-de-vehicule", Status.WITHHELD),
        (["published", "missing"], "vols-de-vehicule", Status.MISSING),
        (["published", "published"], "trafic-de-stupefiants", Status.MISSING),
        ([], "vols-de-vehicule", Status.MISSING),
    ],
)
def test_a_sum_is_known_only_when_every_part_is(statuses, slug, status):
    assert shown.status_of_sum(statuses, offence(slug)) is status


def test_the_fixed_fine_did_not_exist_before_2020():
    assert not shown.existed("usage-de-stupefiants-afd", 2019)
    assert shown.existed("usage-de-stupefiants-afd", 2020)
    assert shown.existed("usage-de-stupefiants", 2016)
    assert "n'existait pas" in unknowable.reason(
        OFFENCES["usage-de-stupefiants-afd"], Status.MISSING, [2016, 2019], summed=False
    )


@pytest.mark.parametrize(
    ("slug", "years", "words"),
    [
        ("vols-avec-armes", [2018, 2019, 2020], "confinements"),
        ("usage-de-stupefiants-afd", [2020, 2021], "1er septembre 2020"),
        ("usage-de-stupefiants", [2016, 2024], "rupture en 2020"),
        ("violences-physiques-intrafamiliales", [2022], "portent plainte"),
        ("coups-et-blessures-volontaires", [2022], "retirée"),
        ("vols-avec-armes", [2012, 2013, 2014, 2015], "logiciels"),
    ],
)
def test_breaks_and_method_changes_are_said(slug, years, words):
    assert any(words in text for text in caveats.caveats(slug, years))


def test_no_lockdown_is_mentioned_when_no_such_year_is_shown():
    assert not caveats.breaks("vols-avec-armes", [2022, 2023])


def test_tiny_places_have_no_rate():
    assert not shown.rate_allowed(49)
    assert not shown.rate_allowed(None)
    assert shown.rate_allowed(50)


@given(st.floats(0, 5_000, allow_nan=False))
def test_decimals_read_back_close_to_the_value(value):
    text = wording.decimal(value).replace("\u202f", "").replace(",", ".")
    assert abs(float(text) - value) <= max(0.05, 0.05 * value)


@given(st.integers(0, 10**7))
def test_counts_agree_with_their_noun(count):
    assert wording.counted(count, "personnes mises en cause").endswith("s mises en cause") == (count > 1)


def test_burglaries_are_divided_by_dwellings():
    assert HOMES.base is Base.DWELLINGS
    assert HOMES.unit == "pour 1 000 logements"


def test_an_unknown_series_speaks_by_its_own_name():
    word = offence("vols-de-fret", "Infraction")
    assert word.label == "Vols de fret"
    assert word.counted == "infraction"
