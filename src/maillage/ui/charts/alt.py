"""Altair by its usual short name, loaded at the first drawing: 32 MB that most processes never need."""

from typing import Any


def __getattr__(name: str) -> Any:
    import altair

    return getattr(altair, name)
