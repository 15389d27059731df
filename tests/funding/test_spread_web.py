"""« Où va l'argent »: roles, filters, files, sheets shown before they are written, undone and put back."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.funding.models import Effort, LinkedBody, NeedComponent
from maillage.kernel import Role
from tests import factories
from tests.counting import queries
from tests.funding.factories import DecisionFactory, FundFactory, RequestFactory
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
NONCE = "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7c{:02d}"
HEAD = "code_commune;annee;depense_prevention;potentiel_fiscal;population\n"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC), tick=False):
        yield datetime.date(2026, 3, 2)


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def coordinator(client, here):
    client.force_login(factories.MembershipFactory(partnership=here).user)
    return client


def url(here, name, *args):
    return reverse(f"funding:{name}", args=[here.key, *args])


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def grant(here, amount="8000.00", **words):
    return DecisionFactory(request=RequestFactory(partnership=here, state="granted", **words), amount=amount)


def test_an_empty_page_teaches(coordinator, here):
    text = text_of(coordinator.get(url(here, "spread")))
    assert "Rien n'a encore été accordé" in text and "non renseigné" in text
    assert "Aucun effort n'est noté" in text_of(coordinator.get(url(here, "effort")))
    assert "Aucun lien n'est déclaré" in text_of(coordinator.get(url(here, "links")))
    assert "Revenu médian" in text_of(coordinator.get(url(here, "need")))


def test_the_page_filters_by_fund_year_and_perimeter(coordinator, here):
    fund = FundFactory(partnership=here, name="Fonds A")
    grant(here, "1000.00", fund=fund, place="44143")
    grant(here, "500.00", year=2024, place="44109")
    page = url(here, "spread")
    assert "2 subventions accordées, 1 500,00 €" in text_of(coordinator.get(page))
    assert "1 subvention accordée, 1 000,00 €" in text_of(coordinator.get(page, {"fonds": fund.pk}))
    assert "1 subvention accordée, 500,00 €" in text_of(coordinator.get(page, {"annee": "2024"}))
    wide = text_of(coordinator.get(page, {"perimetre": "departement"}))
    assert "autres communes n'ont rien reçu" in wide
    foreign = FundFactory(partnership=factories.PartnershipFactory(place="44109"))
    for nasty in ({"fonds": foreign.pk}, {"annee": "x"}, {"perimetre": "lune"}):
        assert coordinator.get(page, nasty).status_code == 200


def test_the_curve_comes_with_its_table(coordinator, here):
    for kind in ("RSA", "Pauvreté"):
        made = NeedComponent.objects.create(partnership=here, name=kind, source="essai", year=2024)
        for rank, code in enumerate(("44143", "44109", "44190", "44162", "44009", "44020", "44024", "44026",
                                     "44035", "44047", "44074", "44094", "44101")):  # fmt: skip
            made.values.create(place=code, value=rank * (2 if kind == "RSA" else 1))
    grant(here, place="44143")
    grant(here, place="44109", amount="90.00")
    text = text_of(coordinator.get(url(here, "spread")))
    assert "<svg" in text and "part cumulée des euros" in text.lower() and "Gini par habitant" in text


@pytest.mark.parametrize("role", [Role.MAYOR, Role.PREFECTURE, Role.RESEARCHER])
def test_readers_read_and_do_not_write(client, here, role):
    decided = grant(here, place="44143")
    LinkedBody.objects.create(
        partnership=here, institution=decided.request.applicant, words="présidence", since="2020-01-01"
    )
    client.force_login(factories.MembershipFactory(partnership=here, role=role.value).user)
    text = text_of(client.get(url(here, "spread")))
    assert "8 000,00" in text and ("lié à l'autorité" in text) == (role is not Role.RESEARCHER)
    assert client.get(url(here, "links")).status_code == (403 if role is Role.RESEARCHER else 200)
    for name in ("add_effort", "add_link"):
        assert client.get(url(here, name)).status_code == 403


@pytest.mark.parametrize("role", [Role.PARTNER, Role.PROSECUTOR, Role.FIRST_LINE, Role.DPO])
def test_others_do_not_open_it(client, here, role):
    client.force_login(factories.MembershipFactory(partnership=here, role=role.value).user)
    assert client.get(url(here, "spread")).status_code == 403


def test_the_tables_to_take_away_foot(coordinator, here):
    for place, amount in (("44143", "1000.10"), ("44109", "20.20"), ("", "3.30"), ("dep:44", "4.40")):
        grant(here, amount, place=place)
    sums = []
    for table, column in (("communes", "Accordé (€)"), ("organismes", "Accordé (€)")):
        answer = coordinator.get(url(here, "spread_file", table, "csv"))
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        sums.append(sum(Decimal(row[column].replace(",", ".")) for row in rows))
    assert sums == [Decimal("1028.00")] * 2
    book = coordinator.get(url(here, "spread_file", "communes", "xlsx"))
    assert book.content[:2] == b"PK"
    assert coordinator.get(url(here, "spread_file", "autre", "csv")).status_code == 404


def effort(**change):
    return {"place": "44143", "year": "2025", "spend": "125000", "potential": "41500000",
            "population": "43000", "source": "compte", "nonce": NONCE.format(1),
            "revision": "0"} | change  # fmt: skip


def test_an_effort_sent_twice_is_one_and_comes_back(coordinator, here):
    for _ in range(2):
        coordinator.post(url(here, "add_effort"), effort())
    row = Effort.objects.get()
    assert "Rezé, 2025" in text_of(coordinator.get(url(here, "effort")))
    coordinator.post(url(here, "edit_effort", row.pk), effort(spend=""))
    stale = text_of(coordinator.post(url(here, "edit_effort", row.pk), effort(source="gardez ceci")))
    assert "a été modifiée" in stale and "gardez ceci" in stale
    coordinator.post(url(here, "withdraw_beside", "effort", row.pk), {"revision": "1"})
    row.refresh_from_db()
    assert row.withdrawn_on is not None and row.spend is None
    coordinator.post(url(here, "put_back_beside", "effort", row.pk), {"revision": "2"})
    row.refresh_from_db()
    assert row.withdrawn_on is None
    text = text_of(coordinator.post(url(here, "add_effort"), effort(place="99999", nonce=NONCE.format(2))))
    assert "« 99999 » n'existe pas" in text


def upload(client, here, kind, text, source="OFGL"):
    file = SimpleUploadedFile("essai.csv", text.encode())
    return client.post(url(here, "import_sheet", kind), {"file": file, "source": source})


def confirm(client, here, kind, answer, **change):
    shown = answer.context
    data = {name: shown[name] for name in ("content", "filename", "source")} | change
    return client.post(url(here, "import_sheet", kind), data, follow=True)


def test_a_sheet_is_shown_then_written(coordinator, here):
    answer = upload(coordinator, here, "effort", HEAD + "44143;2025;125000;41500000;43000\n")
    assert "Enregistrer tout le fichier" in text_of(answer) and not Effort.objects.exists()
    assert "1 ligne est enregistrée" in text_of(confirm(coordinator, here, "effort", answer))
    assert Effort.objects.get().source == "OFGL"
    assert "pour 1 000 €" in text_of(coordinator.get(url(here, "spread"))).lower()


def test_rejected_lines_are_listed_and_nothing_is_written(coordinator, here):
    answer = upload(coordinator, here, "effort", HEAD + "44143;2025;1;1;1\n99999;2025;1;1;1\n")
    text = text_of(answer)
    assert "1 ligne est à corriger" in text and "Ligne 3 :" in text and "« 99999 »" in text
    assert "Enregistrer tout le fichier" not in text and not Effort.objects.exists()
    bad = {"content": "bm9uOwo=", "filename": "x.csv", "source": "x"}
    for data in (bad, bad | {"content": "!!"}):
        coordinator.post(url(here, "import_sheet", "effort"), data)
    assert not Effort.objects.exists()
    assert "Choisissez un fichier" in text_of(
        coordinator.post(url(here, "import_sheet", "effort"), {"source": "x"})
    )


def test_components_are_brought_and_withdrawn(coordinator, here):
    text = "code_commune;composante;valeur;source;annee\n44143;RSA;4,8;CAF;2024\n44109;RSA;6;CAF;2024\n"
    confirm(coordinator, here, "besoin", upload(coordinator, here, "besoin", text))
    row = NeedComponent.objects.get()
    assert "RSA" in text_of(coordinator.get(url(here, "need")))
    coordinator.post(url(here, "withdraw_beside", "composante", row.pk), {"revision": "0"})
    coordinator.post(url(here, "put_back_beside", "composante", row.pk), {"revision": "1"})
    row.refresh_from_db()
    assert (row.withdrawn_on, row.revision) == (None, 2)
    model = coordinator.get(url(here, "sheet_model", "besoin")).content.decode("utf-8-sig")
    assert model.splitlines()[0] == "code_commune;composante;valeur;source;annee"
    assert not upload(coordinator, here, "besoin", model).context["sheet"].rejects


def test_a_link_is_declared_edited_withdrawn(coordinator, here):
    body = InstitutionFactory(partnership=here, name="Association liée (fictive)")
    data = {"institution": body.pk, "words": "adhésion de la commune", "since": "2026-01-01", "until": "",
            "nonce": NONCE.format(3), "revision": "0"}  # fmt: skip
    for _ in range(2):
        coordinator.post(url(here, "add_link"), data)
    row = LinkedBody.objects.get()
    coordinator.post(url(here, "edit_link", row.pk), data | {"until": "2026-02-01"})
    coordinator.post(url(here, "withdraw_beside", "lien", row.pk), {"revision": "1"})
    coordinator.post(url(here, "put_back_beside", "lien", row.pk), {"revision": "2"})
    row.refresh_from_db()
    assert (row.until, row.withdrawn_on) == (datetime.date(2026, 2, 1), None)


def test_rows_of_elsewhere_do_not_exist_here(coordinator, here):
    there = factories.PartnershipFactory(place="44109")
    row = Effort.objects.create(
        partnership=there, place="44109", year=2025, population=1, source="x", spend=1
    )
    assert coordinator.get(url(here, "edit_effort", row.pk)).status_code == 404
    assert coordinator.post(url(here, "withdraw_beside", "effort", row.pk)).status_code == 404


def test_pages_ask_the_same_number_of_questions_whatever_their_length(coordinator, here):
    body = InstitutionFactory(partnership=here)

    def fill(number, start):
        for n in range(start, start + number):
            grant(here, place="44143", applicant=InstitutionFactory(partnership=here))
            Effort.objects.create(
                partnership=here, place="44143", year=1990 + n, population=1, source="x", spend=1
            )
            LinkedBody.objects.create(partnership=here, institution=body, words="x", since="2026-01-01")
            NeedComponent.objects.create(partnership=here, name=f"C{n}", source="x", year=2024)

    names = ("spread", "need", "effort", "links")
    fill(1, 0)
    few = [queries(coordinator, url(here, name)) for name in names]
    fill(40, 1)
    assert [queries(coordinator, url(here, name)) for name in names] == few
