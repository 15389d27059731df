"""The page of the whole and that of each figure: what is said, what is never said, who reads."""

import dataclasses
import datetime
import html
import re

import pytest
from django.urls import reverse

from maillage.kernel import Role
from maillage.observatory.indicators import INDICATORS
from maillage.observatory.models import HealthSnapshot
from maillage.observatory.vocabulary import FRAMES, Level
from maillage.observatory.web.lists import RECORDS
from tests.counting import queries
from tests.factories import PartnershipFactory
from tests.observatory import health

pytestmark = pytest.mark.django_db


def at(here, name, *args):
    return reverse(f"observatory:{name}", args=[here.key, *args])


def words(answer):
    """The text of a page, its spaces made plain."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("’", "'"))


def page(client, here, name="health", *args, query=None, role=Role.COORDINATOR):
    client.force_login(health.member(here, role).user)
    answer = client.get(at(here, name, *args), query)
    assert answer.status_code == 200
    return answer


def row(answer, key):
    """The text of the row of one figure."""
    body = answer.content.decode()
    found = next(part for part in body.split("<tr>")[1:] if f"/sante/indicateurs/{key}/" in part)
    return re.sub(r"[\s\u00a0\u202f]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found)))


def test_a_published_figure_has_its_count_its_interval_and_its_mark(client, scene):
    answer = page(client, scene.here)
    said = row(answer, "C1")
    assert "33 % 4 sur 12" in said and "13 à 53 %" in said
    assert "seuil local : 50 %" in said
    assert "3 cas inconnus : de 27 à 47 %" in said  # what is unknown is shown as bounds, never counted as no
    assert 'class="m-ref"' in answer.content.decode()  # the threshold is drawn


def test_under_five_there_is_a_count_and_no_percentage(client, scene):
    said = row(page(client, scene.here), "P6")
    assert "3 sur 4" in said
    assert "%" not in said


def test_no_record_is_an_answer_not_a_zero(client, scene):
    said = row(page(client, scene.here), "I8")
    assert "pas encore assez d'enregistrements" in said.replace("’", "'")
    assert "0" not in said.replace("I8", "")


def test_a_few_nominative_exchanges_are_not_even_counted_nor_coloured(client, scene):
    body = page(client, scene.here).content.decode()
    said = next(part for part in body.split("<tr>") if "/sante/indicateurs/I7/" in part)
    assert "moins de cinq, non publié" in said
    assert "m-us" not in said and not re.search(r">\s*3\b", said)
    for name in ("figure", "figures"):
        args = ["I7"] if name == "figure" else []
        assert "3 pour 1" not in words(page(client, scene.here, name, *args))


def test_the_reading_names_the_figures_and_leads_to_each(client, scene):
    answer = page(client, scene.here)
    text = words(answer)
    assert "Faiblesse nette : fiches à deux collèges ou plus." in text
    assert "Force nette : engagements tenus à temps." in text
    for _kind, key, said in health.SENTENCES:
        assert said in text
        assert at(scene.here, "figure", key) in answer.content.decode()


def test_the_signs_come_with_their_certainty_and_the_flag_last(client, scene):
    text = words(page(client, scene.here))
    places = [text.index(said) for _key, _met, _sure, said in health.SIGNS]
    assert places == sorted(places)
    assert "certitude que ce soit vrai : 92 %" in text and "ne se dit pas" in text
    assert text.index("Contractualisation sans coproduction : 3 signes sur 5.") > places[-1]


@pytest.mark.parametrize(
    ("fired", "said"),
    [(False, "Le signe d'ensemble n'est pas levé"), (None, "Le signe d'ensemble ne peut pas encore se dire")],
)
def test_a_flag_that_is_not_raised_says_so(client, db, known, fired, said):
    here = PartnershipFactory()
    reading = health.content()["reading"]
    health.snapshot(here, reading=reading | {"signs": reading["signs"] | {"fired": fired}})
    assert said in words(page(client, here))


def test_presence_is_never_shown_without_contribution_and_decision(client, db, known):
    here = PartnershipFactory()
    figures = health.figures()
    del figures["D1"]
    health.snapshot(here, figures=figures)
    assert "65 %" not in words(page(client, here))
    alone = words(page(client, here, "figure", "P1"))
    assert "ne se lit jamais seul" in alone and "65 %" not in alone
    found = page(client, here, "figures", query={"q": "convoquées"})
    assert "Présence aux réunions convoquées" not in words(found).split("Chercher")[-1]


def test_a_search_for_presence_brings_what_it_is_read_with(client, scene):
    answer = page(client, scene.here, "figures", query={"q": "convoquees"})
    assert "Présence aux réunions" in row(answer, "P1")
    assert "56 %" in row(answer, "D1") and "62 %" in row(answer, "P5")
    assert "Plénières" not in words(answer)
    none = page(client, scene.here, "figures", query={"q": "licorne"})
    assert "Aucun indicateur ne répond à « licorne »" in words(none)


def test_lists_name_institutions_by_group_and_not_for_a_researcher(client, scene):
    text = words(page(client, scene.here))
    assert "Présentes à moins d'une réunion sur deux : Bailleur Essai (fictif) (1 sur 5)" in text
    assert "Trop peu de convocations pour le dire : Collège Essai (fictif)" in text
    seen = words(page(client, scene.here, role=Role.RESEARCHER))
    assert "Bailleur" not in seen and "Présentes à moins d'une réunion sur deux : 1" in seen
    assert "Bailleur" not in words(page(client, scene.here, "figure", "P2", role=Role.RESEARCHER))


def test_before_the_first_computation_the_page_says_what_will_stand_there(client, db, known):
    here = PartnershipFactory()
    answer = page(client, here)
    assert "Aucun chiffre n'est encore calculé" in words(answer)
    assert at(here, "refresh") in answer.content.decode()
    assert at(here, "refresh") not in page(client, here, role=Role.PARTNER).content.decode()


def test_another_day_shows_the_state_of_that_day_and_says_it(client, scene):
    health.snapshot(scene.here, day=datetime.date(2022, 6, 30), figures={
        "C1": health.figure("C1", 9, 10)
    })  # fmt: skip
    answer = page(client, scene.here, query={"au": "2023-01-15"})
    text = words(answer)
    assert "90 %" in text and "33 %" not in text
    assert "Vous lisez l'état au 15 janvier 2023" in text
    assert f"{at(scene.here, 'figure', 'C1')}?au=2023-01-15" in answer.content.decode()


@pytest.mark.parametrize("asked", ["hier", "2023-02-30", "9999-01-01", "²"])
def test_a_day_that_cannot_be_read_is_refused_with_its_cure(client, scene, asked):
    client.force_login(health.member(scene.here).user)
    answer = client.get(at(scene.here, "health"), {"au": asked})
    assert answer.status_code == 400
    assert "n'est pas une date" in words(answer) or "n'est pas encore venu" in words(answer)


def test_one_figure_says_how_it_is_counted_and_from_what(client, scene):
    answer = page(client, scene.here, "figure", "C1")
    text = words(answer)
    for said in ("formule de C1", "ce que C1 compte", "thèse de C1", "Gautron 2010, II.2.B", "réserve de C1"):
        assert said in text
    assert reverse("bodies:commitments", args=[scene.here.key]) in answer.content.decode()
    assert "33 % (4 sur 12) ; intervalle à 95 % : 13 à 53 %" in text


def test_three_comparisons_stay_three(client, scene):
    text = words(page(client, scene.here, "figure", "C1"))
    assert "Repère de cette installation : 50 % ; adopté le 9 février 2026" in text
    assert "44 % en 2023, 33 % aujourd'hui" in text
    assert "La moitié du milieu de 62 partenariats comparables va de 40 % à 60 %" in text
    other = words(page(client, scene.here, "figure", "C7"))
    assert "Moins de trente partenariats comparables : aucune comparaison" in other
    assert "La loi demande : 1 par an" in words(page(client, scene.here, "figure", "R1m"))


def test_the_past_is_drawn_with_what_happened_and_told_in_a_table(client, scene):
    answer = page(client, scene.here, "figure", "C1")
    assert answer.content.decode().count("<svg xmlns") == 2
    text = words(answer)
    assert "Élection municipale" in text and "Changement de préfet" in text
    assert "pas encore lisible" in text  # 2021 could not be read: the table says so
    assert "rien ne permet de départager" in text


def test_a_figure_that_does_not_exist_is_not_a_page(client, scene):
    client.force_login(health.member(scene.here).user)
    for key in ("X99", "H4", "c1"):
        assert client.get(at(scene.here, "figure", key)).status_code == 404


def test_a_figure_of_a_departement_says_that_it_is_not_read_here(client, scene, monkeypatch):
    wide = dataclasses.replace(INDICATORS["C1"], id="M5", level=Level.DEPARTEMENT, with_=("M6",))
    monkeypatch.setitem(INDICATORS, "M5", wide)
    assert "se lit sur un département entier" in words(page(client, scene.here, "figure", "M5"))


def test_records_lead_only_where_the_reader_may_go(client, scene):
    seen = page(client, scene.here, "figure", "C10", role=Role.PREFECTURE).content.decode()
    assert reverse("bodies:mine", args=[scene.here.key]) in seen  # not the coordinator's list
    assert reverse("bodies:commitments", args=[scene.here.key]) not in seen


def test_every_frame_has_its_page_and_every_page_exists():
    unread = {"partnerships", "signals", "alerts", "tallies"}
    assert set(FRAMES) - set(RECORDS) == unread
    for routes in RECORDS.values():
        for route in routes:
            reverse(route, args=["x"])


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMINISTRATOR])
def test_who_keeps_the_system_does_not_read_the_health(client, scene, role):
    client.force_login(health.member(scene.here, role).user)
    assert client.get(at(scene.here, "health")).status_code == 403


def test_a_page_asks_as_many_questions_for_one_figure_as_for_twenty(client, scene):
    client.force_login(health.member(scene.here).user)
    other = PartnershipFactory(place="44109")
    health.snapshot(other, figures={"C1": health.figure("C1", 4, 12)}, lists={"P2": []})
    client.force_login(health.member(scene.here).user)
    many = queries(client, at(scene.here, "figures"))
    client.force_login(health.member(other).user)
    assert queries(client, at(other, "figures")) == many
    assert many <= 12


def test_computing_again_is_the_coordinators_act_on_the_day_read(client, scene, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "maillage.observatory.services.refresh.refresh",
        lambda **given: asked.append(given["day"]) or HealthSnapshot.objects.first(),
    )
    client.force_login(health.member(scene.here).user)
    answer = client.post(at(scene.here, "refresh"), {"jour": "2024-06-30"})
    assert answer.url == f"{at(scene.here, 'health')}?au=2024-06-30"
    assert asked == [datetime.date(2024, 6, 30)]
    wrong = client.post(at(scene.here, "refresh"), {"jour": "30 juin"}, follow=True)
    assert "n'est pas une date" in words(wrong) and len(asked) == 1


def test_in_english_the_names_of_figures_are_english(client, scene):
    client.force_login(health.member(scene.here).user)
    answer = client.get(at(scene.here, "health"), headers={"Accept-Language": "en"})
    assert "English of C1" in words(answer) and INDICATORS["C1"].fr not in words(answer).split("C10")[-1]
    said = row(answer, "C1")
    assert "33% 4 out of 12" in said and "13 to 53%" in said and "local threshold: 50%" in said
    assert "0,4 to 3,4" in row(answer, "R1m")
    marked = re.findall(r'lang="fr">([^<]*)<', answer.content.decode())  # the words of the reading are French
    assert any("Moins d’une fiche sur deux" in one for one in marked)


def test_a_state_that_is_older_than_the_day_asked_says_so(client, scene):
    """The state of 2024 is no state of 2026: whoever may compute it again is told how."""
    words_of = {}
    for role in (Role.COORDINATOR, Role.MAYOR):
        client.force_login(health.member(scene.here, role).user)
        for day in ("2024-07-05", "2025-06-30"):
            for name in ("health", "figures"):
                words_of[role, day, name] = words(client.get(at(scene.here, name), {"au": day}))
    told = {
        key: "Le dernier état calculé est celui du 30 juin 2024" in text for key, text in words_of.items()
    }
    assert told == {key: key[1] == "2025-06-30" for key in told}
    assert "« Recalculer »" in words_of[Role.COORDINATOR, "2025-06-30", "figures"]
    assert "Le coordonnateur peut" in words_of[Role.MAYOR, "2025-06-30", "health"]
