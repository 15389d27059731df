"""Pages where a diagnosis is written: one form a page, usable without script; a faulty form keeps what
was typed.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.diagnosis import selectors, services
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.vocabulary import HINTS, DiagnosisSection
from maillage.diagnosis.web.forms import FORMS, SectionForm, initial
from maillage.kernel import BadInput, Role, access

TITLES = {
    "finding": gettext_lazy("Constat"),
    "source": gettext_lazy("Source demandée"),
    "means": gettext_lazy("Moyen"),
}
ANCHORS = {"finding": "constats", "source": "sources", "means": "moyens"}


@access(Role.COORDINATOR)
def section(request: WorkspaceRequest, partnership: str, name: str) -> HttpResponse:
    """Write one section."""
    term = _term(name)
    diagnosis = selectors.current(partnership=request.workspace)
    kept = selectors.sections(diagnosis=diagnosis).get(name) if diagnosis else None
    form = SectionForm(request.POST or None, initial={"text": kept.text if kept else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        services.edit_section(actor=request.actor, diagnosis=_diagnosis(request), name=term, text=text)
        return _back(
            request, partnership, "sections", _("La section « %(name)s » est écrite.") % {"name": term.label}
        )
    undo = reverse("diagnosis:undo_section", args=[partnership, name]) if kept else ""
    return render(
        request,
        "diagnosis/write.html",
        {
            "form": form,
            "title": term.label,
            "lead": HINTS[term],
            "undo": undo,
            "withdraw": "",
            "put_back": "",
        },
    )


@access(Role.COORDINATOR)
@require_POST
def undo_section(request: WorkspaceRequest, partnership: str, name: str) -> HttpResponse:
    """Put the former text of a section back."""
    term = _term(name)
    try:
        services.undo_section(actor=request.actor, diagnosis=_diagnosis(request), name=term)
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("diagnosis:section", partnership, name)


@access(Role.COORDINATOR)
def new(request: WorkspaceRequest, partnership: str, kind: str) -> HttpResponse:
    """Add a finding, a source or a means."""
    return _form(request, partnership, kind, FORMS[kind](request.POST or None), None)


@access(Role.COORDINATOR)
def edit(request: WorkspaceRequest, partnership: str, kind: str, number: int) -> HttpResponse:
    """Change a finding, a source or a means."""
    diagnosis = selectors.current(partnership=request.workspace)
    row = selectors.entry(diagnosis=diagnosis, kind=kind, number=number) if diagnosis else None
    if row is None:
        raise Http404("ligne inconnue")
    return _form(request, partnership, kind, FORMS[kind](request.POST or None, initial=initial(row)), row)


def _form(request: WorkspaceRequest, partnership: str, kind: str, form: Any, row: Any) -> HttpResponse:
    number = row.number if row else None
    if request.method == "POST" and form.is_valid():
        try:
            services.save_line(
                actor=request.actor,
                diagnosis=_diagnosis(request),
                kind=kind,
                values=form.cleaned_data,
                number=number,
            )
            return _back(request, partnership, ANCHORS[kind], _("C'est enregistré."))
        except BadInput as error:
            form.add_error("dissent_by" if "dissent_by" in form.fields else None, str(error))
    context = {"form": form, "title": f"{TITLES[kind]} {number or ''}".strip(), "lead": "", "undo": ""}
    here = [partnership, kind, number]
    withdrawn = bool(row and row.withdrawn_on)
    context["withdraw"] = reverse("diagnosis:withdraw", args=here) if row and not withdrawn else ""
    context["put_back"] = reverse("diagnosis:put_back", args=here) if withdrawn else ""
    return render(request, "diagnosis/write.html", context)


@access(Role.COORDINATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, kind: str, number: int) -> HttpResponse:
    """Withdraw a line; it can be put back from its own page."""
    return _move(request, partnership, kind, number, back=False)


@access(Role.COORDINATOR)
@require_POST
def put_back(request: WorkspaceRequest, partnership: str, kind: str, number: int) -> HttpResponse:
    """Put a withdrawn line back."""
    return _move(request, partnership, kind, number, back=True)


def _move(request: WorkspaceRequest, partnership: str, kind: str, number: int, *, back: bool) -> HttpResponse:
    diagnosis, actor = _diagnosis(request), request.actor
    try:
        if back:
            services.put_back(actor=actor, diagnosis=diagnosis, kind=kind, number=number)
        else:
            services.withdraw(
                actor=actor, diagnosis=diagnosis, kind=kind, number=number, on=timezone.localdate()
            )
    except BadInput as error:
        raise Http404(str(error)) from error
    words = _("C'est remis.") if back else _("C'est retiré. Vous pouvez le remettre sur cette page.")
    messages.success(request, words)
    return redirect("diagnosis:line", partnership, kind, number)


def _term(name: str) -> DiagnosisSection:
    found = next((term for term in HINTS if term.value == name), None)
    if found is None:
        raise Http404("section inconnue")
    return found


def _diagnosis(request: WorkspaceRequest) -> Diagnosis:
    here = request.workspace
    return services.open_diagnosis(actor=request.actor, partnership=here, on=timezone.localdate())


def _back(request: WorkspaceRequest, partnership: str, anchor: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"{reverse('diagnosis:page', args=[partnership])}#{anchor}")
