"""Sending the letters that are due: each is claimed, sent and marked on its own, so that nothing is lost.

A letter is claimed in a transaction before the line opens: two senders never hold the same one. If the
machine stops between the server's answer and the mark, the claim runs out and the letter goes once more,
under the same Message-ID; a second such break gives it up, rather than writing a third time.
"""

import smtplib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction

from maillage.audit import journal
from maillage.institutions.models import Letter
from maillage.institutions.rules import posting
from maillage.institutions.selectors.post import due, post_is_set
from maillage.institutions.services import envelope
from maillage.institutions.services.envelope import Fault
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor

DEPARTED = "La personne n'est plus dans l'annuaire, ou n'a plus d'adresse."
BROKEN = "Deux envois ont été coupés avant la réponse : le message est peut-être arrivé. Demandez-le."


@dataclass
class Sent:
    """What a round of sending did. `waiting`: due, but no mail server is set."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    dropped: int = 0
    waiting: int = 0


def send_due(*, actor: Actor, now: datetime, limit: int = 200) -> Sent:
    """Send what is due, the oldest first. One journal line per letter sent, given up or without object."""
    done, began = Sent(), time.monotonic()
    silent: Fault | None = None
    if not post_is_set():
        return Sent(waiting=due(now=now).count())
    for identity in list(due(now=now).values_list("pk", flat=True)[:limit]):
        moment = now + timedelta(seconds=time.monotonic() - began)
        letter = _claim(actor, identity, moment, done)
        if letter is None:
            continue
        fault = silent or _deliver(letter)
        if fault and fault.silent:
            silent = fault  # the others wait as well: no need to knock again at a closed door
        _mark(actor, letter, moment, fault, done)
    return done


def _claim(actor: Actor, identity: int, moment: datetime, done: Sent) -> Letter | None:
    """The letter, ours until the claim runs out; None when another has it, or when it has no object."""
    skip = database.features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = due(now=moment).select_related("person", "partnership")
        row = rows.select_for_update(skip_locked=skip, of=("self",)).filter(pk=identity).first()
        if row is None:
            return None
        if row.claimed_until:  # a sender stopped in the middle
            row.interruptions += 1
        if row.interruptions >= posting.MAX_INTERRUPTIONS:
            _close(actor, row, LetterState.FAILED, BROKEN, done)
            return None
        person = row.person
        if person is None or person.archived_on or not person.email:
            _close(actor, row, LetterState.DROPPED, DEPARTED, done)
            return None
        row.to, row.tries, row.claimed_until = person.email, row.tries + 1, moment + posting.LEASE
        row.save(update_fields=["to", "tries", "claimed_until", "interruptions"])
    return row


def _deliver(letter: Letter) -> Fault | None:
    """Hand the letter to the server; why it did not go, or None. A line per letter: none grows stale."""
    try:
        message = envelope.message(letter)
        line = get_connection()
    except Exception as error:  # what was stored cannot be made a message
        return envelope.fault_of(ValueError(str(error)))
    try:
        line.open()
    except (OSError, smtplib.SMTPException) as error:
        return envelope.unreachable(error)
    try:
        line.send_messages([message])
    except Exception as error:  # libraries raise many kinds; each is told apart by `fault_of`
        return envelope.fault_of(error)
    finally:
        _hang_up(line)
    return None


def _hang_up(line: Any) -> None:
    try:
        line.close()
    except (OSError, smtplib.SMTPException):
        return  # the server had already answered


def _mark(actor: Actor, letter: Letter, moment: datetime, fault: Fault | None, done: Sent) -> None:
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter.pk)
        row.interruptions += 1 if fault and fault.uncertain else 0
        if fault is None:
            row.sent_at = moment
            _close(actor, row, LetterState.SENT, "", done)
            return
        wait = None if fault.final else posting.next_try(row.tries)
        if row.interruptions >= posting.MAX_INTERRUPTIONS:
            _close(actor, row, LetterState.FAILED, BROKEN, done)
        elif wait is None:
            _close(actor, row, LetterState.FAILED, fault.words, done)
        else:
            row.due_at, row.fault, row.claimed_until = moment + wait, fault.words[:200], None
            row.save(update_fields=["due_at", "fault", "claimed_until", "interruptions"])
            done.later += 1


def _close(actor: Actor, row: Letter, state: LetterState, fault: str, done: Sent) -> None:
    """The last word on a letter, with its journal line: no address, no content."""
    row.state, row.fault, row.claimed_until = state.value, fault[:200], None
    row.save(update_fields=["state", "fault", "claimed_until", "interruptions", "sent_at"])
    name = {LetterState.SENT: "sent", LetterState.FAILED: "failed", LetterState.DROPPED: "dropped"}[state]
    setattr(done, name, getattr(done, name) + 1)
    journal.append(
        actor=actor, act=f"message : {state.label}", subject=f"message:{row.pk}",
        partnership=row.partnership.key,
    )  # fmt: skip
