"""A partnership agrees to be named beside its figures on the boards, and takes it back."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput, Refused, Role
from maillage.observatory.models import NamingAgreement


def agree(
    *, actor: Actor, partnership: Partnership, decided_by: str, on: date, nonce: UUID | None = None
) -> NamingAgreement:
    """Keep the agreement and who decided it. Sent twice: one. Raises BadInput without a deciding body."""
    _check(actor, partnership, "accord pour être nommé")
    if not decided_by.strip():
        raise BadInput("Dites qui l'a décidé : la formation plénière, son président, et à quelle date.")
    with transaction.atomic():
        known = NamingAgreement.objects.filter(partnership=partnership, withdrawn_on__isnull=True).first()
        if known is not None:
            return known
        row = NamingAgreement(partnership=partnership, given_on=on, decided_by=decided_by.strip()[:200])
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, partnership, "accord pour être nommé", {"décidé par": row.decided_by})
    return row


def take_back(*, actor: Actor, partnership: Partnership, on: date) -> None:
    """From now on the partnership is named no more; the journal keeps that it was."""
    _check(actor, partnership, "accord pour être nommé retiré")
    with transaction.atomic():
        rows = NamingAgreement.objects.filter(partnership=partnership, withdrawn_on__isnull=True)
        if rows.update(withdrawn_on=on):
            _log(actor, partnership, "accord pour être nommé retiré", {})


def _check(actor: Actor, partnership: Partnership, act: str) -> None:
    if not actor.holds(Role.COORDINATOR, Role.MAYOR):
        reasons = ("Seuls le coordonnateur et le maire disent si le partenariat accepte d'être nommé.",)
        journal.refusal(
            actor=actor, act=act, subject=partnership.key, reasons=reasons, partnership=partnership.key
        )
        raise Refused(reasons)


def _log(actor: Actor, partnership: Partnership, act: str, detail: dict[str, str]) -> None:
    journal.append(actor=actor, act=act, subject=partnership.key, detail=detail, partnership=partnership.key)
