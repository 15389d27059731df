"""Journey 4, from an empty base: a contract written with its partners, signed, amended, read by each."""

import io
import re

import docx
import pypdf
import pytest
from django.urls import reverse

from maillage.bodies.models import Commitment
from maillage.contracts.models import Objective, Opinion, Pledge, Signatory, Signature, Version
from maillage.kernel import Role
from tests.journeys import contract_steps as steps
from tests.journeys.conftest import PASSWORD
from tests.journeys.contract_steps import at, done, links_of, pressed, save, text_of, wrote
from tests.journeys.steps import KEY, choose, fill, prepared

pytestmark = pytest.mark.browser
TRAM = "arrêt du tramway"


@pytest.fixture
def lead(browse, empty, clock):
    page = browse(empty("coordinator"), PASSWORD)
    prepared(page)
    return page


def written(page):
    """A contract with its plan and two sheets, the second one written whole."""
    steps.diagnosed(page)
    contract = steps.opened(page)
    steps.aims(page, contract)
    return contract, steps.from_model(page, contract), steps.by_hand(page, contract)


def pledged(lead, school, sheet):
    """Two partners promise, one through its own account; the third stays a name on a list."""
    steps.name_partners(lead, sheet, "Collège", "Parquet")
    assert "nommé, sans engagement propre" in text_of(lead)
    steps.pledge(school, sheet, "Collège", deliverable="signaler chaque incident", quantity="régulièrement")
    assert "régulièrement" in text_of(school)  # the refusal names the value
    assert school.locator("#id_quantity").input_value() == "régulièrement"
    assert school.locator("#id_deliverable").input_value() == "signaler chaque incident"
    assert not Pledge.objects.exists()
    fill(school, quantity="un relevé par mois", due_on="2026-12-18")
    done(school)
    mine = steps.confirm(school, sheet, "Confirmer")
    assert mine.confirmed_on is not None
    assert not mine.confirmed_on_paper
    steps.pledge(lead, sheet, "Ville", deliverable="éclairer l'arrêt", quantity="six points lumineux",
                 due_on="2026-10-30")  # fmt: skip
    steps.confirm(lead, sheet, "Noter confirmé sur papier")
    assert Pledge.objects.get(partner__institution__name__startswith="Ville").confirmed_on_paper
    steps.pledge(lead, sheet, "Préfecture", deliverable="relire le bilan", quantity="une fois par an")
    assert text_of(lead).count("nommé, sans engagement propre") == 1
    theirs = Pledge.objects.get(partner__institution__name__startswith="Ville")
    assert school.goto(at("edit_pledge", theirs.pk)).status == 404


def reread(page, contract, sheet):
    """What lacks is counted, said with a better example, and led to where it is mended."""
    page.goto(at("readiness", contract.pk))
    words = text_of(page)
    assert "« renforcer » ne dit ni de combien" in words
    assert "Ramener de 38 % à 25 %" in words
    assert "vérifiables : 1 sur 2" in words
    assert "champs remplis" in words
    assert "vient du modèle" in words
    panel = page.locator("details", has_text=f"Fiche {sheet.number}.")
    remark = panel.locator("li", has_text="il manque le constat")
    remark.get_by_role("link", name="Le préciser").click()
    page.wait_for_url("**/identite/*")
    assert page.locator(page.url[page.url.index("#") :]).count() == 1  # the field itself
    page.locator("input[name=findings]").first.check()
    done(page)
    page.goto(at("readiness", contract.pk))
    panel = page.locator("details", has_text=f"Fiche {sheet.number}.")
    assert "Les dix champs sont remplis" in panel.inner_text()


def mended(page, contract):
    """Each remark on an objective leads to its own form, at the field that lacks."""
    vague = Objective.objects.get(text__startswith="Renforcer")
    page.goto(at("readiness", contract.pk))
    line = page.locator("main .checks li", has_text="dites ce qui se mesurera")
    line.get_by_role("link", name="Le préciser").click()
    page.wait_for_url(f"**/objectif/{vague.pk}/modifier/#id_text")
    assert page.locator("#id_text").input_value().startswith("Renforcer")


def opinion(lead, prefecture, contract, sheet):
    """The prefecture says what it thinks of the sheet and of the plan, without being the coordinator."""
    prefecture.goto(at("opinions", contract.pk))
    prefecture.get_by_role("link", name=re.compile(f"^Fiche {sheet.number}")).click()
    choose(prefecture, "verdict", "reserved")
    fill(prefecture, words="Compatible, si le bilan est partagé.")
    done(prefecture)
    row = Opinion.objects.get()
    assert (row.on_plan, row.sheet, row.verdict) == (True, sheet, "reserved")
    wrote(lead, at("opinion_effect", row.pk), effect="Le bilan est envoyé en décembre.")
    assert "Le bilan est envoyé en décembre" in text_of(lead)


