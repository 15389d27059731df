"""One action sheet: its page, its parts each with its own form, its state, withdrawn and put back."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.rules import journey, lateness
from maillage.contracts.selectors import card as cards
from maillage.contracts.selectors import choices as offered
from maillage.contracts.selectors import readiness
from maillage.contracts.selectors.choices import objective_place
from maillage.contracts.services import sheets as services
from maillage.contracts.vocabulary import PreventionFamily, SheetState, Theme
from maillage.contracts.vocabulary.models_of_action import MODELS
from maillage.contracts.vocabulary.plan import FIELDS_WITHOUT, SheetPart
from maillage.contracts.web.drawing import of_sheet
from maillage.contracts.web.forms.sheets import PARTS, NewSheetForm, PartForm, StateForm, WithoutForm
from maillage.contracts.web.pages import (
    READERS,
    address,
    back_to,
    contract_here,
    runs,
    sent,
    sheet_here,
    speaks,
)
from maillage.contracts.web.readiness import panel
from maillage.kernel import Role, access
from maillage.ui.forms import number
from maillage.ui.sending import found, told
from maillage.ui.single import show

SHEETS = 4  # the step of the journey where sheets are written
ASK = "funding:ask"


@access(*READERS, Role.FIRST_LINE)
def sheet(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One sheet, as it stands today."""
    row, today = sheet_here(request, pk), timezone.localdate()
    shown = cards.card(sheet=row, on=today)
    late = bool(shown.late or any(step.late for step in shown.steps))
    context: dict[str, Any] = {
        "sheet": row, "contract": row.contract, "card": shown, "today": today,
        "drawn": of_sheet(row, shown, today), "changes": cards.states(sheet=row),
        "steps": [_(step.label) for step in journey.STEPS], "current": SHEETS,
        "objectives": [(objective_place(one), one) for one in _objectives(row)],
        "findings": list(row.findings.order_by("number")), "mark": lateness.mark(row.state, late=late),
        "own": request.actor.institutions, "reads_all": request.actor.holds(*READERS),
        "model": MODELS.get(row.model), "parts": list(SheetPart), "panel": _panel(request, row),
        "ask": _ask(request, row),
    } | _rights(request, row)  # fmt: skip
    if context["reads_all"] and row.withdrawn_on is None:
        mends = bool(context["may_write"])
        context["panel"] = panel(readiness.of_sheet(row), row.contract, runs=mends)
    return render(request, "contracts/sheet.html", context)


def _ask(request: WorkspaceRequest, row: ActionSheet) -> str:
    """Where a grant is asked for from this sheet: for who may ask, while the action lives."""
    living = row.withdrawn_on is None and row.contract.state not in ("ended", "dropped")
    if living and request.actor.holds(Role.COORDINATOR, Role.PARTNER):
        with suppress(NoReverseMatch):  # grants stand above contracts: known by the name of their page
            return f"{reverse(ASK, args=[request.workspace.key])}?fiche={row.pk}"
    return ""


def _panel(request: WorkspaceRequest, row: ActionSheet) -> dict[str, Any] | None:
    """« Prête à signer ? », for who may mend it; a withdrawn sheet is not read."""
    if not runs(request) or row.withdrawn_on is not None:
        return None
    return panel(readiness.of_sheet(row), row.contract, runs=True)


def _objectives(row: ActionSheet) -> Any:
    rows = row.objectives.filter(withdrawn_on__isnull=True).select_related("priority__axis")
    return rows.order_by("priority__axis__number", "priority__number", "number")


def _rights(request: WorkspaceRequest, row: ActionSheet) -> dict[str, bool]:
    """What the reader may do here: the text is open, the life goes on."""
    open_text = row.contract.state in ("draft", "in_force")
    return {
        "may_write": runs(request) and open_text and row.withdrawn_on is None,
        "may_live": runs(request) and row.contract.state not in ("ended", "dropped"),
        "may_pledge": speaks(request) and open_text and row.withdrawn_on is None, "runs": runs(request),
    }  # fmt: skip


