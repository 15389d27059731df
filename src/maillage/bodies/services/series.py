"""A series of meetings: its days are proposed, looked at, then planned together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from maillage.audit import journal
from maillage.bodies.models import Body, Meeting, Series
from maillage.bodies.rules import series as rules
from maillage.bodies.rules.series import Proposed
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import gate
from maillage.bodies.services.meetings import MeetingDraft, Slot, check_year, lock_body, new_meeting
from maillage.bodies.vocabulary import BodyState, Formation, Pace
from maillage.kernel import Actor, BadInput
from maillage.territory import selectors as territory

LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class SeriesDraft:
    """A rhythm between two days, at an hour by the partnership's clock."""

    formation: Formation
    pace: Pace
    first: date
    last: date
    at: time
    minutes: int = 120
    location: str = ""


def propose(*, body: Body, draft: SeriesDraft) -> list[Proposed]:
    """The days of a series, holidays of the territory replaced. Raises BadInput on days that make none."""
    if draft.last < draft.first:
        raise BadInput(
            f"La dernière date ({draft.last:%d/%m/%Y}) précède la première ({draft.first:%d/%m/%Y})."
        )
    if draft.last - draft.first > LONGEST:
        raise BadInput("Une série couvre trois ans au plus : rapprochez la dernière date.")
    for day in (draft.first, draft.last):
        check_year(day.year)
    years = range(draft.first.year, draft.last.year + 2)
    holidays = territory.public_holidays(body.partnership.place, years)
    found = rules.days(rules.rhythm(draft.pace, draft.first), draft.first, draft.last, holidays)
    if len(found) > rules.MOST:
        raise BadInput(f"Cette série dépasse {rules.MOST} réunions : rapprochez la dernière date.")
    return found


def plan_series(
    *, actor: Actor, body: Body, draft: SeriesDraft, kept: Sequence[date], nonce: UUID | None = None
) -> Series:
    """Plan the days kept among those proposed. Sending twice plans them once.

    Raises BadInput: a closed body, no day kept, a day that the series does not propose.
    """
    partnership = body.partnership
    gate.check_runs(actor, partnership, "série prévue")
    if body.state == BodyState.CLOSED:
        raise BadInput(f"« {body.name} » est close : une instance close ne se réunit plus.")
    days = sorted({row.day for row in propose(body=body, draft=draft)} & set(kept))
    if not days:
        raise BadInput("Aucune date n'est cochée : gardez au moins une réunion de la série.")
    with transaction.atomic():
        lock_body(body)
        if (row := gate.already(Series, nonce)) is not None:
            return row
        row = _series(body, draft, nonce or uuid4())
        for day in days:
            _plan(row, body, draft, day)
        journal.append(
            actor=actor, act="série prévue", subject=f"instance:{body.pk}", partnership=partnership.key,
            detail={"réunions": len(days), "rythme": row.rhythm, "de": str(days[0]), "à": str(days[-1])},
        )  # fmt: skip
    return row


def _series(body: Body, draft: SeriesDraft, nonce: UUID) -> Series:
    return Series.objects.create(
        body=body, formation=draft.formation.value, rhythm=rules.rhythm(draft.pace, draft.first),
        first_on=draft.first, last_on=draft.last, nonce=nonce,
    )  # fmt: skip


def _plan(row: Series, body: Body, draft: SeriesDraft, day: date) -> Meeting:
    moment = datetime.combine(day, draft.at, zone_of(body.partnership))
    slot = Slot(moment, draft.minutes, draft.location)
    return new_meeting(body, MeetingDraft(draft.formation), slot, uuid5(row.nonce, day.isoformat()), row)
