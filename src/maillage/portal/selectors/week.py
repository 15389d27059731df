"""« Ma semaine »: everything that waits for a reader, in one list.

To add something to the week, write a source `(asked) -> rows` and add its name to one tuple below: `SOURCES`
for the coordinator, `OWN` for who answers for an institution, `MAYOR`, `PREFECTURE`, or `SILENCES` for
answers awaited. Those of contracts and money stand in `week_money`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.bodies.selectors import coming, commitments, follow_up, meetings, obligations, presence_due
from maillage.bodies.selectors.follow_up import Matter as BodyMatter
from maillage.bodies.vocabulary import Formation, Obligation, ObligationState, OrphanKind
from maillage.diagnosis.selectors import requests
from maillage.institutions import selectors as directory
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor, Role
from maillage.portal.selectors import week_money
from maillage.portal.selectors.asked import SHAPES, Asked, Source, near
from maillage.portal.selectors.doors import address, opens
from maillage.portal.vocabulary import Matter, Silence, When
from maillage.ui.templatetags.typography import plain_date

AHEAD = 60  # days: how far « what comes next » looks
MEMBERS = (Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.FIRST_LINE)
ORDER = {row: rank for rank, row in enumerate(When)}


def matters(asked: Asked, sources: tuple[Source, ...]) -> list[Matter]:
    """What these sources give, each thing once, the latest first, then by date; only what one may open."""
    found: dict[str, Matter] = {}
    for source in sources:
        for row in source(asked):
            if not row.url or opens(row.url, asked.actor):
                found.setdefault(row.identity, row)
    return sorted(found.values(), key=lambda row: (ORDER[row.when], -_days(row), row.on or date.max))


def _days(row: Matter) -> int:
    return row.late if row.when is When.LATE else 0


def week(asked: Asked) -> list[Matter]:
    """What waits for this reader, by their role; nothing for the roles that only look on."""
    return matters(asked, sources_of(asked.actor))


def sources_of(actor: Actor) -> tuple[Source, ...]:
    """The sources of a reader: those of each role held, each once."""
    held = ((Role.COORDINATOR, SOURCES), (Role.MAYOR, MAYOR), (Role.PREFECTURE, PREFECTURE))
    found = [source for role, sources in held if actor.holds(role) for source in sources]
    if actor.institutions and actor.holds(Role.COORDINATOR, *MEMBERS):
        found += OWN
    return tuple(dict.fromkeys(found))


def asking(actor: Actor) -> tuple[Source, ...]:
    """What contracts and money ask of a reader: the rest of their page stands apart."""
    kept = week_money.KEPT if actor.holds(Role.PREFECTURE) else ()
    return tuple(dict.fromkeys((*(week_money.ASKED if actor.institutions else ()), *kept)))


def silences(asked: Asked) -> list[Silence]:
    """Who has not answered, the longest silence first."""
    rows = [row for source in SILENCES for row in source(asked)]
    return sorted(rows, key=lambda row: -row.days)


# What the coordinator has to do.


def _duties(asked: Asked) -> Iterable[Matter]:
    """Obligations not met, with their date and article; a term gone by is told by the bodies themselves."""
    for row in asked.duties:
        group = _group_of_duty(row, asked.on)
        if group is not None and not row.key.startswith("term-"):
            late = (asked.on - row.on).days if group is When.LATE and row.on else 0
            day = None if group is When.UNDATED else row.on
            yield Matter(group, row.label, _duty_words(row, group), row.url, day, late, SHAPES[group],
                         f"duty:{row.key}")  # fmt: skip


def _duty_words(row: Obligation, group: When) -> str:
    """The article, then since when; the reason is on the page of the bodies."""
    if group is When.UNDATED and row.on is not None:
        since = _("Demandé depuis le %(day)s.") % {"day": plain_date(row.on)}
        return f"{row.article}. {since}"
    return f"{row.reason} {row.article}." if row.reason else f"{row.article}."


def _group_of_duty(row: Obligation, on: date) -> When | None:
    if row.state is ObligationState.MISSED:
        return When.LATE
    if row.state is not ObligationState.DUE:
        return None
    if row.on is None or row.on < on:  # since when the law asks it, not a day to keep
        return When.UNDATED
    near = follow_up.group_of(row.on, on)
    return When(near) if near else None


def _bodies(asked: Asked) -> Iterable[Matter]:
    """Terms gone by, rhythms not kept, seats to fill, information to ask again."""
    for row in obligations.waiting(asked.partnership, asked.on):
        group = When.LATE if row.late else When.UNDATED
        yield Matter(group, row.label, f"{row.reason}.".replace("..", "."), row.url, row.on, row.late,
                     SHAPES[group], "" if row.on is None else f"{row.url}#{row.reason}")  # fmt: skip


def _orphans(asked: Asked) -> Iterable[Matter]:
    """What nobody carries any more: never invisible."""
    for row in follow_up.orphans(partnership=asked.partnership, on=asked.on):
        who = row.institution.label
        since = _(" depuis le %(day)s") % {"day": plain_date(row.since)} if row.since else ""
        if row.kind is OrphanKind.SEAT:
            yield Matter(When.UNDATED, _("Pourvoir le siège « %(seat)s »") % {"seat": row.words},
                         _("%(who)s, vacant%(since)s.") % {"who": who, "since": since},
                         address("bodies:seat", asked, row.pk), row.since, row.days)  # fmt: skip
        else:
            words = _("pris en séance restreinte") if row.restricted else f"« {row.words} »"
            yield Matter(When.UNDATED, _("Donner un porteur à l'engagement %(words)s") % {"words": words},
                         _("%(who)s : plus personne ne le porte%(since)s.") % {"who": who, "since": since},
                         address("bodies:carrier", asked, row.pk), row.since, row.days, "wait")  # fmt: skip


def _functions(asked: Asked) -> Iterable[Matter]:
    for row in directory.vacant_functions(partnership=asked.partnership, on=asked.on):
        page = address("institutions:institution", asked, row.institution.pk)
        yield Matter(
            When.UNDATED, _("Dire qui succède : %(title)s") % {"title": row.title},
            _("%(who)s, fonction vacante depuis le %(day)s.")
            % {"who": row.institution.label, "day": plain_date(row.since)},
            page, row.since, (asked.on - row.since).days, key=f"{page}#{row.title}",
        )  # fmt: skip


def _commitments(asked: Asked) -> Iterable[Matter]:
    """Late: the institution to ask again. To come: what is awaited, and of whom."""
    for row in follow_up.commitments_due(partnership=asked.partnership, on=asked.on):
        if row.late:
            again = _("Relancer : %(who)s") % {"who": row.why}
            yield replace(_of_body(row, asked, f"{_capital(row.what)}."), what=again)
        else:
            yield replace(_of_body(row, asked, f"{row.why}."), what=_capital(row.what))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _minutes(asked: Asked) -> Iterable[Matter]:
    rows = follow_up.minutes_waiting(partnership=asked.partnership, on=asked.on)
    return [_of_body(row, asked, f"{row.why}.", "wait") for row in rows]


def _reviews(asked: Asked) -> Iterable[Matter]:
    rows = follow_up.reviews_due(partnership=asked.partnership, on=asked.on)
    return [_of_body(row, asked, f"{row.why}.") for row in rows]


def _of_body(row: BodyMatter, asked: Asked, why: str, mark: str = "") -> Matter:
    group = When(row.group)
    return Matter(group, row.what, why, address(row.name, asked, *row.args), row.due_on, row.late,
                  SHAPES[group] if group is When.LATE else mark or SHAPES[group])  # fmt: skip


def _letters(asked: Asked) -> Iterable[Matter]:
    count = directory.letters(partnership=asked.partnership, state=LetterState.FAILED).count()
    if count:
        what = ngettext("Revoir un message qui n'est pas parti",
                        "Revoir %(n)s messages qui ne sont pas partis", count) % {"n": count}  # fmt: skip
        yield Matter(When.WEEK, what, _("Corrigez l'adresse, puis remettez-le à l'envoi."),
                     address("institutions:letters", asked), mark="wait")  # fmt: skip


def _imports(asked: Asked) -> Iterable[Matter]:
    for row in directory.waiting_imports(partnership=asked.partnership):
        yield Matter(When.WEEK, _("Confirmer l'import d'un annuaire"),
                     _("%(f)s est lu ; rien n'est enregistré avant votre accord.") % {"f": row.filename},
                     address("institutions:preview", asked, row.pk), mark="wait")  # fmt: skip


def _convocations(asked: Asked) -> Iterable[Matter]:
    """Convocations to send, by the last day of their notice."""
    now = timezone.make_aware(datetime.combine(asked.on, time()))
    for row in meetings.to_convene(partnership=asked.partnership, now=now):
        near = follow_up.group_of(row.last_day, asked.on)
        if near:
            why = _("Réunion du %(day)s ; dernier jour utile, le %(last)s.")
            days = {"day": plain_date(timezone.localdate(row.starts_at)), "last": plain_date(row.last_day)}
            yield Matter(
                When(near), _("Envoyer les convocations : %(body)s") % {"body": row.body}, why % days,
                address("bodies:meeting", asked, row.meeting), row.last_day, row.late, SHAPES[When(near)],
                f"convene:{row.meeting}",
            )  # fmt: skip


def _presence(asked: Asked) -> Iterable[Matter]:
    """Meetings gone by: not said held, or without any presence recorded."""
    who: dict[str, Any] = {"partnership": asked.partnership, "on": asked.on}
    rows = [*presence_due.to_be_said_held(**who), *presence_due.presence_missing(**who)]
    return [_of_body(row, asked, f"{row.why}.", "wait") for row in rows]


def _data(asked: Asked) -> Iterable[Matter]:
    """Data requests past their day."""
    for row in requests.late(partnership=asked.partnership, on=asked.on):
        yield Matter(When.LATE, _("Relancer : %(who)s") % {"who": row.holder}, f"{row.source}.",
                     address(row.url_name, asked, row.number), row.due_on, row.days_late, "late")  # fmt: skip


# What waits for who answers for an institution.


def _answers(asked: Asked) -> Iterable[Matter]:
    """Convocations to answer, information owed, questions, minutes to read."""
    found = follow_up.asked_of(partnership=asked.partnership, actor=asked.actor, on=asked.on)
    mine = address("bodies:mine", asked)
    for call in found.convocations:
        day = timezone.localdate(call.meeting.starts_at)
        yield Matter(
            near(day, asked.on), _("Répondre à la convocation : %(body)s") % {"body": call.meeting.body},
            _("Réunion du %(day)s.") % {"day": plain_date(day)},
            address("bodies:meeting", asked, call.meeting_id) or mine, day, key=f"call:{call.pk}",
        )  # fmt: skip
    for item in found.information:
        late = max(0, (asked.on - item.expected_on).days)
        group = near(item.expected_on, asked.on)
        yield Matter(group, _("Transmettre : %(about)s") % {"about": item.about},
                     _("Information due par votre institution."), mine, item.expected_on, late, SHAPES[group],
                     f"item:{item.pk}")  # fmt: skip
    for meeting, institution in found.questions:
        yield Matter(When.WEEK, _("Répondre aux cinq questions sur la plénière"), f"{institution.label}.",
                     address("bodies:answer_questions", asked, meeting.pk))  # fmt: skip
    for paper in found.minutes:
        yield Matter(When.WEEK, _("Relire le compte rendu à approuver"), f"{paper.meeting.body}.",
                     address("bodies:record", asked, paper.meeting_id))  # fmt: skip


def _promises(asked: Asked) -> Iterable[Matter]:
    """What the reader's institutions owe: late, this week, later."""
    for line in commitments.mine(partnership=asked.partnership, actor=asked.actor, on=asked.on):
        row = line.row
        group = near(row.due_on, asked.on) if row.due_on else When.UNDATED
        what = _("Engagement pris en séance restreinte") if line.restricted else _capital(row.deliverable)
        why = "" if line.restricted or not row.quantity else f"{row.quantity}, "
        page = address("bodies:commitment", asked, row.pk)
        yield Matter(
            group,
            what,
            f"{_capital(why)}{row.institution.label}.",
            page,
            row.due_on,
            line.late,
            SHAPES[group],
        )


