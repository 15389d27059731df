"""An invented year of a busy partnership, and its copies: a base large enough to see whether pages slow down.

Rows are written in bulk, without history nor journal: made for measurements only, in a home of their own.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from maillage.accounts.models import Membership, User
from maillage.bodies import models as bodies
from maillage.contracts.models import ActionSheet
from maillage.funding.models import GrantRequest
from maillage.institutions import models as institutions
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import COLLEGES, SECTORS, InstitutionKind
from maillage.kernel import Role
from maillage.site.bench import busy_contracts

BODIES, MEETINGS, ATTENDANCES, COMMITMENTS = 12, 150, 2_000, 600
STRIDE = 1_000_000  # room for the rows of one partnership among the numbers of a table
KINDS = tuple(InstitutionKind)[:24]
SEATS = 14  # for each body
COPIED = ("institutions", "bodies", "accounts", "contracts", "funding")


def fill(year: int) -> Partnership:
    """One partnership: a year of 12 bodies, 150 meetings, 2 000 presences, 600 commitments; five years of
    60 sheets and 20 requests each.
    """
    with transaction.atomic():
        here = Partnership.objects.create(
            key="44143-clspd", place="44143", kind="clspd", name="Partenariat fictif de mesure",
            opened=date(year - 3, 1, 1), fictitious=True,
        )  # fmt: skip
        people = _directory(here)
        seats = _bodies(here, people)
        held = _meetings(seats, year)
        _commitments(here, people, held, year)
        busy_contracts.fill(here, year)
        _coordinator(here)
    return here


def _directory(here: Partnership) -> list[institutions.Position]:
    held = institutions.Institution.objects.bulk_create(
        institutions.Institution(
            partnership=here, name=f"{kind.label} (fictif)", kind=kind.value, sector=SECTORS[kind].value,
            college=COLLEGES[kind].value,
        )
        for kind in KINDS
    )  # fmt: skip
    people = institutions.Person.objects.bulk_create(
        institutions.Person(partnership=here, name=f"Personne {n} (fictive)", email=f"p{n}@exemple.invalid")
        for n in range(len(held))
    )
    return institutions.Position.objects.bulk_create(
        institutions.Position(
            person=person, institution=institution, title="directrice", level="manager", start=here.opened
        )
        for person, institution in zip(people, held, strict=True)
    )


def _bodies(here: Partnership, people: list[institutions.Position]) -> list[bodies.Seat]:
    rows = bodies.Body.objects.bulk_create(
        bodies.Body(
            partnership=here, kind="clspd" if n == 0 else "working_group", name=f"Instance {n} (fictive)",
            opened_on=here.opened, promised_per_year=12,
        )
        for n in range(BODIES)
    )  # fmt: skip
    seats = bodies.Seat.objects.bulk_create(
        bodies.Seat(
            body=body, institution=people[(n + k) % len(people)].institution, label=f"Siège {k}",
            basis="designated", start=here.opened,
        )
        for n, body in enumerate(rows)
        for k in range(SEATS)
    )  # fmt: skip
    of = {position.institution_id: position.person for position in people}
    bodies.SeatHolder.objects.bulk_create(
        bodies.SeatHolder(seat=seat, person=of[seat.institution_id], role="holder", start=here.opened)
        for seat in seats
    )
    return seats


def _meetings(seats: list[bodies.Seat], year: int) -> list[bodies.Meeting]:
    first = datetime(year, 1, 5, 9, tzinfo=UTC)
    rows = bodies.Meeting.objects.bulk_create(
        bodies.Meeting(
            body=seats[SEATS * (n % BODIES)].body, formation="plenary", state="held",
            starts_at=first + timedelta(days=n * 2), uid=f"mesure-{n}@exemple.invalid",
        )
        for n in range(MEETINGS)
    )  # fmt: skip
    called = [
        (row, seats[SEATS * (n % BODIES) + k])
        for n, row in enumerate(rows)
        for k in range(SEATS)
    ][:ATTENDANCES]  # fmt: skip
    bodies.Convocation.objects.bulk_create(
        bodies.Convocation(meeting=row, seat=seat, sent_at=row.starts_at, answer="coming")
        for row, seat in called
    )
    bodies.Attendance.objects.bulk_create(
        bodies.Attendance(
            meeting=row, seat=seat, state="absent" if k % 4 == 0 else "present", recorded_by="secretary",
            recorded_at=row.starts_at,
        )
        for k, (row, seat) in enumerate(called)
    )  # fmt: skip
    _items(rows)
    return rows


def _items(rows: list[bodies.Meeting]) -> None:
    items = bodies.AgendaItem.objects.bulk_create(
        bodies.AgendaItem(meeting=row, number=k, title=f"Point {k}", kind="decision", outcome="adopted")
        for row in rows
        for k in range(1, 5)
    )
    bodies.Decision.objects.bulk_create(
        bodies.Decision(meeting=item.meeting, item=item, number=1, text="Décision d'essai", mode="consensus")
        for item in items[::4]
    )


def _commitments(
    here: Partnership, people: list[institutions.Position], held: list[bodies.Meeting], year: int
) -> None:
    bodies.Commitment.objects.bulk_create(
        bodies.Commitment(
            partnership=here, institution=people[n % len(people)].institution, deliverable=f"Engagement {n}",
            meeting=held[n % len(held)],
            made_on=date(year, 1, 5), due_on=date(year, 1, 10) + timedelta(days=n % 360),
            state="open" if n % 3 == 0 else "delivered",
        )
        for n in range(COMMITMENTS)
    )  # fmt: skip


def _coordinator(here: Partnership) -> None:
    user = User.objects.create(email="mesure@exemple.invalid", name="Mesure (fictive)")
    Membership.objects.create(user=user, partnership=here, role=Role.COORDINATOR.value, start=here.opened)


def multiply(times: int) -> None:
    """Copy every row of the first partnership into `times` others, keeping what refers to what (SQLite)."""
    tables = [model for label in COPIED for model in apps.get_app_config(label).get_models(True)]
    kept = {Membership, User}
    with transaction.atomic(), connection.cursor() as cursor:
        for model in tables:
            if model not in kept and not model.__name__.startswith("Historical"):
                cursor.execute(_copy(model), [times])


def _copy(model: type[models.Model]) -> str:
    fields = list(model._meta.concrete_fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field) for field in fields)
    return (
        "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < %s) "  # noqa: S608
        f'INSERT INTO "{model._meta.db_table}" ({names}) '
        f'SELECT {values} FROM "{model._meta.db_table}", k WHERE "{model._meta.pk.column}" < {STRIDE}'
    )


def _value(field: Any) -> str:
    """The column in the copy number n: its own numbers moved away, what must be unique made so."""
    column = f'"{field.column}"'
    if field.primary_key or (field.is_relation and field.related_model not in (User, Membership)):
        return f"{column} + n * {STRIDE}"
    if isinstance(field, models.UUIDField):
        return "lower(hex(randomblob(16)))"
    return f"{column} || '-' || n" if field.unique else column


def counts() -> dict[str, int]:
    """How many rows of each kind stand in the base."""
    wanted: Iterable[type[models.Model]] = (
        Partnership, bodies.Body, bodies.Meeting, bodies.Attendance, bodies.Commitment, ActionSheet,
        GrantRequest,
    )  # fmt: skip
    return {model.__name__.lower(): model._default_manager.count() for model in wanted}
