"""Draws by counter: each is a function of the seed, the partnership and what it is about, never of order.

A partnership's key comes from `Philox(key=[seed, block])`, blocks of 64 partnerships; every other draw mixes
a row's key with the name of what is drawn. So partnership 37 is the same whatever the count or the engine,
and a parameter that moves changes no draw: two scenarios differ only where their parameters differ (common
random numbers). Mixing: the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
"""

from functools import cache
from hashlib import blake2b

import numpy as np
import scipy  # its parts are loaded when first used
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
BLOCK = 64
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_ONE, _TWO = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def block_keys(seed: int, block: int) -> Keys:
    """The keys of the 64 partnerships of a block; blocks are independent of one another."""
    source = np.random.Philox(key=np.array([seed, block], dtype=np.uint64))
    return source.random_raw(BLOCK).astype(np.uint64)


def partnership_keys(seed: int, first: int, count: int) -> Keys:
    """Keys of partnerships first .. first + count - 1 (numbered from 0)."""
    blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
    keys = np.concatenate([block_keys(seed, block) for block in blocks])
    offset = first - blocks[0] * BLOCK
    return keys[offset : offset + count]


@cache
def stream(name: str) -> np.uint64:
    """A name as a number."""
    return np.uint64(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little"))


def mix(x: Keys) -> Keys:
    """Finaliser of SplitMix64: every bit in moves every bit out."""
    y = x >> np.uint64(30)
    y ^= x
    y *= _ONE
    y ^= y >> np.uint64(27)
    y *= _TWO
    y ^= y >> np.uint64(31)
    return y


def child(keys: Keys, name: str, index: NDArray[np.integer] | int = 0) -> Keys:
    """Keys of the things numbered `index` under the things of `keys`."""
    number = np.atleast_1d(index).astype(np.uint64)
    number += np.uint64(1)
    number *= _GOLDEN
    return mix(keys + stream(name) + number)


def uniform(keys: Keys, name: str) -> Reals:
    """One draw in (0, 1) a key."""
    bits = mix(keys + stream(name))
    bits >>= np.uint64(11)
    drawn = bits.astype(np.float64)
    drawn += 0.5
    drawn *= 2.0**-53
    return drawn


def normal(keys: Keys, name: str) -> Reals:
    """One standard normal draw a key, by the inverse distribution function."""
    return np.asarray(scipy.special.ndtri(uniform(keys, name)), dtype=np.float64)


def poisson(u: Reals, rate: NDArray[np.floating] | float) -> Ints:
    """Counts by the inverse distribution function: a higher rate only adds to the same count."""
    rates = np.broadcast_to(np.asarray(rate, dtype=np.float64), u.shape)
    count = np.zeros(u.shape, dtype=np.int64)
    term = np.exp(-rates)
    left = u - term
    alive = np.flatnonzero(left >= 0)
    term, left, rates = term[alive], left[alive], rates[alive]
    number = 0
    while alive.size and number < 1000:
        number += 1
        term = term * rates / number
        left = left - term
        count[alive] = number
        on = left >= 0
        alive, term, left, rates = alive[on], term[on], left[on], rates[on]
    return count


def binomial(u: Reals, trials: NDArray[np.integer] | int, chance: NDArray[np.floating] | float) -> Ints:
    """Counts by the inverse distribution function (few trials)."""
    n = np.broadcast_to(np.asarray(trials, dtype=np.int64), u.shape)
    p = np.clip(np.broadcast_to(np.asarray(chance, dtype=np.float64), u.shape), 1e-12, 1 - 1e-12)
    return np.asarray(np.clip(np.ceil(_binomial_inverse(u, n, p)), 0, n), dtype=np.int64)


def _binomial_inverse(u: Reals, n: Ints, p: Reals) -> Ints:
    term = (1 - p) ** n
    total, count = term.copy(), np.zeros(u.shape, dtype=np.int64)
    for number in range(1, int(n.max(initial=0)) + 1):
        count += (u >= total) & (number <= n)
        term = term * np.maximum(n - number + 1, 0) / number * p / (1 - p)
        total += term
    return count


def gamma(u: Reals, shape: NDArray[np.floating] | float) -> Reals:
    """Gamma weights of scale 1, by the inverse distribution function."""
    return np.asarray(scipy.special.gammaincinv(shape, u), dtype=np.float64)


def beta(u: Reals, a: float, b: float) -> Reals:
    """Beta weights, by the inverse distribution function."""
    return np.asarray(scipy.special.betaincinv(a, b, u), dtype=np.float64)


def logistic(x: NDArray[np.floating] | float) -> Reals:
    """L(x) = 1 / (1 + exp(-x))."""
    return np.asarray(scipy.special.expit(x), dtype=np.float64)


def below(x: NDArray[np.floating]) -> Reals:
    """The standard normal distribution function."""
    return np.asarray(scipy.special.ndtr(x), dtype=np.float64)
