"""Which territories are comparable, by a stated rule that anyone can redo by hand. No outcome enters it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.territory.vocabulary import EPCI_TYPES, Criterion

DEFAULT_COUNT = 20
SHARED, UNLIKE = "comme ici", "à la différence d'ici"
DEFAULT_FACTOR = 2.0


@dataclass(frozen=True)
class ComparisonRule:
    """At most `count` places, of a population within `factor`, nearest first by the criteria kept."""

    count: int = DEFAULT_COUNT
    factor: float = DEFAULT_FACTOR
    criteria: frozenset[Criterion] = field(default_factory=lambda: frozenset(Criterion))


@dataclass(frozen=True)
class Profile:
    """What is compared. `population` in inhabitants."""

    code: str
    name: str
    population: int
    department: str = ""
    epci_type: str = ""
    has_qpv: bool = False
    is_centre: bool = False
    above: str = ""  # the level above in words, when it is not a département


@dataclass(frozen=True)
class Comparable:
    """One comparable place, with the reasons in French."""

    code: str
    name: str
    population: int
    reasons: tuple[str, ...]
    differs: tuple[str, ...] = ()


def comparable(here: Profile, others: Iterable[Profile], rule: ComparisonRule) -> list[Comparable]:
    """The places nearest to `here`, itself left out; by distance, then code: the answer never varies."""
    near = [
        (_distance(here, other, rule), other.code, other)
        for other in others
        if other.code != here.code and _same_size(here, other, rule.factor)
    ]
    near.sort(key=lambda row: row[:2])
    return [
        Comparable(
            row.code, row.name, row.population, reasons(here, row, rule), _differences(here, row, rule)
        )
        for _, _, row in near[: rule.count]
    ]


def _differences(here: Profile, other: Profile, rule: ComparisonRule) -> tuple[str, ...]:
    unlike = [row for row in rule.criteria if _trait(here, row) != _trait(other, row)]
    return tuple(_words(other, row) for row in sorted(unlike, key=lambda row: row.value))


def _same_size(here: Profile, other: Profile, factor: float) -> bool:
    return here.population <= other.population * factor and other.population <= here.population * factor


def _distance(here: Profile, other: Profile, rule: ComparisonRule) -> float:
    """A criterion that differs weighs as a population half as large again; the département, a tenth."""
    size = abs(math.log(other.population / here.population))
    unlike = sum(
        math.log(1.5) * (0.1 if criterion is Criterion.DEPARTMENT else 1)
        for criterion in rule.criteria
        if _trait(here, criterion) != _trait(other, criterion)
    )
    return size + unlike


def _trait(profile: Profile, criterion: Criterion) -> object:
    return {
        Criterion.QPV: profile.has_qpv,
        Criterion.EPCI: profile.epci_type,
        Criterion.CENTRE: profile.is_centre,
        Criterion.DEPARTMENT: profile.department,
    }[criterion]


def reasons(here: Profile, other: Profile, rule: ComparisonRule) -> tuple[str, ...]:
    """Why this place was taken, shared traits first, then those that differ."""
    said = [f"{_spaced(other.population)} habitants, pour {_spaced(here.population)}"]
    traits = sorted(rule.criteria, key=lambda row: (_trait(here, row) != _trait(other, row), row.value))
    return (*said, *(_sentence(other, row, _trait(here, row) == _trait(other, row)) for row in traits))


def _sentence(other: Profile, criterion: Criterion, shared: bool) -> str:
    return f"{SHARED if shared else UNLIKE}, {_words(other, criterion)}"


def _words(other: Profile, criterion: Criterion) -> str:
    words = {
        Criterion.QPV: "un quartier prioritaire" if other.has_qpv else "aucun quartier prioritaire",
        Criterion.EPCI: EPCI_TYPES.get(other.epci_type, other.epci_type or "sans intercommunalité"),
        Criterion.CENTRE: "ville la plus peuplée de son intercommunalité" if other.is_centre
        else "pas la plus peuplée de son intercommunalité",
        Criterion.DEPARTMENT: other.above or f"département {other.department}",
    }  # fmt: skip
    return words[criterion]


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def obsolete_sentence(*, name: str, successor: str, successor_name: str, geography: int) -> str:
    """What to say of a commune that no longer exists by itself; the date is only known as an interval."""
    return (
        f"{name} ne figure plus seule au code officiel géographique de {geography} "
        "(fusion ou changement de code ; la date exacte n'est pas dans les tables livrées). "
        f"Nouveau territoire proposé : {successor_name} ({successor})."
    )
