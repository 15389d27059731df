"""Backup and restore: one archive, put back whole or not at all, on SQLite and on PostgreSQL."""

import io
import json
import os
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import serializers
from django.db import transaction

from maillage.audit import journal
from maillage.audit.models import Entry
from maillage.bodies.models import Training
from maillage.kernel import Actor
from maillage.site import safekeeping
from tests.institutions.factories import InstitutionFactory
from tests.template import BASE, SERVED, settle_server, template

PASSWORD = "quatre mots bien longs"


def account(maillage, **extra):
    return maillage(
        "account", "essai@exemple.invalid", "--name", "Essai (fictif)", MAILLAGE_PASSWORD=PASSWORD, **extra
    )


def chain(maillage, **extra):
    answer = maillage("journal", "verify", "--json", **extra)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_backup_then_restore_elsewhere_gives_the_same_installation(maillage, settled, tmp_path):
    home = settled
    account(maillage)
    (home / "lake").mkdir(exist_ok=True)
    (home / "lake" / "edition.parquet").write_bytes(b"fictif")
    archive = tmp_path / "sauvegarde.tar.gz"
    assert maillage("backup", str(archive)).returncode == 0
    assert archive.stat().st_mode & 0o077 == 0
    assert maillage("backup", str(archive)).returncode == 2  # never overwrites
    other = {"MAILLAGE_HOME": str(tmp_path / "autre")}
    assert maillage("restore", str(archive), **other).returncode == 0
    assert chain(maillage, **other) == chain(maillage)
    assert (tmp_path / "autre" / "lake" / "edition.parquet").read_bytes() == b"fictif"
    assert (tmp_path / "autre" / "secret.key").read_text() == (home / "secret.key").read_text()


def test_an_installation_in_use_is_not_replaced_unasked(maillage, settled, tmp_path):
    archive = tmp_path / "sauvegarde.tar.gz"
    maillage("backup", str(archive))
    account(maillage)
    before = chain(maillage)
    refused = maillage("restore", str(archive))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    assert chain(maillage) == before
    assert maillage("restore", str(archive), "--force").returncode == 0
    assert chain(maillage)["lines"] == before["lines"] - 1


def cut(content):
    return content[: len(content) // 2]


def without_base(content):
    stream = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(content)) as old, tarfile.open(fileobj=stream, mode="w:gz") as new:
        for member in old.getmembers():
            data = old.extractfile(member).read()
            if member.name == safekeeping.MANIFEST:
                data = json.dumps({k: v for k, v in json.loads(data).items() if "sqlite" not in k}).encode()
            info = tarfile.TarInfo(member.name)
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    return stream.getvalue()


@pytest.mark.parametrize("harm", [cut, without_base, lambda content: b"autre chose"])
def test_a_damaged_backup_changes_nothing(maillage, settled, tmp_path, harm):
    archive = tmp_path / "sauvegarde.tar.gz"
    maillage("backup", str(archive))
    before = chain(maillage)
    archive.write_bytes(harm(archive.read_bytes()))
    answer = maillage("restore", str(archive), "--replace")
    assert answer.returncode == 2
    assert "sauvegarde" in answer.stderr
    assert chain(maillage) == before


def test_nothing_is_backed_up_before_migrate(maillage, tmp_path):
    answer = maillage("backup", str(tmp_path / "vide.tar.gz"))
    assert answer.returncode == 2
    assert "maillage migrate" in answer.stderr
    assert not (tmp_path / "vide.tar.gz").exists()


@pytest.mark.django_db
def test_the_dump_keeps_every_digest_of_the_journal(tmp_path, monkeypatch):
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    monkeypatch.setattr(journal.timezone, "now", lambda: moment)
    with transaction.atomic():
        journal.append(actor=Actor(1, "Essai (fictif)"), act="essai", subject="objet")
    safekeeping._dump(tmp_path / "records.json")
    rows = json.loads((tmp_path / "records.json").read_text("utf-8"))
    entries = [row["fields"] for row in rows if row["model"] == "audit.entry"]
    assert len(entries) == Entry.objects.count()
    assert datetime.fromisoformat(entries[-1]["at"]) == moment
    assert not {row["model"] for row in rows} & set(safekeeping.MADE_ANEW)


@pytest.mark.django_db
def test_the_links_of_a_row_to_several_others_come_back():
    one, two = InstitutionFactory(), InstitutionFactory()
    row = Training.objects.create(
        partnership=one.partnership, on=datetime(2026, 3, 2).date(), subject="essai"
    )
    row.institutions.set([one, two])
    dumped = serializers.serialize("json", [row])
    row.institutions.clear()
    safekeeping._link(Training, list(serializers.deserialize("json", dumped)))
    assert set(row.institutions.all()) == {one, two}


@pytest.fixture
def bases(tmp_path_factory):
    """Addresses of two PostgreSQL databases: one that `maillage migrate` has filled, one empty."""
    server = settle_server(tmp_path_factory.mktemp("pg") / "postgresql")
    server.psql(f"ALTER DATABASE {SERVED} RENAME TO une;")
    server.psql("CREATE DATABASE deux;")
    address = server.get_uri()
    yield [address.replace("/postgres?", f"/{name}?") for name in ("une", "deux")]
    server.cleanup()


@pytest.mark.slow
def test_records_go_from_one_base_to_the_other_and_back(maillage, bases, tmp_path):
    here = {"DATABASE_URL": bases[0], "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR", str(tmp_path))}
    there = here | {"DATABASE_URL": bases[1], "MAILLAGE_HOME": str(tmp_path / "autre")}
    small = {"MAILLAGE_HOME": str(tmp_path / "petite")}
    assert maillage("migrate", **here).returncode == 0
    assert account(maillage, **here).returncode == 0
    archive, lite = tmp_path / "pg.tar.gz", tmp_path / "lite.tar.gz"
    assert maillage("backup", str(archive), **here).returncode == 0
    answer = maillage("restore", str(archive), **small)
    assert answer.returncode == 0, answer.stderr
    assert chain(maillage, **small) == chain(maillage, **here)
    assert "Rezé" in maillage("territory", "show", "44143", **small).stdout
    assert maillage("backup", str(lite), **small).returncode == 0
    moved = maillage("restore", str(lite), **there)
    assert moved.returncode == 0, moved.stderr
    assert Path(tmp_path / "autre" / "secret.key").exists()
    assert chain(maillage, **there) == chain(maillage, **here)
    another = maillage("account", "p9@exemple.invalid", "--name", "Personne 9 (fictive)",
                       MAILLAGE_PASSWORD=PASSWORD, **there)  # fmt: skip
    assert another.returncode == 0, another.stderr  # new rows take new numbers
    assert maillage("restore", str(archive), "--replace", **there).returncode == 0
    assert chain(maillage, **there) == chain(maillage, **here)


def test_the_records_may_be_a_sqlite_file_elsewhere(maillage, home, tmp_path):
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'registre.db'}"}
    shutil.copy(template() / BASE, tmp_path / "registre.db")
    assert maillage("migrate", **elsewhere).returncode == 0
    assert not list(home.glob("*.sqlite3"))
    assert maillage("backup", str(tmp_path / "b.tgz"), **elsewhere).returncode == 0
    assert maillage("restore", str(tmp_path / "b.tgz"), **elsewhere).returncode == 0
    assert chain(maillage, **elsewhere)["lines"] == 1
