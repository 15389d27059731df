"""Institutions, people and functions through the door: rows, journal, refusals, double sendings, clashes."""

from datetime import date
from uuid import uuid4

import pytest

from maillage.audit.models import Entry
from maillage.institutions import services
from maillage.institutions.models import Institution, Person, Position
from maillage.institutions.vocabulary import (
    College,
    InstitutionDraft,
    InstitutionKind,
    Level,
    PersonDraft,
    PositionDraft,
    Sector,
)
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests.factories import PartnershipFactory
from tests.institutions.factories import (
    TODAY,
    InstitutionFactory,
    PersonFactory,
    PositionFactory,
    coordinator,
    member,
)

pytestmark = pytest.mark.django_db
SIRET = "21750001600019"


def draft(**changes):
    given = {"name": "Parquet fictif", "kind": InstitutionKind.PROSECUTOR, "sector": Sector.JUSTICE,
             "college": College.JUSTICE}  # fmt: skip
    return InstitutionDraft(**(given | changes))


def function(**changes):
    return PositionDraft(**({"title": "Directrice", "level": Level.MANAGER, "start": TODAY} | changes))


@pytest.fixture
def here():
    return PartnershipFactory()


@pytest.fixture
def actor(here):
    return coordinator(here)


def acts():
    return list(Entry.objects.exclude(partnership="").order_by("seq").values_list("act", flat=True))


def test_an_institution_is_added_once_with_its_line(here, actor):
    nonce = uuid4()
    rows = [services.add_institution(actor=actor, partnership=here, draft=draft(), nonce=nonce) for _ in "ab"]
    assert rows[0] == rows[1]
    assert acts() == ["institution ajoutée"]


def test_the_journal_holds_no_name_and_no_address(here, actor):
    place = InstitutionFactory(partnership=here)
    person = PersonDraft("Zoé Unique (fictive)", "Mme", "zoe.unique@exemple.invalid", "0240000000")
    row = services.open_position(actor=actor, institution=place, person=person, draft=function())
    services.edit_person(
        actor=actor, person=row.person, draft=PersonDraft("Zoé Autre", email="z@exemple.invalid")
    )
    services.put_away_person(actor=actor, person=row.person, on=TODAY)
    written = str(list(Entry.objects.values()))
    assert not [word for word in ("Zoé", "exemple.invalid", "0240") if word in written]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "  "}, "nom"),
        ({"name": "déjà là"}, "déjà dans l'annuaire"),
        ({"siret": "12345678901234"}, "clé"),
        ({"siret": SIRET}, "déjà celui"),
        ({"place": "99999"}, "territoire connu"),
        ({"parent": 987654}, "rattachement"),
    ],
)
def test_a_clash_is_told_and_writes_nothing(here, actor, changes, words):
    InstitutionFactory(partnership=here, name="Déjà là", siret=SIRET)
    with pytest.raises(BadInput, match=words):
        services.add_institution(actor=actor, partnership=here, draft=draft(**changes))
    assert Institution.objects.count() == 1
    assert not acts()


def test_the_same_name_lives_in_another_partnership(here, actor):
    InstitutionFactory(partnership=PartnershipFactory(place="44109"), name="Parquet fictif")
    assert services.add_institution(actor=actor, partnership=here, draft=draft()).partnership == here


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_the_coordinator_writes_and_the_refusal_is_journalled(here, role):
    place = InstitutionFactory(partnership=here)
    with pytest.raises(Refused, match="coordonnateur"):
        services.add_institution(actor=member(role, place), partnership=here, draft=draft())
    assert acts() == ["institution ajoutée : refusé"]


def test_a_parent_cannot_be_its_own_child(here, actor):
    above = InstitutionFactory(partnership=here)
    below = InstitutionFactory(partnership=here, parent=above)
    with pytest.raises(BadInput, match="elle-même"):
        services.edit_institution(actor=actor, institution=above, draft=draft(parent=below.pk))


