"""Journey 11: a préfecture and an evaluator see many partnerships; installations exchange what they count."""

import json
import os
import subprocess
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import services as accounts
from maillage.accounts.models import User
from maillage.institutions.models import Partnership
from maillage.kernel import Role
from maillage.observatory.models import Board, NamingAgreement
from maillage.scenario.generator import generate
from maillage.scenario.services.records import insert_scenario
from maillage.site import periodic
from tests import factories
from tests.factories import MACHINE
from tests.journeys import look_steps as steps
from tests.journeys.look_steps import at, text_of
from tests.journeys.steps import fill, send
from tests.observatory.scenes import TODAY
from tests.template import settle

HERE, NATIONAL = ("many:departement", "44"), ("many:national",)
SIX = 6


def address(name, *args):
    return reverse(name, args=args)


@pytest.fixture
def six(empty, clock):
    """Six councils of one département, their boards computed by the month; a seventh one elsewhere."""
    made = generate(profile="sound", count=SIX, years=2, seed=11, end=TODAY)
    insert_scenario(actor=MACHINE, made=made, name="six")
    away = factories.PartnershipFactory(place="35238", opened=TODAY.replace(year=2024), fictitious=True)
    steps_of_boards = tuple(one for one in periodic.STEPS if one.name == "tableaux")
    done = periodic.tick(actor=MACHINE, now=timezone.now(), steps=steps_of_boards)
    assert done.counts == {"tableaux calculés": 3} and not done.faults
    return list(Partnership.objects.exclude(pk=away.pk).order_by("pk")), away


def follows(browse, empty, partnerships, role, name):
    """The page of one person who holds the same role in several partnerships."""
    email = steps.joined(empty, partnerships[0], role, name=name)
    user = User.objects.get(email=email)
    for here in partnerships[1:]:
        accounts.grant_role(actor=MACHINE, user=user, partnership=here, role=role, on=here.opened)
    return browse(email, steps.PASSWORD)


def departement(page, followed, unseen):
    """From home to the board: who lives, who has a contract, by the alphabet; nobody outside one's roles."""
    page.locator("main").get_by_role("link", name="Plusieurs territoires").click()
    page.wait_for_url("**/tableaux/")
    page.get_by_role("link", name="Loire-Atlantique").click()
    page.wait_for_url("**/departement/44/")
    words = text_of(page)
    assert all(here.name in words for here in followed)
    assert unseen.name not in words  # of the same département, followed by somebody else
    assert "aucun classement" in words
    told = Board.objects.get(scope="dep:44").content
    assert told["partnerships"] == SIX
    councils, contracts = told["series"][-1]["councils"], told["series"][-1]["contracts"]
    assert f"{councils} conseils et {contracts} contrats en vigueur" in words and contracts > 1
    assert "Trop peu de partenariats" in words  # the sixth one would be found by subtraction
    accounts.grant_role(
        actor=MACHINE, user=User.objects.get(email="prefecture-44@exemple.invalid"), partnership=unseen,
        role=Role.PREFECTURE, on=unseen.opened,
    )  # fmt: skip
    page.reload()
    words = text_of(page)
    assert unseen.name in words and "Comment les chiffres se répartissent" in words
    page.goto(address(*HERE) + "?au=1999-01-01")
    assert "Aucun des partenariats que vous suivez n'existait ce jour-là" in text_of(page)
    return words


def national(page, here):
    """Aggregates of all, the published landmarks apart; a name only where the partnership agreed."""
    page.goto(address(*NATIONAL))
    words = text_of(page)
    assert "Repères publiés" in words and "Gautron 2010" in words
    assert not [one.name for one in Partnership.objects.all() if one.name in words]
    return words


def agreed(page, here, reader):
    """The mayor writes who decided that the partnership may be named, then takes it back."""
    page.goto(at(here, "agreement"))
    fill(page, decided_by="la plénière du 12 mars 2026")
    send(page, "Noter l'accord")
    assert "la plénière du 12 mars 2026" in text_of(page)
    reader.goto(address(*NATIONAL))
    assert here.name in text_of(reader)
    send(page, "Retirer l'accord")
    assert not NamingAgreement.objects.filter(withdrawn_on__isnull=True).exists()
    reader.reload()
    assert here.name not in text_of(reader)


def refused(browse, empty, here, away):
    """Another préfecture, a mayor, a partner, the DPO: not found; an evaluator: the national view alone."""
    other = follows(browse, empty, [away], Role.PREFECTURE, "autre-prefecture")
    assert other.request.get(address(*HERE)).status == 404
    assert other.request.get(address("many:departement", "35")).status == 200
    assert other.request.get(address(*NATIONAL)).status == 200
    assert "Trop peu de partenariats" in other.request.get(address("many:departement", "35")).text()
    for role in (Role.PARTNER, Role.DPO, Role.COORDINATOR, Role.RESEARCHER):
        page = steps.entered(browse, empty, here, role)
        found = {name: page.request.get(address(*name)).status for name in (HERE, NATIONAL)}
        assert found == {HERE: 404, NATIONAL: 200 if role is Role.RESEARCHER else 404}, role
        assert page.locator("a[href='/tableaux/']").count() == (role is Role.RESEARCHER), role


@pytest.mark.browser
@pytest.mark.journey
def test_many_partnerships_are_seen_by_those_who_may(browse, empty, six):
    councils, away = six
    page = follows(browse, empty, councils[:-1], Role.PREFECTURE, "prefecture-44")
    shown = departement(page, councils[:-1], councils[-1])
    shown += national(page, councils[0])
    assert not [name for one in councils for name in steps.names_of_persons(one) if name in shown]
    mayor = steps.entered(browse, empty, councils[0], Role.MAYOR)
    assert mayor.request.get(address(*HERE)).status == mayor.request.get(address(*NATIONAL)).status == 404
    agreed(mayor, councils[0], page)
    assert not page.failures and not mayor.failures
    refused(browse, empty, councils[0], away)


def command(home, *arguments):
    """`maillage` in a home of its own."""
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
    return subprocess.run(
        [sys.executable, "-m", "maillage.site", *arguments], env=env | {"MAILLAGE_HOME": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_two_installations_exchange_what_they_count(tmp_path):
    """Signed here, refused there while its key is unknown or its text altered; received once trusted."""
    ours, theirs = tmp_path / "ici", tmp_path / "ailleurs"
    for home in (ours, theirs):
        settle(home)
    file = tmp_path / "agregats.json"
    build = ("scenario", "build", "--into", "records", "--count", "6", "--years", "1", "--json")
    assert command(theirs, *build).returncode == 0
    assert command(theirs, "observatory", "board", "national").returncode == 0
    sent = command(theirs, "observatory", "export", "-o", str(file), "--json")
    assert sent.returncode == 0, sent.stderr
    key, text = json.loads(sent.stdout)["key"], file.read_text(encoding="utf-8")
    assert "Partenariat inventé" not in text and "institution" not in text.lower()
    stranger = command(ours, "observatory", "import", str(file))
    assert stranger.returncode == 2 and "observatory trust" in stranger.stderr
    assert command(ours, "observatory", "trust", key, "--name", "Installation voisine").returncode == 0
    forged = tmp_path / "altere.json"
    forged.write_text(text.replace('"partnerships":6', '"partnerships":7'), encoding="utf-8")
    altered = command(ours, "observatory", "import", str(forged))
    assert altered.returncode == 2 and "modifié" in altered.stderr
    received = command(ours, "observatory", "import", str(file), "--json")
    assert received.returncode == 0, received.stderr
    assert json.loads(received.stdout)["instance"] == "Installation voisine"
