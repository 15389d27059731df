"""French typography: spaces, figures, dates, and what must be left alone."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from maillage.ui import typography

N, W = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Quoi ?", f"Quoi{N}?"),
        ("Quoi?", f"Quoi{N}?"),
        ("un ; deux", f"un{N}; deux"),
        ("12 % de 3 €", f"12{N}% de 3{N}€"),
        ("12%", f"12{N}%"),
        ("« Aucun fait »", f"«{N}Aucun fait{N}»"),
        ("«Aucun fait»", f"«{N}Aucun fait{N}»"),
        ("Erreur : rien", f"Erreur{W}: rien"),
        ("10 000 habitants", f"10{N}000 habitants"),
        ("1 234 567", f"1{N}234{N}567"),
        ("l'accord", "l’accord"),
        ("entre 4,8 et 6,9", f"entre 4,8 et{W}6,9"),
        ("12 % à 15 %", f"12{N}% à{W}15{N}%"),
    ],
)
def test_spaces(written, expected):
    assert typography.french(written) == expected


@pytest.mark.parametrize(
    "text", ["http://localhost:8000/?a=1;b=2", "à 17:30", "en 2016 118 faits", "epci:244400404", "44143"]
)
def test_left_alone(text):
    assert typography.french(text) == text


@given(st.text(alphabet="ab12 ;:!?%€«»'\u00a0\u202f.", max_size=40))
def test_twice_is_once(text):
    once = typography.french(text)
    assert typography.french(once) == once


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (1234.5, f"1{N}234,5"), (-0.04, "−0,0"), (-3, "−3"), (None, ""), (float("nan"), "")],
)
def test_number(value, expected):
    assert typography.number(value) == expected.replace("−0,0", "0,0")


@pytest.mark.parametrize(
    ("value", "expected"), [(5.76, "5,8"), (0.042, "0,042"), (0.0, "0"), (118.4, "118"), (None, "")]
)
def test_rate(value, expected):
    assert typography.rate(value) == expected


def test_an_interval_keeps_the_digits_of_its_value_and_never_closes_on_itself():
    assert typography.interval(0.58, 1.14, 0.83) == "0,58 à 1,14"
    assert typography.interval(0.0, 0.89, 0.0) == "0 à 0,89"
    assert typography.interval(1.88, 1.92, 1.9) == "1,88 à 1,92"
    assert typography.with_interval(5.76, 4.8, 6.9) == "5,8, entre 4,8 et 6,9"


def test_date():
    assert typography.french_date(date(2026, 12, 1)) == f"1er{W}décembre 2026"
    assert typography.french_date(date(2026, 2, 9)) == f"9{W}février 2026"


def _render(source, **values):
    return Template(source).render(Context(values))


def test_the_filter_escapes_text_and_raises_ordinals():
    assert _render("{{ x|typo }}", x="<b>le 1er mai ?") == f"&lt;b&gt;le 1<sup>er</sup> mai{N}?"


def test_the_filter_keeps_markup_already_safe():
    shown = _render(
        "{% autoescape on %}{{ x|safe|typo }}{% endautoescape %}", x='<a href="?a=1">vu ?</a> R&amp;D ;'
    )
    assert shown == f'<a href="?a=1">vu{N}?</a> R&amp;D{N};'


def test_english_gains_no_space():
    with translation.override("en"):
        assert _render("{{ x|typo }}", x="Really? 12% of it.") == "Really? 12% of it."
        assert _render("{{ x|french_date }}", x=date(2026, 12, 1)) == "1 December 2026"


def test_date_filter():
    assert _render("{{ x|french_date }}", x=date(2026, 12, 1)) == f"1<sup>er</sup>{W}décembre 2026"


@pytest.mark.parametrize(
    ("language", "asked", "shown"),
    [
        ("fr", "l j F Y", "vendredi 1er janvier 2027"),
        ("fr", "d/m/Y", "01/01/2027"),
        ("fr", "j F Y", "1er janvier 2027"),
        ("en", "j F Y", "1 January 2027"),
    ],
)
def test_the_first_of_a_month_is_written_as_one_says_it(language, asked, shown):
    page = Template("{{ day|date:'" + asked + "' }}")
    with translation.override(language):
        assert page.render(Context({"day": date(2027, 1, 1)})) == shown
        assert "er" not in Template("{{ day|date:'j F Y' }}").render(Context({"day": date(2027, 1, 21)}))[:5]


def test_guillemets_inside_guillemets_are_the_inner_ones():
    assert typography.quoted("Groupe « Tramway »") == "« Groupe “Tramway” »"
    assert typography.quoted("Cellule de veille") == "« Cellule de veille »"
