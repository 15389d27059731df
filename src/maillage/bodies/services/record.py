"""Changes to the record of a meeting: what came of each item, positions of State services, items carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.audit import history, journal
from maillage.bodies.models import AgendaItem, Meeting, StatePosition
from maillage.bodies.services import gate
from maillage.bodies.vocabulary import Family, ItemKind, ItemOutcome, MeetingState, StrategyUse
from maillage.institutions.models import Institution
from maillage.institutions.vocabulary import College
from maillage.kernel import Actor, BadInput

WRITTEN = ("outcome", "notes", "family", "strategy", "questions", "amendments", "restricted", "revision")


@dataclass(frozen=True)
class ItemRecord:
    """What is written of one item."""

    outcome: ItemOutcome
    notes: str = ""
    family: Family = Family.NONE
    strategy: StrategyUse = StrategyUse.NONE
    questions: int | None = None
    amendments: int | None = None
    restricted: bool = False
    spoke: Sequence[Institution] = ()


def check_open(meeting: Meeting) -> None:
    """Raises BadInput when the record may not change: approved, cancelled, or not begun."""
    if meeting.state == MeetingState.APPROVED.value:
        raise BadInput(
            "Le compte rendu est approuvé : il ne se modifie plus. Ajoutez une remarque datée, elle restera"
            " jointe au compte rendu."
        )
    if meeting.state == MeetingState.CANCELLED.value:
        raise BadInput("Cette réunion est annulée : il n'y a rien à consigner.")


def check_here(meeting: Meeting, institutions: Sequence[Institution]) -> None:
    """Raises BadInput for an institution of another partnership."""
    for row in institutions:
        if row.partnership_id != meeting.body.partnership_id:
            raise BadInput(f"{row} n'est pas une institution de ce partenariat.")


def record_item(*, actor: Actor, item: AgendaItem, seen: int, draft: ItemRecord) -> AgendaItem:
    """Write what came of one item. Raises Conflict when somebody wrote meanwhile, BadInput once approved."""
    meeting = item.meeting
    gate.check_runs(actor, meeting.body.partnership, "point consigné")
    check_open(meeting)
    check_here(meeting, draft.spoke)
    _check_strategy(draft)
    with transaction.atomic():
        hold_open(meeting)
        row = history.lock(item, seen=seen)
        row.outcome, row.notes, row.family = draft.outcome.value, draft.notes.strip(), draft.family.value
        row.strategy, row.restricted = draft.strategy.value, draft.restricted
        row.questions, row.amendments = draft.questions, draft.amendments
        row.save(update_fields=WRITTEN)
        row.spoke.set(draft.spoke)
        log(actor, meeting, "point consigné", f"point {row.number}", {"issue": draft.outcome.value})
    return row


def _check_strategy(draft: ItemRecord) -> None:
    if draft.strategy is StrategyUse.NONE and (draft.questions or draft.amendments):
        raise BadInput(
            "Des questions ou des amendements sont comptés sans stratégie : dites si une stratégie a été"
            " présentée ou discutée."
        )
    if draft.strategy is StrategyUse.PRESENTED and draft.amendments:
        raise BadInput("Une stratégie amendée a été discutée : choisissez « discutée ».")


def add_item(*, actor: Actor, meeting: Meeting, title: str, kind: ItemKind, nonce: UUID | None) -> AgendaItem:
    """Add an item that came up in the meeting itself. Sending twice adds one."""
    gate.check_runs(actor, meeting.body.partnership, "point ajouté en séance")
    if (row := gate.already(AgendaItem, nonce)) is not None:
        return row
    check_open(meeting)
    if not title.strip():
        raise BadInput("Donnez un titre au point.")
    with transaction.atomic():
        row = AgendaItem(
            meeting=_locked(meeting), number=_next_number(meeting), title=title.strip()[:200], kind=kind.value
        )
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        log(actor, meeting, "point ajouté en séance", f"point {row.number}", {})
    return row


def set_position(
    *, actor: Actor, item: AgendaItem, seen: int, institution: Institution, position: str
) -> StatePosition | None:
    """Keep, replace or (empty) take away the position of one State service on an item.

    Raises BadInput for another kind of institution, Conflict when the item changed meanwhile.
    """
    meeting = item.meeting
    gate.check_runs(actor, meeting.body.partnership, "position notée")
    check_open(meeting)
    check_here(meeting, [institution])
    if institution.college != College.STATE.value:
        raise BadInput(
            f"{institution} n'est pas un service de l'État : notez son désaccord sur une décision."
        )
    with transaction.atomic():
        hold_open(meeting)
        row = history.lock(item, seen=seen)
        row.save(update_fields=["revision"])
        kept = _keep_position(row, institution, position.strip())
        log(actor, meeting, "position notée", f"point {row.number}", {"institution": institution.pk})
    return kept


def _keep_position(item: AgendaItem, institution: Institution, words: str) -> StatePosition | None:
    if not words:
        StatePosition.objects.filter(item=item, institution=institution).delete()
        return None
    return StatePosition.objects.update_or_create(
        item=item, institution=institution, defaults={"position": words}
    )[0]


def carry(*, actor: Actor, item: AgendaItem, to: Meeting) -> AgendaItem:
    """Carry an item to a later meeting of the same body, once. Raises BadInput for another meeting."""
    meeting = item.meeting
    gate.check_runs(actor, meeting.body.partnership, "point reporté")
    check_open(meeting)
    _check_carry(item, to)
    with transaction.atomic():
        list(Meeting.objects.select_for_update().filter(pk__in=[meeting.pk, to.pk]).order_by("pk"))
        hold_open(meeting)  # both meetings before the item, as whoever takes it up from the other side
        source = AgendaItem.objects.select_for_update().get(pk=item.pk)
        known = AgendaItem.objects.filter(meeting=to, carried_from=source).first()
        if known is not None:
            return known
        source.outcome, source.revision = ItemOutcome.CARRIED.value, source.revision + 1
        source.save(update_fields=["outcome", "revision"])
        row = AgendaItem.objects.create(
            meeting=_locked(to), number=_next_number(to), title=source.title, kind=source.kind,
            proposer=source.proposer, from_state=source.from_state, papers=source.papers,
            family=source.family, restricted=source.restricted, minutes_planned=source.minutes_planned,
            carried_from=source,
        )  # fmt: skip
        log(actor, meeting, "point reporté", f"point {source.number}", {"vers": to.pk})
    return row


def _check_carry(item: AgendaItem, to: Meeting) -> None:
    day = timezone.localdate(to.starts_at)
    if to.body_id != item.meeting.body_id or to.starts_at <= item.meeting.starts_at:
        raise BadInput(f"La réunion du {day:%d/%m/%Y} n'est pas une réunion suivante de la même instance.")
    if to.state not in (MeetingState.DRAFT.value, MeetingState.CONVENED.value):
        raise BadInput(f"La réunion du {day:%d/%m/%Y} est déjà tenue ou annulée : choisissez-en une autre.")
    if item.decisions.filter(withdrawn_on__isnull=True).exists():
        raise BadInput(
            "Ce point a donné lieu à une décision : il est traité. Retirez-la avant de le reporter."
        )


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def hold_open(meeting: Meeting) -> None:
    """Hold the meeting until the end of this transaction. Raises BadInput once its record may not change."""
    check_open(_locked(meeting))


def _next_number(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("number"))["last"] or 0) + 1


def log(
    actor: Actor, meeting: Meeting, act: str, what: str, detail: dict[str, object], on: date | None = None
) -> None:  # fmt: skip
    """One line of the journal about a meeting: numbers and states, never the words of the record."""
    journal.append(
        actor=actor, act=act, subject=f"réunion:{meeting.pk} {what}"[:200],
        partnership=meeting.body.partnership.key, detail=detail | ({"le": str(on)} if on else {}),
    )  # fmt: skip
