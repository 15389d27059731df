"""Pages of people: the list, one person with their functions over time, correcting, putting away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.institutions import selectors, services
from maillage.institutions.rules import sight
from maillage.institutions.web.common import DirectoryRequest, crumbs, person_or_404
from maillage.institutions.web.forms import PersonForm
from maillage.kernel import BadInput, Role, access
from maillage.ui.sending import sent

PER_PAGE = 100


@access(*sight.NAMES)
@require_safe
def people(request: DirectoryRequest, partnership: str) -> HttpResponse:
    """Who holds which function."""
    may_write = sight.may_write(request.actor)
    archived = "rangees" in request.GET and may_write
    lines = selectors.person_lines(
        partnership=request.workspace, actor=request.actor, on=timezone.localdate(), archived=archived
    )
    context = {
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")), "total": len(lines),
        "archived": archived, "may_write": may_write, "crumbs": crumbs(request),
    }  # fmt: skip
    return render(request, "institutions/people.html", context)


@access(*sight.NAMES)
@require_safe
def show(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """One person: functions now and before."""
    row = person_or_404(request, pk)
    line = selectors.person_line(person=row, actor=request.actor, on=timezone.localdate())
    where = reverse("institutions:people", args=[partnership])
    context = {
        "line": line, "row": row, "may_write": sight.may_write(request.actor),
        "crumbs": crumbs(request, (_("Personnes"), where)),
    }  # fmt: skip
    return render(request, "institutions/person.html", context)


@access(Role.COORDINATOR)
def edit(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """A person's card corrected."""
    row = person_or_404(request, pk)
    form = PersonForm(request.POST or None, initial=PersonForm.initial_of(row))
    here = reverse("institutions:person", args=[partnership, pk])
    if sent(request, form, lambda: services.edit_person(
        actor=request.actor, person=row, draft=form.person_draft(), seen=form.cleaned_data["revision"]
    ), row):  # fmt: skip
        messages.success(request, _("Fiche enregistrée."))
        return redirect(here)
    context = {
        "form": form, "title": _("Modifier la fiche"), "submit": _("Enregistrer la fiche"), "lead": row.name,
        "crumbs": crumbs(request, (row.name, here)), "cancel": here,
    }  # fmt: skip
    return render(request, "institutions/form.html", context)


@access(Role.COORDINATOR)
@require_POST
def put_away(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Take a person out of the directory."""
    row = person_or_404(request, pk)
    services.put_away_person(actor=request.actor, person=row, on=timezone.localdate())
    messages.success(
        request,
        _("%(name)s n'est plus dans l'annuaire. Plus aucun message ne lui part.") % {"name": row.name},
    )
    return redirect("institutions:person", partnership, pk)


@access(Role.COORDINATOR)
@require_POST
def put_back(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Put a person back in the directory."""
    row = person_or_404(request, pk)
    try:
        services.put_back_person(actor=request.actor, person=row)
        messages.success(
            request,
            _("%(name)s est de nouveau dans l'annuaire ; ses fonctions terminées le restent.")
            % {"name": row.name},
        )
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("institutions:person", partnership, pk)
