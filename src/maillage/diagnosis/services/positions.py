"""What institutions say of a finding: they sign, or disagree; both may be withdrawn, with trace."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.bodies.rules import visibility
from maillage.bodies.services import gate
from maillage.diagnosis.models import Diagnosis, Finding, FindingDissent, FindingSignature
from maillage.diagnosis.services.write import changed
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput


def sign(
    *, actor: Actor, finding: Finding, institution: Institution, on: date, nonce: UUID | None = None
) -> FindingSignature:
    """An institution signs a finding. Twice: the first stands. By who runs: « signé sur papier »."""
    _check(actor, finding, institution, "signature d'un constat")
    with transaction.atomic():
        Diagnosis.objects.select_for_update().get(pk=finding.diagnosis_id)
        if (made := gate.already(FindingSignature, nonce)) is not None:
            return made
        running = FindingSignature.objects.filter(
            finding=finding, institution=institution, withdrawn_on__isnull=True
        )
        if (row := running.first()) is not None:
            return row
        row = FindingSignature(
            finding=finding, institution=institution, on=on, on_paper=_on_paper(actor, institution)
        )
        row.nonce = nonce or row.nonce
        row.save(force_insert=True)
        changed(actor, finding.diagnosis, "constat signé", f"constat {finding.number}",
                {"institution": institution.pk})  # fmt: skip
    return row


def dissent(
    *, actor: Actor, finding: Finding, institution: Institution, words: str, on: date,
    nonce: UUID | None = None,
) -> FindingDissent:  # fmt: skip
    """An institution disagrees, in its words; the first is withdrawn before another. Raises BadInput."""
    _check(actor, finding, institution, "désaccord sur un constat")
    if not words.strip():
        raise BadInput("Écrivez le désaccord dans les mots de l'institution : il est reproduit tel quel.")
    with transaction.atomic():
        Diagnosis.objects.select_for_update().get(pk=finding.diagnosis_id)
        if (made := gate.already(FindingDissent, nonce)) is not None:
            return made
        if finding.findingdissents.filter(institution=institution, withdrawn_on__isnull=True).exists():
            raise BadInput(
                f"{institution} a déjà exprimé un désaccord. Retirez-le avant d'en écrire un autre."
            )
        row = FindingDissent(
            finding=finding, institution=institution, on=on, words=words.strip(),
            on_paper=_on_paper(actor, institution),
        )  # fmt: skip
        row.nonce = nonce or row.nonce
        row.save(force_insert=True)
        changed(actor, finding.diagnosis, "désaccord inscrit", f"constat {finding.number}",
                {"institution": institution.pk})  # fmt: skip
    return row


def withdraw_position(
    *, actor: Actor, row: FindingSignature | FindingDissent, on: date, reason: str
) -> FindingSignature | FindingDissent:
    """Withdraw a signature or a dissent; it stays written with its reason. A second time changes nothing."""
    finding = row.finding
    gate.check_answers_for(actor, finding.diagnosis.partnership, row.institution_id, "retrait d'une position")
    with transaction.atomic():
        table = type(row)._default_manager
        row = table.select_for_update().get(pk=row.pk)
        if row.withdrawn_on is None:
            row.withdrawn_on, row.withdrawn_reason = on, reason.strip()[:300]
            row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
            changed(actor, finding.diagnosis, f"{row._meta.verbose_name} retiré",
                    f"constat {finding.number}", {"institution": row.institution_id})  # fmt: skip
    return row


def _check(actor: Actor, finding: Finding, institution: Institution, act: str) -> None:
    here = finding.diagnosis.partnership
    gate.check_answers_for(actor, here, institution.pk, act)
    if institution.partnership_id != here.pk:
        raise BadInput(f"{institution} n'est pas dans l'annuaire de ce partenariat.")
    if finding.withdrawn_on:
        raise BadInput("Ce constat est retiré du diagnostic.")


def _on_paper(actor: Actor, institution: Institution) -> bool:
    return visibility.may_run(actor) and institution.pk not in actor.institutions
