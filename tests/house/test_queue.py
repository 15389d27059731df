"""The queue of imports: taken up again after a stop, one process at a time, not stopped by one bad file."""

import fcntl

import pytest

from maillage.datasets import services
from maillage.datasets.models import ImportJob, Release
from maillage.site import periodic
from tests.datasets import samples
from tests.factories import MACHINE
from tests.institutions.factories import NOON

pytestmark = pytest.mark.django_db


def run_due() -> int:
    return periodic.run_imports(actor=MACHINE, now=NOON)["travaux"]


@pytest.fixture
def job(tmp_path):
    return services.ask_import(actor=MACHINE, content=samples.write(tmp_path), filename=samples.NAME)


def test_an_import_cut_half_way_is_taken_up_again(job):
    ImportJob.objects.filter(pk=job.pk).update(state="running", progress="contrôle des lignes")
    assert run_due() == 1
    job.refresh_from_db()
    assert (job.state, job.release.rows) == ("done", 60)
    assert run_due() == 0


def test_two_workers_never_take_the_same_file(job, settings):
    with (settings.HOME / "worker.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert run_due() == 0
        assert ImportJob.objects.get().state == "waiting"
    assert run_due() == 1


def test_a_fault_of_ours_does_not_stop_the_queue(job, monkeypatch, tmp_path):
    def broken(**_):
        raise RuntimeError("panne")

    monkeypatch.setattr("maillage.datasets.services.imports.import_release", broken)
    assert run_due() == 1
    job.refresh_from_db()
    assert job.state == "refused"
    assert "RuntimeError" in job.message
    assert not Release.objects.exists()
