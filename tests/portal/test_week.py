"""« Ma semaine » and the other first pages: what shows, to whom, in how many queries; nothing restricted."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.kernel import Role
from maillage.portal.selectors import week
from maillage.portal.selectors.asked import Asked
from maillage.portal.vocabulary import When
from tests.bodies.factories import bodies as invented
from tests.bodies.factories.decisions import CommitmentFactory
from tests.factories import MembershipFactory
from tests.portal import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scenes.here()


def home(client, here, **query):
    answer = client.get(reverse("portal:workspace", args=[here.key]), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def login(client, here, role=Role.COORDINATOR, **named):
    row = MembershipFactory(partnership=here, role=role.value, **named)
    client.force_login(row.user)
    return row


def asked(here, role=Role.COORDINATOR, institutions=frozenset()):
    from maillage.kernel import Actor

    return Asked(here, Actor(1, "essai", frozenset({role}), institutions), scenes.today())


def test_a_new_partnership_is_taught_its_next_step(client, here):
    login(client, here)
    text = home(client, here)
    for words in ("Ma semaine", "Mettre en route", "Ouvrir le conseil", "Remplir l'annuaire",
                  "Inviter les partenaires"):  # fmt: skip
        assert words in text


def test_obligations_not_met_show_with_their_article(client, here):
    login(client, here)
    text = home(client, here)
    assert "Ouvrir un CLSPD" in text and "L. 132-4" in text


def test_everything_that_waits_is_told_with_its_link(client, here):
    scenes.fill(here, 1)
    login(client, here)
    text = home(client, here)
    for words in ("En retard", "Cette semaine", "Rendre le relevé 0", "3 jours", "Relancer",
                  "Rédiger le compte rendu",
                  "revoir la règle 0", "Siège libre 0", "Donner un porteur à l'engagement « orphelin 0 »",
                  "Revoir un message qui n'est pas parti", "Confirmer l'import", "Sans réponse",
                  "convocation, Groupe d'essai", "élections 0",
                  "1 convoqué, qui n'a pas encore dit venir"):  # fmt: skip
        assert words in text, words


def test_nothing_is_told_twice(here):
    scenes.fill(here, 2)
    rows = week.week(asked(here))
    assert len({row.identity for row in rows}) == len(rows)
    assert len({(row.what, row.why) for row in rows}) == len(rows)
    assert sum("Siège libre 0" in row.what for row in rows) == 1


def test_a_seat_whose_holder_was_put_away_does_not_become_invisible(here):
    body = invented.BodyFactory(partnership=here)
    seat = invented.SeatFactory(body=body, label="Siège quitté")
    gone = invented.PersonFactory(partnership=here, archived_on=scenes.days(-2))
    invented.HolderFactory(seat=seat, person=gone)
    assert any("Siège quitté" in row.what for row in week.week(asked(here)))


def test_the_latest_comes_first_and_the_groups_follow(here):
    scenes.fill(here, 3)
    rows = week.week(asked(here))
    order = [list(When).index(row.when) for row in rows]
    assert order == sorted(order)
    late = [row.late for row in rows if row.when is When.LATE]
    assert late == sorted(late, reverse=True) and late[0] > 0


def test_a_group_shows_seven_lines_then_a_link(client, here):
    scenes.fill(here, 9)
    login(client, here)
    text = home(client, here)
    assert "?tout=1" in text and text.count("Rendre le relevé") < 9
    assert home(client, here, tout=1).count("Rendre le relevé") == 9


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER, Role.MAYOR])
def test_a_first_page_costs_the_same_with_three_rows_and_with_thirty(client, here, role):
    place = invented.InstitutionFactory(partnership=here)
    login(client, here, role, institution=place)
    costs = []
    for first, count in ((0, 3), (3, 27)):
        body = scenes.fill(here, count, first)
        scenes.sits(body, place)
        for number in range(count):
            CommitmentFactory(institution=place, due_on=scenes.days(3), deliverable=f"mien {first + number}")
        home(client, here)
        with CaptureQueriesContext(connection) as queries:
            home(client, here)
        costs.append(len(queries))
    assert costs[0] == costs[1], costs
    assert costs[0] < 80


@pytest.mark.parametrize("field", ["commitment", "body"])
def test_restricted_work_is_never_quoted(client, here, field):
    body = invented.BodyFactory(partnership=here, restricted=field == "body")
    meeting = invented.MeetingFactory(body=body)
    place = invented.InstitutionFactory(partnership=here)
    gone = invented.PersonFactory(partnership=here, archived_on=scenes.days(-9))
    for due, person in ((scenes.days(-2), None), (None, gone)):
        CommitmentFactory(institution=place, meeting=meeting, due_on=due, deliverable=scenes.SECRET,
                          person=person, restricted=field == "commitment")  # fmt: skip
    rows = week.week(asked(here)) + week.week(asked(here, Role.PARTNER, frozenset({place.pk})))
    assert any("séance restreinte" in row.what + row.why for row in rows)
    assert not any(scenes.SECRET in row.what + row.why for row in rows)


def test_a_partner_meets_their_meetings_then_their_commitments(client, here):
    place = invented.InstitutionFactory(partnership=here)
    body = scenes.fill(here, 1)
    seat = scenes.sits(body, place)
    coming = invented.MeetingFactory(body=body, starts_at=scenes.at(scenes.days(4)), state="convened")
    coming.convocations.create(seat=seat, sent_at=scenes.at(scenes.days(-1)))
    CommitmentFactory(institution=place, due_on=scenes.days(5), deliverable="tenir le relevé")
    login(client, here, Role.PARTNER, institution=place)
    text = home(client, here)
    order = ("Mes prochaines réunions", "Ce que nous devons", "tenir le relevé",
             "Ce que d'autres nous ont promis", "Ce qui nous est demandé")  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "rendre le relevé 0" not in text.lower()


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.PROSECUTOR, Role.FIRST_LINE])
def test_the_other_members_have_the_same_page(client, here, role):
    login(client, here, role)
    assert "Ce qui vous attend" in home(client, here)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.DPO])
def test_who_looks_on_meets_the_place_and_no_week(client, here, role):
    scenes.fill(here, 1)
    login(client, here, role)
    text = home(client, here)
    assert "La loi, ce jour" in text and "rendre le relevé" not in text.lower()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}, key=str))
def test_no_link_of_a_first_page_is_closed_to_its_reader(client, here, role):
    place = invented.InstitutionFactory(partnership=here)
    scenes.fill(here, 1)
    CommitmentFactory(institution=place, due_on=scenes.days(-1))
    login(client, here, role, institution=place)
    import re

    for url in sorted(set(re.findall(r'href="(/[^"#?]*)"', home(client, here)))):
        if not url.startswith("/static/") and "deconnexion" not in url and "logout" not in url:
            assert client.get(url).status_code in (200, 302), url


def test_dates_are_said_as_people_say_them(here):
    on = datetime.date(2026, 11, 16)
    matter = week.Matter(When.WEEK, "x", "y", "/", datetime.date(2026, 11, 18))
    assert week.when_words(matter, on) == "mercredi 18"
    assert (
        week.when_words(week.Matter(When.NEXT, "x", "y", "/", datetime.date(2026, 11, 26)), on) == "26 nov."
    )
    assert week.when_words(week.Matter(When.LATE, "x", "y", "/", None, 33), on) == "33 jours"
    assert week.when_words(week.Matter(When.WEEK, "x", "y", "/", datetime.date(2026, 11, 4)), on) == (
        "depuis 12 jours"
    )


def test_the_sentence_counts_what_is_late_and_what_is_due():
    def row(when):
        return week.Matter(when, "x", "y", "/")

    assert week.lead([]) == "Rien n'est en retard, rien n'est dû cette semaine."
    assert week.lead([row(When.LATE), row(When.WEEK), row(When.WEEK)]) == (
        "Une chose est en retard, 2 sont à faire cette semaine."
    )
    assert week.lead([row(When.WEEK)]) == "Une chose est à faire cette semaine."
    assert week.lead([row(When.LATE)] * 2) == "2 choses sont en retard."


def test_the_day_of_the_plenary_is_counted(client, here):
    body = invented.BodyFactory(partnership=here)
    invented.MeetingFactory(body=body, starts_at=scenes.at(scenes.days(17)), state="draft")
    login(client, here)
    assert "La plénière a lieu dans 17 jours." in home(client, here)
