"""One living page that shows every component with invented content: what a writer of pages looks at first."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from maillage.kernel import access
from maillage.ui import samples
from maillage.ui import theme as themes


class SampleForm(forms.Form):
    """A form with one good answer, one that clashes, and every kind of control."""

    quantity = forms.IntegerField(
        label=_("Quantité promise"), min_value=1,
        help_text=_("Par exemple : 4 soirs par semaine, 6 points lumineux."),
        error_messages={"invalid": _("« régulièrement » ne se vérifie pas. Écrivez un nombre.")},
    )  # fmt: skip
    who = forms.ChoiceField(
        label=_("Institution qui s'engage"),
        choices=[("transport", _("Réseau de transport")), ("ville", _("Ville"))],
    )
    ground = forms.ChoiceField(
        label=_("La personne est-elle informée ?"), widget=forms.RadioSelect,
        choices=[("yes", _("Oui")), ("no", _("Pas encore"))],
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=_("Sources jointes"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("a", _("Mains courantes")), ("b", _("Relevés du réseau"))],
    )  # fmt: skip
    start = forms.DateField(
        label=_("À partir du"), input_formats=["%d/%m/%Y"], help_text=_("Jour, mois, année : 15/12/2026")
    )
    remark = forms.CharField(label=_("Remarque"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=_("L'engagement peut être publié"), required=False)


SAMPLE_ANSWERS = {"quantity": "régulièrement", "who": "transport", "ground": "no", "start": "15/12/2026"}


@access(public=True)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component, its states, and how it is said."""
    return render(request, "ui/components.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    order = request.GET.get("tri", "-population")
    return {
        "form": SampleForm(SAMPLE_ANSWERS), "fictitious": True,
        "figures": samples.figures(), "series": samples.series(), "towns": samples.towns(order),
        "order": order,
        "crumbs": samples.CRUMBS, "steps": samples.STEPS, "checks": samples.CHECKS, "states": samples.STATES,
        "intervals": samples.intervals(), "trend": samples.trend(), "season": samples.season(),
        "area_map": samples.area_map(), "spot_map": samples.spot_map(),
        "band_legend": samples.trend().legend, "cycle": samples.cycle(),
    }  # fmt: skip


@access(public=True)
@require_safe
def theme(request: HttpRequest, hue: int, strength: int) -> HttpResponse:
    """A town's tokens for a hue and a strength in thousandths: `/theme/150-60.css`; 404 says why not."""
    try:
        sheet = themes.stylesheet(hue, strength / 1000)
    except ValueError as fault:
        return HttpResponse(f"/* {fault} */\n", content_type="text/css; charset=utf-8", status=404)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")
