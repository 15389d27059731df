"""Files that partners bring: sent, shown as they were read, then confirmed or given up; and their doubts."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.diagnosis import selectors as records
from maillage.diagnosis import services
from maillage.diagnosis.models import Delivery, Doubt, FieldWork, SourceRequest
from maillage.diagnosis.rules import written
from maillage.diagnosis.selectors import requests as selectors
from maillage.diagnosis.services import deliveries as bringing
from maillage.diagnosis.vocabulary.gathered import DeliveryState, Instrument, Sampling
from maillage.diagnosis.web.forms.requests import AnswerForm, DoubtForm, UploadForm
from maillage.diagnosis.web.pages import HOLDERS, READERS, now_here, sent
from maillage.diagnosis.web.requests import one
from maillage.kernel import BadInput, Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show

SHOWN, PAGE = 100, 100  # lines of a preview; of a page of received lines


@access(*HOLDERS)
def answer(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Send a file in answer to a request; it is shown as read before it counts."""
    row = one(request, number)
    if not selectors.may_answer(request.actor, row):
        raise Http404("demande faite à une autre institution")
    form = AnswerForm(request.POST or None, request.FILES or None)
    made = sent(request, form, lambda: _receive(request, form, row))
    if made is not None:
        return redirect("diagnosis:delivery", partnership, made.pk)
    return show(
        request, form, title=_("Répondre par un fichier"), submit=_("Lire le fichier"), where=row.source,
        lead=_("Le fichier vous est montré tel qu'il est lu. Rien ne compte avant votre confirmation."),
        back=reverse("diagnosis:request", args=[partnership, number]), upload=True,
    )  # fmt: skip


def _receive(request: WorkspaceRequest, form: Any, owner: SourceRequest | FieldWork) -> Delivery:
    file, data = form.cleaned_data["file"], form.cleaned_data
    if file.size > bringing.MAX_BYTES:
        raise BadInput(
            f"{file.name} pèse {file.size // 1_000_000} Mo : la limite est de"
            f" {bringing.MAX_BYTES // 1_000_000} Mo."
        )
    return bringing.receive(
        actor=request.actor, owner=owner, content=file.read(), filename=file.name, now=timezone.now(),
        note=data.get("note", ""), partial=data.get("partial", False), nonce=data["nonce"],
    )  # fmt: skip


def _delivery(request: WorkspaceRequest, pk: int) -> Delivery:
    return found(selectors.delivery(partnership=request.workspace, actor=request.actor, pk=pk))


