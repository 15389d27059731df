"""The round of signatures opens and closes: a text is frozen and put to signature, or taken back."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from maillage.audit import journal
from maillage.bodies.selectors import zone
from maillage.contracts.models import Contract, Signatory, Version
from maillage.contracts.selectors import life
from maillage.contracts.selectors import text as texts
from maillage.contracts.services import gate
from maillage.contracts.services.links import address
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.life import VersionState
from maillage.institutions.models import Letter, Person
from maillage.institutions.services import sender_of, write_letter
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor, BadInput
from maillage.ui import mail
from maillage.ui.typography import french_date, quoted

HOUR = 8  # o'clock, local time: when the letters leave


def put_to_signature(
    *, actor: Actor, contract: Contract, reason: str, on: date, nonce: UUID | None
) -> Version:
    """Freeze the text as it stands, with what it still lacks, and ask every signatory. Sent twice: one.

    Nothing that lacks stops it: what lacks is printed in the text. Raises BadInput: nobody to sign, nothing
    changed since the signed version, an amendment without its reason, a text that is already out or over.
    """
    gate.check_runs(actor, contract.partnership, "texte mis à la signature")
    with transaction.atomic():
        row = gate.hold(contract)
        if (made := gate.already(Version, nonce)) is not None:
            return made
        gate.check_text(row)
        signing = life.signatories(contract=row)
        if not signing:
            raise BadInput("Personne ne signe encore ce contrat : nommez d'abord les signataires.")
        body, digest = texts.frozen(row)
        _check_amendment(row, reason)
        version = Version(
            contract=row, number=_next(row), reason=reason.strip()[:300], made_on=on, body=body, digest=digest
        )
        if nonce is not None:
            version.nonce = nonce
        version.save(force_insert=True)
        _move(row, ContractState.SIGNING)
        _log(actor, version, "texte mis à la signature", {"empreinte": digest, "signataires": len(signing)})
        for signatory in signing:
            _tell(version, signatory, on)
    return version


def _next(contract: Contract) -> int:
    return (contract.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_amendment(contract: Contract, reason: str) -> None:
    last = life.signed_version(contract=contract)
    if last is None:
        return
    if not texts.moved(last):
        raise BadInput(f"Rien n'a changé depuis la version {last.number}, déjà signée.")
    if not reason.strip():
        raise BadInput("Dites l'objet de l'avenant : ce que les signataires changent, en une phrase.")


def withdraw_version(*, actor: Actor, version: Version, reason: str, on: date) -> Version:
    """Take a text back from signature, with the reason: it can be reworked. Its signatures are kept with it.

    Raises BadInput without reason, or once every signatory has signed.
    """
    gate.check_runs(actor, version.contract.partnership, "texte retiré de la signature")
    if not reason.strip():
        raise BadInput("Dites pourquoi le texte est retiré de la signature : le motif reste inscrit.")
    with transaction.atomic():
        contract = gate.hold(version.contract)
        row = held(version)
        if row.state == VersionState.DROPPED.value:
            return row
        if row.state == VersionState.SIGNED.value:
            raise BadInput(f"La version {row.number} est signée de tous : préparez plutôt un avenant.")
        row.state, row.ended_on, row.ended_reason = VersionState.DROPPED.value, on, reason.strip()[:300]
        row.revision += 1
        row.save(update_fields=["state", "ended_on", "ended_reason", "revision"])
        _drop_letters(row)
        signed = life.signed_version(contract=contract)
        _move(contract, ContractState.IN_FORCE if signed else ContractState.DRAFT)
        _log(actor, row, "texte retiré de la signature", {"le": str(on)})
    return row


def put_back_version(*, actor: Actor, version: Version, on: date) -> Version:
    """Put back to signature the last text taken back by mistake, as long as nothing changed since.

    Who was not written to yet, or whose letter was stopped, is written to.

    Raises BadInput when the text changed, when another version follows, or when the contract is over.
    """
    gate.check_runs(actor, version.contract.partnership, "texte remis à la signature")
    with transaction.atomic():
        contract = gate.hold(version.contract)
        row = held(version)
        if row.state != VersionState.DROPPED.value:
            return row
        gate.check_text(contract)
        if row.number != _next(contract) - 1:
            raise BadInput(f"Une version suit la version {row.number} : ouvrez une nouvelle signature.")
        if texts.moved(row):
            raise BadInput(
                f"Le texte a changé depuis la version {row.number} : mettez le nouveau texte à la signature."
            )
        row.state, row.ended_on, row.ended_reason = VersionState.OPEN.value, None, ""
        row.revision += 1
        row.save(update_fields=["state", "ended_on", "ended_reason", "revision"])
        _move(contract, ContractState.SIGNING)
        _log(actor, row, "texte remis à la signature", {})
        signed = {one.institution_id for one in life.signatures(version=row)}
        for signatory in life.signatories(contract=contract):
            if signatory.institution_id not in signed:
                _tell(row, signatory, on)
    return row


def held(version: Version) -> Version:
    """The version as it stands, locked for this transaction."""
    rows = Version.objects.select_for_update(of=("self",)).select_related("contract__partnership")
    return rows.get(pk=version.pk)


def _move(contract: Contract, state: ContractState) -> None:
    contract.state, contract.revision = state.value, contract.revision + 1
    contract.save(update_fields=["state", "revision"])


def _tell(version: Version, signatory: Signatory, on: date) -> None:
    for position in life.who_signs(institution=signatory.institution, on=on):
        _write(version, signatory, position.person, on)


def _drop_letters(version: Version) -> None:
    """The letters that had not left yet no longer have an object."""
    prefix = f"signature:{version.pk}:"
    for letter in Letter.objects.filter(key__startswith=prefix, state=LetterState.DUE.value):
        letter.state, letter.key = LetterState.DROPPED.value, f"{letter.key}:{version.revision}"
        letter.save(update_fields=["state", "key"])  # the key is free again: the same text may come back


def _write(version: Version, signatory: Signatory, person: Person, on: date) -> None:
    contract = version.contract
    partnership = contract.partnership
    facts = [
        ("Texte", f"{contract.title}, version {version.number}"),
        ("Mis à la signature le", french_date(on)),
        ("En qualité de", signatory.capacity_term.label),
    ]
    if version.reason:
        facts.append(("Objet", version.reason))
    content = mail.Content(
        title=f"Un texte attend votre signature : {contract.title}",
        paragraphs=[f"{quoted(contract.title)} est mis à la signature. Son texte ne change plus d'ici là."],
        facts=facts,
        links=[("Lire et signer", address(partnership, "signature", contract.pk))],
        after=[
            "Si votre institution ne peut pas signer ce texte, dites-le au coordonnateur : il le retire de"
            " la signature, et le texte se reprend."
        ],
        reason=f"Vous recevez ce message parce que {signatory.institution.name} est signataire.",
    )
    page = mail.compose(content, sender_of(partnership))
    now = datetime.combine(on, time(HOUR), zone.zone_of(partnership))
    write_letter(
        partnership=partnership, key=f"signature:{version.pk}:{signatory.institution_id}:{person.pk}",
        person=person, subject=content.title, text=page.text, html=page.html, due_at=now,
    )  # fmt: skip


def _log(actor: Actor, row: Version, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"contrat:{row.contract_id}",
        partnership=row.contract.partnership.key, detail={"version": row.number} | detail,
    )  # fmt: skip
