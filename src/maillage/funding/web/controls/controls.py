"""One control: its page, its steps, the body's answer, written faults, letters, sums that come back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.models import Control, ControlStep, Fault
from maillage.funding.rules import control_path
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.selectors import control_letters, control_pages
from maillage.funding.services import controls as services
from maillage.funding.services import faults as fault_services
from maillage.funding.vocabulary.controls import LetterKind, StepKind
from maillage.funding.web.controls.forms import FIELDS, ConcludeForm, FaultForm, StepForm
from maillage.funding.web.controls.pages import (
    ANSWERING,
    KEEPERS,
    READERS,
    WITH_BODY,
    control_of,
    keeps,
    sent,
)
from maillage.kernel import Refused, Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.forms import number
from maillage.ui.sending import found, told
from maillage.ui.single import show

FORMATS = ("pdf", "docx")


@access(*WITH_BODY)
@require_safe
def control(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One control: where it is, what may follow, faults, sums, letters."""
    row = control_of(request, pk)
    runs = keeps(request)
    page = control_pages.page(control=row, on=timezone.localdate(), whole=request.actor.holds(*READERS))
    context = {"page": page, "control": row, "campaign": row.campaign, "keeps": runs}
    own = not runs and row.institution_id in request.actor.institutions
    return render(request, "funding/control.html", context | {"own": own})


