"""Data asked for: the reception calendar, what is asked of us, one request and the acts on it."""

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
from maillage.bodies.rules import visibility
from maillage.diagnosis import services
from maillage.diagnosis.models import Diagnosis, SourceRequest
from maillage.diagnosis.selectors import requests as selectors
from maillage.diagnosis.services import requests as asking
from maillage.diagnosis.services.deliveries import OPEN
from maillage.diagnosis.vocabulary import SourceState
from maillage.diagnosis.vocabulary.gathered import Frequency, RefusalMotive
from maillage.diagnosis.web.forms.requests import RefusalForm, RequestForm, request_values
from maillage.diagnosis.web.pages import HOLDERS, OVERSEERS, now_here, opened, seen, sent
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import found, told
from maillage.ui.single import show

FORMATS = ("csv", "xlsx")


@access(*OVERSEERS)
@require_safe
def requests(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """« Données demandées »: the reception calendar."""
    today = timezone.localdate()
    lines = selectors.calendar(diagnosis=now_here(request), actor=request.actor, on=today)
    context = {"lines": lines, "summary": selectors.summary(lines), "today": today,
               "may_run": visibility.may_run(request.actor)}  # fmt: skip
    return render(request, "diagnosis/requests.html", context)


@access(*HOLDERS)
@require_safe
def asked_of_us(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """« Données qu'on nous demande »: those sent to the institutions that the reader speaks for."""
    today, actor = timezone.localdate(), request.actor
    lines = [
        line
        for line in selectors.calendar(diagnosis=now_here(request), actor=actor, on=today)
        if line.request.institution_id in actor.institutions
        and line.state not in (SourceState.TO_ASK, SourceState.WITHDRAWN)
    ]
    context = {"lines": lines, "summary": selectors.summary(lines), "today": today,
               "speaks": bool(actor.institutions),
               "doubts": selectors.open_doubts(partnership=request.workspace, actor=actor)
               if actor.institutions else []}  # fmt: skip
    return render(request, "diagnosis/asked.html", context)


def one(request: WorkspaceRequest, number: int) -> SourceRequest:
    """The request of the address, to who may see it."""
    return found(selectors.request(diagnosis=now_here(request), actor=request.actor, number=number))


@access(*HOLDERS, Role.MAYOR, Role.DPO)
@require_safe
def request(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """One request: the question, its history, the files received, the doubts and their answers."""
    row, today = one(request, number), timezone.localdate()
    context: dict[str, Any] = {
        "frequency": Frequency(row.frequency),
        "motive": RefusalMotive(row.motive_kind) if row.motive_kind else None,
        "row": row, "line": selectors.line(row=row, on=today), "today": today,
        "deliveries": selectors.deliveries(request=row), "doubts": selectors.doubts(request=row),
        "may_answer": selectors.may_answer(request.actor, row), "may_run": visibility.may_run(request.actor),
        "waits": row.state == SourceState.EXPECTED.value,
        "open": row.state in OPEN,
        "to_ask": row.state == SourceState.TO_ASK.value, "refused": row.state == SourceState.REFUSED.value,
        "contact": bool(row.institution and visibility.may_run(request.actor)
                        and selectors.contact(institution=row.institution, on=today)),
    }  # fmt: skip
    return render(request, "diagnosis/request.html", context)


@access(Role.COORDINATOR)
def new(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Prepare a request; it is sent from its own page."""
    form = RequestForm(request.POST or None)
    form.offer(now_here(request) or Diagnosis(partnership=request.workspace))

    def change() -> Any:
        values = form.values() | {"state": SourceState.TO_ASK.value}
        return services.save_line(
            actor=request.actor, diagnosis=opened(request), kind="source", values=values,
            nonce=form.cleaned_data["nonce"],
        )  # fmt: skip

    made = sent(request, form, change)
    if made is not None:
        messages.success(request, _("La demande est prête. Relisez-la, puis envoyez-la."))
        return redirect("diagnosis:request", partnership, made.number)
    return show(
        request, form, title=_("Préparer une demande de données"), submit=_("Enregistrer la demande"),
        lead=_("Une question précise, une date, un modèle de fichier : ce qu'un service peut réunir."),
        back=reverse("diagnosis:requests", args=[partnership]),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Change a request."""
    row = one(request, number)
    form = RequestForm(request.POST or None, initial=request_values(row))
    form.offer(row.diagnosis)

    def change() -> Any:
        at = form.cleaned_data["revision"]
        return services.save_line(
            actor=request.actor, diagnosis=row.diagnosis, kind="source", values=form.values(), number=number,
            seen=-1 if at is None else at,
        )  # fmt: skip

    if sent(request, form, change, row=row) is not None:
        messages.success(request, _("La demande est modifiée."))
        return redirect("diagnosis:request", partnership, number)
    return show(
        request, form, title=_("Modifier la demande"), submit=_("Enregistrer"), where=row.source,
        back=reverse("diagnosis:request", args=[partnership, number]),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def send(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Ask the holder; the letter leaves at the next round."""
    row = one(request, number)
    if row.state != SourceState.TO_ASK.value:
        messages.success(request, _("La demande est déjà envoyée."))
        return redirect("diagnosis:request", partnership, number)
    made = told(
        request,
        lambda: asking.send_request(
            actor=request.actor, request=row, seen=seen(request), on=timezone.localdate()
        ),
        _("La demande est faite : elle paraît dans les pages du détenteur."),
    )
    if made is not None and not made[1]:
        messages.warning(request, _("Aucune adresse n'est connue chez ce détenteur : prévenez-le vous-même."))
    return redirect("diagnosis:request", partnership, number)


@access(*HOLDERS)
def refuse(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Refuse, with the motive."""
    row = one(request, number)
    if not selectors.may_answer(request.actor, row):
        raise Http404("demande faite à une autre institution")
    first = {"revision": row.revision, "kind": row.motive_kind, "motive": row.motive, "dissent": row.dissent}
    form = RefusalForm(request.POST or None, initial=first)

    def change() -> SourceRequest:
        data = form.cleaned_data
        return asking.refuse_request(
            actor=request.actor, request=row, seen=data["revision"], kind=form.term(), words=data["motive"],
            dissent=data["dissent"], on=timezone.localdate(),
        )  # fmt: skip

    if sent(request, form, change, row=row) is not None:
        messages.success(request, _("Le refus et son motif sont inscrits. Les rappels s'arrêtent."))
        return redirect("diagnosis:request", partnership, number)
    return show(
        request, form, title=_("Dire pourquoi ces données ne seront pas données"), where=row.source,
        submit=_("Inscrire le refus"), back=reverse("diagnosis:request", args=[partnership, number]),
        lead=_("Un refus motivé aide autant qu'un silence gêne : il dit ce qu'il faudrait changer."),
    )  # fmt: skip


@access(*HOLDERS)
@require_POST
def take_up(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Undo a refusal."""
    row = one(request, number)
    if not selectors.may_answer(request.actor, row):
        raise Http404("demande faite à une autre institution")
    told(
        request, lambda: asking.take_up(actor=request.actor, request=row, seen=seen(request)),
        _("Le refus est levé : la demande attend de nouveau une réponse."),
    )  # fmt: skip
    return redirect("diagnosis:request", partnership, number)


@access(*HOLDERS)
@require_safe
def template(request: WorkspaceRequest, partnership: str, number: int, file_format: str) -> HttpResponse:
    """The file to fill in: expected columns, expected categories, and the sheet of the method note."""
    row = one(request, number)
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    content = import_string(settings.DATA_TEMPLATES)(row, file_format, timezone.localdate())
    name = f"donnees-demandees-{partnership}-{number}.{file_format}"
    return file_answer(name, content)
