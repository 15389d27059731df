"""A small partnership with records enough for its network. Nobody here exists."""

import datetime

from maillage.accounts.models import User
from maillage.bodies.models import Commitment
from maillage.contracts.vocabulary import ContractState
from maillage.kernel import Actor, Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions
from tests.contracts import factories as contracts

TODAY = datetime.date(2026, 3, 2)


def network():
    """A plenary of six without the landlord; promises around the town; two sheets; the SPIP not convened."""
    scene = decisions.plenary()
    who = scene.who
    for institution, towards in (
        ("national_police", "town"), ("town", "national_police"), ("prefecture", "town"),
        ("school", "town"), ("street_work", "town"),
    ):  # fmt: skip
        promise(who[institution], who[towards])
    scene.outside = invented.kind(scene.here, "probation", name="SPIP d'essai")
    scene.contract = contracts.ContractFactory(
        partnership=scene.here, state=ContractState.IN_FORCE.value, start=datetime.date(2026, 1, 1),
        end=datetime.date(2028, 12, 31),
    )  # fmt: skip
    for number, deputy in ((1, None), (2, who["school"])):
        contracts.SheetFactory(
            contract=scene.contract, number=number, pilot=who["town"], pilot_seat=scene.seats["town"],
            deputy=deputy, start=datetime.date(2026, 1, 1), end=None,
        )  # fmt: skip
    return scene


def promise(institution, towards, made=datetime.date(2026, 2, 3)):
    return Commitment.objects.create(
        partnership=institution.partnership, institution=institution, towards=towards, made_on=made,
        deliverable="un passage", due_on=datetime.date(2026, 6, 1),
    )  # fmt: skip


def member(here, role, institution=None) -> User:
    return factories.MembershipFactory(partnership=here, role=role.value, institution=institution).user


def speaking(here, institution, role=Role.PARTNER) -> Actor:
    user = member(here, role, institution)
    return Actor(user.pk, user.name, frozenset({role}), frozenset({institution.pk}))


def text_of(answer):
    """The page with plain spaces and quotes."""
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    return text.replace("’", "'").replace("&#x27;", "'")
