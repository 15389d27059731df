"""An invented partnership that asks for data: a school, a landlord, their people, a coordinator."""

import datetime
import io
from types import SimpleNamespace

from maillage.diagnosis import services
from maillage.diagnosis.services import deliveries, requests
from maillage.diagnosis.vocabulary import SourceState
from maillage.institutions.vocabulary import InstitutionKind
from maillage.kernel import Actor, Role
from tests import factories
from tests.bodies.factories.bodies import InstitutionFactory, PersonFactory, PositionFactory

DAY = datetime.date(2026, 3, 2)
DUE = datetime.date(2026, 4, 15)
NOW = datetime.datetime(2026, 3, 20, 10, 0, tzinfo=datetime.UTC)
NOTE = "Relevé par les chefs d'établissement, chaque trimestre, depuis 2019."
VALUES = {
    "source": "Incidents en collège", "question": "Combien d'incidents graves, par nature ?",
    "period": "2024 et 2025", "due_on": DUE, "categories": ["violences", "stupéfiants"],
    "frequency": "none", "exposed": None, "exposed_unit": "", "yardsticks": [], "remark": "",
    "state": SourceState.TO_ASK.value,
}  # fmt: skip


def scene():
    """The partnership, its institutions, and who acts for them."""
    here = factories.PartnershipFactory(place="44143", name="CLSPD d'essai de Rezé")
    school = InstitutionFactory(partnership=here, name="Rectorat (fictif)", kind=InstitutionKind.ASSOCIATION)
    landlord = InstitutionFactory(partnership=here, name="Bailleur (fictif)")
    person = PersonFactory(partnership=here, email="rectorat@exemple.invalid")
    PositionFactory(person=person, institution=school)
    user = factories.MembershipFactory(partnership=here).user
    runs = Actor(user.pk, user.name, frozenset({Role.COORDINATOR}))
    diagnosis = services.open_diagnosis(actor=runs, partnership=here, on=DAY)
    return SimpleNamespace(
        here=here, school=school, landlord=landlord, person=person, user=user, runs=runs, diagnosis=diagnosis,
        holder=speaking(here, school), other=speaking(here, landlord),
    )  # fmt: skip


def speaking(here, institution, role=Role.PARTNER):
    """A member who speaks for an institution."""
    user = factories.MembershipFactory(partnership=here, role=role.value, institution=institution).user
    return Actor(user.pk, user.name, frozenset({role}), frozenset({institution.pk}))


def ask(scene, *, institution=None, sent=True, **change):
    """A request, sent or only prepared."""
    values = VALUES | {"institution": institution or scene.school} | change
    row = services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="source", values=values)
    if sent:
        row, _ = requests.send_request(actor=scene.runs, request=row, seen=row.revision, on=DAY)
    return row


def table(rows, header="période;lieu;modalité;effectif"):
    """A CSV as a French office writes it."""
    return "\r\n".join([header, *(";".join(map(str, row)) for row in rows)]).encode("cp1252")


SOUND = [("2024", "Collège A", "violences", 12), ("2025", "Collège A", "violences", 14),
         ("2024", "Collège A", "stupéfiants", 7), ("2025", "Collège A", "stupéfiants", 6)]  # fmt: skip


def answer(scene, row, rows=SOUND, *, actor=None, note=NOTE, confirmed=True, **change):
    """A file in answer to a request, confirmed or only previewed."""
    actor = actor or scene.holder
    made = deliveries.receive(
        actor=actor, owner=row, content=change.pop("content", None) or table(rows), filename="reponse.csv",
        now=NOW, note=note, **change,
    )  # fmt: skip
    return deliveries.confirm(actor=actor, row=made, on=NOW.date()) if confirmed else made


def walk(scene, **change):
    """A survey of inhabitants."""
    values = {
        "instrument": "perception", "title": "Enquête du Château", "place": "quartier du Château",
        "start": DAY, "end": None, "public": "habitants de 18 ans et plus", "target": 4000, "sample": 120,
        "sampling": "random", "method": "Au pied des immeubles, de 17 h à 20 h.",
        "lesson": "Le soir inquiète plus que le jour.", "institution": None,
    } | change  # fmt: skip
    return services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="field", values=values)


EVENING = "Vous sentez-vous en sécurité le soir ?"
CODED = [(EVENING, "oui", 48), (EVENING, "non", 66), (EVENING, "sans réponse", 6)]


def code(scene, row, rows=CODED):
    """The coded answers of field work."""
    made = deliveries.receive(
        actor=scene.runs,
        owner=row,
        content=table(rows, "question;code;effectif"),
        filename="codes.csv",
        now=NOW,
    )
    return deliveries.confirm(actor=scene.runs, row=made, on=NOW.date())


def file_of(content, name="reponse.csv"):
    """A file as a browser sends it."""
    found = io.BytesIO(content)
    found.name = name
    return found
