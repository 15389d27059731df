"""An invented contract at work: a coordinator, three institutions and who speaks for them."""

import datetime
from types import SimpleNamespace

from maillage.accounts.models import User
from maillage.contracts.services import sheets as sheet_services
from maillage.contracts.vocabulary import PreventionFamily, Theme
from maillage.diagnosis import services as diagnoses
from maillage.kernel import Actor, Role
from tests import factories
from tests.contracts.factories import ContractFactory
from tests.institutions.factories import InstitutionFactory

DAY = datetime.date(2026, 3, 2)


def speaking(here, institution, role=Role.PARTNER):
    """A member who speaks for an institution."""
    user = factories.MembershipFactory(partnership=here, role=role.value, institution=institution).user
    return Actor(user.pk, user.name, frozenset({role}), frozenset({institution.pk}))


def scene():
    """The partnership, its contract from a diagnosis, one sheet."""
    here = factories.PartnershipFactory(place="44143")
    user = factories.MembershipFactory(partnership=here).user
    runs = Actor(user.pk, user.name, frozenset({Role.COORDINATOR}))
    school = InstitutionFactory(partnership=here, name="Collège (fictif)")
    transport = InstitutionFactory(partnership=here, name="Réseau de transport (fictif)")
    town = InstitutionFactory(partnership=here, name="Ville (fictive)")
    diagnosis = diagnoses.open_diagnosis(actor=runs, partnership=here, on=DAY)
    contract = ContractFactory(partnership=here, diagnosis=diagnosis)
    sheet = sheet_services.add_sheet(
        actor=runs, contract=contract, title="Accompagner les départs du soir", theme=Theme.TRANSPORT,
        family=PreventionFamily.SOCIAL, pilot=town,
    )  # fmt: skip
    return SimpleNamespace(
        here=here, user=user, runs=runs, school=school, transport=transport, town=town, diagnosis=diagnosis,
        contract=contract, sheet=sheet, teacher=speaking(here, school), driver=speaking(here, transport),
    )  # fmt: skip


def diagnosed(scene, text="Les départs du soir à l'arrêt Balinière"):
    """A priority of the diagnosis."""
    values = {"text": text, "rank": 1, "reason": "Un constat.", "findings": []}
    return diagnoses.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="priority", values=values)


def signed_in(client, actor):
    """The client, as this person."""
    client.force_login(User.objects.get(pk=actor.id))
    return client


def text_of(answer):
    """The page with plain spaces and quotes."""
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    return text.replace("’", "'").replace("&#x27;", "'")
