"""The town's colours: what may be set, the stylesheet it gives, the contrast measured on a colour."""

import re

from maillage.ui.colour import hexadecimal

HUES = range(360)
CHROMA = (0.0, 0.09)
TAKEN = {range(15, 36): "un retard", range(300, 326): "l'espace scellé"}
LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3
WHITE, NIGHT = "#ffffff", "#1b2023"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def stylesheet(hue: int, chroma: float) -> str:
    """The served stylesheet of a town. Raises ValueError with a sentence when a number is refused."""
    fault = hue_fault(hue) or chroma_fault(chroma)
    if fault:
        raise ValueError(fault)
    return f"@layer themes {{ :root {{ --town-hue: {hue}; --town-chroma: {chroma:g}; }} }}\n"


def hue_fault(hue: int) -> str | None:
    """Why this hue is refused, or None."""
    if hue not in HUES:
        return f"La teinte {hue} n'existe pas : donnez un nombre entier de 0 à 359."
    for taken, meaning in TAKEN.items():
        if hue in taken:
            return (
                f"La teinte {hue} se confondrait avec {meaning} : les teintes de {taken[0]} à {taken[-1]} "
                "lui sont réservées. Choisissez-en une autre."
            )
    return None


def chroma_fault(chroma: float) -> str | None:
    """Why this strength is refused, or None."""
    if CHROMA[0] <= chroma <= CHROMA[1]:
        return None
    return f"L'intensité {_comma(chroma)} sort des bornes : donnez un nombre de 0 (gris) à 0,09."


def measured(hue: int, chroma: float) -> dict[str, float]:
    """The contrast of the accent that this hue and strength give, as text, on white and on the dark page."""
    light, dark = hexadecimal(0.42, chroma, hue), hexadecimal(0.81, chroma, hue)
    return {"light": ratio(light, WHITE), "dark": ratio(dark, NIGHT)}


def check_colour(colour: str, on: str = WHITE) -> float:
    """The WCAG contrast ratio of `#rrggbb` on a background; ValueError naming the ratio when it fails."""
    measured = ratio(colour, on)
    if measured < LEAST_CONTRAST:
        raise ValueError(
            f"La couleur {colour} se lit mal : contraste mesuré {_comma(measured)} pour 1 sur {on}, "
            f"il en faut {_comma(LEAST_CONTRAST)}. Choisissez une couleur plus foncée."
        )
    return measured


def colour_fault(colour: str) -> str | None:
    """The sentence of `check_colour`, or None when the colour is accepted."""
    try:
        check_colour(colour)
    except ValueError as fault:
        return str(fault)
    return None


def ratio(first: str, second: str) -> float:
    """WCAG 2.1 contrast of two sRGB colours, from 1 to 21. Raises ValueError on anything but `#rrggbb`."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    if not _HEX.fullmatch(colour):
        raise ValueError(
            f"« {colour} » n'est pas une couleur : écrivez-la avec six chiffres, par exemple #05585f."
        )
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _comma(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
