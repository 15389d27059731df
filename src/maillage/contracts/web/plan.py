"""Contracts: the list, one contract and its tree, opened, edited, ended, its priorities taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import Contract
from maillage.contracts.rules import journey
from maillage.contracts.selectors import past as contracts_past
from maillage.contracts.selectors import plan, sheets
from maillage.contracts.services import plan as services
from maillage.contracts.web.forms.plan import EditForm, EndForm, OpenForm, contract_values
from maillage.contracts.web.pages import READERS, address, contract_here, runs, sent
from maillage.diagnosis import selectors as diagnosis
from maillage.kernel import Role, access
from maillage.ui.forms import number
from maillage.ui.replay import past_day, reference_day
from maillage.ui.sending import found, told
from maillage.ui.single import show

OTHERS = (  # pages of a contract that stand in other files; shown where they are built
    ("contracts:readiness", "Relecture"), ("contracts:signature", "Signatures"),
    ("contracts:opinions", "Avis"), ("contracts:versions", "Versions et documents"),
    ("contracts:values", "Valeurs des indicateurs"), ("contracts:reviews", "Revues"),
)  # fmt: skip


@access(*READERS)
@require_safe
def contracts(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Every contract of this partnership, the latest first, as of today or of the reference date."""
    here, today, past = request.workspace, reference_day(request), past_day(request)
    rows = (
        contracts_past.as_of(partnership=here, on=past) if past else list(sheets.contracts(partnership=here))
    )
    context = {
        "contracts": rows, "today": today, "runs": runs(request) and past is None,
        "diagnosis": diagnosis.current(partnership=here),
        "current": None if past else sheets.current(partnership=here, on=today),
    }  # fmt: skip
    return render(request, "contracts/contracts.html", context)


@access(Role.COORDINATOR)
def open_contract(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Open a contract, from the diagnosis at work."""
    here = request.workspace
    form = OpenForm(request.POST or None, initial={"diagnosis": diagnosis.current(partnership=here)})
    form.offer(here)
    made = sent(
        request, form,
        lambda: services.open_contract(
            actor=request.actor, partnership=here, draft=form.draft(), on=timezone.localdate(),
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        _say(
            request,
            made,
            _("Le contrat est ouvert. Reprenez les priorités du diagnostic, ou écrivez un axe."),
        )
        return redirect("contracts:contract", partnership, made.pk)
    return show(
        request, form, title=_("Ouvrir un contrat"), submit=_("Ouvrir le contrat"), where=here.name,
        lead=_("Son genre, son territoire, sa durée. Le reste s'écrit ensuite, pas à pas."),
        back=address(request, "contracts"),
    )  # fmt: skip


def _say(request: WorkspaceRequest, row: Contract, words: str) -> None:
    messages.success(request, words)
    if remark := plan.era_remark(kind=row.kind_term, start=row.start):
        messages.warning(request, remark)


@access(*READERS)
@require_safe
def contract(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One contract: its steps, its tree, what hangs loose, what was withdrawn."""
    row = contract_here(request, pk)
    tree = plan.tree(contract=row)
    step = journey.current(tree.progress, row.state_term)
    may_write = runs(request) and row.state in ("draft", "in_force")
    context = {
        "contract": row, "tree": tree, "steps": [_(step.label) for step in journey.STEPS], "current": step,
        "may_write": may_write, "runs": runs(request), "today": timezone.localdate(),
        "to_take": plan.to_take(contract=row), "links": _links(request, row),
        "next": _next(request, row, step),
    }  # fmt: skip
    return render(request, "contracts/contract.html", context)


def _links(request: WorkspaceRequest, row: Contract) -> list[tuple[str, str]]:
    found_links = []
    for name, label in OTHERS:
        try:
            found_links.append((_(label), reverse(name, args=[request.workspace.key, row.pk])))
        except NoReverseMatch:  # not built yet
            continue
    return found_links


def _next(request: WorkspaceRequest, row: Contract, step: int) -> dict[str, Any]:
    """The one thing to do now, where the step says it."""
    key = request.workspace.key
    steps = {
        1: (_("Relier un diagnostic"), address(request, "edit_contract", row.pk)),
        2: (_("Ajouter un axe"), reverse("contracts:add_line", args=[key, "axe", row.pk])),
        4: (_("Ajouter une fiche"), address(request, "add_sheet", row.pk)),
    }
    label, url = steps.get(step, (_("Voir les fiches"), address(request, "sheets", row.pk)))
    return {"label": label, "url": url}


@access(Role.COORDINATOR)
def edit_contract(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say a contract otherwise."""
    row = contract_here(request, pk)
    form = EditForm(request.POST or None, initial=contract_values(row))
    form.offer(request.workspace, row)
    made = sent(
        request, form,
        lambda: services.edit_contract(
            actor=request.actor, contract=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=row,
    )  # fmt: skip
    if made is not None:
        _say(request, made, _("Le contrat est modifié."))
        return redirect("contracts:contract", partnership, pk)
    return show(
        request, form, title=_("Modifier le contrat"), submit=_("Enregistrer"), where=row.title,
        back=address(request, "contract", pk),
    )  # fmt: skip


@access(Role.COORDINATOR)
def end_contract(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """End a contract, or drop one that was only prepared."""
    row = contract_here(request, pk)
    form = EndForm(request.POST or None, initial={"revision": row.revision, "on": timezone.localdate()})
    made = sent(
        request, form,
        lambda: services.end_contract(
            actor=request.actor, contract=row, seen=form.cleaned_data["revision"],
            on=form.cleaned_data["on"], reason=form.cleaned_data["reason"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Le contrat est arrêté. Vous pouvez le reprendre depuis sa page."))
        return redirect("contracts:contract", partnership, pk)
    return show(
        request, form, title=_("Arrêter le contrat"), submit=_("Arrêter le contrat"), where=row.title,
        lead=_("Il reste lisible, avec ses fiches. Les engagements déjà pris restent à tenir."),
        back=address(request, "contract", pk),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def reopen_contract(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Undo an end."""
    row = contract_here(request, pk)
    told(
        request, lambda: services.reopen_contract(actor=request.actor, contract=row),
        _("Le contrat est repris là où il en était."),
    )  # fmt: skip
    return redirect("contracts:contract", partnership, pk)


@access(Role.COORDINATOR)
@require_POST
def take_priorities(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take one priority of the diagnosis over, or all of those left."""
    row = contract_here(request, pk)
    asked = request.POST.get("priorite")
    chosen = (
        plan.to_take(contract=row) if asked is None
        else [found(plan.diagnosed(contract=row, pk=number(asked) or 0))]
    )  # fmt: skip
    told(
        request,
        lambda: [services.take_priority(actor=request.actor, contract=row, diagnosed=one) for one in chosen],
        _("C'est repris du diagnostic. Écrivez maintenant ce qui doit changer : un objectif."),
    )
    return redirect("contracts:contract", partnership, pk)
