"""Pages about places: find one, its facts and its comparable places. The law there is in `law`."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maillage import law as laws
from maillage.kernel import access
from maillage.territory import selectors
from maillage.territory.intake.reference import PlaceFacts
from maillage.territory.rules import DEFAULT_COUNT, DEFAULT_FACTOR, ComparisonRule
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
    form = RuleForm(request.GET) if "count" in request.GET else RuleForm(initial=_default())
    rule = _rule(form) if form.is_bound and form.is_valid() else ComparisonRule()
    context: dict[str, Any] = {
        "facts": facts,
        "kind": PlaceKind(facts.kind).label,
        "notice": selectors.obsolete_sentence(code),
        "comparable": selectors.comparable(facts.code, rule),
        "populations": selectors.populations(facts.code),
        "form": form,
        "parents": [(PlaceKind(row.kind).label, row) for row in selectors.parents(facts)],
        "duties": _duties(facts),
        "factor": rule.factor,
        "criteria": sorted(row.label for row in rule.criteria),
    }
    return render(request, "territory/place.html", context)


def known(code: str) -> PlaceFacts:
    """The place of this code; 404 when no table knows it."""
    facts = selectors.place(code)
    if facts is None:
        raise Http404(code)
    return facts


def _default() -> dict[str, Any]:
    return {"count": DEFAULT_COUNT, "factor": DEFAULT_FACTOR, "criteria": [row.value for row in Criterion]}


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
