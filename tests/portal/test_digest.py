"""The weekly message: chosen by the person, once a week on the local clock, readable, stopped at once."""

import datetime

import pytest
from django.urls import reverse

from maillage.accounts import services as accounts
from maillage.accounts.models import Membership
from maillage.accounts.vocabulary import Weekday
from maillage.audit.models import Entry
from maillage.bodies.vocabulary import CommitmentState
from maillage.institutions.models import Letter
from maillage.kernel import BadInput, Role
from maillage.portal import rules, services
from maillage.portal.selectors import digest
from maillage.site import periodic
from tests.bodies.factories import bodies as invented
from tests.bodies.factories.decisions import CommitmentFactory
from tests.factories import MACHINE, MembershipFactory
from tests.portal import scenes

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 8, tzinfo=datetime.UTC)  # 9 h in Paris, noon in La Réunion
CHOSEN = datetime.date(2026, 11, 10)


def subscriber(here=None, role=Role.COORDINATOR, day=Weekday.MONDAY, on=CHOSEN, **named):
    here = here or scenes.here()
    number = Membership.objects.count()
    person = invented.PersonFactory(partnership=here, email=f"lecteur{number}@exemple.invalid")
    row = MembershipFactory(partnership=here, role=role.value, person=person, **named)
    if day is not None:
        accounts.choose_digest(actor=MACHINE, membership=row, day=day, on=on)
    return row


def late(here, **change):
    place = change.pop("institution", None) or invented.InstitutionFactory(partnership=here)
    return CommitmentFactory(
        institution=place,
        **({"due_on": datetime.date(2026, 11, 12), "deliverable": "rendre le relevé"} | change),
    )


def write(now=MONDAY, **more):
    return services.write_due(actor=MACHINE, now=now, **more)


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def test_nobody_receives_what_they_did_not_choose():
    subscriber(day=None)
    assert write().written == 0 and not Letter.objects.exists()


def test_it_is_written_once_a_week_whatever_is_replayed():
    row = subscriber()
    assert [write().written for _ in range(3)] == [1, 0, 0]
    assert write(MONDAY + datetime.timedelta(days=2)).written == 0
    assert write(MONDAY + datetime.timedelta(days=7)).written == 1
    key = f"digest:{row.partnership_id}:{row.person_id}:2026-W47"
    assert Letter.objects.order_by("pk").first().key == key and Letter.objects.count() == 2
    assert Entry.objects.filter(act="point de la semaine écrit").count() == 2


def test_a_dry_run_counts_and_writes_nothing():
    subscriber()
    before = Entry.objects.count()
    assert write(dry_run=True).written == 1
    assert not Letter.objects.exists() and Entry.objects.count() == before


def test_two_roles_of_one_person_make_one_message():
    row = subscriber()
    other = MembershipFactory(user=row.user, partnership=row.partnership, role="mayor", person=row.person)
    accounts.choose_digest(actor=MACHINE, membership=other, day=Weekday.MONDAY, on=CHOSEN)
    assert write().written == 1 and Letter.objects.count() == 1


def test_a_day_missed_is_caught_up_and_a_later_choice_waits_for_the_next_week():
    subscriber()
    assert write(MONDAY + datetime.timedelta(days=3)).written == 1
    subscriber(on=datetime.date(2026, 11, 18))
    assert write(MONDAY + datetime.timedelta(days=3)).written == 0
    assert write(MONDAY + datetime.timedelta(days=7)).written == 2


@pytest.mark.parametrize(
    ("place", "hour", "written"),
    [("44143", 5, 0), ("44143", 6, 1), ("97411", 2, 0), ("97411", 3, 1), ("97209", 10, 0), ("97209", 11, 1)],
)
def test_the_hour_and_the_day_are_those_of_the_territory(place, hour, written):
    subscriber(scenes.here(place=place))
    assert write(datetime.datetime(2026, 11, 16, hour, 5, tzinfo=datetime.UTC)).written == written


def test_on_the_other_side_of_the_world_monday_has_not_begun():
    subscriber(scenes.here(place="98735"), day=Weekday.SUNDAY)
    assert write(datetime.datetime(2026, 11, 16, 4, tzinfo=datetime.UTC)).written in (0, 1)
    assert rules.due_day(weekday=6, since=CHOSEN, local=datetime.datetime(2026, 11, 15, 18)) == (
        datetime.date(2026, 11, 15)
    )


def test_the_message_arrives_readable_in_text_and_in_html(box, settings):
    settings.PUBLIC_URL = "https://maillage.ville.invalid/"
    row = subscriber()
    late(row.partnership)
    done = periodic.tick(actor=MACHINE, now=MONDAY)
    assert not done.faults and done.counts["points de la semaine écrits"] == 1
    mine = [message for to, message in box.messages if to == [row.person.email]]
    assert len(mine) == 1
    text = plain(mine[0].get_body(("plain",)).get_content())
    html = plain(mine[0].get_body(("html",)).get_content())
    assert "La semaine du 16 novembre 2026" in mine[0]["Subject"]
    for part in (text, html):
        assert "endre le relevé" in part and "en retard de 4 jours" in part
        assert f"https://maillage.ville.invalid/p/{row.partnership.key}/" in part
        assert "https://maillage.ville.invalid/resume/" in part and "chaque lundi" in part
    assert "<" not in text.replace("<https", "") and "<table" in html
    periodic.tick(actor=MACHINE, now=MONDAY + datetime.timedelta(hours=1))
    assert len([to for to, _message in box.messages if to == [row.person.email]]) == 1


