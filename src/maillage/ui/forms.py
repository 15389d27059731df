"""What forms share: sent twice counts once, two people on one page, words in the reader's language."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kernel import Term

TWICE = _(
    "Un autre envoi vient d'être enregistré au même moment ; celui-ci ne l'est pas."
    " Rouvrez la page avant de recommencer."
)


def choices(words: type[Term], *, empty: str | None = None) -> list[tuple[str, object]]:
    """The choices of a list of words, translated when shown; `empty` adds a first line without value."""
    rows: list[tuple[str, object]] = [(str(row.value), said(row)) for row in words]
    return rows if empty is None else [("", empty), *rows]


def said(word: Term) -> str:
    """The label of a word in the reader's language, when it is shown."""
    return _Said(word.label)  # type: ignore[return-value]


class _Said:
    def __init__(self, label: str) -> None:
        self.label = label

    def __str__(self) -> str:
        return gettext(self.label)


def number(text: str | None) -> int | None:
    """The number written in an address, or None: a text of any length is no reason to break."""
    known = text or ""
    return int(known) if known.isdecimal() and len(known) < 19 else None


class OnceForm(forms.Form):
    """A form whose second sending finds what the first one made: the service is given `nonce`."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RevisedForm(forms.Form):
    """A form that says which revision of the row its reader saw: the service refuses a stale one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class Suspected(Protocol):
    """Words that should be read again, and why."""

    @property
    def words(self) -> str: ...

    @property
    def reason(self) -> str: ...


class WeighedForm(forms.Form):
    """What its `guarded` words may reveal is shown once; sending the same words again keeps them."""

    weighed = forms.CharField(widget=forms.HiddenInput, required=False)  # the warning already seen
    guarded: tuple[str, ...] = ()
    suspected: tuple[Suspected, ...] = ()

    def accepts(self, weigh: Callable[[str], Sequence[Suspected]]) -> bool:
        """True when `weigh` finds nothing, or when the reader saw the warning and sends again."""
        texts = [str(self.cleaned_data.get(name) or "") for name in self.guarded]
        found = [row for text in texts for row in weigh(text)]
        mark = hashlib.sha256("|".join(row.words for row in found).encode()).hexdigest()[:16]
        if not found or self.cleaned_data["weighed"] == mark:
            return True
        self.suspected = tuple(found)
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed["weighed"] = mark
        self.data = typed
        return False


class DateInput(forms.DateInput):
    """A day, typed or picked by the browser's own control."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and an hour, by the browser's own control."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


__all__ = ["TWICE", "DateInput", "DateTimeInput", "OnceForm", "RevisedForm", "choices", "number", "said"]
