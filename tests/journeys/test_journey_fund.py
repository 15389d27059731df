"""Journey 5, from an empty base: a request from its sheet to its report, then the control of the body."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from maillage.funding.models import (
    Campaign,
    Condition,
    Control,
    DrawBase,
    Fault,
    Payment,
    PlanLine,
    Recovery,
    Repayment,
    RequestOpinion,
)
from maillage.kernel import Role
from tests.journeys import fund_steps as steps
from tests.journeys.conftest import PASSWORD
from tests.journeys.contract_steps import done, named, pressed, save, text_of
from tests.journeys.fund_steps import at, checks, euros, plain
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
    assert words.count("8 000 €") >= 2  # asked, and the line of the fund
    assert "16 000 €" in words  # both sides of the plan
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
    assert "8 000 € versés sur 8 000 €" in text_of(page)


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


def drawn(page, row):
    """The list and the seed are published, then drawn: the sample is the one that hashlib gives by hand."""
    steps.others_funded(row.fund)
    page.goto(at("open_campaign"))
    fill(page, title="Contrôle des subventions 2026", year="2026", rate="40", contact="Pôle prévention")
    done(page)
    campaign = Campaign.objects.get()
    body = f"{row.applicant.name}|{row.applicant.siret}|{row.number}"
    school = f"{named('Collège').name}||100"
    keys = [body, school, *(f"Écoute du quartier {n} (fictive)|{n:014d}|{n + 101}" for n in range(3))]
    seed = steps.seed_for(keys, [body, school])
    page.goto(at("publish_base", campaign.pk))
    fill(page, seed=seed)
    save(page)
    assert "Dites d'où vient cette graine" in text_of(page)
    fill(page, seed_origin="tirage du loto du 30 janvier 2027")
    done(page)
    assert sorted(steps.keys_of(campaign)) == sorted(keys)
    assert not Control.objects.exists()  # published first, drawn after
    pressed(page, "Tirer les organismes")
    ranked = steps.prints(seed, keys)
    units = {unit.key: (unit.rank, unit.taken) for unit in DrawBase.objects.get().units.all()}
    assert units == {key: (rank, rank <= 2) for rank, key in enumerate(ranked, 1)}
    found = {control.institution.name: control for control in Control.objects.all()}
    assert set(found) == {row.applicant.name, named("Collège").name}
    listed = page.request.get(at("campaign_file", campaign.pk, "csv")).body().decode("utf-8-sig")
    assert all(key in listed for key in keys)
    return campaign, found[named("Collège").name], found[row.applicant.name]


def conform(page, school, control):
    """The compliant body: announced, it answers, a closing letter; no letter may accuse it."""
    told = steps.control_step(page, control, "announce", "2027-02-02")
    said = steps.letter(page, told, "annonce")
    assert "Il ne met pas en cause votre organisme" in said
    assert "Pôle prévention répond à vos questions" in said
    steps.answered(
        school, control, "2027-03-01", words="Voici les pièces.", documents="Compte rendu\nFactures"
    )
    page.goto(at("control_step", control.pk, "open"))
    fill(page, on="2027-03-02", words="Un doute.")
    save(page)
    assert "ne suit pas l'état « pièces reçues »" in text_of(page)
    closed = steps.control_step(page, control, "conform", "2027-03-02")
    for reader in (page, school):
        said = steps.letter(reader, closed, "conforme")
        assert "vos subventions sont conformes" in said
        assert not [word for word in steps.THREATS if word in said]
    for row in control.steps.all():
        for kind in ("contradictoire", "constat", "reversement"):
            assert page.request.get(at("control_letter", row.pk, kind, "pdf")).status == 404
    page.goto(at("control", control.pk))
    assert "Ce contrôle est terminé" in text_of(page)
    assert "contradictoire" not in text_of(page)


def accused(page, body, control, row):
    """The other body: its pieces, the amiable phase, two faults, the adversarial phase left unanswered."""
    steps.control_step(page, control, "announce", "2027-02-02")
    steps.answered(body, control, "2027-03-01", documents="Factures de septembre")
    page.goto(at("control", control.pk))
    assert "Ouvrir la phase contradictoire" not in text_of(page)  # the amiable one comes first
    asked = steps.control_step(page, control, "clear", "2027-03-10", words="Il manque trois factures.")
    said = steps.letter(body, asked, "eclaircissements")
    assert "Ce constat est provisoire" in said and "Il manque trois factures" in said
    steps.answered(body, control, "2027-03-20", words="Nous ne les retrouvons pas.")
    for motive, amount, words in (("unjustified", "300,25", "Trois factures manquent."),
                                  ("other_use", "120,10", "Un repas est payé.")):  # fmt: skip
        page.goto(at("write_fault", control.pk))
        page.select_option("#id_decision", str(row.decision.pk))
        page.select_option("#id_motive", motive)
        fill(page, amount=amount, words=words)
        done(page)
    body.goto(at("control", control.pk))
    assert "300,25" not in text_of(body)  # not put to the body yet
    opened = steps.control_step(page, control, "open", "2027-04-01", words="Des factures manquent.")
    said = steps.letter(page, opened, "contradictoire")
    for words in ("300,25 €", "120,10 €", "420,35 €", "Demander à être entendu", "1er mai 2027"):
        assert words in said, words
    body.goto(at("control", control.pk))
    assert "300,25" in text_of(body)


def concluded(page, control):
    """Silence once the delay has run out, the finding fault by fault, the order, the letters to the cent."""
    page.goto(at("control_step", control.pk, "silence"))
    fill(page, on="2027-05-01")
    save(page)
    assert "qu'à partir du 02/05/2027" in text_of(page)
    fill(page, on="2027-05-02")
    done(page)
    control.refresh_from_db()
    kept = dict(zip(Fault.objects.order_by("pk"), ("300,25", "100"), strict=True))
    page.goto(at("control_step", control.pk, "conclude"))
    fill(page, on="2027-05-10", words="Aucune réponse ; le repas est admis pour partie.",
         **{f"kept_{fault.pk}": amount for fault, amount in kept.items()})  # fmt: skip
    done(page)
    control.refresh_from_db()
    said = steps.letter(page, control.steps.latest("pk"), "constat")
    for words in ("Le constat définitif retient 400,25 €", "300,25 €", "100,00 €"):
        assert words in said, words
    order = steps.control_step(page, control, "order", "2027-05-12")
    said = steps.letter(page, order, "reversement")
    assert said.count("400,25 €") == 3  # the sentence, the line, the total
    assert "sanction" not in said and "mise en demeure" not in said


def settled(page, control, campaign):
    """Paid back in two parts with a receipt each; nothing closes before the last cent."""
    claim = Recovery.objects.get(origin=f"control:{control.pk}")
    steps.money_form(page, at("repay", claim.pk), amount="200,25", on="2027-06-01")
    said = steps.text_of_pdf(page, at("receipt", Repayment.objects.latest("pk").pk, "pdf"))
    assert "Il reste 200,00 € à rendre" in said
    page.goto(at("control_step", control.pk, "close"))
    save(page)
    assert "Il reste 200,00 € à rendre" in text_of(page)
    steps.money_form(page, at("repay", claim.pk), amount="200", on="2027-06-20")
    assert "La somme est soldée" in steps.text_of_pdf(
        page, at("receipt", Repayment.objects.latest("pk").pk, "pdf")
    )
    steps.control_step(page, control, "close", "2027-06-21")
    page.goto(at("campaign", campaign.pk))
    foot = plain(page.locator("section", has=page.locator("#controles")).locator("tfoot").first.inner_text())
    assert [word for word in foot.split() if "," in word] == ["400,25", "400,25", "0,00", "0,00"]
    record = steps.text_of_pdf(page, at("campaign_file", campaign.pk, "pdf"))
    assert "Empreinte de la liste" in record and "400,25 €" in record


def kept_apart(people, row, control):
    """A body does not open what is another's: request, papers, control, letters."""
    school = people["school"]
    letters = [("announce", "annonce"), ("open", "contradictoire"), ("order", "reversement")]
    addresses = [at("request", row.pk), at("request_file", row.pk, "demande", "pdf"),
                 at("control", control.pk), at("answer_control", control.pk),
                 at("receipt", Repayment.objects.latest("pk").pk, "pdf"),
                 *[at("control_letter", control.steps.get(kind=kind).pk, name, "pdf")
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
    campaign, compliant, other = drawn(prefecture, row)
    steps.moved(clock, steps.LONG_AFTER, lead, *people.values())
    conform(prefecture, people["school"], compliant)
    accused(prefecture, applicant, other, row)
    concluded(prefecture, other)
    settled(prefecture, other, campaign)
    kept_apart(people, row, other)
    assert not [one for page in (lead, *people.values()) for one in page.failures]


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


def seen(page, addresses):
    """What opens; what does not is refused or not found, never half shown."""
    found = set()
    for name, address in addresses.items():
        status = page.goto(address).status
        assert status in (200, 403, 404), f"{name}: {status}"
        found |= {name} if status == 200 else set()
    return found


def test_each_sees_the_money_that_is_theirs(browse, empty, lead):
    addresses = steps.everything()
    for role, expected in SEES.items():
        page = steps.entered(
            browse, empty, role, SPEAKERS.get(role), f"lecture-{role.value}".replace("_", "-")
        )
        found = seen(page, addresses)
        assert found - {"own"} == expected - {"own"}, role
        assert ("own" in found) is (expected == EVERYTHING or role is Role.PARTNER), role
        if role not in (Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE):
            for name in sorted(found):
                page.goto(addresses[name])
                assert not [word for word in SECRETS if word in text_of(page)], f"{role} {name}"
        if role not in (Role.COORDINATOR, Role.PREFECTURE, Role.PARTNER):  # reads, writes nothing of it
            for name in sorted(found):
                page.goto(addresses[name])
                assert page.locator("main form[method=post]").count() == 0, f"{role} {name}"
                links = [row.get_attribute("href") for row in page.locator("main a").all()]
                assert not [href for href in links if href in {at(one) for one in WRITES}], f"{role} {name}"


def test_a_partner_reads_its_own_request_whole(browse, empty, lead):
    addresses = steps.everything()
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
