"""Changes to meetings: planned, corrected, moved, cancelled, prepared again. Their words: `letters`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from maillage.audit import history, journal
from maillage.bodies.models import Body, Convocation, Meeting, Series, TerritoryEvent
from maillage.bodies.rules.convening import PREPARED
from maillage.bodies.selectors import calendars
from maillage.bodies.selectors.convening import notice_of
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import gate, letters
from maillage.bodies.vocabulary import Answer, BodyState, Formation, MeetingState, Motive
from maillage.kernel import Actor, BadInput

LONGEST = 24 * 60  # minutes
YEARS = range(1983, 2201)  # since the first councils; beyond, a slip of the pen
SHOWN = "%d/%m/%Y"
EDITED = ("formation", "subject", "event", "without_state", "asked_by_right", "sequence",
          "revision")  # fmt: skip
WHEN = ("starts_at", "minutes_planned", "location", "sequence", "revision")


@dataclass(frozen=True)
class MeetingDraft:
    """What one writes of a meeting beside its day and place."""

    formation: Formation
    subject: str = ""
    event: TerritoryEvent | None = None
    without_state: bool = False
    asked_by_right: str = ""


@dataclass(frozen=True)
class Slot:
    """When and where. `starts_at` bears a time zone."""

    starts_at: datetime
    minutes: int = 120
    location: str = ""


def plan_meeting(
    *, actor: Actor, body: Body, draft: MeetingDraft, slot: Slot, nonce: UUID | None = None,
    series: Series | None = None,
) -> Meeting:  # fmt: skip
    """Plan one meeting of a body, to be convened later. Sending twice plans one.

    Raises BadInput: a closed body, a length out of bounds, an event of another partnership.
    """
    gate.check_runs(actor, body.partnership, "réunion prévue")
    _check(body, draft, slot)
    with transaction.atomic():
        lock_body(body)
        if (row := gate.already(Meeting, nonce)) is not None:
            return row
        row = new_meeting(body, draft, slot, nonce or uuid4(), series)
        log(actor, row, "réunion prévue", {"début": slot.starts_at.isoformat()})
    return row


def lock_body(body: Body) -> None:
    """Hold the body until the end of the act: the same form sent twice at once is then seen by the second."""
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)


def new_meeting(body: Body, draft: MeetingDraft, slot: Slot, nonce: UUID, series: Series | None) -> Meeting:
    """The row of a new meeting, with the name that calendars will know it by. Part of the caller's act."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    row = Meeting(body=body, series=series, nonce=nonce, uid=f"reunion-{nonce.hex}@{host}")
    _fill(row, draft)
    _place(row, slot)
    row.save(force_insert=True)
    return row


def edit_meeting(*, actor: Actor, meeting: Meeting, seen: int, draft: MeetingDraft) -> Meeting:
    """Correct what is written of a meeting not yet held. Raises Conflict, or BadInput as above.

    Another title is a new version of the calendar entry; it leaves with the agenda (`send_agenda`).
    """
    gate.check_runs(actor, meeting.body.partnership, "réunion corrigée")
    check_prepared(meeting)
    _check(meeting.body, draft, None)
    with transaction.atomic():
        row = history.lock(meeting, seen=seen)
        said = calendars.words_of(row)
        _fill(row, draft)
        row.sequence += row.state == MeetingState.CONVENED and said != calendars.words_of(row)
        row.save(update_fields=EDITED)
        log(actor, row, "réunion corrigée", {})
    return row


def move_meeting(
    *, actor: Actor, meeting: Meeting, seen: int, slot: Slot, now: datetime, late_accepted: bool = False
) -> tuple[Meeting, int]:  # fmt: skip
    """Change the day, the hour or the place; who was convened is told. Returns the meeting and the letters.

    Another moment resets the answers; another place does not. Nothing changed, nothing is written.
    Raises Conflict, and BadInput for a moment already past, or a notice too short that is not accepted.
    """
    gate.check_runs(actor, meeting.body.partnership, "réunion déplacée")
    check_prepared(meeting)
    _check_slot(slot)
    if same_slot(meeting, slot):
        return meeting, 0
    later = slot.starts_at != meeting.starts_at
    if meeting.state == MeetingState.CONVENED and later:
        check_notice(meeting, slot.starts_at, now, late_accepted)
    with transaction.atomic():
        row = history.lock(meeting, seen=seen)
        _place(row, slot)
        row.sequence += 1
        row.save(update_fields=WHEN)
        reset = _reset_answers(row) if later else 0
        sent = letters.tell_moved(row, now, later) if row.state == MeetingState.CONVENED else 0
        detail = {"début": slot.starts_at.isoformat(), "réponses remises à zéro": reset, "messages": sent}
        log(actor, row, "réunion déplacée" if later else "lieu ou durée changés", detail)
    return row, sent


def same_slot(meeting: Meeting, slot: Slot) -> bool:
    """True when nothing would change: the same form sent again."""
    now = (meeting.starts_at, meeting.minutes_planned, meeting.location)
    return now == (slot.starts_at, slot.minutes, slot.location.strip()[:200])


