"""What may be shown: a withheld count stays a word, tiny populations have no rate, few cases have no
percentage.
"""

from maillage.diagnosis.vocabulary import Offence
from maillage.kernel import Status

FEW_CASES = 5  # under this, no percentage (design, section 6)
SMALL_COUNT = 30  # under this, the smoothed rate stands next to the raw one
TINY_POPULATION = 50  # under this, no rate (statistics, section 1)
FEWEST_PEERS = 5  # under this, neither smoothing, nor comparison, nor rank
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


def existed(slug: str, year: int) -> bool:
    """Did the measure exist that year? (fixed fine for drug use: tried in June 2020, nationwide on 1
    September
    2020)
    """
    return slug not in NOT_BEFORE or year >= NOT_BEFORE[slug][0]


def rate_allowed(exposure: float | None) -> bool:
    """May a rate be shown for this many inhabitants or dwellings?"""
    return exposure is not None and exposure >= TINY_POPULATION


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
