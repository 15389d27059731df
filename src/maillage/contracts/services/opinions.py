"""Opinions: asked before a signature, given in one's own words, with what was changed because of them."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.contracts.models import ActionSheet, Contract, Opinion
from maillage.contracts.services import gate
from maillage.contracts.vocabulary import Verdict
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput


def ask_opinion(
    *, actor: Actor, contract: Contract, institution: Institution, on: date, sheet: ActionSheet | None = None,
    on_plan: bool = False, nonce: UUID | None = None,
) -> Opinion:  # fmt: skip
    """Ask an institution what it thinks of the contract, or of a sheet before the plan. Sent twice: one.

    Raises BadInput: the same opinion is already awaited, an institution or a sheet of elsewhere.
    """
    gate.check_runs(actor, contract.partnership, "avis demandé")
    gate.check_here(contract.partnership, institution)
    _check_sheet(contract, sheet, on_plan)
    with transaction.atomic():
        gate.check_alive(gate.hold(contract))
        if (row := gate.already(Opinion, nonce)) is not None:
            return row
        if _awaited(contract, institution, sheet, on_plan) is not None:
            raise BadInput(f"L'avis de {institution} est déjà demandé, et attendu.")
        row = _open(contract, institution, sheet, on_plan, on, nonce)
        row.save(force_insert=True)
        _log(actor, row, "avis demandé", {"fiche": sheet.pk if sheet else None})
    return row


def _check_sheet(contract: Contract, sheet: ActionSheet | None, on_plan: bool) -> None:
    if sheet is not None and sheet.contract_id != contract.pk:
        raise BadInput(f"La fiche « {sheet.title} » n'est pas de ce contrat.")
    if on_plan and sheet is None:
        raise BadInput("La compatibilité avec le plan se dit fiche par fiche : choisissez une fiche.")


def _awaited(
    contract: Contract, institution: Institution, sheet: ActionSheet | None, on_plan: bool
) -> Opinion | None:
    rows = Opinion.objects.filter(contract=contract, institution=institution, sheet=sheet, on_plan=on_plan)
    return rows.filter(given_on__isnull=True, withdrawn_on__isnull=True).first()


def _open(
    contract: Contract, institution: Institution, sheet: ActionSheet | None, on_plan: bool, on: date,
    nonce: UUID | None,
) -> Opinion:  # fmt: skip
    row = Opinion(contract=contract, institution=institution, sheet=sheet, on_plan=on_plan, asked_on=on)
    if nonce is not None:
        row.nonce = nonce
    return row


def opine_on_plan(
    *, actor: Actor, sheet: ActionSheet, institution: Institution, verdict: Verdict, words: str, on: date,
    nonce: UUID | None = None,
) -> Opinion:  # fmt: skip
    """Say whether a sheet is compatible with the departmental plan, asked or not (CSI, art. L. 132-6).

    By the institution itself, or the coordinator on paper. Raises BadInput without words when it is not
    favourable.
    """
    contract = sheet.contract
    gate.check_answers_for(actor, contract.partnership, institution.pk, "avis de compatibilité")
    gate.check_here(contract.partnership, institution)
    _check_words(verdict, words)
    with transaction.atomic():
        gate.check_alive(gate.hold(contract))
        if (row := gate.already(Opinion, nonce)) is not None:
            return row
        asked = _awaited(contract, institution, sheet, True)
        row = asked or _open(contract, institution, sheet, True, on, nonce)
        row.verdict, row.words, row.given_on = verdict.value, words.strip(), on
        row.revision += 1 if asked else 0
        row.save()
        _log(actor, row, "avis de compatibilité", {"avis": verdict.value, "fiche": sheet.pk})
    return row


def give_opinion(
    *, actor: Actor, opinion: Opinion, seen: int, verdict: Verdict | None, words: str, on: date
) -> Opinion:
    """Give an opinion, correct it, or take it back (`verdict` None): it is then awaited again.

    Raises BadInput: before it was asked, no words when it is not favourable. Conflict when it changed.
    """
    partnership = opinion.contract.partnership
    gate.check_answers_for(actor, partnership, opinion.institution_id, "avis rendu")
    gate.check_alive(opinion.contract)
    if on < opinion.asked_on:
        raise BadInput(f"Le {on:%d/%m/%Y} précède la demande, faite le {opinion.asked_on:%d/%m/%Y}.")
    if verdict is not None:
        _check_words(verdict, words)
    with transaction.atomic():
        row = history.lock(opinion, seen=seen)
        _check_kept(row)
        row.verdict, row.words = verdict.value if verdict else "", words.strip()
        row.given_on = on if verdict else None
        row.save(update_fields=["verdict", "words", "given_on", "revision"])
        _log(actor, row, "avis rendu" if verdict else "avis repris", {"avis": row.verdict, "le": str(on)})
    return row


def _check_words(verdict: Verdict, words: str) -> None:
    if verdict is not Verdict.FAVOURABLE and not words.strip():
        raise BadInput(f"Un avis « {verdict.label} » se motive : dites en quelques mots ce qui ne va pas.")


def say_effect(*, actor: Actor, opinion: Opinion, seen: int, effect: str) -> Opinion:
    """Say what was changed, or refused, because of an opinion. Raises BadInput while it is awaited."""
    gate.check_runs(actor, opinion.contract.partnership, "suite donnée à un avis")
    gate.check_alive(opinion.contract)
    with transaction.atomic():
        row = history.lock(opinion, seen=seen)
        _check_kept(row)
        if row.given_on is None:
            raise BadInput("Cet avis n'est pas encore rendu : sa suite s'écrira ensuite.")
        row.effect = effect.strip()
        row.save(update_fields=["effect", "revision"])
        _log(actor, row, "suite donnée à un avis", {})
    return row


def _check_kept(row: Opinion) -> None:
    if row.withdrawn_on is not None:
        raise BadInput("Cette demande d'avis est retirée : remettez-la d'abord.")


def withdraw_opinion(*, actor: Actor, opinion: Opinion, on: date) -> Opinion:
    """Withdraw an opinion that was asked by mistake; it stays, unread. Done twice, it stays withdrawn."""
    return _set(actor, opinion, on, "avis retiré")


def put_back_opinion(*, actor: Actor, opinion: Opinion) -> Opinion:
    """Put back an opinion withdrawn by mistake."""
    return _set(actor, opinion, None, "avis remis")


def _set(actor: Actor, opinion: Opinion, day: date | None, act: str) -> Opinion:
    gate.check_runs(actor, opinion.contract.partnership, act)
    gate.check_alive(opinion.contract)
    with transaction.atomic():
        row = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
        if (row.withdrawn_on is None) == (day is None):
            return row
        row.withdrawn_on, row.revision = day, row.revision + 1
        row.save(update_fields=["withdrawn_on", "revision"])
        _log(actor, row, act, {})
    return row


def _log(actor: Actor, row: Opinion, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"contrat:{row.contract_id}",
        partnership=row.contract.partnership.key, detail={"institution": row.institution_id} | detail,
    )  # fmt: skip
