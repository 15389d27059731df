"""The weekly message: written once per person and week; stopped by whoever holds its link."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from maillage.accounts import services as accounts
from maillage.audit import journal
from maillage.institutions import services as institutions
from maillage.kernel import Actor
from maillage.portal.selectors import digest
from maillage.portal.selectors.digest import Reader
from maillage.ui import mail

VISITOR = Actor(None, "lien d'un message")


@dataclass
class Written:
    """What a round did, or would do."""

    written: int = 0
    without_address: int = 0


def write_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> Written:
    """Write the messages of the week whose hour has come: one transaction and one journal line for each.

    Called twice it writes nothing new. `dry_run` only counts.
    """
    due = digest.due(now)
    done = Written(without_address=due.without_address)
    for reader in due.readers:
        if not dry_run:
            _write(actor, reader, now)
        done.written += 1
    return done


def _write(actor: Actor, reader: Reader, now: datetime) -> None:
    content = digest.content(reader)
    page = mail.compose(content, institutions.sender_of(reader.partnership))
    with transaction.atomic():
        institutions.write_letter(
            partnership=reader.partnership, key=reader.key, person=reader.person, subject=content.title,
            text=page.text, html=page.html, due_at=now,
        )  # fmt: skip
        journal.append(
            actor=actor, act="point de la semaine écrit", subject=f"compte:{reader.user.pk}",
            partnership=reader.partnership.key, detail={"le": str(reader.day)},
        )  # fmt: skip


def stop(*, link: str) -> int:
    """Stop the message of a signed link; how many choices were ended. Raises BadInput on a forged link."""
    user, partnership = digest.open_link(link)
    return accounts.stop_digest(actor=VISITOR, user=user, partnership=partnership)
