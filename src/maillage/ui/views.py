"""One living page that shows every component with invented content: what a writer of pages looks at first."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from maillage.kernel import access


class SampleForm(forms.Form):
    """A form with one good answer and one that clashes."""

    quantity = forms.IntegerField(
        label=_("Quantité promise"), min_value=1,
        error_messages={"invalid": _("« régulièrement » ne permet pas de savoir si l'engagement est tenu. Écrivez un nombre.")},
    )  # fmt: skip
    remark = forms.CharField(label=_("Remarque"), required=False, widget=forms.Textarea)


@access(public=True)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component, its states, and how it is said."""
    return render(request, "ui/components.html", {"form": SampleForm({"quantity": "régulièrement"})})