def frozen(page, contract, sheet):
    """A text out for signature refuses a change, with the cure; what was typed is kept."""
    assert page.goto(at("edit_sheet", sheet.pk, "contenu")).status == 200
    fill(page, territory="ailleurs")
    save(page)
    assert "en cours de signature : son texte ne change plus" in text_of(page)
    assert page.locator("#id_territory").input_value() == "ailleurs"
    sheet.refresh_from_db()
    assert sheet.territory == TRAM
    page.goto(at("contract", contract.pk))
    assert page.get_by_role("link", name=re.compile("^(Ajouter|Modifier)")).count() == 0


def signed(lead, people, contract):
    """Three sign online, the last one on paper with its scan: the contract is in force."""
    town = Signatory.objects.get(contract=contract, institution__name__startswith="Ville")
    assert people[Role.PARTNER].goto(at("sign", town.pk)).status == 404  # nobody signs for another
    for role in (Role.MAYOR, Role.PREFECTURE, Role.PROSECUTOR):
        steps.sign_online(people[role], contract, steps.SPEAKERS[role])
    contract.refresh_from_db()
    assert contract.state == "signing"
    steps.sign_on_paper(lead, contract, "Collège")
    contract.refresh_from_db()
    assert contract.state == "in_force"


def in_force(page, contract):
    """The confirmed pledges are commitments; the scan of the original is the one that was sent."""
    assert {row.deliverable for row in Commitment.objects.all()} == {
        "signaler chaque incident", "éclairer l'arrêt"
    }  # fmt: skip
    page.goto(reverse("bodies:commitments", args=[KEY]))
    assert "signaler chaque incident" in text_of(page)
    kept = Signature.objects.get(mode="scanned")
    scan = page.request.get(at("scan", kept.pk))
    assert scan.body() == steps.SCAN["buffer"]
    assert "attachment" in scan.headers["content-disposition"]


