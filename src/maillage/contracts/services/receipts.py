"""How many first-line agents received the public summary: counts of an institution, never a person."""

from datetime import date

from django.db import transaction

from maillage.audit import journal
from maillage.contracts.models import SummaryReceipt, Version
from maillage.contracts.services import gate
from maillage.contracts.vocabulary.life import VersionState
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput

MOST = 1_000_000


def count_receipts(
    *, actor: Actor, version: Version, institution: Institution, agents: int, received: int, on: date
) -> SummaryReceipt:
    """Say how many agents an institution has on the ground, and how many received the summary (P11).

    Said again, the count is corrected. Raises BadInput: more received than agents, a text not signed.
    """
    partnership = version.contract.partnership
    gate.check_answers_for(actor, partnership, institution.pk, "réception du résumé")
    gate.check_here(partnership, institution)
    if version.state != VersionState.SIGNED.value:
        raise BadInput(f"La version {version.number} n'est pas signée : son résumé ne se diffuse pas encore.")
    if not 0 <= received <= agents <= MOST:
        raise BadInput(
            f"{received} agents l'auraient reçu sur {agents} : le second nombre compte tous les agents de"
            " première ligne de l'institution."
        )
    with transaction.atomic():
        gate.hold(version.contract)
        row = SummaryReceipt.objects.update_or_create(
            version=version, institution=institution,
            defaults={"agents": agents, "received": received, "on": on},
        )[0]  # fmt: skip
        journal.append(
            actor=actor, act="réception du résumé", subject=f"contrat:{version.contract_id}",
            partnership=partnership.key,
            detail={"institution": institution.pk, "agents": agents, "reçu": received},
        )  # fmt: skip
    return row
