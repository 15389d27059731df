"""Two names that may be one: the same words, an abbreviation, an acronym, a slip of one letter."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from maillage.kernel import folded

EMPTY_WORDS = frozenset(
    ("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "m", "madame", "mme",
     "monsieur", "mr", "pour", "sur")
)  # fmt: skip
WRITTEN_OUT = {"st": "saint", "ste": "sainte", "asso": "association", "dept": "departement"}
LEAST_SLIP, SAME_WORD = 5, 0.8  # letters a word needs before a slip is supposed; likeness of two spellings
COMMON = 400  # a part carried by more names than this brings nothing to the search


def words(text: str) -> tuple[str, ...]:
    """The words that tell one name from another, sorted."""
    every = [WRITTEN_OUT.get(word, word) for word in folded(text).split()]
    return tuple(sorted(word for word in every if word not in EMPTY_WORDS)) or tuple(sorted(every))


def signature(text: str) -> str:
    """The same for two names made of the same words, whatever their order, case, accents and small words."""
    return " ".join(words(text))


def near(first: str, second: str) -> bool:
    """May these be the same? To be asked of a person, never decided alone."""
    one, two = words(first), words(second)
    return bool(one and two) and (one == two or _acronym(first, second) or _slip(one, two))


class Index:
    """Names that can be asked for those like another, without comparing all to all."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self.names: dict[int, str] = {}
        self._groups: dict[str, list[int]] = {}
        for identity, name in names:
            self.names[identity] = name
            for key in _keys(name):
                self._groups.setdefault(key, []).append(identity)

    def alike(self, name: str) -> list[int]:
        """The identities of the names that may be this one, in their order of entry."""
        groups = [self._groups.get(key, []) for key in _keys(name)]
        found = {identity for group in groups if len(group) <= COMMON for identity in group}
        return sorted(identity for identity in found if near(name, self.names[identity]))


def pairs(names: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """The pairs of a list that look alike, smallest identity first."""
    index = Index(names)
    return sorted(
        (identity, other)
        for identity, name in index.names.items()
        for other in index.alike(name)
        if identity < other
    )


def _keys(name: str) -> set[str]:
    """Two names that are near share one of these: all words but one, the whole, the initials."""
    kept = words(name)
    rests = {" ".join(kept[:at] + kept[at + 1 :]) for at in range(len(kept))}
    return (rests | {" ".join(kept), _initials(name), folded(name)}) - {""}


def _initials(name: str) -> str:
    kept = [word for word in folded(name).split() if word not in EMPTY_WORDS]
    return "".join(word[0] for word in kept) if len(kept) > 2 else ""


def _acronym(first: str, second: str) -> bool:
    short, long = sorted((folded(first), folded(second)), key=len)
    return " " not in short and short != "" and short == _initials(long)


def _slip(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    left, right = sorted(set(one) - set(two)), sorted(set(two) - set(one))
    if len(one) != len(two) or len(left) != 1 or len(right) != 1:
        return False
    return _spelling(left[0], right[0])


def _spelling(left: str, right: str) -> bool:
    if min(len(left), len(right)) < LEAST_SLIP or any(sign.isdigit() for sign in left + right):
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= SAME_WORD
