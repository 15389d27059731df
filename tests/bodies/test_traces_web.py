"""The pages of traces and of information owed: seconds to fill, who sees what, CSV that no sheet executes."""

import csv
import datetime
import io
from contextlib import contextmanager

import pytest
import time_machine
from django.urls import reverse

from maillage.bodies.models import (
    DirectContact,
    InformationItem,
    Report,
    TerritoryEvent,
    Training,
    Transmission,
    YearlyCount,
)
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.counting import queries

pytestmark = pytest.mark.django_db
NONCE = "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a4"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC), tick=False):
        yield datetime.date(2026, 3, 2)


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def pair(here):
    return invented.kind(here, "school", name="Collège d'essai"), invented.kind(here, "national_police")


@pytest.fixture
def user(here):
    return factories.MembershipFactory(partnership=here).user


@pytest.fixture
def coordinator(client, user):
    client.force_login(user)
    return client


@contextmanager
def later(client, user, day):
    """Another day, signed in again: a session lasts half a day."""
    with time_machine.travel(datetime.datetime(*day, 10, tzinfo=datetime.UTC), tick=False):
        client.force_login(user)
        yield


def url(here, name, *args):
    return reverse(f"bodies:{name}", args=[here.key, *args])


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def contact(pair, **change):
    one, other = pair
    return {"one": one.pk, "other": other.pk, "level": "first_line", "means": "phone", "on": "2026-03-02",
            "nonce": f"{NONCE}0"} | change  # fmt: skip


def test_empty_lists_say_what_they_are_for(coordinator, here):
    text = text_of(coordinator.get(url(here, "traces")))
    assert "Aucun contact direct n'est noté" in text and "Aucune formation commune n'est notée" in text


def test_each_trace_is_noted_once_and_undone_the_same_day(coordinator, here, pair):
    one, other = pair
    sent = {
        "contacts": contact(pair),
        "transmissions": {"giver": one.pk, "receiver": other.pk, "basis": "duty",
                          "about": "incidents du mois", "on": "2026-03-01", "nonce": f"{NONCE}1"},
        "formations": {"subject": "Aller vers", "institutions": [one.pk, other.pk], "managers": "1",
                       "middle": "0", "first_line": "12", "on": "2026-02-01", "nonce": f"{NONCE}2"},
        "evenements": {"kind": "election", "title": "Élections municipales", "on": "2026-03-15",
                       "nonce": f"{NONCE}3"},
    }  # fmt: skip
    for kind, data in sent.items():
        for _ in range(2):
            answer = coordinator.post(url(here, "add_trace", kind), data, follow=True)
            assert "C'est noté" in text_of(answer), text_of(answer)
    tables = (DirectContact, Transmission, Training, TerritoryEvent)
    assert [table.objects.count() for table in tables] == [1, 1, 1, 1]
    page = text_of(coordinator.get(url(here, "traces")))
    assert "4 traces sont notées" in page and "incidents du mois" in page
    for kind, table in zip(sent, tables, strict=True):
        coordinator.post(url(here, "withdraw_trace", kind, table.objects.get().pk))
    assert [table.objects.count() for table in tables] == [0, 0, 0, 0]


def test_the_next_day_a_trace_counts(coordinator, user, here, pair):
    coordinator.post(url(here, "add_trace", "contacts"), contact(pair))
    pk = DirectContact.objects.get().pk
    with later(coordinator, user, (2026, 3, 3)):
        assert "Retirer" not in text_of(coordinator.get(url(here, "traces")))
        answer = coordinator.post(url(here, "withdraw_trace", "contacts", pk), follow=True)
    assert "Elle compte désormais" in text_of(answer)
    assert DirectContact.objects.exists()


def test_a_faulty_trace_keeps_what_was_typed(coordinator, here, pair):
    data = {"giver": pair[0].pk, "receiver": pair[0].pk, "basis": "duty", "about": "gardez ceci",
            "on": "2026-03-01", "nonce": f"{NONCE}4"}  # fmt: skip
    text = text_of(coordinator.post(url(here, "add_trace", "transmissions"), data))
    assert "gardez ceci" in text and "deux institutions" in text


