"""Journey 5, as each role reads it: what opens, what is refused, what of another body never shows."""

import pytest

from maillage.kernel import Role
from tests.journeys import fund_steps as steps
from tests.journeys.conftest import PASSWORD
from tests.journeys.contract_steps import links_of, text_of
from tests.journeys.fund_steps import at
from tests.journeys.steps import prepared

pytestmark = pytest.mark.browser
EVERYTHING = {"requests", "request", "funds", "call", "grants", "fipd_report", "campaigns", "campaign",
              "control", "spread"}  # fmt: skip
SEES = {
    Role.COORDINATOR: EVERYTHING,
    Role.MAYOR: EVERYTHING,
    Role.PREFECTURE: EVERYTHING,
    Role.PARTNER: {"requests", "own", "funds", "call", "grants", "my_controls"},
    Role.RESEARCHER: {"spread"},
    Role.PROSECUTOR: set(),
    Role.FIRST_LINE: set(),
    Role.DPO: set(),
    Role.ADMINISTRATOR: set(),
}
SPEAKERS = {Role.MAYOR: "Ville", Role.PREFECTURE: "Préfecture", Role.PROSECUTOR: "Parquet",
            Role.PARTNER: "Collège", Role.FIRST_LINE: "Prévention"}  # fmt: skip
WRITES = ("ask", "propose_funds", "open_campaign", "add_fund", "plan_sheet", "add_effort", "add_link")
SECRETS = (steps.IBAN, "987 654", "41 234,56")  # of another body: its bank, its budget, what it asked


@pytest.fixture
def addresses(browse, empty, clock):
    """The main pages of money, over the requests of two bodies."""
    prepared(browse(empty("coordinator"), PASSWORD))
    return steps.everything()


def seen(page, addresses):
    """What opens; what does not is refused or not found, never half shown."""
    found = set()
    for name, address in addresses.items():
        status = page.request.get(address).status
        assert status in (200, 403, 404), f"{name}: {status}"
        found |= {name} if status == 200 else set()
    return found


def test_each_sees_the_money_that_is_theirs(browse, empty, addresses):
    for role, expected in SEES.items():
        page = steps.entered(
            browse, empty, role, SPEAKERS.get(role), f"lecture-{role.value}".replace("_", "-")
        )
        found = seen(page, addresses)
        assert found - {"own"} == expected - {"own"}, role
        assert ("own" in found) is (expected == EVERYTHING or role is Role.PARTNER), role
        for name in sorted(found) if role not in (Role.COORDINATOR, Role.PREFECTURE) else ():
            page.goto(addresses[name])
            if role is not Role.MAYOR:
                assert not [word for word in SECRETS if word in text_of(page)], f"{role} {name}"
            if role is not Role.PARTNER:  # reads, writes nothing of it
                assert page.locator("main form[method=post]").count() == 0, f"{role} {name}"
                assert not {at(one) for one in WRITES} & set(links_of(page)), f"{role} {name}"


def test_a_partner_reads_its_own_request_whole(browse, empty, addresses):
    page = steps.entered(browse, empty, Role.PARTNER, "Prévention", "prevention-partenaire")
    page.goto(addresses["request"])
    assert all(word in text_of(page) for word in SECRETS)
    page.goto(addresses["requests"])
    assert "Action du collège" not in text_of(page)
    assert page.goto(addresses["own"]).status == 404
    page.goto(addresses["my_controls"])
    assert page.locator("main tbody a").count() == 1
    page.goto(addresses["control"])
    assert "Votre organisme a été tiré au sort" in text_of(page)
