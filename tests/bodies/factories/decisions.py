"""A plenary held at an invented council: seats with their people, presences, items. Nobody here exists."""

import datetime
from types import SimpleNamespace

import factory

from maillage.bodies.models import AgendaItem, Attendance, Commitment, Convocation
from maillage.bodies.services.commitments import Promise
from maillage.bodies.services.decisions import DecisionDraft
from maillage.bodies.vocabulary import AttendanceState, DecisionMode, ItemKind, MeetingState, RecordedBy
from tests.bodies.factories import bodies as invented
from tests.factories import PartnershipFactory

DAY = datetime.date(2026, 2, 3)
START = datetime.datetime(2026, 2, 3, 9, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2026, 2, 5, 9, tzinfo=datetime.UTC)
KINDS = ("town", "prefecture", "national_police", "landlord", "school", "street_work")
NAMES = ("Ville d'Essai", "Préfecture d'essai", "Commissariat d'essai", "Bailleur Essai", "Collège Essai",
         "Équipe Essai")  # fmt: skip


class ItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(invented.MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Point {n} d'essai")
    kind = ItemKind.DECISION.value


class CommitmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commitment

    institution = factory.SubFactory(invented.InstitutionFactory)
    partnership = factory.SelfAttribute("institution.partnership")
    deliverable = "transmettre les incidents par ligne"
    quantity = "chaque vendredi"
    due_on = datetime.date(2026, 3, 1)
    made_on = DAY


def seated(body, institution, *, email=""):
    """A seat of that institution and the person who holds it, with a function there."""
    person = invented.PersonFactory(partnership=body.partnership, email=email)
    invented.PositionFactory(institution=institution, person=person, title="directrice d'essai")
    seat = invented.SeatFactory(body=body, institution=institution, label=f"Siège de {institution.name}")
    invented.HolderFactory(seat=seat, person=person)
    return seat, person


def attend(meeting, seat, person, state=AttendanceState.PRESENT):
    Convocation.objects.create(meeting=meeting, seat=seat, person=person)
    return Attendance.objects.create(
        meeting=meeting, seat=seat, person=person, state=state.value, level="manager",
        recorded_by=RecordedBy.SECRETARY.value, recorded_at=meeting.starts_at,
    )  # fmt: skip


def plenary(*, absent=("landlord",), state=MeetingState.HELD, **body):
    """A council of six institutions, and its plenary of 3 February 2026; `absent` by kind."""
    here = body.pop("partnership", None) or PartnershipFactory(name="CLSPD d'essai")
    council = invented.BodyFactory(partnership=here, name="Conseil d'essai", **body)
    meeting = invented.MeetingFactory(body=council, starts_at=START, state=state.value, location="mairie",
                                      convened_on=datetime.date(2026, 1, 19))  # fmt: skip
    who, seats, people = {}, {}, {}
    for kind, name in zip(KINDS, NAMES, strict=True):
        who[kind] = invented.kind(here, kind, name=name)
        seats[kind], people[kind] = seated(council, who[kind], email=f"{kind}{here.pk}@exemple.invalid")
        attend(meeting, seats[kind], people[kind],
               AttendanceState.ABSENT if kind in absent else AttendanceState.PRESENT)  # fmt: skip
    items = [ItemFactory(meeting=meeting, number=n, title=f"Sujet {n}") for n in (1, 2, 3)]
    return SimpleNamespace(here=here, body=council, meeting=meeting, who=who, seats=seats, people=people,
                           items=items, actor=invented.runs(here))  # fmt: skip


def decided(text="Un adulte accompagne les départs de 17 h.", **change):
    return DecisionDraft(**({"text": text, "mode": DecisionMode.CONSENSUS} | change))


def promise(institution, **change):
    return Promise(
        **(
            {
                "institution": institution,
                "deliverable": "tenir la présence à l'arrêt",
                "quantity": "4 soirs par semaine",
                "due_on": datetime.date(2026, 3, 1),
            }
            | change
        )
    )
