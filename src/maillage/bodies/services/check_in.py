"""Checking in by the code displayed in the room: a signed link, open for a few hours, that erases nothing."""

import secrets
from datetime import datetime

from django.core import signing
from django.db import transaction

from maillage.audit import journal
from maillage.bodies.models import Attendance, Meeting
from maillage.bodies.rules import presence as rules
from maillage.bodies.selectors import presence as selectors
from maillage.bodies.services import gate
from maillage.bodies.services.links import public_address
from maillage.bodies.services.presence import Typed, came
from maillage.bodies.vocabulary import AttendanceState, CheckIn, RecordedBy
from maillage.kernel import Actor, BadInput

VISITOR = Actor(None, "émargement par le code affiché")


def _signer(meeting: Meeting) -> signing.Signer:
    """One signature per meeting and per secret: renewing the secret kills every code printed before."""
    return signing.Signer(salt=f"maillage.check-in.{meeting.check_in_secret}", sep=".")


def token(meeting: Meeting) -> str:
    """What the displayed code carries: which meeting, signed."""
    return _signer(meeting).sign(str(meeting.pk))


def address(meeting: Meeting) -> str:
    """The whole address of the check-in page, as it is printed."""
    return public_address("check_in", token(meeting))


def open_link(*, link: str) -> Meeting | None:
    """The meeting of a link, or None when it is forged, cut, or of a code replaced since."""
    number = link.partition(".")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    row = Meeting.objects.select_related("body__partnership").filter(pk=int(number)).first()
    try:
        return row if row is not None and _signer(row).unsign(link) == number else None
    except signing.BadSignature:
        return None


def renew(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Replace the code: those already displayed or printed no longer answer."""
    partnership = meeting.body.partnership
    gate.check_runs(actor, partnership, "code d'émargement renouvelé")
    with transaction.atomic():
        row = (
            Meeting.objects.select_for_update(of=("self",))
            .select_related("body__partnership")
            .get(pk=meeting.pk)
        )
        row.check_in_secret = secrets.token_urlsafe(24)
        row.save(update_fields=["check_in_secret"])
        journal.append(
            actor=actor, act="code d'émargement renouvelé", subject=f"réunion:{row.pk}",
            partnership=partnership.key,
        )  # fmt: skip
    return row


def state(*, meeting: Meeting, now: datetime) -> CheckIn:
    """May one check in at this moment?"""
    return rules.check_in(
        state=meeting.state, starts_at=meeting.starts_at, minutes_planned=meeting.minutes_planned, now=now
    )


def check_in(*, meeting: Meeting, typed: Typed, now: datetime) -> bool:
    """Note that somebody is there for a seat; True when it is noted just now, never over another line.

    The signed link was checked by `open_link`. Raises BadInput outside the hours, or for a seat of elsewhere.
    """
    with transaction.atomic():
        current = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if state(meeting=current, now=now) is not CheckIn.OPEN:
            raise BadInput(
                "L'émargement n'est pas ouvert à cette heure : voyez le secrétariat de la réunion."
            )
        shown = selectors.presence(meeting=meeting).shown
        line = next((one for one in shown if one.seat.pk == typed.seat), None)
        if line is None:
            raise BadInput("Ce siège n'est pas convoqué à cette réunion : choisissez-en un dans la liste.")
        if line.state is not AttendanceState.UNKNOWN:
            return False
        told = came(line, typed)
        row = line.attendance or Attendance(meeting=meeting, seat=line.seat)
        row.state, row.person_id, row.level = told.state.value, told.person, told.level
        row.recorded_by, row.recorded_at = RecordedBy.SELF.value, now
        row.save()
        journal.append(
            actor=VISITOR, act="présence déclarée sur place", subject=f"réunion:{meeting.pk}",
            partnership=meeting.body.partnership.key, detail={"siège": line.seat.pk},
        )  # fmt: skip
    return True
