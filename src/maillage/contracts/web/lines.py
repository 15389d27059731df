"""The lines of a contract and of a sheet: one form a line, withdrawn, put back, moved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import ActionSheet, Contract, Milestone, Word
from maillage.contracts.selectors import plan
from maillage.contracts.services import lines as services
from maillage.contracts.services.record import contract_of
from maillage.contracts.web.forms.lines import FORMS, LineFields
from maillage.contracts.web.pages import address, back_to, sent
from maillage.kernel import Role, access
from maillage.ui.forms import OnceForm, RevisedForm
from maillage.ui.sending import found, told
from maillage.ui.single import show

ADD = {
    "axe": gettext_lazy("Ajouter un axe"), "priorite": gettext_lazy("Ajouter une priorité"),
    "objectif": gettext_lazy("Ajouter un objectif"), "mot": gettext_lazy("Ajouter un mot"),
    "etape": gettext_lazy("Ajouter une étape"), "cout": gettext_lazy("Ajouter une ligne de coût"),
    "indicateur": gettext_lazy("Ajouter un indicateur"),
}  # fmt: skip
EDIT = {
    "axe": gettext_lazy("Modifier l'axe"), "priorite": gettext_lazy("Modifier la priorité"),
    "objectif": gettext_lazy("Modifier l'objectif"), "mot": gettext_lazy("Modifier le mot"),
    "etape": gettext_lazy("Modifier l'étape"), "cout": gettext_lazy("Modifier la ligne de coût"),
    "indicateur": gettext_lazy("Modifier l'indicateur"),
}  # fmt: skip
MARKS = {"etape": "#calendrier", "cout": "#cout", "indicateur": "#indicateurs"}
WITHDRAWN = gettext_lazy("C'est retiré. Vous pouvez le remettre depuis la liste de ce qui est retiré.")


def _adding(kind: str) -> Any:
    """The form of a new line of this kind: sent twice counts once."""
    return type(f"New{kind}", (OnceForm, FORMS[kind]), {})


def _editing(kind: str) -> Any:
    """The form of a line that exists."""
    return type(f"Edit{kind}", (RevisedForm, FORMS[kind]), {})


def _contract(above: Any) -> Contract:
    return above if isinstance(above, Contract) else contract_of(above)


def _where(request: WorkspaceRequest, kind: str, row: Any) -> str:
    """The page where a line, or what stands above it, is shown."""
    if kind in MARKS:
        sheet = row if isinstance(row, ActionSheet) else row.sheet
        return address(request, "sheet", sheet.pk) + MARKS[kind]
    page = "glossary" if kind == "mot" else "contract"
    return address(request, page, _contract(row).pk)


@access(Role.COORDINATOR)
def add_line(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Add a line under what stands above it."""
    above = found(plan.parent(partnership=request.workspace, kind=kind, pk=pk))
    form: Any = _adding(kind)(request.POST or None, initial=_first(kind, above))
    form.offer(_contract(above))
    made = sent(
        request, form,
        lambda: services.add_line(
            actor=request.actor, parent=above, kind=kind, values=form.values(),
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("C'est ajouté."))
        return redirect(_where(request, kind, above))
    return show(
        request, form, title=str(ADD[kind]), submit=_("Ajouter"), where=str(above),
        back=_where(request, kind, above),
    )  # fmt: skip


def _first(kind: str, above: Any) -> dict[str, Any]:
    """What is likely: the year of the sheet, else of the contract."""
    return {"year": (above.start or above.contract.start).year} if kind == "cout" else {}


@access(Role.COORDINATOR)
def edit_line(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Change a line."""
    row = found(plan.line(partnership=request.workspace, kind=kind, pk=pk))
    form: Any = _editing(kind)(request.POST or None, initial=_values(kind, row))
    form.offer(_contract(row))
    made = sent(
        request, form,
        lambda: services.edit_line(
            actor=request.actor, row=row, seen=form.cleaned_data["revision"], values=form.values()
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _meaning_changed(row, made) or _("C'est enregistré."))
        return redirect(_where(request, kind, row))
    context = {
        "form": form, "title": str(EDIT[kind]), "submit": _("Enregistrer"), "where": str(row), "lead": "",
        "back": _where(request, kind, row), "row": row, "kind": kind,
    }  # fmt: skip
    return render(request, "contracts/line_form.html", context)


def _meaning_changed(before: Any, after: Any) -> str:
    if isinstance(after, Word) and before.meaning != after.meaning:
        return _("Le sens a changé : les accords donnés à l'ancien sens sont à demander de nouveau.")
    return ""


def _values(kind: str, row: Any) -> dict[str, Any]:
    names = [name for name in _names(kind) if name != "findings"]
    links = {"findings": list(row.findings.all())} if kind == "objectif" else {}
    return {name: getattr(row, name) for name in names} | {"revision": row.revision} | links


def _names(kind: str) -> list[str]:
    form: type[LineFields] = FORMS[kind]
    return [name for name in form.base_fields if name != "weighed"]


@access(Role.COORDINATOR)
@require_POST
def withdraw_line(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Withdraw a line; it can be put back."""
    row = found(plan.line(partnership=request.workspace, kind=kind, pk=pk))
    day = timezone.localdate()
    told(request, lambda: services.withdraw_line(actor=request.actor, row=row, on=day), str(WITHDRAWN))
    return back_to(request, _where(request, kind, row))


@access(Role.COORDINATOR)
@require_POST
def put_back_line(request: WorkspaceRequest, partnership: str, kind: str, pk: int) -> HttpResponse:
    """Put a withdrawn line back."""
    row = found(plan.line(partnership=request.workspace, kind=kind, pk=pk))
    told(request, lambda: services.put_back_line(actor=request.actor, row=row), _("C'est remis."))
    return back_to(request, _where(request, kind, row))


@access(Role.COORDINATOR)
@require_POST
def move_line(request: WorkspaceRequest, partnership: str, kind: str, pk: int, way: str) -> HttpResponse:
    """Move a numbered line one step up or down."""
    row = found(plan.line(partnership=request.workspace, kind=kind, pk=pk))
    if way not in ("monter", "descendre") or kind in MARKS:
        raise Http404("déplacement inconnu")
    up = way == "monter"
    told(request, lambda: services.move_line(actor=request.actor, row=row, up=up), _("L'ordre est changé."))
    return back_to(request, _where(request, kind, row))


@access(Role.COORDINATOR)
@require_POST
def reach_milestone(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say that a step was reached today, or that it was not after all."""
    row: Milestone = found(plan.line(partnership=request.workspace, kind="etape", pk=pk))
    today = timezone.localdate()
    day = None if row.done_on else today
    words = _("L'étape est de nouveau à faire.") if row.done_on else _("L'étape est notée atteinte ce jour.")
    told(request, lambda: services.reach_milestone(actor=request.actor, row=row, on=day, today=today), words)
    return back_to(request, _where(request, "etape", row))