@pytest.mark.parametrize("role", [Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR])
def test_partners_note_and_read_their_own_institution_only(client, here, pair, role):
    third = invented.kind(here, "landlord")
    DirectContact.objects.create(
        partnership=here,
        one=pair[1],
        other=third,
        level="manager",
        means="visit",
        on=datetime.date(2026, 1, 1),
    )
    user, _ = invented.speaks_for(pair[0], role)
    client.force_login(user)
    assert "Rien n'est encore noté" in text_of(client.get(url(here, "traces")))
    assert client.post(url(here, "add_trace", "contacts"), contact(pair)).status_code == 302
    foreign = client.post(url(here, "add_trace", "contacts"), contact((pair[1], third), nonce=f"{NONCE}5"))
    assert "votre institution" in text_of(foreign)
    assert client.get(url(here, "add_trace", "formations")).status_code == 403
    others = DirectContact.objects.get(one=pair[1])
    assert client.post(url(here, "withdraw_trace", "contacts", others.pk)).status_code == 404
    assert client.get(url(here, "traces_csv", "contacts")).status_code == 403
    assert DirectContact.objects.count() == 2


def test_an_account_without_institution_is_told_why(client, here):
    client.force_login(factories.MembershipFactory(partnership=here, role=Role.FIRST_LINE.value).user)
    answer = client.get(url(here, "add_trace", "contacts"))
    assert answer.status_code == 403 and "rattaché" in text_of(answer)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMINISTRATOR])
def test_others_do_not_open_the_traces(client, here, role):
    client.force_login(factories.MembershipFactory(partnership=here, role=role.value).user)
    assert client.get(url(here, "traces")).status_code == 403
    assert client.get(url(here, "duties")).status_code == 403


def test_institutions_of_another_partnership_are_not_offered(coordinator, here, pair):
    foreign = invented.InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    coordinator.post(url(here, "add_trace", "contacts"), contact((pair[0], foreign)))
    assert not DirectContact.objects.exists()
    assert coordinator.get(url(here, "add_trace", "rumeurs")).status_code == 404
    assert coordinator.get(url(here, "traces_csv", "rumeurs")).status_code == 404


def test_the_csv_opens_in_a_french_sheet_and_executes_nothing(coordinator, here, pair):
    Transmission.objects.create(
        partnership=here, giver=pair[0], receiver=pair[1], basis="courtesy", about='=HYPERLINK("x";"y")',
        on=datetime.date(2026, 1, 1),
    )  # fmt: skip
    answer = coordinator.get(url(here, "traces_csv", "transmissions"))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["jour", "de", "a", "au_titre_de", "question"]
    assert rows[1] == ["2026-01-01", "Collège d'essai", pair[1].name, "courtoisie", '\'=HYPERLINK("x";"y")']


@pytest.mark.parametrize("kind", ["formations", "contacts", "transmissions", "evenements"])
def test_every_list_has_its_csv(coordinator, here, kind):
    assert coordinator.get(url(here, "traces_csv", kind)).status_code == 200


def test_written_mandates(coordinator, here, pair):
    position = invented.PositionFactory(institution=pair[0], title="principale")
    assert "0 fonctions sur 1" in text_of(coordinator.get(url(here, "mandates")))
    coordinator.post(url(here, "set_mandate", position.pk), {"on": "2026-01-12", "may_commit": "oui"})
    position.refresh_from_db()
    assert (str(position.mandate_on), position.may_commit) == ("2026-01-12", True)
    answer = coordinator.post(url(here, "set_mandate", position.pk), {"on": "bientôt"}, follow=True)
    assert "Écrivez le jour du mandat" in text_of(answer)
    other = invented.PositionFactory(institution__partnership=factories.PartnershipFactory(place="44109"))
    assert coordinator.post(url(here, "set_mandate", other.pk), {}).status_code == 404


