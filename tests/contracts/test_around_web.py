"""The pages around a contract: who opens and writes what, undone and put back, sent twice, two people."""

import csv
import datetime
import io

import pytest
import time_machine
from django.urls import reverse

from maillage.contracts.models import (
    Agreement,
    Counterpart,
    DatedAct,
    DepartmentalPlan,
    PlanPriority,
    PlanReview,
)
from maillage.kernel import Role
from tests import factories
from tests.contracts import around as invented
from tests.contracts.factories import ContractFactory, SheetFactory
from tests.counting import queries
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
NONCE = "6f9b7f0e-50d5-4a3c-9d1c-5a6c2f1f7b{:02d}"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC), tick=False):
        yield datetime.date(2026, 3, 2)


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def pair(here):
    return [InstitutionFactory(partnership=here, name=f"Maison {n} (fictive)") for n in "AB"]


@pytest.fixture
def coordinator(client, here):
    client.force_login(factories.MembershipFactory(partnership=here).user)
    return client


def url(here, name, *args):
    return reverse(f"contracts:{name}", args=[here.key, *args])


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def agreement(pair, **change):
    return {
        "kind": "other", "title": "Convention transports", "parties": [row.pk for row in pair],
        "object": "Horaires des patrouilles", "start": "2026-01-01", "end": "", "nonce": NONCE.format(1),
        "revision": "0",
    } | change  # fmt: skip


def test_empty_pages_teach_the_next_step(coordinator, here):
    text = text_of(coordinator.get(url(here, "around")))
    for words in ("Aucune convention n'est en vigueur", "Aucun acte n'est noté", "Aucune contrepartie"):
        assert words in text
    text = text_of(coordinator.get(url(here, "plans")))
    assert "Aucun plan n'est noté" in text and "Aucun avis n'a été demandé" in text


def test_an_agreement_sent_twice_is_one_and_lives_its_life(coordinator, here, pair):
    for _ in range(2):
        answer = coordinator.post(url(here, "add_agreement"), agreement(pair), follow=True)
        assert "La convention est notée" in text_of(answer)
    row = Agreement.objects.get()
    page = text_of(coordinator.get(url(here, "around")))
    assert "Convention transports" in page and "entre deux" in page
    ended = {"on": "2026-02-01", "reason": "Dénoncée", "revision": "0"}
    assert "Dénoncée" in text_of(coordinator.post(url(here, "end_agreement", row.pk), ended, follow=True))
    steps = [("resume_agreement", [row.pk], 1), ("withdraw_around", ["convention", row.pk], 2),
             ("put_back_around", ["convention", row.pk], 3)]  # fmt: skip
    for name, args, revision in steps:
        answer = coordinator.post(url(here, name, *args), {"revision": revision}, follow=True)
        assert answer.status_code == 200, name
    row.refresh_from_db()
    assert (row.end, row.withdrawn_on, row.revision) == (None, None, 4)


def test_a_faulty_agreement_keeps_what_was_typed(coordinator, here, pair):
    data = agreement(pair[:1], object="Gardez ces mots")
    text = text_of(coordinator.post(url(here, "add_agreement"), data))
    assert "Gardez ces mots" in text and "au moins deux institutions" in text
    assert not Agreement.objects.exists()


def test_two_people_on_one_agreement_are_told(coordinator, here, pair):
    row = invented.AgreementFactory(partnership=here, parties=pair)
    first = agreement(pair, title="Premier intitulé")
    assert coordinator.post(url(here, "edit_agreement", row.pk), first).status_code == 302
    second = agreement(pair, title="Second intitulé")
    text = text_of(coordinator.post(url(here, "edit_agreement", row.pk), second))
    assert "a été modifiée pendant votre saisie" in text and "Second intitulé" in text
    row.refresh_from_db()
    assert row.title == "Premier intitulé"


def test_a_stale_button_changes_nothing(coordinator, here, pair):
    row = invented.AgreementFactory(partnership=here, parties=pair)
    for data in ({}, {"revision": "7"}):
        coordinator.post(url(here, "withdraw_around", "convention", row.pk), data)
    row.refresh_from_db()
    assert row.withdrawn_on is None


def test_words_that_look_like_a_name_are_shown_once(coordinator, here, pair):
    data = agreement(pair, object="Suivi de Kevin Martineau et de sa mère")
    text = text_of(coordinator.post(url(here, "add_agreement"), data))
    assert "Kevin Martineau" in text and not Agreement.objects.exists()


