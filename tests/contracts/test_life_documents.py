"""Documents of a contract: what each page says, that sums foot, that nobody is named."""

import io
from decimal import Decimal

import docx
import pypdf
import pytest

from maillage.contracts.documents import comparison, contract, lines, sheet, summary
from maillage.contracts.models import CostLine, Review
from maillage.contracts.selectors import text as texts
from maillage.kernel import BadInput
from maillage.ui.printing import Heading, Table
from tests.contracts import factories as made
from tests.contracts import scenes
from tests.contracts.scenes import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return scenes.contract()


def words(document):
    """Every word of a document, in its order."""
    found = []
    for block in document.sections:
        for value in vars(block).values():
            found += [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    return "\n".join(found).replace("\u202f", " ").replace("\xa0", " ")


def tables(document):
    return {block.caption: block for block in document.sections if isinstance(block, Table)}


def pages(content):
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_costs_of_a_contract_foot_both_ways(scene):
    made.CostFactory(sheet=scene.sheets[1], year=2028, amount=None)
    document = contract.document(texts.text(scene.contract), on=DAY, state="Projet")
    rows = tables(document)["Lignes chiffrées, par fiche et par année"].rows
    sums = [
        [Decimal(cell.replace("\u202f", "").replace(",", ".").rstrip("€")) for cell in row[1:]]
        for row in rows
    ]
    assert all(sum(row[:-1]) == row[-1] for row in sums)
    assert [sum(column) for column in zip(*sums[:-1], strict=True)] == sums[-1]
    assert sums[-1][-1] == Decimal("18601.00")
    assert "1 ligne reste à chiffrer" in words(document)


def test_a_draft_says_so_with_what_it_lacks_and_names_nobody(scene):
    document = contract.document(texts.text(scene.contract), on=DAY, state="Projet")
    text = words(document)
    assert document.version == "Projet" and "ce texte n'est pas signé" in text
    assert "Fiche 1 : il manque le constat" in text and "Camille" not in text
    assert tables(document)["Chacun signe le même texte"].to_sign
    titles = [block.text for block in document.sections if isinstance(block, Heading) and block.level == 1]
    assert titles[0] == "Parties, territoire et durée" and titles[-1] == "Signatures"


def test_a_signed_version_says_who_signed_and_its_digest(scene):
    version = scenes.signed(scene)
    named = scene.contract.signatories.values_list("pk", flat=True)
    rows = [(signatory, "vue sur l'original", "20 mars 2026") for signatory in named]
    document = contract.document(
        version.content, on=DAY, state="Version 1, signée", digest=version.digest, signed=rows
    )
    assert version.digest in words(document) and "n'est pas signé" not in words(document)
    assert not tables(document)["Chacun signe le même texte"].to_sign
    assert pages(contract.render(version.content, "pdf", day=DAY, state="x", digest=version.digest)) >= 5
    file = contract.render(version.content, "docx", day=DAY, state="x")
    assert any("Présence du soir 2" in row.text for row in docx.Document(io.BytesIO(file)).paragraphs)


def test_a_sheet_says_what_lacks_and_why_a_field_has_no_object(scene):
    CostLine.objects.filter(sheet=scene.sheets[0]).update(withdrawn_on=DAY)
    Review.objects.create(sheet=scene.sheets[0], planned_on="2027-03-01")
    scene.contract.sheets.filter(number=1).update(without={"cost": "sur les postes existants"})
    text = texts.text(scene.contract)
    found = words(sheet.document(text, text["sheets"][0], on=DAY))
    assert "Coût : sur les postes existants." in found and "coût (sur les postes existants)" in found
    assert ("Revue", "le 1er\u00a0mars 2027") in tables(sheet.document(text, text["sheets"][0], on=DAY))[
        "Calendrier"
    ].rows
    assert "Il manque le constat" in found and "tenir la présence du soir" in found


def test_the_summary_has_no_cost_and_stays_within_two_pages(scene):
    few = summary.document(texts.text(scene.contract), on=DAY, number=1)
    assert "Qui appeler : Transport Essai (fictif)." in words(few) and "6 200" not in words(few)
    for number in range(3, 13):
        scenes._sheet(scene.contract, scene.who, number)
    text = texts.text(scene.contract)
    assert pages(summary.render(text, "pdf", day=DAY, number=1)) <= 2
    assert "€" not in words(summary.document(text, on=DAY, number=1))


def test_a_comparison_prints_before_and_after(scene):
    version = scenes.signed(scene)
    scene.contract.sheets.filter(number=1).update(content="Trois médiateurs.")
    found = comparison.document(version.content["contract"], texts.moved(version), "version 1", "x", on=DAY)
    assert "Deux médiateurs tiennent l'arrêt." in words(found) and "Trois médiateurs." in words(found)
    long = "Une présence adulte, de 17 h à 18 h, du lundi au jeudi. " * 8
    scene.contract.sheets.filter(number=2).update(content=long)
    found = comparison.document(version.content["contract"], texts.moved(version), "version 1", "x", on=DAY)
    assert [len(row.rows) for row in tables(found).values()] == [1] and f"Après : {long}" in words(found)
    none = comparison.render(version.content["contract"], [], "version 1", "version 1", DAY)
    assert none.startswith(b"%PDF")


def test_an_unknown_format_is_refused(scene):
    with pytest.raises(BadInput, match="choisissez pdf, docx"):
        lines.write(summary.document(texts.text(scene.contract), on=DAY, number=1), "exe")
