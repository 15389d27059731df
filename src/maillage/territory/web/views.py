"""Pages about places: find one, its facts and its comparable places. The law there is in `law`."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maillage import law as laws
from maillage.kernel import access
from maillage.territory import selectors
from maillage.territory.intake.reference import PlaceFacts
from maillage.territory.rules import CRITERIA, DEFAULT_COUNT, DEFAULT_FACTOR, ComparisonRule
from maillage.territory.vocabulary import Criterion, PlaceKind


class RuleForm(forms.Form):
    """The rule of comparison, as the reader may change it."""

    count = forms.IntegerField(label=gettext_lazy("Combien de territoires"), min_value=3, max_value=50)
    factor = forms.FloatField(
        label=gettext_lazy("Population dans un rapport de"), min_value=1.1, max_value=5, localize=True,
        help_text=gettext_lazy("2 : de la moitié au double."),
    )  # fmt: skip
    criteria = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qui compte aussi"), choices=Criterion.choices(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


@access()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find a commune by its name or its code."""
    text = request.GET.get("q", "")
    found = selectors.search(text) if text else []
    return render(request, "territory/search.html", {"q": text, "found": found})


@access()
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Facts of a place and its comparable places, with the reasons."""
    facts = known(code)
    form = _rule_form(facts, request.GET if "count" in request.GET else None)
    rule = _rule(form) if form.is_bound and form.is_valid() else ComparisonRule()
    inhabitants = selectors.populations(facts.code)
    context: dict[str, Any] = {
        "facts": facts,
        "kind": PlaceKind(facts.kind).label,
        "notice": selectors.obsolete_sentence(code),
        "comparable": selectors.comparable(facts.code, rule),
        "comparison": selectors.comparison(facts, rule),
        "comparable_kind": facts.kind in CRITERIA,
        "history": selectors.perimeter_history(facts.code),
        "populations": inhabitants,
        "population_sources": sorted({row.source for row in inhabitants}),
        "form": form,
        "parents": [(PlaceKind(row.kind).label, row) for row in selectors.parents(facts)],
        "duties": _duties(facts),
    }
    return render(request, "territory/place.html", context)


def known(code: str) -> PlaceFacts:
    """The place of this code; 404 when no table knows it."""
    facts = selectors.present(code)
    if facts is None:
        raise Http404(code)
    return facts


def _rule_form(facts: PlaceFacts, data: QueryDict | None) -> RuleForm:
    """The rule with the criteria that mean something for this kind of place."""
    kept = sorted(CRITERIA.get(PlaceKind(facts.kind), ()), key=lambda row: row.value)
    start = {"count": DEFAULT_COUNT, "factor": DEFAULT_FACTOR, "criteria": [row.value for row in kept]}
    form = RuleForm(data, initial=start)
    field = form.fields["criteria"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(row.value, row.label) for row in kept]
    return form


def _rule(form: RuleForm) -> ComparisonRule:
    data = form.cleaned_data
    return ComparisonRule(
        data["count"], data["factor"], frozenset(Criterion(row) for row in data["criteria"])
    )


def _duties(facts: PlaceFacts) -> dict[str, int]:
    answers = laws.answers(facts, timezone.localdate())
    return {
        "sure": sum(row.applies is True for row in answers),
        "unsure": sum(row.applies is None for row in answers),
    }
