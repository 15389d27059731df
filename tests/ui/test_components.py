"""Components as HTML: labels, errors, roles, and what is never there."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

import maillage.ui
from maillage.ui import samples

pytestmark = pytest.mark.urls("tests.ui.urls")


def show(source, **values):
    compiled = Template(CottonCompiler().process(source))
    return compiled.render(RequestContext(request(), values | {"user": AnonymousUser()}))


def request():
    return RequestFactory().get("/composants/", {"tri": "nom", "page": "2"})


class SmallForm(forms.Form):
    quantity = forms.IntegerField(label="Quantité", help_text="Un nombre.")
    ground = forms.ChoiceField(
        label="Fondement", choices=[("a", "Un"), ("b", "Deux")], widget=forms.RadioSelect
    )


@pytest.fixture
def page(client):
    answer = client.get("/composants/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_error_is_tied_to_its_control_and_listed_on_top():
    html = show('<c-form :form="form" submit="Enregistrer" />', form=SmallForm({"quantity": "beaucoup"}))
    control = re.search(r"<input[^>]*name=\"quantity\"[^>]*>", html).group()
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_quantity_hint id_quantity_error"' in control
    assert 'value="beaucoup"' in control
    assert 'id="id_quantity_error"' in html
    assert 'href="#id_quantity"' in html
    assert 'href="#id_ground_0"' in html
    assert 'role="alert"' in html
    assert "2 réponses sont à corriger" in html


def test_a_fresh_form_has_no_summary():
    assert 'role="alert"' not in show('<c-form :form="form" submit="Ok" />', form=SmallForm())


def test_radios_have_a_legend():
    html = show('<c-form :form="form" submit="Ok" />', form=SmallForm())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Fondement</legend>", html)
    assert html.count('class="choice"') == 2


@pytest.mark.parametrize(
    ("current", "aria", "link"),
    [("nom", "ascending", "tri=-nom"), ("-nom", "descending", "tri=nom"), ("population", None, "tri=nom")],
)
def test_sort_heads_are_links(current, aria, link):
    html = show(f'<c-sort key="nom" label="Ville" sorted="{current}" />')
    assert (f'aria-sort="{aria}"' in html) if aria else ("aria-sort" not in html)
    assert link in html
    assert "page=" not in html


def test_a_figure_never_stands_without_its_interval():
    html = show('<c-stat name="Vols" :value="5.8" :low="4.8" :high="6.9" unit="pour 1 000" />')
    assert "entre 4,8 et 6,9" in html
    assert 'role="img" aria-label="Vols' in html
    assert "5,8, entre 4,8 et\u00a06,9" in html


def test_a_withheld_figure_is_a_word():
    html = show('<c-stat name="Vols" unit="pour 1 000" word="non publié, moins de cinq faits" />')
    assert "non publié, moins de cinq faits" in html
    assert "<svg" not in html


def test_a_text_of_a_user_is_escaped():
    html = show('<c-note title="{{ x }}" /><c-finding number="1" text="{{ x }}" />', x="<script>1</script>")
    assert "<script>" not in html


def test_a_trend_with_a_missing_year_is_broken_in_two():
    html = show('<c-trend name="Vols" unit="u" :points="p" />', p=samples.series()[2]["points"])
    assert html.count('class="m-band"') == 2


def test_steps_say_where_one_is():
    html = show('<c-steps :steps="s" :current="2" />', s=["Un", "Deux", "Trois"])
    assert html.count('aria-current="step"') == 1
    assert html.count("(fait)") == 1


def test_the_living_page_has_one_title_and_no_jump_in_its_headings(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_living_page_is_marked_fictitious_and_free_of_inline_code(page):
    assert "Données fictives." in page
    assert not re.search(r'\sstyle="|<style|onclick=|<script(?![^>]*src=)', page)


def test_ids_are_unique(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_component_is_on_the_living_page():
    folder = Path(maillage.ui.__file__).parent / "templates"
    shown = (folder / "ui/components.html").read_text() + "".join(
        path.read_text() for path in (folder / "components").glob("*.html")
    )
    names = {path.stem.replace("_", "-") for path in (folder / "components").glob("*.html")}
    missing = {name for name in names if f"<c-{name}" not in shown}
    assert missing <= {"field", "pages"}