@access(Role.COORDINATOR)
def add_sheet(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Add a sheet: blank, from a model of action, or continuing a former one."""
    row = contract_here(request, contract)
    model = MODELS.get(request.GET.get("modele", ""))
    former = _former(request, row)
    form = NewSheetForm(request.POST or None, initial=_start(request, model, former))
    form.offer(row)

    def change() -> ActionSheet:
        data = form.cleaned_data
        return services.add_sheet(
            actor=request.actor, contract=row, title=data["title"], theme=Theme(data["theme"]),
            family=PreventionFamily(data["family"]), pilot=data["pilot"], objectives=data["objectives"],
            model=model, follows=former, nonce=data["nonce"],
        )  # fmt: skip

    made = sent(request, form, change)
    if made is not None:
        messages.success(request, _added(model))
        return redirect("contracts:sheet", partnership, made.pk)
    return show(
        request, form, title=_("Ajouter une fiche-action"), submit=_("Ajouter la fiche"), where=row.title,
        lead=_lead(model, former), back=address(request, "contract", row.pk),
    )  # fmt: skip


def _former(request: WorkspaceRequest, row: Contract) -> ActionSheet | None:
    asked = request.GET.get("reprend")
    if asked is None:
        return None
    return found(offered.former_sheets(contract=row).filter(pk=number(asked) or 0).first())


def _start(request: WorkspaceRequest, model: Any, former: ActionSheet | None) -> dict[str, Any]:
    known = former or model
    first: dict[str, Any] = {}
    if known is not None:
        first = {"title": known.title, "theme": str(known.theme), "family": str(known.family)}
    if former is not None:
        first["pilot"] = former.pilot_id
    chosen = number(request.GET.get("objectif"))
    return first | ({"objectives": [chosen]} if chosen is not None else {})


def _added(model: Any) -> str:
    if model is not None:
        return _("La fiche est ajoutée. Écrivez pour votre territoire ce qui est entre crochets.")
    return _("La fiche est ajoutée. Écrivez-la partie par partie : chacune s'enregistre seule.")


def _lead(model: Any, former: ActionSheet | None) -> str:
    if former is not None:
        return _("Elle reprend « %(title)s » : dites ensuite ce qui change.") % {"title": former.title}
    if model is not None:
        return _("Elle part du modèle « %(title)s ».") % {"title": model.title}
    return _("Un titre, un thème, un pilote. Les autres parties s'écrivent ensuite, une par une.")


@access(Role.COORDINATOR)
def edit_sheet(request: WorkspaceRequest, partnership: str, pk: int, part: str) -> HttpResponse:
    """Write one part of a sheet."""
    row = sheet_here(request, pk)
    known = next((word for word in SheetPart if word.value == part), None)
    if known is None:
        raise Http404("partie inconnue")
    form = PARTS[known](request.POST or None, initial=_values(row, PARTS[known]))
    form.offer(row.contract)
    made = sent(
        request, form,
        lambda: services.write_part(
            actor=request.actor, sheet=row, part=known, seen=form.cleaned_data["revision"],
            values=form.values(),
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La partie « %(part)s » est enregistrée.") % {"part": known.label})
        return redirect("contracts:sheet", partnership, pk)
    return show(
        request, form, title=known.label, submit=_("Enregistrer"), where=str(row),
        back=address(request, "sheet", pk),
    )  # fmt: skip


def _values(row: ActionSheet, form: type[PartForm]) -> dict[str, Any]:
    several = ("objectives", "findings")
    names = [name for name in form.base_fields if name not in ("weighed", *several)]
    links = {name: list(getattr(row, name).all()) for name in several if "objectives" in form.base_fields}
    return {name: getattr(row, name) for name in names} | links


@access(Role.COORDINATOR)
def without(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say that a field has no object here, and why."""
    row = sheet_here(request, pk)
    field = request.GET.get("champ", "")
    first = {"field": field, "reason": row.without.get(field, "")} if field in FIELDS_WITHOUT else {}
    form = WithoutForm(request.POST or None, initial=first)
    made = sent(
        request, form,
        lambda: services.set_without(
            actor=request.actor, sheet=row, field=form.cleaned_data["field"],
            reason=form.cleaned_data["reason"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("C'est noté sur la fiche."))
        return redirect("contracts:sheet", partnership, pk)
    return show(
        request, form, title=_("Dire qu'un champ est sans objet"), submit=_("Enregistrer"), where=str(row),
        lead=_("Un champ sans objet, avec sa raison, compte comme rempli. La raison est imprimée."),
        back=address(request, "sheet", pk),
    )  # fmt: skip


@access(Role.COORDINATOR)
def sheet_state(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say where an action stands."""
    row = sheet_here(request, pk)
    first = {
        "revision": row.revision, "state": row.state, "blocking": row.blocking, "would_lift": row.would_lift
    }  # fmt: skip
    form = StateForm(request.POST or None, initial=first)
    made = sent(
        request, form,
        lambda: services.set_state(
            actor=request.actor, sheet=row, seen=form.cleaned_data["revision"],
            state=SheetState(form.cleaned_data["state"]), on=timezone.localdate(),
            blocking=form.cleaned_data["blocking"], would_lift=form.cleaned_data["would_lift"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'état est noté ; les précédents restent visibles."))
        return redirect("contracts:sheet", partnership, pk)
    return show(
        request, form, title=_("Dire où en est l'action"), submit=_("Enregistrer l'état"), where=str(row),
        back=address(request, "sheet", pk),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def withdraw_sheet(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a sheet; it can be put back."""
    row, day = sheet_here(request, pk), timezone.localdate()
    told(
        request, lambda: services.withdraw_sheet(actor=request.actor, sheet=row, on=day),
        _("La fiche est retirée du contrat. Vous pouvez la remettre depuis sa page."),
    )  # fmt: skip
    return redirect("contracts:sheet", partnership, pk)


@access(Role.COORDINATOR)
@require_POST
def put_back_sheet(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put a withdrawn sheet back."""
    row = sheet_here(request, pk)
    told(
        request, lambda: services.put_back_sheet(actor=request.actor, sheet=row),
        _("La fiche est remise dans le contrat."),
    )  # fmt: skip
    return redirect("contracts:sheet", partnership, pk)


@access(Role.COORDINATOR)
@require_POST
def renumber_sheet(request: WorkspaceRequest, partnership: str, pk: int, way: str) -> HttpResponse:
    """Exchange a sheet with its neighbour."""
    row = sheet_here(request, pk)
    if way not in ("monter", "descendre"):
        raise Http404("déplacement inconnu")
    up = way == "monter"
    told(
        request, lambda: services.renumber_sheet(actor=request.actor, sheet=row, up=up),
        _("Les numéros sont échangés."),
    )  # fmt: skip
    return back_to(request, address(request, "sheets", row.contract_id))
