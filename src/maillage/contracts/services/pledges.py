"""Pledges become commitments once their contract is in force: followed like any other promise."""

from datetime import date

from django.db import transaction

from maillage.audit import journal
from maillage.bodies.services.commitments import Promise, make_commitment
from maillage.contracts.models import Contract, Pledge
from maillage.kernel import Actor


def fulfil(*, actor: Actor, contract: Contract, on: date) -> int:
    """Make a commitment of every confirmed pledge that has none yet; how many were made.

    The commitment is of the day the pledge was confirmed. Done twice, nothing more is made.
    """
    rows = Pledge.objects.filter(
        partner__sheet__contract=contract, partner__sheet__withdrawn_on__isnull=True,
        partner__withdrawn_on__isnull=True, withdrawn_on__isnull=True, confirmed_on__isnull=False,
        commitment__isnull=True,
    )  # fmt: skip
    with transaction.atomic():
        made = [_fulfil(actor, contract, row, on) for row in _locked(rows)]
        if made:
            journal.append(
                actor=actor, act="engagements d'un contrat pris", subject=f"contrat:{contract.pk}",
                partnership=contract.partnership.key, detail={"combien": len(made), "le": str(on)},
            )  # fmt: skip
    return len(made)


def _locked(rows: object) -> list[Pledge]:
    found = rows.select_related("partner__institution", "partner__sheet", "towards")  # type: ignore[attr-defined]
    return list(found.select_for_update(of=("self",)).order_by("id"))


def _fulfil(actor: Actor, contract: Contract, row: Pledge, on: date) -> Pledge:
    institution = row.partner.institution
    made_on = min(day for day in (on, row.confirmed_on, row.due_on) if day is not None)
    towards = row.towards if row.towards is not None and row.towards.pk != institution.pk else None
    draft = Promise(institution, row.deliverable, row.quantity, row.due_on, None, towards)
    row.commitment = make_commitment(
        actor=actor, partnership=contract.partnership, draft=draft, on=made_on,
        origin=f"sheet:{row.partner.sheet_id}", nonce=row.nonce,
    )  # fmt: skip
    row.revision += 1
    row.save(update_fields=["commitment", "revision"])
    return row
