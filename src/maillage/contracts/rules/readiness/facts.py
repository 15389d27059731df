"""What readiness looks at: small frozen facts of a contract, and the remark it answers with."""

from dataclasses import dataclass, field
from datetime import date

MUNICIPAL = frozenset({"town", "municipal_police", "ccas", "neighbourhood_elected"})
HEADS = {"sheet": "Fiche", "objective": "Objectif", "priority": "Priorité", "word": "Mot"}
TOWN = "town"  # the municipal services are one entity (domain, C2)


@dataclass(frozen=True)
class Remark:
    """One thing that would make the text clearer: where, in a sentence, and how it could be said."""

    code: str
    field: str  # the field to mend
    subject: str  # contract, priority, objective, sheet, word
    number: str  # as it is read: « 3 », « 1.2.1 »
    pk: int  # of the row to mend
    words: str
    example: str = ""

    def said(self) -> str:
        """The sentence as a document prints it."""
        head = HEADS.get(self.subject, "")
        return f"{head} {self.number} : {self.words}" if head else self.words


@dataclass(frozen=True)
class Party:
    """An institution as it counts here: `entity` is one for all municipal services, `college` its bench."""

    pk: int
    name: str
    entity: str
    college: str


@dataclass(frozen=True)
class Promise:
    """A pledge of one institution."""

    party: Party
    deliverable: str
    quantity: str = ""
    due_on: date | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Measure:
    """An indicator of a sheet."""

    result: bool
    name: str
    target: str = ""


@dataclass(frozen=True)
class Sheet:
    """An action sheet; `without` says of a field why it has no object here."""

    pk: int
    number: int
    title: str
    theme: str = ""
    content: str = ""
    public: str = ""
    territory: str = ""
    start: date | None = None
    end: date | None = None
    priced: bool = False
    pilot: Party | None = None
    partners: tuple[Party, ...] = ()
    promises: tuple[Promise, ...] = ()
    human_means: str = ""
    measures: tuple[Measure, ...] = ()
    findings: int = 0
    objectives: frozenset[int] = frozenset()
    without: dict[str, str] = field(default_factory=dict)
    existed_before: bool | None = None
    what_changed: str = ""
    host: Party | None = None
    host_agreed_on: date | None = None
    deliberated_by: int = 0  # institutions present at the deliberation; 0 without deliberation
    deliberated_on: date | None = None
    only_communication: bool = False


@dataclass(frozen=True)
class Objective:
    """An objective with its six parts as fields; `local`: it comes from a local finding or choice."""

    pk: int
    number: str
    text: str
    baseline: str = ""
    target: str = ""
    due_on: date | None = None
    indicator: str = ""
    territory: str = ""
    public: str = ""
    local: bool = True
    findings: int = 0


@dataclass(frozen=True)
class Priority:
    """A priority and how many objectives it has."""

    pk: int
    number: str
    title: str
    objectives: int


@dataclass(frozen=True)
class Word:
    """A word of the glossary, and the pilots who have not agreed with its meaning yet."""

    pk: int
    number: int
    word: str
    meaning: str
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A whole contract."""

    pk: int
    priorities: tuple[Priority, ...] = ()
    objectives: tuple[Objective, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    words: tuple[Word, ...] = ()


def entity(kind: str, pk: int) -> str:
    """Who an institution is when one counts houses: the town and its services are one."""
    return TOWN if kind in MUNICIPAL else str(pk)
