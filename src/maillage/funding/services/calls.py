"""Calls of a fund: opened, corrected, withdrawn; their weighted priorities."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.contracts.models import Priority
from maillage.funding.models import Call, CallPriority, Fund
from maillage.funding.services import gate
from maillage.funding.vocabulary import FromWhom
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class CallDraft:
    """What is typed of a call."""

    title: str
    year: int
    opens: date
    closes: date
    from_whom: FromWhom
    envelope: Decimal | None = None
    words: str = ""


def open_call(*, actor: Actor, fund: Fund, draft: CallDraft, nonce: UUID | None = None) -> Call:
    """Open a call of a fund. Sent twice: one. Raises BadInput: no title, reversed dates, fund put away."""
    gate.check_runs(actor, fund.partnership, "appel ouvert")
    if fund.archived_on:
        raise BadInput(f"Le fonds « {fund.name} » est rangé : remettez-le d'abord.")
    with transaction.atomic():
        if (row := gate.already(Call, nonce)) is not None:
            return row
        row = Call(fund=fund, **({"nonce": nonce} if nonce else {}))
        _fill(row, draft)
        row.save(force_insert=True)
        _log(actor, row, "appel ouvert")
    return row


def edit_call(*, actor: Actor, call: Call, seen: int, draft: CallDraft) -> Call:
    """Correct a call. Raises BadInput on reversed dates, Conflict when it changed."""
    gate.check_runs(actor, call.fund.partnership, "appel modifié")
    with transaction.atomic():
        row = history.lock(call, seen=seen)
        _fill(row, draft)
        row.save(update_fields=[*asdict(draft), "revision"])
        _log(actor, row, "appel modifié")
    return row


def withdraw_call(*, actor: Actor, call: Call, on: date, back: bool = False) -> Call:
    """Withdraw a call, or put it back; the requests that answered it stay."""
    gate.check_runs(actor, call.fund.partnership, "appel retiré")
    with transaction.atomic():
        row = Call.objects.select_for_update().get(pk=call.pk)
        if (row.withdrawn_on is None) is not back:
            row.withdrawn_on, row.revision = (None if back else on), row.revision + 1
            row.save(update_fields=["withdrawn_on", "revision"])
            _log(actor, row, "appel remis" if back else "appel retiré")
    return row


def _fill(row: Call, draft: CallDraft) -> None:
    if not draft.title.strip():
        raise BadInput("Donnez un titre à l'appel : celui sous lequel il est publié.")
    if draft.closes < draft.opens:
        raise BadInput(f"L'appel ferme le {draft.closes:%d/%m/%Y}, avant d'ouvrir le {draft.opens:%d/%m/%Y}.")
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    row.title, row.from_whom = draft.title.strip()[:200], draft.from_whom.value


def add_priority(
    *, actor: Actor, call: Call, title: str, weight: int, answers: Sequence[Priority],
    nonce: UUID | None = None,
) -> CallPriority:  # fmt: skip
    """Add a priority to a call and the priorities of the contract it meets.

    Raises BadInput: title, weight.
    """
    gate.check_runs(actor, call.fund.partnership, "priorité d'appel ajoutée")
    with transaction.atomic():
        if (row := gate.already(CallPriority, nonce)) is not None:
            return row
        row = CallPriority(call=call, **({"nonce": nonce} if nonce else {}))
        _set(row, title, weight, answers)
        row.save(force_insert=True)
        row.answers.set(answers)
        _log(actor, call, "priorité d'appel ajoutée", {"priorité": row.pk, "poids": weight})
    return row


def edit_priority(
    *, actor: Actor, priority: CallPriority, seen: int, title: str, weight: int, answers: Sequence[Priority]
) -> CallPriority:
    """Correct a priority; `seen`: the revision of its call.

    Raises BadInput, Conflict when the call changed.
    """
    gate.check_runs(actor, priority.call.fund.partnership, "priorité d'appel modifiée")
    with transaction.atomic():
        call = history.lock(priority.call, seen=seen)
        row = CallPriority.objects.select_for_update().get(pk=priority.pk)
        _set(row, title, weight, answers)
        row.save(update_fields=["title", "weight"])
        row.answers.set(answers)
        call.save(update_fields=["revision"])
        _log(actor, call, "priorité d'appel modifiée", {"priorité": row.pk, "poids": weight})
    return row


def withdraw_priority(*, actor: Actor, priority: CallPriority, on: date, back: bool = False) -> CallPriority:
    """Withdraw a priority of a call, or put it back."""
    gate.check_runs(actor, priority.call.fund.partnership, "priorité d'appel retirée")
    with transaction.atomic():
        row = CallPriority.objects.select_for_update().get(pk=priority.pk)
        if (row.withdrawn_on is None) is not back:
            row.withdrawn_on = None if back else on
            row.save(update_fields=["withdrawn_on"])
            act = "priorité d'appel remise" if back else "priorité d'appel retirée"
            _log(actor, priority.call, act, {"priorité": row.pk})
    return row


def _set(row: CallPriority, title: str, weight: int, answers: Sequence[Priority]) -> None:
    if not title.strip():
        raise BadInput("Écrivez la priorité, dans les mots de l'appel.")
    if not 1 <= weight <= 100:
        raise BadInput(f"Un poids de {weight} n'en est pas un : écrivez un nombre de 1 à 100.")
    here = row.call.fund.partnership_id
    for one in answers:
        if one.axis.contract.partnership_id != here:
            raise BadInput(f"« {one.title} » n'est pas une priorité de ce partenariat.")
    row.title, row.weight = title.strip()[:300], weight


def _log(actor: Actor, row: Call, act: str, detail: dict[str, object] | None = None) -> None:
    journal.append(
        actor=actor, act=act, subject=f"appel:{row.pk}", partnership=row.fund.partnership.key,
        detail={"fonds": row.fund_id} | (detail or {}),
    )  # fmt: skip
