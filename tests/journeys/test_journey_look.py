"""Journey 9, from an empty base: a partnership looks at itself, says what it thinks of it, prints it."""

import pytest
from django.urls import reverse

from maillage.accounts.models import User
from maillage.institutions.models import Partnership
from maillage.kernel import Role
from maillage.observatory.models import HealthSnapshot, Remark, SelfAssessment, TieAnswer, TieSurvey
from maillage.observatory.services import assessment, refresh
from maillage.observatory.vocabulary.items import ITEMS
from maillage.scenario.generator import generate
from maillage.scenario.services.records import insert_scenario
from tests.factories import MACHINE
from tests.journeys import look_steps as steps
from tests.journeys.look_steps import at, text_of
from tests.journeys.steps import fill, go_on, send, submit
from tests.observatory.scenes import TODAY

pytestmark = pytest.mark.browser
SAID = "Deux fiches attendent encore la signature du bailleur."
MENDED = "Deux fiches attendent encore leur saisie."


@pytest.fixture
def scene(empty, clock):
    return steps.records()


@pytest.fixture
def lead(browse, empty, scene):
    return steps.entered(browse, empty, scene.here, Role.COORDINATOR)


def computed(page, here):
    """The page says what it waits for; one press computes; every line leads to its figure."""
    page.goto(at(here, "health"))
    assert "Aucun chiffre n'est encore calculé" in text_of(page)
    send(page, "Calculer maintenant")
    words = text_of(page)
    assert "Les chiffres sont calculés à nouveau" in words
    assert "État au 2 mars 2026" in words
    assert "Signes d'un contrat sans coproduction" in words
    assert HealthSnapshot.objects.get().day == TODAY
    lines = steps.part(page, "chiffres").locator("tbody tr:not(.group)")
    assert lines.count() == steps.part(page, "chiffres").locator("a.row-link").count() > 5


def opened(page, here):
    """A figure opens on its formula, its source, its past, and the pages of its records."""
    page.locator("a.row-link[href*='/C1/']").click()
    page.wait_for_url("**/indicateurs/C1/")
    words = text_of(page)
    for part in ("Formule", "Numérateur", "Dénominateur", "Ce que dit la littérature", "Gautron", "Réserve",
                 "Son passé", "Trois comparaisons, jamais fondues en une"):  # fmt: skip
        assert part in words, part
    links = (
        steps.part(page, "calcul")
        .locator("a")
        .evaluate_all("rows => rows.map(row => row.getAttribute('href'))")
    )
    assert reverse("contracts:contracts", args=[here.key]) in links
    assert all(page.request.get(link).status == 200 for link in links)


def commented(lead, school, other, here):
    """A partner says what the figure does not show; the coordinator answers; each mends their own words."""
    school.goto(at(here, "figure", "C1"))
    school.get_by_role("link", name="Commenter ce chiffre").click()
    school.wait_for_url("**/commenter/")
    fill(school, words=SAID)
    go_on(school, "Publier le commentaire")
    assert SAID in text_of(school)
    first = Remark.objects.get()
    lead.goto(at(here, "answer_remark", first.pk))
    lead.select_option("#id_institution", label="Ville d'Essai")
    fill(lead, words="La ville les saisira avant la plénière.")
    go_on(lead, "Publier la réponse")
    assert other.goto(at(here, "edit_remark", first.pk)).status == 404  # nobody mends another's words
    _mended(school, here)


def _mended(page, here):
    page.goto(at(here, "figure", "C1"))
    page.get_by_role("link", name="Corriger").click()
    page.wait_for_url("**/modifier/")
    fill(page, words=MENDED)
    go_on(page, "Corriger")
    words = text_of(page)
    assert MENDED in words and SAID not in words
    assert "La ville les saisira" in words
    send(page, "Retirer")
    assert MENDED not in page.locator(".remarks").all_inner_texts()
    page.locator("summary", has_text="Commentaires retirés").click()
    send(page, "Remettre")
    assert MENDED in text_of(page)


def rated(lead, school, empty, scene):
    """Several answer without their names; the closed round shows where they do not see the same."""
    here = scene.here
    lead.goto(at(here, "open_assessment"))
    fill(lead, title="Comment travaillons-nous")
    go_on(lead, "Ouvrir")
    row = SelfAssessment.objects.get()
    school.goto(at(here, "rate", row.pk))
    for item in ITEMS:
        school.check(f"input[name={item.key}][value='1']")
    submit(school)
    assert "sans votre nom" in text_of(school)
    for n, kind in enumerate(("town", "prefecture", "national_police", "street_work", "landlord")):
        actor = steps.speaking(empty, here, scene.who[kind], f"avis-{kind}".replace("_", "-"))
        scores = {item.key: 5 if n else 1 for item in ITEMS}
        assessment.rate(actor=actor, assessment=row, institution=scene.who[kind], scores=scores)
    lead.goto(at(here, "assessment", row.pk))
    assert "6 personnes ont répondu" in text_of(lead)
    assert "67 %" not in text_of(lead)  # nothing before the closing
    lead.goto(at(here, "close_assessment", row.pk))
    submit(lead)
    words = text_of(lead)
    assert "4 sur 6" in words and "aucune étude ne l'a validé" in words
    assert "La moitié du milieu des personnes va de" in steps.plain(steps.part(lead, "ecarts").inner_text())
    for made, read in (("pdf", steps.pdf_text), ("docx", steps.docx_text)):
        assert "4 sur 6" in read(steps.body_of(lead, at(here, "assessment_file", row.pk, made)))


