"""Changes to an agenda before the meeting: items proposed, corrected, placed, withdrawn, carried."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.bodies.models import AgendaItem, Meeting
from maillage.bodies.rules import visibility
from maillage.bodies.rules.convening import PREPARED
from maillage.bodies.selectors.bodies import sitting_institutions
from maillage.bodies.selectors.convening import local
from maillage.bodies.services import gate
from maillage.bodies.services.meetings import check_prepared, log
from maillage.bodies.vocabulary import Family, ItemKind, ItemOutcome, MeetingState, StrategyUse
from maillage.institutions.models import Institution
from maillage.institutions.vocabulary import College
from maillage.kernel import Actor, BadInput, Refused

WRITTEN = ("title", "kind", "proposer", "from_state", "minutes_planned", "papers", "family", "strategy",
           "restricted", "revision")  # fmt: skip


@dataclass(frozen=True)
class ItemDraft:
    """What one writes of an item. `strategy`: one is on the agenda; what is done with it is told later."""

    title: str
    kind: ItemKind
    proposer: Institution | None = None
    minutes: int | None = None
    papers: str = ""
    family: Family = Family.NONE
    strategy: StrategyUse = StrategyUse.NONE
    restricted: bool = False


def add_item(*, actor: Actor, meeting: Meeting, draft: ItemDraft, nonce: UUID | None = None) -> AgendaItem:
    """Add an item at the end of an agenda. Sending twice adds one.

    The coordinator for anybody; a member for the institution they speak for, where it sits.
    """
    _check_may_propose(actor, meeting, draft.proposer)
    check_prepared(meeting)
    _check(meeting, draft)
    with transaction.atomic():
        _lock(meeting)
        if (row := gate.already(AgendaItem, nonce)) is not None:
            return row
        row = AgendaItem(meeting=meeting, number=_last(meeting) + 1)
        _fill(row, draft)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        log(actor, meeting, "point proposé", {"point": row.number})
    return row


def _check_may_propose(actor: Actor, meeting: Meeting, proposer: Institution | None) -> None:
    partnership = meeting.body.partnership
    if visibility.may_run(actor):
        return
    gate.check_answers_for(actor, partnership, proposer.pk if proposer else 0, "point proposé")
    if proposer and proposer.pk not in sitting_institutions(body=meeting.body, on=local(meeting).date()):
        raise Refused([f"{proposer} ne siège pas à « {meeting.body.name} »."])


def edit_item(*, actor: Actor, item: AgendaItem, seen: int, draft: ItemDraft) -> AgendaItem:
    """Correct an item before the meeting. Raises Conflict when somebody else did meanwhile, BadInput."""
    meeting = item.meeting
    gate.check_runs(actor, meeting.body.partnership, "point corrigé")
    check_prepared(meeting)
    _check(meeting, draft)
    with transaction.atomic():
        row = history.lock(item, seen=seen)
        _fill(row, draft)
        row.save(update_fields=WRITTEN)
        log(actor, meeting, "point corrigé", {"point": row.number})
    return row


def place_item(*, actor: Actor, item: AgendaItem, to: int) -> AgendaItem:
    """Give an item its place (1 is the first); asked twice, it stays there. The others keep their order."""
    meeting = item.meeting
    gate.check_runs(actor, meeting.body.partnership, "point déplacé")
    check_prepared(meeting)
    with transaction.atomic():
        _lock(meeting)
        rows = list(meeting.items.select_for_update(of=("self",)).order_by("number", "id"))
        order = [row for row in rows if row.pk != item.pk]
        order.insert(max(0, min(to - 1, len(order))), next(row for row in rows if row.pk == item.pk))
        moved = [row for n, row in enumerate(order, start=1) if row.number != n]
        for n, row in enumerate(order, start=1):
            if row.number != n:
                row.number = n
                row.save(update_fields=["number"])
        if moved:
            log(actor, meeting, "point déplacé", {"à": to})
    item.refresh_from_db()
    return item


def withdraw_item(*, actor: Actor, item: AgendaItem, back: bool = False) -> AgendaItem:
    """Take an item off the agenda, or put it back; it stays written. Asked twice, nothing more happens."""
    meeting = item.meeting
    act = "point remis à l'ordre du jour" if back else "point retiré"
    gate.check_runs(actor, meeting.body.partnership, act)
    check_prepared(meeting)
    wanted = (ItemOutcome.PENDING if back else ItemOutcome.WITHDRAWN).value
    with transaction.atomic():
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if row.outcome != wanted:
            row.outcome, row.revision = wanted, row.revision + 1
            row.save(update_fields=["outcome", "revision"])
            log(actor, meeting, act, {"point": row.number})
    return row


def carry_forward(*, actor: Actor, meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """Take up here an item that an earlier meeting of the body left open, once.

    Raises BadInput for an item of elsewhere, of a later meeting, or already taken up by another one.
    """
    gate.check_runs(actor, meeting.body.partnership, "point repris")
    check_prepared(meeting)
    source = item.meeting
    if source.body_id != meeting.body_id or source.starts_at >= meeting.starts_at:
        raise BadInput("Ce point n'est pas d'une réunion antérieure de la même instance.")
    with transaction.atomic():
        _lock(meeting)
        first = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        known = AgendaItem.objects.filter(carried_from=first).first()
        if known is not None:
            return known
        if first.outcome == ItemOutcome.PENDING and source.state != MeetingState.APPROVED:
            first.outcome, first.revision = ItemOutcome.CARRIED.value, first.revision + 1
            first.save(update_fields=["outcome", "revision"])
        row = AgendaItem.objects.create(
            meeting=meeting, number=_last(meeting) + 1, title=first.title, kind=first.kind,
            proposer=first.proposer, from_state=first.from_state, papers=first.papers, family=first.family,
            restricted=first.restricted, minutes_planned=first.minutes_planned, carried_from=first,
        )  # fmt: skip
        log(actor, meeting, "point repris", {"de": source.pk})
    return row


def _fill(row: AgendaItem, draft: ItemDraft) -> None:
    row.title, row.kind, row.papers = draft.title.strip()[:200], draft.kind.value, draft.papers.strip()[:300]
    row.proposer, row.minutes_planned = draft.proposer, draft.minutes
    row.from_state = bool(draft.proposer and draft.proposer.college == College.STATE)
    row.family, row.strategy, row.restricted = draft.family.value, draft.strategy.value, draft.restricted


def _check(meeting: Meeting, draft: ItemDraft) -> None:
    if not draft.title.strip():
        raise BadInput("Donnez un titre au point.")
    if draft.proposer and draft.proposer.partnership_id != meeting.body.partnership_id:
        raise BadInput(f"{draft.proposer} n'est pas une institution de ce partenariat.")


def _lock(meeting: Meeting) -> None:
    current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if current.state not in PREPARED:
        raise BadInput("L'ordre du jour est fixé : la réunion est tenue ou annulée.")


def _last(meeting: Meeting) -> int:
    return meeting.items.order_by("-number").values_list("number", flat=True).first() or 0
