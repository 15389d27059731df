"""One form, one service: each refusal is a sentence on the form, and what was typed stays."""

from types import SimpleNamespace

import pytest
from django import forms
from django.db import IntegrityError

from maillage.kernel import BadInput, Conflict, Refused
from maillage.ui.forms import RevisedForm, WeighedForm
from maillage.ui.sending import attempt, sent


class Card(RevisedForm, WeighedForm):
    guarded = ("words",)
    words = forms.CharField()


def card(**typed):
    form = Card({"words": "Appeler le relais", "revision": "3"} | typed)
    assert form.is_valid()
    return form


def failing(fault):
    def change():
        raise fault

    return change


@pytest.mark.parametrize("fault", [
    BadInput("Le 31/02 n'existe pas."), Refused(["Le 31/02 n'existe pas."]), IntegrityError("unique"),
])  # fmt: skip
def test_a_refusal_is_said_and_the_words_stay(fault):
    form = card()
    assert attempt(form, failing(fault)) is None
    assert form.non_field_errors()
    assert form["words"].value() == "Appeler le relais"


def test_after_a_conflict_sending_again_is_a_choice():
    row = SimpleNamespace(revision=3, refresh_from_db=lambda: setattr(row, "revision", 5))
    form = card()
    assert attempt(form, failing(Conflict(["le lieu a changé"])), row) is None
    assert form["revision"].value() == "5"
    assert form["words"].value() == "Appeler le relais"


def test_words_are_weighed_once(rf):
    found = [SimpleNamespace(words="le relais", reason="essai")]
    request, made = rf.post("/"), []
    first = card()
    assert sent(request, first, lambda: made.append(1) or 1, weigh=lambda: lambda text: found) is None
    assert first.suspected and not made
    again = card(weighed=first["weighed"].value())
    assert sent(request, again, lambda: made.append(1) or 1, weigh=lambda: lambda text: found) == 1
    assert made == [1]
