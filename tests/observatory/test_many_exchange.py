"""Aggregates between installations: trust first, then files; nothing half kept."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.observatory.cli import exchange as cli
from maillage.observatory.models import ReceivedAggregate, TrustedInstance
from maillage.observatory.rules.exchange import opened, sign
from maillage.observatory.services import exchange
from maillage.observatory.services.instance_key import private_key, public_key
from tests import factories
from tests.factories import MACHINE
from tests.observatory.boards import DAY, board, content

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def theirs():
    return Ed25519PrivateKey.generate()


def trusted(theirs, name="Autre installation (fictive)"):
    key = theirs.public_key().public_bytes_raw().hex()
    return exchange.trust(actor=MACHINE, key=key, name=name, on=TODAY)


def theirs_of(theirs, day="2026-06-30"):
    return sign(content("national") | {"day": day}, theirs)


def test_the_key_is_made_once_and_only_its_owner_reads_it(settings, tmp_path):
    settings.HOME = tmp_path
    assert public_key() == public_key()
    path = tmp_path / "keys" / "observatory.ed25519"
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"court")
    with pytest.raises(BadInput, match="5 octets"):
        private_key()


def test_what_leaves_holds_aggregates_only_and_is_signed(settings, tmp_path):
    settings.HOME = tmp_path
    with pytest.raises(BadInput, match="aucun tableau national"):
        exchange.signed_aggregates(actor=MACHINE, day=DAY)
    board("national")
    found = opened(exchange.signed_aggregates(actor=MACHINE, day=DAY))
    assert found.key == public_key()
    assert set(found.content) == {"day", "code_version", "fictitious", "partnerships", "distributions"}
    assert Entry.objects.filter(act__startswith="agrégats signés").count() == 1


def test_an_unknown_key_is_refused_with_the_way_to_trust_it(theirs):
    with pytest.raises(BadInput, match="observatory trust"):
        exchange.receive(actor=MACHINE, text=theirs_of(theirs), today=TODAY)
    assert not ReceivedAggregate.objects.exists()


def test_aggregates_of_a_trusted_installation_are_kept_once(theirs):
    trusted(theirs)
    row = exchange.receive(actor=MACHINE, text=theirs_of(theirs), today=TODAY)
    assert row.content["partnerships"] == 40
    for text, words in (
        (theirs_of(theirs), "déjà là"), (theirs_of(theirs, "2026-05-31"), "ne les remplace pas"),
        (theirs_of(theirs, "2027-01-01"), "pas encore venu"),
        (theirs_of(theirs, "2026-07-01").replace('"partnerships":40', '"partnerships":41'), "modifié"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=words):
            exchange.receive(actor=MACHINE, text=text, today=TODAY)
    assert ReceivedAggregate.objects.count() == 1
    assert Entry.objects.filter(act="agrégats reçus").count() == 1


def test_invented_aggregates_never_come_beside_real_partnerships(theirs):
    trusted(theirs)
    text = sign(content("national") | {"fictitious": True}, theirs)
    real = factories.PartnershipFactory()
    with pytest.raises(BadInput, match="inventés"):
        exchange.receive(actor=MACHINE, text=text, today=TODAY)
    type(real).objects.update(fictitious=True)
    assert exchange.receive(actor=MACHINE, text=text, today=TODAY).content["fictitious"] is True


def test_trust_is_given_once_and_taken_back(theirs):
    row = trusted(theirs)
    with pytest.raises(BadInput, match="déjà celle de"):
        trusted(theirs)
    exchange.distrust(actor=MACHINE, key=row.key, on=TODAY)
    with pytest.raises(BadInput, match="installation de confiance"):
        exchange.receive(actor=MACHINE, text=theirs_of(theirs), today=TODAY)
    trusted(theirs)
    assert TrustedInstance.objects.count() == 2


@pytest.mark.parametrize(("key", "name"), [("abc", "x"), ("g" * 64, "x"), ("a" * 64, " ")])
def test_what_is_not_a_key_or_has_no_name_is_refused(key, name):
    with pytest.raises(BadInput):
        exchange.trust(actor=MACHINE, key=key, name=name, on=TODAY)


@pytest.mark.parametrize(
    "change",
    [
        {"distributions": None}, {"partnerships": "beaucoup"}, {"distributions": [{"indicator": "R1m"}]},
        {"distributions": [{"indicator": "R1m", "cells": [5], "edges": [0, 1, 2], "quartiles": None}]},
    ],
)  # fmt: skip
def test_a_signed_file_of_another_shape_is_refused_before_any_page_reads_it(theirs, change):
    trusted(theirs)
    with pytest.raises(BadInput, match="autre version"):
        exchange.receive(actor=MACHINE, text=sign(content("national") | change, theirs), today=TODAY)
    assert not ReceivedAggregate.objects.exists()


def test_a_number_that_is_none_is_refused(theirs):
    with pytest.raises(BadInput, match="signature"):
        text = theirs_of(theirs).replace('"partnerships":40', '"partnerships":NaN')
        exchange.receive(actor=MACHINE, text=text, today=TODAY)


def test_the_command_writes_whole_or_nothing(settings, tmp_path, capsys):
    settings.HOME = tmp_path
    for path, words in (
        (tmp_path / "non" / "x.json", "ne s'écrit pas"),
        (tmp_path / "x.json", "aucun tableau"),
    ):
        with pytest.raises(BadInput, match=words):
            cli.export(output=path)
        assert not path.exists()
    board("national")
    cli.export(output=tmp_path / "x.json")
    assert opened((tmp_path / "x.json").read_text()).content["partnerships"] == 40
    with pytest.raises(BadInput, match="existe déjà"):
        cli.export(output=tmp_path / "x.json")
    with pytest.raises(BadInput, match="n'a pas de tableau"):
        cli.board("dep:zz")
