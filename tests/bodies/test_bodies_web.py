"""The pages of bodies and seats through the door: what shows, who may, what a form keeps, its queries."""

import datetime
import io

import docx
import pypdf
import pytest
from django.urls import reverse

from maillage.bodies.documents import composition as documents
from maillage.bodies.models import Body, Seat, SeatHolder
from maillage.institutions.models import Institution
from maillage.kernel import BadInput, Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return factories.PartnershipFactory(name="CLSPD d'essai de Rezé")


@pytest.fixture
def coordinator(client, here):
    client.force_login(factories.MembershipFactory(partnership=here).user)
    return client


def url(here, name, *args):
    return reverse(f"bodies:{name}", args=[here.key, *args])


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def as_role(client, here, role, **named):
    row = factories.MembershipFactory(partnership=here, role=role.value, **named)
    client.force_login(row.user)
    return client


def opening(**change):
    data = {"kind": "clspd", "name": "CLSPD d'essai", "opened_on": "2015-06-01", "notice_days": "15",
            "nonce": "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a40"}  # fmt: skip
    return data | change


def test_an_empty_list_teaches_the_next_step(coordinator, here):
    text = text_of(coordinator.get(url(here, "bodies")))
    assert "Aucune instance n'est ouverte" in text
    assert "Ouvrir un CLSPD" in text and "L. 132-4" in text


def test_from_nothing_to_a_composed_council(coordinator, here):
    answer = coordinator.post(url(here, "open_body"), opening(), follow=True)
    text = text_of(answer)
    assert "Composer le conseil" in text and "D. 132-8" in text and "Ville de Rezé" in text
    body = Body.objects.get()
    form = answer.context["form"]
    data = {"on": "2015-06-01", "nonce": str(form["nonce"].value()), "le": "2015-06-01"}
    for line in form.lines():
        data[line["name"].html_name] = line["name"].value() or ""
        data[line["who"].html_name] = line["who"].value() or ""
        if line["line"].taken:
            data[line["take"].html_name] = "on"
    text = text_of(coordinator.post(url(here, "composition", body.pk), data, follow=True))
    assert "4 sièges sont en place" in text
    assert Seat.objects.count() == 4 and Institution.objects.count() == 4
    assert set(Seat.objects.values_list("rule", flat=True)) == {"CL-7"}


def test_nothing_ticked_is_said_and_nothing_is_made(coordinator, here):
    body = invented.BodyFactory(partnership=here)
    answer = coordinator.get(url(here, "composition", body.pk))
    data = {"on": "2026-01-01", "nonce": str(answer.context["form"]["nonce"].value())}
    text = text_of(coordinator.post(url(here, "composition", body.pk), data))
    assert "Cochez au moins un siège" in text and not Seat.objects.exists()


def test_a_kind_out_of_its_time_is_explained_then_opened(coordinator, here):
    data = opening(kind="gpo", name="GPO rejoué", opened_on="2009-03-01")
    text = text_of(coordinator.post(url(here, "open_body"), data))
    assert "n'existait pas encore" in text and "GPO rejoué" in text
    assert not Body.objects.exists()
    coordinator.post(url(here, "open_body"), data | {"replay": "on"})
    assert Body.objects.get().name == "GPO rejoué"


def test_sent_twice_the_form_opens_one_body(coordinator, here):
    for _ in range(2):
        coordinator.post(url(here, "open_body"), opening())
    assert Body.objects.count() == 1


def test_a_faulty_form_keeps_what_was_typed(coordinator, here):
    text = text_of(coordinator.post(url(here, "open_body"), opening(term_on="2001-01-01", zone="Château")))
    assert "précède l'ouverture" in text and "Château" in text


def test_a_stale_page_keeps_the_text_and_says_what_changed(coordinator, here):
    body = invented.BodyFactory(partnership=here, name="Conseil")
    page = url(here, "edit_body", body.pk)
    data = {"name": "Premier", "notice_days": "10", "revision": "0"}
    coordinator.post(page, data)
    answer = coordinator.post(page, data | {"name": "Second", "zone": "Tapé ici"})
    text = text_of(answer)
    assert "modifiée pendant votre saisie" in text and "Tapé ici" in text and "Premier" in text
    coordinator.post(page, data | {"name": "Second", "revision": answer.context["form"].data["revision"]})
    body.refresh_from_db()
    assert body.name == "Second"


def test_the_life_of_a_body_from_the_page(coordinator, here):
    body = invented.BodyFactory(partnership=here, kind="gltd", term_on=datetime.date(2021, 1, 1))
    page = text_of(coordinator.get(url(here, "body", body.pk)))
    assert "Échéance dépassée" in page and "Aucune zone n'est écrite" in page
    steps = url(here, "lifecycle", body.pk)
    nonce = "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a41"
    closing = {"kind": "closed", "on": "2021-02-01", "reason": "but atteint", "nonce": nonce}
    assert "bilan" in text_of(coordinator.post(steps, closing))
    coordinator.post(steps, closing | {"account": "Deux opérations."})
    page = text_of(coordinator.get(url(here, "body", body.pk)))
    assert "Deux opérations." in page and "Échéance dépassée" not in page


