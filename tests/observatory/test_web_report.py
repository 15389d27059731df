"""The yearly report and the sheets: what they hold, what they leave out, and for whom."""

import io

import pymupdf
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from maillage.kernel import Role
from maillage.observatory.services import assessment as services
from maillage.observatory.services import remarks
from tests.observatory import health
from tests.observatory.test_web_assessment import ALL
from tests.observatory.test_web_health import at

pytestmark = pytest.mark.django_db


def asked(client, scene, file_format, role=Role.COORDINATOR, **query):
    client.force_login(health.member(scene.here, role).user)
    return client.get(at(scene.here, "report", file_format), query)


def text_of(answer):
    with pymupdf.open(stream=answer.content, filetype="pdf") as pdf:
        said = " ".join(page.get_text() for page in pdf)
    return " ".join(said.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'").split())


@pytest.fixture
def commented(scene):
    actor = health.member(scene.here, Role.PARTNER, scene.school).actor
    return remarks.comment(
        actor=actor, partnership=scene.here, indicator="C1", institution=scene.school, on=health.DAY,
        shown="33 % (4 sur 12)", words="Trois fiches attendent leur saisie.",
    )  # fmt: skip


def test_the_report_says_the_reading_the_figures_and_what_institutions_say(client, scene, commented):
    text = text_of(asked(client, scene, "pdf"))
    for said in (
        "Faiblesse nette : fiches à deux collèges ou plus.", "Contractualisation sans coproduction",
        "certitude que ce soit vrai : 92 %", "4 sur 12", "13 à 53 %", "Trois fiches attendent leur saisie.",
        "Bailleur Essai (fictif) (1 sur 5)", "Signalements suivis d'un retour (I8)", "n'est jamais une cible",
        "moins de cinq, non publié",
    ):  # fmt: skip
        assert said in text, said


def test_a_researchers_report_names_no_institution_of_a_list(client, scene):
    assert "Bailleur" not in text_of(asked(client, scene, "pdf", role=Role.RESEARCHER))


def test_the_same_report_as_a_word_processor_reads_it(client, scene, commented):
    made = Document(io.BytesIO(asked(client, scene, "docx").content))
    said = " ".join(row.text for row in made.paragraphs)
    assert "Trois fiches attendent leur saisie." in said
    assert len(made.inline_shapes) >= 3  # the past of the figures of the whole


def test_the_sheets_hold_raw_values_and_hide_few_exchanges(client, scene):
    book = CalamineWorkbook.from_filelike(io.BytesIO(asked(client, scene, "xlsx").content))
    rows = {row[0]: row for row in book.get_sheet_by_name("Chiffres").to_python()}
    assert rows["C1"][4] == pytest.approx(1 / 3) and rows["C1"][7:10] == [4, 12, 3]
    assert rows["P6"][4] == "" and rows["P6"][3] == "3 sur 4"
    assert rows["I7"][3] == "moins de cinq, non publié" and not any(rows["I7"][4:12])
    past = [row for row in book.get_sheet_by_name("Histoire").to_python() if row[0] == "C1"]
    assert [row[3] for row in past] == [0.6, "", 0.5, 0.44, pytest.approx(1 / 3)]
    csv = asked(client, scene, "csv").content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("Identifiant;Famille;Indicateur;État;Valeur")


def test_a_year_is_read_on_its_last_day(client, scene):
    assert asked(client, scene, "csv", annee="2024").status_code == 200
    for year in ("2019", "1900", "9999", "deux"):
        assert asked(client, scene, "csv", annee=year).status_code == 404
    assert asked(client, scene, "odt").status_code == 404


def test_the_results_of_a_round_as_a_document(client, scene):
    chair = health.member(scene.here)
    row = services.open_assessment(
        actor=chair.actor, partnership=scene.here, title="Un tour", until=None, on=health.DAY
    )
    client.force_login(chair.user)
    assert client.get(at(scene.here, "assessment_file", row.pk, "pdf")).status_code == 404  # still open
    for _person in range(5):
        who = health.member(scene.here, Role.PARTNER, scene.school)
        services.rate(actor=who.actor, assessment=row, institution=scene.school, scores=ALL)
    services.close_assessment(actor=chair.actor, assessment=row, on=health.DAY)
    text = text_of(client.get(at(scene.here, "assessment_file", row.pk, "pdf")))
    assert "aucune étude ne l'a validé" in text and "D'accord : 100 % (5 sur 5)" in text
    assert client.get(at(scene.here, "assessment_file", row.pk, "docx")).status_code == 200
