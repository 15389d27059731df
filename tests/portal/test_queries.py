"""A page costs the same number of queries whatever it lists."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.audit import journal
from maillage.datasets.models import Release
from tests.factories import MACHINE, MembershipFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC)
KEY = "44143-clspd"
PAGES = [
    ("portal:home", []),
    ("portal:workspace", [KEY]),
    ("portal:members", [KEY]),
    ("portal:journal", [KEY]),
    ("datasets:releases", []),
    ("territory:search", []),
]


def grow(user, here, first, count):
    """More of everything that these pages list: partnerships, members, lines of the journal, releases."""
    for number in range(first, first + count):
        MembershipFactory(user=user, partnership=PartnershipFactory(place=f"441{number + 10}"))
        MembershipFactory(partnership=here, role="partner")
        with transaction.atomic():
            journal.append(actor=MACHINE, act=f"essai {number}", subject=KEY, partnership=KEY)
        Release.objects.create(
            id=f"{number:064x}", format="ssmsi-communes", label="Base fictive", kind="crime",
            level="commune", source="essai", filename=f"{number}.csv", licence="LO", imported_at=MOMENT,
            rows=1, fictitious=True,
        )  # fmt: skip


@pytest.mark.parametrize(("name", "arguments"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_costs_the_same_with_three_rows_and_with_thirty(client, name, arguments):
    mine = MembershipFactory(partnership=PartnershipFactory(place="44143"))
    client.force_login(mine.user)
    address = reverse(name, args=arguments)
    grow(mine.user, mine.partnership, 0, 3)
    client.get(address, {"q": "saint"})  # what is read once a process is read
    costs = []
    for first, count in ((3, 0), (3, 27)):
        grow(mine.user, mine.partnership, first, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, {"q": "saint"}).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
