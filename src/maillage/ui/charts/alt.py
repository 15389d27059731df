"""Altair by its usual short name, loaded at the first drawing: 32 MB that most processes never need.

Channels are written as objects (`alt.X("year:Q")`, `alt.ColorValue(ink)`), never as text or `alt.value`: for
each of those Altair hashes every schema it knows, which took half the time of a drawing.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    import altair

    return getattr(altair, name)
