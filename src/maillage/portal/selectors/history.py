"""The history of a partnership on one axis: its meetings, body by body, and the events of the territory."""

from collections import defaultdict
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.bodies.models import Meeting
from maillage.bodies.selectors import coming
from maillage.bodies.vocabulary import Formation
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.ui.timeline import Event, Mark, Timeline, Track, timeline

LINES = 8  # bodies drawn at most: those that met or will meet most often
UNKNOWN = gettext_noop("passée, non enregistrée")


def history(*, partnership: Partnership, actor: Actor, first: date, last: date, on: date) -> Timeline:
    """The meetings and events between two days; two queries."""
    rows = coming.meetings(partnership=partnership, actor=actor, first=first, last=last)
    tracks: dict[str, list[Mark]] = defaultdict(list)
    for row in rows:
        tracks[row.body.name].append(_mark(row, on))
    often = sorted(tracks, key=lambda name: (-len(tracks[name]), name))[:LINES]
    events = coming.territory_events(partnership=partnership, first=first, last=last)
    return timeline(
        first=first, last=last, on=on, tracks=[Track(name, tracks[name]) for name in sorted(often)],
        events=[Event(row.on, row.title, _(row.kind_term.label)) for row in events],
    )  # fmt: skip


def _mark(row: Meeting, on: date) -> Mark:
    day, formation = timezone.localdate(row.starts_at), _(Formation(row.formation).label)
    if row.state in coming.HELD:
        return Mark(day, _("%(formation)s, tenue") % {"formation": formation})
    if day < on:
        return Mark(day, f"{formation}, {_(UNKNOWN)}", "late")
    return Mark(day, _("%(formation)s, prévue") % {"formation": formation}, "plan")
