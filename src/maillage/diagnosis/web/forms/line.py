"""Forms of lines: sent twice counts once, a stale one is refused, words that look like a person are weighed.

The warning never blocks: sending the same words again keeps them.
"""

import uuid
from typing import Any

from django import forms

from maillage.diagnosis.models import Diagnosis
from maillage.ui.forms import WeighedForm

HIDDEN = ("nonce", "revision", "weighed")


class LineForm(WeighedForm):
    """A line of the diagnosis: `nonce` for a new one, `revision` for one that is changed."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def offer(self, diagnosis: Diagnosis) -> None:
        """What may be chosen in this diagnosis; nothing by default."""

    def values(self) -> dict[str, Any]:
        """What was typed, without the marks of the form itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}
