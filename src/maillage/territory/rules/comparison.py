"""Which territories are comparable, by a stated rule that anyone can redo by hand. No outcome enters it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from maillage.territory.vocabulary import EPCI_TYPES, Criterion, PlaceKind

DEFAULT_COUNT = 20
NEARBY = {Criterion.DEPARTMENT, Criterion.REGION}
SHARED, UNLIKE = "comme ici", "à la différence d'ici"
DEFAULT_FACTOR = 2.0
CRITERIA = {
    PlaceKind.COMMUNE: frozenset({Criterion.QPV, Criterion.EPCI, Criterion.CENTRE, Criterion.DEPARTMENT}),
    PlaceKind.EPCI: frozenset({Criterion.QPV, Criterion.EPCI, Criterion.DEPARTMENT}),
    PlaceKind.DEPARTMENT: frozenset({Criterion.METROPOLIS, Criterion.REGION}),
}  # what tells places of a kind apart: nearly every département has a QPV, an EPCI is the centre of nothing
WITHOUT = {
    PlaceKind.REGION: "Les régions sont trop peu nombreuses pour que l'une ressemble à vingt autres : aucune "
    "région comparable n'est proposée.",
    PlaceKind.DISTRICT: "Un arrondissement se compare à ceux de sa ville, non à des communes : aucun n'est "
    "proposé.",
}


@dataclass(frozen=True)
class ComparisonRule:
    """At most `count` places, of a population within `factor`, nearest first by the criteria kept."""

    count: int = DEFAULT_COUNT
    factor: float = DEFAULT_FACTOR
    criteria: frozenset[Criterion] = field(default_factory=lambda: frozenset(Criterion))

    def of(self, kind: str) -> "ComparisonRule":
        """The same rule with only the criteria that mean something for this kind of place."""
        return replace(self, criteria=self.criteria & CRITERIA.get(PlaceKind(kind), frozenset()))

    @property
    def french(self) -> str:
        """The rule in a sentence, that anyone can redo by hand."""
        labels = sorted(str(criterion.label) for criterion in self.criteria)
        near = f" Les plus proches d'abord, selon : {' ; '.join(labels)}." if labels else ""
        factor = f"{self.factor:g}".replace(".", ",")
        return (
            f"Au plus {self.count} territoires, de population comprise dans un rapport de {factor}.{near} "
            "Le nombre de faits n'entre pas dans ce choix."
        )


@dataclass(frozen=True)
class Profile:
    """What is compared. `population` in inhabitants; `has_metropolis`: one of its EPCI is a métropole."""

    code: str
    name: str
    population: int
    department: str = ""
    epci_type: str = ""
    has_qpv: bool = False
    is_centre: bool = False
    region: str = ""
    has_metropolis: bool = False


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
        math.log(1.5) * (0.1 if criterion in NEARBY else 1)
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
        Criterion.REGION: profile.region,
        Criterion.METROPOLIS: profile.has_metropolis,
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
        Criterion.DEPARTMENT: f"département {other.department}",
        Criterion.REGION: f"région {other.region}",
        Criterion.METROPOLIS: "une métropole" if other.has_metropolis else "aucune métropole",
    }  # fmt: skip
    return words[criterion]


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
