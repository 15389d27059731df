"""Agreements on the words of a contract: an institution agrees with a meaning as it stands that day."""

from datetime import date

from django.db import transaction

from maillage.contracts.models import Word, WordAgreement
from maillage.contracts.services import gate, record
from maillage.contracts.services.pledges import SPEAKERS
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput


def agree(*, actor: Actor, word: Word, institution: Institution, on: date) -> WordAgreement:
    """An institution agrees with the meaning as it is written; agreed to earlier words: agreed anew.

    Raises BadInput for a withdrawn word or an institution of elsewhere, Refused for another's.
    """
    contract, act = word.contract, "accord sur un mot"
    gate.check_roles(actor, contract.partnership, SPEAKERS, act)
    gate.check_answers_for(actor, contract.partnership, institution.pk, act)
    gate.check_here(contract.partnership, institution)
    with transaction.atomic():
        gate.check_alive(gate.hold(contract))
        now = Word.objects.select_for_update().get(pk=word.pk)
        if now.withdrawn_on is not None:
            raise BadInput(f"« {now} » est retiré du contrat : remettez-le d'abord.")
        row = WordAgreement.objects.filter(word=now, institution=institution).first()
        if row is not None and row.meaning == now.meaning and row.withdrawn_on is None:
            return row
        row = row or WordAgreement(word=now, institution=institution)
        row.on, row.meaning, row.withdrawn_on = on, now.meaning, None
        row.save()
        record.log(actor=actor, contract=contract, act=act, row=row)
    return row


def withdraw_agreement(*, actor: Actor, agreement: WordAgreement, on: date) -> WordAgreement:
    """An institution no longer agrees; agreeing again puts it back. Raises Refused for another's."""
    contract, act = agreement.word.contract, "accord retiré"
    gate.check_roles(actor, contract.partnership, SPEAKERS, act)
    gate.check_answers_for(actor, contract.partnership, agreement.institution_id, act)
    with transaction.atomic():
        gate.check_alive(gate.hold(contract))
        row = WordAgreement.objects.select_for_update().get(pk=agreement.pk)
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on"])
        record.log(actor=actor, contract=contract, act=act, row=row)
    return row