def test_seats_and_holders_from_their_pages(coordinator, here):
    body = invented.BodyFactory(partnership=here)
    institution = invented.kind(here, "landlord")
    coordinator.post(url(here, "add_seat", body.pk), {
        "institution": institution.pk, "label": "Le bailleur", "basis": "designated", "start": "2021-01-01",
        "voice": "deliberative", "member_key": "", "nonce": "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a42",
    })  # fmt: skip
    seat = Seat.objects.get()
    assert "vacant" in text_of(coordinator.get(url(here, "seat", seat.pk)))
    person = invented.PersonFactory(partnership=here, name="Ana Fictive")
    naming = {"person": person.pk, "role": "holder", "start": "2021-01-01",
              "nonce": "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a43"}  # fmt: skip
    for _ in range(2):
        coordinator.post(url(here, "seat", seat.pk), naming)
    holder = SeatHolder.objects.get()
    assert "Ana Fictive" in text_of(coordinator.get(url(here, "body", body.pk)))
    coordinator.post(url(here, "end_holder", holder.pk), {"on": "2022-01-01"})
    coordinator.post(url(here, "edit_seat", seat.pk), {
        "label": "Le bailleur social", "basis": "designated", "voice": "advisory", "act": "lettre",
    })  # fmt: skip
    text = text_of(coordinator.post(url(here, "end_seat", seat.pk), {"on": "2025-01-01"}, follow=True))
    assert "Dites pourquoi" in text
    coordinator.post(url(here, "end_seat", seat.pk), {"on": "2025-01-01", "reason": "fusion"})
    seat.refresh_from_db(), holder.refresh_from_db()
    assert (seat.label, seat.voice, str(seat.end)) == ("Le bailleur social", "advisory", "2025-01-01")
    assert str(holder.end) == "2022-01-01"
    assert "1 siège passé" in text_of(coordinator.get(url(here, "body", body.pk)))


def test_the_law_of_another_day_is_replayed(coordinator, here):
    body = invented.BodyFactory(partnership=here, opened_on=datetime.date(2003, 1, 1))
    page = url(here, "conformity", body.pk)
    assert "2 plénières par an" in text_of(coordinator.get(page, {"le": "2003-06-01"}))
    assert "CGCT, art. D. 2211-2" in text_of(coordinator.get(page, {"le": "2010-06-01"}))
    assert "ni la conformité ni son contraire" in text_of(coordinator.get(page, {"le": "2026-01-01"}))
    assert "n'était pas encore ouverte" in text_of(coordinator.get(page, {"le": "2002-09-01"}))
    assert coordinator.get(page, {"le": "hier"}).status_code == 200


def council(here, **named):
    body = invented.BodyFactory(partnership=here, opened_on=datetime.date(2010, 1, 1), **named)
    for kind, label in (("town", "Le maire"), ("prefecture", "Le préfet"), ("landlord", "Un bailleur")):
        invented.SeatFactory(
            body=body, institution=invented.kind(here, kind), label=label, start=body.opened_on
        )
    return body


@pytest.mark.parametrize("file_format", ["pdf", "docx", "odt"])
def test_the_arrete_downloads(coordinator, here, file_format):
    body = council(here)
    answer = coordinator.get(url(here, "arrete_file", body.pk, file_format))
    assert answer.status_code == 200
    assert f".{file_format}" in answer["Content-Disposition"]
    assert answer.content[:4] in (b"%PDF", b"PK\x03\x04")


def test_the_arrete_cites_the_law_of_its_day_and_says_what_is_to_be_confirmed(here):
    body = council(here, name="CLSPD")
    seat = body.seats.get(label="Le préfet")
    person = invented.PersonFactory(partnership=here, name="Ana Fictive", civility="Mme")
    invented.HolderFactory(seat=seat, person=person, start=body.opened_on)
    old = docx.Document(io.BytesIO(documents.render(body, datetime.date(2012, 1, 1), "docx")))
    words = " ".join(row.text for row in old.paragraphs).replace("’", "'")
    act, to_read = words.split("À relire")
    assert "D. 2211-2" in act and "132-8" not in act and "Le maire de Rezé" in act
    assert "(à confirmer)" not in act
    cells = [cell.text for table in old.tables for row in table.rows for cell in row.cells]
    assert "Mme Ana Fictive" in cells and "(à compléter)" in cells
    assert "Le procureur de la République" in to_read
    now = pypdf.PdfReader(io.BytesIO(documents.render(body, datetime.date(2026, 1, 1), "pdf")))
    text = " ".join(page.extract_text() for page in now.pages)
    assert "(à confirmer)" in text and "Exécution" in text


