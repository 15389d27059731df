"""The directory's pages as each role meets them: what opens, what is named, what is kept on a clash."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.institutions.models import DirectoryImport, Institution, Person, Position
from maillage.institutions.selectors.pages import institution_lines
from maillage.kernel import Actor, Role
from tests.factories import MembershipFactory, PartnershipFactory
from tests.institutions import samples
from tests.institutions.factories import (
    InstitutionFactory,
    LetterFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db
NAMED = [Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.DPO]
MEMBERS = [*NAMED, Role.RESEARCHER, Role.FIRST_LINE]


@pytest.fixture
def here():
    return PartnershipFactory()


@pytest.fixture
def position(here):
    return PositionFactory(
        institution__partnership=here, institution__name="Parquet fictif", person__partnership=here,
        person__name="Zoé Unique (fictive)", person__email="zoe@exemple.invalid", person__phone="0240000000",
        title="Substitute",
    )  # fmt: skip


@pytest.fixture
def enter(client, here):
    """Log in under a role; `enter(Role.PARTNER, institution=...)`."""

    def run(role, **more):
        client.force_login(MembershipFactory(partnership=here, role=role.value, **more).user)
        return client

    return run


@pytest.fixture
def coordinator(enter):
    return enter(Role.COORDINATOR)


def url(here, name, *args):
    return reverse(f"institutions:{name}", args=[here.key, *args])


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def page_urls(position):
    here = position.institution.partnership
    return [url(here, "directory"), url(here, "institution", position.institution_id)]


@pytest.mark.parametrize("role", MEMBERS)
def test_every_member_reads_institutions_and_only_some_read_names(enter, position, role):
    client = enter(role)
    for address in page_urls(position):
        text = read(client, address)
        assert "Parquet fictif" in text
        assert ("Zoé Unique" in text) is (role in NAMED)
        assert ("Substitute" in text) is (role is not Role.FIRST_LINE)


@pytest.mark.parametrize("role", MEMBERS)
def test_addresses_are_for_the_coordinator_and_the_same_institution(enter, here, position, role):
    client = enter(role)
    elsewhere = [*page_urls(position), url(here, "people"), url(here, "person", position.person_id)]
    for address in elsewhere:
        text = client.get(address).content.decode()
        shown = role is Role.COORDINATOR and address != url(here, "directory")
        assert ("zoe@exemple.invalid" in text) is shown, address
        assert ("0240000000" in text) is shown


@pytest.mark.parametrize("role", [Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR])
def test_one_reads_the_addresses_of_ones_own_institution(enter, here, position, role):
    client = enter(role, institution=position.institution)
    assert "zoe@exemple.invalid" in read(client, url(here, "institution", position.institution_id))
    assert "zoe@exemple.invalid" in read(client, url(here, "person", position.person_id))


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.FIRST_LINE, Role.DPO])
def test_a_link_to_an_institution_opens_no_address_to_other_roles(enter, here, position, role):
    client = enter(role, institution=position.institution, person=position.person)
    text = client.get(url(here, "institution", position.institution_id)).content.decode()
    assert "zoe@exemple.invalid" not in text


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.FIRST_LINE])
@pytest.mark.parametrize("name", ["people", "person"])
def test_pages_of_people_are_closed_to_those_who_read_no_name(enter, here, position, role, name):
    args = [position.person_id] if name == "person" else []
    assert enter(role).get(url(here, name, *args)).status_code == 403


WRITING = ["add", "upload", "twins", "letters", "edit", "put_away", "put_back", "add_position",
           "merge_institution", "edit_position", "end_position", "withdraw_position", "edit_person",
           "put_away_person", "put_back_person", "merge_person", "preview", "drop_import",
           "retry_letter"]  # fmt: skip


def rows(position):
    here = position.institution.partnership
    institution, person = position.institution_id, position.person_id
    received = DirectoryImport.objects.create(partnership=here, filename="a", digest="x",
                                              received_at=timezone.now())  # fmt: skip
    letter = LetterFactory(partnership=here, person=position.person)
    return {
        "edit": institution, "put_away": institution, "put_back": institution, "add_position": institution,
        "merge_institution": institution, "edit_position": position.pk, "end_position": position.pk,
        "withdraw_position": position.pk, "edit_person": person, "put_away_person": person,
        "put_back_person": person, "merge_person": person, "preview": received.pk, "drop_import": received.pk,
        "retry_letter": letter.pk, "institution": institution, "person": person,
    }  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_writing_is_closed_to_everybody_but_the_coordinator(enter, here, position, role):
    client, known = enter(role), rows(position)
    for name in WRITING:
        address = url(here, name, *([known[name]] if name in known else []))
        assert client.get(address).status_code == 403, name
        assert client.post(address).status_code == 403, name


def test_a_row_of_another_partnership_does_not_exist(client, position):
    other = PartnershipFactory(place="44109")
    client.force_login(MembershipFactory(partnership=other).user)
    for name, identity in rows(position).items():
        address = url(other, name, identity)
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}, name
    assert Position.objects.filter(pk=position.pk).exists()


def test_the_list_is_filtered_and_an_empty_answer_teaches(coordinator, here):
    InstitutionFactory(partnership=here, name="Éducation fictive", kind="school")
    InstitutionFactory(partnership=here, name="Parquet fictif", kind="prosecutor")
    assert "Parquet fictif" not in read(coordinator, url(here, "directory") + "?q=education")
    assert "Parquet fictif" in read(coordinator, url(here, "directory") + "?college=justice")
    text = read(coordinator, url(here, "directory") + "?secteur=rescue&college=nul")
    assert "Parquet fictif" in text or "Aucune institution ne répond" in text
    assert "Aucune institution ne répond" in read(coordinator, url(here, "directory") + "?q=zzz")


def test_an_empty_directory_teaches_the_next_step(coordinator, here):
    text = read(coordinator, url(here, "directory"))
    assert "L’annuaire est encore vide." in text
    assert url(here, "upload") in text


def test_a_vacancy_is_seen_on_the_list_and_leads_to_the_successor(coordinator, here, position):
    position.end = timezone.localdate() - timedelta(days=3)
    position.save()
    assert "Une fonction est vacante." in read(coordinator, url(here, "directory"))
    text = read(coordinator, url(here, "institution", position.institution_id))
    assert "Nommer la personne qui suit" in text
    assert "?fonction=Substitute" in text


def typed(form):
    """What a browser would send back of a form left as it is."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_an_institution_is_added_by_kind_alone_and_sending_twice_makes_one(coordinator, here):
    address = url(here, "add")
    data = typed(coordinator.get(address).context["form"]) | {"name": "SDIS fictif", "kind": "firefighters"}
    answers = [coordinator.post(address, data) for _ in "ab"]
    row = Institution.objects.get()
    assert (row.sector, row.college) == ("rescue", "local")
    assert {answer.url for answer in answers} == {url(here, "institution", row.pk)}