def _reset_answers(row: Meeting) -> int:
    given = Convocation.objects.filter(meeting=row).exclude(answer=Answer.AWAITED.value)
    return given.update(
        answer=Answer.AWAITED.value, motive=Motive.NONE.value, represented_by="", answered_at=None
    )


def cancel_meeting(
    *, actor: Actor, meeting: Meeting, seen: int, reason: str, now: datetime
) -> tuple[Meeting, int]:
    """Cancel a meeting with its reason; who was convened is told, and calendars take it off.

    Already cancelled: nothing is written. Raises Conflict, and BadInput without reason or once held.
    """
    gate.check_runs(actor, meeting.body.partnership, "réunion annulée")
    if meeting.state == MeetingState.CANCELLED:
        return meeting, 0
    check_prepared(meeting)
    if not reason.strip():
        raise BadInput(
            "Dites pourquoi la réunion est annulée : ce motif est envoyé aux personnes convoquées."
        )
    with transaction.atomic():
        row = history.lock(meeting, seen=seen)
        was_convened = row.state == MeetingState.CONVENED
        row.state, row.cancelled_reason = MeetingState.CANCELLED.value, reason.strip()[:300]
        row.sequence += 1
        row.save(update_fields=["state", "cancelled_reason", "sequence", "revision"])
        sent = letters.tell_cancelled(row, now) if was_convened else 0
        log(actor, row, "réunion annulée", {"messages": sent})
    return row, sent


def reopen_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Prepare again a meeting cancelled by mistake: it is to be convened anew, under the same entry.

    Already in preparation: nothing is written. Raises BadInput once it is held.
    """
    gate.check_runs(actor, meeting.body.partnership, "réunion remise en préparation")
    if meeting.state in PREPARED:
        return meeting
    if meeting.state != MeetingState.CANCELLED:
        raise BadInput("Cette réunion est tenue : elle ne se prépare plus.")
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if row.state != MeetingState.CANCELLED:
            return row  # somebody else did it meanwhile
        row.state, row.cancelled_reason, row.convened_on = MeetingState.DRAFT.value, "", None
        row.sequence, row.revision = row.sequence + 1, row.revision + 1
        row.save(update_fields=["state", "cancelled_reason", "convened_on", "sequence", "revision"])
        reset = _reset_answers(row)
        Convocation.objects.filter(meeting=row).update(sent_at=None)
        log(actor, row, "réunion remise en préparation", {"réponses remises à zéro": reset})
    return row


def check_prepared(meeting: Meeting) -> None:
    """Raises BadInput unless the meeting is still to come: in preparation or convened."""
    if meeting.state not in PREPARED:
        raise BadInput(f"Cette réunion est {meeting.state_term.label} : elle ne se prépare plus.")


def check_notice(meeting: Meeting, starts_at: datetime, now: datetime, accepted: bool) -> None:
    """Raises BadInput for a moment that is past, or for a notice too short that nobody accepts."""
    if starts_at <= now:
        day = starts_at.astimezone(zone_of(meeting.body.partnership))
        raise BadInput(f"Le {day:{SHOWN}} à {day:%H h %M} est déjà passé : déplacez d'abord la réunion.")
    found = notice_of(meeting, now, starts_at)
    if not found.on_time and not accepted:
        raise BadInput(f"{found.words} Cochez « Convoquer malgré ce délai » si c'est ce que vous voulez.")


def _fill(row: Meeting, draft: MeetingDraft) -> None:
    row.formation, row.subject = draft.formation.value, draft.subject.strip()[:200]
    row.without_state = draft.without_state or draft.formation is Formation.PREPARATORY
    row.event, row.asked_by_right = draft.event, draft.asked_by_right.strip()[:200]


def _place(row: Meeting, slot: Slot) -> None:
    row.starts_at, row.minutes_planned = slot.starts_at, slot.minutes
    row.location = slot.location.strip()[:200]


def _check(body: Body, draft: MeetingDraft, slot: Slot | None) -> None:
    if body.state == BodyState.CLOSED:
        raise BadInput(f"« {body.name} » est close : une instance close ne se réunit plus.")
    if draft.event and draft.event.partnership_id != body.partnership_id:
        raise BadInput("Cet événement n'est pas de ce partenariat.")
    if slot is not None:
        _check_slot(slot)


def check_year(year: int) -> None:
    """Raises BadInput for a year that is a slip of the pen."""
    if year not in YEARS:
        raise BadInput(f"L'année {year} n'est pas celle d'une réunion : écrivez de {YEARS[0]} à {YEARS[-1]}.")


def _check_slot(slot: Slot) -> None:
    check_year(slot.starts_at.year)
    if not 0 < slot.minutes <= LONGEST:
        raise BadInput(f"Une durée de {slot.minutes} minutes ne se prévoit pas : écrivez de 1 à {LONGEST}.")
    if slot.starts_at.utcoffset() is None:
        raise BadInput("L'heure de la réunion doit dire dans quel fuseau elle se lit.")


def log(actor: Actor, row: Meeting, act: str, detail: Mapping[str, object]) -> None:
    """One line of the journal about a meeting: days and counts, no words and no name."""
    journal.append(
        actor=actor, act=act, subject=f"réunion:{row.pk}", partnership=row.body.partnership.key,
        detail=dict(detail),
    )  # fmt: skip
