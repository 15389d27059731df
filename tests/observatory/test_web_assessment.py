"""Self-assessment: one answer a person and no name, results at the closing, never one person in them."""

import pytest

from maillage.audit import journal
from maillage.kernel import BadInput, Refused, Role
from maillage.observatory.indicators import assessment as indicators
from maillage.observatory.models import AssessmentAnswer, SelfAssessment
from maillage.observatory.rules import assessment as rules
from maillage.observatory.services import assessment as services
from maillage.observatory.vocabulary.items import ITEMS
from tests.counting import queries
from tests.institutions.factories import InstitutionFactory
from tests.observatory import health
from tests.observatory.test_web_health import at, words

pytestmark = pytest.mark.django_db
ALL = {item.key: 4 for item in ITEMS}


@pytest.fixture
def chair(scene):
    return health.member(scene.here)


@pytest.fixture
def opened(scene, chair):
    return services.open_assessment(
        actor=chair.actor, partnership=scene.here, title="Comment travaillons-nous", until=None, on=health.DAY
    )


def answered(scene, row, institution=None, scores=ALL, role=Role.PARTNER):
    who = health.member(scene.here, role, institution)
    services.rate(actor=who.actor, assessment=row, institution=institution, scores=scores)
    return who


def closed(scene, row, chair):
    return services.close_assessment(actor=chair.actor, assessment=row, on=health.DAY)


@pytest.mark.parametrize(
    ("raters", "total", "shown"),
    [
        ({1: 5}, 5, {1}), ({1: 5}, 6, set()), ({1: 5, 2: 5}, 12, {2}), ({1: 5, 2: 7}, 12, {1, 2}),
        ({1: 5, 2: 4}, 9, set()), ({1: 5}, 10, {1}), ({}, 3, set()), ({1: 6, 2: 5, 3: 2}, 13, {1}),
    ],
)  # fmt: skip
def test_an_institution_is_detailed_only_when_nobody_can_be_subtracted(raters, total, shown):
    found = rules.detailed(raters, total)
    assert found == shown
    left = total - sum(raters[key] for key in found)
    assert left == 0 or left >= rules.FEWEST or not found


def test_a_person_answers_once_corrects_and_leaves_no_name(client, scene, opened):
    who = health.member(scene.here, Role.PARTNER, scene.school)
    client.force_login(who.user)
    url = at(scene.here, "rate", opened.pk)
    client.post(url, {item.key: "4" for item in ITEMS} | {"institution": scene.school.pk})
    assert client.get(url).context["form"].initial["venue"] == "4"  # found again by the same person
    client.post(url, {"venue": "2", "institution": scene.school.pk})
    row = AssessmentAnswer.objects.get()
    assert (row.scores["venue"], row.scores["terrain"]) == (2, None)
    fields = {field.name for field in AssessmentAnswer._meta.get_fields()}
    assert not fields & {"user", "person", "author", "on", "at", "created"}
    lines = [entry for entry in journal.entries(partnership=scene.here.key) if "répondue" in entry.act]
    assert len(lines) == 2
    assert {(entry.actor_id, entry.actor_label) for entry in lines} == {(None, "réponse sans nom")}
    assert who.user.name not in str([entry.detail for entry in lines])


def test_the_fingerprint_is_of_one_round_only(scene, opened, chair):
    services.withdraw_assessment(actor=chair.actor, assessment=opened, on=health.DAY)
    other = services.open_assessment(
        actor=chair.actor, partnership=scene.here, title="Une autre", until=None, on=health.DAY
    )
    assert services.token(chair.actor, opened) != services.token(chair.actor, other)


def test_nothing_is_detailed_under_five_nor_before_the_closing(client, scene, opened, chair):
    for _person in range(4):
        answered(scene, opened, scene.school)
    client.force_login(chair.user)
    page = at(scene.here, "assessment", opened.pk)
    assert "Les résultats paraissent à la clôture" in words(client.get(page))
    closed(scene, opened, chair)
    text = words(client.get(page))
    assert "Trop peu de réponses pour les détailler" in text and "4 sur 4" not in text
    assert indicators.results(assessment=opened, content=None).spreads == []


def test_results_show_how_people_and_institutions_differ_and_the_gap_with_records(
    client, scene, opened, chair
):
    low, high = {item.key: 1 for item in ITEMS}, {item.key: 5 for item in ITEMS}
    houses = [InstitutionFactory(partnership=scene.here) for _ in range(5)]
    for house, scores in zip(houses, (low, low, high, high, high), strict=True):
        answered(scene, opened, house, scores)
    closed(scene, opened, chair)
    found = {
        one.item.key: one for one in indicators.results(assessment=opened, content=scene.kept.content).spreads
    }
    one = found["parole"]
    assert one.counts == (2, 0, 0, 0, 3) and one.agreeing == 3 and one.agree == 60
    assert one.half == (1, 5) and one.between == (1, 5) and one.divided
    assert one.recorded == "Engagements tenus à temps : 74 % (23 sur 31)"
    assert one.gap == "Rien ne permet de dire que la parole et les relevés s'écartent."
    client.force_login(chair.user)
    text = words(client.get(at(scene.here, "assessment", opened.pk)))
    assert (
        "Chacun tient ce qu'il a promis, à temps. La moitié du milieu des personnes va de 1,0 à 5,0" in text
    )
    assert not any(house.name in text.split("Toutes les réponses")[1] for house in houses)


