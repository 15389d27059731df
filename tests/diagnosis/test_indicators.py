"""The figures: intervals, what is withheld, sums, comparisons; no database."""

import json
import time

import pytest
from scipy import stats

from maillage.diagnosis import indicators
from maillage.diagnosis.indicators.against import seed
from tests.diagnosis import frames
from tests.diagnosis.frames import FINES, HOMES, THEFTS, row


def only(evidence):
    (series,) = indicators.content(evidence)["series"]
    return series


def test_the_interval_is_garwoods_per_thousand():
    last = only(frames.town([200] * 9))["figures"][-1]
    low, high = stats.chi2.ppf(0.025, 400) / 2, stats.chi2.ppf(0.975, 402) / 2
    assert last["rate"] == pytest.approx(5.0)
    assert (last["low"], last["high"]) == pytest.approx((low / 40, high / 40))


def test_a_withheld_cell_stays_unknown_and_its_complement_is_never_used():
    found = only(
        frames.evidence([row("44143", 2023, 30), row("44143", 2024, None, status="withheld", rate=9.9)])
    )
    last = found["figures"][-1]
    assert last["status"] == "withheld"
    assert [last[key] for key in ("count", "rate", "low", "high", "smoothed")] == [None] * 5
    assert "9,9" not in json.dumps(found, ensure_ascii=False)


def test_the_figures_of_the_contract_are_those_of_the_diagnosis():
    evidence = frames.town([200, 190, 210, 180, 205, 220, 190, 200, 230])
    rows = indicators.figures(evidence)
    series = only(evidence)
    assert [(r["year"], r["count"], r["rate"]) for r in rows] == [
        (f["year"], f["count"], f["rate"]) for f in series["figures"]
    ]
    assert {r["indicator"] for r in rows} == {THEFTS}


def test_a_year_without_a_row_is_missing_when_the_release_covers_it():
    rows = [row("44143", 2022, 30), row("44143", 2024, 40), row("44109", 2023, 200)]
    found = only(frames.evidence(rows))["figures"]
    assert [(figure["year"], figure["status"]) for figure in found] == [
        (2022, "published"), (2023, "missing"), (2024, "published"),
    ]  # fmt: skip


def test_a_series_withdrawn_or_detailed_by_another_is_not_told_twice():
    rows = [
        row("44143", 2023, 30, indicator=slug)
        for slug in ("coups-et-blessures-volontaires", "violences-physiques-hors-cadre-familial",
                     "groupe-violences-personnes")
    ]  # fmt: skip
    content = indicators.content(frames.evidence(rows))
    assert [series["slug"] for series in content["series"]] == ["violences-physiques-hors-cadre-familial"]
    assert any("coups et blessures volontaires" in caution["text"] for caution in content["cautions"])
    assert len({figure["indicator"] for figure in indicators.figures(frames.evidence(rows))}) == 3
    (alone,) = indicators.content(frames.evidence(rows[:1]))["series"]
    assert alone["slug"] == "coups-et-blessures-volontaires"


@pytest.mark.parametrize(("hidden", "compared"), [(0, True), (5, True), (9, False)])
def test_comparables_mostly_withheld_are_no_fair_sample(hidden, compared):
    peers = [f"9900{i}" for i in range(14)]
    rows = [row("44143", 2024, 40)]
    rows += [
        row(code, 2024, None, status="withheld") if i < hidden else row(code, 2024, 50 + i)
        for i, code in enumerate(peers)
    ]
    found = only(frames.evidence(rows, peers=peers))
    assert bool(found["comparison"]) is compared
    assert (found["figures"][-1]["smoothed"] is not None) is compared


def test_comparables_without_any_fact_teach_nothing():
    peers = [f"9900{i}" for i in range(8)]
    rows = [row(code, 2024, 0) for code in ("44143", *peers)]
    found = only(frames.evidence(rows, peers=peers))
    assert found["comparison"] is found["forecast"] is None
    assert found["figures"][-1]["smoothed"] is None


def test_the_line_of_the_comparables_is_the_rate_of_the_comparison():
    found = only(frames.town([200] * 9, spread=0.4))
    assert found["them"][-1]["rate"] == pytest.approx(found["comparison"]["reference"])


def test_dwellings_are_read_back_from_the_published_rate():
    rows = [row("44143", 2024, 118, indicator=HOMES, rate=5.76, unit="Infraction")]
    last = only(frames.evidence(rows))["figures"][-1]
    assert last["exposure"] == pytest.approx(118_000 / 5.76)
    assert last["unit"] == "pour 1 000 logements"


