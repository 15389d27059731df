"""What the checks look at, and what they answer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.rules.fund_law import LawLine
from maillage.funding.rules.plan import Line
from maillage.funding.vocabulary import FundKind, Purpose
from maillage.funding.vocabulary.eligibility import Found, Part

CIRCULARS = "circulaires des 21 février 2008 et 23 janvier 2009"


@dataclass(frozen=True)
class Checked:
    """One verdict: what was found, in a sentence, where it is mended, and which text or rule asks for it."""

    key: str
    found: Found
    words: str
    part: Part
    source: str


@dataclass(frozen=True)
class FundFacts:
    """The fund and its own rule on the day; `source` says who set it. None is unknown, never « without »."""

    pk: int
    name: str
    kind: FundKind
    source: str = ""
    ceiling: Decimal | None = None
    floor: Decimal | None = None
    most: Decimal | None = None
    running: bool | None = None
    equipment: bool | None = None
    staff: bool | None = None

    @property
    def state(self) -> bool:
        """Is it the State's money?"""
        return self.kind in (FundKind.FIPD, FundKind.CITY_POLICY, FundKind.MILDECA)


@dataclass(frozen=True)
class Facts:
    """A request on one day. Texts are as typed; `opinion` is that on the compatibility with the plan."""

    on: date
    fund: FundFacts
    asked: Decimal | None = None
    purpose: Purpose = Purpose.PROJECT
    lines: tuple[Line, ...] = ()
    object: str = ""
    objectives: str = ""
    public: str = ""
    people: int | None = None
    means: str = ""
    evaluation: str = ""
    indicators: str = ""
    start: date | None = None
    end: date | None = None
    individual_equipment: bool = False
    baseline_known: bool | None = None
    baseline: Decimal | None = None
    priorities: tuple[str, ...] = ()  # of the contract, reached through the sheet or the call
    has_sheet: bool = False
    call_priority: str = ""
    opinion: str = ""  # "", "favourable", "reserved", "unfavourable"
    association: bool = False
    republican: bool | None = None
    reports_due: tuple[tuple[str, date], ...] = ()  # of former grants, still to come: what, before when
    decided_on: date | None = None
    plan_law: LawLine | None = None
    republican_law: LawLine | None = None
    report_law: LawLine | None = None
