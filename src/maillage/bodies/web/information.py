"""What is owed to the mayor: the duties of the day, what is awaited or came, reports as counts and delays."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import InformationItem
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import information
from maillage.bodies.services import information as services
from maillage.bodies.vocabulary import Duty, DutyState, ReportOutcome, Rhythm, YearlyCountKind
from maillage.bodies.web.forms.traces import (
    AnswerForm,
    AskForm,
    ExpectForm,
    ReceiveForm,
    ReportForm,
    YearForm,
    first_values,
)
from maillage.kernel import BadInput, Refused, Role, access
from maillage.ui.downloads import csv_answer
from maillage.ui.forms import number
from maillage.ui.sending import attempt, found

READERS = (
    Role.COORDINATOR,
    Role.MAYOR,
    Role.PREFECTURE,
    Role.PROSECUTOR,
    Role.PARTNER,
    Role.DPO,
)
REPORT_READERS = (Role.COORDINATOR, Role.MAYOR, Role.PROSECUTOR, Role.DPO)


@access(*READERS)
@require_safe
def duties(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The duties in force, what is awaited, received or late, and the forms of who runs the partnership."""
    return _page(request, {})


def _page(request: WorkspaceRequest, forms_kept: dict[str, forms.Form]) -> HttpResponse:
    here, today = request.workspace, timezone.localdate()
    year = _year(request, today.year)
    rows = information.items(partnership=here, actor=request.actor, year=year)
    lines = information.lines(rows=rows, on=today)
    late = [line for line in lines if line.item.state == DutyState.EXPECTED and line.late]
    context = {
        "lines": lines, "late": len(late), "today": today, "year": year, "longest": max(
            (line.late for line in late), default=0
        ),
        "duties": information.duties_of(partnership=here, on=today),
        "may_run": visibility.may_run(request.actor),
    } | _reports(request) | _forms(request, forms_kept)  # fmt: skip
    return render(request, "bodies/duties.html", context)


def _year(request: WorkspaceRequest, default: int) -> int:
    year = number(request.GET.get("annee"))
    return year if year is not None and 1990 <= year <= 2100 else default


def _reports(request: WorkspaceRequest) -> dict[str, Any]:
    if not request.actor.holds(*REPORT_READERS):
        return {"reports": None}
    rows = list(information.reports(partnership=request.workspace))
    kinds = services.COUNTED_ONE_BY_ONE
    return {
        "reports": rows,
        "figures": [information.report_figures(rows, kind) for kind in kinds],
        "counts": information.yearly_counts(partnership=request.workspace),
        "outcomes": list(ReportOutcome),
    }


def _forms(request: WorkspaceRequest, kept: dict[str, forms.Form]) -> dict[str, Any]:
    if not visibility.may_run(request.actor):
        return {}
    first = first_values(timezone.localdate())
    expect, ask = ExpectForm(initial=first), AskForm(initial=first)
    _offer(request, expect, ask)
    return {
        "expect_form": expect,
        "ask_form": ask,
        "report_form": ReportForm(initial=first),
        "year_form": YearForm(initial=first),
    } | kept


def _offer(request: WorkspaceRequest, *asked: ExpectForm) -> None:
    known = information.duties_awaitable(timezone.localdate())
    holders = information.holders(partnership=request.workspace)
    for form in asked:
        form.offer(known, holders)


@access(Role.COORDINATOR)
@require_POST
def expect(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Await an information for each period of a year; twice adds nothing."""
    form = ExpectForm(request.POST)
    _offer(request, form)
    if form.is_valid():
        data = form.cleaned_data | {
            "duty": Duty(form.cleaned_data["duty"]), "rhythm": Rhythm(form.cleaned_data["rhythm"]),
        }  # fmt: skip
        here = request.workspace
        made = attempt(
            form, lambda: services.expect_information(actor=request.actor, partnership=here, **data)
        )  # fmt: skip
        if made is not None:
            messages.success(request, _awaited(made))
            return redirect("bodies:duties", partnership)
    return _page(request, {"expect_form": form})


def _awaited(made: services.Awaited) -> str:
    parts = [
        ngettext("%(n)s information attendue de plus.", "%(n)s informations attendues de plus.", made.made)
        % {"n": made.made}
    ]
    if made.known:
        parts.append(_("%(n)s l'étaient déjà.") % {"n": made.known})
    if made.outside:
        parts.append(_("%(n)s périodes laissées : la règle n'y était pas en vigueur.") % {"n": made.outside})
    return " ".join(parts)


@access(Role.COORDINATOR)
@require_POST
def ask(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Ask once for an information."""
    form = AskForm(request.POST)
    _offer(request, form)
    if form.is_valid():
        data = form.cleaned_data | {"duty": Duty(form.cleaned_data["duty"])}
        here = request.workspace
        made = attempt(
            form, lambda: services.ask_information(actor=request.actor, partnership=here, **data)
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("La demande est notée : elle attend sa réponse."))
            return redirect("bodies:duties", partnership)
    return _page(request, {"ask_form": form})


@access(Role.COORDINATOR)
@require_POST
def item(request: WorkspaceRequest, partnership: str, pk: int, act: str) -> HttpResponse:
    """What happens to one awaited information: received, reminded, not received, awaited again."""
    row = found(information.item(partnership=request.workspace, pk=pk))
    try:
        messages.success(request, ACTS[act](request, row))
    except BadInput as fault:
        messages.error(request, str(fault))
    return redirect("bodies:duties", partnership)


def _receive(request: WorkspaceRequest, row: InformationItem) -> str:
    form = ReceiveForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("Écrivez le jour de la réception, par exemple 12/01/2026."))
    services.receive(actor=request.actor, item=row, on=form.cleaned_data["on"])
    return _("La réception est notée.")


