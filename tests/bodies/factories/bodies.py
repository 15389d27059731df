"""An invented partnership with its coordinator, institutions, bodies and seats; nobody here exists."""

import datetime

import factory

from maillage.bodies.models import Body, Meeting, Seat, SeatHolder
from maillage.bodies.vocabulary import BodyKind, Formation, MeetingState, SeatBasis, SeatRole, Voice
from maillage.kernel import Actor, Role
from tests.factories import MembershipFactory, PartnershipFactory
from tests.institutions import factories as directory
from tests.institutions.factories import InstitutionFactory

DAY = datetime.date(2026, 3, 2)
OPENED = datetime.date(2020, 1, 1)


class PersonFactory(directory.PersonFactory):
    email = ""


class PositionFactory(directory.PositionFactory):
    person = factory.SubFactory(PersonFactory, partnership=factory.SelfAttribute("..institution.partnership"))
    title = "directrice"
    start = OPENED


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body

    partnership = factory.SubFactory(PartnershipFactory)
    kind = BodyKind.CLSPD.value
    name = factory.Sequence(lambda n: f"Instance {n}")
    opened_on = OPENED


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    institution = factory.LazyAttribute(lambda row: InstitutionFactory(partnership=row.body.partnership))
    label = factory.Sequence(lambda n: f"Siège {n}")
    basis = SeatBasis.DESIGNATED.value
    voice = Voice.DELIBERATIVE.value
    start = OPENED


class HolderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SeatHolder

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory, partnership=factory.SelfAttribute("..seat.body.partnership"))
    role = SeatRole.HOLDER.value
    start = OPENED


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    formation = Formation.PLENARY.value
    starts_at = datetime.datetime(2026, 2, 3, 9, tzinfo=datetime.UTC)
    state = MeetingState.HELD.value
    uid = factory.Sequence(lambda n: f"reunion-{n}@exemple.invalid")


def kind(partnership, value, **named):
    """One institution of that kind."""
    return InstitutionFactory(partnership=partnership, kind=value, **named)


def runs(partnership):
    """An actor who runs this partnership."""
    user = MembershipFactory(partnership=partnership).user
    return Actor(user.pk, user.name, frozenset({Role.COORDINATOR}))


def speaks_for(institution, role=Role.PARTNER):
    """A person signed in for one institution: the account, and the actor that services see."""
    row = MembershipFactory(partnership=institution.partnership, role=role.value, institution=institution)
    return row.user, Actor(row.user.pk, row.user.name, frozenset({role}), frozenset({institution.pk}))
