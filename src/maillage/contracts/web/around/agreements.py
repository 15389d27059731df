"""Agreements outside the contract: the page of all of them, one of them, its forms, the list as CSV."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.selectors import around as selectors
from maillage.contracts.services.around import agreements as services
from maillage.contracts.vocabulary.around import AgreementState
from maillage.contracts.web.around.acts import declares
from maillage.contracts.web.around.pages import READERS, one_form, seen
from maillage.contracts.web.forms.around import AgreementForm, EndForm, agreement_values
from maillage.kernel import Role, access
from maillage.ui.downloads import csv_answer
from maillage.ui.sending import told

HEAD = (
    "genre", "intitule", "parties", "entre_deux", "objet", "du", "au", "etat", "exigee_par_la_loi",
    "reference",
)  # fmt: skip
STANDING = (AgreementState.IN_FORCE, AgreementState.COMING)


@access(*READERS)
@require_safe
def around(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """What stands around the contract: agreements, dated acts, declared counterparts."""
    here, actor, today = request.workspace, request.actor, timezone.localdate()
    lines = selectors.agreements(partnership=here, on=today)
    shown = selectors.reads_acts(actor)
    context = {
        "standing": [line for line in lines if line.state in STANDING],
        "past": [line for line in lines if line.state not in STANDING],
        "counts": selectors.agreement_counts(partnership=here, on=today), "today": today,
        "acts": list(selectors.acts(partnership=here)) if shown else [], "reads_acts": shown,
        "years": selectors.acts_by_year(partnership=here, actor=actor),
        "counterparts": list(selectors.counterparts(partnership=here)),
        "declared": selectors.counterpart_counts(partnership=here),
        "may_run": visibility.may_run(actor), "may_declare": declares(actor),
        "mine": actor.institutions,
    }  # fmt: skip
    return render(request, "contracts/around/around.html", context)


@access(*READERS)
@require_safe
def agreements_file(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The agreements as CSV, those withdrawn left out."""
    today = timezone.localdate()
    lines = selectors.agreements(partnership=request.workspace, on=today)
    rows = (_cells(line) for line in lines if line.state is not AgreementState.WITHDRAWN)
    return csv_answer(f"conventions-{partnership}-{today.isoformat()}.csv", HEAD, rows)


def _cells(line: selectors.AgreementLine) -> list[object]:
    row = line.row
    return [
        row.kind_term.label, row.title, ", ".join(one.name for one in line.parties),
        "oui" if line.two_party else "non", row.object, row.start, row.end, line.state.label,
        "oui" if row.required else "non", row.reference,
    ]  # fmt: skip


def _line(request: WorkspaceRequest, pk: int) -> selectors.AgreementLine:
    line = selectors.agreement(partnership=request.workspace, pk=pk, on=timezone.localdate())
    if line is None:
        raise Http404("convention inconnue dans ce partenariat")
    return line


@access(*READERS)
@require_safe
def agreement(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One agreement, and what may be done with it."""
    context = {"line": _line(request, pk), "may_run": visibility.may_run(request.actor),
               "withdrawn": AgreementState.WITHDRAWN, "standing": STANDING}  # fmt: skip
    return render(request, "contracts/around/agreement.html", context)


@access(Role.COORDINATOR)
def add_agreement(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Note an agreement."""
    form = AgreementForm(request.POST or None, initial={"start": timezone.localdate()})
    form.offer(request.workspace)
    return one_form(
        request, form,
        lambda: services.add_agreement(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ),
        back=reverse("contracts:around", args=[partnership]), done=_("La convention est notée."),
        title=_("Noter une convention"), submit=_("Noter la convention"),
        lead=_("Une convention passée hors du contrat : entre qui, pour quoi, jusqu'à quand."),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_agreement(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change an agreement."""
    row = _line(request, pk).row
    form = AgreementForm(request.POST or None, initial=agreement_values(row))
    form.offer(request.workspace)
    return one_form(
        request, form,
        lambda: services.edit_agreement(
            actor=request.actor, agreement=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ),
        back=reverse("contracts:agreement", args=[partnership, pk]), done=_("La convention est modifiée."),
        row=row, title=_("Modifier la convention"), submit=_("Enregistrer"),
    )  # fmt: skip


@access(Role.COORDINATOR)
def end_agreement(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """End an agreement before its term, with the reason."""
    row = _line(request, pk).row
    form = EndForm(request.POST or None, initial={"on": timezone.localdate(), "revision": row.revision})
    return one_form(
        request, form,
        lambda: services.end_agreement(
            actor=request.actor, agreement=row, seen=form.cleaned_data["revision"],
            on=form.cleaned_data["on"], reason=form.cleaned_data["reason"],
        ),
        back=reverse("contracts:agreement", args=[partnership, pk]), row=row, lead=row.title,
        done=_("La fin de la convention est inscrite ; vous pouvez la reprendre si c'est une erreur."),
        title=_("Terminer la convention"), submit=_("Inscrire la fin"),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def resume_agreement(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Undo an early end."""
    row = _line(request, pk).row
    told(
        request,
        lambda: services.resume_agreement(actor=request.actor, agreement=row, seen=seen(request)),
        _("La convention est reprise : elle court jusqu'au terme qu'elle avait."),
    )
    return redirect("contracts:agreement", partnership, pk)
