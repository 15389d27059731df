"""The letters of a meeting: convocation, change, cancellation, reminder, each with its calendar entry.

Part of the act that wants them: they are written in its transaction. Restricted items are counted, never
quoted, and nothing of a reserved body is said but its name, its day and its place.
"""

import hashlib
from collections.abc import Iterable, Set
from datetime import date, datetime

from django.core import signing

from maillage.bodies.models import AgendaItem, Convocation, Meeting
from maillage.bodies.selectors import calendars
from maillage.bodies.selectors.convening import local, of_meeting
from maillage.bodies.services.links import address, public_address
from maillage.bodies.vocabulary import Answer, Formation, ItemKind, ItemOutcome
from maillage.institutions.models import Letter, Partnership
from maillage.institutions.services import write_letter
from maillage.ui import calendar, mail
from maillage.ui.typography import french_date, quoted

SALT = "maillage.convocation"
PLAIN = ("relance", "ordre du jour", "siège passé")  # letters that change nothing in a calendar
DATED = ("convocation", "changement")  # letters that carry the entry as it stands
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ONE_CLICK = (
    (Answer.COMING, "Je viens"),
    (Answer.DEPUTY, "Je me fais représenter"),
    (Answer.EXCUSED, "Je ne peux pas venir"),
)
AGREE = "Chaque lien ouvre une page où votre réponse est déjà choisie : un bouton l'enregistre."


def token(convocation: Convocation) -> str:
    """What a link carries: which convocation, for whom; signed."""
    return signing.dumps([convocation.pk, convocation.person_id], salt=SALT)


def when(moment: datetime) -> str:
    """« jeudi 12 novembre 2026 à 10 h », by the clock the moment bears."""
    minutes = f" {moment:%M}" if moment.minute else ""
    return f"{WEEKDAYS[moment.weekday()]} {french_date(moment.date())} à {moment.hour} h{minutes}"


def agenda_lines(meeting: Meeting, items: Iterable[AgendaItem]) -> list[str]:
    """The agenda as a letter may say it: open items by their title, reserved ones counted."""
    kept = [row for row in items if row.outcome != ItemOutcome.WITHDRAWN]
    if meeting.body.restricted:
        return []
    shown = [row for row in kept if not row.restricted]
    lines = [_item_line(n, row) for n, row in enumerate(shown, start=1)]
    hidden = len(kept) - len(shown)
    if hidden:
        lines.append(
            "Un point réservé aux membres." if hidden == 1 else f"{hidden} points réservés aux membres."
        )
    return lines


def _item_line(number: int, row: AgendaItem) -> str:
    who = f", proposé par {row.proposer.label}" if row.proposer else ""
    papers = f" (pièces : {row.papers})" if row.papers else ""
    return f"{number}. {row.title} : {ItemKind(row.kind).label}{who}{papers}."


def convoke(row: Convocation, items: list[AgendaItem], now: datetime) -> Letter | None:
    """The convocation of one person, with its entry; None without an address."""
    meeting = row.meeting
    opening = f"Vous êtes convoqué à la réunion {quoted(calendars.title_of(meeting))}."
    return _write(row, now, kind="convocation", subject="Convocation", opening=[opening], items=items)


def tell_moved(meeting: Meeting, now: datetime, later: bool) -> int:
    """Tell who was convened the new day or place; how many letters were written."""
    items = list(meeting.items.select_related("proposer").order_by("number", "id"))
    what = "date" if later else "lieu ou de durée"
    opening = [f"La réunion {quoted(calendars.title_of(meeting))} change de {what}."]
    if later:
        opening.append("Votre réponse précédente valait pour l'autre date : répondez de nouveau.")
    subject = "Nouvelle date" if later else "Lieu ou durée changés"
    return _write_all(meeting, now, kind="changement", subject=subject, opening=opening, items=items)


def tell_cancelled(meeting: Meeting, now: datetime) -> int:
    """Tell who was convened that the meeting is cancelled; calendars take it off."""
    opening = [f"La réunion {quoted(calendars.title_of(meeting))} est annulée."]
    if not meeting.body.restricted:
        opening.append(f"Motif : {meeting.cancelled_reason}")
    return _write_all(meeting, now, kind="annulation", subject="Annulation", opening=opening, method="CANCEL")


def tell_replaced(rows: Iterable[Convocation], called: Set[int], now: datetime) -> int:
    """Tell who is no longer convened that another sits in their place: their calendar takes the meeting off.

    Who is still among the people `called`, for another seat, is told and keeps the entry.
    """
    told = [_tell_replaced(row, row.person_id in called, now) for row in rows]
    return sum(letter is not None for letter in told)


def _tell_replaced(row: Convocation, stays: bool, now: datetime) -> Letter | None:
    opening = [
        f"Une autre personne est désormais convoquée à la réunion {quoted(calendars.title_of(row.meeting))}"
        " pour le siège que vous occupiez.",
        "Vous restez convoqué pour un autre siège." if stays else "Vous n'avez plus à y répondre.",
    ]
    kind = "siège passé" if stays else "remplacement"
    return _write(row, now, kind=kind, subject="Siège repris", opening=opening, method="CANCEL")


