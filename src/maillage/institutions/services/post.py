"""Letters: written in the transaction of the act that wants them; sent later, by the periodic command."""

from datetime import datetime

from django.db import transaction

from maillage.institutions.models import Letter, Partnership, Person


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

    Part of the caller's act: runs inside its transaction and writes no journal line of its own.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"Le message « {subject} » doit être écrit dans la transaction de son acte.")
    if not person.email:
        return None
    content = {"subject": subject[:250], "text": text, "html": html, "calendar": calendar, "method": method}
    return Letter.objects.get_or_create(
        key=key,
        defaults=content
        | {"partnership": partnership, "person": person, "to": person.email, "due_at": due_at},
    )[0]