def test_parental_contracts_are_a_number(coordinator, here, pair):
    add = url(here, "add_act", "responsabilite-parentale")
    assert "object" not in coordinator.get(add).context["form"].fields
    data = {"on": "2026-02-03", "by": pair[0].pk, "count": "3", "nonce": NONCE.format(2), "revision": "0",
            "object": "Famille Exemple"}  # fmt: skip
    coordinator.post(add, data)
    row = DatedAct.objects.get()
    assert row.object == "" and "3 contrats de responsabilité" in text_of(
        coordinator.get(url(here, "around"))
    )
    coordinator.post(url(here, "edit_act", row.pk), data | {"count": "4"})
    coordinator.post(url(here, "withdraw_around", "acte", row.pk), {"revision": "1"})
    row.refresh_from_db()
    assert row.count == 4 and row.withdrawn_on is not None
    coordinator.post(url(here, "put_back_around", "acte", row.pk), {"revision": "2"})
    row.refresh_from_db()
    assert row.withdrawn_on is None


def test_a_letter_names_two_institutions(coordinator, here, pair):
    data = {"on": "2026-02-03", "by": pair[0].pk, "to": pair[0].pk, "object": "Effectifs de nuit",
            "nonce": NONCE.format(3), "revision": "0"}  # fmt: skip
    text = text_of(coordinator.post(url(here, "add_act", "sauvegarde"), data))
    assert "autre institution" in text and "Effectifs de nuit" in text
    coordinator.post(url(here, "add_act", "sauvegarde"), data | {"to": pair[1].pk})
    assert DatedAct.objects.get().to == pair[1]
    assert coordinator.get(url(here, "add_act", "inconnu")).status_code == 404


@pytest.mark.parametrize("role", [Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.MAYOR])
def test_an_institution_declares_for_itself_only(client, here, pair, role):
    contract = ContractFactory(partnership=here)
    user = factories.MembershipFactory(partnership=here, role=role.value, institution=pair[0]).user
    client.force_login(user)
    data = {"contract": contract.pk, "institution": pair[1].pk, "words": "Un poste", "on": "2026-03-01",
            "nonce": NONCE.format(4), "revision": "0"}  # fmt: skip
    client.post(url(here, "add_counterpart"), data)
    assert not Counterpart.objects.exists()
    client.post(url(here, "add_counterpart"), data | {"institution": pair[0].pk})
    row = Counterpart.objects.get()
    assert "Un poste" in text_of(client.get(url(here, "around")))
    words = {"words": "Deux postes", "on": "2026-03-01", "revision": "0", "nonce": NONCE.format(5)}
    client.post(url(here, "edit_counterpart", row.pk), words)
    client.post(url(here, "withdraw_counterpart", row.pk), {"revision": "1"})
    client.post(url(here, "put_back_counterpart", row.pk), {"revision": "2"})
    row.refresh_from_db()
    assert (row.words, row.withdrawn_on, row.revision) == ("Deux postes", None, 3)
    foreign = Counterpart.objects.create(
        contract=contract, institution=pair[1], words="Autre", on=datetime.date(2026, 1, 1)
    )
    client.post(url(here, "withdraw_counterpart", foreign.pk), {"revision": "0"})
    foreign.refresh_from_db()
    assert foreign.withdrawn_on is None


def test_a_plan_its_priorities_and_its_results(coordinator, here):
    plan = {"kind": "plan", "title": "Plan 2025-2027 (essai)", "department": "44", "start": "2025-01-01",
            "end": "2027-12-31", "act": "arrêté n° 12", "act_on": "2024-12-20", "revision": "0",
            "nonce": NONCE.format(6)}  # fmt: skip
    assert "Le plan est noté" in text_of(coordinator.post(url(here, "add_plan"), plan, follow=True))
    row = DepartmentalPlan.objects.get()
    assert "En vigueur : Plan 2025-2027" in text_of(coordinator.get(url(here, "plans")))
    one = {"title": "Sortie des collèges", "origin": "council", "council": "", "revision": "0",
           "nonce": NONCE.format(7)}  # fmt: skip
    text = text_of(coordinator.post(url(here, "add_plan_priority", row.pk), one))
    assert "quel conseil local" in text and "Sortie des collèges" in text
    coordinator.post(url(here, "add_plan_priority", row.pk), one | {"council": "CLSPD de Rezé"})
    review = {"year": "2025", "text": "Deux actions", "presented_on": "2026-01-20", "revision": "0",
              "nonce": NONCE.format(8)}  # fmt: skip
    coordinator.post(url(here, "add_plan_review", row.pk), review)
    text = text_of(coordinator.get(url(here, "plan", row.pk)))
    assert "1 priorité sur 1 vient d'un conseil local" in text and "Présenté le 20 janvier 2026" in text
    priority, result = PlanPriority.objects.get(), PlanReview.objects.get()
    coordinator.post(url(here, "edit_plan_priority", priority.pk), one | {"origin": "state"})
    coordinator.post(url(here, "edit_plan_review", result.pk), review | {"text": "Trois actions"})
    coordinator.post(url(here, "edit_plan", row.pk), plan | {"title": "Plan revu (essai)"})
    for kind, one_row in (("priorite", priority), ("bilan", result), ("plan", row)):
        coordinator.post(url(here, "withdraw_around", kind, one_row.pk), {"revision": "1"})
        one_row.refresh_from_db()
        assert one_row.withdrawn_on is not None
        coordinator.post(url(here, "put_back_around", kind, one_row.pk), {"revision": "2"})
        one_row.refresh_from_db()
        assert (one_row.withdrawn_on, one_row.revision) == (None, 3)
    assert (row.title, result.text, priority.council) == ("Plan revu (essai)", "Trois actions", "")


