"""The draw of the bodies to control: the same list, rate and seed give the same sample on any machine.

No generator of the language: units are put in the order of a SHA-256 print. See docs/reference/tirage.md.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

METHOD = "tirage.sha256.1"
HUNDRED_PERCENT = 10_000  # the rate is counted in hundredths of a percent
SIZES = (Decimal(5_000), Decimal(15_000), Decimal(50_000))  # ours: no text gives classes
SIZE_LABELS = ("moins de 5000 €", "de 5000 à 15000 €", "de 15000 à 50000 €", "50000 € et plus")
ALL = "tous"  # the stratum when there is none


@dataclass(frozen=True)
class Unit:
    """A body as the list names it: its stratum and a key that no database gives."""

    stratum: str
    key: str


@dataclass(frozen=True)
class Ranked:
    """A unit with its print, its rank in its stratum (from 1), and whether it is taken."""

    unit: Unit
    digest: str
    rank: int
    taken: bool


def plain(text: str) -> str:
    """A text as it enters a print: NFC, single spaces, the bar kept for the separator."""
    return " ".join(unicodedata.normalize("NFC", text).replace("|", "/").split())


def stable_key(name: str, siret: str, numbers: Iterable[int]) -> str:
    """« nom|SIRET|numéros »: the body and the requests granted to it, smallest number first."""
    return f"{plain(name)}|{plain(siret)}|{','.join(str(number) for number in sorted(set(numbers)))}"


def size_class(amount: Decimal) -> str:
    """The class of amount of a body: the sum granted to it in the year."""
    return SIZE_LABELS[sum(amount >= bound for bound in SIZES)]


def sample_size(population: int, rate: Decimal) -> int:
    """How many bodies the rate (percent) asks: the next whole number, never more than there are."""
    hundredths = int((rate * 100).to_integral_value())
    return min(population, -(-hundredths * population // HUNDRED_PERCENT))


def allocation(sizes: Mapping[str, int], rate: Decimal) -> dict[str, int]:
    """How many to take in each stratum: largest remainder on the total, then one at least where it can.

    The total is exactly `sample_size`. Ties go to the stratum first in the order of code points. When the
    total reaches the number of strata, an empty-handed one takes its unit from the best served.
    """
    known = {name: size for name, size in sorted(sizes.items()) if size}
    population = sum(known.values())
    total = sample_size(population, rate)
    shares = {name: total * size // population for name, size in known.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(known, key=lambda name: (-(total * known[name] % population), name))
    for name in by_remainder[:left]:
        shares[name] += 1
    return _one_each(shares, known, total)


def _one_each(shares: dict[str, int], sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Nobody without a unit when the total reaches the number of strata; the sum does not move."""
    if total < len(shares):
        return shares
    population = sum(sizes.values())
    for name in [name for name, share in shares.items() if not share]:
        giver = min(
            (other for other in shares if shares[other] > 1),
            key=lambda other: (total * sizes[other] - shares[other] * population, other),
        )
        shares[giver] -= 1
        shares[name] = 1
    return shares


def mark(seed: str, unit: Unit) -> str:
    """The print of a unit: SHA-256 of « graine|strate|clé » in UTF-8, in hexadecimal."""
    return hashlib.sha256(f"{plain(seed)}|{plain(unit.stratum)}|{unit.key}".encode()).hexdigest()


def draw(units: Sequence[Unit], rate: Decimal, seed: str) -> list[Ranked]:
    """Every unit, by stratum then rank; the first of each are taken. Raises ValueError on a double."""
    if len({unit.key for unit in units}) != len(units):
        raise ValueError("Deux organismes portent la même clé : le tirage ne saurait les distinguer.")
    strata: dict[str, list[tuple[str, Unit]]] = {}
    for unit in units:
        strata.setdefault(plain(unit.stratum), []).append((mark(seed, unit), unit))
    wanted = allocation({name: len(rows) for name, rows in strata.items()}, rate) if units else {}
    return [
        Ranked(unit, digest, rank, rank <= wanted[name])
        for name in sorted(strata)
        for rank, (digest, unit) in enumerate(sorted(strata[name], key=lambda row: (row[0], row[1].key)), 1)
    ]


def list_digest(units: Sequence[Unit]) -> str:
    """SHA-256 of the published list: one line « strate|clé » per body, in the order of code points."""
    lines = sorted(f"{plain(unit.stratum)}|{unit.key}\n" for unit in units)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
