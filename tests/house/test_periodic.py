"""Periodic work: every step in order, one that fails stops no other, a dry run changes nothing."""

import json

import pytest
from django.core import mail
from typer import Typer
from typer.testing import CliRunner

from maillage.institutions.models import Letter
from maillage.site import periodic
from maillage.site.cli import tick
from maillage.site.periodic import Step
from tests.factories import MACHINE
from tests.institutions.factories import NOON, LetterFactory

pytestmark = pytest.mark.django_db


def step(name, seen):
    def work(*, actor, now, dry_run=False):
        seen.append((name, dry_run))
        return {name: 1}

    return Step(name, work)


def broken(*, actor, now, dry_run=False):
    raise OSError("disque plein")


def test_steps_run_in_order_and_a_failure_is_told_without_stopping_the_others():
    seen = []
    steps = (step("un", seen), Step("deux", broken), step("trois", seen))
    done = periodic.tick(actor=MACHINE, now=NOON, steps=steps)
    assert [name for name, _ in seen] == ["un", "trois"]
    assert done.counts == {"un": 1, "trois": 1}
    assert done.faults == {"deux": "OSError : disque plein"}


def test_every_registered_step_can_be_tried_dry_and_changes_nothing():
    LetterFactory()
    before = list(Letter.objects.values())
    done = periodic.tick(actor=MACHINE, now=NOON, dry_run=True)
    assert not done.faults
    assert done.counts["lettres à envoyer"] == 1
    assert list(Letter.objects.values()) == before
    assert not mail.outbox


def test_a_second_round_finds_nothing_left():
    LetterFactory()
    first, second = (periodic.tick(actor=MACHINE, now=NOON).counts for _ in "ab")
    assert (first["lettres envoyées"], second["lettres envoyées"]) == (1, 0)
    assert len(mail.outbox) == 1


def test_the_worker_survives_what_breaks_and_stops_when_asked():
    rounds, waits = [], []

    def once():
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("base coupée")

    periodic.repeat(once=once, every=7, stopped=lambda wait: waits.append(wait) or len(rounds) == 3)
    assert len(rounds) == 3
    assert waits == [7, 7, 7]


@pytest.fixture
def command():
    app = Typer()
    app.callback()(lambda: None)
    tick.plug(app)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_the_command_says_what_was_done_and_what_would_be(command):
    LetterFactory()
    assert "lettres à envoyer 1" in command("tick", "--dry-run").stdout
    facts = json.loads(command("tick", "--json").stdout)
    assert (facts["lettres envoyées"], facts["faults"]) == (1, {})
    assert command("tick").stdout == "Fait : rien.\n"


def test_a_failed_step_gives_code_one_and_a_french_sentence(command, monkeypatch):
    monkeypatch.setattr(periodic, "STEPS", (Step("essai", broken),))
    answer = command("tick")
    assert answer.exit_code == 1
    assert "étape « essai »" in answer.stderr


def test_the_worker_runs_one_round_when_asked(command):
    LetterFactory()
    assert "lettres envoyées 1" in command("worker", "--once").stdout
    assert Letter.objects.get().state == "sent"


def test_the_steps_of_the_bodies_are_all_registered_before_the_letters():
    from maillage.bodies import tasks

    names = [row.name for row in periodic.STEPS]
    wanted = [name for name, _work in tasks.steps()]
    assert set(wanted) <= set(names)
    assert all(names.index(name) < names.index("lettres") for name in [*wanted, "digest"])


def test_a_dry_round_says_how_many_reminders_and_messages_it_would_write(command):
    text = command("tick", "--dry-run", "--json").stdout
    assert {"rappels à écrire", "points de la semaine à écrire", "lettres à envoyer"} <= set(json.loads(text))


def test_reminders_of_reports_are_written_before_the_letters_leave(command):
    names = [row.name for row in periodic.STEPS]
    assert names.index("comptes rendus") < names.index("lettres")
    assert "rappels de comptes rendus à écrire" in json.loads(command("tick", "--dry-run", "--json").stdout)
