"""What partners brought is in every document, as it was given; older frozen versions are still printed."""

import io
import json
import os
import subprocess
import sys

import pytest
from python_calamine import CalamineWorkbook

from maillage.diagnosis import services
from maillage.diagnosis.documents import render
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.services import positions, requests
from maillage.diagnosis.vocabulary.gathered import RefusalMotive
from tests.diagnosis import gather
from tests.diagnosis.gather import DAY
from tests.diagnosis.test_documents import plain, words

pytestmark = pytest.mark.django_db
SAID = (
    "Collège A", "Nombres donnés par Rectorat (fictif), tels quels", "Aucune note de méthode",
    "reçue, douteuse",
    "Enquête du Château", "Le soir inquiète plus que le jour.", "sans réponse", "32 à 49 %",
    "main courante municipale", "Personne n'y écrit le soir.", "Délai de trois mois.", "Répond en partie.",
    "Être là le soir.", "Rectorat (fictif)", "Pas chez nous.", "La question vise des personnes.",
    "secret professionnel",
)  # fmt: skip


@pytest.fixture
def snapshot(evidence):
    scene = gather.scene()
    run = {"actor": scene.runs, "diagnosis": scene.diagnosis}
    rows = [("2024", "", "Collège A, violences", 12)]
    gather.answer(scene, gather.ask(scene), rows, note="")
    refused = gather.ask(scene, institution=scene.landlord, source="Incidents par résidence")
    requests.refuse_request(
        actor=scene.other, request=refused, seen=refused.revision, kind=RefusalMotive.SECRECY, words="",
        dissent="La question vise des personnes.", on=DAY,
    )  # fmt: skip
    gather.code(scene, gather.walk(scene))
    services.save_line(**run, kind="words", values={
        "kind": "log", "name": "main courante municipale", "content": "Bruit le soir.",
        "limits": "Personne n'y écrit le soir."})  # fmt: skip
    services.save_line(**run, kind="means", values={
        "name": "Médiation", "nature": "support", "holder": "ville", "adequacy": "partly",
        "dysfunctions": "Délai de trois mois.", "remark": "Deux postes sur quatre."})  # fmt: skip
    finding = services.save_line(**run, kind="finding", values={
        "text": "Un constat.", "evidence": "Base.", "confidence": "good"})  # fmt: skip
    positions.sign(actor=scene.holder, finding=finding, institution=scene.school, on=DAY)
    positions.dissent(
        actor=scene.other, finding=finding, institution=scene.landlord, words="Pas chez nous.", on=DAY
    )
    values = {"text": "Être là le soir.", "rank": 1, "findings": [finding], "institution": scene.school}
    services.save_line(**run, kind="priority", values=values)
    return services.compose(actor=scene.runs, place="44143", on=DAY, partnership=scene.here)


@pytest.mark.parametrize("file_format", ["docx", "odt", "html"])
def test_each_document_says_what_partners_brought(snapshot, file_format):
    text = words(snapshot, file_format)
    assert not [said for said in SAID if plain(said) not in text]


def test_the_pdf_is_written(snapshot):
    assert render(snapshot, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("file_format", ["xlsx", "ods"])
def test_the_sheets_hold_counts_answers_doubts_and_priorities(snapshot, file_format):
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(snapshot, file_format)))
    names = ("Sources", "Séries reçues", "Doutes", "Terrain", "Paroles", "Moyens", "Priorités")
    assert set(names) <= set(book.sheet_names)
    given = book.get_sheet_by_name("Séries reçues").to_python()[1]
    assert (given[2], given[3], given[4], given[5]) == ("Collège A, violences", "2024", 12, "oui")
    answers = book.get_sheet_by_name("Terrain").to_python()[1:]
    assert [row[7] for row in answers] == [48, 66, 6]
    assert answers[0][9] == pytest.approx(0.4)


def test_freezing_twice_gives_the_same_version(snapshot):
    again = services.compose(
        actor=gather.factories.MACHINE, place="44143", on=DAY, partnership=snapshot.partnership
    )
    assert again == snapshot


@pytest.mark.parametrize("file_format", ["pdf", "docx", "odt", "html", "xlsx", "ods"])
def test_a_version_frozen_before_is_still_printed(snapshot, file_format):
    content = snapshot.content
    for part in ("field", "words", "priorities"):
        del content["written"][part]
    for row in content["written"]["findings"]:
        del row["signatures"], row["dissents"]
    old = ("number", "source", "holder", "state", "state_label", "motive", "remark", "asked_on")
    content["written"]["sources"] = [{key: row[key] for key in old} for row in content["written"]["sources"]]
    for row in content["written"]["means"]:
        del row["adequacy_label"], row["dysfunctions"]
    older = Snapshot(
        partnership=snapshot.partnership, place="44143", number=1, computed_on=DAY, code_version="0",
        digest="0" * 64, body=json.dumps(content),
    )  # fmt: skip
    assert render(older, file_format)


OLDER = """
import os, sqlite3, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.site.settings"
import django; django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", "diagnosis", "0002", verbosity=0)
with connection.cursor() as base:
    base.execute("INSERT INTO institutions_partnership (id, key, place, kind, name, opened, fictitious, hue,"
                 " chroma, mark, mark_type)"
                 " VALUES (1, 'k', '44143', 'clspd', 'k', '2020-01-01', %s, 205, 0.07, %s, '')", [False, b""])
    base.execute("INSERT INTO diagnosis_diagnosis (id, partnership_id, place, state, opened_on, revision)"
                 " VALUES (1, 1, '44143', 'draft', '2020-01-01', 0)")
    for n in (1, 2):
        base.execute("INSERT INTO diagnosis_sourcerequest (diagnosis_id, number, source, holder, state,"
                     f" motive, remark) VALUES (1, {n}, 's{n}', 'le réseau', 'doubtful', '', 'tel quel')")
        base.execute("INSERT INTO diagnosis_finding (diagnosis_id, number, text, evidence, confidence,"
                     f" signatories, dissent, dissent_by) VALUES (1, {n}, 't', '', 'good',"
                     " '[\\"la ville\\"]', '', '')")
call_command("migrate", verbosity=0)
from maillage.diagnosis.models import Finding, SourceRequest
print([(r.source, r.holder_name, r.state, r.remark, r.nonce) for r in SourceRequest.objects.all()])
print(Finding.objects.first().signatories)
"""


def test_older_lines_pass_the_migration_unchanged(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", OLDER], env=os.environ | {"MAILLAGE_HOME": str(tmp_path)}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    same = ("le réseau", "doubtful", "tel quel", None)
    assert lines[-2:] == [str([("s1", *same), ("s2", *same)]), "['la ville']"]
