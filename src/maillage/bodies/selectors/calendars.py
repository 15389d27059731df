"""Meetings as calendar entries. Nothing restricted goes in: a calendar is synchronised everywhere."""

from email.utils import parseaddr

from django.conf import settings

from maillage.bodies.models import Convocation, Meeting
from maillage.bodies.selectors.convening import local
from maillage.bodies.vocabulary import Answer, Formation, MeetingState
from maillage.ui.calendar import Entry, Party

ANSWERS = {
    Answer.AWAITED: "NEEDS-ACTION", Answer.COMING: "ACCEPTED", Answer.DEPUTY: "DELEGATED",
    Answer.EXCUSED: "DECLINED",
}  # fmt: skip


def title_of(meeting: Meeting) -> str:
    """What a calendar and a letter call the meeting: its body, and its object unless the body is reserved."""
    body = meeting.body
    return body.name if body.restricted or not meeting.subject else f"{body.name}, {meeting.subject}"


def words_of(meeting: Meeting) -> tuple[str, str]:
    """What an entry says beside its day and place: its title and its formation."""
    return title_of(meeting), Formation(meeting.formation).label


def entry(
    meeting: Meeting, *, text: str = "", url: str = "", guest: Party | None = None, cancelled: bool = False
) -> Entry:
    """The entry of one meeting, by the clock of its partnership; `cancelled`: for this guest alone."""
    partnership = meeting.body.partnership
    organiser = Party(partnership.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return Entry(
        uid=meeting.uid, sequence=meeting.sequence, starts_at=local(meeting), minutes=meeting.minutes_planned,
        title=title_of(meeting), place=meeting.location, text=text or Formation(meeting.formation).label,
        url=url, organiser=organiser, guests=(guest,) if guest else (),
        cancelled=cancelled or meeting.state == MeetingState.CANCELLED,
    )  # fmt: skip


def guest_of(convocation: Convocation) -> Party | None:
    """The person convened, as a calendar names them; None without an address."""
    person = convocation.person
    if person is None or not person.email:
        return None
    return Party(person.name, person.email, ANSWERS[Answer(convocation.answer)])