def printed(page, contract):
    """The contract on paper: its title, its parties, its sheets, its signatures, what it lacks."""
    pdf = page.request.get(at("contract_file", contract.pk, 1, "pdf"))
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf.body())).pages)
    words = re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("’", "'")
    written = page.request.get(at("contract_file", contract.pk, 1, "docx"))
    document = docx.Document(io.BytesIO(written.body()))
    lines = [line.text for line in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for said in (words, re.sub(r"[\s\u00a0\u202f]+", " ", " ".join(lines)).replace("’", "'")):
        assert "Stratégie territoriale d'Essai" in said
        assert "Préfecture d'Essai" in said
        assert "Fiche 2. Tenir une présence du soir" in said
        assert "6 200,50" in said
        assert "confirmée en ligne" in said
        assert "original numérisé" in said
        assert "à compléter" in said  # what lacked when it was signed
    assert Version.objects.get(number=1).digest[:12] in words.replace(" ", "")


def amended(lead, people, contract):
    """The target changes, is not signed, then is: the comparison reads it field by field."""
    aim = Objective.objects.get(text__startswith="Moins")
    wrote(lead, at("edit_line", "objectif", aim.pk), target="20")
    lead.goto(at("versions", contract.pk))
    assert "1 modification n'est pas signée depuis la version 1" in text_of(lead)
    lead.goto(at("put_to_signature", contract.pk))
    save(lead)
    assert "Dites l'objet de l'avenant" in text_of(lead)
    steps.put_to_signature(lead, contract, "Viser 20 % plutôt que 25 %")
    signed(lead, people, contract)
    lead.goto(at("compare", contract.pk) + "?de=1&a=2")
    row = lead.locator("tbody tr", has_text="cible")
    assert [cell.inner_text() for cell in row.locator("td").all()[1:]] == ["25", "20"]
    assert lead.locator("tbody tr").count() == 1
    assert lead.request.get(at("compare_file", contract.pk) + "?de=1&a=2").body().startswith(b"%PDF")


def read_by_agents(page, contract, other):
    """An agent on the ground reads what is promised and the sheets of its institution, nothing else."""
    page.goto(at("summary"))
    assert "signaler chaque incident" in text_of(page)
    assert "relire le bilan" not in text_of(page)  # nobody confirmed it
    assert page.goto(at("contract", contract.pk)).status == 403
    assert page.goto(at("sheet", other.pk)).status == 404
    page.goto(at("my_sheets"))
    page.get_by_role("link", name=re.compile("Tenir une présence")).click()
    assert page.locator("main form, main a.button").count() == 0


def put_back(lead, sheet):
    """A sheet and a pledge are withdrawn, then put back."""
    lead.goto(at("sheet", sheet.pk))
    pressed(lead, "Retirer la fiche")
    sheet.refresh_from_db()
    assert sheet.withdrawn_on is not None
    pressed(lead, "Remettre la fiche")
    sheet.refresh_from_db()
    assert sheet.withdrawn_on is None
    steps.pledge(lead, sheet, "Prévention", deliverable="tenir l'accueil", quantity="deux soirs par semaine")
    row = Pledge.objects.latest("pk")
    wrote(lead, at("withdraw_pledge", row.pk), reason="Écrit sur la mauvaise fiche.")
    lead.locator("summary", has_text="Ce qui a été retiré").click()
    assert "Écrit sur la mauvaise fiche" in text_of(lead)
    pressed(lead, "Remettre")
    row.refresh_from_db()
    assert row.withdrawn_on is None


def conflict(lead, other, sheet):
    """Two people write one part: the second is told, keeps its words, and chooses."""
    for page in (lead, other):
        page.goto(at("edit_sheet", sheet.pk, "moyens"))
    fill(lead, human_means="Trois médiateurs.")
    done(lead)
    fill(other, human_means="Quatre médiateurs.")
    save(other)
    assert "Trois médiateurs" in text_of(other)
    assert other.locator("#id_human_means").input_value() == "Quatre médiateurs."
    sheet.refresh_from_db()
    assert sheet.human_means == "Trois médiateurs."
    done(other)
    sheet.refresh_from_db()
    assert sheet.human_means == "Quatre médiateurs."


@pytest.mark.journey
def test_a_contract_from_the_diagnosis_to_its_amendment(browse, empty, lead):
    contract, model, sheet = written(lead)
    people = {role: steps.entered(browse, empty, role) for role in steps.SPEAKERS}
    pledged(lead, people[Role.PARTNER], sheet)
    reread(lead, contract, sheet)
    mended(lead, contract)
    opinion(lead, people[Role.PREFECTURE], contract, sheet)
    steps.sign_list(lead, contract)
    steps.put_to_signature(lead, contract)
    frozen(lead, contract, sheet)
    signed(lead, people, contract)
    in_force(lead, contract)
    printed(lead, contract)
    amended(lead, people, contract)
    read_by_agents(people[Role.FIRST_LINE], contract, model)
    put_back(lead, model)
    conflict(lead, browse(steps.joined(empty, Role.COORDINATOR, "adjointe"), PASSWORD), sheet)
    assert not lead.failures


READS = ("contracts", "contract", "sheets", "sheet", "calendar", "glossary", "models", "readiness",
         "opinions", "signature", "versions", "compare", "reviews", "values", "summary")  # fmt: skip
WRITES = ("edit_contract", "end_contract", "add_sheet", "edit_sheet", "put_to_signature", "ask_opinion",
          "add_signatory", "add_partner")  # fmt: skip
READERS = (Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.RESEARCHER, Role.DPO)


def addresses(names, contract, sheet):
    """The address of each page, for this contract and this sheet."""
    of = {"sheet": [sheet.pk], "edit_sheet": [sheet.pk, "contenu"], "add_partner": [sheet.pk],
          "contracts": [], "summary": []}  # fmt: skip
    return {name: at(name, *of.get(name, [contract.pk])) for name in names}


def test_each_reads_what_is_theirs_and_writes_nothing_else(browse, empty, lead):
    contract, _, sheet = written(lead)
    pages = addresses(READS, contract, sheet)
    writes = addresses(WRITES, contract, sheet)
    faults = []
    for role in READERS:
        page = steps.entered(browse, empty, role)
        for name, address in pages.items():
            status = page.goto(address).status
            faults += [] if status == 200 else [f"{role} {name}: {status}"]
            faults += [f"{role} {name}: {href}" for href in offered(page, writes.values())]
        faults += [f"{role} {name}: {status}" for name, address in writes.items()
                   if (status := page.request.get(address).status) != 403]  # fmt: skip
        assert all(page.request.get(at("contract_file", contract.pk, 0, one)).ok for one in ("pdf", "docx"))
    for role in (Role.FIRST_LINE, Role.ADMINISTRATOR):
        page = steps.entered(browse, empty, role)
        seen = {name for name, address in pages.items() if page.request.get(address).status == 200}
        faults += [] if seen == ({"summary", "sheet"} if role is Role.FIRST_LINE else set()) else [
            f"{role}: {seen}"]  # fmt: skip
    assert not faults


def offered(page, writes):
    """What a page offers to write: links to forms it may not open, buttons that send something."""
    links = links_of(page)
    sends = page.locator("main form[method=post]").count()
    return [href for href in links if href.split("?")[0] in set(writes)] + ["bouton"] * sends