def send_agenda(row: Convocation, items: list[AgendaItem], now: datetime, *, key: str) -> Letter | None:
    """Send the agenda as it stands to one person already convened."""
    opening = [
        f"L'objet ou l'ordre du jour de la réunion {quoted(calendars.title_of(row.meeting))} a changé."
    ]
    known = Letter.objects.filter(key__in=[_key(row, sent) for sent in DATED]).exists()
    kind = "ordre du jour" if known else "objet"  # a new version of the entry goes with the words
    return _write(row, now, kind=kind, subject="Ordre du jour", opening=opening, items=items, key=key)


def agenda_key(row: Convocation, items: list[AgendaItem]) -> str:
    """The same for the same person and the same words of the meeting and of its agenda."""
    said = "\n".join([*calendars.words_of(row.meeting), *agenda_lines(row.meeting, items)])
    return f"ordre:{row.pk}:{row.person_id}:{hashlib.sha256(said.encode()).hexdigest()[:20]}"


def remind(row: Convocation, now: datetime, *, key: str) -> Letter | None:
    """Ask once more who has not answered."""
    opening = [
        f"La réunion {quoted(calendars.title_of(row.meeting))} approche, et nous n'avons pas votre réponse.",
    ]
    return _write(row, now, kind="relance", subject="Votre réponse est attendue", opening=opening, key=key)


def _write_all(meeting: Meeting, now: datetime, **words: object) -> int:
    rows = [row for row in of_meeting(meeting) if row.sent_at is not None]
    return sum(_write(row, now, **words) is not None for row in rows)  # type: ignore[arg-type]


def _write(
    row: Convocation, now: datetime, *, kind: str, subject: str, opening: list[str],
    items: list[AgendaItem] | None = None, method: str = "REQUEST", key: str = "",
) -> Letter | None:  # fmt: skip
    if row.person is None:
        return None
    meeting, partnership = row.meeting, row.meeting.body.partnership
    over = method == "CANCEL"
    link = public_address("convocation", token(row))
    content = mail.Content(
        title=calendars.title_of(meeting), paragraphs=opening, facts=_facts(row),
        links=() if over else [(words, f"{link}?r={answer.value}") for answer, words in ONE_CLICK],
        after=() if over else _after(row, items), reason=_reason(row),
    )  # fmt: skip
    page = mail.compose(content, _sender(partnership))
    entry = calendars.entry(
        meeting,
        url="" if over else link,
        guest=calendars.guest_of(row),
        text=_entry_text(row),
        cancelled=over,
    )
    return write_letter(
        partnership=partnership, key=key or _key(row, kind), person=row.person,
        subject=f"{subject} : {calendars.title_of(meeting)}, {french_date(local(meeting).date())}",
        text=page.text, html=page.html, due_at=now, method="" if kind in PLAIN else method,
        calendar="" if kind in PLAIN else calendar.write([entry], stamp=now, method=method),
    )  # fmt: skip


def _key(row: Convocation, kind: str) -> str:
    """The same for the same person and version of the entry: an act done twice writes one letter."""
    return f"{kind}:{row.pk}:{row.meeting.sequence}:{row.person_id}"


def _facts(row: Convocation) -> list[tuple[str, str]]:
    meeting = row.meeting
    found = [
        ("Quand", when(local(meeting))),
        ("Durée prévue", _length(meeting.minutes_planned)),
        ("Où", meeting.location or "le lieu sera précisé"),
        ("Formation", Formation(meeting.formation).label),
        ("En qualité de", row.capacity),
    ]
    if meeting.asked_by_right and not meeting.body.restricted:
        found.append(("Demandée de droit par", meeting.asked_by_right))
    return found


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minutes"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def _after(row: Convocation, items: list[AgendaItem] | None) -> list[str]:
    lines = [AGREE]
    if items is not None:
        said = agenda_lines(row.meeting, items)
        lines += ["Ordre du jour", *said] if said else [_without_agenda(row.meeting)]
    return lines


def _without_agenda(meeting: Meeting) -> str:
    page = address(meeting.body.partnership, "prepare", meeting.pk)
    if meeting.body.restricted:
        return f"L'ordre du jour est réservé aux membres. Il se lit dans Maillage : {page}"
    return "L'ordre du jour sera joint plus tard."


def _reason(row: Convocation) -> str:
    return (
        f"Vous recevez ce message parce que vous siégez à {quoted(row.meeting.body.name)}. Le lien vous est"
        " personnel et vaut jusqu'à la fin de la réunion."
    )


def _entry_text(row: Convocation) -> str:
    return f"{Formation(row.meeting.formation).label}. Répondez par le lien de la convocation."


def _sender(partnership: Partnership) -> mail.Sender:
    return mail.Sender(partnership.name, partnership.hue, partnership.chroma, partnership.fictitious)


def reminder_key(row: Convocation, day: date | None = None) -> str:
    """Once for the same person and date of meeting; `day`: once that day, asked by the coordinator."""
    asked = f":{day.isoformat()}" if day else ""
    return f"relance:{row.pk}:{row.person_id}:{row.meeting.starts_at:%Y%m%d%H%M}{asked}"
