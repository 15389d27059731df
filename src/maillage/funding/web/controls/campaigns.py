"""Campaigns: their list, one of them, the forms that prepare it, its record to download."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.indicators import controls as figures
from maillage.funding.models import Campaign
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.services import campaigns as services
from maillage.funding.web.controls.forms import (
    CampaignForm,
    PublishForm,
    ReasonForm,
    ReportBodyForm,
    campaign_values,
)
from maillage.funding.web.controls.pages import KEEPERS, READERS, campaign_of, control_of, keeps, sent
from maillage.kernel import access
from maillage.ui.downloads import file_answer
from maillage.ui.sending import told
from maillage.ui.single import show


@access(*READERS)
@require_safe
def campaigns(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Every campaign, the last year first."""
    rows = selectors.overview(partnership=request.workspace)
    return render(request, "funding/campaigns.html", {"rows": rows, "keeps": keeps(request)})


@access(*READERS)
@require_safe
def campaign(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One campaign: list, strata, seed, sample, progress, sums."""
    record = selectors.record(campaign=campaign_of(request, pk), on=timezone.localdate())
    withdrawn = selectors.controls(campaign=record.campaign, withdrawn=True)
    context = {
        "record": record, "campaign": record.campaign, "keeps": keeps(request),
        "figures": [figures.control_rate(record.progress), figures.restitution(record.progress)],
        "gone": [row for row in withdrawn if row.reason], "rate": selectors.default_rate()[1],
    }  # fmt: skip
    return render(request, "funding/campaign.html", context)


@access(*READERS)
@require_safe
def campaign_file(request: WorkspaceRequest, partnership: str, pk: int, file_format: str) -> HttpResponse:
    """The record as PDF, the controls as XLSX, the list as CSV."""
    if file_format not in ("pdf", "xlsx", "csv"):
        raise Http404("format inconnu")
    record = selectors.record(campaign=campaign_of(request, pk), on=timezone.localdate())
    content = import_string(settings.CAMPAIGN_RECORDS)(record, file_format)
    return file_answer(f"controles-{partnership}-{record.campaign.year}-{pk}.{file_format}", content)


@access(*KEEPERS)
def open_campaign(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Open a campaign."""
    form = CampaignForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    form.offer(request.workspace)
    made = sent(
        request, form,
        lambda: services.open_campaign(
            actor=request.actor, partnership=request.workspace, draft=form.draft(),
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La campagne est ouverte : publiez la liste, puis tirez."))
        return redirect("funding:campaign", partnership, made.pk)
    back = reverse("funding:campaigns", args=[partnership])
    lead = _("Aucun texte lu ne fixe ces délais : ce sont ceux de la campagne, et les courriers le disent.")
    return show(
        request, form, title=_("Ouvrir une campagne de contrôle"), submit=_("Ouvrir la campagne"), lead=lead,
        where=request.workspace.name, back=back,
    )  # fmt: skip


@access(*KEEPERS)
def edit_campaign(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct a campaign; what its published list rests on no longer changes."""
    row = campaign_of(request, pk)
    form = CampaignForm(request.POST or None, initial=campaign_values(row))
    form.offer(request.workspace)
    made = sent(
        request, form,
        lambda: services.edit_campaign(
            actor=request.actor, campaign=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La campagne est modifiée."))
        return redirect("funding:campaign", partnership, pk)
    return _form(request, form, row, _("Modifier la campagne"), _("Enregistrer"))


@access(*KEEPERS)
def publish_base(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Publish the list and the seed, before the draw."""
    row = campaign_of(request, pk)
    form = PublishForm(request.POST or None)

    def change() -> Any:
        data = form.cleaned_data
        return services.publish_base(
            actor=request.actor, campaign=row, on=timezone.localdate(), seed=data["seed"],
            seed_origin=data["seed_origin"], nonce=data["nonce"],
        )  # fmt: skip

    if sent(request, form, change) is not None:
        messages.success(request, _("La liste et la graine sont publiées : le tirage peut se faire."))
        return redirect("funding:campaign", partnership, pk)
    lead = _("La liste des organismes financés est figée avec la graine. Ensuite, elles décident seules.")
    return _form(request, form, row, _("Publier la liste et la graine"), _("Publier"), lead)


@access(*KEEPERS)
def withdraw_base(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take back a list published by mistake, before anybody is told."""
    row = campaign_of(request, pk)
    form = ReasonForm(request.POST or None)
    made = sent(
        request, form,
        lambda: services.withdraw_base(
            actor=request.actor, campaign=row, reason=form.cleaned_data["reason"], on=timezone.localdate()
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La liste est retirée ; sa graine et le motif restent publics."))
        return redirect("funding:campaign", partnership, pk)
    return _form(request, form, row, _("Retirer la liste publiée"), _("Retirer la liste"))


@access(*KEEPERS)
def report_body(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Add a body outside the sample."""
    row = campaign_of(request, pk)
    form = ReportBodyForm(request.POST or None)
    form.offer(row)

    def change() -> Any:
        data = form.cleaned_data
        return services.report_body(
            actor=request.actor, campaign=row, institution=data["institution"], reason=data["reason"],
            on=timezone.localdate(), nonce=data["nonce"],
        )  # fmt: skip

    if sent(request, form, change) is not None:
        messages.success(request, _("L'organisme est inscrit hors tirage, avec son motif."))
        return redirect("funding:campaign", partnership, pk)
    return _form(request, form, row, _("Ajouter un organisme hors tirage"), _("Ajouter l'organisme"))


@access(*KEEPERS)
@require_POST
def draw(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Draw from the published list."""
    row = campaign_of(request, pk)
    told(
        request,
        lambda: services.draw(actor=request.actor, campaign=row, on=timezone.localdate()),
        _("Le tirage est fait : annoncez maintenant les contrôles."),
    )
    return redirect("funding:campaign", partnership, pk)


@access(*KEEPERS)
@require_POST
def withdraw_campaign(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Set a campaign aside, or take it up again."""
    row, today = campaign_of(request, pk), timezone.localdate()
    if row.withdrawn_on is None:
        told(
            request, lambda: services.withdraw_campaign(actor=request.actor, campaign=row, on=today),
            _("La campagne est retirée ; elle peut être reprise."),
        )  # fmt: skip
    else:
        told(
            request, lambda: services.restore_campaign(actor=request.actor, campaign=row),
            _("La campagne est reprise."),
        )  # fmt: skip
    return redirect("funding:campaign", partnership, pk)


@access(*KEEPERS)
@require_POST
def withdraw_report(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take a reported body out of its campaign, or put it back."""
    row, today = control_of(request, pk), timezone.localdate()
    if row.withdrawn_on is None:
        told(
            request, lambda: services.withdraw_report(actor=request.actor, control=row, on=today),
            _("Le signalement est retiré ; il peut être rétabli."),
        )  # fmt: skip
    else:
        told(
            request, lambda: services.restore_report(actor=request.actor, control=row),
            _("Le signalement est rétabli."),
        )  # fmt: skip
    return redirect("funding:campaign", partnership, row.campaign_id)


def _form(
    request: WorkspaceRequest, form: Any, row: Campaign, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = reverse("funding:campaign", args=[request.workspace.key, row.pk])
    return show(request, form, title=title, submit=submit, where=row.title, lead=lead, back=back)
