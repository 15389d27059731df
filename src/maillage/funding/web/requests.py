"""Requests: the list and its exports, one of them with « Éligible ? » beside it, the forms that write it."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.models import GrantRequest, PlanLine
from maillage.funding.rules import eligibility as rules
from maillage.funding.rules import life, visibility
from maillage.funding.rules.plan import faults, totals
from maillage.funding.selectors import eligibility, funds
from maillage.funding.selectors import follow_up as follow
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import requests as services
from maillage.funding.services.opinions import DECIDED
from maillage.funding.vocabulary.eligibility import Found, Part
from maillage.funding.web.forms import requests as forms
from maillage.funding.web.pages import (
    LEADERS,
    READERS,
    WRITERS,
    Page,
    act,
    answer,
    at,
    elsewhere,
    enter,
    today,
)
from maillage.kernel import access
from maillage.ui.downloads import TYPES
from maillage.ui.forms import number
from maillage.ui.sending import found

PAGE = 50
MARKS = {Found.OK: "", Found.SEE: "wait", Found.FAILS: "late", Found.UNKNOWN: "open"}


@access(*READERS)
@require_safe
def requests(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The requests that one may read; the sums at the foot are those of the whole list."""
    form, rows = _filtered(request)
    context = {
        "form": form, "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "sums": selectors.sums(rows), "today": today(), "query": request.GET.urlencode(),
        "may_ask": request.actor.holds(*WRITERS), "may_run": visibility.runs(request.actor),
        "all": visibility.reads_all(request.actor),
        "calls": funds.open_calls(partnership=request.workspace, on=today()),
    }  # fmt: skip
    return render(request, "funding/requests.html", context)


def _filtered(request: WorkspaceRequest) -> tuple[forms.FilterForm, list[selectors.Row]]:
    form = forms.FilterForm(request.GET or None)
    form.offer(request.workspace, request.actor)
    rows = selectors.listed(partnership=request.workspace, actor=request.actor, filters=form.filters())
    return form, rows