def test_what_was_typed_is_kept_with_the_reason(coordinator, here):
    address = url(here, "add")
    data = typed(coordinator.get(address).context["form"]) | {
        "name": "Collège fictif", "kind": "school", "siret": "12345678901234",
    }  # fmt: skip
    text = coordinator.post(address, data).content.decode()
    assert "sa clé est fausse" in text
    assert 'value="Collège fictif"' in text
    assert not Institution.objects.exists()


def test_a_stale_form_shows_what_moved_keeps_the_text_and_can_be_sent_again(coordinator, here, position):
    address = url(here, "edit_person", position.person_id)
    data = typed(coordinator.get(address).context["form"])
    coordinator.post(address, data | {"name": "Zoé Renommée (fictive)"})
    answer = coordinator.post(address, data | {"phone": "0299"})
    text = answer.content.decode()
    assert "Zoé Renommée (fictive)" in text
    assert 'value="0299"' in text
    assert coordinator.post(address, typed(answer.context["form"]) | {"phone": "0299"}).status_code == 302
    assert Person.objects.get(pk=position.person_id).phone == "0299"


@pytest.mark.parametrize("new", [True, False])
def test_somebody_takes_a_function(coordinator, here, new):
    place, known = InstitutionFactory(partnership=here), PersonFactory(partnership=here)
    address = url(here, "add_position", place.pk)
    data = typed(coordinator.get(address).context["form"]) | {"title": "Cheffe", "level": "manager"}
    assert "l’un des deux" in coordinator.post(address, data).content.decode()
    data |= {"name": "Noé (fictif)"} if new else {"person": str(known.pk)}
    assert coordinator.post(address, data).status_code == 302
    assert Position.objects.get().person.name == ("Noé (fictif)" if new else known.name)


def test_a_person_of_another_partnership_cannot_be_chosen(coordinator, here):
    stranger = PersonFactory(partnership=PartnershipFactory(place="44109"))
    place = InstitutionFactory(partnership=here)
    data = {"person": str(stranger.pk), "title": "x", "level": "manager", "start": "2026-01-01",
            "nonce": "5f0f3c9e-2a0b-4c56-9a5e-0d3a7b1c2d3e"}  # fmt: skip
    assert coordinator.post(url(here, "add_position", place.pk), data).status_code == 200
    assert not Position.objects.exists()


def test_a_function_ends_and_is_withdrawn(coordinator, here, position):
    coordinator.post(url(here, "end_position", position.pk), {"on": "2020-01-01"})
    position.refresh_from_db()
    assert position.end is None
    coordinator.post(url(here, "end_position", position.pk), {"on": "2026-01-31"})
    position.refresh_from_db()
    assert position.end == date(2026, 1, 31)
    coordinator.post(url(here, "withdraw_position", position.pk))
    assert not Position.objects.exists()


