"""The whole directory of a partnership as the facts that an import is compared to, and its own doubles."""

from dataclasses import dataclass

from maillage.institutions.models import DirectoryImport, Institution, Partnership, Person, Position
from maillage.institutions.rules import likeness
from maillage.institutions.rules.plan import Known, KnownInstitution, KnownPerson, KnownPosition
from maillage.institutions.vocabulary import ImportState


@dataclass(frozen=True)
class Twins:
    """Two cards that may be one, and why."""

    kind: str  # institution or person, as in the routes
    first: Institution | Person
    second: Institution | Person
    reason: str


def known(*, partnership: Partnership) -> Known:
    """The facts: three queries."""
    held = Position.objects.filter(institution__partnership=partnership).order_by("start", "pk")
    positions = [_position(row) for row in held]
    rows = list(Institution.objects.filter(partnership=partnership).order_by("pk"))
    aliases: dict[int, list[str]] = {}
    for row in rows:
        if row.merged_into_id:
            aliases.setdefault(row.merged_into_id, []).append(row.name)
    institutions = [
        _institution(row, tuple(aliases.get(row.pk, ()))) for row in rows if not row.merged_into_id
    ]
    return Known(institutions, _people(partnership, positions), positions)


def _position(row: Position) -> KnownPosition:
    return KnownPosition(
        row.pk, row.person_id, row.institution_id, row.title, row.level, row.start, row.end, row.may_commit,
        row.mandate_on,
    )  # fmt: skip


def _institution(row: Institution, aliases: tuple[str, ...]) -> KnownInstitution:
    return KnownInstitution(
        row.pk, row.name, row.kind, row.sector, row.college, row.short_name, row.siret, row.email, row.place,
        bool(row.archived_on), aliases,
    )  # fmt: skip


def _people(partnership: Partnership, positions: list[KnownPosition]) -> list[KnownPerson]:
    worked: dict[int, frozenset[int]] = {}
    for held in positions:
        worked[held.person] = worked.get(held.person, frozenset()) | {held.institution}
    rows = Person.objects.filter(partnership=partnership, merged_into=None).order_by("pk")
    return [_person(row, worked.get(row.pk, frozenset())) for row in rows]


def _person(row: Person, institutions: frozenset[int]) -> KnownPerson:
    return KnownPerson(
        row.pk, row.name, row.civility, row.email, row.phone, bool(row.archived_on), institutions
    )  # fmt: skip


def directory_import(*, partnership: Partnership, pk: int) -> DirectoryImport | None:
    """One file received by this partnership, or None."""
    return DirectoryImport.objects.filter(partnership=partnership, pk=pk).first()


def waiting_imports(*, partnership: Partnership) -> list[DirectoryImport]:
    """The files that wait to be confirmed."""
    rows = DirectoryImport.objects.filter(partnership=partnership, state=ImportState.WAITING.value)
    return list(rows.defer("content"))


def twins(*, partnership: Partnership) -> list[Twins]:
    """The pairs of cards that look like one: the same SIRET, the same address, names that are near."""
    institutions = list(Institution.objects.filter(partnership=partnership, archived_on=None).order_by("pk"))
    people = list(Person.objects.filter(partnership=partnership, archived_on=None).order_by("pk"))
    return [*_pairs("institution", institutions), *_pairs("person", people)]


def _pairs(kind: str, rows: list[Institution] | list[Person]) -> list[Twins]:
    by_key = {row.pk: row for row in rows}
    found: dict[tuple[int, int], str] = {}
    for field, reason in (("siret", "même SIRET"), ("email", "même adresse électronique")):
        groups: dict[str, list[int]] = {}
        for row in rows:
            if value := getattr(row, field, ""):
                groups.setdefault(value.lower(), []).append(row.pk)
        for group in groups.values():
            for other in group[1:]:
                found.setdefault((group[0], other), reason)
    for pair in likeness.pairs((row.pk, row.name) for row in rows):
        found.setdefault(pair, "noms proches")
    return [Twins(kind, by_key[a], by_key[b], reason) for (a, b), reason in sorted(found.items())]
