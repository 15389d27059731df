"""Opinions on a request: the mayor's, a service's, a body's; each institution for itself."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.funding.models import GrantRequest, RequestOpinion
from maillage.funding.rules import visibility
from maillage.funding.services import gate
from maillage.funding.vocabulary import OpinionVerdict, RequestState
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput

DECIDED = (RequestState.GRANTED.value, RequestState.REFUSED.value)


def give_opinion(
    *, actor: Actor, request: GrantRequest, institution: Institution, verdict: OpinionVerdict, words: str,
    on: date, nonce: UUID | None = None,
) -> RequestOpinion:  # fmt: skip
    """Give the opinion of an institution, one's own, or of any for the coordinator. Sent twice: one.

    Raises BadInput: no reason, an opinion already given, a decision already taken.
    """
    gate.check_answers_for(actor, request.partnership, institution.pk, "avis donné sur une demande")
    if not visibility.reads(actor, request.applicant_id):
        raise gate.refuse(
            actor, request.partnership, "avis donné sur une demande", "Cette demande est réservée."
        )
    gate.check_here(request.partnership, institution)
    if not words.strip():
        raise BadInput("Dites les motifs de l'avis : ils restent inscrits avec lui.")
    with transaction.atomic():
        row = gate.hold(request)
        if (made := gate.already(RequestOpinion, nonce)) is not None:
            return made
        if row.state in DECIDED:
            raise BadInput("La décision est prise : un avis ne s'ajoute plus. Annulez d'abord la décision.")
        if row.opinions.filter(institution=institution, withdrawn_on__isnull=True).exists():
            raise BadInput(f"{institution} a déjà donné son avis : retirez-le d'abord.")
        made = RequestOpinion.objects.create(
            request=row, institution=institution, verdict=verdict.value, words=words.strip(), on=on,
            **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        gate.log(
            actor, row, "avis donné sur une demande", {"institution": institution.pk, "avis": verdict.value}
        )
    return made


def withdraw_opinion(
    *, actor: Actor, opinion: RequestOpinion, on: date, back: bool = False
) -> RequestOpinion:
    """Withdraw an opinion, or put it back. Raises BadInput once decided, or when another one was given."""
    request = opinion.request
    act = "avis remis" if back else "avis retiré"
    gate.check_answers_for(actor, request.partnership, opinion.institution_id, act)
    with transaction.atomic():
        held = gate.hold(request)
        if held.state in DECIDED:
            raise BadInput("La décision est prise : les avis qu'elle a lus ne changent plus.")
        row = RequestOpinion.objects.select_for_update().get(pk=opinion.pk)
        if (row.withdrawn_on is None) is not back:
            others = held.opinions.filter(institution=row.institution_id, withdrawn_on__isnull=True)
            if back and others.exists():
                raise BadInput(f"{opinion.institution} a donné un autre avis depuis : retirez-le d'abord.")
            row.withdrawn_on = None if back else on
            row.save(update_fields=["withdrawn_on"])
            gate.log(actor, held, act, {"institution": row.institution_id})
    return row
