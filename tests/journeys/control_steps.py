"""The control of two bodies through forms: drawn by hand too, one compliant, the other to its last cent."""

from maillage.funding.models import Campaign, Control, DrawBase, Fault, Recovery, Repayment
from tests.journeys import fund_steps as steps
from tests.journeys.contract_steps import done, named, pressed, save, text_of
from tests.journeys.fund_steps import at, plain
from tests.journeys.steps import fill


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