def _remind(request: WorkspaceRequest, row: InformationItem) -> str:
    sent = services.remind(actor=request.actor, item=row, now=timezone.localtime())
    if not sent:
        return _("Le rappel est noté. Aucun message ne part : personne n'a d'adresse dans cette institution.")
    said = ngettext("Le rappel est noté, %(n)s message part.", "Le rappel est noté, %(n)s messages partent.",
                    sent)  # fmt: skip
    return said % {"n": sent}


def _missing(request: WorkspaceRequest, row: InformationItem) -> str:
    services.mark_missing(actor=request.actor, item=row, on=timezone.localdate())
    return _("L'information est comptée comme non reçue.")


def _again(request: WorkspaceRequest, row: InformationItem) -> str:
    services.await_again(actor=request.actor, item=row)
    return _("L'information est de nouveau attendue.")


ACTS: dict[str, Callable[[WorkspaceRequest, InformationItem], str]] = {
    "recue": _receive, "rappel": _remind, "non-recue": _missing, "attendre": _again,
}  # fmt: skip


@access(Role.COORDINATOR)
@require_safe
def export(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """What is owed and what came, as CSV."""
    today = timezone.localdate()
    rows = InformationItem.objects.filter(partnership=request.workspace).select_related("holder")
    cells = (
        [
            line.item.duty, line.item.about, line.item.holder.name, line.item.asked_on,
            line.item.expected_on, line.item.received_on, line.item.state_term.label, line.late,
        ]
        for line in information.lines(rows=rows, on=today)
    )  # fmt: skip
    head = [
        "obligation",
        "objet",
        "due_par",
        "demandee_le",
        "attendue_le",
        "recue_le",
        "etat",
        "retard_jours",
    ]
    return csv_answer(f"informations-dues-{request.workspace.key}.csv", head, cells)


@access(Role.COORDINATOR)
@require_POST
def add_report(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Count one report of article 40, or one request on people leaving prison."""
    form = ReportForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data | {"kind": YearlyCountKind(form.cleaned_data["kind"])}
        here, today = request.workspace, timezone.localdate()
        made = attempt(
            form,
            lambda: services.record_report(actor=request.actor, partnership=here, today=today, **data),
        )
        if made is not None:
            messages.success(request, _("C'est compté : un jour, et rien d'autre."))
            return redirect("bodies:duties", partnership)
    return _page(request, {"report_form": form})


@access(Role.COORDINATOR)
@require_POST
def answer_report(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """What became of one report; or undo it, the day it was typed."""
    row = found(information.report(partnership=request.workspace, pk=pk))
    form = AnswerForm(request.POST)
    try:
        if "erase" in request.POST:
            services.withdraw_report(actor=request.actor, report=row, today=timezone.localdate())
        elif form.is_valid():
            outcome = ReportOutcome(form.cleaned_data["outcome"])
            services.answer_report(
                actor=request.actor, report=row, outcome=outcome, on=form.cleaned_data["on"]
            )
        else:
            messages.error(request, _("Choisissez une issue et écrivez son jour, par exemple 12/01/2026."))
    except (BadInput, Refused) as fault:
        messages.error(request, str(fault))
    return redirect("bodies:duties", partnership)


@access(Role.COORDINATOR)
@require_POST
def count_year(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The count of a year: rappels à l'ordre, sessions for families."""
    form = YearForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data | {"kind": YearlyCountKind(form.cleaned_data["kind"])}
        here, today = request.workspace, timezone.localdate()
        made = attempt(
            form, lambda: services.count_year(actor=request.actor, partnership=here, today=today, **data)
        )
        if made is not None:
            messages.success(request, _("Le compte de l'année est noté."))
            return redirect("bodies:duties", partnership)
    return _page(request, {"year_form": form})
