"""Answers to convocations: by a signed link, from one's own pages, or by the coordinator after a call."""

from datetime import datetime

from django.core import signing
from django.db import transaction

from maillage.audit import journal
from maillage.bodies.models import Convocation
from maillage.bodies.rules import convening as rules
from maillage.bodies.selectors import convening as selectors
from maillage.bodies.services import gate
from maillage.bodies.services.letters import SALT
from maillage.bodies.vocabulary import Answer, MeetingState, Motive
from maillage.kernel import Actor, BadInput

VISITOR = Actor(None, "réponse par lien")
GONE = "Ce lien ne mène plus à une convocation : elle a changé de destinataire. Demandez un nouveau message."
KEPT = ["answer", "motive", "represented_by", "answered_at"]


def open_link(*, link: str, now: datetime) -> Convocation:
    """The convocation of a link. Raises BadInput when it is forged, of somebody else, or when all is over."""
    try:
        pk, person = signing.loads(link, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise BadInput("Ce lien est incomplet ou modifié. Ouvrez-le depuis le message reçu.") from fault
    row = selectors.linked(pk=pk, person=person)
    if row is None or row.person is None or row.person.archived_on:
        raise BadInput(GONE)
    meeting = row.meeting
    if rules.link_is_over(starts_at=meeting.starts_at, minutes=meeting.minutes_planned, now=now):
        day = selectors.local(meeting)
        raise BadInput(f"La réunion du {day:%d/%m/%Y} est passée : ce lien ne répond plus.")
    return row


def answer(
    *, actor: Actor, convocation: Convocation, given: Answer, motive: Motive = Motive.NONE,
    represented_by: str = "", now: datetime, by_link: bool = False,
) -> tuple[Convocation, bool]:  # fmt: skip
    """Keep the answer of a person convened; True when it changed. It may change until the meeting begins.

    `by_link`: the signed link was checked by `open_link`; it stands for the institution.
    Raises BadInput for a meeting that awaits no answer, or for an answer that lacks something.
    """
    partnership = convocation.meeting.body.partnership
    if not by_link:
        gate.check_answers_for(
            actor, partnership, convocation.seat.institution_id, "réponse à une convocation"
        )
    if fault := rules.fault_of_answer(given, motive, represented_by):
        raise BadInput(fault)
    values = _values(given, motive, represented_by)
    with transaction.atomic():
        rows = Convocation.objects.select_for_update(of=("self",)).select_related("meeting")
        row = rows.get(pk=convocation.pk)
        _check_open(row, now)
        if (row.answer, row.motive, row.represented_by) == values:
            return row, False
        row.answer, row.motive, row.represented_by = values
        row.answered_at = now
        row.save(update_fields=KEPT)
        journal.append(
            actor=actor, act="réponse à une convocation", subject=f"convocation:{row.pk}",
            partnership=partnership.key, detail={"réponse": row.answer, "motif": row.motive},
        )  # fmt: skip
    return row, True


def _values(given: Answer, motive: Motive, represented_by: str) -> tuple[str, str, str]:
    """What belongs to this answer only: a motive to an excuse, a name to a representation."""
    kept = motive if given is Answer.EXCUSED else Motive.NONE
    who = represented_by.strip()[:150] if given is Answer.DEPUTY else ""
    return given.value, kept.value, who


def _check_open(row: Convocation, now: datetime) -> None:
    meeting = row.meeting
    if meeting.state == MeetingState.CANCELLED:
        raise BadInput("Cette réunion est annulée : il n'y a plus à répondre.")
    if row.person_id is None:
        raise BadInput("Ce siège est vacant : personne n'y est convoqué.")
    if not rules.may_answer(state=meeting.state, starts_at=meeting.starts_at, now=now):
        raise BadInput("La réunion a commencé : la réponse ne change plus. La présence se relève en séance.")