def networked(page, scene):
    """Who is tied to whom by what they promised; the files hold the same institutions, and no person."""
    here = scene.here
    page.goto(at(here, "network"))
    words = text_of(page)
    assert "Si une institution s'en allait" in words and "Ville d'Essai" in words
    assert steps.part(page, "reseau").locator("svg[role=img]").first.is_visible()
    files, rows = steps.networks(page, lambda form: at(here, "network_file", form))
    for labels, links in files:
        assert {"Ville d'Essai", "Collège Essai", "SPIP d'essai"} <= labels
        assert links == rows > 3
        assert not labels & steps.names_of_persons(here)


def declared(lead, school, other, scene):
    """Institutions say with whom they work; it is drawn apart, never added to the records."""
    here, town = scene.here, scene.who["town"]
    lead.goto(at(here, "declared"))
    send(lead, "Ouvrir un relevé")
    survey = TieSurvey.objects.get()
    for page, towards in ((school, town), (other, scene.who["school"])):
        page.goto(at(here, "declared"))
        page.get_by_role("link", name="Répondre pour").click()
        page.wait_for_url("**/repondre/*")
        page.select_option(f"#id_often_{towards.pk}", "3")
        submit(page)
        assert "Réponses reçues" in text_of(page)
    assert TieAnswer.objects.count() == 2
    lead.goto(at(here, "declared"))
    send(lead, "Fermer ce relevé")
    assert "2 sur" in text_of(lead)
    files, rows = steps.networks(lead, lambda form: at(here, "declared_file", survey.pk, form))
    assert [links for _, links in files] == [rows, rows] == [2, 2]


def printed(page, here, tmp_path):
    """The report of the year, whole for who reads and for who listens, with what the institutions say."""
    address = {form: at(here, "report", form) for form in ("pdf", "docx", "csv")}
    pdf = steps.body_of(page, address["pdf"])
    steps.read_aloud(pdf, tmp_path / "sante.pdf")
    written = steps.docx_text(steps.body_of(page, address["docx"]))
    for said in (steps.pdf_text(pdf), written):
        for part in (MENDED, "La ville les saisira", "2 mars 2026"):
            assert part in said, part
        assert not [name for name in steps.names_of_persons(here) if name in said]
    assert "C1;" in steps.body_of(page, address["csv"]).decode("utf-8-sig")


@pytest.mark.journey
def test_a_partnership_looks_at_itself(browse, empty, scene, lead, tmp_path):
    here = scene.here
    school = steps.entered(browse, empty, here, Role.PARTNER, scene.who["school"])
    other = steps.entered(browse, empty, here, Role.PREFECTURE, scene.who["prefecture"])
    computed(lead, here)
    opened(lead, here)
    commented(lead, school, other, here)
    rated(lead, school, empty, scene)
    networked(lead, scene)
    declared(lead, school, other, scene)
    printed(lead, here, tmp_path)
    assert not [line for page in (lead, school) for line in page.failures]


PAGES = ("health", "figures", "network", "declared", "assessments", "load")
FILES = ("report.csv", "network_file.json")
EVERYTHING = {*PAGES, "figure", *FILES}
SEES = {
    Role.COORDINATOR: EVERYTHING, Role.MAYOR: EVERYTHING, Role.PREFECTURE: EVERYTHING,
    Role.PROSECUTOR: EVERYTHING, Role.PARTNER: EVERYTHING, Role.FIRST_LINE: EVERYTHING,
    Role.RESEARCHER: EVERYTHING - {"load", "declared"}, Role.DPO: set(), Role.ADMINISTRATOR: set(),
}  # fmt: skip
WRITES = ("open_assessment", "open_ties", "refresh", "agreement")


def addresses(here):
    found = {name: at(here, name) for name in PAGES} | {"figure": at(here, "figure", "C1")}
    return found | {name: at(here, *name.split(".")) for name in FILES}


def test_each_reads_the_whole_and_nobody_reads_a_person(client, empty, scene):
    """The coordinator alone reads who pilots and who carries what; the rest reads institutions."""
    here = scene.here
    refresh.refresh(actor=scene.actor, partnership=here, day=TODAY)
    people = {row.name for row in scene.people.values()}
    faults = []
    for role, expected in SEES.items():
        who = scene.who["school"] if role in (Role.PARTNER, Role.FIRST_LINE) else None
        client.force_login(User.objects.get(email=steps.joined(empty, here, role, who)))
        answers = {name: client.get(address) for name, address in addresses(here).items()}
        seen = {name for name, answer in answers.items() if answer.status_code == 200}
        faults += [] if seen == expected else [f"{role}: {seen ^ expected}"]
        if role is Role.COORDINATOR:
            continue
        said = {name: answers[name].content.decode() for name in seen}
        faults += [f"{role} {name}: {one}" for name, text in said.items() for one in people if one in text]
        faults += [f"{role} writes {name}" for name in WRITES
                   if client.get(at(here, name)).status_code == 200 and role is not Role.MAYOR]  # fmt: skip
    assert not faults


def test_a_contract_without_co_production_is_said_to_be_so(browse, empty, clock):
    """The doctrine's contract that nobody carries together, planted in the records, is read on the page."""
    made = generate(profile="contract_no_coproduction", count=1, years=3, seed=5, end=TODAY)
    insert_scenario(actor=MACHINE, made=made, name="sans-coproduction")
    here = Partnership.objects.get()
    page = steps.entered(browse, empty, here, Role.COORDINATOR)
    refresh.refresh(actor=MACHINE, partnership=here, day=TODAY)
    page.goto(at(here, "health"))
    words = text_of(page)
    assert "Contractualisation sans coproduction" in words
    assert "trois signes sur cinq" in words
    assert "certitude que ce soit vrai" in words
