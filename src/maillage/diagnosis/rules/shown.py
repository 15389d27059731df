"""What may be shown: a withheld count stays a word, tiny populations have no rate, few cases have no
percentage.
"""

from collections.abc import Collection, Sequence

from maillage.diagnosis.vocabulary import GROUPS, Offence
from maillage.kernel import Status

FEW_CASES = 5  # under this, no percentage (design, section 6)
SMALL_COUNT = 30  # under this, the smoothed rate stands next to the raw one
TINY_POPULATION = 50  # under this, no rate (statistics, section 1)
FEWEST_PEERS = 5  # under this, neither smoothing, nor comparison, nor rank
PUBLISHED_SHARE = 0.5  # of the comparables with a row: under this, those published are no fair sample
FEWEST_YEARS = 5  # under this, no trend
ALPHA = 0.05

WORDS = {
    Status.WITHHELD: "non publié, trop peu de faits",
    Status.MISSING: "non reçu",
    Status.ZERO: "zéro",
    Status.PUBLISHED: "publié",
}

# series, first year, why nothing before: the measure did not exist, so its zeros are no zeros
NOT_BEFORE = {
    "usage-de-stupefiants-afd": (2020, "L'amende forfaitaire délictuelle n'existait pas avant 2020.")
}

# series withdrawn by the source -> the one that replaces it, recomputed over the same years
REPLACED = {
    "coups-et-blessures-volontaires": "violences-physiques-hors-cadre-familial",
    "autres-coups-et-blessures-volontaires": "violences-physiques-hors-cadre-familial",
    "coups-et-blessures-volontaires-intrafamiliaux": "violences-physiques-intrafamiliales",
}


def told(slug: str, present: Collection[str]) -> bool:
    """Does the diagnosis tell this series? Not one that a present series replaces or details: the same facts
    would be counted, tested and told twice.
    """
    if slug in GROUPS:
        return all(name in GROUPS for name in present)
    return REPLACED.get(slug) not in present


def existed(slug: str, year: int) -> bool:
    """Did the measure exist that year? (fixed fine for drug use: tried in June 2020, nationwide on 1
    September
    2020)
    """
    return slug not in NOT_BEFORE or year >= NOT_BEFORE[slug][0]


def rate_allowed(exposure: float | None) -> bool:
    """May a rate be shown for this many inhabitants or dwellings?"""
    return exposure is not None and exposure >= TINY_POPULATION


def peers_allowed(counts: Sequence[float], among: int) -> bool:
    """May the published comparables (their counts) stand for all those that have a row (`among`)?

    The source withholds small counts: when most are withheld, the published ones are the highest of them, or
    only zeros.
    """
    enough = len(counts) >= FEWEST_PEERS and len(counts) >= PUBLISHED_SHARE * among
    return enough and any(count > 0 for count in counts)


def percentage_allowed(*counts: float | None) -> bool:
    """May a change in percent be shown? Only when every count reaches five."""
    return all(count is not None and count >= FEW_CASES for count in counts)


def smoothing_shown(count: float | None) -> bool:
    """Is the count small enough for the smoothed rate to be worth a reader's eye?"""
    return count is not None and count < SMALL_COUNT


def status_of_sum(statuses: list[str], offence: Offence) -> Status:
    """The status of a sum of places: known only when every part is known and parts may be added.

    Persons under suspicion are counted in each place where they were caught: their sum counts some of them
    twice. A group of series holds, in each place, other published ones: a sum would hide what is withheld.
    """
    if not offence.additive or offence.slug.startswith("groupe-") or not statuses:
        return Status.MISSING
    if Status.WITHHELD.value in statuses:
        return Status.WITHHELD
    if Status.MISSING.value in statuses:
        return Status.MISSING
    return Status.ZERO if all(status == Status.ZERO.value for status in statuses) else Status.PUBLISHED


_STATUS = {term.value: term for term in Status}


def status(value: str) -> Status:
    """The status behind its stored word."""
    return _STATUS[value]