def _data_asked(asked: Asked) -> Iterable[Matter]:
    """The data that the reader's institutions are asked for."""
    for row in requests.asked_of(partnership=asked.partnership, actor=asked.actor, on=asked.on):
        group = near(row.due_on, asked.on) if row.due_on else When.UNDATED
        yield Matter(group, _("Transmettre : %(about)s") % {"about": row.source},
                     _("Donnée demandée pour le diagnostic."), address(row.url_name, asked, row.number),
                     row.due_on, row.days_late, SHAPES[group])  # fmt: skip


# Who has not answered.


def _unanswered(asked: Asked) -> Iterable[Silence]:
    for row in coming.silent(partnership=asked.partnership, on=asked.on):
        what = _("convocation, %(body)s") % {"body": row.meeting.body}
        yield Silence(row.institution.label, what, row.days, address("bodies:meeting", asked, row.meeting.pk))


def _not_received(asked: Asked) -> Iterable[Silence]:
    for row in obligations.late_items(partnership=asked.partnership, on=asked.on):
        yield Silence(row.holder.label, row.about, (asked.on - row.expected_on).days,
                      address("bodies:duties", asked))  # fmt: skip


SOURCES: tuple[Source, ...] = (
    _duties, _convocations, _presence, _commitments, _data, _minutes, _reviews, _bodies, _orphans,
    _functions, _letters, _imports, *week_money.RUN,
)  # fmt: skip
OWN: tuple[Source, ...] = (_answers, _promises, _data_asked, *week_money.ASKED)
MAYOR: tuple[Source, ...] = (_duties, _reviews, *week_money.ASKED)
PREFECTURE: tuple[Source, ...] = week_money.KEPT
SILENCES: tuple[Callable[[Asked], Iterable[Silence]], ...] = (_unanswered, _not_received)


