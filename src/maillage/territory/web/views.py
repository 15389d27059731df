"""Pages about places: find one, its facts and its comparable places, the law there on a day."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
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
    facts = _known(code)
    form = RuleForm(request.GET) if "count" in request.GET else RuleForm(initial=_default())
    rule = _rule(form) if form.is_bound and form.is_valid() else ComparisonRule()
    context: dict[str, Any] = {
        "facts": facts,
        "kind": PlaceKind(facts.kind).label,
        "notice": selectors.obsolete_sentence(code),
        "comparable": selectors.comparable(facts.code, rule),
        "populations": selectors.populations(facts.code),
        "form": form,
        "parents": _parents(facts),
        "criteria": sorted(row.label for row in rule.criteria),
    }
    return render(request, "territory/place.html", context)


@access()
@require_safe
def law(request: HttpRequest, code: str) -> HttpResponse:
    """What the law asks here on a day, by article, and what is not sure."""
    facts, given = _known(code), request.GET.get("date", "")
    day, error = _day(given)
    rows = laws.answers(facts, day)
    groups = [
        (_("S'applique ce jour-là"), [row for row in rows if row.applies is True]),
        (_("À confirmer : ni oui, ni non"), [row for row in rows if row.applies is None]),
        (_("Ne s'applique pas"), [row for row in rows if row.applies is False]),
    ]
    today = timezone.localdate()
    context = {
        "facts": facts, "day": day, "given": given or day.isoformat(), "error": error, "groups": groups,
        "sources": laws.sources(), "replayed": day != today,
    }  # fmt: skip
    return render(request, "territory/law.html", context)


def _known(code: str) -> PlaceFacts:
    facts = selectors.place(code)
    if facts is None:
        raise Http404(code)
    return facts


def _day(text: str) -> tuple[date, str]:
    if not text:
        return timezone.localdate(), ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return timezone.localdate(), _(
            "« %(text)s » n'est pas une date. Écrivez-la comme 2009-03-01 ; la page montre aujourd'hui."
        ) % {"text": text}


def _default() -> dict[str, Any]:
    return {"count": DEFAULT_COUNT, "factor": DEFAULT_FACTOR, "criteria": [row.value for row in Criterion]}


def _rule(form: RuleForm) -> ComparisonRule:
    data = form.cleaned_data
    return ComparisonRule(
        data["count"], data["factor"], frozenset(Criterion(row) for row in data["criteria"])
    )


def _parents(facts: PlaceFacts) -> list[tuple[str, str, str]]:
    codes = [
        f"epci:{facts.epci}" if facts.epci else "",
        f"dep:{facts.department}" if facts.department else "",
        f"reg:{facts.region}" if facts.region else "",
    ]
    above = [selectors.place(code) for code in codes if code and code != facts.code]
    return [(PlaceKind(row.kind).label, row.name, row.code) for row in above if row]
