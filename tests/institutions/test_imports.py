"""Imports through the door: preview, confirm, twice, give up, forget; and the command line."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from maillage.audit.models import Entry
from maillage.institutions import cli, selectors, services
from maillage.institutions.models import DirectoryImport, Institution, Person, Position
from maillage.institutions.selectors.known import known
from maillage.institutions.services import imports
from maillage.institutions.vocabulary import DirectoryRow, DirectorySheet
from maillage.kernel import BadInput, Refused, Role
from tests.factories import MACHINE, PartnershipFactory
from tests.institutions import samples
from tests.institutions.factories import (
    NOON,
    TODAY,
    InstitutionFactory,
    PersonFactory,
    coordinator,
    member,
)
from tests.institutions.test_plan import ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return PartnershipFactory()


@pytest.fixture
def actor(here):
    return coordinator(here)


def receive(actor, here, content=None):
    return services.receive(
        actor=actor, partnership=here, content=content or samples.csv_text().encode(), filename="../a.csv",
        now=NOON,
    )  # fmt: skip


def counts():
    return Institution.objects.count(), Person.objects.count(), Position.objects.count()


def test_a_file_is_previewed_then_imported_then_erased(here, actor):
    row = receive(actor, here)
    plan = services.preview(row=row, on=TODAY)
    assert counts() == (0, 0, 0)
    assert plan.counts()["institutions"] == {"created": 3, "changed": 0, "same": 0}
    row = services.confirm(actor=actor, row=row, now=NOON, on=TODAY)
    assert counts() == (3, 2, 2)
    row.refresh_from_db()
    assert (bytes(row.content), row.state, row.filename) == (b"", "done", "a.csv")
    line = Entry.objects.get(act="annuaire importé")
    assert line.detail["people"]["created"] == 2
    assert "exemple.invalid" not in str(line.detail)


def test_confirming_twice_and_sending_twice_make_one_import(here, actor):
    row = receive(actor, here)
    assert receive(actor, here) == row
    for _ in "ab":
        services.confirm(actor=actor, row=row, now=NOON, on=TODAY)
    assert counts() == (3, 2, 2)
    assert Entry.objects.filter(act="annuaire importé").count() == 1
    again = receive(actor, here)
    assert not services.preview(row=again, on=TODAY).moves


def test_a_failure_in_the_middle_leaves_nothing(here, actor, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("disque plein")

    row = receive(actor, here)
    monkeypatch.setattr(imports.Position.objects, "bulk_create", broken)
    with pytest.raises(OSError, match="disque"):
        services.confirm(actor=actor, row=row, now=NOON, on=TODAY)
    assert counts() == (0, 0, 0)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_an_answer_to_a_doubt_is_followed(here, actor):
    held = InstitutionFactory(partnership=here, name="Collège fictiv")
    row = receive(actor, here)
    doubt = next(iter(services.preview(row=row, on=TODAY).doubts.values()))
    services.confirm(actor=actor, row=row, now=NOON, on=TODAY, choices={doubt.key: str(held.pk)})
    assert not Institution.objects.filter(name="Collège fictif").exists()
    assert held.positions.count() == 1


def test_another_partnership_is_never_matched(here, actor):
    elsewhere = PartnershipFactory(place="44109")
    InstitutionFactory(partnership=elsewhere, name="Préfecture fictive")
    PersonFactory(partnership=elsewhere, name="Ada Quéré", email="ada@exemple.invalid")
    services.confirm(actor=actor, row=receive(actor, here), now=NOON, on=TODAY)
    assert Institution.objects.filter(partnership=here).count() == 3
    assert Person.objects.filter(email="ada@exemple.invalid").count() == 2


def test_a_file_that_is_no_directory_is_refused_and_not_kept(here, actor):
    with pytest.raises(BadInput, match="Rien n'a été enregistré"):
        receive(actor, here, b"a;b\n1;2\n")
    assert not DirectoryImport.objects.exists()


def test_a_territory_that_does_not_exist_is_rejected_by_line(here, actor):
    row = receive(actor, here, b"Institution;Code Insee\nMairie;99999\nParquet;44109\n")
    plan = services.preview(row=row, on=TODAY)
    assert [(reject.line, "99999" in reject.reason) for reject in plan.rejects] == [(2, True)]
    assert len(plan.institutions) == 1


def test_giving_up_erases_the_content_and_a_forgotten_file_goes_after_a_week(here, actor):
    row = services.drop(actor=actor, row=receive(actor, here), now=NOON)
    assert (bytes(row.content), row.state) == (b"", "dropped")
    with pytest.raises(BadInput, match="plus à confirmer"):
        services.preview(row=row, on=TODAY)
    receive(actor, here)
    later = NOON + timedelta(days=7, hours=1)
    assert services.forget_waiting(actor=MACHINE, now=NOON + timedelta(days=6)) == 0
    assert services.forget_waiting(actor=MACHINE, now=later, dry_run=True) == 1
    assert services.forget_waiting(actor=MACHINE, now=later) == 1
    assert services.forget_waiting(actor=MACHINE, now=later) == 0


def test_only_the_coordinator_imports(here):
    with pytest.raises(Refused):
        receive(member(Role.PARTNER), here)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_a_second_reading_of_a_file_creates_nothing(rows):
    sheet = DirectorySheet(tuple(DirectoryRow(at + 2, **row) for at, row in enumerate(rows)))
    with transaction.atomic():
        here = PartnershipFactory(place="44109")
        plan = imports.planning.draw(sheet, known(partnership=here), on=TODAY)
        imports._write(here, plan)
        again = imports.planning.draw(sheet, known(partnership=here), on=TODAY)
        created = [step for step in again.steps() if step.fate.value == "created"]
        transaction.set_rollback(True)
    assert not created


def test_doubles_are_proposed_with_their_reason(here):
    alike = [("PJJ", {}), ("Protection judiciaire de la jeunesse", {})]
    alike += [(name, {"siret": "21750001600019"}) for name in "AB"]
    alike += [(name, {"email": "x@exemple.invalid"}) for name in "CD"]
    for name, more in alike:
        InstitutionFactory(partnership=here, name=name, **more)
    for name in ("Jeanne Dupont", "DUPONT Jeanne"):
        PersonFactory(partnership=here, name=name)
    found = [(pair.kind, pair.reason) for pair in selectors.twins(partnership=here)]
    assert found == [("institution", "noms proches"), ("institution", "même SIRET"),
                     ("institution", "même adresse électronique"), ("person", "noms proches")]  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(cli.app, ["import", *map(str, arguments)])


def test_the_command_line_tries_then_imports_then_finds_all_there(here, tmp_path):
    path = samples.xlsx(tmp_path / "annuaire.xlsx")
    tried = json.loads(run(here.key, path, "--dry-run", "--json").stdout)
    assert (tried["dry_run"], tried["institutions"]["created"], counts()) == (True, 3, (0, 0, 0))
    first, second = (json.loads(run(here.key, path, "--json").stdout) for _ in "ab")
    assert (first["unchanged"], second["unchanged"]) == (False, True)
    assert counts() == (3, 2, 2)
    assert second["people"] == {"created": 0, "changed": 0, "same": 2}


def test_the_command_line_says_each_line_set_aside(here, tmp_path):
    path = tmp_path / "annuaire.csv"
    path.write_text(samples.csv_text() + ";;Sans;Institution;;;;;;\n")
    assert "Ligne 5 mise de côté : aucune institution n'est nommée." in run(here.key, path).stdout


@pytest.mark.parametrize("arguments", [("absent-clspd", "annuaire.csv"), ("44143-clspd", "absent.csv")])
def test_a_wrong_key_or_file_is_bad_input(here, arguments):
    answer = run(*arguments)
    assert isinstance(answer.exception, BadInput)
    assert arguments[0] in str(answer.exception) or arguments[1] in str(answer.exception)