def test_a_rate_without_count_keeps_its_value_without_interval():
    rows = [row("44143", 2024, None, indicator=HOMES, status="published", rate=5.76, unit="Infraction")]
    last = only(frames.evidence(rows))["figures"][-1]
    assert (last["rate"], last["low"], last["count"]) == (5.76, None, None)


def test_a_place_of_thirty_people_has_no_rate():
    last = only(frames.evidence([row("44143", 2024, 3, population=30)]))["figures"][-1]
    assert (last["count"], last["rate"]) == (3, None)


def test_zeros_of_a_measure_that_did_not_exist_are_missing():
    rows = [row("44143", year, 0, indicator=FINES) for year in (2018, 2019, 2021)]
    found = {figure["year"]: figure["status"] for figure in only(frames.evidence(rows))["figures"]}
    assert [found[year] for year in (2018, 2019, 2021)] == ["missing", "missing", "zero"]


def test_a_small_count_is_shown_with_its_smoothed_rate_drawn_towards_the_others():
    last = only(frames.town([3, 4, 2, 3, 5, 3, 4, 3, 9], peer_rate=0.1, spread=0.3))["figures"][-1]
    assert last["smoothed_shown"]
    assert 0.05 < last["smoothed"] < last["rate"]
    assert last["smoothed_high"] - last["smoothed_low"] < last["high"] - last["low"]
    assert not only(frames.town([200] * 9))["figures"][-1]["smoothed_shown"]


def test_few_comparables_give_no_comparison_rank_nor_smoothing():
    found = only(frames.town([200] * 9, peers=4))
    assert found["comparison"] is None
    assert found["rank"] is None
    assert found["figures"][-1]["smoothed"] is None


def test_a_town_like_the_others_does_not_stand_out_and_one_apart_does():
    alike = only(frames.town([200] * 9, spread=0.1))
    apart = only(frames.town([600] * 9, spread=0.1))
    assert not alike["comparison"]["stands_out"]
    assert apart["comparison"]["stands_out"]
    assert apart["comparison"]["above"]
    assert apart["rank"]["low"] == apart["rank"]["high"] == 1


def test_a_rank_is_an_interval():
    found = only(frames.town([200] * 9))["rank"]
    assert found["low"] < found["high"]
    assert 1 <= found["low"] <= found["rank"] <= found["high"] <= found["among"]


def test_overdispersed_comparables_make_the_same_gap_ordinary():
    calm = only(frames.town([290] * 9, spread=0.05))["comparison"]
    rough = only(frames.town([290] * 9, spread=0.6))["comparison"]
    assert rough["phi"] > calm["phi"]
    assert rough["p"] > calm["p"]


def test_a_steady_rise_is_a_trend_and_noise_is_not():
    rise = only(frames.town([100, 112, 125, 140, 157, 176, 197, 220, 247]))["trend"]
    assert rise["low"] <= 12.0 <= rise["high"]
    assert rise["stands_out"]
    flat = only(frames.town([100, 98, 105, 97, 103, 99, 104, 96, 101]))["trend"]
    assert not flat["stands_out"]


def test_the_forecast_draws_an_extreme_year_back():
    found = only(frames.town([40] * 8 + [90], peer_rate=1.0, spread=0.2))
    assert found["forecast"]["expected"] < 90
    assert found["forecast"]["low"] < found["forecast"]["expected"] < found["forecast"]["high"]
    assert found["forecast"]["year"] == 2025


def test_equal_evidence_gives_equal_content_and_the_seed_depends_on_the_release():
    first, second = (indicators.content(frames.town([200] * 9)) for _ in range(2))
    assert json.dumps(first, allow_nan=False) == json.dumps(second, allow_nan=False)
    assert seed("a", THEFTS) != seed("b", THEFTS)
    assert seed("a", THEFTS) != seed("a", HOMES)


def epci(rows, members):
    return frames.evidence(rows, code="epci:1", kind="epci", parts={"epci:1": tuple(members)})


def test_an_intercommunal_sum_is_that_of_its_communes():
    last = only(
        epci(
            [row("44001", 2024, 10, population=1_000), row("44002", 2024, 30, population=3_000)],
            ["44001", "44002"],
        )
    )["figures"][-1]
    assert (last["status"], last["count"], last["exposure"], last["rate"]) == ("published", 40, 4_000, 10.0)


