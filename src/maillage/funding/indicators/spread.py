"""Where the money goes: by commune, by body, against need; each figure with its two sides and its doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.funding.indicators import indices, need, shares
from maillage.funding.indicators.indices import Indices
from maillage.funding.indicators.need import Need
from maillage.funding.models import Effort
from maillage.funding.rules import spread as rules
from maillage.funding.selectors import spread as selectors
from maillage.funding.selectors.spread import ZERO, GrantFact, Unit
from maillage.funding.vocabulary.spread import Elsewhere
from maillage.institutions.models import Partnership
from maillage.kernel import Estimate
from maillage.territory import selectors as territory


@dataclass(frozen=True)
class OwnEffort:
    """M13: a commune's spend and fiscal potential per head, their ratio, and the year."""

    spend: Decimal
    potential: Decimal
    ratio: float
    year: int

    @property
    def per_thousand(self) -> float:
        """Euros spent for 1 000 euros of fiscal potential."""
        return 1_000 * self.ratio


@dataclass(frozen=True)
class PlaceLine:
    """One commune, or the grants that are on none (`apart`); `effort` None: not known, never zero."""

    code: str
    name: str
    population: int | None
    qpv: int
    amount: Decimal
    grants: int
    need: Estimate | None = None
    effort: OwnEffort | None = None
    apart: bool = False

    @property
    def per_head(self) -> float | None:
        """Euros per inhabitant."""
        return float(self.amount) / self.population if self.population else None


@dataclass(frozen=True)
class BodyLine:
    """What one body received."""

    pk: int
    name: str
    amount: Decimal
    grants: int
    linked: bool


@dataclass(frozen=True)
class Spread:
    """The whole page: both tables have the same total."""

    place: str
    units: int
    grants: int
    total: Decimal
    places: tuple[PlaceLine, ...]
    bodies: tuple[BodyLine, ...]
    need: Need
    indices: Indices | None
    shares: tuple[shares.Share, ...]
    sentence: str
    doubts: tuple[str, ...]


def spread(
    *, partnership: Partnership, place: str, fund: int | None = None, year: int | None = None
) -> Spread:
    """The granted money of one fund or year, or of all, between the communes of `place`."""
    units = selectors.units(place=place)
    facts = selectors.grants(partnership=partnership, fund=fund, year=year)
    stated = need.need(partnership=partnership, units=units)
    own = efforts(selectors.efforts(partnership=partnership), year)
    places = by_place(facts, units, territory.commune_codes(), stated, own)
    found = indices.indices([line for line in places if not line.apart], stated)
    local = selectors.local_money(partnership=partnership, fund=fund, year=year)
    said = selectors.communication_only(partnership=partnership)
    name = territory.place(place)
    index = found.concentration if found else None
    return Spread(
        name.name if name else place, len(units), len(facts), total(facts), tuple(places),
        tuple(by_body(facts)), stated, found, shares.shares(facts, local, said),
        rules.said_spread(low=index.low if index else None, high=index.high if index else None),
        tuple(_doubts(facts, places, stated, len(units))),
    )  # fmt: skip


def total(facts: Sequence[GrantFact]) -> Decimal:
    """All that was granted."""
    return sum((fact.amount for fact in facts), ZERO)


def by_place(
    facts: Sequence[GrantFact], units: Sequence[Unit], known: frozenset[str], stated: Need,
    own: dict[str, OwnEffort],
) -> list[PlaceLine]:  # fmt: skip
    """One line a commune of the perimeter, those that got nothing too; then what is on none of them."""
    codes = frozenset(unit.code for unit in units)
    held: dict[str | Elsewhere, list[GrantFact]] = {}
    for fact in facts:
        held.setdefault(rules.line_of(fact.place, codes, known), []).append(fact)
    lines = [
        PlaceLine(
            unit.code, unit.name, unit.population, unit.qpv, total(held.get(unit.code, [])),
            len(held.get(unit.code, [])), stated.index.get(unit.code), own.get(unit.code),
        )
        for unit in units
    ]  # fmt: skip
    apart = [
        PlaceLine("", word.label, None, 0, total(held[word]), len(held[word]), apart=True)
        for word in Elsewhere
        if word in held
    ]
    return [*sorted(lines, key=lambda line: (-line.amount, line.name)), *apart]


def by_body(facts: Sequence[GrantFact]) -> list[BodyLine]:
    """One line a body, the largest first."""
    held: dict[int, list[GrantFact]] = {}
    for fact in facts:
        held.setdefault(fact.body, []).append(fact)
    lines = [
        BodyLine(pk, rows[0].body_name, total(rows), len(rows), any(row.linked for row in rows))
        for pk, rows in held.items()
    ]
    return sorted(lines, key=lambda line: (-line.amount, line.name))


def efforts(rows: Sequence[Effort], year: int | None = None) -> dict[str, OwnEffort]:
    """M13 by commune: the year asked, else the last one where both amounts are known."""
    found: dict[str, OwnEffort] = {}
    for row in rows:
        known = rules.effort(spend=row.spend, potential=row.potential, population=row.population)
        if known is not None and row.place not in found and year in (None, row.year):
            found[row.place] = OwnEffort(*known, row.year)
    return found


def _doubts(facts: Sequence[GrantFact], places: Sequence[PlaceLine], stated: Need, units: int) -> list[str]:
    unknown = total([fact for fact in facts if fact.priority_area is None])
    return rules.doubts(
        units=units, components=len(stated.held), total=total(facts), unknown_area=unknown,
        unplaced=sum((line.amount for line in places if line.apart), ZERO),
        without=sum(not line.grants and not line.apart for line in places) if facts else 0,
    )  # fmt: skip
