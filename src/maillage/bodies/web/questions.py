"""The five questions after a plenary: counts, letters, answers by a signed link or from one's own page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Meeting
from maillage.bodies.rules import questions as rules
from maillage.bodies.selectors import questions as selectors
from maillage.bodies.services import questions as services
from maillage.bodies.web.forms.follow_up import AnswerForm, QuestionsForm
from maillage.bodies.web.pages import MEMBERS, READERS, enter
from maillage.institutions.models import Institution
from maillage.kernel import BadInput, Role, access
from maillage.ui.sending import attempt


@access(*READERS)
@require_safe
def questions(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """What was answered, counted; nothing under five institutions."""
    row, _restricted = enter(request, meeting)
    if not selectors.is_asked(row):
        raise Http404("pas de questions pour cette réunion")
    context = {
        "meeting": row, "results": selectors.results(meeting=row), "fewest": rules.FEWEST,
        "mine": _may_answer(request, row), "may_run": request.actor.holds(Role.COORDINATOR),
    }  # fmt: skip
    return render(request, "bodies/questions.html", context)


def _may_answer(request: WorkspaceRequest, row: Meeting) -> list[Institution]:
    """Those that the reader speaks for, that were there and have not answered."""
    done = selectors.answered(meeting=row)
    there = selectors.attending(meeting=row)
    return [one for one in there if one.pk in request.actor.institutions and one.pk not in done]


@access(Role.COORDINATOR)
@require_POST
def ask(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Send the questions to those who were there."""
    row, _restricted = enter(request, meeting)
    try:
        count = services.ask(actor=request.actor, meeting=row, now=timezone.now())
        said = ngettext("%(n)s message est prêt à partir.", "%(n)s messages sont prêts à partir.", count)
        messages.success(request, said % {"n": count})
    except BadInput as fault:
        messages.error(request, str(fault))
    return redirect("bodies:questions", partnership, meeting)


@access(*MEMBERS)
def answer(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Answer from one's own page."""
    row, _restricted = enter(request, meeting)
    mine = _may_answer(request, row)
    if not mine:
        messages.info(request, _("Votre institution a déjà répondu, ou n'était pas à cette réunion."))
        return redirect("bodies:mine", partnership)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    form.offer(mine)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.answer(
                actor=request.actor, meeting=row, institution=form.cleaned_data["institution"],
                given=form.given(), now=timezone.now(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("Merci. Votre réponse est comptée avec les autres."))
            return redirect("bodies:mine", partnership)
    return render(request, "bodies/questions_answer.html", {"form": form, "meeting": row})


@access(public=True)
def answer_link(request: HttpRequest, link: str) -> HttpResponse:
    """Answer by the signed link of a letter: no login, one institution, once."""
    try:
        row, institution = services.open_link(link=link)
    except BadInput as fault:
        return _alone(request, {"fault": str(fault)}, status=410)
    form = QuestionsForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form, "meeting": row, "institution": institution,
        "fictitious": row.body.partnership.fictitious,
    }  # fmt: skip
    if institution.pk in selectors.answered(meeting=row):
        return _alone(request, context | {"done": True})
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.answer(
                actor=services.VISITOR, meeting=row, institution=institution, given=form.given(),
                now=timezone.now(), by_link=True,
            ),
        )  # fmt: skip
        if made is not None:
            return _alone(request, context | {"done": True, "kept": True})
    return _alone(request, context)


def _alone(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "bodies/questions_link.html", context, status=status)