def test_information_is_awaited_received_reminded(coordinator, user, here):
    prosecutor = invented.kind(here, "prosecutor", name="Parquet d'essai")
    page = text_of(coordinator.get(url(here, "duties")))
    assert "Rien n'est encore attendu" in page and "MI-4" in page and "à confirmer" in page
    data = {"duty": "MI-4", "holder": prosecutor.pk, "rhythm": "quarterly", "year": "2026", "days": "10"}
    for _ in range(2):
        coordinator.post(url(here, "expect_duties"), data)
    assert InformationItem.objects.count() == 4
    with later(coordinator, user, (2026, 4, 20)):
        page = text_of(coordinator.get(url(here, "duties")))
        assert "10 jours de retard" in page and "1er trimestre" in page.replace("<sup>er</sup>", "er")
        first = InformationItem.objects.earliest("expected_on")
        answer = coordinator.post(url(here, "duty_item", first.pk, "rappel"), follow=True)
        assert "personne n'a d'adresse" in text_of(answer)
        coordinator.post(url(here, "duty_item", first.pk, "recue"), {"on": "2026-04-20"})
        first.refresh_from_db()
        assert (first.state, str(first.reminded_on)) == ("received", "2026-04-20")
        coordinator.post(url(here, "duty_item", first.pk, "attendre"))
        coordinator.post(url(here, "duty_item", first.pk, "non-recue"))
    first.refresh_from_db()
    assert first.state == "missing"
    rows = coordinator.get(url(here, "duties_csv")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 5


def test_who_does_not_owe_it_is_said(coordinator, here):
    police = invented.kind(here, "national_police")
    data = {"duty": "MI-4", "holder": police.pk, "rhythm": "monthly", "year": "2026", "days": "10"}
    text = text_of(coordinator.post(url(here, "expect_duties"), data))
    assert "le texte désigne parquet" in text and not InformationItem.objects.exists()


def test_a_holder_reads_what_they_owe_and_changes_nothing(client, here):
    prosecutor, police = invented.kind(here, "prosecutor"), invented.kind(here, "national_police")
    for duty, holder in (("MI-4", prosecutor), ("MI-1", police)):
        InformationItem.objects.create(
            partnership=here, duty=duty, holder=holder, about=f"pour {duty}",
            expected_on=datetime.date(2026, 5, 1),
        )  # fmt: skip
    user, _ = invented.speaks_for(prosecutor, Role.PROSECUTOR)
    client.force_login(user)
    page = text_of(client.get(url(here, "duties")))
    assert "pour MI-4" in page and "pour MI-1" not in page and "Noter la demande" not in page
    item = InformationItem.objects.get(duty="MI-4")
    assert client.post(url(here, "duty_item", item.pk, "recue"), {"on": "2026-03-01"}).status_code == 403
    user, _ = invented.speaks_for(police)
    client.force_login(user)
    assert "Signalements et demandes" not in text_of(client.get(url(here, "duties")))


def test_a_request_made_once_from_the_page(coordinator, here):
    police = invented.kind(here, "national_police")
    data = {"duty": "MI-1", "holder": police.pk, "asked_on": "2026-03-01", "expected_on": "2026-03-20",
            "nonce": f"{NONCE}6"}  # fmt: skip
    for _ in range(2):
        coordinator.post(url(here, "ask_duty"), data)
    assert InformationItem.objects.get().about == "demande du 01/03/2026"


def test_reports_are_counted_answered_and_undone(coordinator, here):
    data = {"kind": "article_40", "sent_on": "2026-01-05", "nonce": f"{NONCE}7"}
    for _ in range(2):
        coordinator.post(url(here, "add_report"), data)
    row = Report.objects.get()
    answer = coordinator.post(url(here, "answer_report", row.pk), {"outcome": "closed"}, follow=True)
    assert "c'est le délai qui compte" in text_of(answer)
    coordinator.post(url(here, "answer_report", row.pk), {"outcome": "closed", "on": "2026-01-25"})
    page = text_of(coordinator.get(url(here, "duties")))
    assert "classement sans suite (1)" in page and ">20<" in page
    coordinator.post(url(here, "answer_report", row.pk), {"erase": "1"})
    assert not Report.objects.exists()


def test_yearly_counts_have_no_date_and_no_person(coordinator, here):
    coordinator.post(url(here, "count_year"), {"kind": "rappel_a_l_ordre", "year": "2025", "count": "7"})
    assert YearlyCount.objects.get().count == 7
    text = text_of(coordinator.post(url(here, "count_year"), {"kind": "x", "year": "2025", "count": "-1"}))
    assert "Rien n'est enregistré" in text
    assert {field.name for field in YearlyCount._meta.fields} == {
        "id",
        "partnership",
        "kind",
        "year",
        "count",
    }


def test_the_lists_keep_their_query_count(coordinator, here, pair):
    day = datetime.date(2026, 1, 1)

    def fill(count):
        for number in range(count):
            DirectContact.objects.create(
                partnership=here, one=pair[0], other=pair[1], level="manager", means="visit", on=day
            )
            Training.objects.create(partnership=here, on=day, subject="x").institutions.set(pair)
            InformationItem.objects.create(
                partnership=here, duty="MI-1", holder=pair[1], about=f"n° {number}", expected_on=day
            )
            Report.objects.create(partnership=here, kind="article_40", sent_on=day)
            invented.PositionFactory(institution=pair[0])

    fill(3)
    addresses = [url(here, name) for name in ("traces", "duties", "mandates", "duties_csv")]
    addresses.append(url(here, "traces_csv", "formations"))
    before = [queries(coordinator, address) for address in addresses]
    fill(25)
    assert [queries(coordinator, address) for address in addresses] == before
