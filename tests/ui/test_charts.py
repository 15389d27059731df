"""Charts: what is drawn, what is said, and what a strict page accepts."""

import re
from xml.etree import ElementTree

import pytest

from maillage.ui import charts, samples
from maillage.ui.charts.frame import ticks, top
from maillage.ui.charts.maps import class_limits

ALL = [samples.intervals, samples.gaps, samples.trend, samples.season, samples.area_map, samples.spot_map]
SVG = "{http://www.w3.org/2000/svg}"


def _texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("make", ALL)
def test_every_chart_is_named_by_its_reading_and_accepted_by_the_policy(make):
    chart = make()
    for svg in (chart.svg, chart.narrow, chart.paper):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == chart.label
        assert not re.search(r"\sstyle=|<style|<script|\shref=", svg)
    assert chart.label.startswith(chart.reading.split(" ;")[0].split(";")[0][:30])
    assert "var(--" in chart.svg
    assert "var(--" not in chart.paper


@pytest.mark.parametrize("make", ALL)
def test_widths(make):
    chart = make()
    widths = [
        round(float(ElementTree.fromstring(svg).get("width")))
        for svg in (chart.svg, chart.narrow, chart.paper)
    ]
    assert widths == [720, 343, 567]


@pytest.mark.parametrize("make", ALL)
def test_type_is_never_small(make):
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)px"', make().narrow)}
    assert min(sizes) >= 12


def test_places_are_in_order_of_population_and_ours_is_bold():
    chart = samples.intervals()
    assert [row[0] for row in chart.table.rows][:3] == ["Saint-Herblain", "Rezé", "Saint-Sébastien-sur-Loire"]
    bold = re.findall(r'font-weight="600"[^>]*>([^<]+)<', chart.svg)
    assert set(bold) == {"Rezé"}


def test_a_withheld_place_has_a_word_and_no_mark():
    chart = samples.intervals()
    assert samples.HIDDEN in _texts(chart.svg)
    row = next(row for row in chart.table.rows if row[0] == "La Chapelle-sur-Erdre")
    assert row[2:] == (samples.HIDDEN, "")


def test_a_missing_year_breaks_the_line_with_its_word():
    chart = samples.trend()
    assert "non publié" in _texts(chart.svg)
    assert [row[1] for row in chart.table.rows if row[0] == "2020"] == ["non publié"]
    line = max(re.findall(r'<path[^>]*d="(M[^"]*)"[^>]*stroke="var\(--data-us\)"', chart.svg), key=len)
    assert line.count("M") == 2


def test_hatching_has_its_own_id_on_each_map():
    ids = [re.findall(r'<pattern id="([^"]+)"', make().svg) for make in (samples.area_map, samples.spot_map)]
    assert len({*ids[0], *ids[1]}) == 2
    assert f"url(#{ids[0][0]})" in samples.area_map().svg


def test_the_map_says_how_many_are_hidden():
    assert "dont 2 non publiés" in samples.area_map().label


@pytest.mark.parametrize("make", ALL)
def test_ids_belong_to_one_picture(make):
    first, other = make().svg, samples.area_map().paper
    assert make().svg == first
    ids = [set(re.findall(r'\sid="([^"]+)"', svg)) for svg in (first, other)]
    assert not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= ids[0]


def test_the_same_chart_gives_the_same_bytes():
    assert samples.trend().paper == samples.trend().paper
    assert samples.area_map().png() == samples.area_map().png()


def test_nothing_published_is_still_a_chart():
    points = [charts.YearPoint(2024, None, None, None), charts.YearPoint(2025, None, None, None)]
    chart = charts.trend(
        points, reading="Rien n'est publié.", unit="pour 1 000", caption="Vols", place="Rezé"
    )
    assert "non publié" in _texts(chart.svg)
    rows = [charts.PlaceRow("Rezé", 100, None, None, None, True)]
    empty = charts.interval_plot(rows, reading="Rien.", unit="pour 1 000", caption="Vols")
    assert "Rezé" in _texts(empty.svg)


@pytest.mark.parametrize(
    ("values", "expected"), [([7.3], 8), ([0.021], 0.025), ([], 1), ([0.0], 1), ([103.0], 120), ([10.0], 10)]
)
def test_top(values, expected):
    assert top(values) == pytest.approx(expected)


def test_ticks_start_at_zero_and_stay_within():
    assert ticks(8) == [0, 2, 4, 6, 8]
    assert ticks(10, 4) == [0, 2.5, 5, 7.5, 10]


def test_gaps_are_drawn_on_doublings_and_a_zero_stays_on_the_scale():
    chart = samples.gaps()
    texts = _texts(chart.svg)
    assert {"÷ 2", "autant", "× 2", "7,8 pour 3,1", "0 pour 0,11"} <= set(texts)
    assert set(re.findall(r'font-weight="600"[^>]*>([^<]+)<', chart.svg)) == {
        "Vols dans les véhicules", "7,8 pour 3,1",
    }  # fmt: skip
    assert chart.table.rows[2][1:3] == ("0", "0 à 0,080")


def test_the_smallest_picture_of_a_trend_keeps_its_type_and_its_end():
    small = samples.trend().half
    assert round(float(ElementTree.fromstring(small).get("width"))) == 276
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', small)) >= 12
    assert {"2016", "2025"} <= set(_texts(small))


def test_names_on_a_map_never_cover_each_other():
    spots = [charts.Spot(f"Un nom assez long {i}", 0.001 * i, 47, 1.0, labelled=True) for i in range(40)]
    spots.append(charts.Spot("Ici", 0.02, 47, 1.0, ours=True))
    chart = charts.spot_map(spots, reading="Des points.", unit="u", caption="c")
    named = {text for text in _texts(chart.svg) if text.startswith(("Un nom", "Ici"))}
    assert "Ici" in named
    assert 1 < len(named) < len(spots)
    assert chart.note.startswith("Carte schématique")


def test_equal_limits_leave_no_empty_class():
    spots = [charts.Spot("A", 0, 47, 1.0), charts.Spot("B", 0.1, 47.1, 2.0)]
    chart = charts.spot_map(spots, reading="Deux points.", unit="u", caption="c", steps=(1.0, 1.0, 3.0))
    assert "1,0 à 1,0" not in _texts(chart.svg)


def test_class_limits_are_rounded_quartiles():
    assert class_limits([1.23, 2.34, 3.45, 4.56]) == (2.3, 3.5, 4.6)
    assert class_limits([]) == (1.0, 2.0, 3.0)
