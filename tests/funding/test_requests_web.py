"""The pages of requests: who sees what, what a form keeps, the sums of the list, its queries."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maillage.funding.models import Fund, GrantDecision, GrantRequest, PlanLine, Recovery
from maillage.funding.services import payments, reports
from maillage.funding.vocabulary import RequestState
from maillage.kernel import Role
from tests import factories
from tests.counting import queries
from tests.funding import scenes
from tests.funding.factories import DecisionFactory, FundFactory, LineFactory, RequestFactory
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return scenes.scene()


@pytest.fixture
def runs(client, made):
    client.force_login(factories.MembershipFactory(partnership=made.here).user)
    return client


def url(made, name, *args):
    return reverse(f"funding:{name}", args=[made.here.key, *args])


def text_of(answer):
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")
    return re.sub(r"&#x27;", "'", text)


def sign_in(client, made, role, institution=None):
    institution = institution or InstitutionFactory(partnership=made.here)
    row = factories.MembershipFactory(partnership=made.here, role=role.value, institution=institution)
    client.force_login(row.user)
    return client


def sent(client, address, **values):
    """The answer to the form of a page, with what it already held and these values."""
    page = client.get(address)
    assert page.status_code == 200, page
    form = page.context["form"]
    held = {name: form[name].value() for name in form.fields}
    data = {
        name: value for name, value in (held | values).items() if value is not None and value is not False
    }
    return client.post(address, data)


def test_the_eight_funds_come_in_one_click(runs, made):
    Fund.objects.filter(pk=made.fund.pk).update(archived_on=None)
    assert runs.post(url(made, "propose_funds")).status_code == 302
    runs.post(url(made, "propose_funds"))
    assert Fund.objects.count() == 8
    text = text_of(runs.get(url(made, "funds")))
    assert "MILDECA" in text and "à renseigner" in text


@pytest.mark.parametrize(("place", "day", "words"), [
    ("44143", "2024-06-01", "À renseigner, règle de la préfecture"),
    ("28085", "2024-06-01", "ne dépasse pas 50 % du coût"),
    ("28085", "2026-06-01", "À renseigner, règle de la préfecture"),
])  # fmt: skip
def test_the_ceiling_of_the_law_is_that_of_two_departements_in_one_year(
    client, time_machine, place, day, words
):
    time_machine.move_to(f"{day}T10:00:00Z")
    here = factories.PartnershipFactory(place=place)
    fund = FundFactory(partnership=here)
    client.force_login(factories.MembershipFactory(partnership=here).user)
    text = text_of(client.get(reverse("funding:fund", args=[here.key, fund.pk])))
    assert words in text and "vérifié au 31 décembre 2024" in text


def test_the_whole_path_from_a_sheet_to_a_sum_given_back(runs, made, time_machine):
    """Fund, call, request from a sheet, validation, filing, decision, payment, report, sum to come back."""
    time_machine.move_to("2026-03-02T10:00:00Z")
    sheet = scenes.sheet(made)
    assert sent(
        runs, f"{url(made, 'ask')}?fiche={sheet.pk}&fonds={made.fund.pk}&appel={made.call.pk}",
        applicant=made.applicant.pk,
    ).status_code == 302  # fmt: skip
    row = GrantRequest.objects.get()
    page = text_of(runs.get(url(made, "request", row.pk)))
    assert "Éligible" in page and "L'action répond à une priorité du contrat" in page
    assert sent(runs, url(made, "edit_request", row.pk, "engagements"), declared="on").status_code == 302
    for step in ("valider", "deposer"):
        answer = sent(runs, url(made, "step", row.pk, step))
        assert answer.status_code == 302, text_of(answer)
    answer = sent(
        runs, url(made, "decide", row.pk), kind="granted", amount="6 000,50", reason="Action précise."
    )
    assert answer.status_code == 302, text_of(answer)
    decision = GrantDecision.objects.get()
    assert decision.amount == Decimal("6000.50")
    over = sent(runs, url(made, "plan_payment", row.pk), amount="6000,51", due_on="2026-04-01")
    assert over.status_code == 200 and "dépasse ce qui reste de la subvention" in text_of(over)
    assert sent(
        runs, url(made, "plan_payment", row.pk), amount="6000,50", due_on="2026-04-01", paid_on="2026-03-02"
    ).status_code == 302  # fmt: skip
    actual = {f"actual_{line.pk}": str(line.planned / 2) for line in PlanLine.objects.all()}
    answer = sent(
        runs, url(made, "report", row.pk), done="La moitié.", gaps="Un poste vacant.", people="60", **actual
    )
    assert answer.status_code == 302, text_of(answer)
    assert sent(runs, url(made, "receive_report", row.pk), on="2026-06-01").status_code == 302
    page = text_of(runs.get(url(made, "request", row.pk)))
    assert "3 000,25 € restent à demander" in page
    answer = sent(runs, url(made, "grant_recovery", row.pk), reason="Non dépensé.", due_on="2026-09-01")
    assert answer.status_code == 302, text_of(answer)
    order = Recovery.objects.get()
    assert order.amount == Decimal("3000.25")
    sent(runs, url(made, "grant_repayment", order.pk), amount="1000,25")
    assert "reste 2 000,00 €" in text_of(runs.get(url(made, "request", row.pk)))


@pytest.mark.parametrize("role", [Role.MAYOR, Role.PREFECTURE, Role.COORDINATOR])
def test_leaders_read_every_request(client, made, role):
    row = scenes.asked(made)
    sign_in(client, made, role)
    assert row.title in text_of(client.get(url(made, "requests")))
    assert client.get(url(made, "request", row.pk)).status_code == 200


def test_a_partner_reads_its_own_and_the_public_sums(client, made):
    row, grant = (
        scenes.asked(made),
        DecisionFactory(request__partnership=made.here, request__title="Ailleurs"),
    )
    sign_in(client, made, Role.PARTNER, made.applicant)
    text = text_of(client.get(url(made, "requests")))
    assert row.title in text and "Ailleurs" not in text
    assert client.get(url(made, "request", row.pk)).status_code == 200
    assert client.get(url(made, "request", grant.request_id)).status_code == 404
    assert client.get(url(made, "request_file", grant.request_id, "demande", "pdf")).status_code == 404
    assert "Ailleurs" in text_of(client.get(url(made, "grants")))


def test_a_partner_writes_its_own_until_it_is_validated(client, made):
    row = scenes.asked(made)
    sign_in(client, made, Role.PARTNER, made.applicant)
    assert sent(client, url(made, "edit_request", row.pk, "action"), public="élèves de 4e").status_code == 302
    GrantRequest.objects.filter(pk=row.pk).update(state=RequestState.VALIDATED.value)
    answer = sent(client, url(made, "edit_request", row.pk, "action"), public="tous")
    assert answer.status_code == 200 and "tant qu'elle est en préparation" in text_of(answer)
    row.refresh_from_db()
    assert row.public == "élèves de 4e"


def test_what_was_typed_stays_in_the_form(runs, made):
    row = scenes.asked(made)
    answer = sent(
        runs, url(made, "edit_request", row.pk, "organisme"), iban="FR00 1234", officers="président"
    )
    text = text_of(answer)
    assert (
        "« FR00 1234 » n'est pas un IBAN" in text
        and 'value="FR00 1234"' in text
        and 'value="président"' in text
    )
    row.refresh_from_db()
    assert row.officers == ""


def test_two_people_on_one_part_are_told(runs, made):
    row = scenes.asked(made)
    answer = sent(runs, url(made, "edit_request", row.pk, "action"), revision=row.revision - 1, public="x")
    assert answer.status_code == 200 and "modifiée pendant votre saisie" in text_of(answer)


def test_a_line_is_withdrawn_and_put_back(runs, made):
    row, line = scenes.asked(made), None
    line = PlanLine.objects.filter(request=row).first()
    runs.post(url(made, "withdraw_line", line.pk))
    assert "1 ligne retirée" in text_of(runs.get(url(made, "request", row.pk)))
    runs.post(url(made, "withdraw_line", line.pk))
    assert "ligne retirée" not in text_of(runs.get(url(made, "request", row.pk)))


def test_a_decision_against_an_opinion_is_marked(runs, made):
    row = scenes.filed(made)
    town = InstitutionFactory(partnership=made.here, kind="town", name="Ville (fictive)")
    sent(runs, url(made, "give_opinion", row.pk), institution=town.pk, verdict="unfavourable", words=(
        "Trop cher"
        "."
    ),
         on="2026-03-02")  # fmt: skip
    sent(runs, url(made, "decide", row.pk), kind="granted", amount="100", reason="Utile.", on="2026-03-03")
    page = text_of(runs.get(url(made, "request", row.pk)))
    assert "contre un avis défavorable" in page and "Trop cher." in page


def test_the_sums_of_the_page_are_those_of_both_exports(runs, made):
    decision = scenes.paid(made, "5000.00")
    RequestFactory(partnership=made.here, fund=made.fund, number=901, asked=Decimal("0.10"))
    RequestFactory(
        partnership=made.here, fund=made.fund, number=902, asked=Decimal("0.20"), state="withdrawn"
    )
    page = text_of(runs.get(url(made, "requests")))
    foot = page[page.index("<tfoot>") :]
    assert "10 000,10 €" in foot and "8 000,00 €" in foot and "5 000,00 €" in foot
    answer = runs.get(url(made, "requests_file", "csv"))
    lines = list(
        csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert lines[-1][-4:] == ["10000,10", "8000,00", "5000,00", "0,00"] and len(lines) == 5
    answer = runs.get(url(made, "requests_file", "xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.get_sheet_by_name("Demandes").to_python()[-1][-4:] == [10000.1, 8000.0, 5000.0, 0.0]
    assert decision.amount == Decimal("8000.00")


@pytest.mark.parametrize(("query", "there"), [
    ("?etat=granted", False), ("?annee=2026", True), ("?annee=1999", True), ("?etat=draft", True),
    ("?fonds=x", True),
])  # fmt: skip
def test_filters_keep_what_they_can_read(runs, made, query, there):
    row = scenes.asked(made)
    assert (row.title in text_of(runs.get(url(made, "requests") + query))) is there


@pytest.mark.parametrize("name", ["demande", "notification", "convention", "compte-rendu-financier"])
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_paper_is_written(runs, made, name, form):
    decision = scenes.paid(made)
    answer = runs.get(url(made, "request_file", decision.request_id, name, form))
    assert answer.status_code == 200
    assert answer.content[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")


def test_a_paper_without_object_does_not_exist(runs, made):
    row = scenes.asked(made)
    for name in ("notification", "convention", "compte-rendu-financier", "non-realisation"):
        assert runs.get(url(made, "request_file", row.pk, name, "pdf")).status_code == 404


def test_the_certificate_asks_back_what_was_paid(runs, made):
    decision = scenes.paid(made)
    answer = sent(runs, url(made, "not_done", decision.request_id), reason="Pas de local.")
    assert answer.status_code == 302
    assert "8 000,00 € restent à demander" in text_of(runs.get(url(made, "request", decision.request_id)))
    assert (
        runs.get(url(made, "request_file", decision.request_id, "non-realisation", "docx")).status_code == 200
    )
    answer = runs.post(url(made, "not_done", decision.request_id), {"on": "", "reason": "", "revision": "1"})
    assert answer.status_code == 302
    assert "restent à demander" not in text_of(runs.get(url(made, "request", decision.request_id)))


def test_the_yearly_report_foots_and_keeps_its_dates(runs, made):
    scenes.paid(made)
    text = text_of(runs.get(url(made, "fipd_report") + "?annee=2026"))
    assert "8 000,00 €" in text and "inconnus : compte rendu attendu" in text and "R. 132-10-1" in text
    answer = sent(runs, url(made, "edit_fipd_report", 2026), sent_on="2026-11-20", presented_on="2026-11-03")
    assert answer.status_code == 302
    assert "3 novembre 2026" in text_of(runs.get(url(made, "fipd_report") + "?annee=2026"))
    assert runs.get(url(made, "fipd_report_file", 2026, "pdf")).content[:4] == b"%PDF"


def test_a_call_says_kindly_that_its_weights_do_not_make_100(runs, made):
    sent(runs, url(made, "add_call_priority", made.call.pk), title="Jeunes", weight="60")
    assert "Les poids font 60 %" in text_of(runs.get(url(made, "call", made.call.pk)))
    sent(runs, url(made, "add_call_priority", made.call.pk), title="Victimes", weight="40")
    assert "devrait faire 100" not in text_of(runs.get(url(made, "call", made.call.pk)))


def test_pages_keep_their_number_of_queries(runs, made):
    row = scenes.granted(made).request
    pages = [url(made, "requests"), url(made, "grants"), url(made, "fipd_report") + "?annee=2026",
             url(made, "request", row.pk), url(made, "funds")]  # fmt: skip
    before = {page: queries(runs, page) for page in pages}
    for n in range(60):
        fund = FundFactory(partnership=made.here)
        one = RequestFactory(partnership=made.here, fund=made.fund, number=100 + n, state="granted")
        decision = DecisionFactory(request=one)
        LineFactory(request=row, label=f"Ligne {n}")
        payments.plan_payment(actor=made.actor, decision=decision, amount=Decimal("1.00"), due_on=scenes.DAY)
        assert fund.pk
    assert {page: queries(runs, page) for page in pages} == before


def test_reports_cannot_say_less_than_nothing(made):
    decision = scenes.paid(made)
    line = PlanLine.objects.first()
    account = reports.Account("Fait.", "", "", 1, {line.pk: Decimal("-1.00")})
    with pytest.raises(ValueError, match="n'est pas un montant réalisé"):
        reports.fill_report(actor=made.actor, decision=decision, seen=0, account=account)
    line.refresh_from_db()
    assert line.actual is None


def test_a_partner_asks_from_the_page_of_a_call_and_is_led_to_the_request(client, made):
    sign_in(client, made, Role.PARTNER, made.applicant)
    page = text_of(client.get(url(made, "call", made.call.pk)))
    asked_at = f"{url(made, 'ask')}?fonds={made.fund.pk}&amp;appel={made.call.pk}"
    assert asked_at in page
    answer = sent(client, asked_at.replace("&amp;", "&"), title="Sortie")
    row = GrantRequest.objects.get()
    assert (row.call, row.applicant) == (made.call, made.applicant)
    assert answer.url == url(made, "request", row.pk)