@access(Role.PARTNER)
@require_safe
def my_controls(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The controls of the bodies that the reader represents."""
    rows = selectors.of_institutions(partnership=request.workspace, institutions=request.actor.institutions)
    lines = selectors.lines(controls=rows, on=timezone.localdate())
    return render(request, "funding/my_controls.html", {"lines": lines})


@access(*KEEPERS)
def control_step(request: WorkspaceRequest, partnership: str, pk: int, act: str) -> HttpResponse:
    """One step of the control."""
    row = control_of(request, pk)
    if act not in {kind.value for kind in control_pages.BY_KEEPER}:
        raise Http404("étape inconnue")
    kind = StepKind(act)
    form = _step_form(request, row, kind)

    def change() -> ControlStep:
        data = form.cleaned_data
        given: dict[str, Any] = {
            "actor": request.actor, "control": row, "seen": data["revision"], "on": data["on"],
            "nonce": data["nonce"],
        }  # fmt: skip
        if kind is StepKind.ORDER:
            return services.order_restitution(due_on=data["due_on"], **given)
        if isinstance(form, ConcludeForm):
            return services.conclude(kept=form.kept(), draft=form.draft(), **given)
        return services.take_step(kind=kind, draft=form.draft(), **given)

    if sent(request, form, change, row=row) is not None:
        messages.success(request, _("L'étape est notée."))
        return redirect("funding:control", partnership, pk)
    return _form(request, form, row, control_pages.BY_KEEPER[kind], _("Noter l'étape"))


def _step_form(request: WorkspaceRequest, row: Control, kind: StepKind) -> StepForm:
    start: dict[str, Any] = {"revision": row.revision}
    if kind is StepKind.ANNOUNCE:
        start["documents"] = row.campaign.asked_documents
    if kind is not StepKind.CONCLUDE:
        form = StepForm(request.POST or None, initial=start)
        form.keep(FIELDS[kind])
        return form
    last = ConcludeForm(request.POST or None, initial=start)
    last.keep(FIELDS[kind])
    last.offer(control_pages.faults(control=row))
    return last


@access(*ANSWERING)
def answer_control(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """What the body sends: itself, or noted from paper."""
    row = control_of(request, pk)
    kind = control_path.BY_THE_BODY.get(row.phase_term, StepKind.ANSWER)
    form = StepForm(request.POST or None, initial={"revision": row.revision})
    form.keep(FIELDS[kind])
    made = sent(
        request, form,
        lambda: services.answer(
            actor=request.actor, control=row, seen=form.cleaned_data["revision"],
            on=form.cleaned_data["on"], draft=form.draft(), nonce=form.cleaned_data["nonce"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La réponse est inscrite."))
        return redirect("funding:control", partnership, pk)
    return _form(request, form, row, _("Répondre au contrôle"), _("Envoyer la réponse"))


@access(*ANSWERING)
@require_POST
def undo_step(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Undo the last step."""
    row = control_of(request, pk)
    seen = number(request.POST.get("revision"))
    told(
        request,
        lambda: services.undo_step(
            actor=request.actor, control=row, seen=row.revision if seen is None else seen,
            on=timezone.localdate(),
        ), _("La dernière étape est annulée."),
    )  # fmt: skip
    return redirect("funding:control", partnership, pk)


@access(*KEEPERS)
def write_fault(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Write a non-conformity."""
    row = control_of(request, pk)
    form = FaultForm(request.POST or None)
    form.offer(row)
    made = sent(
        request, form,
        lambda: fault_services.write_fault(
            actor=request.actor, control=row, draft=form.draft(), on=timezone.localdate(),
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La non-conformité est écrite."))
        return redirect("funding:control", partnership, pk)
    return _form(request, form, row, _("Écrire une non-conformité"), _("Écrire la non-conformité"))


@access(*KEEPERS)
def edit_fault(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct a non-conformity."""
    fault = _fault(request, pk)
    start = {"decision": fault.decision_id, "motive": fault.motive, "amount": fault.amount,
             "words": fault.words, "revision": fault.revision}  # fmt: skip
    form = FaultForm(request.POST or None, initial=start)
    form.offer(fault.control)
    made = sent(
        request, form,
        lambda: fault_services.edit_fault(
            actor=request.actor, fault=fault, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=fault,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La non-conformité est corrigée."))
        return redirect("funding:control", partnership, fault.control_id)
    return _form(request, form, fault.control, _("Corriger la non-conformité"), _("Enregistrer"))


@access(*KEEPERS)
@require_POST
def withdraw_fault(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take a non-conformity back, or put it back."""
    fault, today = _fault(request, pk), timezone.localdate()
    if fault.withdrawn_on is None:
        told(
            request, lambda: fault_services.withdraw_fault(actor=request.actor, fault=fault, on=today),
            _("La non-conformité est retirée ; elle peut être rétablie."),
        )  # fmt: skip
    else:
        told(
            request, lambda: fault_services.restore_fault(actor=request.actor, fault=fault),
            _("La non-conformité est rétablie."),
        )  # fmt: skip
    return redirect("funding:control", partnership, fault.control_id)


def _fault(request: WorkspaceRequest, pk: int) -> Fault:
    return found(control_pages.fault(partnership=request.workspace, pk=pk))


@access(*WITH_BODY)
@require_safe
def control_letter(
    request: WorkspaceRequest, partnership: str, pk: int, kind: str, file_format: str
) -> HttpResponse:
    """A letter of a step, for those who keep the controls and for the body itself."""
    if file_format not in FORMATS or kind not in {word.value for word in LetterKind}:
        raise Http404("courrier inconnu")
    step = found(control_letters.step(partnership=request.workspace, pk=pk))
    control_of(request, step.control_id)
    try:
        letter = control_letters.letter(partnership=request.workspace, step=step, kind=LetterKind(kind))
    except Refused as fault:
        messages.error(request, str(fault))
        return redirect("funding:control", partnership, step.control_id)
    if letter is None:
        raise Http404("cette étape ne donne pas ce courrier")
    content = import_string(settings.CONTROL_LETTERS)(letter, file_format)
    return file_answer(f"controle-{kind}-{step.control_id}-{step.on.isoformat()}.{file_format}", content)


def _form(request: WorkspaceRequest, form: Any, row: Control, title: str, submit: str) -> HttpResponse:
    back = reverse("funding:control", args=[request.workspace.key, row.pk])
    return show(request, form, title=title, submit=submit, where=row.institution.name, back=back,
                lead=row.campaign.title)  # fmt: skip
