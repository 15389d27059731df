"""What became of a perimeter, from the shipped history: said with its date, or the span of doubt."""

from datetime import date

import pytest

from maillage.territory import rules, selectors
from maillage.territory.intake import history, reference


@pytest.mark.parametrize(("code", "words"), [
    ("44160", ["Saint-Géréon (44160) a cessé d'exister le 1er janvier 2019 (fusion)", "Géréon (44003)"]),
    ("01039", ["Béon (01039)", "entre le 2 janvier 2022 et le 1er janvier 2023", "exact est à vérifier"]),
    ("20004", ["le 1er janvier 1976 (changement de département)", "Ajaccio (2A004)"]),
    ("44225", ["la date n'est pas connue", "Vallons-de-l'Erdre (44180)"]),
    ("epci:200035459", ["CA d'Agen", "entre le 2 janvier 2021 et le 1er janvier 2022", "(epci:200096956)"]),
])  # fmt: skip
def test_a_place_that_ceased_is_announced_with_the_new_one(db, code, words):
    said = selectors.obsolete_sentence(code)
    assert all(word in said for word in words), said


@pytest.mark.parametrize("code", ["44109", "44003", "dep:44", "reg:52", "epci:244400404", "99999"])
def test_a_place_that_stands_is_not_announced(db, code):
    assert selectors.obsolete_sentence(code) == ""


def test_a_change_after_the_opening_of_a_workspace_is_announced(db):
    said = selectors.obsolete_sentence("44003", since=date(2018, 6, 1))
    assert "Le 1er janvier 2019 : Saint-Géréon (44160) a été réunie à la commune" in said
    assert selectors.obsolete_sentence("44003", since=date(2019, 6, 1)) == ""


def test_members_that_came_and_went_are_told_between_two_lists(db):
    left = selectors.perimeter_history("epci:200023620")
    assert any("31188" in event.sentence and "est sortie" in event.sentence for event in left)
    assert all(event.span[0] < event.span[1] for event in left)


def test_a_member_merged_into_another_does_not_change_the_perimeter(db):
    assert "21507" in {move.commune for move in history.epci_moves()["200000925"]}
    assert selectors.perimeter_history("epci:200000925") == []


def test_every_former_commune_leads_to_a_present_one():
    present = {code for code, row in reference.communes().items() if row["kind"] == "commune"}
    changes = history.changes()
    assert len(changes) > 4000
    assert {change.successor for change in changes.values()} <= present
    assert not set(changes) & present
    assert all(change.span[0] <= change.span[1] for change in changes.values())
    exact = [change for change in changes.values() if change.span[0] == change.span[1]]
    assert all(change.span[1] <= date(2019, 1, 1) for change in exact)


def test_the_shipped_history_agrees_with_the_table_of_codes(shared):
    import csv

    with (shared / "data" / "communes_passage_2018_2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    changes = history.changes()
    assert [
        row for row in rows if changes[row["code_commune_2018"]].successor != row["code_commune_2026"]
    ] == []
    assert all(changes[row["code_commune_2018"]].span[1] >= date(2018, 1, 1) for row in rows)


def test_the_shipped_populations_are_the_published_ones(shared):
    import csv
    import gzip

    path = shared / "data" / "population_municipale_communes_2013_2021.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            wanted = {2000 + y: int(float(v)) for y in range(13, 22) if (v := row[f"p{y}_pop"])}
            assert history.populations(row["code_commune"]) == wanted


@pytest.mark.parametrize(("names", "said"), [
    (["Rezé"], "Rezé est entrée"), (["Rezé", "Nantes"], "Rezé et Nantes sont entrées"),
    (["A", "B", "C"], "A, B et C sont entrées"),
])  # fmt: skip
def test_names_are_listed_as_one_writes_them(names, said):
    span = date(2026, 1, 2), date(2027, 1, 1)
    sentence = rules.moved(entered=names, left=[], span=span)
    assert sentence == f"Entre le 2 janvier 2026 et le 1er janvier 2027 : {said}."


def test_a_body_that_ceased_leads_to_the_one_that_took_most_of_its_communes():
    now = {row["commune"]: row["epci"] for row in reference.table("epci_members")}
    for code, row in history.epci_past().items():
        codes = [move.commune for move in history.epci_moves()[code]]
        bodies = [now.get(reference.successor(commune) or commune) for commune in codes]
        assert bodies.count(row["successor"]) == max(map(bodies.count, bodies))
