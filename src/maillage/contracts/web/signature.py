"""The signature of a contract: who signs, the text put to signature, each signature, what is taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.contracts.models import Contract, Signatory, Signature, Version
from maillage.contracts.rules import signing as rules
from maillage.contracts.selectors import life, readiness
from maillage.contracts.services import round as rounds
from maillage.contracts.services import signatories as listing
from maillage.contracts.services import signing
from maillage.contracts.vocabulary.life import SignatureMode
from maillage.contracts.web.forms.life import OpenRoundForm, SignatoryForm, SignForm, WhyForm
from maillage.contracts.web.life_pages import READERS, SIGNERS, enter
from maillage.contracts.web.pages import runs, sent
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show

LEAD = Role.COORDINATOR


@access(*READERS)
@require_safe
def signature(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Who signs this contract, and where each signature stands."""
    row = enter(request, contract)
    version = life.open_version(contract=row) or life.signed_version(contract=row)
    context = {
        "contract": row, "version": version, "lines": _lines(request, row, version),
        "may_run": runs(request), "withdrawn": life.signatories(contract=row, withdrawn=True),
        "remarks": len(readiness.of_contract(row).remarks), "past": _past(version),
    }  # fmt: skip
    return render(request, "contracts/signature.html", context)


def _lines(request: WorkspaceRequest, row: Contract, version: Version | None) -> list[dict[str, Any]]:
    """One line per signatory, with its signature of the version shown."""
    kept = {one.institution_id: one for one in life.signatures(version=version)} if version else {}
    out = version is not None and version.state == "open"
    return [
        {"row": one, "signed": kept.get(one.institution_id),
         "may_sign": out and one.institution_id not in kept
         and visibility.may_answer_for(request.actor, one.institution_id),
         "may_answer": visibility.may_answer_for(request.actor, one.institution_id)}
        for one in life.signatories(contract=row)
    ]  # fmt: skip


def _past(version: Version | None) -> list[Signature]:
    """The signatures that were withdrawn from the version shown."""
    return life.past_signatures(version=version) if version else []