def test_the_arrete_of_a_body_without_seats_is_refused_with_the_cure(coordinator, here):
    body = invented.BodyFactory(partnership=here)
    with pytest.raises(BadInput, match="composez"):
        documents.render(body, datetime.date(2026, 1, 1), "pdf")
    text = text_of(coordinator.get(url(here, "arrete_file", body.pk, "pdf"), follow=True))
    assert "composez-la" in text
    assert coordinator.get(url(here, "arrete_file", body.pk, "exe")).status_code == 404


def test_the_signed_arrete_is_noted_from_the_page(coordinator, here):
    body = council(here)
    data = {"act": "arrêté n° 12", "on": "2026-01-05", "nonce": "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7a44"}
    for _ in range(2):
        coordinator.post(url(here, "arrete", body.pk), data)
    assert body.events.filter(kind="composed").count() == 1
    assert "arrêté n° 12" in text_of(coordinator.get(url(here, "body", body.pk)))


READ = ("bodies", "body", "conformity", "seat")
WRITE = ("open_body", "edit_body", "lifecycle", "composition", "add_seat", "arrete")


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.COORDINATOR, Role.ADMINISTRATOR)]
)
def test_who_reads_and_who_writes(client, here, role):
    seat = invented.HolderFactory(seat__body__partnership=here, person__name="Ana Fictive").seat
    as_role(client, here, role)
    for name in READ:
        args = {"seat": [seat.pk], "bodies": []}.get(name, [seat.body.pk])
        assert client.get(url(here, name, *args)).status_code == 200, name
    for name in WRITE:
        args = [] if name == "open_body" else [seat.body.pk]
        allowed = name == "arrete" and role is Role.MAYOR
        assert client.get(url(here, name, *args)).status_code == (200 if allowed else 403), name
    named = "Ana Fictive" in text_of(client.get(url(here, "body", seat.body.pk)))
    assert named is (role not in (Role.RESEARCHER, Role.DPO, Role.FIRST_LINE))
    client.post(url(here, "seat", seat.pk), {"role": "holder"})
    assert SeatHolder.objects.count() == 1


@pytest.mark.parametrize("restricted", [False, True])
def test_the_first_line_reads_names_where_it_sits_as_in_the_directory(client, here, restricted):
    seat = invented.HolderFactory(
        seat__body__partnership=here, seat__body__restricted=restricted, person__name="Ana Fictive"
    ).seat
    elsewhere = invented.InstitutionFactory(partnership=here)
    for institution, named in ((seat.institution, True), (elsewhere, False)):
        as_role(client, here, Role.FIRST_LINE, institution=institution)
        for page in (url(here, "body", seat.body.pk), url(here, "seat", seat.pk)):
            assert ("Ana Fictive" in text_of(client.get(page))) is named


def test_the_administrator_sees_no_body(client, here):
    as_role(client, here, Role.ADMINISTRATOR)
    assert client.get(url(here, "bodies")).status_code == 403


def test_names_of_a_reserved_body_are_read_by_its_members(client, here):
    seat = invented.HolderFactory(
        seat__body__partnership=here, seat__body__restricted=True, person__name="Ana Fictive"
    ).seat
    as_role(client, here, Role.PARTNER, institution=invented.kind(here, "landlord"))
    assert "Ana Fictive" not in text_of(client.get(url(here, "body", seat.body.pk)))
    as_role(client, here, Role.PARTNER, institution=seat.institution)
    assert "Ana Fictive" in text_of(client.get(url(here, "body", seat.body.pk)))


def test_ids_of_another_partnership_do_not_exist_here(coordinator, here):
    other = invented.HolderFactory(seat__body__partnership=factories.PartnershipFactory(place="44109"))
    body, seat = other.seat.body, other.seat
    for name in ("body", "edit_body", "lifecycle", "conformity", "composition", "add_seat", "arrete"):
        assert coordinator.get(url(here, name, body.pk)).status_code == 404, name
    assert coordinator.get(url(here, "seat", seat.pk)).status_code == 404
    for name, pk in (("edit_seat", seat.pk), ("end_seat", seat.pk), ("end_holder", other.pk)):
        assert coordinator.post(url(here, name, pk), {}).status_code == 404, name


def test_the_lists_keep_their_query_count(coordinator, here):
    def fill(count):
        for _ in range(count):
            held = invented.HolderFactory(seat__body=first)
            invented.BodyFactory(partnership=here, kind="watch", parent=first, chair=held.seat.institution)

    first = invented.BodyFactory(partnership=here)
    fill(3)
    addresses = [url(here, "bodies"), url(here, "body", first.pk), url(here, "conformity", first.pk)]
    before = [queries(coordinator, address) for address in addresses]
    fill(27)
    assert [queries(coordinator, address) for address in addresses] == before
