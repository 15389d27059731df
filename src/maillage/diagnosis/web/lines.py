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
from maillage.diagnosis.web.forms.line import LineForm
from maillage.diagnosis.web.forms.lines import FORMS, SectionForm, initial
from maillage.diagnosis.web.pages import sent
from maillage.kernel import BadInput, Role, access

TITLES = {
    "finding": gettext_lazy("Constat"),
    "source": gettext_lazy("Source demandée"),
    "means": gettext_lazy("Moyen"),
    "field": gettext_lazy("Enquête, marche ou entretien collectif"),
    "words": gettext_lazy("Source qualitative"),
    "priority": gettext_lazy("Priorité proposée"),
}
ANCHORS = {
    "finding": "constats", "source": "sources", "means": "moyens", "field": "terrain", "words": "paroles",
    "priority": "priorites",
}  # fmt: skip


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
    """Add a line."""
    return _form(request, partnership, kind, FORMS[kind](request.POST or None), None)


@access(Role.COORDINATOR)
def edit(request: WorkspaceRequest, partnership: str, kind: str, number: int) -> HttpResponse:
    """Change a line; a request sent to an institution has its own page."""
    diagnosis = selectors.current(partnership=request.workspace)
    row = selectors.entry(diagnosis=diagnosis, kind=kind, number=number) if diagnosis else None
    if row is None:
        raise Http404("ligne inconnue")
    if kind == "source" and getattr(row, "institution_id", None) and not row.withdrawn_on:
        return redirect("diagnosis:request", partnership, number)
    return _form(
        request, partnership, kind, FORMS[kind](request.POST or None, initial=initial(row, kind)), row
    )


def _form(request: WorkspaceRequest, partnership: str, kind: str, form: LineForm, row: Any) -> HttpResponse:
    number = row.number if row else None
    diagnosis = selectors.current(partnership=request.workspace)
    form.offer(diagnosis or Diagnosis(partnership=request.workspace))

    def change() -> Any:
        seen = form.cleaned_data["revision"]
        return services.save_line(
            actor=request.actor, diagnosis=_diagnosis(request), kind=kind, values=form.values(),
            number=number, seen=None if row is None else -1 if seen is None else seen,
            nonce=form.cleaned_data["nonce"] if row is None else None,
        )  # fmt: skip

    made = sent(request, form, change, row=row)
    if made is not None and kind == "field":
        messages.success(request, _("C'est enregistré."))
        return redirect("diagnosis:field", partnership, made.number)
    if made is not None:
        return _back(request, partnership, ANCHORS[kind], _("C'est enregistré."))
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
