"""A town's colours: what is accepted, what is refused, and the contrast our own derivation keeps."""

import pytest

from maillage.ui import colour, theme

pytestmark = pytest.mark.urls("tests.ui.urls")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48),
     ("#626b71", "#ffffff", 5.4)],
)  # fmt: skip
def test_ratio(first, second, expected):
    assert theme.ratio(first, second) == pytest.approx(expected, abs=0.05)
    assert theme.ratio(second, first) == theme.ratio(first, second)


def test_a_pale_colour_is_refused_with_its_ratio():
    with pytest.raises(ValueError, match=r"#ffcc00.*1,51 pour 1.*4,5"):
        theme.check_colour("#ffcc00")
    assert theme.check_colour("#05585f") == pytest.approx(8.18, abs=0.01)
    assert theme.colour_fault("#05585f") is None


def test_a_word_is_no_colour():
    with pytest.raises(ValueError, match="« bleu » n'est pas une couleur"):
        theme.ratio("bleu", "#ffffff")


@pytest.mark.parametrize("hue", [15, 25, 35, 300, 325])
def test_hues_with_a_meaning_are_refused(hue):
    assert "Choisissez-en une autre" in theme.hue_fault(hue)


@pytest.mark.parametrize("hue", [0, 14, 36, 205, 299, 326, 359])
def test_other_hues_are_accepted(hue):
    assert theme.hue_fault(hue) is None
    assert f"--town-hue: {hue};" in theme.stylesheet(hue, 0.07)


@pytest.mark.parametrize(("hue", "chroma"), [(-1, 0.05), (360, 0.05), (205, -0.01), (205, 0.1)])
def test_out_of_bounds(hue, chroma):
    with pytest.raises(ValueError, match="donnez un nombre"):
        theme.stylesheet(hue, chroma)


def test_every_hue_keeps_the_contrast_of_the_accent():
    worst = min(
        theme.ratio(colour.hexadecimal(0.42, chroma, hue), "#ffffff")
        for hue in range(0, 360, 3)
        for chroma in (0, 0.03, 0.06, 0.09)
    )
    assert worst > 7


def test_oklch_gives_the_accent_of_the_design():
    assert colour.hexadecimal(0.42, 0.07, 205) == "#05585f"
    assert colour.hexadecimal(1, 0, 0) == "#ffffff"


def test_served_stylesheet(client):
    answer = client.get("/theme/150-60.css")
    assert answer["Content-Type"].startswith("text/css")
    assert "--town-hue: 150; --town-chroma: 0.06;" in answer.content.decode()
    refused = client.get("/theme/20-60.css")
    assert refused.status_code == 404
    assert "retard" in refused.content.decode()