def next_meetings(asked: Asked, *, limit: int = 5) -> list[coming.Coming]:
    """The meetings to come that this reader may know of."""
    last = asked.on + timedelta(days=AHEAD)
    rows = coming.coming(partnership=asked.partnership, actor=asked.actor, first=asked.on, last=last)
    return rows[:limit]


def grouped(
    rows: list[Matter], on: date, *, most: int | None = None
) -> list[tuple[When, list[tuple[Matter, str]], int]]:
    """Each group with its first rows, when each is due in words, and how many are left out."""
    found = []
    for group in When:
        mine = [(row, when_words(row, on)) for row in rows if row.when is group]
        if mine:
            found.append((group, mine[:most], len(mine[most:]) if most is not None else 0))
    return found


def when_words(row: Matter, on: date) -> str:
    """« 33 jours », « mercredi 18 », « 26 nov. », « depuis 12 jours », « à faire »."""
    if row.when is When.LATE:
        return (
            ngettext("%(n)s jour", "%(n)s jours", row.late) % {"n": row.late} if row.late else _("en retard")
        )
    if row.on is None:
        return _("à faire")
    if row.on < on:
        days = (on - row.on).days
        return ngettext("depuis %(n)s jour", "depuis %(n)s jours", days) % {"n": days}
    return date_format(row.on, "l j" if row.when is When.WEEK else "j N")


