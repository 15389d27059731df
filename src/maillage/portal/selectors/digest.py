"""The weekly message that somebody chose: who is due one now, and what it says of their week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts import selectors as accounts
from maillage.accounts.models import Membership, User
from maillage.accounts.vocabulary import Weekday
from maillage.institutions.models import Letter, Partnership, Person
from maillage.kernel import Actor, BadInput
from maillage.portal import rules
from maillage.portal.selectors.asked import Asked
from maillage.portal.selectors.week import next_meetings, week, when_words
from maillage.portal.vocabulary import Matter
from maillage.territory import selectors as territory
from maillage.ui import mail
from maillage.ui.typography import french_date

SALT = "maillage.digest"
MOST = 12  # lines: beyond, the page says the rest


@dataclass(frozen=True)
class Reader:
    """Somebody to write to: in which partnership, on which local day, under which key."""

    partnership: Partnership
    user: User
    person: Person
    actor: Actor
    on: date
    day: date
    zone: ZoneInfo
    key: str


@dataclass(frozen=True)
class Due:
    """Who is to be written to, and how many asked but have no address any more."""

    readers: list[Reader]
    without_address: int


def due(now: datetime) -> Due:
    """The readers whose day and hour have come, and who have no message of this week yet."""
    rows = accounts.weekly_readers(on=timezone.localdate(now))
    found = [reader for _who, group in groupby(rows, _whose) for reader in _reader(list(group), now)]
    lost = sum(reader is None for reader in found)
    there = {reader.key: reader for reader in found if reader is not None}
    written = set(Letter.objects.filter(key__in=there).values_list("key", flat=True))
    return Due([reader for key, reader in there.items() if key not in written], lost)


def _whose(row: Membership) -> tuple[int, int]:
    return row.partnership_id, row.user_id


def _reader(rows: list[Membership], now: datetime) -> Iterator[Reader | None]:
    """The reader of these roles of one account in one partnership; None when nobody can be written to."""
    here, user = rows[0].partnership, rows[0].user
    zone = territory.time_zone(here.place)
    local = now.astimezone(zone)
    days = [
        rules.due_day(weekday=row.digest_day, since=row.digest_since, local=local)
        for row in rows
        if row.digest_day is not None and row.digest_since is not None
    ]
    day = min((one for one in days if one is not None), default=None)
    actor = accounts.actor(user=user, partnership=here, on=local.date()) if day else None
    if day is None or actor is None or not actor.roles:
        return
    person = next((row.person for row in rows if row.person and _reached(row.person)), None)
    if person is None:
        yield None
        return
    key = rules.digest_key(partnership=here.pk, person=person.pk, day=day)
    yield Reader(here, user, person, actor, local.date(), day, zone, key)


def _reached(person: Person) -> bool:
    return bool(person.email) and person.archived_on is None


def content(reader: Reader) -> mail.Content:
    """What the message says: the reader's own week. Nothing restricted: the rows never hold it."""
    with translation.override("fr"), timezone.override(reader.zone):
        asked = Asked(reader.partnership, reader.actor, reader.on)
        rows = week(asked)
        home = mail.whole(reverse("portal:workspace", args=[reader.partnership.key]))
        return mail.Content(
            title=_("La semaine du %(day)s") % {"day": french_date(_monday(reader.day))},
            paragraphs=[_opening(rows)], facts=[*_facts(rows, reader.on), *_meetings(asked)],
            links=[(_("Ouvrir ma semaine"), home), (_("Ne plus recevoir ce message"), stop_address(reader))],
            after=_more(rows),
            reason=_("Vous recevez ce message chaque %(day)s parce que vous l'avez choisi.")
            % {"day": list(Weekday)[reader.day.weekday()].label},
        )  # fmt: skip


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _opening(rows: list[Matter]) -> str:
    if not rows:
        return _("Rien ne vous attend cette semaine.")
    said = ngettext("Une chose vous attend.", "%(n)s choses vous attendent.", len(rows))
    return said % {"n": len(rows)}


def _facts(rows: list[Matter], on: date) -> list[tuple[str, str]]:
    return [(_column(row, on), f"{row.what.rstrip('.')}. {row.why}") for row in rows[:MOST]]


def _column(row: Matter, on: date) -> str:
    words = when_words(row, on)
    return _("en retard de %(days)s") % {"days": words} if row.when.value == "late" and row.late else words


def _meetings(asked: Asked) -> list[tuple[str, str]]:
    return [
        (french_date(timezone.localdate(row.meeting.starts_at)),
         _("Réunion : %(body)s") % {"body": row.meeting.body})
        for row in next_meetings(asked, limit=3)
    ]  # fmt: skip


def _more(rows: list[Matter]) -> list[str]:
    hidden = len(rows) - MOST
    if hidden <= 0:
        return []
    return [ngettext("Une autre vous attend sur la page.", "%(n)s autres vous attendent sur la page.", hidden)
            % {"n": hidden}]  # fmt: skip


def stop_address(reader: Reader) -> str:
    """The signed link that stops the message, without login."""
    return mail.whole(reverse("portal:stop_digest", args=[token(reader.user, reader.partnership)]))


def token(user: User, partnership: Partnership) -> str:
    """What the link carries: whose message, of which partnership; signed, and never too old to stop it."""
    return signing.dumps([user.pk, partnership.pk], salt=SALT)


def open_link(link: str) -> tuple[User, Partnership]:
    """The person and the partnership of a link. Raises BadInput when it is forged or leads nowhere."""
    try:
        user, partnership = signing.loads(link, salt=SALT)
    except signing.BadSignature as fault:
        raise BadInput("Ce lien est incomplet ou modifié. Ouvrez-le depuis le message reçu.") from fault
    found, here = User.objects.filter(pk=user).first(), Partnership.objects.filter(pk=partnership).first()
    if found is None or here is None:
        raise BadInput("Ce lien ne mène plus à un partenariat ni à un compte.")
    return found, here