def test_an_action_changed_for_the_plan_is_listed(coordinator, here):
    contract = ContractFactory(partnership=here)
    plan = invented.PlanFactory(partnership=here)
    sheet = SheetFactory(contract=contract, title="Brigade du soir")
    invented.OpinionFactory(
        contract=contract, sheet=sheet, verdict="unfavourable", given_on=datetime.date(2026, 2, 1),
        effect="Horaires ramenés à 22 h",
    )  # fmt: skip
    for page in (url(here, "plans"), url(here, "plan", plan.pk)):
        text = text_of(coordinator.get(page))
        assert "Brigade du soir" in text and "Horaires ramenés à 22 h" in text and "défavorable" in text
    assert "Une action a été refusée ou changée" in text_of(coordinator.get(url(here, "plans")))


def test_readers_read_and_do_not_write(client, here, pair):
    row = invented.AgreementFactory(partnership=here, parties=pair)
    invented.ActFactory(partnership=here)
    client.force_login(factories.MembershipFactory(partnership=here, role=Role.RESEARCHER.value).user)
    text = text_of(client.get(url(here, "around")))
    assert "moins de 5" in text and "1er février 2026" not in text and "Retirer" not in text
    assert "Modifier" not in text_of(client.get(url(here, "agreement", row.pk)))
    for name in ("edit_agreement", "end_agreement", "resume_agreement"):
        assert client.post(url(here, name, row.pk)).status_code == 403


def test_rows_of_elsewhere_do_not_exist_here(coordinator, here):
    there = factories.PartnershipFactory(place="44109")
    row, plan = invented.AgreementFactory(partnership=there), invented.PlanFactory(partnership=there)
    for name, pk in (("agreement", row.pk), ("edit_agreement", row.pk), ("plan", plan.pk),
                     ("add_plan_priority", plan.pk), ("add_plan_review", plan.pk)):  # fmt: skip
        assert coordinator.get(url(here, name, pk)).status_code == 404, name
    assert coordinator.post(url(here, "withdraw_around", "convention", row.pk)).status_code == 404
    assert coordinator.post(url(here, "withdraw_around", "contrepartie", 1)).status_code == 404


def test_the_list_as_csv_leaves_out_what_is_withdrawn(coordinator, here, pair):
    invented.AgreementFactory(partnership=here, parties=pair, title="=cmd")
    invented.AgreementFactory(partnership=here, withdrawn_on=datetime.date(2026, 1, 1))
    answer = coordinator.get(url(here, "agreements_file"))
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[1] == "intitule" and [row[1] for row in rows] == ["'=cmd"]
    assert rows[0][2:4] == ["Maison A (fictive), Maison B (fictive)", "oui"]


def test_pages_ask_the_same_number_of_questions_whatever_their_length(coordinator, here, pair):
    contract = ContractFactory(partnership=here)

    def fill(number):
        for _ in range(number):
            invented.AgreementFactory(partnership=here, parties=pair)
            invented.ActFactory(partnership=here)
            invented.PlanFactory(partnership=here)
            invented.OpinionFactory(contract=contract, sheet=SheetFactory(contract=contract))
            Counterpart.objects.create(
                contract=contract, institution=pair[0], words="x", on=datetime.date(2026, 1, 1)
            )

    fill(1)
    few = [queries(coordinator, url(here, name)) for name in ("around", "plans", "agreements_file")]
    fill(40)
    assert [queries(coordinator, url(here, name)) for name in ("around", "plans", "agreements_file")] == few
