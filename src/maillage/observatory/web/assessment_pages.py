"""Self-assessment: the rounds, answering without a name, and what a closed round shows."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.kernel import Role, access
from maillage.observatory.indicators import assessment as indicators
from maillage.observatory.models import AssessmentAnswer, SelfAssessment
from maillage.observatory.rules.assessment import FEWEST
from maillage.observatory.selectors import assessment as selectors
from maillage.observatory.services import assessment as services
from maillage.observatory.vocabulary.items import ITEMS, Agreement, Notice
from maillage.observatory.web import pages
from maillage.observatory.web.forms.assessment import AssessmentForm, RateForm, filled
from maillage.ui.downloads import file_answer
from maillage.ui.sending import attempt, found, told
from maillage.ui.single import show

FORMATS = ("pdf", "docx")


@access(*pages.READERS)
@require_safe
def assessments(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The rounds of this partnership."""
    here = request.workspace
    context = {
        "rounds": selectors.assessments(partnership=here), "may_run": pages.runs(request),
        "withdrawn": selectors.assessments(partnership=here, withdrawn=True) if pages.runs(request) else [],
        "may_rate": request.actor.holds(*services.RATERS), "warning": Notice.NOT_VALIDATED,
        "sentences": len(ITEMS),
    }  # fmt: skip
    return render(request, "observatory/assessments.html", context)


@access(*pages.READERS)
@require_safe
def assessment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One round: how many answered while it is open, how they answered once it is closed."""
    row = _enter(request, pk)
    may_rate = request.actor.holds(*services.RATERS)
    own = _own(request, row) if may_rate else None
    context: dict[str, Any] = {
        "round": row, "may_run": pages.runs(request), "may_rate": may_rate, "answered": own is not None,
        "raters": selectors.raters(assessment=row), "warning": Notice.NOT_VALIDATED, "fewest": FEWEST,
        "items": ITEMS, "scale": list(Agreement),
    }  # fmt: skip
    if row.closed_on is not None and row.withdrawn_on is None:
        context |= _results(request, row)
    return render(request, "observatory/assessment.html", context)


def _results(request: WorkspaceRequest, row: SelfAssessment) -> dict[str, Any]:
    content = pages.state_on(request, row.closed_on or timezone.localdate()).content
    results = indicators.results(assessment=row, content=content)
    known = pages.names(request) if pages.reads_names(request) else {}
    lines = [
        {"spread": one, "own": [(known[key], mean, n) for key, mean, n in one.own if key in known]}
        for one in results.spreads
    ]
    return {
        "results": results, "lines": lines, "divided": [one for one in results.spreads if one.divided],
    }  # fmt: skip


def _enter(request: WorkspaceRequest, pk: int) -> SelfAssessment:
    return found(selectors.assessment(partnership=request.workspace, pk=pk))


def _own(request: WorkspaceRequest, row: SelfAssessment) -> AssessmentAnswer | None:
    return selectors.answer(assessment=row, token=services.token(request.actor, row))


@access(Role.COORDINATOR)
def open_round(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Open a round."""
    form = AssessmentForm(request.POST or None)

    def change() -> SelfAssessment:
        data = form.cleaned_data
        return services.open_assessment(
            actor=request.actor, partnership=request.workspace, title=data["title"], until=data["until"],
            on=timezone.localdate(), nonce=data["nonce"],
        )  # fmt: skip

    made = pages.sent(request, form, change)
    if made is not None:
        messages.success(request, _("L'auto-évaluation est ouverte : chaque membre peut y répondre."))
        return redirect("observatory:assessment", partnership, made.pk)
    return _one(request, form, _("Ouvrir une auto-évaluation"), _("Ouvrir"), pages.at(request, "assessments"))


@access(Role.COORDINATOR)
def edit(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change the title, or the day until when answers are awaited."""
    row = _enter(request, pk)
    first = {"title": row.title, "until": row.until, "revision": row.revision}
    form = AssessmentForm(request.POST or None, initial=first)

    def change() -> SelfAssessment:
        data = form.cleaned_data
        return services.edit_assessment(
            actor=request.actor, assessment=row, seen=data["revision"], title=data["title"],
            until=data["until"],
        )  # fmt: skip

    back = pages.at(request, "assessment", row.pk)
    if pages.sent(request, form, change, row) is not None:
        messages.success(request, _("L'auto-évaluation est modifiée."))
        return redirect(back)
    return _one(request, form, _("Modifier l'auto-évaluation"), _("Enregistrer"), back)


def _one(request: WorkspaceRequest, form: Any, title: str, submit: str, back: str) -> HttpResponse:
    return show(request, form, title=title, submit=submit, back=back, lead=_(Notice.NOT_VALIDATED.label))


@access(*services.RATERS)
def rate(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Answer, or correct what one answered, until the round is closed."""
    row = _enter(request, pk)
    own = _own(request, row)
    first = filled(own.scores) | {"institution": own.institution_id} if own else None
    form = RateForm(request.POST if request.method == "POST" else None, initial=first)
    form.offer(request.workspace, request.actor.institutions)

    def change() -> AssessmentAnswer:
        return services.rate(
            actor=request.actor, assessment=row, institution=form.cleaned_data.get("institution"),
            scores=form.scores(),
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and attempt(form, change) is not None:
        messages.success(
            request,
            _("Votre réponse est gardée, sans votre nom. Vous pouvez la corriger jusqu'à la clôture."),
        )
        return redirect("observatory:assessment", partnership, row.pk)
    context = {"form": form, "round": row, "warning": Notice.NOT_VALIDATED, "answered": own is not None}
    return render(request, "observatory/rate.html", context)


@access(Role.COORDINATOR)
def close(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Close a round, after having read that it is not opened again."""
    row = _enter(request, pk)
    if request.method == "POST":
        words = _("L'auto-évaluation est close : ses résultats se lisent ci-dessous.")
        told(
            request,
            lambda: services.close_assessment(actor=request.actor, assessment=row, on=timezone.localdate()),
            words,
        )
        return redirect("observatory:assessment", partnership, row.pk)
    context = {"round": row, "raters": selectors.raters(assessment=row), "fewest": FEWEST}
    return render(request, "observatory/close.html", context)


@access(Role.COORDINATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a round opened by mistake."""
    row = _enter(request, pk)
    told(
        request,
        lambda: services.withdraw_assessment(actor=request.actor, assessment=row, on=timezone.localdate()),
        _("L'auto-évaluation est retirée ; elle peut être remise."),
    )
    return redirect("observatory:assessments", partnership)


@access(Role.COORDINATOR)
@require_POST
def put_back(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put back a round withdrawn by mistake."""
    row = _enter(request, pk)
    told(
        request,
        lambda: services.put_back_assessment(actor=request.actor, assessment=row),
        _("L'auto-évaluation est remise."),
    )
    return redirect("observatory:assessments", partnership)


@access(*pages.READERS)
@require_safe
def results_file(request: WorkspaceRequest, partnership: str, pk: int, file_format: str) -> HttpResponse:
    """The results of a closed round as a document."""
    row = _enter(request, pk)
    if file_format not in FORMATS or row.closed_on is None or row.withdrawn_on is not None:
        raise Http404("pas de résultats")
    with override("fr"):  # a document is in French, whatever the language of its reader
        made = _results(request, row)
        content = import_string(settings.ASSESSMENT_DOCUMENTS)(
            row, made["results"], pages.names(request) if pages.reads_names(request) else {}, file_format
        )
    return file_answer(f"auto-evaluation-{partnership}-{row.closed_on.isoformat()}.{file_format}", content)