def lead(rows: list[Matter]) -> str:
    """« Une chose est en retard, 4 sont à faire cette semaine. »"""
    late = sum(row.when is When.LATE for row in rows)
    now = sum(row.when is When.WEEK for row in rows)
    if not late and not now:
        return _("Rien n'est en retard, rien n'est dû cette semaine.")
    first = ngettext("Une chose est en retard", "%(n)s choses sont en retard", late) % {"n": late}
    if late and not now:
        return f"{first}."
    if late:
        then = ngettext("une est à faire cette semaine", "%(n)s sont à faire cette semaine", now)
        return f"{first}, {then % {'n': now}}."
    return ngettext("Une chose est à faire cette semaine.", "%(n)s choses sont à faire cette semaine.",
                    now) % {"n": now}  # fmt: skip


def plenary_words(meetings: list[coming.Coming], on: date) -> str:
    """« La plénière a lieu dans 17 jours. »; nothing when none is near."""
    rows = [row.meeting for row in meetings if row.meeting.formation == Formation.PLENARY.value]
    if not rows:
        return ""
    days = (timezone.localdate(rows[0].starts_at) - on).days
    if days == 0:
        return _("La plénière a lieu aujourd'hui.")
    said = ngettext("La plénière a lieu demain.", "La plénière a lieu dans %(n)s jours.", days)
    return said % {"n": days}
