"""Declared ties: opened, answered, corrected, taken back, closed; and never added to records."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from maillage.audit.models import Entry
from maillage.kernel import Actor, BadInput, Conflict, Refused, Role
from maillage.observatory.indicators import declared as indicators
from maillage.observatory.models import DeclaredTie, TieAnswer, TieSurvey
from maillage.observatory.selectors import declared as selectors
from maillage.observatory.selectors.declared import Said
from maillage.observatory.services import declared as services
from tests.bodies.factories import bodies as invented
from tests.observatory import scenes
from tests.observatory.scenes import text_of

pytestmark = pytest.mark.django_db
DAY = scenes.TODAY


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC), tick=False):
        yield DAY


@pytest.fixture
def scene():
    return scenes.network()


@pytest.fixture
def survey(scene):
    return services.open_survey(actor=scene.actor, partnership=scene.here, on=DAY)


def answered(scene, survey, name="school", ties=None, actor=None, **more):
    who = scene.who[name]
    said = {scene.who["town"].pk: (3, 4)} if ties is None else ties
    return services.answer(
        actor=actor or scenes.speaking(scene.here, who), survey=survey, institution=who, ties=said, on=DAY,
        **more,
    )  # fmt: skip


def lines():
    return list(DeclaredTie.objects.order_by("pk").values_list("often", "value"))


def test_one_round_at_a_time_and_each_act_in_the_journal(scene, survey):
    with pytest.raises(BadInput, match="encore ouvert"):
        services.open_survey(actor=scene.actor, partnership=scene.here, on=DAY)
    services.close_survey(actor=scene.actor, survey=survey, on=DAY)
    services.reopen_survey(actor=scene.actor, survey=survey)
    services.close_survey(actor=scene.actor, survey=survey, on=DAY)
    services.open_survey(actor=scene.actor, partnership=scene.here, on=DAY)
    with pytest.raises(BadInput, match=r"fermez-le d'abord"):
        services.reopen_survey(actor=scene.actor, survey=survey)
    acts = Entry.objects.filter(subject=f"relevé des liens:{survey.pk}").order_by("seq")
    assert [row.act.rpartition(" ")[2] for row in acts] == ["ouvert", "fermé", "rouvert", "fermé"]


def test_opened_twice_by_the_same_form_is_opened_once(scene):
    nonce = TieSurvey().nonce
    rows = [
        services.open_survey(actor=scene.actor, partnership=scene.here, on=DAY, nonce=nonce) for _ in "ab"
    ]
    assert rows[0] == rows[1] and TieSurvey.objects.count() == 1


def test_an_answer_is_corrected_taken_back_and_given_anew(scene, survey):
    first = answered(scene, survey)
    again = answered(scene, survey, ties={scene.who["town"].pk: (1, None)}, revision=1)
    assert again.pk == first.pk and lines() == [(1, None)]
    services.withdraw_answer(actor=scene.actor, answer=again, on=DAY)
    assert selectors.said(survey=survey) == [] and selectors.answers(survey=survey) == []
    answered(scene, survey, revision=2)
    assert lines() == [(3, 4)] and TieAnswer.objects.get().withdrawn_on is None


def test_two_people_of_one_institution_do_not_overwrite_each_other(scene, survey):
    answered(scene, survey)
    with pytest.raises(Conflict):
        answered(scene, survey, ties={})
    assert lines() == [(3, 4)]


@pytest.mark.parametrize("often, value", [(5, 1), (-1, None), (2, 5)])
def test_off_the_scale_nothing_is_written(scene, survey, often, value):
    with pytest.raises(BadInput, match="la fréquence va de 0"):
        answered(scene, survey, ties={scene.who["town"].pk: (often, value)})
    assert not TieAnswer.objects.exists()


def test_only_of_others_and_only_of_this_partnership(scene, survey):
    elsewhere = invented.kind(scenes.factories.PartnershipFactory(place="44109"), "town", name="Ailleurs")
    for pk in (scene.who["school"].pk, elsewhere.pk):
        with pytest.raises(BadInput):
            answered(scene, survey, ties={pk: (1, 1)})


def test_nobody_answers_for_another(scene, survey):
    police = scenes.speaking(scene.here, scene.who["national_police"])
    with pytest.raises(Refused):
        answered(scene, survey, actor=police)
    row = answered(scene, survey)
    with pytest.raises(Refused):
        services.withdraw_answer(actor=police, answer=row, on=DAY)
    with pytest.raises(Refused):
        services.close_survey(actor=police, survey=survey, on=DAY)


def test_closed_it_changes_no_more(scene, survey):
    row = answered(scene, survey)
    services.close_survey(actor=scene.actor, survey=survey, on=DAY)
    for change in (
        lambda: answered(scene, survey, revision=1),
        lambda: services.withdraw_answer(actor=scene.actor, answer=row, on=DAY),
        lambda: services.close_survey(actor=scene.actor, survey=survey, on=DAY),
    ):
        with pytest.raises(BadInput, match="fermé depuis le 02/03/2026"):
            change()
    assert lines() == [(3, 4)]


def test_agreement_counts_pairs_where_both_answered():
    said = [Said(1, 2, 3, None), Said(2, 1, 3, None), Said(1, 3, 4, 1), Said(3, 1, 3, 1), Said(2, 3, 0, None),
            Said(3, 2, 4, None), Said(1, 4, 4, None)]  # fmt: skip
    found = indicators.agreement(said)
    assert (found.pairs, found.same, found.near, found.far) == (3, 1, 1, 1)


def address(scene, name, *args):
    return reverse(f"observatory:{name}", args=[scene.here.key, *args])


def test_the_whole_round_on_the_pages(client, scene):
    client.force_login(scenes.member(scene.here, Role.COORDINATOR))
    assert "Aucun relevé n'a encore été ouvert" in text_of(client.get(address(scene, "declared")))
    text = text_of(client.post(address(scene, "open_ties"), follow=True))
    survey = TieSurvey.objects.get()
    assert "Réponses reçues : 0 sur 7" in text and "Fermer ce relevé" in text
    client.force_login(scenes.member(scene.here, Role.PARTNER, scene.who["school"]))
    page = client.get(address(scene, "answer_ties", survey.pk))
    assert page.context["who"] == scene.who["school"]
    town, police = (scene.who[name].pk for name in ("town", "national_police"))
    sent = {f"often_{town}": "3", f"value_{town}": "4", f"often_{police}": "0", "revision": "0"}
    text = text_of(client.post(address(scene, "answer_ties", survey.pk), sent, follow=True))
    assert "Réponses reçues : 1 sur 7" in text and "dans un seul : 1" in text and "Retirer" in text
    answer = TieAnswer.objects.get()
    text = text_of(client.post(address(scene, "withdraw_ties", answer.pk), follow=True))
    assert "Réponses reçues : 0 sur 7" in text
    page = client.get(address(scene, "answer_ties", survey.pk))
    assert f'name="often_{town}"' in text_of(page) and page.context["form"].initial["revision"] == 1


def test_a_value_without_frequency_is_said_and_what_was_typed_stays(client, scene, survey):
    client.force_login(scenes.member(scene.here, Role.PARTNER, scene.who["school"]))
    town = scene.who["town"].pk
    page = client.post(address(scene, "answer_ties", survey.pk), {f"value_{town}": "4", "revision": "0"})
    text = text_of(page)
    assert "Dites aussi la fréquence" in text and '<option value="4" selected' in text
    assert not TieAnswer.objects.exists()


def test_a_member_neither_answers_nor_withdraws_for_another(client, scene, survey):
    row = answered(scene, survey)
    client.force_login(scenes.member(scene.here, Role.PARTNER, scene.who["national_police"]))
    other = f"{address(scene, 'answer_ties', survey.pk)}?institution={scene.who['school'].pk}"
    assert client.post(other, {"revision": "1"}).status_code == 404
    assert client.post(address(scene, "withdraw_ties", row.pk)).status_code == 404
    assert selectors.answers(survey=survey) == [row]


def test_what_is_declared_never_enters_the_recorded_network(client, scene, survey):
    client.force_login(scenes.member(scene.here, Role.COORDINATOR))
    page = address(scene, "network")
    before = client.get(page).context["graph"].content
    answered(scene, survey, ties={scene.outside.pk: (4, 4)})
    assert client.get(page).context["graph"].content == before
    every = client.get(address(scene, "network_file", "json"), {"tout": "1"}).content.decode()
    assert "declared" not in every
    assert "declared" in client.get(address(scene, "declared_file", survey.pk, "json")).content.decode()
    assert client.get(page, {"lien": "declared"}).context["form"].errors


def test_the_machine_may_keep_rounds(scene):
    row = services.open_survey(actor=Actor.machine("essai"), partnership=scene.here, on=DAY)
    assert str(row) == "Liens déclarés, relevé du 02/03/2026"