@access(LEAD)
def add_signatory(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Name who signs."""
    row = enter(request, contract)
    form = SignatoryForm(request.POST or None, initial={"rank": len(life.signatories(contract=row)) + 1})
    form.offer(request.workspace)

    def change() -> Signatory:
        data = form.cleaned_data
        return listing.add_signatory(
            actor=request.actor, contract=row, institution=data["institution"],
            capacity=form.capacity_term(), rank=data["rank"], nonce=data["nonce"],
        )  # fmt: skip

    if sent(request, form, change) is not None:
        messages.success(request, _("Le signataire est sur la liste."))
        return redirect("contracts:signature", partnership, contract)
    return _one(request, form, row, _("Ajouter un signataire"), _("Ajouter à la liste"))


@access(LEAD)
@require_POST
def withdraw_signatory(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take an institution off the list."""
    row = found(life.signatory(partnership=request.workspace, pk=pk))
    told(
        request,
        lambda: listing.withdraw_signatory(actor=request.actor, signatory=row, on=timezone.localdate()),
        _("L'institution n'est plus sur la liste ; elle peut y être remise."),
    )
    return redirect("contracts:signature", partnership, row.contract_id)


@access(LEAD)
@require_POST
def put_back_signatory(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put an institution back on the list."""
    row = found(life.signatory(partnership=request.workspace, pk=pk))
    told(
        request, lambda: listing.put_back_signatory(actor=request.actor, signatory=row),
        _("L'institution est de nouveau sur la liste."),
    )  # fmt: skip
    return redirect("contracts:signature", partnership, row.contract_id)


@access(LEAD)
def put_to_signature(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Freeze the text and ask every signatory."""
    row = enter(request, contract)
    form = OpenRoundForm(request.POST or None)
    made = sent(
        request, form,
        lambda: rounds.put_to_signature(
            actor=request.actor, contract=row, reason=form.cleaned_data["reason"], on=timezone.localdate(),
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Le texte est à la signature : il ne change plus. Chacun est prévenu."))
        return redirect("contracts:signature", partnership, contract)
    lead = _("Le texte sera figé, avec ce qui lui manque encore. Chaque signataire recevra un message.")
    return _one(request, form, row, _("Mettre à la signature"), _("Figer le texte et prévenir"), lead)


@access(LEAD)
def withdraw_version(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take a text back from signature, with the reason."""
    row = found(life.version_here(partnership=request.workspace, pk=pk))
    form = WhyForm(request.POST or None)
    made = sent(
        request, form,
        lambda: rounds.withdraw_version(
            actor=request.actor, version=row, reason=form.cleaned_data["reason"], on=timezone.localdate()
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Le texte n'est plus à la signature : il peut être repris."))
        return redirect("contracts:signature", partnership, row.contract_id)
    lead = _("Les signatures déjà données restent avec ce texte ; le suivant se signera de nouveau.")
    title = _("Retirer le texte de la signature")
    return _one(request, form, row.contract, title, title, lead)


@access(LEAD)
@require_POST
def put_back_version(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put back to signature a text taken back by mistake."""
    row = found(life.version_here(partnership=request.workspace, pk=pk))
    told(
        request, lambda: rounds.put_back_version(actor=request.actor, version=row, on=timezone.localdate()),
        _("Le texte est de nouveau à la signature, avec les signatures déjà données."),
    )  # fmt: skip
    return redirect("contracts:signature", partnership, row.contract_id)


@access(*SIGNERS)
def sign(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Sign for one of the signatories."""
    signatory = found(life.signatory(partnership=request.workspace, pk=pk))
    contract = signatory.contract
    if not visibility.may_answer_for(request.actor, signatory.institution_id):
        raise Http404("signataire d'une autre institution")
    version = found(life.open_version(contract=contract))
    form = SignForm(
        request.POST or None, request.FILES or None,
        initial={"on": timezone.localdate(), "version": version.number,
                 "signer": signatory.capacity_term.label},
    )  # fmt: skip
    form.offer(_modes(request, signatory))
    if sent(request, form, lambda: _sign(request, signatory, form)) is not None:
        messages.success(request, _("La signature est inscrite."))
        return redirect("contracts:signature", partnership, contract.pk)
    lead = _("Version %(number)s de « %(title)s ». Lisez-la avant de signer.") % {
        "number": version.number, "title": contract.title,
    }  # fmt: skip
    return _one(request, form, contract, _("Signer : %(who)s") % {"who": signatory.institution.label},
                _("Signer"), lead, upload=True)  # fmt: skip


def _modes(request: WorkspaceRequest, signatory: Signatory) -> list[SignatureMode]:
    """Online only for the institution's own representative."""
    own = signatory.institution_id in request.actor.institutions
    paper = [SignatureMode.SCANNED, SignatureMode.PAPER]
    return [SignatureMode.CONFIRMED, *paper] if own else paper


def _sign(request: WorkspaceRequest, signatory: Signatory, form: SignForm) -> Signature:
    """Sign the version that was read, not the one that may have followed it."""
    data = form.cleaned_data
    read = found(life.version(contract=signatory.contract, number=data["version"]))
    return signing.sign(
        actor=request.actor, version=read, institution=signatory.institution, draft=form.draft(),
        today=timezone.localdate(), nonce=data["nonce"],
    )  # fmt: skip


@access(*SIGNERS)
def withdraw_signature(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a signature, with the reason."""
    row = _signature(request, pk)
    form = WhyForm(request.POST or None)
    made = sent(
        request, form,
        lambda: signing.withdraw_signature(
            actor=request.actor, signature=row, reason=form.cleaned_data["reason"], on=timezone.localdate()
        ),
    )  # fmt: skip
    contract = row.version.contract
    if made is not None:
        messages.success(request, _("La signature est retirée ; elle reste lisible avec son motif."))
        return redirect("contracts:signature", partnership, contract.pk)
    title = _("Retirer la signature : %(who)s") % {"who": row.institution.label}
    return _one(request, form, contract, title, _("Retirer la signature"))


def _signature(request: WorkspaceRequest, pk: int) -> Signature:
    row = found(life.signature(partnership=request.workspace, pk=pk))
    if not visibility.may_answer_for(request.actor, row.institution_id):
        raise Http404("signature d'une autre institution")
    return row


@access(*SIGNERS)
@require_POST
def put_back_signature(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put back a signature withdrawn by mistake."""
    row = _signature(request, pk)
    told(
        request, lambda: signing.put_back_signature(actor=request.actor, signature=row),
        _("La signature est remise."),
    )  # fmt: skip
    return redirect("contracts:signature", partnership, row.version.contract_id)


@access(*SIGNERS)
@require_safe
def scan(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The scan of an original: for the signatory itself and who runs the partnership."""
    row = _signature(request, pk)
    content = bytes(row.scan)
    kind = rules.scan_kind(content)
    if not kind:
        raise Http404("pas d'original numérisé")
    return HttpResponse(
        content, content_type=rules.TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="signature-{row.pk}.{kind}"',
                 "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _one(
    request: WorkspaceRequest, form: Any, row: Contract, title: str, submit: str, lead: str = "", **more: Any
) -> HttpResponse:
    return show(
        request, form, title=title, submit=submit, where=row.title, lead=lead,
        back=reverse("contracts:signature", args=[request.workspace.key, row.pk]), **more,
    )  # fmt: skip
