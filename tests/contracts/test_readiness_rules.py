"""Readiness: ten fields, six parts, one house or several, overlap; kind remarks with a better example."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.contracts.rules.readiness import facts, fields, objectives, overlap, plan, together
from maillage.contracts.rules.readiness.facts import Measure, Objective, Party, Plan, Promise, Sheet

TOWN = Party(1, "Ville (fictive)", facts.entity("town", 1), "local")
POLICE = Party(2, "Police municipale (fictive)", facts.entity("municipal_police", 2), "local")
SCHOOL = Party(3, "Collège (fictif)", facts.entity("school", 3), "state")
TRANSPORT = Party(4, "Transporteur (fictif)", facts.entity("transport", 4), "economy")
START, END = datetime.date(2026, 9, 1), datetime.date(2028, 6, 30)


def promise(party, **change):
    data = {"deliverable": "tenir l'arrêt", "quantity": "quatre soirs par semaine", "due_on": START,
            "confirmed": True}  # fmt: skip
    return Promise(party, **(data | change))


FULL = Sheet(
    pk=9, number=3, title="Présence du soir", theme="tranquillity", content="Deux médiateurs à l'arrêt.",
    public="élèves du collège", territory="arrêt Balinière", start=START, end=END, priced=True,
    pilot=TRANSPORT, partners=(TRANSPORT, SCHOOL), promises=(promise(TRANSPORT), promise(SCHOOL)),
    human_means="deux médiateurs", measures=(Measure(False, "soirées"), Measure(True, "évitement", "25 %")),
    findings=1, objectives=frozenset({1}), deliberated_by=4, deliberated_on=datetime.date(2026, 2, 3),
    existed_before=False,
)  # fmt: skip
EMPTY = Sheet(pk=9, number=3, title="Rien encore")
LACKING = {
    "content": {"content": " "}, "calendar": {"end": None}, "cost": {"priced": False},
    "pilot": {"pilot": None}, "partners": {"promises": (promise(TRANSPORT),)},
    "human_means": {"human_means": ""},
    "follow_up": {"measures": (Measure(True, "x", "25 %"),)},
    "result": {"measures": (Measure(False, "x"), Measure(True, "y", " "))}, "public": {"territory": ""},
    "finding": {"findings": 0},
}  # fmt: skip
AIM = Objective(
    1, "1.1.1", "Moins d'élèves évitent l'arrêt", "38 %", "25 %", END, "part des élèves", "arrêt Balinière",
    "élèves", findings=1,
)  # fmt: skip
NANTES = (  # the four objectives of the first Nantes CLS (Gautron 2010, II.2.C)
    "lutter contre l'insécurité constatée",
    "renforcer le sentiment de sécurité",
    "promouvoir et développer la citoyenneté en améliorant la qualité de vie dans les quartiers",
    "favoriser l'insertion des publics en difficulté",
)


def codes(rows):
    return {row.code for row in rows}


def test_a_full_sheet_has_ten_fields_and_no_remark():
    reading = plan.read_sheet(FULL)
    assert (reading.score.filled, reading.sina, reading.joint, reading.single_house) == (
        10,
        True,
        True,
        False,
    )
    assert reading.remarks == () and plan.ten(reading.score) == "Les dix champs sont remplis."


def test_an_empty_sheet_has_none_and_each_remark_has_an_example():
    score = fields.score(EMPTY)
    assert score.filled == 0 and plan.ten(score) == "Aucun champ sur dix n'est rempli."
    remarks = list(fields.remarks(EMPTY))
    assert len(remarks) == 10 and all(row.example and row.words.endswith(".") for row in remarks)
    assert not together.is_single_house(EMPTY)


def test_what_a_model_leaves_between_brackets_is_remarked():
    rows = list(fields.remarks(replace(FULL, content="Un tuteur [lequel], deux tâches.", public="[qui]")))
    assert [(row.code, row.field) for row in rows] == [("left-content", "content"), ("left-public", "public")]
    assert "« [lequel] » vient du modèle" in rows[0].words


@pytest.mark.parametrize("key", sorted(LACKING))
def test_each_field_is_missed_and_counts_as_filled_with_a_reason(key):
    sheet = replace(FULL, **LACKING[key])
    assert [row.key for row in fields.score(sheet).missing] == [key]
    assert fields.sina(sheet) == (key not in fields.SINA)
    assert fields.score(replace(sheet, without={key: "sans objet ici"})).complete
    assert not fields.score(replace(sheet, without={key: "  "})).complete


@given(st.sets(st.sampled_from(sorted(LACKING))))
def test_the_score_counts_what_lacks(keys):
    sheet = replace(EMPTY, without=dict.fromkeys(keys, "sans objet"))
    score = fields.score(sheet)
    assert score.filled == len(keys) == 10 - len(score.missing)


@pytest.mark.parametrize("words", NANTES)
def test_the_four_objectives_of_nantes_are_not_precise_and_a_better_one_is_shown(words):
    row = Objective(1, "1.1.1", words)
    assert not objectives.is_precise(row) and objectives.vague(words)
    found = [one for one in objectives.remarks(Plan(1, objectives=(row,))) if one.code == "vague-objective"]
    assert any(sign.isdigit() for sign in found[0].example)
    assert len({objectives.better(one) for one in NANTES}) == 4


def test_the_nantes_contract_scores_none_of_four():
    rows = tuple(Objective(n, f"1.1.{n}", words) for n, words in enumerate(NANTES, start=1))
    assert plan.read(Plan(1, objectives=rows)).precise == 0


@pytest.mark.parametrize("part", [row[0] for row in objectives.PARTS])
def test_an_objective_without_one_of_its_six_parts_is_not_precise(part):
    assert objectives.is_precise(AIM)
    row = replace(AIM, **{part: None if part == "due_on" else " "})
    assert [one[0] for one in objectives.missing(row)] == [part]


def test_a_precise_objective_may_use_a_vague_verb():
    row = replace(AIM, text="Renforcer la présence")
    assert codes(objectives.remarks(Plan(1, objectives=(row,), sheets=(FULL,)))) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"promises": (promise(TRANSPORT),), "partners": (TRANSPORT,)}, "single-house"),
        ({"partners": (TRANSPORT, SCHOOL, TOWN)}, "orphan-partner"),
        ({"promises": (promise(TRANSPORT), promise(SCHOOL, deliverable="veiller au calme"))}, "loose-pledge"),
        ({"promises": (promise(TRANSPORT), promise(SCHOOL, confirmed=False))}, "unconfirmed-pledge"),
        ({"host": SCHOOL}, "host-not-agreed"),
        ({"host": SCHOOL, "host_agreed_on": datetime.date(2026, 9, 2)}, "host-agreed-late"),
        ({"deliberated_on": None}, "not-deliberated"),
        ({"deliberated_by": 1}, "deliberated-alone"),
        ({"deliberated_on": datetime.date(2026, 9, 2)}, "deliberated-late"),
        ({"existed_before": True}, "recycled"),
        ({"objectives": frozenset()}, "sheet-without-objective"),
    ],
)  # fmt: skip
def test_what_a_sheet_says_of_who_acts_together(change, code):
    assert codes(plan.read_sheet(replace(FULL, **change)).remarks) >= {code}


@pytest.mark.parametrize(
    "change",
    [
        {"host": SCHOOL, "host_agreed_on": START},
        {"host": TRANSPORT},
        {"existed_before": True, "what_changed": "Le collège la rejoint."},
    ],
)
def test_what_needs_no_remark(change):
    assert plan.read_sheet(replace(FULL, **change)).remarks == ()


def test_municipal_services_are_one_house():
    sheet = replace(FULL, pilot=TOWN, partners=(TOWN, POLICE), promises=(promise(TOWN), promise(POLICE)))
    assert together.is_single_house(sheet) and not together.is_joint(sheet)
    assert together.is_joint(replace(sheet, promises=(promise(TOWN), promise(SCHOOL))))
    loose = promise(SCHOOL, deliverable="participer aux réunions")
    assert not together.is_joint(replace(sheet, promises=(promise(TOWN), loose)))


def test_two_sheets_that_do_the_same_are_told():
    other = replace(FULL, pk=10, number=4, pilot=TOWN, public="Élèves du collège Pont-Rousseau",
                    territory="Arrêt « Balinière »", title="Médiation")  # fmt: skip
    assert overlap.overlap(FULL, other) and overlap.overlap(other, FULL)
    found = list(overlap.remarks(Plan(1, sheets=(FULL, other))))
    assert [(row.number, "fiche 3" in row.words) for row in found] == [("4", True)]
    for change in ({"pilot": TRANSPORT}, {"territory": "gare"}, {"public": ""}, {"pilot": None},
                   {"start": datetime.date(2028, 7, 1), "end": None}, {"theme": "road"}):  # fmt: skip
        assert not overlap.overlap(FULL, replace(other, **change)), change
    assert overlap.overlap(FULL, replace(other, theme="road", title="La présence du soir à l'arrêt"))


def test_a_word_without_meaning_or_without_the_pilots_agreement_is_told():
    rows = (facts.Word(1, 1, "médiation", "une présence"), facts.Word(2, 2, "tranquillité", " "),
            facts.Word(3, 3, "jeune", "de 12 à 25 ans", ("Ville (fictive)",)))  # fmt: skip
    found = plan.read(Plan(1, words=rows)).remarks
    assert [(row.code, row.number) for row in found] == [("word-undefined", "2"), ("word-not-agreed", "3")]
    assert found[1].said() == "Mot 3 : « jeune » n'a pas encore l'accord de Ville (fictive)."


def test_a_plan_without_finding_nor_sheet_is_told():
    rows = (replace(AIM, findings=0, local=False),)
    found = plan.read(Plan(1, objectives=rows, priorities=(facts.Priority(5, "1.2", "Écouter", 0),)))
    assert codes(found.remarks) == {
        "objective-without-sheet",
        "priority-without-objective",
        "without-finding",
    }
    assert any("1 sur 1 viennent de listes" in row.words for row in found.remarks)
    assert found.remarks[0].said().startswith("Objectif 1.1.1 : ")
