"""Pages of doubles: cards that look like one, and bringing one into the other once a person has decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.institutions import selectors, services
from maillage.institutions.models import Institution, Person
from maillage.institutions.web.common import DirectoryRequest, crumbs, institution_or_404, person_or_404
from maillage.institutions.web.forms import OtherForm
from maillage.kernel import BadInput, Role, access

Card = Institution | Person


@access(Role.COORDINATOR)
@require_safe
def twins(request: DirectoryRequest, partnership: str) -> HttpResponse:
    """The pairs that look like one, and why."""
    found = selectors.twins(partnership=request.workspace)
    return render(request, "institutions/twins.html", {"twins": found, "crumbs": crumbs(request)})


@access(Role.COORDINATOR)
def institution(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Bring another institution into this one."""
    row = institution_or_404(request, pk)
    others = selectors.institutions(partnership=request.workspace).exclude(pk=pk)
    return _merge(request, row, list(others), reverse("institutions:institution", args=[partnership, pk]))


@access(Role.COORDINATOR)
def person(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Bring another person's card into this one."""
    row = person_or_404(request, pk)
    others = selectors.people(partnership=request.workspace).exclude(pk=pk)
    return _merge(request, row, list(others), reverse("institutions:person", args=[partnership, pk]))


def _merge(request: DirectoryRequest, row: Card, others: list[Any], here: str) -> HttpResponse:
    form = OtherForm(
        request.POST or request.GET or None, cards=[(str(card.pk), card.name) for card in others]
    )
    chosen = None
    if form.is_bound and form.is_valid():
        chosen = next(card for card in others if str(card.pk) == form.cleaned_data["autre"])
    if request.method == "POST" and chosen is not None:
        try:
            services.merge(actor=request.actor, survivor=row, absorbed=chosen, on=timezone.localdate())
            messages.success(request, _("Les deux fiches sont réunies ; le journal en garde la trace."))
            return redirect(here)
        except BadInput as error:
            form.add_error("autre", str(error))
    context = {
        "form": form, "row": row, "chosen": chosen, "here": here, "crumbs": crumbs(request, (row.name, here)),
        "moves": services.moves(absorbed=chosen) if chosen else {},
    }  # fmt: skip
    return render(request, "institutions/merge.html", context)
