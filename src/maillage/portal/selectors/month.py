"""A month in one page, for the mayor: duties, decisions, what the partnership yielded. Institutions only."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bodies.models import Decision
from maillage.bodies.selectors import coming, follow_up, obligations, record
from maillage.bodies.selectors import commitments as promises
from maillage.bodies.selectors.coming import Coming, Presence
from maillage.bodies.selectors.overview import overview
from maillage.bodies.vocabulary import CommitmentState, Obligation
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.portal.selectors.history import history
from maillage.ui.timeline import Timeline, shifted

BACK = 11  # months before this one, on the history
ANSWERED = (CommitmentState.DELIVERED, CommitmentState.PARTLY, CommitmentState.NOT_DELIVERED)


@dataclass(frozen=True)
class Rhythm:
    """What a body held in twelve months, and what its règlement promises."""

    name: str
    held: int
    promised: int | None


@dataclass(frozen=True)
class DecisionTold:
    """A decision as a page that circulates may tell it: one that is restricted is only counted."""

    number: int
    body: str
    on: date
    words: str
    pk: int


@dataclass(frozen=True)
class Yield:
    """The commitments due in the month, by what became of them; `awaited` have no answer yet."""

    due: int
    delivered: int
    partly: int
    not_delivered: int
    unknown: int
    awaited: int


@dataclass(frozen=True)
class Month:
    """All that the page says. `on`: the day of the state, at most the last of the month."""

    first: date
    last: date
    on: date
    duties: list[Obligation]
    taken: list[DecisionTold]
    to_review: list[DecisionTold]
    held: list[Presence]
    planned: list[Coming]
    rhythms: list[Rhythm]
    due: Yield
    history: Timeline

    @property
    def missing(self) -> int:
        """Duties not met, or still to meet."""
        return sum(row.state in ("missed", "due") for row in self.duties)

    @property
    def present(self) -> int:
        """Seats present at the meetings of the month."""
        return sum(row.present for row in self.held)

    @property
    def recorded(self) -> int:
        """Seats whose presence was recorded."""
        return sum(row.recorded for row in self.held)

    @property
    def before(self) -> date:
        """The month before."""
        return shifted(self.first, -1)

    @property
    def after(self) -> date:
        """The month after."""
        return shifted(self.first, 1)


def month(*, partnership: Partnership, actor: Actor, year: int, number: int, today: date) -> Month:
    """The facts of one month as they stand; the queries do not grow with the rows."""
    first = date(year, number, 1)
    last = shifted(first, 1) - timedelta(days=1)
    on = max(first, min(today, last)) if first <= today else today
    known: dict[str, Any] = {"partnership": partnership, "actor": actor, "first": first, "last": last}
    return Month(
        first, last, on, obligations.obligations(partnership, on), _taken(partnership, first, last),
        _to_review(partnership, last), coming.presence(**known), coming.coming(**known),
        [Rhythm(row.body.name, row.held, row.body.promised_per_year)
         for row in overview(partnership=partnership, on=on) if not row.closed],
        _yield(partnership, first, last),
        history(partnership=partnership, actor=actor, first=shifted(first, -BACK), last=last, on=on),
    )  # fmt: skip


def _taken(partnership: Partnership, first: date, last: date) -> list[DecisionTold]:
    rows = record.decisions(partnership=partnership).filter(withdrawn_on__isnull=True)
    rows = rows.filter(meeting__starts_at__date__range=(first, last))
    return [_told(row, timezone.localdate(row.meeting.starts_at)) for row in rows]


def _to_review(partnership: Partnership, last: date) -> list[DecisionTold]:
    """Decisions whose review falls in the month or before it, and is not made."""
    rows = follow_up.decisions_to_review(partnership=partnership, on=last)
    return [_told(row, row.review_on) for row in rows if row.review_on and row.review_on <= last]


def _told(row: Decision, on: date) -> DecisionTold:
    words = _("réservée aux membres, non citée") if record.is_restricted(row) else row.text
    return DecisionTold(row.number, row.meeting.body.name, on, words, row.pk)


def _yield(partnership: Partnership, first: date, last: date) -> Yield:
    """By their due date: what was promised for this month, and what came of it. One query."""
    rows = promises.commitments(partnership=partnership).filter(due_on__range=(first, last))
    rows = rows.exclude(state=CommitmentState.WITHDRAWN.value)
    count = Counter(rows.order_by().values_list("state", flat=True))
    found = [count[state.value] for state in (*ANSWERED, CommitmentState.UNKNOWN, CommitmentState.OPEN)]
    return Yield(sum(found), *found)


def sentence(page: Month) -> str:
    """The month in one sentence: duties first, then what was held and decided."""
    parts = [_count(page.missing, _("Aucune obligation n'est en attente"), _("Une obligation reste à tenir"),
                    _("%(n)s obligations restent à tenir"))]  # fmt: skip
    held, decided = len(page.held), len(page.taken)
    parts.append(_count(held, _("aucune réunion tenue"), _("une réunion tenue"), _("%(n)s réunions tenues")))
    parts.append(_count(decided, _("aucune décision"), _("une décision"), _("%(n)s décisions")))
    return f"{parts[0]} ; {parts[1]}, {parts[2]}."


def _count(number: int, none: str, one: str, many: str) -> str:
    return none if number == 0 else one if number == 1 else many % {"n": number}
