"""Changes to minutes: a version submitted, remarks, approval later on. Approved, they never change."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.audit import journal
from maillage.bodies.models import Meeting, Minutes, MinutesRemark
from maillage.bodies.rules import minutes as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import minutes as selectors
from maillage.bodies.selectors.bodies import sitting_institutions
from maillage.bodies.services import gate
from maillage.bodies.services.record import check_open
from maillage.bodies.vocabulary import ItemOutcome, MeetingState
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput, Refused

HELD = (MeetingState.HELD.value, MeetingState.SUBMITTED.value)


def submit_minutes(*, actor: Actor, meeting: Meeting, now: datetime) -> Minutes:
    """Freeze the record as a version to be read by the members. The same record gives the same version.

    Raises BadInput while the meeting is not held, or while an item has no outcome.
    """
    gate.check_runs(actor, meeting.body.partnership, "compte rendu soumis")
    day = timezone.localdate(now)
    with transaction.atomic():
        current = Meeting.objects.select_for_update().get(pk=meeting.pk)
        check_open(current)
        _check_ready(current)
        content = selectors.record(meeting=meeting, on=day, secretary=actor.label)
        body, digest = rules.canonical(content)
        last = meeting.minutes.order_by("-number").first()
        if last is not None and last.digest == digest:
            return last
        number = (meeting.minutes.aggregate(last=Max("number"))["last"] or 0) + 1
        row = Minutes.objects.create(
            meeting=meeting, number=number, submitted_at=now, body=body, digest=digest
        )
        _move(current, MeetingState.SUBMITTED)
        _log(actor, meeting, "compte rendu soumis", {"version": number, "empreinte": digest})
    return row


def _check_ready(meeting: Meeting) -> None:
    if meeting.state not in HELD:
        raise BadInput("La réunion n'est pas encore tenue : notez d'abord les présences, puis les points.")
    pending = meeting.items.filter(outcome=ItemOutcome.PENDING.value).order_by("number").first()
    if pending is not None:
        raise BadInput(
            f"Le point {pending.number}, « {pending.title} », n'a pas d'issue : traité, reporté ou retiré."
        )


def approve_minutes(
    *, actor: Actor, minutes: Minutes, on: date, at: Meeting | None = None
) -> Minutes:  # fmt: skip
    """Approve the last version, at a later meeting of the body or in writing; it is then frozen for good.

    Raises BadInput: not the last version, record changed since, a meeting that is not a later one.
    """
    meeting = minutes.meeting
    gate.check_runs(actor, meeting.body.partnership, "compte rendu approuvé")
    with transaction.atomic():
        current = Meeting.objects.select_for_update().get(pk=meeting.pk)
        row = Minutes.objects.select_for_update().get(pk=minutes.pk)
        if row.approved_on is not None:
            return row
        check_open(current)
        _check_last(minutes)
        _check_day(minutes, on, at)
        row.approved_on, row.approved_at = on, at
        row.save(update_fields=["approved_on", "approved_at"])
        _move(current, MeetingState.APPROVED)
        _log(actor, meeting, "compte rendu approuvé",
             {"version": row.number, "empreinte": row.digest, "le": str(on)})  # fmt: skip
    return row


def _check_last(minutes: Minutes) -> None:
    meeting = minutes.meeting
    last = meeting.minutes.order_by("-number").first()
    if last is not None and last.pk != minutes.pk:
        raise BadInput(f"La version {last.number} a été soumise depuis : approuvez celle-là.")
    if has_moved(minutes):
        raise BadInput(
            f"Le relevé a changé depuis la version {minutes.number} : soumettez une nouvelle version, puis"
            " faites-la approuver."
        )


def has_moved(minutes: Minutes) -> bool:
    """Has what was decided or said changed since this version? Earlier promises do not count."""
    frozen = selectors.content(minutes)
    day = timezone.localdate(minutes.submitted_at)
    now = selectors.record(meeting=minutes.meeting, on=day, secretary=frozen["secretary"])
    return any(frozen[name] != now[name] for name in ("items", "decisions", "presence", "quorum")) or [
        _promise(row) for row in frozen["new"]
    ] != [_promise(row) for row in now["new"]]


def _promise(row: dict[str, object]) -> tuple[object, ...]:
    return row["institution"], row["deliverable"], row["quantity"], row["due_on"], row["restricted"]


def _check_day(minutes: Minutes, on: date, at: Meeting | None) -> None:
    submitted = timezone.localdate(minutes.submitted_at)
    if on < submitted:
        raise BadInput(
            f"L'approbation, le {on:%d/%m/%Y}, précède la version, soumise le {submitted:%d/%m/%Y}."
        )
    if at is None:
        return
    day = timezone.localdate(at.starts_at)
    if at.body_id != minutes.meeting.body_id or at.starts_at <= minutes.meeting.starts_at:
        raise BadInput(f"La réunion du {day:%d/%m/%Y} n'est pas une réunion suivante de la même instance.")
    if at.state == MeetingState.CANCELLED.value or day > on:
        raise BadInput(f"La réunion du {day:%d/%m/%Y} n'a pas encore eu lieu, ou elle est annulée.")


def remark_minutes(
    *, actor: Actor, minutes: Minutes, institution: Institution | None, words: str, on: date,
    nonce: UUID | None,
) -> MinutesRemark:  # fmt: skip
    """Say something of a version, dated; after approval it is the only way to correct. Sent twice: one.

    The coordinator for any institution; a member for an institution that sits in the body.
    """
    meeting = minutes.meeting
    _check_speaks(actor, meeting, institution, on)
    if (row := gate.already(MinutesRemark, nonce)) is not None:
        return row
    if not words.strip():
        raise BadInput("Écrivez la remarque.")
    with transaction.atomic():
        row = MinutesRemark(minutes=minutes, institution=institution, words=words.strip(), on=on)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, meeting, "remarque sur un compte rendu", {"version": minutes.number, "le": str(on)})
    return row


def _check_speaks(actor: Actor, meeting: Meeting, institution: Institution | None, on: date) -> None:
    partnership = meeting.body.partnership
    if institution is None or visibility.may_run(actor):
        gate.check_runs(actor, partnership, "remarque sur un compte rendu")
        if institution is not None and institution.partnership_id != partnership.pk:
            raise BadInput(f"{institution} n'est pas une institution de ce partenariat.")
        return
    gate.check_answers_for(actor, partnership, institution.pk, "remarque sur un compte rendu")
    if institution.pk not in sitting_institutions(body=meeting.body, on=on):
        raise Refused([f"{institution} ne siège pas dans cette instance."])


def _move(meeting: Meeting, state: MeetingState) -> None:
    meeting.state, meeting.revision = state.value, meeting.revision + 1
    meeting.save(update_fields=["state", "revision"])


def _log(actor: Actor, meeting: Meeting, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"réunion:{meeting.pk}", partnership=meeting.body.partnership.key,
        detail=detail,
    )  # fmt: skip