def test_one_withheld_commune_keeps_the_sum_unknown_with_its_lower_bound():
    rows = [row("44001", 2024, 10), row("44002", 2024, None, status="withheld"), row("44003", 2024, 0)]
    found = only(epci(rows, ["44001", "44002", "44003"]))
    last = found["figures"][-1]
    assert (last["status"], last["count"], last["rate"]) == ("withheld", None, None)
    assert (last["places"], last["places_known"], last["at_least"]) == (3, 2, 10)
    assert "au moins 10 véhicules en 2024, dans les 2 communes publiées sur 3" in found["sentences"]["level"]


def test_communes_with_a_rate_but_no_count_have_no_sum():
    rows = [
        row(code, 2024, None, indicator=HOMES, status="published", rate=5.0) for code in ("44001", "44002")
    ]
    content = indicators.content(epci(rows, ["44001", "44002"]))
    (found,) = content["series"]
    assert (found["figures"][-1]["status"], found["figures"][-1]["at_least"]) == ("missing", 0)
    assert "n'est connu dans aucune des 2 communes" in found["sentences"]["level"]
    assert "ne donne pas le nombre" in content["unknown"][0]["reason"]


def test_a_commune_without_any_row_keeps_the_sum_missing():
    last = only(epci([row("44001", 2024, 10)], ["44001", "44002"]))["figures"][-1]
    assert (last["status"], last["count"]) == ("missing", None)


def test_suspects_are_not_added_from_place_to_place():
    rows = [
        row(code, 2024, 10, indicator="trafic-de-stupefiants", unit="Mis en cause")
        for code in ("44001", "44002")
    ]
    content = indicators.content(epci(rows, ["44001", "44002"]))
    assert content["series"][0]["figures"][-1]["status"] == "missing"
    assert any("s'additionnent pas" in row["reason"] for row in content["unknown"])


def test_the_list_of_what_cannot_be_known_names_withheld_years_and_levels():
    rows = [row("44143", 2023, 30), row("44143", 2024, None, status="withheld")]
    unknown = indicators.content(frames.evidence(rows))["unknown"]
    assert unknown[0]["years"] == [2024]
    labels = [row["label"] for row in unknown]
    assert "Homicides, tentatives d'homicide, usage de stupéfiants (hors AFD)" in labels
    assert "Le sentiment d'insécurité" in labels


def test_the_map_shows_withheld_places_by_a_word_and_needs_five_known_ones():
    codes = [f"4400{i}" for i in range(7)]
    rows = [row("44143", 2024, 200)] + [
        row(code, 2024, 20 * (i + 1), population=5_000) for i, code in enumerate(codes[:6])
    ]
    rows.append(row(codes[6], 2024, None, status="withheld"))
    evidence = frames.evidence(rows, around=frames.spots(codes))
    (area,) = indicators.content(evidence)["map"]
    last = area["spots"][-1]
    assert (last["status"], last["rate"], last["step"]) == ("withheld", None, None)
    assert area["published"] == 6
    few = frames.evidence(rows[:4], around=frames.spots(codes))
    assert indicators.content(few)["map"] == []


def test_comparables_are_ordered_by_population_never_by_rate():
    rows = only(frames.town([200] * 9))["peers"]
    assert [row["population"] for row in rows] == sorted((row["population"] for row in rows), reverse=True)
    assert sum(row["us"] for row in rows) == 1


def test_holm_is_applied_and_the_number_of_questions_is_counted():
    content = indicators.content(frames.town([200] * 9))
    assert content["multiplicity"]["asked"] == {"comparison": 1, "trend": 1, "change": 1}
    assert content["series"][0]["comparison"]["p_adjusted"] == content["series"][0]["comparison"]["p"]


def test_months_show_a_season_only_when_it_exceeds_the_noise_between_years():
    import polars as pl

    flat = [
        (
            name,
            year,
            month,
            100 + ((7 * year + 3 * month) % 11) + (60 if name == "vols" and month == 7 else 0),
        )
        for name in ("vols", "violences")
        for year in range(2014, 2020)
        for month in range(1, 13)
    ]
    months = pl.DataFrame(flat, schema=["indicator", "year", "month", "count"], orient="row")
    found = {row["group"]: row for row in indicators.content(frames.town([200] * 9, months=months))["season"]}
    assert found["vols"]["stands_out"]
    assert found["vols"]["peak"] == "juillet"
    assert not found["violences"]["stands_out"]


def test_all_figures_of_a_commune_take_less_than_a_second():
    rows = [
        r
        for i in range(15)
        for r in frames.town([200] * 9, peers=20, indicator=f"serie-{i}").counts.to_dicts()
    ]
    evidence = frames.evidence(rows, peers=[f"9900{i}" for i in range(20)])
    indicators.content(evidence)
    start = time.perf_counter()
    indicators.content(evidence)
    assert time.perf_counter() - start < 1.0
