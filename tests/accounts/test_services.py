"""Accounts and roles, through the door: rows, journal, refusals, and roles that begin and end."""

from datetime import date

import pytest

from maillage.accounts import selectors, services
from maillage.accounts.models import Membership, User
from maillage.audit.models import Entry
from maillage.kernel import Actor, BadInput, Role
from tests.factories import MembershipFactory, PartnershipFactory, UserFactory
from tests.institutions.factories import InstitutionFactory, PersonFactory

pytestmark = pytest.mark.django_db
ACTOR = Actor(1, "Camille Exemple (fictive)")
DAY = date(2026, 3, 2)


def create(**changes):
    given = {
        "email": "Nouvelle@Exemple.invalid",
        "name": "Nouvelle (fictive)",
        "password": "quatre mots bien longs",
    }
    return services.create_account(actor=ACTOR, **(given | changes))


def test_an_account_is_created_with_its_line():
    user = create()
    assert user.email == "nouvelle@exemple.invalid"
    assert user.check_password("quatre mots bien longs")
    assert Entry.objects.latest("seq").act == "compte créé"
    assert "exemple.invalid" not in str(
        Entry.objects.order_by("seq").values().last()
    )  # the journal keeps no address


@pytest.mark.parametrize(
    "changes",
    [{"email": "pas une adresse"}, {"name": "  "}, {"password": "court"}, {"password": "123456789012345"}],
)
def test_a_bad_account_is_refused_and_nothing_is_written(changes):
    if changes.get("password") == "123456789012345":
        changes = {"password": "nouvelle@exemple.invalid"}
    with pytest.raises(BadInput):
        create(**changes)
    assert not User.objects.exists()
    assert not Entry.objects.filter(act="compte créé").exists()


def test_the_same_address_twice_is_refused_whatever_its_case():
    create()
    with pytest.raises(BadInput, match="déjà un compte"):
        create(email="NOUVELLE@exemple.invalid")


def test_a_role_begins_and_ends():
    user, here = UserFactory(), PartnershipFactory()
    row = services.grant_role(actor=ACTOR, user=user, partnership=here, role=Role.MAYOR, on=DAY)
    assert not selectors.actor(user=user, partnership=here, on=date(2026, 3, 1)).roles
    assert selectors.actor(user=user, partnership=here, on=DAY).roles == {Role.MAYOR}
    services.withdraw_role(actor=ACTOR, membership=row, on=date(2026, 4, 1))
    assert selectors.actor(user=user, partnership=here, on=date(2026, 3, 31)).roles == {Role.MAYOR}
    assert not selectors.actor(user=user, partnership=here, on=date(2026, 4, 1)).roles
    assert [line.act for line in Entry.objects.order_by("seq")][-2:] == ["rôle donné", "rôle retiré"]


def test_a_role_given_by_mistake_is_undone_the_same_day():
    row = MembershipFactory(start=DAY, role=Role.PARTNER.value)
    services.withdraw_role(actor=ACTOR, membership=row, on=DAY)
    assert not Membership.objects.exists()
    assert Entry.objects.latest("seq").act == "rôle retiré"


def test_the_last_coordinator_stays():
    row = MembershipFactory()
    MembershipFactory(partnership=row.partnership, role=Role.MAYOR.value)
    with pytest.raises(BadInput, match="est seul à coordonner"):
        services.withdraw_role(actor=ACTOR, membership=row, on=DAY)
    MembershipFactory(partnership=row.partnership)
    services.withdraw_role(actor=ACTOR, membership=row, on=DAY)
    assert Membership.objects.get(pk=row.pk).end is not None


def test_the_same_role_twice_is_refused():
    row = MembershipFactory(role=Role.DPO.value)
    with pytest.raises(BadInput, match="est déjà"):
        services.grant_role(actor=ACTOR, user=row.user, partnership=row.partnership, role=Role.DPO, on=DAY)


def test_a_role_here_is_no_role_elsewhere():
    row = MembershipFactory()
    elsewhere = PartnershipFactory(place="44109")
    assert not selectors.actor(user=row.user, partnership=elsewhere, on=DAY).roles


def test_an_administrator_of_the_instance_has_that_role_alone():
    user, here = UserFactory(is_instance_admin=True), PartnershipFactory()
    assert selectors.actor(user=user, partnership=here, on=DAY).roles == {Role.ADMINISTRATOR}


def test_a_role_is_held_in_the_name_of_an_institution_and_of_a_person():
    here = PartnershipFactory()
    place, person = InstitutionFactory(partnership=here), PersonFactory(partnership=here)
    user = UserFactory()
    row = services.grant_role(
        actor=ACTOR, user=user, partnership=here, role=Role.PARTNER, on=DAY, institution=place, person=person
    )
    found = selectors.actor(user=user, partnership=here, on=DAY)
    assert (found.institutions, found.person) == ({place.pk}, person.pk)
    line = Entry.objects.latest("seq")
    assert (line.detail["institution"], line.detail["personne"]) == (place.pk, person.pk)
    services.link_role(actor=ACTOR, membership=row, institution=None, person=person)
    assert not selectors.actor(user=user, partnership=here, on=DAY).institutions


def test_nobody_speaks_for_an_institution_before_or_after_its_time():
    here = PartnershipFactory()
    place = InstitutionFactory(partnership=here, archived_on=date(2026, 5, 1))
    row = MembershipFactory(
        partnership=here, role=Role.PARTNER.value, institution=place, start=DAY, end=date(2026, 6, 1)
    )
    days = (date(2026, 3, 1), DAY, date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 2))
    spoken = [bool(selectors.actor(user=row.user, partnership=here, on=day).institutions) for day in days]
    assert spoken == [False, True, True, False, False]


def test_a_role_is_never_tied_to_another_directory_nor_to_a_card_put_away():
    here, elsewhere = PartnershipFactory(), PartnershipFactory(place="44109")
    row = MembershipFactory(partnership=here)
    for place in (
        InstitutionFactory(partnership=elsewhere),
        InstitutionFactory(partnership=here, archived_on=DAY),
    ):
        with pytest.raises(BadInput):
            services.link_role(actor=ACTOR, membership=row, institution=place, person=None)
    row.refresh_from_db()
    assert row.institution is None


def test_who_the_actor_is_costs_one_query(django_assert_num_queries):
    here = PartnershipFactory()
    place = InstitutionFactory(partnership=here)
    row = MembershipFactory(partnership=here, institution=place, person=PersonFactory(partnership=here))
    with django_assert_num_queries(1):
        assert selectors.actor(user=row.user, partnership=here, on=DAY).person == row.person_id
