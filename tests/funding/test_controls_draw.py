"""The draw: fixed vectors, the same for any order of the list, exact rate, uniform within strata."""

import hashlib
import shutil
import subprocess
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from maillage.funding.rules import draw as rules
from maillage.funding.rules.draw import Unit

RATE = Decimal("20.00")
LIST = [
    Unit("tous", rules.stable_key("Association de la Claie (fictive)", "11111111111111", [12, 3])),
    Unit("tous", rules.stable_key("Écoute et médiation (fictive)", "", [4])),
    Unit("tous", rules.stable_key("Maison des jeunes (fictive)", "22222222222222", [5])),
    Unit("tous", rules.stable_key("Régie des Tilleuls (fictive)", "33333333333333", [6])),
    Unit("tous", rules.stable_key("Zénith, insertion (fictive)", "", [7, 8])),
]
SEED = "graine d'essai 2026"
VECTOR = ["1af8e16ded5f", "21fc12d79f06", "b97a920a6fb9", "c9d02c4d7b09", "efe3d38f481a"]
VECTOR_NAMES = [
    "Régie des Tilleuls (fictive)",
    "Écoute et médiation (fictive)",
    "Association de la Claie (fictive)",
    "Maison des jeunes (fictive)",
    "Zénith, insertion (fictive)",
]
VECTOR_LIST = "3a8a0c32664cd40b6c6d516f2bf76b5a642f759dd92b72c1d4c616c216a1197b"


def names(ranked):
    return [row.unit.key.split("|")[0] for row in ranked]


def taken(ranked):
    return {row.unit.key for row in ranked if row.taken}


def test_a_fixed_list_and_seed_give_this_order_for_ever():
    ranked = rules.draw(LIST, RATE, SEED)
    assert [row.digest[:12] for row in ranked] == VECTOR
    assert names(ranked) == VECTOR_NAMES
    assert [row.taken for row in ranked] == [True, False, False, False, False]
    assert rules.list_digest(LIST) == VECTOR_LIST


def test_the_key_is_readable_and_sorted():
    assert LIST[0].key == "Association de la Claie (fictive)|11111111111111|3,12"
    assert rules.stable_key(" Deux  mots | barre ", "1", [2, 2]) == "Deux mots / barre|1|2"


def test_accents_count_the_same_however_they_are_coded():
    apart = unicodedata.normalize("NFD", "Écoute et médiation (fictive)")
    assert rules.stable_key(apart, "", [4]) == LIST[1].key
    loose = [Unit(unicodedata.normalize("NFD", "Département"), "a|1|1"), Unit("Département", "b|1|2")]
    assert len({row.rank for row in rules.draw(loose, RATE, "g")}) == 2


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum n'est pas là")
def test_a_reader_finds_the_same_print_with_another_program():
    ours = rules.draw(LIST, RATE, SEED)[0]
    line = f"{SEED}|tous|{ours.unit.key}".encode()
    theirs = subprocess.run(["sha256sum"], input=line, capture_output=True, check=True)
    assert theirs.stdout.decode().split()[0] == ours.digest == hashlib.sha256(line).hexdigest()


@pytest.mark.parametrize(
    ("population", "rate", "expected"),
    [(0, "20", 0), (1, "20", 1), (4, "20", 1), (5, "20", 1), (6, "20", 2), (10, "20", 2), (11, "20", 3),
     (100, "0.01", 1), (7, "100", 7), (3, "33.33", 1), (3, "33.34", 2)],
)  # fmt: skip
def test_the_rate_gives_the_next_whole_number(population, rate, expected):
    assert rules.sample_size(population, Decimal(rate)) == expected


@pytest.mark.parametrize(
    ("sizes", "rate", "expected"),
    [
        ({"a": 10, "b": 10}, "20", {"a": 2, "b": 2}),
        ({"a": 7, "b": 3}, "20", {"a": 1, "b": 1}),  # total 2: 1,4 and 0,6
        ({"a": 48, "b": 1, "c": 1}, "20", {"a": 8, "b": 1, "c": 1}),  # one each, taken from the largest
        ({"a": 2, "b": 2, "c": 2}, "20", {"a": 1, "b": 1, "c": 0}),  # two units for three strata
        ({"a": 3, "b": 2}, "100", {"a": 3, "b": 2}),
        ({"a": 5, "b": 0}, "20", {"a": 1}),
        ({}, "20", {}),
    ],
)  # fmt: skip
def test_strata_share_the_total_by_largest_remainder(sizes, rate, expected):
    assert rules.allocation(sizes, Decimal(rate)) == expected


strata_sizes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8)
rates = st.integers(1, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)


@given(strata_sizes, rates)
def test_the_shares_reach_the_rate_exactly_and_fit_their_strata(sizes, rate):
    shares, alive = rules.allocation(sizes, rate), [name for name, size in sizes.items() if size]
    total = rules.sample_size(sum(sizes.values()), rate)
    assert sum(shares.values()) == total
    assert all(0 <= share <= sizes[name] for name, share in shares.items())
    assert total < len(alive) or all(shares[name] >= 1 for name in alive)


def listed(sizes):
    return [Unit(name, f"Organisme {name}{n}|{n}|{n}") for name, size in sizes.items() for n in range(size)]


@given(strata_sizes, rates, st.text(max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(sizes, rate, seed, chance):
    units = listed(sizes)
    mixed = units[:]
    chance.shuffle(mixed)
    assert rules.draw(mixed, rate, seed) == rules.draw(units, rate, seed)
    assert rules.list_digest(mixed) == rules.list_digest(units)


@given(strata_sizes, st.text(max_size=20))
def test_ranks_are_whole_and_the_sample_grows_with_the_rate(sizes, seed):
    units = listed({name: size for name, size in sizes.items() if name == "a"})
    small, large = (rules.draw(units, Decimal(rate), seed) for rate in (10, 60))
    assert taken(small) <= taken(large)
    assert [row.rank for row in large] == list(range(1, len(units) + 1))


def test_a_stratum_taken_whole_and_a_list_of_one():
    assert len(taken(rules.draw(LIST, Decimal(100), SEED))) == len(LIST)
    assert taken(rules.draw(LIST[:1], Decimal("0.01"), SEED)) == {LIST[0].key}
    assert rules.draw([], RATE, SEED) == []


def test_two_bodies_of_one_key_are_refused():
    with pytest.raises(ValueError, match="même clé"):
        rules.draw([LIST[0], LIST[0]], RATE, SEED)


def test_each_body_of_a_stratum_is_as_likely_as_another():
    units = listed({"a": 12, "b": 5})
    counts = dict.fromkeys((unit.key for unit in units), 0)
    draws = 4_000
    for seed in range(draws):
        for key in taken(rules.draw(units, Decimal(30), f"graine {seed}")):
            counts[key] += 1
    shares = rules.allocation({"a": 12, "b": 5}, Decimal(30))
    for name in "ab":
        seen = [counts[unit.key] for unit in units if unit.stratum == name]
        assert sum(seen) == draws * shares[name]
        assert stats.chisquare(seen).pvalue > 1e-4


def test_classes_of_amount_have_closed_bounds():
    asked = {"4999.99": 0, "5000.00": 1, "14999.99": 1, "15000.00": 2, "50000.00": 3}
    assert {text: rules.SIZE_LABELS.index(rules.size_class(Decimal(text))) for text in asked} == asked