def test_a_directory_is_sent_shown_and_imported(coordinator, here):
    known = InstitutionFactory(partnership=here, name="Collège fictiv")
    file = SimpleUploadedFile("annuaire.csv", (samples.csv_text() + ";;Sans;Lieu;;;;;;\n").encode())
    nonce = coordinator.get(url(here, "upload")).context["form"]["nonce"].value()
    answer = coordinator.post(url(here, "upload"), {"file": file, "nonce": nonce})
    shown = coordinator.get(answer.url)
    text = shown.content.decode()
    assert "Ligne 5 : aucune institution" in text.replace("\u00a0", " ")
    doubt = next(iter(shown.context["doubts"]))
    done = coordinator.post(answer.url, {doubt.key: str(known.pk)}, follow=True).content.decode()
    assert "est importé" in done
    assert known.positions.count() == 1
    assert coordinator.post(answer.url, follow=True).status_code == 200  # sent again: told, nothing more
    assert Position.objects.count() == 2


def test_a_refused_file_says_why_and_keeps_nothing(coordinator, here):
    for content, words in ((b"a;b\n1;2\n", "aucune colonne"), (b"x" * 5_000_001, "limite est de 5")):
        data = {"file": SimpleUploadedFile("a.csv", content), "nonce": "5f0f3c9e-2a0b-4c56-9a5e-0d3a7b1c2d3e"}
        assert words in coordinator.post(url(here, "upload"), data).content.decode()
    assert not DirectoryImport.objects.exists()


def test_an_import_is_given_up(coordinator, here):
    file = SimpleUploadedFile("annuaire.csv", samples.csv_text().encode())
    nonce = "5f0f3c9e-2a0b-4c56-9a5e-0d3a7b1c2d3e"
    row = coordinator.post(url(here, "upload"), {"file": file, "nonce": nonce}).url
    pk = DirectoryImport.objects.get().pk
    coordinator.post(url(here, "drop_import", pk))
    assert coordinator.get(row).status_code == 302
    assert not bytes(DirectoryImport.objects.get().content)


def test_two_cards_are_brought_together_after_a_look(coordinator, here, position):
    kept = InstitutionFactory(partnership=here, name="Parquet fictiv")
    assert "noms proches" in read(coordinator, url(here, "twins"))
    address = url(here, "merge_institution", kept.pk)
    text = read(coordinator, f"{address}?autre={position.institution_id}")
    assert "fonction" in text
    assert Institution.objects.filter(merged_into=None).count() == 2  # looking moves nothing
    coordinator.post(address, {"autre": position.institution_id})
    position.refresh_from_db()
    assert position.institution == kept
    gone = Institution.objects.get(merged_into=kept)
    assert kept.name in read(coordinator, url(here, "institution", gone.pk))


def test_a_failed_letter_is_seen_and_sent_again(coordinator, here, position):
    row = LetterFactory(partnership=here, person=position.person, state="failed", fault="550 inconnu")
    assert "550 inconnu" in read(coordinator, url(here, "letters"))
    coordinator.post(url(here, "retry_letter", row.pk))
    row.refresh_from_db()
    assert row.state == "due"


@pytest.mark.parametrize("name", ["directory", "people", "twins", "letters"])
def test_lists_keep_their_number_of_queries(coordinator, here, django_assert_max_num_queries, name):
    def fill(count):
        for _ in range(count):
            held = PositionFactory(institution__partnership=here, person__partnership=here)
            LetterFactory(partnership=here, person=held.person)

    fill(3)
    read(coordinator, url(here, name))
    with CaptureQueriesContext(connection) as few:
        read(coordinator, url(here, name))
    fill(27)
    with django_assert_max_num_queries(len(few)):
        read(coordinator, url(here, name))


def test_names_with_quotes_and_marks_are_shown_as_they_are(coordinator, here):
    row = InstitutionFactory(partnership=here, name='Asso "A & B" <x>', short_name='"AB"')
    for name, args in (("directory", []), ("institution", [row.pk]), ("edit", [row.pk])):
        text = read(coordinator, url(here, name, *args))
        assert "Asso &quot;A &amp; B&quot; &lt;x&gt;" in text
        assert "&amp;amp;" not in text
        assert "&amp;quot;" not in text


def test_accents_do_not_send_a_name_to_the_end(here):
    for name in ("Zone", "Écoute", "École", "Ville"):
        InstitutionFactory(partnership=here, name=name)
    reader = Actor(1, "essai", frozenset({Role.COORDINATOR}))
    rows = institution_lines(partnership=here, actor=reader, on=date(2026, 1, 1))
    assert [line.row.name for line in rows] == ["École", "Écoute", "Ville", "Zone"]
