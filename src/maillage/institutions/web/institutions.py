"""Pages of institutions: the list with its filters, one institution, adding, correcting, putting away."""

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
from maillage.institutions.selectors import Filters
from maillage.institutions.web.common import DirectoryRequest, crumbs, institution_or_404
from maillage.institutions.web.forms import FilterForm, InstitutionForm, NewInstitutionForm
from maillage.kernel import BadInput, Role, access
from maillage.ui.sending import sent

PER_PAGE = 100


@access()
@require_safe
def directory(request: DirectoryRequest, partnership: str) -> HttpResponse:
    """Who takes part, by college and sector; who answers for each, for those who may read names."""
    form, actor, today = FilterForm(request.GET), request.actor, timezone.localdate()
    given = form.cleaned_data if form.is_valid() else {}
    filters = Filters(
        given.get("q", ""), given.get("college", ""), given.get("secteur", ""),
        archived="rangees" in request.GET and sight.may_write(actor),
    )  # fmt: skip
    lines = selectors.institution_lines(partnership=request.workspace, actor=actor, on=today, filters=filters)
    context = {
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "total": len(lines),
        "vacant": sum(len(line.vacancies) for line in lines),
        "form": form,
        "filters": filters,
        "filtered": filters != Filters(archived=filters.archived),
        "today": today,
    }
    return render(request, "institutions/directory.html", context | _rights(request))


@access()
@require_safe
def show(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """One institution: what it is, who works for it, now and before, what is vacant."""
    row = institution_or_404(request, pk)
    today = timezone.localdate()
    line = selectors.institution_line(institution=row, actor=request.actor, on=today)
    context = {
        "line": line,
        "row": row,
        "children": list(row.children.filter(archived_on__isnull=True)),
        "sees_contacts": sight.sees_contact(request.actor, person=0, institutions=frozenset({row.pk})),
        "crumbs": crumbs(request),
        "today": today,
    }
    return render(request, "institutions/institution.html", context | _rights(request))


def _rights(request: DirectoryRequest) -> dict[str, bool]:
    actor = request.actor
    return {
        "may_write": sight.may_write(actor),
        "sees_functions": sight.sees_functions(actor),
        "sees_names": sight.sees_names(actor),
    }


@access(Role.COORDINATOR)
def add(request: DirectoryRequest, partnership: str) -> HttpResponse:
    """A new institution."""
    form = NewInstitutionForm(request.POST or None, partnership=request.workspace)
    row = sent(request, form, lambda: services.add_institution(
        actor=request.actor, partnership=request.workspace, draft=form.draft(),
        nonce=form.cleaned_data["nonce"],
    ))  # fmt: skip
    if row:
        messages.success(request, _("%(name)s est dans l'annuaire.") % {"name": row.name})
        return redirect("institutions:institution", partnership, row.pk)
    context = {
        "form": form, "title": _("Ajouter une institution"), "submit": _("Ajouter cette institution"),
        "lead": _("Le genre propose le secteur et le collège ; vous pouvez en choisir d'autres."),
        "crumbs": crumbs(request), "cancel": reverse("institutions:directory", args=[partnership]),
    }  # fmt: skip
    return render(request, "institutions/form.html", context)


@access(Role.COORDINATOR)
def edit(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """An institution corrected."""
    row = institution_or_404(request, pk)
    form = InstitutionForm(
        request.POST or None,
        partnership=request.workspace,
        itself=row,
        initial=InstitutionForm.initial_of(row),
    )
    here = reverse("institutions:institution", args=[partnership, pk])
    if sent(request, form, lambda: services.edit_institution(
        actor=request.actor, institution=row, draft=form.draft(), seen=form.cleaned_data["revision"]
    ), row):  # fmt: skip
        messages.success(request, _("Fiche enregistrée."))
        return redirect(here)
    context = {
        "form": form, "title": _("Modifier la fiche"), "submit": _("Enregistrer la fiche"), "lead": row.name,
        "crumbs": crumbs(request, (row.label, here)), "cancel": here,
    }  # fmt: skip
    return render(request, "institutions/form.html", context)


@access(Role.COORDINATOR)
@require_POST
def put_away(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Take an institution out of the lists."""
    row = institution_or_404(request, pk)
    services.put_away(actor=request.actor, institution=row, on=timezone.localdate())
    messages.success(request, _("%(name)s est rangée. Ce qu'elle a fait reste.") % {"name": row.name})
    return redirect("institutions:institution", partnership, pk)


@access(Role.COORDINATOR)
@require_POST
def put_back(request: DirectoryRequest, partnership: str, pk: int) -> HttpResponse:
    """Put an institution back in the lists."""
    row = institution_or_404(request, pk)
    try:
        services.put_back(actor=request.actor, institution=row)
        messages.success(request, _("%(name)s est de nouveau dans l'annuaire.") % {"name": row.name})
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("institutions:institution", partnership, pk)