@access(*HOLDERS, Role.MAYOR, Role.DPO)
def delivery(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A file as it was read: to confirm while it waits, to read afterwards."""
    row = _delivery(request, pk)
    waits = row.state == DeliveryState.WAITING.value
    if request.method == "POST":
        return _confirm(request, row)
    context = {"row": row, "back": _back(row), "title": _owner_title(row), "waits": waits,
               "may_bring": _may_bring(request, row)}  # fmt: skip
    if waits:
        try:
            context |= _previewed(row)
        except BadInput as fault:
            messages.error(request, str(fault))
            return redirect(_back(row))
        return render(request, "diagnosis/delivery_preview.html", context)
    rows = selectors.points(delivery=row) if row.request_id else selectors.coded(delivery=row)
    context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context["doubts"] = selectors.doubts_of(delivery=row)
    context["may_withdraw"] = row.state == DeliveryState.KEPT.value and not bringing.is_used(row)
    return render(request, "diagnosis/delivery.html", context)


def _previewed(row: Delivery) -> dict[str, Any]:
    shown = bringing.preview(row=row)
    read = shown.read
    return {
        "read": read, "rows": read.rows[:SHOWN], "more": max(len(read.rows) - SHOWN, 0),
        "rejects": read.rejects[:SHOWN], "more_rejects": max(len(read.rejects) - SHOWN, 0),
        "doubts": shown.doubts,
    }  # fmt: skip


def _confirm(request: WorkspaceRequest, row: Delivery) -> HttpResponse:
    told(
        request, lambda: bringing.confirm(actor=request.actor, row=row, on=timezone.localdate()),
        _("Le fichier est reçu. Il paraît dans le diagnostic."),
    )  # fmt: skip
    return redirect(_back(row))


def _back(row: Delivery) -> str:
    key, owner = row.diagnosis.partnership.key, bringing.owner_of(row)
    return reverse("diagnosis:request" if row.request_id else "diagnosis:field", args=[key, owner.number])


def _owner_title(row: Delivery) -> str:
    owner = bringing.owner_of(row)
    return owner.source if isinstance(owner, SourceRequest) else owner.title


def _may_bring(request: WorkspaceRequest, row: Delivery) -> bool:
    institution = bringing.owner_of(row).institution_id
    runs = visibility.may_run(request.actor)
    return runs or bool(institution and visibility.may_answer_for(request.actor, institution))


@access(*HOLDERS)
@require_POST
def drop(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give up a file that waits."""
    row = _delivery(request, pk)
    told(
        request, lambda: bringing.drop(actor=request.actor, row=row),
        _("Fichier abandonné ; son contenu est effacé."),
    )  # fmt: skip
    return redirect(_back(row))


@access(*HOLDERS)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take back an answer that no frozen version holds."""
    row = _delivery(request, pk)
    told(
        request, lambda: bringing.withdraw_delivery(actor=request.actor, row=row, on=timezone.localdate()),
        _("La réponse est retirée ; elle reste inscrite comme telle."),
    )  # fmt: skip
    return redirect(_back(row))


@access(*HOLDERS, Role.MAYOR, Role.DPO)
def doubt(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A doubt, and the holder's word on it."""
    row = found(selectors.doubt(partnership=request.workspace, actor=request.actor, pk=pk))
    asked = found(row.delivery.request)
    may = selectors.may_answer(request.actor, asked)
    if request.method == "POST" and not may:
        raise Http404("série d'une autre institution")
    form = DoubtForm(request.POST or None, initial={"revision": row.revision, "explanation": row.explanation})
    made = sent(request, form, lambda: _explain(request, form, row), row=row)
    back = reverse("diagnosis:request", args=[partnership, asked.number])
    if made is not None:
        messages.success(request, _("Votre explication est inscrite à côté du doute."))
        return redirect(back)
    return show(
        request, form, title=row.kind_term.label.capitalize(), where=asked.source, lead=row.words, back=back,
        submit=_("Inscrire l'explication"), readonly=not may, said=row.explanation,
    )  # fmt: skip


def _explain(request: WorkspaceRequest, form: DoubtForm, row: Doubt) -> Doubt:
    data = form.cleaned_data
    return bringing.explain(
        actor=request.actor, doubt=row, seen=data["revision"], words=data["explanation"],
        on=timezone.localdate(),
    )  # fmt: skip


def _work(request: WorkspaceRequest, number: int) -> FieldWork:
    diagnosis = now_here(request)
    row = records.entry(diagnosis=diagnosis, kind="field", number=number) if diagnosis else None
    return found(row if isinstance(row, FieldWork) else None)


@access(*READERS)
@require_safe
def field(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """One survey, walk or group interview: how it was done, and its answers with their intervals."""
    row = _work(request, number)
    words = services.written_now(diagnosis=row.diagnosis)["field"]
    shown = next((one for one in words if one["number"] == number), None)
    for question in shown["questions"] if shown else []:
        for one_answer in question["answers"]:
            one_answer["percent"] = written.share(one_answer)
            one_answer["interval"] = written.share_interval(one_answer)
    owner = row.institution_id
    context = {
        "instrument": Instrument(row.instrument), "sampling": Sampling(row.sampling),
        "row": row, "shown": shown, "when": written.span(str(row.start), str(row.end) if row.end else ""),
        "deliveries": row.deliveries.exclude(state=DeliveryState.DROPPED.value).defer("content"),
        "may_run": visibility.may_run(request.actor),
        "may_bring": visibility.may_run(request.actor)
        or bool(owner and visibility.may_answer_for(request.actor, owner)),
    }  # fmt: skip
    return render(request, "diagnosis/field.html", context)


@access(*HOLDERS)
def coding(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Send the coded answers of a survey, a walk, a group interview."""
    row = _work(request, number)
    owner = row.institution_id
    runs = visibility.may_run(request.actor)
    if not (runs or (owner and visibility.may_answer_for(request.actor, owner))):
        raise Http404("travail d'une autre institution")
    form = UploadForm(request.POST or None, request.FILES or None)
    made = sent(request, form, lambda: _receive(request, form, row))
    if made is not None:
        return redirect("diagnosis:delivery", partnership, made.pk)
    return show(
        request, form, title=_("Ajouter les réponses codées"), submit=_("Lire le fichier"), where=row.title,
        lead=_("Trois colonnes : question, code, effectif. Combien de personnes ont donné chaque réponse."),
        back=reverse("diagnosis:field", args=[partnership, number]), upload=True,
    )  # fmt: skip
