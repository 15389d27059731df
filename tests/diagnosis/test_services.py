"""Compose and write: rows, journal lines, what is refused, what is frozen."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from maillage.audit.models import Entry
from maillage.diagnosis import selectors, services
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.vocabulary import DiagnosisSection
from maillage.kernel import Actor, BadInput, Refused, Role
from tests import factories
from tests.diagnosis.conftest import DAY

FINDING = {"text": "Les vols se concentrent près de la gare.", "evidence": "Base 2024.", "confidence": "good",
           "signatories": ["ville"], "dissent": "", "dissent_by": "", "dissent_on": None}  # fmt: skip


@pytest.fixture
def diagnosis(partnership, actor):
    return services.open_diagnosis(actor=actor, partnership=partnership, on=DAY)


def acts():
    return [entry.act for entry in Entry.objects.order_by("seq")]


def test_composing_freezes_figures_words_sources_and_versions(evidence, partnership, actor):
    row = services.compose(actor=actor, place="44143", on=DAY, partnership=partnership)
    content = row.content
    assert row.number == 1
    assert content["releases"][0]["id"] == "a" * 64
    assert "count_limits.garwood" in content["methods"]
    assert content["code_version"] == row.code_version
    assert acts()[-1] == "diagnostic composé"


def test_composing_twice_gives_the_same_version(evidence, partnership, actor):
    first = services.compose(actor=actor, place="44143", on=DAY, partnership=partnership)
    again = services.compose(
        actor=actor, place="44143", on=DAY + datetime.timedelta(9), partnership=partnership
    )
    assert (first.pk, first.body) == (again.pk, again.body)
    assert acts().count("diagnostic composé") == 1


def test_a_place_needs_no_partnership(evidence, db):
    row = services.compose(actor=Actor.machine("essai"), place="44143", on=DAY)
    assert row.partnership is None
    assert row.content["written"]["findings"] == []


def test_a_partnership_composes_only_its_own_place(evidence, partnership, actor):
    with pytest.raises(BadInput, match="n'est pas le territoire"):
        services.compose(actor=actor, place="44109", on=DAY, partnership=partnership)


def test_a_frozen_version_cannot_be_changed(evidence, partnership, actor):
    row = services.compose(actor=actor, place="44143", on=DAY, partnership=partnership)
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=row.pk).update(body="{}")


def test_writing_makes_the_frozen_version_stale_and_the_next_one_carries_the_words(
    evidence, diagnosis, actor
):
    first = services.compose(actor=actor, place="44143", on=DAY, partnership=diagnosis.partnership)
    services.edit_section(
        actor=actor, diagnosis=diagnosis, name=DiagnosisSection.FEELING, text="Deux marches."
    )
    services.save_line(actor=actor, diagnosis=diagnosis, kind="finding", values=FINDING)
    assert diagnosis.revision == first.revision + 2
    second = services.compose(actor=actor, place="44143", on=DAY, partnership=diagnosis.partnership)
    assert second.number == 2
    assert second.content["written"]["sections"][0]["text"] == "Deux marches."
    assert first.content["written"]["sections"] == []


def test_a_section_can_be_undone_and_redone(diagnosis, actor):
    name = DiagnosisSection.PRIORITIES
    for text in ("un", "deux"):
        services.edit_section(actor=actor, diagnosis=diagnosis, name=name, text=text)
    assert services.undo_section(actor=actor, diagnosis=diagnosis, name=name).text == "un"
    assert services.undo_section(actor=actor, diagnosis=diagnosis, name=name).text == "deux"
    assert acts()[-2:] == ["section rétablie", "section rétablie"]


def test_nothing_written_nothing_to_undo(diagnosis, actor):
    with pytest.raises(BadInput, match="rien à annuler"):
        services.undo_section(actor=actor, diagnosis=diagnosis, name=DiagnosisSection.NEXT)


def test_a_withdrawn_finding_leaves_the_document_and_can_come_back(diagnosis, actor):
    row = services.save_line(actor=actor, diagnosis=diagnosis, kind="finding", values=FINDING)
    services.withdraw(actor=actor, diagnosis=diagnosis, kind="finding", number=row.number, on=DAY)
    assert selectors.written(diagnosis=diagnosis)["findings"] == []
    services.put_back(actor=actor, diagnosis=diagnosis, kind="finding", number=row.number)
    assert len(selectors.written(diagnosis=diagnosis)["findings"]) == 1
    assert acts()[-3:] == ["constat ajouté", "constat retiré", "constat rétabli"]


def test_a_dissent_names_its_institution(diagnosis, actor):
    with pytest.raises(BadInput, match="quelle institution"):
        services.save_line(
            actor=actor, diagnosis=diagnosis, kind="finding", values=FINDING | {"dissent": "Non."}
        )


def test_an_unknown_line_is_refused_with_its_number(diagnosis, actor):
    with pytest.raises(BadInput, match="numéro 7"):
        services.withdraw(actor=actor, diagnosis=diagnosis, kind="means", number=7, on=DAY)


def test_only_a_coordinator_writes_and_the_refusal_is_journalled(diagnosis):
    reader = Actor(99, "Lectrice", frozenset({Role.PARTNER}))
    with pytest.raises(Refused):
        services.edit_section(actor=reader, diagnosis=diagnosis, name=DiagnosisSection.NEXT, text="x")
    assert acts()[-1] == "écriture du diagnostic refusée"


def test_nothing_leaks_from_one_partnership_to_another(evidence, diagnosis, actor):
    services.save_line(actor=actor, diagnosis=diagnosis, kind="finding", values=FINDING)
    services.compose(actor=actor, place="44143", on=DAY, partnership=diagnosis.partnership)
    other = factories.PartnershipFactory(place="44143", key="44143-autre")
    assert selectors.current(partnership=other) is None
    assert selectors.latest_snapshot(partnership=other) is None
    mine = services.open_diagnosis(actor=actor, partnership=other, on=DAY)
    assert selectors.entry(diagnosis=mine, kind="finding", number=1) is None
    assert selectors.written(diagnosis=mine)["findings"] == []