@access(*READERS)
@require_safe
def requests_file(request: WorkspaceRequest, partnership: str, file_format: str) -> Any:
    """The same list as a sheet, with the same sums."""
    if file_format not in ("csv", "xlsx"):
        raise Http404("format inconnu")
    _form, rows = _filtered(request)
    pieces = import_string(settings.REQUEST_SHEETS)(rows, request.workspace, today(), file_format)
    name = f"demandes-{partnership}-{today().isoformat()}.{file_format}"
    return StreamingHttpResponse(
        pieces, content_type=TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@access(*WRITERS)
def ask(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Open a request, from a sheet or blank."""
    runs, get = visibility.runs(request.actor), request.GET
    first = {
        "sheet": number(get.get("fiche")), "fund": number(get.get("fonds")), "call": number(get.get("appel")),
        "year": today().year,
    }  # fmt: skip
    if len(request.actor.institutions) == 1 and not runs:
        first["applicant"] = next(iter(request.actor.institutions))
    form = forms.AskForm(request.POST or None, initial=first)
    form.offer(request.workspace, request.actor, runs=runs)
    page = Page(
        _("Préparer une demande"), _("Ouvrir la demande"), at(request, "requests"),
        _("La demande est ouverte : complétez ses quatre parties."), where=request.workspace.name,
        lead=_("Une fiche-action donne ses mots et ses coûts ; le reste se complète ensuite."),
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.ask(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ), page, after="request",
    )  # fmt: skip


@access(*READERS)
@require_safe
def request_page(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One request: its parts, its plan, its opinions, what was decided and what followed."""
    row, day = enter(request, pk), today()
    context = _plan(row) | follow.around(request=row, on=day) | {
        "row": row, "today": day, "verdicts": [_check(request, row, one) for one in _verdicts(row)],
        "steps": _steps(request, row), "changes": selectors.changes(row),
        "against": selectors.against_opinion(row), "opinions": selectors.opinions(row),
        "may_write": _may_write(request, row), "may_run": visibility.runs(request.actor),
        "may_record": visibility.records(request.actor), "may_tell": _may_tell(request, row),
        "may_opine": row.state not in DECIDED and request.actor.holds(*LEADERS),
        "sheet_url": elsewhere(request, "contracts:sheet", row.sheet_id or 0),
    }  # fmt: skip
    return render(request, "funding/request.html", context)


def _verdicts(row: GrantRequest) -> list[rules.Checked]:
    """On the day it was filed once it is, else today."""
    return eligibility.verdicts(request=row, on=row.filed_on or today())


def _plan(row: GrantRequest) -> dict[str, Any]:
    lines = selectors.plan_lines(row, withdrawn=True)
    standing = [selectors.as_line(line) for line in lines if line.withdrawn_on is None]
    return {
        "lines": [line for line in lines if line.withdrawn_on is None], "totals": totals(standing),
        "actual": totals(standing, actual=True), "faults": faults(standing),
        "withdrawn": [line for line in lines if line.withdrawn_on], "accounted": any(
            line.actual is not None for line in standing
        ),
    }  # fmt: skip


def _check(request: WorkspaceRequest, row: GrantRequest, one: rules.Checked) -> dict[str, str]:
    """A verdict as the page lists it; what is mended on the form leads there."""
    mend = one.found is not Found.OK and _may_write(request, row)
    return {
        "state": MARKS[one.found], "verdict": _(one.found.label), "text": one.words, "detail": one.source,
        "url": at(request, "edit_request", row.pk, one.part.value) if mend else "", "link": _(one.part.label),
    }  # fmt: skip


def _may_write(request: WorkspaceRequest, row: GrantRequest) -> bool:
    own = row.state_term in life.OWN
    return row.state_term in life.EDITED and visibility.writes(request.actor, row.applicant_id, own=own)


def _may_tell(request: WorkspaceRequest, row: GrantRequest) -> bool:
    return visibility.runs(request.actor) or row.applicant_id in request.actor.institutions


def _steps(request: WorkspaceRequest, row: GrantRequest) -> list[life.Step]:
    """The steps that the reader may take now."""
    actor, found_steps = request.actor, life.steps(row.state_term)
    if visibility.runs(actor):
        return found_steps
    mine = {life.WITHDRAW, life.PUT_BACK} if _may_tell(request, row) else set()
    mine |= {life.RETURN} if visibility.records(actor) else set()
    return [step for step in found_steps if step in mine]


@access(*WRITERS)
def edit_request(request: WorkspaceRequest, partnership: str, pk: int, part: str) -> HttpResponse:
    """One part of the form, saved apart."""
    row = enter(request, pk)
    if part not in {one.value for one in Part}:
        raise Http404("partie inconnue")
    which = Part(part)
    form = forms.FORMS[which](request.POST or None, initial=forms.part_values(row, which))
    if isinstance(form, forms.ActionForm):
        form.offer(row)
    page = Page(
        _(which.label), _("Enregistrer cette partie"), at(request, "request", pk), _("C'est enregistré."),
        where=row.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.save_part(
            actor=request.actor, request=row, part=which, seen=form.cleaned_data["revision"],
            values=form.cleaned_data,
        ), page, row=row,
    )  # fmt: skip


@access(*WRITERS)
def add_line(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A line of the plan."""
    row = enter(request, pk)
    form = forms.NewLineForm(request.POST or None)
    form.offer(request.workspace)
    page = Page(
        _("Ajouter une ligne au plan"), _("Ajouter la ligne"), at(request, "request", pk),
        _("La ligne est inscrite."), where=row.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.add_line(
            actor=request.actor, request=row, draft=form.draft(), nonce=form.cleaned_data["nonce"]
        ), page,
    )  # fmt: skip


def _line(request: WorkspaceRequest, pk: int) -> PlanLine:
    return found(selectors.line(partnership=request.workspace, actor=request.actor, pk=pk))


@access(*WRITERS)
def edit_line(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A line of the plan corrected."""
    row = _line(request, pk)
    form = forms.EditLineForm(request.POST or None, initial=forms.line_values(row))
    form.offer(request.workspace)
    page = Page(
        _("Modifier une ligne du plan"), _("Enregistrer la ligne"), at(request, "request", row.request_id),
        _("La ligne est modifiée."), where=row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.edit_line(
            actor=request.actor, line=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), page, row=row.request,
    )  # fmt: skip


@access(*WRITERS)
@require_POST
def withdraw_line(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a line of the plan, or put it back."""
    row = _line(request, pk)
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: services.withdraw_line(actor=request.actor, line=row, on=today(), back=back),
        _("La ligne est remise.") if back else _("La ligne est retirée du plan."),
        at(request, "request", row.request_id),
    )
