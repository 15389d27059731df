"""The life of a request: its steps, the opinions on it, what the funder decided."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.rules import life, visibility
from maillage.funding.rules.life import Step
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import decisions as services
from maillage.funding.services import life as lives
from maillage.funding.services import opinions, terms
from maillage.funding.vocabulary import OpinionVerdict
from maillage.funding.web.forms import grants as forms
from maillage.funding.web.pages import (
    FUNDERS,
    LEADERS,
    READERS,
    Page,
    act,
    answer,
    at,
    enter,
    enter_grant,
    today,
)
from maillage.kernel import access
from maillage.ui.sending import found

REASONED = (life.RETURN, life.WITHDRAW)


def _words(step: Step) -> tuple[str, str, str, str]:
    """Title, button, what is said after, and what the step means."""
    return {
        life.VALIDATE: (
            _("Valider localement"), _("Valider la demande"),
            _("La demande est validée : elle peut être déposée."),
            _("Son texte est gardé tel quel : ce qui changera avant le dépôt sera montré."),
        ),
        life.UNVALIDATE: (
            _("Rouvrir la demande"), _("Rouvrir"), _("La demande est de nouveau en préparation."), "",
        ),
        life.FILE: (
            _("Déposer la demande"), _("Dire qu'elle est déposée"), _("La demande est déposée."),
            _("Le dépôt lui-même se fait sur le formulaire ou le site du financeur : inscrivez-en le jour."),
        ),
        life.UNFILE: (_("Reprendre la demande"), _("Reprendre"), _("Le dépôt est annulé."), ""),
        life.RETURN: (
            _("Renvoyer pour être précisée"), _("Renvoyer la demande"),
            _("La demande est renvoyée à l'organisme."),
            _("Une demande imprécise se renvoie avec ce qui manque."),
        ),
        life.WITHDRAW: (
            _("Retirer la demande"), _("Retirer la demande"),
            _("La demande est retirée ; elle reste lisible."), "",
        ),
        life.PUT_BACK: (
            _("Remettre la demande"), _("Remettre"), _("La demande est remise où elle était."), "",
        ),
    }[step]  # fmt: skip


@access(*READERS)
def step(request: WorkspaceRequest, partnership: str, pk: int, step: str) -> HttpResponse:
    """One step, with its day, and its reason where one is asked."""
    row, which = enter(request, pk), Step(step)
    if which not in life.FROM:
        raise Http404("étape inconnue")
    title, submit, done, lead = _words(which)
    kind = forms.ReasonStepForm if which in REASONED else forms.StepForm
    form = kind(request.POST or None, initial={"revision": row.revision, "on": today()})
    page = Page(title, submit, at(request, "request", pk), done, lead, row.title)
    return answer(
        request, form,
        lambda: lives.take_step(
            actor=request.actor, request=row, step=which, seen=form.cleaned_data["revision"],
            on=form.cleaned_data["on"], reason=form.cleaned_data.get("reason", ""),
        ), page, row=row,
    )  # fmt: skip


@access(*LEADERS)
def give_opinion(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The opinion of an institution: one's own, or of any on paper for the coordinator."""
    row = enter(request, pk)
    form = forms.OpinionForm(request.POST or None, initial={"on": today()})
    form.offer(request.workspace, request.actor, runs=visibility.runs(request.actor))
    page = Page(
        _("Donner un avis"), _("Inscrire l'avis"), at(request, "request", pk), _("L'avis est inscrit."),
        where=row.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: opinions.give_opinion(
            actor=request.actor, request=row, institution=form.cleaned_data["institution"],
            verdict=OpinionVerdict(form.cleaned_data["verdict"]), words=form.cleaned_data["words"],
            on=form.cleaned_data["on"], nonce=form.cleaned_data["nonce"],
        ), page,
    )  # fmt: skip


@access(*LEADERS)
@require_POST
def withdraw_opinion(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw an opinion, or put it back."""
    row = found(selectors.opinion(partnership=request.workspace, actor=request.actor, pk=pk))
    back = row.withdrawn_on is not None
    return act(
        request,
        lambda: opinions.withdraw_opinion(actor=request.actor, opinion=row, on=today(), back=back),
        _("L'avis est remis.") if back else _("L'avis est retiré."),
        at(request, "request", row.request_id),
    )


@access(*FUNDERS)
def decide(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """What the funder decided."""
    row = enter(request, pk)
    first = {"revision": row.revision, "on": today(), "amount": row.asked}
    form = forms.DecisionForm(request.POST or None, initial=first)
    page = Page(
        _("Inscrire la décision"), _("Inscrire la décision"), at(request, "request", pk),
        _("La décision est inscrite."), _("Ce que le financeur a décidé, et ses raisons."), row.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.decide(
            actor=request.actor, request=row, seen=form.cleaned_data["revision"], ruling=form.ruling(),
            nonce=form.cleaned_data["nonce"],
        ), page, row=row,
    )  # fmt: skip


@access(*FUNDERS)
@require_POST
def undo_decision(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Undo a decision from which nothing followed."""
    row = enter_grant(request, pk)
    return act(
        request,
        lambda: services.undo_decision(actor=request.actor, decision=row, seen=row.revision, on=today()),
        _("La décision est annulée : la demande est de nouveau déposée."),
        at(request, "request", pk),
    )


@access(*FUNDERS)
def notify(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """When the decision was notified."""
    row = enter_grant(request, pk)
    form = forms.NoticeForm(request.POST or None, initial={"revision": row.revision, "on": row.notified_on})
    page = Page(
        _("Dire quand elle est notifiée"), _("Enregistrer"), at(request, "request", pk),
        _("C'est enregistré."),
        _("Vide : elle n'est pas encore notifiée."), row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.notify(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], on=form.cleaned_data["on"]
        ), page, row=row,
    )  # fmt: skip


@access(*FUNDERS)
def convention(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The convention, as a draft or signed."""
    row = enter_grant(request, pk)
    first = {name: getattr(row, name) for name in (*terms.TERMS, "revision")}
    first["convention_objectives"] = row.convention_objectives or row.request.objectives
    first["evaluation_terms"] = row.evaluation_terms or row.request.evaluation
    form = forms.ConventionForm(request.POST or None, initial=first)
    page = Page(
        _("Écrire la convention"), _("Enregistrer la convention"), at(request, "request", pk),
        _("La convention est enregistrée."), where=row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: terms.set_convention(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], terms=form.cleaned_data
        ), page, row=row,
    )  # fmt: skip
