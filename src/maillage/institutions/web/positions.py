"""Pages of functions: somebody takes one, it is corrected, it ends, it is withdrawn when typed by mistake."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.institutions import services
from maillage.institutions.models import Institution, Position
from maillage.institutions.web.common import (
    DirectoryRequest,
    crumbs,
    institution_or_404,
    person_or_404,
    position_or_404,
)
from maillage.institutions.web.forms import EndForm, NewPositionForm, PositionForm
from maillage.kernel import Role, access
from maillage.ui.sending import sent


@access(Role.COORDINATOR)
def add(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Somebody takes a function in this institution."""
    place = institution_or_404(request, pk)
    start = {"start": timezone.localdate(), "title": request.GET.get("fonction", "")}
    form = NewPositionForm(request.POST or None, partnership=request.workspace, initial=start)
    here = reverse("institutions:institution", args=[partnership, pk])
    made = sent(request, form, lambda: _open(request, place, form))
    if made:
        messages.success(request, _("%(name)s : fonction enregistrée.") % {"name": made.person.name})
        return redirect(here)
    context = {
        "form": form, "title": _("Ajouter une personne en fonction"), "submit": _("Enregistrer la fonction"),
        "lead": _("On garde ce qu'il faut pour convoquer, rien de plus : ni adresse personnelle, ni date de "
                  "naissance, ni photographie."),
        "crumbs": crumbs(request, (place.label, here)), "cancel": here,
    }  # fmt: skip
    return render(request, "institutions/form.html", context)


def _open(request: DirectoryRequest, place: Institution, form: NewPositionForm) -> Position:
    draft = form.person_draft()
    try:
        person = draft or person_or_404(request, int(form.cleaned_data["person"]))
    except Http404 as error:
        raise RuntimeError("une personne proposée par le formulaire n'existe plus") from error
    return services.open_position(
        actor=request.actor, institution=place, person=person, draft=form.position_draft(),
        nonce=form.cleaned_data["nonce"],
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """A function corrected."""
    row = position_or_404(request, pk)
    form = PositionForm(request.POST or None, initial=PositionForm.initial_of(row))
    here = reverse("institutions:institution", args=[partnership, row.institution_id])
    if sent(request, form, lambda: services.edit_position(
        actor=request.actor, position=row, draft=form.position_draft(), seen=form.cleaned_data["revision"]
    ), row):  # fmt: skip
        messages.success(request, _("Fonction enregistrée."))
        return redirect(here)
    context = {
        "form": form, "title": _("Modifier la fonction"), "submit": _("Enregistrer la fonction"),
        "lead": f"{row.person.name}, {row.institution.label}",
        "crumbs": crumbs(request, (row.institution.label, here)), "cancel": here, "withdrawn": row,
    }  # fmt: skip
    return render(request, "institutions/form.html", context)


@access(Role.COORDINATOR)
def end(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """The last day of a function: the vacancy begins the day after."""
    row = position_or_404(request, pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    here = reverse("institutions:institution", args=[partnership, row.institution_id])
    if sent(request, form, lambda: services.end_position(
        actor=request.actor, position=row, on=form.cleaned_data["on"]
    )):  # fmt: skip
        messages.success(request, _("Fonction terminée."))
        return redirect(here)
    context = {
        "form": form, "title": _("Terminer la fonction"), "submit": _("Terminer la fonction"),
        "lead": f"{row.person.name}, {row.title}, {row.institution.label}",
        "crumbs": crumbs(request, (row.institution.label, here)), "cancel": here,
    }  # fmt: skip
    return render(request, "institutions/form.html", context)


@access(Role.COORDINATOR)
@require_POST
def withdraw(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """A function typed by mistake."""
    row = position_or_404(request, pk)
    services.withdraw_position(actor=request.actor, position=row)
    messages.success(request, _("Fonction retirée ; le journal en garde la trace."))
    return redirect("institutions:institution", partnership, row.institution_id)
