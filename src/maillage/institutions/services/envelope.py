"""From a stored letter to the message that leaves; and what the refusals of a mail server mean."""

import hashlib
import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from maillage.institutions.models import Letter, Partnership
from maillage.ui import mail

INVITATION = "invite.ics"
FICTITIOUS = "[Données fictives] "
PERMANENT = range(500, 600)
UNREACHABLE = "Le serveur de courrier ne répond pas"


@dataclass(frozen=True)
class Fault:
    """Why a letter did not leave. `uncertain`: the server may have taken it before the line broke."""

    words: str
    final: bool = False
    uncertain: bool = False
    silent: bool = False  # no server at all: the other letters need not be tried


def message_id(key: str) -> str:
    """The same for the same letter, for ever: a second sending is recognised as the first."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def sender_of(partnership: Partnership) -> mail.Sender:
    """In whose name the letters of this partnership leave."""
    return mail.Sender(partnership.name, partnership.hue, partnership.chroma, partnership.fictitious)


def message(letter: Letter) -> EmailMultiAlternatives:
    """The message of this letter, in French: people who receive it have no language of theirs here."""
    partnership = letter.partnership
    with translation.override("fr"):
        page = mail.dress(
            subject=letter.subject, text=letter.text, html=letter.html, sender=sender_of(partnership)
        )
    made = EmailMultiAlternatives(
        subject=(FICTITIOUS if partnership.fictitious else "") + letter.subject,
        body=page.text,
        from_email=formataddr((partnership.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[letter.to],
        headers={"Message-ID": message_id(letter.key), "Auto-Submitted": "auto-generated"},
    )
    made.attach_alternative(page.html, "text/html")
    if letter.calendar:
        kind = f"text/calendar; method={letter.method or 'PUBLISH'}"
        made.attach_alternative(letter.calendar, kind)
        made.attach(INVITATION, letter.calendar, kind)
    return made


def unreachable(error: Exception) -> Fault:
    """The line does not even open: nothing has left."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Fault(f"{UNREACHABLE} : {_said(error.smtp_code, error.smtp_error)}", silent=True)
    return Fault(f"{UNREACHABLE} : {error}"[:200], silent=True)


def fault_of(error: Exception) -> Fault:
    """What this refusal means, in French, without the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()), (0, b""))
        return Fault(f"Le serveur refuse l'adresse : {_said(code, said)}", final=code in PERMANENT)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        return Fault(f"Le serveur refuse l'expéditeur : {_said(error.smtp_code, error.smtp_error)}")
    if isinstance(error, smtplib.SMTPResponseException):
        final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT
        return Fault(
            f"Le serveur refuse le message : {_said(error.smtp_code, error.smtp_error)}", final=final
        )
    if isinstance(error, OSError):  # smtplib's own errors are OSError too: a cut line, a silence
        return Fault("La ligne s'est coupée avant la réponse du serveur.", uncertain=True)
    return Fault(f"Le message ne peut pas être formé : {error}"[:200], final=True)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())}"[:140]
