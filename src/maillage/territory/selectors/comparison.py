"""Which places compare with one, asked of the database: few queries whatever the size of France."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from maillage.territory import rules
from maillage.territory.intake.reference import PlaceFacts
from maillage.territory.models import Commune, Department, Epci
from maillage.territory.rules import Comparable, ComparisonRule, Profile
from maillage.territory.selectors.places import place
from maillage.territory.vocabulary import PlaceKind

DEFAULT_RULE = ComparisonRule()
METROPOLES = ("METRO", "MET69")


def comparable(code: str, rule: ComparisonRule = DEFAULT_RULE) -> list[Comparable]:
    """The places comparable to this one, nearest first; by the criteria that mean something for its kind."""
    here = place(code)
    if here is None or here.population is None or here.kind not in PROFILES:
        return []
    others = PROFILES[here.kind](here.population, rule.factor)
    mine = next((row for row in others if row.code == here.code), None)
    return rules.comparable(mine, others, rule.of(here.kind)) if mine else []


def comparison(facts: PlaceFacts, rule: ComparisonRule = DEFAULT_RULE) -> str:
    """The rule in a sentence, or why no place is proposed."""
    if facts.successor:
        return "Ce territoire n'existe plus : comparez celui qui l'a remplacé."
    if facts.kind not in PROFILES:
        return rules.WITHOUT.get(
            PlaceKind(facts.kind), "Aucune règle n'est définie pour ce genre de territoire."
        )
    if facts.population is None:
        return "La population n'est pas connue : aucun territoire comparable ne peut être proposé."
    return rule.of(facts.kind).french


def _communes(population: int, factor: float) -> list[Profile]:
    rows = Commune.objects.filter(
        kind="commune", population__gte=population / factor, population__lte=population * factor
    ).values_list("code", "name", "population", "department_id", "epci__type", "qpv_count", "centre")
    return [Profile(c, n, p, d or "", e or "", bool(q), z) for c, n, p, d, e, q, z in rows if p]


def _bodies(population: int, factor: float) -> list[Profile]:
    rows = _peopled(Epci.objects.filter(members__kind="commune"), "members", population, factor)
    seats = dict(Commune.objects.filter(kind="commune", centre=True).values_list("epci_id", "department_id"))
    return [
        Profile(
            f"epci:{row.code}",
            row.name,
            row.inhabitants,
            seats.get(row.code) or "",
            row.type,
            bool(row.areas),
        )
        for row in rows
    ]


def _departments(population: int, factor: float) -> list[Profile]:
    rows = Department.objects.filter(communes__kind="commune").select_related("region")
    large = Count("communes", filter=Q(communes__epci__type__in=METROPOLES))
    return [
        Profile(
            f"dep:{row.code}", row.name, row.inhabitants, has_metropolis=bool(row.large),
            region=row.region.name if row.region else "",
        )
        for row in _peopled(rows.annotate(large=large), "communes", population, factor)
    ]  # fmt: skip


def _peopled(rows: QuerySet[Any], communes: str, population: int, factor: float) -> QuerySet[Any]:
    """Areas whose communes together have a population within the factor."""
    summed = rows.annotate(inhabitants=Sum(f"{communes}__population"), areas=Sum(f"{communes}__qpv_count"))
    within: QuerySet[Any] = summed.filter(
        inhabitants__gte=population / factor, inhabitants__lte=population * factor
    )
    return within


PROFILES = {"commune": _communes, "epci": _bodies, "department": _departments}
