"""A form whose words are weighed before they are kept: what looks like a person is shown once.

The warning never blocks: sending again, with the same words, keeps them.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms

from maillage.bodies.rules.names import Suspicion, suspicions


class WeighedForm(forms.Form):
    """`guarded` names the fields that are read; `weighed` is the mark of the warning already seen."""

    weighed = forms.CharField(widget=forms.HiddenInput, required=False)
    guarded: tuple[str, ...] = ()
    suspected: tuple[Suspicion, ...] = ()

    def accepts(self, known: Iterable[str]) -> bool:
        """True when nothing looks like a person, or when the reader saw the warning and sends again."""
        names = tuple(known)
        texts = [str(self.cleaned_data.get(name) or "") for name in self.guarded]
        found = [row for text in texts for row in suspicions(text, known=names)]
        mark = hashlib.sha256("|".join(row.words for row in found).encode()).hexdigest()[:16]
        if not found or self.cleaned_data["weighed"] == mark:
            return True
        self.suspected = tuple(found)
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed["weighed"] = mark
        self.data = typed
        return False
