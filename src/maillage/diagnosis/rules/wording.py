"""French numbers: decimal comma, thousands by a narrow no-break space, as many digits as the figure bears."""

import math

THIN = "\u202f"
HARD = "\u00a0"


def whole(value: float) -> str:
    """A count: 12 345."""
    return f"{round(value):,}".replace(",", THIN)


def digits_for(value: float) -> int:
    """How many decimals a rate of this size is read with."""
    if value >= 1 or value == 0:
        return 1
    return min(4, 1 - math.floor(math.log10(value)))


def decimal(value: float, digits: int | None = None) -> str:
    """A rate: 5,8 ; 0,43 ; 0,012."""
    places = digits_for(abs(value)) if digits is None else digits
    text = f"{abs(value):,.{places}f}".replace(",", THIN).replace(".", ",")
    return f"\u2212{text}" if value < 0 and float(f"{abs(value):.{places}f}") else text


def between(low: float, high: float, digits: int | None = None) -> str:
    """entre 4,8 et 6,9."""
    places = digits_for(max(abs(low), abs(high))) if digits is None else digits
    return f"entre {decimal(low, places)} et {decimal(high, places)}"


def percent(value: float, signed: bool = True) -> str:
    """A change, in percent: +12 %, −3,4 %; one decimal under ten."""
    places = 0 if abs(value) >= 10 else 1
    sign = "+" if signed and round(value, places) > 0 else ""
    return f"{sign}{decimal(value, places)}{THIN}%"


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
