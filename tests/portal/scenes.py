"""A partnership with something of every kind that waits; nobody here exists."""

import datetime

from django.utils import timezone

from maillage.bodies.models import Convocation, Decision, InformationItem, TerritoryEvent
from maillage.bodies.vocabulary import DecisionMode, Duty, EventKind, Formation, MeetingState
from maillage.institutions.models import DirectoryImport, Letter
from maillage.institutions.vocabulary import LetterState
from tests.bodies.factories import bodies as invented
from tests.bodies.factories.decisions import CommitmentFactory
from tests.factories import MembershipFactory, PartnershipFactory

SECRET = "contenu réservé qui ne sort pas"


def here(**named):
    return PartnershipFactory(**({"name": "CLSPD d'essai"} | named))


def today():
    return timezone.localdate()


def days(count):
    return today() + datetime.timedelta(days=count)


def at(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def sits(body, institution):
    """A seat of that institution, held by somebody with an address."""
    person = invented.PersonFactory(partnership=body.partnership)
    seat = invented.SeatFactory(body=body, institution=institution)
    invented.HolderFactory(seat=seat, person=person)
    return seat


def fill(partnership, count, first=0):
    """`count` rows of every kind of thing that waits."""
    known = partnership.bodies.first()
    body = known or invented.BodyFactory(partnership=partnership, name="Groupe d'essai", kind="working_group")
    for number in range(first, first + count):
        place = invented.InstitutionFactory(partnership=partnership)
        sits(body, place)
        CommitmentFactory(institution=place, due_on=days(-3), deliverable=f"rendre le relevé {number}")
        invented.SeatFactory(body=body, institution=place, label=f"Siège libre {number}")
        gone = invented.PersonFactory(partnership=partnership, archived_on=days(-9))
        CommitmentFactory(institution=place, person=gone, due_on=None, deliverable=f"orphelin {number}")
        held = invented.MeetingFactory(
            body=body, starts_at=at(days(-40 - number)), state=MeetingState.HELD.value
        )
        Decision.objects.create(meeting=held, number=1, text=f"revoir la règle {number}",
                                mode=DecisionMode.CONSENSUS.value, review_on=days(2))  # fmt: skip
        Letter.objects.create(partnership=partnership, key=f"essai:{number}", to="x@exemple.invalid",
                              subject="essai", text="essai", state=LetterState.FAILED.value,
                              due_at=at(today()))  # fmt: skip
        DirectoryImport.objects.create(partnership=partnership, filename=f"{number}.csv", digest="0" * 64,
                                       received_at=at(today()))  # fmt: skip
        coming = invented.MeetingFactory(body=body, starts_at=at(days(9)), state=MeetingState.CONVENED.value,
                                         formation=Formation.RESTRICTED.value)  # fmt: skip
        Convocation.objects.create(meeting=coming, seat=body.seats.filter(institution=place).first(),
                                   sent_at=at(days(-5)))  # fmt: skip
        InformationItem.objects.create(partnership=partnership, holder=place, duty=Duty.PREFECT_REPORT.value,
                                       about=f"année {number}", expected_on=days(-8))  # fmt: skip
        TerritoryEvent.objects.create(partnership=partnership, kind=EventKind.ELECTION.value, on=days(-20),
                                      title=f"élections {number}")  # fmt: skip
    return body


def coordinator(partnership, **named):
    return MembershipFactory(partnership=partnership, **named)
