"""Dated acts of one authority alone, and counterparts that institutions declare: their forms."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.models import Counterpart, DatedAct
from maillage.contracts.selectors import around as selectors
from maillage.contracts.services.around import acts as services
from maillage.contracts.vocabulary.around import ActKind
from maillage.contracts.web.around.pages import DECLARING, one_form
from maillage.contracts.web.forms.around import (
    ACTS,
    CounterpartForm,
    CounterpartWordsForm,
    LetterForm,
    ParentalForm,
    act_values,
)
from maillage.kernel import Actor, Role, access
from maillage.ui.sending import found


def declares(actor: Actor) -> bool:
    """May the actor declare a counterpart, of some institution?"""
    return visibility.may_run(actor) or (actor.holds(*DECLARING) and bool(actor.institutions))


def _words(kind: ActKind) -> dict[str, str]:
    if kind is ActKind.PARENTAL:
        return {
            "title": _("Compter des contrats de responsabilité parentale"),
            "lead": _("Le jour, l'autorité et le nombre : rien qui désigne une famille."),
        }
    return {
        "title": _("Noter une lettre de sauvegarde"),
        "lead": _("Une institution se couvre seule, par écrit, auprès d'une autre."),
    }


@access(Role.COORDINATOR)
def add_act(request: WorkspaceRequest, partnership: str, kind: str) -> HttpResponse:
    """Note an act."""
    if kind not in ACTS:
        raise Http404("acte inconnu")
    word, made = ACTS[kind]
    today = timezone.localdate()
    form: Any = made(request.POST or None, initial={"on": today})
    form.offer(request.workspace)
    return one_form(
        request, form,
        lambda: services.add_act(
            actor=request.actor, partnership=request.workspace, draft=form.draft(), today=today,
            nonce=form.cleaned_data["nonce"],
        ),
        back=reverse("contracts:around", args=[partnership]), done=_("C'est noté."), submit=_("Noter"),
        **_words(word),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_act(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct an act."""
    row: DatedAct = found(selectors.kept(partnership=request.workspace, kind="acte", pk=pk))
    made = ParentalForm if row.kind_term is ActKind.PARENTAL else LetterForm
    form: Any = made(request.POST or None, initial=act_values(row))
    form.offer(request.workspace)
    return one_form(
        request, form,
        lambda: services.edit_act(
            actor=request.actor, dated_act=row, seen=form.cleaned_data["revision"], draft=form.draft(),
            today=timezone.localdate(),
        ),
        back=reverse("contracts:around", args=[partnership]), done=_("L'acte est corrigé."), row=row,
        submit=_("Enregistrer"), **_words(row.kind_term) | {"title": _("Corriger un acte")},
    )  # fmt: skip


@access(*DECLARING)
def add_counterpart(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Declare what one's institution got outside prevention."""
    actor, today = request.actor, timezone.localdate()
    form = CounterpartForm(request.POST or None, initial={"on": today})
    form.speak(request.workspace, None if visibility.may_run(actor) else actor.institutions)

    def change() -> Counterpart:
        data = form.cleaned_data
        return services.declare_counterpart(
            actor=actor, contract=data["contract"], institution=data["institution"], words=data["words"],
            on=data["on"], today=today, nonce=data["nonce"],
        )  # fmt: skip

    return one_form(
        request, form, change, back=reverse("contracts:around", args=[partnership]),
        done=_("La contrepartie est déclarée."), title=_("Déclarer une contrepartie"),
        submit=_("Déclarer"),
        lead=_("Ce qu'une institution a obtenu hors de la prévention en échange de sa part. C'est libre."),
    )  # fmt: skip


@access(*DECLARING)
def edit_counterpart(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say a counterpart better."""
    row: Counterpart = found(selectors.kept(partnership=request.workspace, kind="contrepartie", pk=pk))
    first = {"words": row.words, "on": row.on, "revision": row.revision}
    form = CounterpartWordsForm(request.POST or None, initial=first)
    return one_form(
        request, form,
        lambda: services.edit_counterpart(
            actor=request.actor, counterpart=row, seen=form.cleaned_data["revision"],
            words=form.cleaned_data["words"], on=form.cleaned_data["on"], today=timezone.localdate(),
        ),
        back=reverse("contracts:around", args=[partnership]), done=_("La contrepartie est modifiée."),
        row=row, title=_("Modifier une contrepartie"), submit=_("Enregistrer"),
    )  # fmt: skip
