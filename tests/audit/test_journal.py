"""The journal commits with its act, cannot be changed, and finds what was changed behind its back."""

import pytest
from django.db import DatabaseError, connection, transaction

from maillage.audit import journal
from maillage.audit.models import Entry, Head
from maillage.kernel import Actor

pytestmark = pytest.mark.django_db
ACTOR = Actor(7, "Camille Exemple (fictive)")


@pytest.fixture(autouse=True)
def start(db):
    """Where the chain stands when the test begins: loading the territories may have left a line."""
    return journal.verify()[0]


def three_lines():
    with transaction.atomic():
        for number in range(3):
            journal.append(
                actor=ACTOR, act="essai", subject=f"objet {number}", detail={"n": number}, partnership="x"
            )


def without_guards(statement, *values):
    """What somebody with the database file in hand could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        else:
            cursor.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
        cursor.execute(statement, values)


def test_a_sound_chain_verifies(start):
    three_lines()
    assert journal.verify() == (start + 3, [])


def test_a_journal_without_a_new_line_is_sound(start):
    assert journal.verify() == (start, [])


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_line(act, start):
    three_lines()
    with pytest.raises(DatabaseError, match="le journal ne s"), transaction.atomic():
        rows = Entry.objects.filter(seq=start + 2)
        rows.update(act="autre") if act == "update" else rows.delete()


def test_a_changed_line_is_found(start):
    three_lines()
    without_guards("UPDATE audit_entry SET subject = %s WHERE seq = %s", "falsifié", start + 2)
    count, breaks = journal.verify()
    assert (count, [item.seq for item in breaks]) == (start + 3, [start + 2])
    assert "modifié" in breaks[0].reason


def test_a_removed_line_is_found(start):
    three_lines()
    without_guards("DELETE FROM audit_entry WHERE seq = %s", start + 2)
    assert any(f"manque la ligne {start + 2}" in item.reason for item in journal.verify()[1])


def test_a_cut_tail_is_found(start):
    three_lines()
    without_guards("DELETE FROM audit_entry WHERE seq = %s", start + 3)
    assert any(f"s'arrête à la ligne {start + 2}" in item.reason for item in journal.verify()[1])


def test_a_line_falls_with_its_act(start):
    with pytest.raises(RuntimeError, match="échec"), transaction.atomic():
        journal.append(actor=ACTOR, act="essai", subject="objet")
        raise RuntimeError("échec")
    assert Entry.objects.count() == start
    assert Head.objects.get().seq == start


def test_a_line_outside_any_transaction_is_refused(monkeypatch):
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="dans sa transaction"):
        journal.append(actor=ACTOR, act="essai", subject="objet")


def test_one_partnership_does_not_read_another():
    three_lines()
    with transaction.atomic():
        journal.append(actor=ACTOR, act="essai", subject="ailleurs", partnership="y")
    assert {entry.partnership for entry in journal.entries(partnership="x")} == {"x"}
