"""What a round of self-assessment may show: never so few answers that one person can be read in them."""

from collections.abc import Mapping, Sequence

from maillage.kernel import BadInput
from maillage.observatory.vocabulary.items import BY_KEY, ITEMS

FEWEST = 5  # persons under whom nothing is detailed


def may_detail(answers: int) -> bool:
    """Are there enough answers to show how they spread?"""
    return answers >= FEWEST


def detailed(raters: Mapping[int, int], total: int) -> frozenset[int]:
    """The institutions whose own answers may be shown: five persons each, and no fewer left by subtraction.

    `raters`: persons by institution; `total`: all persons, those of no institution among them.
    """
    large = sorted((n, key) for key, n in raters.items() if n >= FEWEST)
    while large:
        rest = total - sum(n for n, _key in large)
        if rest == 0 or rest >= FEWEST:
            break
        large = large[1:]  # the smallest one stays hidden with the rest
    return frozenset(key for _n, key in large)


def checked(scores: Mapping[str, int | None]) -> dict[str, int | None]:
    """The scores of the twelve sentences, in their order; a sentence left out is « does not know ».

    Raises BadInput: an unknown sentence, a score that is not 1 to 5, or no score at all.
    """
    strangers = sorted(set(scores) - set(BY_KEY))
    if strangers:
        raise BadInput(f"« {strangers[0]} » n'est pas une phrase de ce questionnaire : rouvrez la page.")
    wrong = [(key, value) for key, value in scores.items() if value is not None and not 1 <= value <= 5]
    if wrong:
        raise BadInput(
            f"« {wrong[0][1]} » n'est pas une réponse : choisissez de 1 à 5, ou « je ne sais pas »."
        )
    if all(value is None for value in scores.values()):
        raise BadInput("Aucune phrase n'a de réponse : répondez à une au moins, ou revenez plus tard.")
    return {item.key: scores.get(item.key) for item in ITEMS}


def middle_half(values: Sequence[float]) -> tuple[float, float]:
    """The quartiles of some values, by linear interpolation between ranks; at least one value."""
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = int(place)
        rest = ordered[min(low + 1, len(ordered) - 1)] - ordered[low]
        return ordered[low] + (place - low) * rest

    return at(0.25), at(0.75)
