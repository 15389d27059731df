"""Signatures: given online, seen on the original or scanned; withdrawn with a reason; the last one binds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from maillage.audit import journal
from maillage.contracts.models import Contract, Signatory, Signature, Version
from maillage.contracts.rules import signing as rules
from maillage.contracts.services import gate, pledges
from maillage.contracts.services.round import held
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.life import Capacity, SignatureMode, VersionState
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput, Refused

MACHINE = Actor.machine("contrat en vigueur")


@dataclass(frozen=True)
class Signing:
    """How an institution signs: the function of who signed, the day, the way, the scan of an original."""

    signer: str
    on: date
    mode: SignatureMode
    scan: bytes = b""
    scan_name: str = ""


def sign(
    *, actor: Actor, version: Version, institution: Institution, draft: Signing, today: date,
    nonce: UUID | None,
) -> Signature:  # fmt: skip
    """Sign for an institution; when it was the last one, the contract is in force. Sent twice: one.

    Online, only the institution's own representative; from an original, also the coordinator. Raises
    BadInput: not a signatory, already signed, a text that is not out, a day out of bounds, a bad scan.
    """
    partnership = version.contract.partnership
    gate.check_answers_for(actor, partnership, institution.pk, "signature")
    _check_mode(actor, institution, draft)
    with transaction.atomic():
        contract = gate.hold(version.contract)
        row = held(version)
        if (made := gate.already(Signature, nonce)) is not None:
            return made
        capacity = _check(row, institution, draft, today)
        signature = Signature(
            version=row, institution=institution, capacity=capacity.value, signer=draft.signer.strip()[:150],
            on=draft.on, mode=draft.mode.value,
        )  # fmt: skip
        if draft.mode is SignatureMode.SCANNED:
            signature.scan, signature.scan_name = draft.scan, draft.scan_name[-200:]
        if nonce is not None:
            signature.nonce = nonce
        signature.save(force_insert=True)
        _log(actor, row, "signature", {"institution": institution.pk, "comment": draft.mode.value})
        _conclude(actor, contract, row)
    return signature


def _check_mode(actor: Actor, institution: Institution, draft: Signing) -> None:
    if draft.mode is SignatureMode.CONFIRMED and institution.pk not in actor.institutions:
        raise Refused([f"Seul un représentant de {institution} signe en ligne ; sinon, citez l'original."])
    if not draft.signer.strip():
        raise BadInput("Dites la fonction de la personne qui a signé : le maire, la directrice, le préfet.")
    fault = rules.scan_fault(draft.scan, draft.scan_name)
    if draft.mode is SignatureMode.SCANNED and fault:
        raise BadInput(fault)


def _check(version: Version, institution: Institution, draft: Signing, today: date) -> Capacity:
    if version.state != VersionState.OPEN.value:
        raise BadInput(
            f"La version {version.number} n'est pas à la signature : elle est « {version.state_term.label} »."
        )
    signatory = asked(version).filter(institution=institution).first()
    if signatory is None:
        raise BadInput(
            f"{institution} n'est pas parmi les signataires de la version {version.number} : retirez-la de la"
            " signature, ajoutez l'institution, puis remettez le texte à la signature."
        )
    if version.signatures.filter(institution=institution, withdrawn_on__isnull=True).exists():
        raise BadInput(f"{institution} a déjà signé la version {version.number}.")
    if not version.made_on <= draft.on <= today:
        raise BadInput(
            f"Le {draft.on:%d/%m/%Y} ne convient pas : une signature est datée entre le"
            f" {version.made_on:%d/%m/%Y}, jour où le texte est mis à la signature, et aujourd'hui."
        )
    return signatory.capacity_term


def asked(version: Version) -> QuerySet[Signatory]:
    """Who signs this version: those it named when it was frozen, whatever the list became since."""
    named = [row["id"] for row in version.content["signatories"]]
    return Signatory.objects.filter(contract=version.contract_id, pk__in=named)


def _conclude(actor: Actor, contract: Contract, version: Version) -> None:
    """The last signature makes the text signed, the contract in force, the pledges commitments."""
    wanted = set(asked(version).values_list("institution", flat=True))
    rows = list(version.signatures.filter(withdrawn_on__isnull=True).values_list("institution", "on"))
    if not rules.is_signed(wanted, {institution for institution, _ in rows}):
        return
    day = max(on for _, on in rows)
    version.state, version.signed_on, version.revision = VersionState.SIGNED.value, day, version.revision + 1
    version.save(update_fields=["state", "signed_on", "revision"])
    contract.state, contract.revision = ContractState.IN_FORCE.value, contract.revision + 1
    contract.save(update_fields=["state", "revision"])
    _log(actor, version, "contrat en vigueur", {"le": str(day)})
    pledges.fulfil(
        actor=MACHINE, contract=contract, on=day
    )  # those of every institution, whoever signed last


def withdraw_signature(*, actor: Actor, signature: Signature, reason: str, on: date) -> Signature:
    """Withdraw a signature, with the reason: it stays readable. A text signed of all is then open again.

    The commitments already taken stay. Raises BadInput without reason, or when a later version was made.
    """
    version = signature.version
    gate.check_answers_for(actor, version.contract.partnership, signature.institution_id, "signature retirée")
    if not reason.strip():
        raise BadInput("Dites pourquoi la signature est retirée : le motif reste inscrit avec elle.")
    with transaction.atomic():
        contract = gate.hold(version.contract)
        current = held(version)
        row = Signature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
        if row.withdrawn_on is not None:
            return row
        _check_open_again(contract, current)
        row.withdrawn_on, row.withdrawn_reason = on, reason.strip()[:300]
        row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        _reopen(contract, current)
        _log(actor, current, "signature retirée", {"institution": row.institution_id, "le": str(on)})
    return row


def put_back_signature(*, actor: Actor, signature: Signature) -> Signature:
    """Put back a signature withdrawn by mistake. Raises BadInput when the text is no longer out."""
    version = signature.version
    gate.check_answers_for(actor, version.contract.partnership, signature.institution_id, "signature remise")
    with transaction.atomic():
        contract = gate.hold(version.contract)
        current = held(version)
        row = Signature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
        if row.withdrawn_on is None:
            return row
        if current.state != VersionState.OPEN.value:
            raise BadInput(f"La version {current.number} n'est plus à la signature.")
        if current.signatures.filter(institution=row.institution_id, withdrawn_on__isnull=True).exists():
            raise BadInput(f"{row.institution} a signé de nouveau depuis : cette signature-là compte.")
        row.withdrawn_on, row.withdrawn_reason = None, ""
        row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        _log(actor, current, "signature remise", {"institution": row.institution_id})
        _conclude(actor, contract, current)
    return row


def _check_open_again(contract: Contract, version: Version) -> None:
    gate.check_alive(contract)
    if version.state == VersionState.DROPPED.value:
        raise BadInput(f"La version {version.number} est déjà retirée de la signature.")
    if contract.versions.filter(number__gt=version.number).exists():
        raise BadInput(f"Une version suit la version {version.number} : ses signatures ne changent plus.")


def _reopen(contract: Contract, version: Version) -> None:
    if version.state != VersionState.SIGNED.value:
        return
    version.state, version.signed_on, version.revision = VersionState.OPEN.value, None, version.revision + 1
    version.save(update_fields=["state", "signed_on", "revision"])
    contract.state, contract.revision = ContractState.SIGNING.value, contract.revision + 1
    contract.save(update_fields=["state", "revision"])


def _log(actor: Actor, row: Version, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"contrat:{row.contract_id}",
        partnership=row.contract.partnership.key, detail={"version": row.number} | detail,
    )  # fmt: skip
