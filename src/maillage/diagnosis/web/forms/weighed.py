"""Forms of lines: sent twice counts once, a stale one is refused, words that look like a person are weighed.

The warning never blocks: sending the same words again keeps them.
"""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from maillage.bodies.rules.names import Suspicion, suspicions
from maillage.diagnosis.models import Diagnosis

HIDDEN = ("nonce", "revision", "weighed")


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


class LineForm(WeighedForm):
    """A line of the diagnosis: `nonce` for a new one, `revision` for one that is changed."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def offer(self, diagnosis: Diagnosis) -> None:
        """What may be chosen in this diagnosis; nothing by default."""

    def values(self) -> dict[str, Any]:
        """What was typed, without the marks of the form itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}
