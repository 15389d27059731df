"""Where each remark of the reading leads: to the field that lacks, for who mends; to a page, for a reader."""

import re

import pytest
from django.urls import reverse

from maillage.contracts.models import ActionSheet
from maillage.contracts.rules.readiness.fields import FIELDS
from maillage.contracts.vocabulary.plan import FIELDS_WITHOUT
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.kernel import Role
from tests import factories
from tests.contracts import factories as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    """A contract with a sheet, an objective and a priority that say nothing yet."""
    contract = made.ContractFactory()
    contract.diagnosis = Diagnosis.objects.create(
        partnership=contract.partnership, place="44143", opened_on=made.DAY
    )
    contract.save()
    Finding.objects.create(
        diagnosis=contract.diagnosis, number=1, text="L'arrêt est évité.", confidence="medium"
    )
    axis = made.AxisFactory(contract=contract)
    made.ObjectiveFactory(priority=made.PriorityFactory(axis=axis), text="Renforcer le dialogue")
    made.PriorityFactory(axis=axis)
    sheet = ActionSheet.objects.create(
        contract=contract, number=1, title="Rien encore", theme="other", family="social", existed_before=True
    )
    made.PledgeFactory(partner=made.PartnerFactory(sheet=sheet), quantity="")
    made.PartnerFactory(sheet=sheet)
    return contract


def links(client, contract, role):
    """The links of the remarks, as this role reads them."""
    row = factories.MembershipFactory(partnership=contract.partnership, role=role.value)
    client.force_login(row.user)
    page = client.get(reverse("contracts:readiness", args=[contract.partnership.key, contract.pk]))
    checks = re.findall(r'<ul class="checks">.*?</ul>', page.content.decode(), re.DOTALL)
    return {link for part in checks for link in re.findall(r'href="([^"]+)"', part)}


def test_each_remark_leads_to_the_field_where_it_is_mended(client, bare):
    found = links(client, bare, Role.COORDINATOR)
    assert len(found) > 12
    forms = [link for link in found if "#" in link]
    assert len(forms) == len(found) - 3  # a whole form: an objective, a sheet; and the plan, for its findings
    for link in found:
        address, _, mark = link.partition("#")
        answer = client.get(address)
        assert answer.status_code == 200, link
        assert not mark or f'id="{mark}"' in answer.content.decode(), link


def test_a_reader_is_led_to_pages_that_open(client, bare):
    found = links(client, bare, Role.RESEARCHER)
    assert len(found) == 2  # the contract, the sheet
    assert all(client.get(link).status_code == 200 for link in found)


def test_what_may_be_without_object_is_what_the_reading_counts():
    assert list(FIELDS_WITHOUT) != [] and set(FIELDS_WITHOUT) == {field.key for field in FIELDS}


def test_a_sheet_shows_its_reading_to_readers_until_it_is_withdrawn(client, bare):
    sheet = bare.sheets.get()
    address = reverse("contracts:sheet", args=[bare.partnership.key, sheet.pk])
    client.force_login(factories.MembershipFactory(partnership=bare.partnership).user)
    assert "Prête à signer" in client.get(address).content.decode()
    sheet.withdrawn_on = made.DAY
    sheet.save()
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Prête à signer" not in answer.content.decode()


def test_no_institution_is_chosen_for_who_writes_a_pledge(client, bare):
    client.force_login(factories.MembershipFactory(partnership=bare.partnership).user)
    sheet = bare.sheets.get()
    page = client.get(reverse("contracts:add_pledge", args=[bare.partnership.key, sheet.pk]))
    select = re.search(r'<select name="institution".*?</select>', page.content.decode(), re.DOTALL)[0]
    assert re.search(r'<option value="" selected>', select)
