"""Journey 5, from an empty base: a request from its sheet to its report, then the control of the body."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from maillage.funding.models import (
    Condition,
    Payment,
    PlanLine,
    Recovery,
    Repayment,
    RequestOpinion,
)
from maillage.kernel import Role
from tests.journeys import control_steps as control
from tests.journeys import fund_steps as steps
from tests.journeys.conftest import PASSWORD
from tests.journeys.contract_steps import done, named, pressed, save, text_of
from tests.journeys.fund_steps import at, checks, euros
from tests.journeys.steps import choose, fill, prepared

pytestmark = [pytest.mark.browser, pytest.mark.journey]
GRANTED, COST, SPENT = Decimal("8000.00"), Decimal("16500.50"), Decimal("14000.25")
UNSPENT = GRANTED - (GRANTED * SPENT / COST).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture
def lead(browse, empty, clock):
    page = browse(empty("coordinator"), PASSWORD)
    page.account = "coordinator@exemple.invalid"
    prepared(page)
    return page


@pytest.fixture
def people(browse, empty, lead):
    """The applicant, another partner, the mayor and the préfecture, each with an account."""
    return {
        "applicant": steps.entered(browse, empty, Role.PARTNER, "Prévention", "demandeuse"),
        "school": steps.entered(browse, empty, Role.PARTNER, "Collège", "college"),
        "mayor": steps.entered(browse, empty, Role.MAYOR, "Ville", "maire"),
        "prefecture": steps.entered(browse, empty, Role.PREFECTURE, "Préfecture", "prefecture"),
    }


def off_target(page, call):
    """A blank request says that it answers no priority; withdrawn with its reason, put back, withdrawn."""
    row = steps.asked(page, call, title="Sortie à la mer")
    said = checks(page, row)
    assert "Aucun lien avec une priorité" in said
    assert "Demande imprécise : il manque l'objet, les objectifs" in said
    steps.step(page, row, "retirer", reason="Sans lien avec le contrat.")
    assert "Sans lien avec le contrat" in text_of(page)
    steps.step(page, row, "remettre")
    assert row.state == "draft"
    steps.step(page, row, "retirer", reason="Sans lien avec le contrat.")


def prefilled(page, call, sheet):
    """The words and the costs of the sheet are those of the request; what the sheet cannot say is told."""
    row = steps.asked(page, call, sheet_title=sheet.title)
    words = text_of(page)
    assert "Présence du soir à l'arrêt" in words
    assert "Moins d'élèves évitent l'arrêt Balinière le soir (de 38 à 25 %)" in words
    assert words.count("8 000,00 €") >= 2  # asked, and the line of the fund
    assert "16 000,00 €" in words  # both sides of the plan
    said = checks(page, row)
    assert "il manque le public et son nombre" in said
    assert "L'action répond à une priorité du contrat" in said
    assert "Inconnu : dites ce que le budget ordinaire payait avant" in said
    assert "L'État paierait 50 % du coût ; plafond inconnu" in said
    return row


def completed(page, row):
    """The four parts; a substitution is said, then mended; a false number is refused and kept."""
    page.goto(at("edit_request", row.pk, "organisme"))
    fill(page, **steps.PARTS["organisme"] | {"iban": "FR76 3000 6000 0112 3456 7890 188"})
    save(page)
    assert "n'est pas un IBAN" in text_of(page)
    assert page.locator("#id_officers").input_value() == "président"
    fill(page, iban=steps.PARTS["organisme"]["iban"])
    done(page)
    steps.part(page, row, "action", **steps.PARTS["action"])
    page.goto(at("edit_request", row.pk, "engagements"))
    page.check("#id_declared")
    page.select_option("#id_republican", "true")
    done(page)
    page.goto(at("edit_request", row.pk, "budget"))
    page.select_option("#id_baseline_known", "true")
    fill(page, **steps.PARTS["budget"])
    done(page)
    said = checks(page, row)
    assert "remplacerait des crédits ordinaires : 4 000,00 € étaient payés avant" in said
    assert "Demande imprécise" not in said
    steps.part(page, row, "budget", baseline="0", baseline_words="")
    for label in ("Personnel de l'action", "Fonctionnement de l'action"):
        steps.reline(page, label, paid_before="false")
    assert "rien n'était payé avant" in checks(page, row)


def balanced(page, lead, row):
    """A plan that does not balance is said on its page and refused at the validation; then it balances."""
    steps.line(page, row, label="Location d'une salle", planned="500,50")
    gap = "Les charges (16 500,50 €) dépassent les produits (16 000,00 €) de 500,50 €"
    assert gap in text_of(page)
    lead.goto(at("step", row.pk, "valider"))
    save(lead)
    assert gap in text_of(lead)
    row.refresh_from_db()
    assert row.state == "draft"
    steps.reline(page, "Commune ou intercommunalité", planned="6 700,50")
    assert "Le plan est équilibré : 16 500,50 €" in checks(page, row)
    assert "L'État paierait 48,5 % du coût ; plafond inconnu" in checks(page, row)


def filed(lead, prefecture, page, row):
    """Validated; its object changes and shows; filed; returned as imprecise; corrected; filed again."""
    steps.step(lead, row, "valider")
    steps.part(lead, row, "action", object="Trois médiateurs tiennent l'arrêt et la place.")
    words = text_of(lead)
    assert "Ce qui a changé depuis la validation locale" in words
    assert "Deux médiateurs tiennent l'arrêt. → Trois médiateurs tiennent l'arrêt et la place." in words
    steps.step(lead, row, "deposer")
    assert row.state == "filed"
    steps.step(prefecture, row, "renvoyer", reason="Imprécise : dites les soirs et les heures.")
    page.goto(at("request", row.pk))
    assert "Imprécise : dites les soirs et les heures" in text_of(page)
    steps.part(page, row, "action", object="Trois médiateurs, du lundi au jeudi, de 17 h à 20 h.")
    steps.step(lead, row, "valider")
    assert "Ce qui a changé depuis" not in text_of(lead)
    steps.step(lead, row, "deposer")
    page.goto(at("edit_request", row.pk, "action"))  # no longer the applicant's to write
    fill(page, object="Autre chose.")
    save(page)
    row.refresh_from_db()
    assert row.object.startswith("Trois médiateurs, du lundi")


def decided(mayor, prefecture, row):
    """The mayor is against; the préfecture grants all the same, and it shows."""
    mayor.goto(at("request", row.pk))
    mayor.get_by_role("link", name="Donner un avis").click()
    mayor.wait_for_url("**/avis/")
    mayor.select_option("#id_institution", str(named("Ville").pk))
    choose(mayor, "verdict", "unfavourable")
    fill(mayor, words="La commune préfère un local fermé.")
    done(mayor)
    assert RequestOpinion.objects.get().institution == named("Ville")
    prefecture.goto(at("decide", row.pk))
    choose(prefecture, "kind", "granted")
    fill(prefecture, amount="8000,01", reason="Action précise, en lien avec la priorité 1.")
    save(prefecture)
    assert "8 000,01 € dépassent ce qui est demandé" in text_of(prefecture)
    fill(prefecture, amount="8000")
    done(prefecture)
    assert "contre un avis défavorable" in text_of(prefecture)
    row.refresh_from_db()
    return row.decision


def paid(page, row):
    """The convention, a condition met, two payments; a third that exceeds the grant is refused and kept."""
    page.goto(at("convention", row.pk))
    fill(page, convention_reference="FIPD-2026-12", convention_on="2026-03-02",
         repayment_terms="Ce qui n'est pas dépensé est rendu.")  # fmt: skip
    done(page)
    steps.money_form(page, at("set_condition", row.pk), words="Envoyer le calendrier des soirs.",
                     amount="2000")  # fmt: skip
    condition = Condition.objects.get()
    pressed(page, "Dire levée")
    condition.refresh_from_db()
    assert condition.met_on is not None
    steps.money_form(page, at("plan_payment", row.pk), amount="6 000", due_on="2026-03-02",
                     paid_on="2026-03-02")  # fmt: skip
    steps.money_form(page, at("plan_payment", row.pk), amount="2000,01", due_on="2026-10-01")
    assert ("Ce versement de 2 000,01 € dépasse ce qui reste de la subvention, 2 000,00 € sur 8 000,00 €"
            in text_of(page))  # fmt: skip
    assert page.locator("#id_amount").input_value() == "2000,01"
    assert Payment.objects.count() == 1
    fill(page, amount="2000")
    done(page)
    page.goto(at("pay", Payment.objects.latest("pk").pk))
    fill(page, on="2026-03-02")
    done(page)
    assert "8 000,00 € versés sur 8 000,00 €" in text_of(page)


def reported(page, prefecture, row):
    """The report by the applicant; its gaps must be explained before it is received; the unspent is said."""
    page.goto(at("report", row.pk))
    fill(page, done="Cinquante-deux soirées tenues.", people="604", results="De 38 % à 29 %.")
    for one in PlanLine.objects.filter(request=row):
        actual = steps.ACTUAL.get(one.label, str(one.planned))
        page.fill(f"#id_actual_{one.pk}", actual)
    done(page)
    prefecture.goto(at("receive_report", row.pk))
    save(prefecture)
    assert "expliquez les écarts" in text_of(prefecture)
    page.goto(at("report", row.pk))
    fill(page, gaps="Un médiateur est parti en novembre.")
    done(page)
    prefecture.goto(at("receive_report", row.pk))
    done(prefecture)
    assert f"{euros(UNSPENT)} restent à demander : versés, et non dépensés" in text_of(prefecture)
    assert "Un médiateur est parti en novembre" in text_of(prefecture)


def given_back(page, row):
    """The sum that the report suggests is ordered, then comes back in two parts, to the cent."""
    page.goto(at("grant_recovery", row.pk))
    assert Decimal(page.locator("#id_amount").input_value().replace(",", ".")) == UNSPENT
    fill(page, reason="Somme non dépensée.", due_on="2027-04-01")
    done(page)
    claim = Recovery.objects.get()
    steps.money_form(page, at("grant_repayment", claim.pk), amount="1000")
    rest = UNSPENT - 1000
    assert f"reste {euros(rest)}" in text_of(page)
    steps.money_form(page, at("grant_repayment", claim.pk), amount=str(rest + Decimal("0.01")))
    assert f"dépasse ce qui reste à rendre, {euros(rest)}" in text_of(page)
    fill(page, amount=str(rest))
    done(page)
    assert sum(row.amount for row in Repayment.objects.all()) == UNSPENT
    assert "restent à demander" not in text_of(page)


def printed(lead, row):
    """The request on paper with its rubrics and totals, in both formats; the yearly report foots."""
    for said in (steps.text_of_pdf(lead, at("request_file", row.pk, "demande", "pdf")),
                 steps.text_of_docx(lead, at("request_file", row.pk, "demande", "docx"))):  # fmt: skip
        for words in ("1. L'organisme", "2. L'action", "3. Le budget de l'action",
                      "4. Les engagements et les avis", "CERFA 12156", "73282932000074", "W442000001",
                      "Objet", "Objectifs", "Moyens humains et matériels", "Évaluation", "Indicateurs",
                      "640", "Location d'une salle", "16 500,50", "8 000,00", "48,5 %", "défavorable",
                      "Déclaration sur l'honneur"):  # fmt: skip
            assert words in said, words
        assert said.count("16 500,50") >= 2  # both sides foot on the same sum
    for name in ("notification", "convention", "compte-rendu-financier"):
        said = steps.text_of_pdf(lead, at("request_file", row.pk, name, "pdf"))
        assert "8 000,00" in said, name
    assert "14 000,25" in steps.text_of_pdf(lead, at("request_file", row.pk, "compte-rendu-financier", "pdf"))
    yearly = steps.text_of_pdf(lead, at("fipd_report_file", 2026, "pdf"))
    assert f"1 action, 8 000,00 € accordés sur 8 000,00 € demandés ; 8 000,00 € versés, {euros(UNSPENT)}" in (
        yearly
    )
    assert yearly.count(euros(UNSPENT)) == 3  # the sentence, the line, the foot
    assert "De 38 % à 29 %" in yearly


def kept_apart(people, row, followed):
    """A body does not open what is another's: request, papers, control, letters."""
    school = people["school"]
    letters = [("announce", "annonce"), ("open", "contradictoire"), ("order", "reversement")]
    addresses = [at("request", row.pk), at("request_file", row.pk, "demande", "pdf"),
                 at("control", followed.pk), at("answer_control", followed.pk),
                 at("receipt", Repayment.objects.latest("pk").pk, "pdf"),
                 *[at("control_letter", followed.steps.get(kind=kind).pk, name, "pdf")
                   for kind, name in letters]]  # fmt: skip
    assert {school.request.get(address).status for address in addresses} == {404}
    assert people["applicant"].request.get(addresses[-1]).ok


def test_a_request_from_its_sheet_to_its_control(lead, people, clock):
    sheet = steps.sheet()
    applicant, prefecture = people["applicant"], people["prefecture"]
    call = steps.called(lead)
    off_target(applicant, call)
    row = prefilled(applicant, call, sheet)
    completed(applicant, row)
    balanced(applicant, lead, row)
    filed(lead, prefecture, applicant, row)
    decided(people["mayor"], prefecture, row)
    paid(prefecture, row)
    steps.moved(clock, steps.AFTER, lead, *people.values())
    reported(applicant, prefecture, row)
    given_back(prefecture, row)
    printed(lead, row)
    campaign, compliant, other = control.drawn(prefecture, row)
    steps.moved(clock, steps.LONG_AFTER, lead, *people.values())
    control.conform(prefecture, people["school"], compliant)
    control.accused(prefecture, applicant, other, row)
    control.concluded(prefecture, other)
    control.settled(prefecture, other, campaign)
    kept_apart(people, row, other)
    assert not [one for page in (lead, *people.values()) for one in page.failures]
