"""A word of the field: a stable English value and its French label, side by side."""

from enum import Enum
from typing import Self


class Term(str, Enum):
    """Labelled enum: `NAME = "value", "libellé français"`. The value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str | None = None) -> Self:
        if label is None:  # the default is for lookups, `Term(value)`: a member is never without its label
            raise TypeError(f"{cls.__name__}: {value!r} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs (value, label), as Django's forms and models expect them."""
        return [(str(member.value), member.label) for member in cls]