def test_who_left_a_reserved_body_no_longer_hears_of_its_meetings():
    here = scenes.here()
    body = invented.BodyFactory(partnership=here, name="Cellule réservée", restricted=True)
    invented.MeetingFactory(
        body=body, state="draft", starts_at=datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC)
    )
    for end, told in ((None, True), (datetime.date(2026, 11, 10), False)):
        institution = invented.InstitutionFactory(partnership=here)
        invented.SeatFactory(body=body, institution=institution, end=end)
        row = subscriber(here, Role.PARTNER, institution=institution)
        write()
        letter = Letter.objects.get(person=row.person)
        assert ("Cellule réservée" in letter.text) is told


def test_nothing_restricted_travels(box):
    row = subscriber()
    late(row.partnership, restricted=True, deliverable=scenes.SECRET, quantity="treize fois")
    gone = invented.PersonFactory(partnership=row.partnership, archived_on=CHOSEN)
    late(row.partnership, restricted=True, deliverable=scenes.SECRET, person=gone, due_on=None)
    periodic.tick(actor=MACHINE, now=MONDAY)
    assert box.messages
    for _to, message in box.messages:
        whole = plain(message.get_body(("plain",)).get_content() + message.get_body(("html",)).get_content())
        assert scenes.SECRET not in whole and "treize" not in whole
        assert "séance restreinte" in whole


def test_a_partner_reads_their_own_week_only():
    here = scenes.here()
    theirs = late(here)
    late(here, deliverable="affaire d'un autre")
    subscriber(here, Role.PARTNER, institution=theirs.institution)
    write()
    letter = Letter.objects.get()
    assert "Rendre le relevé" in letter.text and "affaire d" not in letter.text + letter.html


def test_a_first_of_the_month_is_written_without_markup_and_no_stop_is_doubled():
    here = scenes.here()
    body = invented.BodyFactory(partnership=here, name="Conseil d'essai")
    row = subscriber(here, Role.PARTNER, institution=invented.InstitutionFactory(partnership=here))
    seat = scenes.sits(body, row.institution)
    coming = invented.MeetingFactory(body=body, state="convened",
                                     starts_at=scenes.at(datetime.date(2026, 12, 1)))  # fmt: skip
    coming.convocations.create(seat=seat)
    late(here, institution=row.institution, deliverable="rendre le relevé.")
    write()
    letter = Letter.objects.get()
    assert "Réunion du 1er décembre 2026." in plain(letter.text) and "<sup>er</sup>" in letter.html
    assert "<" not in letter.text and "&lt;" not in letter.html and ".." not in letter.text


def test_what_was_delivered_is_not_told():
    row = subscriber()
    late(row.partnership, state=CommitmentState.DELIVERED.value)
    write()
    assert "relevé" not in Letter.objects.get().text


def test_who_left_or_lost_their_address_receives_nothing():
    left, lost = subscriber(), subscriber()
    Membership.objects.filter(pk=left.pk).update(end=datetime.date(2026, 11, 12))
    type(lost.person).objects.filter(pk=lost.person_id).update(email="")
    done = write()
    assert (done.written, done.without_address) == (0, 1)
    assert not Letter.objects.exists()


def test_a_role_without_a_week_or_an_address_is_told_why():
    with pytest.raises(BadInput, match="n'a rien à faire"):
        subscriber(role=Role.DPO)
    row = MembershipFactory(partnership=scenes.here(), role="partner")
    with pytest.raises(BadInput, match="rattaché à aucune personne"):
        accounts.choose_digest(actor=MACHINE, membership=row, day=Weekday.FRIDAY, on=CHOSEN)


def test_it_is_chosen_and_stopped_from_ones_account(client):
    row = subscriber(day=None)
    client.force_login(row.user)
    address = reverse("portal:choose_digest", args=[row.pk])
    assert "Le point de la semaine" in client.get(reverse("portal:account")).content.decode()
    for day, kept in (("friday", 4), ("friday", 4), ("", None), ("never", None)):
        assert client.post(address, {"day": day}).status_code == 302
        row.refresh_from_db()
        assert row.digest_day == kept
    assert Entry.objects.filter(act="point de la semaine réglé").count() == 2
    assert client.get(address).status_code == 405


def test_nobody_chooses_for_somebody_else(client):
    row = subscriber(day=None)
    client.force_login(MembershipFactory(partnership=row.partnership).user)
    assert client.post(reverse("portal:choose_digest", args=[row.pk]), {"day": "friday"}).status_code == 404
    row.refresh_from_db()
    assert row.digest_day is None


def test_the_link_of_a_message_stops_it_without_login(client):
    row = subscriber()
    other = subscriber(row.partnership)
    url = reverse("portal:stop_digest", args=[digest.token(row.user, row.partnership)])
    assert "Arrêter ce message" in client.get(url).content.decode()
    row.refresh_from_db()
    assert row.digest_day == 0  # reading changes nothing: mail programs open links alone
    for _ in range(2):
        assert "Vous ne recevrez plus" in client.post(url).content.decode()
    row.refresh_from_db()
    other.refresh_from_db()
    assert row.digest_day is None and other.digest_day == 0
    assert write().written == 1


def test_a_forged_link_stops_nothing(client):
    row = subscriber()
    good = digest.token(row.user, row.partnership)
    for link in ("x", good[:-2] + "zz"):
        assert client.post(reverse("portal:stop_digest", args=[link])).status_code == 410
    row.refresh_from_db()
    assert row.digest_day == 0