def test_two_people_on_one_card_the_second_learns_what_moved(here, actor):
    row = InstitutionFactory(partnership=here, name="Parquet fictif", short_name="PF")
    services.edit_institution(actor=actor, institution=row, draft=draft(short_name="Parquet"), seen=0)
    with pytest.raises(Conflict, match="« nom court » vaut maintenant « Parquet »"):
        services.edit_institution(actor=actor, institution=row, draft=draft(short_name="TJ"), seen=0)
    row.refresh_from_db()
    assert (row.short_name, row.revision) == ("Parquet", 1)


def test_put_away_then_back_leaves_two_lines_and_twice_changes_nothing(here, actor):
    row = InstitutionFactory(partnership=here)
    for _ in "ab":
        services.put_away(actor=actor, institution=row, on=TODAY)
    for _ in "ab":
        services.put_back(actor=actor, institution=row)
    assert acts() == ["institution rangée", "institution remise"]


def test_a_new_person_enters_with_their_function_once(here, actor):
    place, nonce = InstitutionFactory(partnership=here), uuid4()
    for _ in "ab":
        row = services.open_position(
            actor=actor, institution=place, person=PersonDraft("Noé (fictif)"), draft=function(), nonce=nonce
        )
    assert (Person.objects.count(), Position.objects.count()) == (1, 1)
    assert row.person.name == "Noé (fictif)"
    assert acts() == ["personne ajoutée", "fonction ouverte"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"title": " "}, "fonction"), ({"end": date(2020, 1, 1)}, "précède"), ({"title": "directrice"}, "déjà")],
)
def test_a_function_that_cannot_be_is_refused_whole(here, actor, changes, words):
    held = PositionFactory(institution__partnership=here, person__partnership=here)
    with pytest.raises(BadInput, match=words):
        services.open_position(
            actor=actor, institution=held.institution, person=held.person, draft=function(**changes)
        )
    assert Position.objects.count() == 1


def test_a_person_of_elsewhere_holds_nothing_here(here, actor):
    stranger = PersonFactory(partnership=PartnershipFactory(place="44109"))
    with pytest.raises(BadInput, match="annuaire de ce partenariat"):
        services.open_position(
            actor=actor, institution=InstitutionFactory(partnership=here), person=stranger, draft=function()
        )


def test_an_address_belongs_to_one_person(here, actor):
    PersonFactory(partnership=here, email="une@exemple.invalid")
    with pytest.raises(BadInput, match="déjà celle"):
        services.add_person(
            actor=actor, partnership=here, draft=PersonDraft("Autre", email="UNE@exemple.invalid")
        )


def test_a_function_ends_is_corrected_and_is_withdrawn(here, actor):
    row = PositionFactory(institution__partnership=here, person__partnership=here)
    with pytest.raises(BadInput, match="précède"):
        services.end_position(actor=actor, position=row, on=date(2020, 1, 1))
    row = services.end_position(actor=actor, position=row, on=TODAY)
    assert (row.end, row.revision) == (TODAY, 1)
    row = services.edit_position(actor=actor, position=row, draft=function(title="Cheffe"), seen=1)
    assert (row.title, row.end) == ("Cheffe", None)
    services.withdraw_position(actor=actor, position=row)
    assert not Position.objects.exists()
    assert acts() == ["fonction close", "fonction modifiée", "fonction retirée"]


def test_who_leaves_the_directory_leaves_their_functions(here, actor):
    row = PositionFactory(institution__partnership=here, person__partnership=here)
    services.put_away_person(actor=actor, person=row.person, on=TODAY)
    row.refresh_from_db()
    assert row.end == TODAY
    services.put_back_person(actor=actor, person=row.person)
    row.refresh_from_db()
    assert row.end == TODAY  # a return is a new function
    assert row.person.archived_on is None


def test_somebody_put_away_takes_no_function(here, actor):
    gone = PersonFactory(partnership=here, archived_on=TODAY)
    with pytest.raises(BadInput, match="rangée"):
        services.open_position(
            actor=actor, institution=InstitutionFactory(partnership=here), person=gone, draft=function()
        )
