"""What institutions say of a figure: comment it, answer, correct or take back one's own words."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.kernel import access
from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators import told as words
from maillage.observatory.models import Remark
from maillage.observatory.selectors import remarks as selectors
from maillage.observatory.selectors.remarks import Thread
from maillage.observatory.services import remarks as services
from maillage.observatory.vocabulary import Level
from maillage.observatory.web import pages
from maillage.observatory.web.forms.remarks import RemarkForm, RewordForm
from maillage.ui.sending import found, told
from maillage.ui.single import show

SPEAKERS = services.SPEAKERS


def speaks(request: WorkspaceRequest) -> bool:
    """May the reader comment in the name of an institution?"""
    actor = request.actor
    return actor.holds(*SPEAKERS) and (pages.runs(request) or bool(actor.institutions))


def own_institutions(request: WorkspaceRequest) -> frozenset[int] | None:
    """The institutions the reader speaks for; None: all of them, on paper."""
    return None if pages.runs(request) else request.actor.institutions


def shown_threads(request: WorkspaceRequest, threads: Sequence[Thread]) -> list[dict[str, Any]]:
    """Each comment and answer, with whether the reader may correct it."""
    return [
        {"row": _line(request, thread.remark), "answers": [_line(request, row) for row in thread.answers]}
        for thread in threads
    ]  # fmt: skip


def _line(request: WorkspaceRequest, row: Remark) -> dict[str, Any]:
    own = speaks(request) and visibility.may_answer_for(request.actor, row.institution_id)
    return {"remark": row, "own": own}


@access(*SPEAKERS)
def add(request: WorkspaceRequest, partnership: str, indicator: str) -> HttpResponse:
    """Comment one figure, as it stands today."""
    row = INDICATORS.get(indicator)
    if row is None or row.level is Level.PERSON:
        raise Http404("chiffre inconnu")
    content = pages.state_on(request, timezone.localdate()).content
    with override("fr"):  # kept, read by all and printed in French, whoever writes
        shown = words.told(row, (content or {"figures": {}})["figures"].get(row.id)).short
    form = RemarkForm(request.POST or None)
    form.offer(request.workspace, own_institutions(request))

    def change() -> Remark:
        data = form.cleaned_data
        return services.comment(
            actor=request.actor, partnership=request.workspace, indicator=row.id, shown=shown,
            institution=data["institution"], words=data["words"], on=timezone.localdate(),
            nonce=data["nonce"],
        )  # fmt: skip

    title = _("Commenter : %(name)s") % {"name": words.name(row)}
    lead = _("Le chiffre est gardé avec le commentaire tel qu'il est aujourd'hui : %(shown)s.")
    page = (title, _("Publier le commentaire"), lead % {"shown": shown})
    return _answered(request, form, change, row.id, page, _("Le commentaire est publié à côté du chiffre."))


@access(*SPEAKERS)
def answer(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Answer a comment."""
    row = _remark(request, pk)
    form = RemarkForm(request.POST or None)
    form.offer(request.workspace, own_institutions(request))

    def change() -> Remark:
        data = form.cleaned_data
        return services.answer(
            actor=request.actor, remark=row, institution=data["institution"], words=data["words"],
            on=timezone.localdate(), nonce=data["nonce"],
        )  # fmt: skip

    title = _("Répondre à %(who)s") % {"who": row.institution.label}
    page = (title, _("Publier la réponse"), f"« {row.words} »")
    return _answered(request, form, change, row.indicator, page, _("La réponse est publiée."))


@access(*SPEAKERS)
def edit(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct one's own words."""
    row = _own(request, pk)
    form = RewordForm(request.POST or None, initial={"words": row.words, "revision": row.revision})

    def change() -> Remark:
        data = form.cleaned_data
        return services.reword(actor=request.actor, remark=row, seen=data["revision"], words=data["words"])

    page = (_("Corriger le commentaire de %(who)s") % {"who": row.institution.label}, _("Corriger"), "")
    return _answered(request, form, change, row.indicator, page, _("Le commentaire est corrigé."), row)


def _answered(
    request: WorkspaceRequest, form: Any, change: Any, indicator: str, page: tuple[str, str, str], done: str,
    row: Any = None,
) -> HttpResponse:  # fmt: skip
    back = pages.at(request, "figure", indicator) + "#commentaires"
    if pages.sent(request, form, change, row) is not None:
        messages.success(request, done)
        return redirect(back)
    title, submit, lead = page
    where = _("Chiffre %(id)s") % {"id": indicator}
    return show(request, form, title=title, submit=submit, lead=lead, back=back, where=where)


@access(*SPEAKERS)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take back one's own words."""
    row = _own(request, pk)
    told(
        request,
        lambda: services.withdraw(actor=request.actor, remark=row, on=timezone.localdate()),
        _("Le commentaire est retiré ; il peut être remis, plus bas sur cette page."),
    )
    return redirect(pages.at(request, "figure", row.indicator) + "#commentaires")


@access(*SPEAKERS)
@require_POST
def put_back(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put back words taken back by mistake."""
    row = _own(request, pk)
    told(
        request,
        lambda: services.put_back(actor=request.actor, remark=row),
        _("Le commentaire est remis."),
    )
    return redirect(pages.at(request, "figure", row.indicator) + "#commentaires")


def _remark(request: WorkspaceRequest, pk: int) -> Remark:
    return found(selectors.remark(partnership=request.workspace, pk=pk))


def _own(request: WorkspaceRequest, pk: int) -> Remark:
    """One's own words; those of others are not found here."""
    row = _remark(request, pk)
    if not visibility.may_answer_for(request.actor, row.institution_id):
        raise Http404("commentaire d'une autre institution")
    return row
