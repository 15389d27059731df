"""The queue of imports: taken up again after a stop, one process at a time, not stopped by one bad file."""

import fcntl

import pytest

from maillage.datasets import services
from maillage.datasets.models import ImportJob, Release
from maillage.site import doctor
from tests.datasets import samples
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(tmp_path):
    return services.ask_import(actor=MACHINE, content=samples.write(tmp_path), filename=samples.NAME)


def test_an_import_cut_half_way_is_taken_up_again(job):
    ImportJob.objects.filter(pk=job.pk).update(state="running", progress="contrôle des lignes")
    assert doctor.run_due(actor=MACHINE) == 1
    job.refresh_from_db()
    assert (job.state, job.release.rows) == ("done", 60)
    assert doctor.run_due(actor=MACHINE) == 0


def test_two_workers_never_take_the_same_file(job, settings):
    with (settings.HOME / "worker.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert doctor.run_due(actor=MACHINE) == 0
        assert ImportJob.objects.get().state == "waiting"
    assert doctor.run_due(actor=MACHINE) == 1


def test_a_fault_of_ours_does_not_stop_the_queue(job, monkeypatch, tmp_path):
    def broken(**_):
        raise RuntimeError("panne")

    monkeypatch.setattr("maillage.datasets.services.imports.import_release", broken)
    assert doctor.run_due(actor=MACHINE) == 1
    job.refresh_from_db()
    assert job.state == "refused"
    assert "RuntimeError" in job.message
    assert not Release.objects.exists()
