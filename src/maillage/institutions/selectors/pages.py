"""What the directory's pages show, asked on somebody's behalf.

Names and addresses leave here only to those who may read them (`rules.sight`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.institutions.rules import sight, vacancy
from maillage.institutions.rules.vacancy import Vacancy
from maillage.institutions.vocabulary import College, InstitutionKind, Level, Sector
from maillage.kernel import Actor, folded


@dataclass(frozen=True)
class Filters:
    """What the reader looks for; empty: everything that is not put away."""

    text: str = ""
    college: str = ""
    sector: str = ""
    archived: bool = False


@dataclass(frozen=True)
class FunctionLine:
    """One function as this reader may see it: `name` and the address are empty when they may not."""

    pk: int
    institution: int
    institution_name: str
    title: str
    level: Level
    start: date
    end: date | None
    may_commit: bool | None
    mandate_on: date | None
    person: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class InstitutionLine:
    """One institution with its functions of the day and its vacancies."""

    row: Institution
    kind: InstitutionKind
    sector: Sector
    college: College
    functions: list[FunctionLine] = field(default_factory=list)
    past: list[FunctionLine] = field(default_factory=list)
    coming: list[FunctionLine] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)


@dataclass(frozen=True)
class PersonLine:
    """One person with their functions; the address only for those who may read it."""

    row: Person
    email: str
    phone: str
    sees_contact: bool
    functions: list[FunctionLine]
    past: list[FunctionLine]


@dataclass(frozen=True)
class VacantFunction:
    """A function that nobody holds any more: for "Ma semaine" and the page of an institution."""

    institution: Institution
    title: str
    since: date


def institution_lines(
    *, partnership: Partnership, actor: Actor, on: date, filters: Filters | None = None
) -> list[InstitutionLine]:
    """The institutions asked for, by name; two queries."""
    asked = filters or Filters()
    rows = [row for row in Institution.objects.filter(partnership=partnership, merged_into=None)
            if _wanted(row, asked)]  # fmt: skip
    rows.sort(key=lambda row: folded(row.name))  # the base would put É after Z
    positions = _positions(partnership) if sight.sees_functions(actor) else []
    return _lines(rows, positions, actor, on)


def institution_line(*, institution: Institution, actor: Actor, on: date) -> InstitutionLine:
    """One institution whole: functions now, to come and past, and vacancies."""
    shown = sight.sees_functions(actor)
    rows = _positions(institution.partnership, institution=institution) if shown else []
    return _lines([institution], rows, actor, on)[0]


def person_lines(
    *, partnership: Partnership, actor: Actor, on: date, archived: bool = False
) -> list[PersonLine]:
    """The people of the directory, by name; nobody for those who read no names. Two queries."""
    if not sight.sees_names(actor):
        return []
    rows = Person.objects.filter(partnership=partnership, merged_into=None, archived_on__isnull=not archived)
    held: dict[int, list[Position]] = {}
    for position in _positions(partnership):
        held.setdefault(position.person_id, []).append(position)
    return [
        _person(row, held.get(row.pk, []), actor, on)
        for row in sorted(rows, key=lambda row: folded(row.name))
    ]


def person_line(*, person: Person, actor: Actor, on: date) -> PersonLine:
    """One person, with every function they held."""
    return _person(person, _positions(person.partnership, person=person), actor, on)


def vacant_functions(*, partnership: Partnership, on: date) -> list[VacantFunction]:
    """The functions of this partnership that nobody holds any more, the oldest vacancy first."""
    rows = [row for row in _positions(partnership) if row.institution.archived_on is None]
    places = {row.institution_id: row.institution for row in rows}
    return [
        VacantFunction(places[row.institution], row.title, row.since)
        for row in vacancy.vacancies(_held(rows), on=on)
    ]


def _wanted(row: Institution, asked: Filters) -> bool:
    text = folded(asked.text)
    return (
        bool(row.archived_on) == asked.archived
        and asked.college in ("", row.college)
        and asked.sector in ("", row.sector)
        and (not text or text in folded(f"{row.name} {row.short_name}"))
    )


def _positions(partnership: Partnership, **which: Institution | Person) -> list[Position]:
    rows = Position.objects.filter(institution__partnership=partnership, **which)
    return list(rows.select_related("person", "institution").order_by("-start", "pk"))


def _held(rows: Iterable[Position]) -> list[vacancy.Held]:
    return [vacancy.Held(row.institution_id, row.title, row.start, row.end) for row in rows]


def _lines(
    rows: list[Institution], positions: list[Position], actor: Actor, on: date
) -> list[InstitutionLine]:
    held: dict[int, list[Position]] = {}
    for position in positions:
        held.setdefault(position.institution_id, []).append(position)
    empty: dict[int, list[Vacancy]] = {}
    for found in vacancy.vacancies(_held(positions), on=on):
        empty.setdefault(found.institution, []).append(found)
    return [
        InstitutionLine(
            row, InstitutionKind(row.kind), Sector(row.sector), College(row.college),
            *_sorted(held.get(row.pk, []), actor, on), empty.get(row.pk, []),
        )
        for row in rows
    ]  # fmt: skip


def _sorted(
    rows: list[Position], actor: Actor, on: date
) -> tuple[list[FunctionLine], list[FunctionLine], list[FunctionLine]]:
    """Now (those who answer for the institution first), past (the latest first), to come."""
    order = {str(level.value): rank for rank, level in enumerate(Level)}
    now = [row for row in rows if row.start <= on and (row.end is None or row.end >= on)]
    now.sort(key=lambda row: (order.get(row.level, len(order)), row.person.name))
    past = [row for row in rows if row.end is not None and row.end < on]
    coming = [row for row in rows if row.start > on]
    return tuple([_function(row, actor) for row in part] for part in (now, past, coming))  # type: ignore[return-value]


def _function(row: Position, actor: Actor) -> FunctionLine:
    named = sight.sees_names(actor)
    person = row.person
    contact = sight.sees_contact(actor, person=person.pk, institutions=frozenset({row.institution_id}))
    return FunctionLine(
        row.pk, row.institution_id, row.institution.label, row.title, Level(row.level), row.start, row.end,
        row.may_commit, row.mandate_on, person.pk if named else None, person.name if named else "",
        person.email if contact else "", person.phone if contact else "",
    )  # fmt: skip


def _person(row: Person, positions: list[Position], actor: Actor, on: date) -> PersonLine:
    now, past, coming = _sorted(positions, actor, on)
    places = frozenset(item.institution_id for item in positions if item.end is None or item.end >= on)
    contact = sight.sees_contact(actor, person=row.pk, institutions=places)
    return PersonLine(
        row, row.email if contact else "", row.phone if contact else "", contact, [*now, *coming], past
    )
