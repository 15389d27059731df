"""Ties as institutions declare them: the questionnaire and its drawing, apart from what records show."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.institutions.models import Institution
from maillage.kernel import Role, access
from maillage.observatory.indicators import declared as indicators
from maillage.observatory.indicators.network import Graph
from maillage.observatory.models import TieSurvey
from maillage.observatory.selectors import declared as selectors
from maillage.observatory.selectors import network as directory
from maillage.observatory.services import declared as services
from maillage.observatory.web.forms.network import TiesForm
from maillage.observatory.web.network_pages import drawn, network_answer
from maillage.observatory.web.pages import READERS
from maillage.ui.forms import number
from maillage.ui.graph_files import FORMATS
from maillage.ui.sending import found, sent, told

ANSWERING = tuple(role for role in READERS if role is not Role.RESEARCHER)  # who answered is a name


@access(*ANSWERING)
@require_safe
def declared(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The last round, or the one asked: who answered, the drawing, where the two sides disagree."""
    here = request.workspace
    rounds = selectors.surveys(partnership=here)
    asked = number(request.GET.get("releve"))
    row = next((one for one in rounds if asked in (None, one.pk)), None)
    context: dict[str, Any] = {
        "rounds": rounds, "survey": row, "runs": visibility.may_run(request.actor),
        "one_open": any(one.closed_on is None for one in rounds), "today": timezone.localdate(),
    }  # fmt: skip
    if row is not None:
        context |= _round(request, row)
    return render(request, "observatory/declared.html", context)


def _round(request: WorkspaceRequest, row: TieSurvey) -> dict[str, Any]:
    asked = directory.asked(partnership=request.workspace)
    given = selectors.answers(survey=row)
    answered = {one.institution_id for one in given}
    said = selectors.said(survey=row)
    names = directory.institutions(partnership=request.workspace)
    return {
        "given": [(one, visibility.may_answer_for(request.actor, one.institution_id)) for one in given],
        "silent": [one for one in asked if one.pk not in answered], "answered": len(answered),
        "asked": len({one.pk for one in asked} | answered), "agreement": indicators.agreement(said),
        "mine": _mine(request, asked) if row.closed_on is None else [],
        **drawn(_graph(request, row), names),
    }  # fmt: skip


def _graph(request: WorkspaceRequest, row: TieSurvey) -> Graph:
    here = request.workspace
    said = selectors.said(survey=row)
    known = {one.pk: one for one in directory.asked(partnership=here)}
    everyone = directory.institutions(partnership=here)
    spoken = {pk for line in said for pk in (line.source, line.target)}
    known |= {pk: everyone[pk] for pk in spoken if pk in everyone}
    last = row.closed_on or max(row.opened_on, timezone.localdate())
    return indicators.graph(here.pk, said, list(known.values()), (row.opened_on, last))


def _mine(request: WorkspaceRequest, asked: list[Institution]) -> list[Institution]:
    """The institutions one may answer for."""
    if not request.actor.holds(*ANSWERING):
        return []
    return [one for one in asked if visibility.may_answer_for(request.actor, one.pk)]


@access(*ANSWERING)
@require_safe
def declared_file(request: WorkspaceRequest, partnership: str, pk: int, file_format: str) -> HttpResponse:
    """The declared network of one round, for another program."""
    if file_format not in (*FORMATS, "csv"):
        raise Http404("format inconnu")
    row = found(selectors.survey(partnership=request.workspace, pk=pk))
    names = directory.institutions(partnership=request.workspace)
    words = _("liens déclarés")
    title = f"{request.workspace}, {words}"
    name = f"liens-declares-{partnership}-{row.opened_on.isoformat()}.{file_format}"
    return network_answer([_graph(request, row)], names, title, name)


@access(Role.COORDINATOR)
@require_POST
def open_survey(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Open a round."""
    day = timezone.localdate()
    told(
        request,
        lambda: services.open_survey(actor=request.actor, partnership=request.workspace, on=day),
        _("Le relevé est ouvert. Chaque institution peut répondre, et corriger jusqu'à sa fermeture."),
    )
    return redirect("observatory:declared", partnership)


@access(Role.COORDINATOR)
@require_POST
def close_survey(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Close a round."""
    row = found(selectors.survey(partnership=request.workspace, pk=pk))
    day = timezone.localdate()
    told(
        request, lambda: services.close_survey(actor=request.actor, survey=row, on=day),
        _("Le relevé est fermé. Vous pouvez le rouvrir."),
    )  # fmt: skip
    return redirect("observatory:declared", partnership)


@access(Role.COORDINATOR)
@require_POST
def reopen_survey(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Open a closed round again."""
    row = found(selectors.survey(partnership=request.workspace, pk=pk))
    told(
        request, lambda: services.reopen_survey(actor=request.actor, survey=row),
        _("Le relevé est rouvert."),
    )  # fmt: skip
    return redirect("observatory:declared", partnership)


@access(*ANSWERING)
def answer(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Answer for one's institution, or correct what it answered."""
    row = found(selectors.survey(partnership=request.workspace, pk=pk))
    asked = directory.asked(partnership=request.workspace)
    mine = _mine(request, asked)
    wanted = number(request.GET.get("institution")) if "institution" in request.GET else None
    who = next((one for one in mine if wanted in (None, one.pk)), None)
    if who is None or (wanted is None and len(mine) > 1 and request.method == "POST"):
        raise Http404("aucune institution pour laquelle répondre")
    others = [one for one in asked if one.pk != who.pk]
    form = TiesForm(request.POST or None)
    form.offer(others, selectors.answer_of(survey=row, institution=who))
    made = _sent(request, form, row, who, timezone.localdate())
    if made is not None:
        messages.success(request, _("La réponse est enregistrée. Vous pouvez la corriger ou la retirer."))
        return redirect(_back(request, row))
    context = {"form": form, "survey": row, "who": who, "mine": mine, "back": _back(request, row)}
    return render(request, "observatory/declared_answer.html", context)


def _sent(request: WorkspaceRequest, form: TiesForm, row: TieSurvey, who: Institution, day: date) -> Any:
    return sent(
        request, form,
        lambda: services.answer(
            actor=request.actor, survey=row, institution=who, ties=form.ties(), on=day,
            revision=form.cleaned_data["revision"],
        ),
    )  # fmt: skip


@access(*ANSWERING)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take the answer of one's institution back."""
    row = found(selectors.answer(partnership=request.workspace, pk=pk))
    if not visibility.may_answer_for(request.actor, row.institution_id):
        raise Http404("réponse d'une autre institution")
    day = timezone.localdate()
    told(
        request, lambda: services.withdraw_answer(actor=request.actor, answer=row, on=day),
        _("La réponse est retirée. Répondre de nouveau la remet."),
    )  # fmt: skip
    return redirect(_back(request, row.survey))


def _back(request: WorkspaceRequest, row: TieSurvey) -> str:
    return f"{reverse('observatory:declared', args=[request.workspace.key])}?releve={row.pk}"
