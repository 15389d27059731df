"""The directory as it stands, as plain facts, with the searches that the planner needs."""

from dataclasses import dataclass, field
from datetime import date

from maillage.institutions.rules import likeness


@dataclass(frozen=True)
class KnownInstitution:
    """An institution of the directory; `aliases` are names of those it absorbed."""

    id: int
    name: str
    kind: str
    sector: str
    college: str
    short_name: str = ""
    siret: str = ""
    email: str = ""
    place: str = ""
    archived: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownPerson:
    """A person of the directory; `institutions`: every one they have worked for."""

    id: int
    name: str
    civility: str = ""
    email: str = ""
    phone: str = ""
    archived: bool = False
    institutions: frozenset[int] = frozenset()


@dataclass(frozen=True)
class KnownPosition:
    """A function of the directory."""

    id: int
    person: int
    institution: int
    title: str
    level: str
    start: date
    end: date | None = None
    may_commit: bool | None = None
    mandate_on: date | None = None


@dataclass
class Known:
    """The whole directory of one partnership."""

    institutions: list[KnownInstitution] = field(default_factory=list)
    people: list[KnownPerson] = field(default_factory=list)
    positions: list[KnownPosition] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.institutions_by_id = {row.id: row for row in self.institutions}
        self.people_by_id = {row.id: row for row in self.people}
        self._by_siret = {row.siret: row for row in self.institutions if row.siret}
        self._by_service = {row.email.lower(): row for row in self.institutions if row.email}
        self._by_name = {
            likeness.signature(name): row
            for row in self.institutions
            for name in (*row.aliases, row.short_name, row.name)
            if name
        }
        self._near = likeness.Index((row.id, row.name) for row in self.institutions)
        self._by_email = {row.email.lower(): row for row in self.people if row.email}
        self._namesakes: dict[str, list[KnownPerson]] = {}
        for person in self.people:
            self._namesakes.setdefault(likeness.signature(person.name), []).append(person)
        self._near_people = likeness.Index((row.id, row.name) for row in self.people)
        self._positions: dict[tuple[int, int], list[KnownPosition]] = {}
        for position in self.positions:
            self._positions.setdefault((position.person, position.institution), []).append(position)

    def institution(self, *, siret: str, name: str) -> KnownInstitution | None:
        """The institution of this SIRET, else of this very name."""
        return (self._by_siret.get(siret) if siret else None) or self._by_name.get(likeness.signature(name))

    def like_institution(self, *, name: str, email: str) -> KnownInstitution | None:
        """One that may be it: the same service address, or a name that looks like it."""
        found = self._by_service.get(email.lower()) if email else None
        alike = [] if found else self._near.alike(name)
        return found or (self.institutions_by_id[alike[0]] if alike else None)

    def person_of(self, *, email: str) -> KnownPerson | None:
        """Whose address this is."""
        return self._by_email.get(email) if email else None

    def person_in(self, *, name: str, institution: int | None, email: str) -> KnownPerson | None:
        """The person of this name in this institution.

        Of several, a line without address means the one without address, or the first; a line with an
        address, none of them.
        """
        here = [row for row in self._namesakes.get(likeness.signature(name), [])
                if institution in row.institutions]  # fmt: skip
        if len(here) > 1:
            here = [] if email else sorted(here, key=lambda row: bool(row.email))
        return here[0] if here else None

    def like_person(self, *, name: str, institution: int | None) -> KnownPerson | None:
        """One that may be it: a namesake, or a name that looks like it in the same institution."""
        namesakes = self._namesakes.get(likeness.signature(name), [])
        alike = [self.people_by_id[identity] for identity in self._near_people.alike(name)]
        return next(iter([*namesakes, *(row for row in alike if institution in row.institutions)]), None)

    def held(self, *, person: int | None, institution: int | None) -> list[KnownPosition]:
        """The functions of this person in this institution."""
        if person is None or institution is None:
            return []
        return self._positions.get((person, institution), [])
