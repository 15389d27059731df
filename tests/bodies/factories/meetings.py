"""A council that prepares a meeting: six seats, one without address, one without holder. All invented."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from maillage.bodies.services import meetings as services
from maillage.bodies.services.agenda import ItemDraft
from maillage.bodies.services.meetings import MeetingDraft, Slot
from maillage.bodies.vocabulary import Formation, ItemKind
from tests.bodies.factories import bodies as invented
from tests.bodies.factories.decisions import seated
from tests.factories import PartnershipFactory

NOW = datetime.datetime(2026, 10, 20, 9, tzinfo=datetime.UTC)
KINDS = ("town", "prefecture", "national_police", "landlord", "school", "street_work")
NAMES = ("Ville d'Essai", "Préfecture d'essai", "Commissariat d'essai", "Bailleur Essai", "Collège Essai",
         "Équipe Essai")  # fmt: skip
WITHOUT_ADDRESS, VACANT = "landlord", "street_work"


def council(*, place="44143", **body):
    """The council, its seats and the people who hold them."""
    here = PartnershipFactory(place=place, name="CLSPD d'essai")
    row = invented.BodyFactory(partnership=here, name="Conseil d'essai", **body)
    who, seats, people = {}, {}, {}
    for kind, name in zip(KINDS, NAMES, strict=True):
        who[kind] = invented.kind(here, kind, name=name)
        address = "" if kind == WITHOUT_ADDRESS else f"{kind}{here.pk}@exemple.invalid"
        if kind == VACANT:
            seats[kind] = invented.SeatFactory(body=row, institution=who[kind], label=f"Siège de {name}")
        else:
            seats[kind], people[kind] = seated(row, who[kind], email=address)
    return SimpleNamespace(here=here, body=row, who=who, seats=seats, people=people,
                           actor=invented.runs(here))  # fmt: skip


def slot(day=datetime.date(2026, 11, 12), hour=10, minutes=120, place="hôtel de ville", zone=None):
    """When and where; ten o'clock by the clock of Paris unless told."""
    moment = datetime.datetime.combine(day, datetime.time(hour), zone or ZoneInfo("Europe/Paris"))
    return Slot(moment, minutes, place)


def draft(**change):
    return MeetingDraft(**({"formation": Formation.PLENARY} | change))


def item(title="Trajets du soir", **change):
    return ItemDraft(**({"title": title, "kind": ItemKind.DISCUSSION} | change))


def plan(scene, *, when=None, **change):
    """One meeting planned through the door."""
    return services.plan_meeting(
        actor=scene.actor, body=scene.body, draft=draft(**change), slot=when or slot()
    )


def prepared(**body):
    """The council with a meeting on 12 November 2026 at ten."""
    scene = council(**body)
    scene.meeting = plan(scene)
    return scene