def test_a_gap_is_said_when_the_two_intervals_do_not_meet(scene, opened, chair):
    for _person in range(30):
        answered(scene, opened)
    closed(scene, opened, chair)
    found = indicators.results(assessment=opened, content=scene.kept.content).spreads
    said = {one.item.key: one.gap for one in found}
    assert (
        said["origine"] == "On en dit plus de bien que les relevés n'en montrent."
    )  # all agree, 2 sheets of 12
    assert said["rythme"] == ""  # the records have no part to compare with


def test_an_institution_with_five_persons_has_its_mean_when_the_rest_cannot_be_told(
    client, scene, opened, chair
):
    for _person in range(5):
        answered(scene, opened, scene.school)
        answered(scene, opened, scene.landlord, ALL | {"venue": 2})
    closed(scene, opened, chair)
    client.force_login(chair.user)
    text = words(client.get(at(scene.here, "assessment", opened.pk)))
    assert "Bailleur Essai (fictif) : 2,0 sur 5 en moyenne, 5 personnes" in text
    client.force_login(health.member(scene.here, Role.RESEARCHER).user)
    assert "Bailleur" not in words(client.get(at(scene.here, "assessment", opened.pk)))


def test_a_closed_round_takes_no_answer_and_does_not_open_again(client, scene, opened, chair):
    client.force_login(chair.user)
    warning = client.get(at(scene.here, "close_assessment", opened.pk))
    assert "Une clôture ne se défait pas." in words(warning)
    client.post(at(scene.here, "close_assessment", opened.pk))
    with pytest.raises(BadInput, match="close depuis"):
        answered(scene, opened)
    client.post(at(scene.here, "rate", opened.pk), {"venue": "2"})
    assert not AssessmentAnswer.objects.exists()


def test_one_round_at_a_time_withdrawn_and_put_back(client, scene, opened, chair):
    with pytest.raises(BadInput, match="encore ouverte"):
        services.open_assessment(
            actor=chair.actor, partnership=scene.here, title="B", until=None, on=health.DAY
        )
    client.force_login(chair.user)
    client.post(at(scene.here, "withdraw_assessment", opened.pk))
    assert "Remettre" in words(client.get(at(scene.here, "assessments")))
    client.post(at(scene.here, "put_back_assessment", opened.pk))
    assert SelfAssessment.objects.get().withdrawn_on is None
    acts = [entry.act for entry in journal.entries(partnership=scene.here.key)[:2]]
    assert acts == ["auto-évaluation remise", "auto-évaluation retirée"]


def test_who_runs_who_answers_and_for_whom(scene, opened):
    partner = health.member(scene.here, Role.PARTNER, scene.school)
    with pytest.raises(Refused):
        services.close_assessment(actor=partner.actor, assessment=opened, on=health.DAY)
    with pytest.raises(Refused):
        services.rate(actor=partner.actor, assessment=opened, institution=scene.landlord, scores=ALL)
    with pytest.raises(Refused):
        answered(scene, opened, role=Role.RESEARCHER)
    answered(scene, opened, scene.school, role=Role.FIRST_LINE)


@pytest.mark.parametrize(
    ("scores", "said"),
    [({"venue": 6}, "choisissez de 1 à 5"), ({"inconnue": 1}, "rouvrez la page"), ({}, "Aucune phrase"),
     ({"venue": None}, "Aucune phrase")],
)  # fmt: skip
def test_scores_that_do_not_hold_are_refused(scene, opened, scores, said):
    with pytest.raises(BadInput, match=said):
        answered(scene, opened, scores=scores)


def test_an_empty_form_is_kept_with_its_reason(client, scene, opened):
    client.force_login(health.member(scene.here, Role.MAYOR).user)
    answer = client.post(at(scene.here, "rate", opened.pk), {})
    assert answer.status_code == 200 and "Aucune phrase n'a de réponse" in words(answer)


def test_the_page_says_that_the_questionnaire_is_not_validated(client, scene, opened, chair):
    client.force_login(chair.user)
    for url in (at(scene.here, "assessments"), at(scene.here, "assessment", opened.pk)):
        assert "aucune étude ne l'a validé" in words(client.get(url))


def test_results_ask_as_many_questions_for_five_answers_as_for_fifteen(client, scene, opened, chair):
    for _person in range(5):
        answered(scene, opened, scene.school)
    closed(scene, opened, chair)
    client.force_login(chair.user)
    few = queries(client, at(scene.here, "assessment", opened.pk))
    for rank in range(10):
        AssessmentAnswer.objects.create(
            assessment=opened, institution=scene.landlord, token=f"{rank:064}", scores=ALL
        )
    assert queries(client, at(scene.here, "assessment", opened.pk)) == few
