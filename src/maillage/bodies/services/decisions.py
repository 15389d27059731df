"""Changes to decisions: taken, corrected, disputed, withdrawn with a reason, reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.audit import history
from maillage.bodies.models import AgendaItem, Commitment, Decision, Dissent, Meeting
from maillage.bodies.rules import decisions as rules
from maillage.bodies.services import gate
from maillage.bodies.services.record import check_here, check_open, hold_open, log
from maillage.bodies.vocabulary import DecisionMode, ItemOutcome
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput

Votes = tuple[int | None, int | None, int | None]
FIELDS = ("item", "text", "mode", "votes_for", "votes_against", "abstentions", "restricted", "review_on",
          "revision")  # fmt: skip
OPEN_ITEM = (ItemOutcome.PENDING.value, ItemOutcome.HANDLED.value)


@dataclass(frozen=True)
class DecisionDraft:
    """What is written of a decision; who was absent is computed."""

    text: str
    mode: DecisionMode
    item: AgendaItem | None = None
    votes: Votes = (None, None, None)
    bound: Sequence[Institution] = ()
    restricted: bool = False
    review_on: date | None = None


def take_decision(*, actor: Actor, meeting: Meeting, draft: DecisionDraft, nonce: UUID | None) -> Decision:
    """Write a decision of a meeting; its item is adopted. Sending twice makes one.

    Raises BadInput: no text, votes that do not fit the mode, review before the meeting, item of elsewhere.
    """
    gate.check_runs(actor, meeting.body.partnership, "décision prise")
    _check(meeting, draft)
    with transaction.atomic():
        hold_open(meeting)
        if (row := gate.already(Decision, nonce)) is not None:
            return row
        last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
        row = Decision(meeting=meeting, number=last + 1)
        if nonce is not None:
            row.nonce = nonce
        _fill(row, draft)
        row.save(force_insert=True)
        row.bound.set(draft.bound)
        _adopt(draft.item)
        log(actor, meeting, "décision prise", f"décision {row.number}", {"mode": draft.mode.value})
    return row


def edit_decision(*, actor: Actor, decision: Decision, seen: int, draft: DecisionDraft) -> Decision:
    """Correct a decision until the minutes are approved. Raises Conflict when it changed meanwhile."""
    meeting = decision.meeting
    gate.check_runs(actor, meeting.body.partnership, "décision corrigée")
    _check_standing(decision)
    _check(meeting, draft)
    with transaction.atomic():
        hold_open(meeting)
        row = history.lock(decision, seen=seen)
        _fill(row, draft)
        row.save(update_fields=FIELDS)
        row.bound.set(draft.bound)
        if row.restricted:
            Commitment.objects.filter(decision=row).update(restricted=True)
        log(actor, meeting, "décision corrigée", f"décision {row.number}", {"mode": draft.mode.value})
    return row


def _fill(row: Decision, draft: DecisionDraft) -> None:
    row.item, row.text, row.mode = draft.item, draft.text.strip(), draft.mode.value
    row.votes_for, row.votes_against, row.abstentions = draft.votes
    row.restricted, row.review_on = draft.restricted, draft.review_on


def _check(meeting: Meeting, draft: DecisionDraft) -> None:
    check_open(meeting)
    check_here(meeting, draft.bound)
    if not draft.text.strip():
        raise BadInput(
            "Écrivez la décision : une phrase qui dit ce qui est fait, par qui, à partir de quand."
        )
    if fault := rules.vote_fault(draft.mode, draft.votes):
        raise BadInput(fault)
    if draft.item is not None and draft.item.meeting_id != meeting.pk:
        raise BadInput("Ce point n'est pas à l'ordre du jour de cette réunion.")
    day = timezone.localdate(meeting.starts_at)
    if draft.review_on is not None and draft.review_on <= day:
        raise BadInput(
            f"La revue du {draft.review_on:%d/%m/%Y} doit suivre la réunion, tenue le {day:%d/%m/%Y}."
        )


def _check_standing(decision: Decision) -> None:
    if decision.withdrawn_on is not None:
        raise BadInput(f"Cette décision est retirée depuis le {decision.withdrawn_on:%d/%m/%Y}.")


def _adopt(item: AgendaItem | None) -> None:
    """An item that led to a decision is adopted, unless something else was already said of it."""
    row = AgendaItem.objects.select_for_update().get(pk=item.pk) if item is not None else None
    if row is not None and row.outcome in OPEN_ITEM:
        row.outcome, row.revision = ItemOutcome.ADOPTED.value, row.revision + 1
        row.save(update_fields=["outcome", "revision"])


def keep_dissent(
    *, actor: Actor, decision: Decision, seen: int, institution: Institution, words: str
) -> Dissent | None:
    """Keep an institution's disagreement in its own words; empty words take it away.

    Raises Conflict when the decision changed meanwhile, BadInput once the minutes are approved.
    """
    meeting = decision.meeting
    gate.check_runs(actor, meeting.body.partnership, "désaccord gardé")
    check_open(meeting)
    _check_standing(decision)
    check_here(meeting, [institution])
    words = words.strip().strip("«» \u202f\u00a0").strip()
    with transaction.atomic():
        hold_open(meeting)
        row = history.lock(decision, seen=seen)
        row.save(update_fields=["revision"])
        kept = _keep(row, institution, words)
        act = "désaccord gardé" if kept else "désaccord retiré"
        log(actor, meeting, act, f"décision {row.number}", {"institution": institution.pk})
    return kept


def _keep(decision: Decision, institution: Institution, words: str) -> Dissent | None:
    if not words:
        Dissent.objects.filter(decision=decision, institution=institution).delete()
        return None
    return Dissent.objects.update_or_create(
        decision=decision, institution=institution, defaults={"words": words}
    )[0]


def withdraw_decision(*, actor: Actor, decision: Decision, seen: int, on: date, reason: str) -> Decision:
    """Withdraw a decision: it stays in the register with its reason. Raises BadInput without one."""
    meeting = decision.meeting
    gate.check_runs(actor, meeting.body.partnership, "décision retirée")
    _check_standing(decision)
    if not reason.strip():
        raise BadInput("Dites pourquoi la décision est retirée : le motif reste inscrit avec elle.")
    with transaction.atomic():
        row = history.lock(decision, seen=seen)
        row.withdrawn_on, row.withdrawn_reason = on, reason.strip()[:300]
        row.save(update_fields=["withdrawn_on", "withdrawn_reason", "revision"])
        log(actor, meeting, "décision retirée", f"décision {row.number}", {}, on)
    return row


def review_decision(
    *, actor: Actor, decision: Decision, seen: int, on: date, outcome: str, next_on: date | None = None
) -> Decision:
    """Write what the review of a decision found; `next_on` plans another. Raises BadInput without words."""
    meeting = decision.meeting
    gate.check_runs(actor, meeting.body.partnership, "décision revue")
    _check_standing(decision)
    if not outcome.strip():
        raise BadInput("Écrivez ce que la revue a constaté : appliquée, en partie, non, et pourquoi.")
    if on < timezone.localdate(meeting.starts_at):
        raise BadInput("La revue ne peut pas précéder la réunion.")
    if next_on is not None and next_on <= on:
        raise BadInput(f"La prochaine revue, {next_on:%d/%m/%Y}, doit suivre celle du {on:%d/%m/%Y}.")
    with transaction.atomic():
        row = history.lock(decision, seen=seen)
        before = f"{row.review_outcome}\n\n" if row.review_outcome else ""
        row.review_outcome = f"{before}{on:%d/%m/%Y} : {outcome.strip()}"
        row.reviewed_on, row.review_on = (None, next_on) if next_on else (on, row.review_on)
        row.save(update_fields=["review_outcome", "reviewed_on", "review_on", "revision"])
        log(actor, meeting, "décision revue", f"décision {row.number}", {}, on)
    return row
