"""Pages about places: find one, its facts and its comparable places, the law there on a day."""

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maillage import law as laws
from maillage.kernel import access
from maillage.law import words
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
    facts = _known(code)
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
        "parents": _parents(facts),
    }
    return render(request, "territory/place.html", context)


class LawForm(forms.Form):
    """The day asked for, and whether an intercommunal council is known to exist."""

    date = forms.CharField(
        label=gettext_lazy("Jour"), required=False,
        help_text=gettext_lazy("AAAA-MM-JJ ; une date passée rejoue le droit de ce jour-là."),
    )  # fmt: skip
    cispd = forms.ChoiceField(
        label=gettext_lazy("Un CISPD existe-t-il ?"), required=False,
        choices=[
            ("", gettext_lazy("je ne sais pas")), ("1", gettext_lazy("oui")), ("0", gettext_lazy("non")),
        ],
    )  # fmt: skip

    def clean_date(self) -> dt.date:
        """A civil day; today when left empty."""
        text = self.cleaned_data["date"].strip()
        if not text:
            return timezone.localdate()
        try:
            return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a civil day)
        except ValueError as error:
            raise forms.ValidationError(
                _("« %(text)s » n'est pas une date. Écrivez-la AAAA-MM-JJ, par exemple 2009-03-01.")
                % {"text": text}
            ) from error


@access()
@require_safe
def law(request: HttpRequest, code: str) -> HttpResponse:
    """What the law asks here on a day, by article, and what is not sure."""
    facts, today = _known(code), timezone.localdate()
    form = LawForm(request.GET) if request.GET else LawForm(initial={"date": today.isoformat()})
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = given.get("date") or today
    cispd = {"1": True, "0": False}.get(given.get("cispd", ""))
    context = {
        "facts": facts, "day": day, "form": form, "groups": _groups(laws.answers(facts, day, cispd=cispd)),
        "sources": laws.sources(), "replayed": day != today, "notice": selectors.obsolete_sentence(code),
    }  # fmt: skip
    return render(request, "territory/law.html", context)


def _groups(rows: list[laws.Answer]) -> list[tuple[str, list[dict[str, Any]]]]:
    titles: list[tuple[str, bool | None]] = [
        (_("S'applique ce jour-là"), True),
        (_("À confirmer : ni oui, ni non"), None),
        (_("Ne s'applique pas"), False),
    ]
    return [(title, [_shown(row) for row in rows if row.applies is answer]) for title, answer in titles]


def _shown(row: laws.Answer) -> dict[str, Any]:
    said = {"value": words.value(row), "dates": words.dates(row), "certainty": words.certainty(row)}
    return {"row": row, **said}


def _known(code: str) -> PlaceFacts:
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


def _parents(facts: PlaceFacts) -> list[tuple[str, str, str]]:
    codes = [
        f"epci:{facts.epci}" if facts.epci else "",
        f"dep:{facts.department}" if facts.department else "",
        f"reg:{facts.region}" if facts.region else "",
    ]
    above = [selectors.place(code) for code in codes if code and code != facts.code]
    return [(PlaceKind(row.kind).label, row.name, row.code) for row in above if row]
