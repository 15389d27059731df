"""French numbers: decimal comma, thousands by a narrow no-break space, as many digits as the figure bears."""

import math

from maillage.ui import typography

THIN = typography.NARROW
HARD = typography.WIDE


def whole(value: float) -> str:
    """A count: 12 345."""
    return typography.number(round(value))


def digits_for(value: float, *bounds: float | None) -> int:
    """How many decimals a rate of this size is read with; enough to tell its bounds apart."""
    return typography.digits(value, *bounds)


def decimal(value: float, digits: int | None = None) -> str:
    """A rate: 5,8 ; 0,43 ; 0,012 ; 0."""
    return typography.rate(value, digits)


def between(low: float, high: float, digits: int | None = None) -> str:
    """entre 4,8 et 6,9."""
    places = digits_for(max(abs(low), abs(high)), low, high) if digits is None else digits
    return f"entre {decimal(low, places)} et {decimal(high, places)}"


def percent(value: float, signed: bool = True, places: int | None = None) -> str:
    """A change, in percent: +12 %, −3,4 %; one decimal under ten."""
    kept = (0 if abs(value) >= 10 else 1) if places is None else places
    sign = "+" if signed and round(value, kept) > 0 else ""
    return f"{sign}{typography.number(float(value), kept)}{THIN}%"


def span(low: float, high: float) -> str:
    """A change between two percents: de 3,4 % à 9,1 % when its direction is known, else entre −2 et +5 %."""
    places = 0 if min(abs(low), abs(high)) >= 10 else 1
    if round(low, places) * round(high, places) > 0:
        least, most = sorted((abs(low), abs(high)))
        return f"de {percent(least, False, places)} à {percent(most, False, places)}"
    return f"entre {percent(low, True, places)} et {percent(high, True, places)}"


def about(value: float, up: int = 0) -> float:
    """An expected count without false precision, two digits from 100; `up`: 1 or -1 for a bound, outwards."""
    size = abs(value)
    step = 1 if size < 100 else 10 ** (math.floor(math.log10(size)) - 1)
    turned = {1: math.ceil, -1: math.floor}.get(up, round)
    return float(turned(value / step) * step)


def rank(number: int) -> str:
    """1er, 2e..."""
    return "1er" if number == 1 else f"{number}e"


def counted(count: float, noun: str = "faits") -> str:
    """0 fait, 1 fait, 118 faits; `noun` is plural: victimes entendues, personnes mises en cause."""
    if round(count) > 1:
        return f"{whole(count)} {noun}"
    return f"{whole(count)} {' '.join(word.removesuffix('s') for word in noun.split(' '))}"


def listing(words: list[str]) -> str:
    """a, b et c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}" if words else ""


def that(name: str) -> str:
    """« que Rezé », « qu'Agassac »."""
    return f"qu'{name}" if name[:1] in "AEÉÈÊIÎOÔU" else f"que {name}"


def of(label: str) -> str:
    """« de vols avec armes », « d'escroqueries »: a label as the complement of a quantity."""
    return f"d'{label}" if label[:1].lower() in "aeéèêiouyh" else f"de {label}"


_NUMBERS = (
    "aucune",
    "une",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
)


def in_words(count: int) -> str:
    """A small feminine number: une, deux, douze, 13."""
    return _NUMBERS[count] if count < len(_NUMBERS) else whole(count)


_HERE = {"department": "ce département", "region": "cette région", "epci": "cette intercommunalité"}
_IN = {
    "department": "dans ce département",
    "region": "dans cette région",
    "epci": "dans cette intercommunalité",
}


def here(name: str, kind: str) -> str:
    """The place as the subject of a sentence: Rezé, ce département."""
    return _HERE.get(kind, name)


def at(name: str, kind: str) -> str:
    """Where: à Rezé, au Mans, aux Ulis, dans ce département."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article) and kind not in _IN:
            return contracted + name.removeprefix(article)
    return _IN.get(kind, f"à {name}")


def lower(label: str) -> str:
    """A label inside a sentence: only its first letter changes, sigles stay."""
    return label[:1].lower() + label[1:]
