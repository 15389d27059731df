"""Letters: written in the transaction of the act that wants them; sent later, by the periodic command."""

from datetime import datetime

from django.db import transaction

from maillage.audit import journal
from maillage.institutions.models import Letter, Partnership, Person
from maillage.institutions.services import gate
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor

METHODS = ("", "PUBLISH", "REQUEST", "CANCEL")


def write_letter(
    *,
    partnership: Partnership,
    key: str,
    person: Person,
    subject: str,
    text: str,
    due_at: datetime,
    html: str = "",
    calendar: str = "",
    method: str = "",
) -> Letter | None:
    """A letter that waits for its hour, once per `key`; None when the person has no address.

    `html` is the inside of the page (`ui.mail.compose` makes both); empty, it is made from the text. The
    paper around it, and the band of invented data, are put when it leaves. Part of the caller's act: runs
    inside its transaction and writes no journal line of its own.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"Le message « {subject} » doit être écrit dans la transaction de son acte.")
    if "<html" in html.lower() or method not in METHODS:
        raise RuntimeError(f"Le message « {subject} » : un fragment et une méthode iCalendar sont attendus.")
    if not person.email or person.archived_on:
        return None
    words = " ".join(subject.split())[:250]
    content = {"subject": words, "text": text, "html": html, "calendar": calendar, "method": method}
    return Letter.objects.get_or_create(
        key=key,
        defaults=content
        | {"partnership": partnership, "person": person, "to": person.email, "due_at": due_at},
    )[0]


def retry_letter(*, actor: Actor, letter: Letter, now: datetime) -> Letter:
    """A letter that failed is due again, under the same Message-ID. Any other stays as it is."""
    gate.check_writes(actor, letter.partnership, "message remis à l'envoi")
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter.pk)
        if row.state != LetterState.FAILED.value:
            return row
        row.state, row.due_at, row.fault = LetterState.DUE.value, now, ""
        row.tries = row.interruptions = 0
        row.save(update_fields=["state", "due_at", "fault", "tries", "interruptions"])
        journal.append(
            actor=actor, act="message remis à l'envoi", subject=f"message:{row.pk}",
            partnership=row.partnership.key,
        )  # fmt: skip
    return row
