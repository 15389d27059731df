"""The colours of a chart: the page's tokens, or their light values for a document."""

from dataclasses import dataclass

from maillage.ui import colour


@dataclass(frozen=True)
class Palette:
    """Every colour a chart may use, and the size of its type in pixels."""

    us: str
    them: str
    band: str
    edge: str
    grid: str
    ink: str
    ink2: str
    surface: str
    steps: tuple[str, str, str, str]
    size: int


PAGE = Palette(
    us="var(--data-us)", them="var(--data-them)", band="var(--data-band)", edge="var(--data-edge)",
    grid="var(--data-grid)", ink="var(--ink)", ink2="var(--ink-2)", surface="var(--surface)",
    steps=("var(--map-0)", "var(--map-1)", "var(--map-2)", "var(--map-3)"), size=13,
)  # fmt: skip


def paper(hue: int = 205, chroma: float = 0.07) -> Palette:
    """The light values of the same tokens (design, section 3), for PDF and word-processor documents."""
    return Palette(
        us=colour.hexadecimal(0.42, chroma, hue), them="#747d83",
        band=colour.hexadecimal(0.86, chroma * 0.45, hue), edge=colour.hexadecimal(0.62, chroma * 0.7, hue),
        grid="#dfe3e2", ink="#1a1f23", ink2="#4a5359", surface="#ffffff",
        steps=(
            colour.hexadecimal(0.95, 0.012, hue), colour.hexadecimal(0.85, 0.035, hue),
            colour.hexadecimal(0.68, 0.06, hue), colour.hexadecimal(0.48, chroma, hue),
        ),
        size=12,
    )  # fmt: skip
