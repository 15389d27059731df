"""The invented directory of the demonstration: institutions, people, bodies, seats and who holds them."""

from dataclasses import dataclass, field
from datetime import date

from maillage import law
from maillage.bodies.models import Body, Seat
from maillage.bodies.rules import composition
from maillage.bodies.services import bodies, seats
from maillage.bodies.services.bodies import BodyDraft
from maillage.bodies.services.seats import SeatDraft
from maillage.bodies.vocabulary import BodyKind, SeatBasis, SeatRole, Voice
from maillage.institutions import services as directory
from maillage.institutions.models import Institution, Partnership, Person
from maillage.institutions.vocabulary import (
    COLLEGES,
    SECTORS,
    InstitutionDraft,
    InstitutionKind,
    Level,
    PersonDraft,
    PositionDraft,
)
from maillage.kernel import Actor
from maillage.site.demo.move_words import first_holder

# name, short name, kind, (person, function, level)
INSTITUTIONS: dict[str, tuple[str, str, InstitutionKind, str, str, Level]] = {
    "town": ("Ville de Rezé", "Ville", InstitutionKind.TOWN,
             "Alix Morvan (fictif)", "maire", Level.MANAGER),
    "prefecture": ("Préfecture de la Loire-Atlantique", "Préfecture", InstitutionKind.PREFECTURE,
                   "Noé Calvez (fictif)", "directeur de cabinet du préfet", Level.MANAGER),
    "prosecutor": ("Parquet de Nantes", "Parquet", InstitutionKind.PROSECUTOR,
                   "Lou Guern (fictive)", "vice-procureure", Level.MANAGER),
    "police": ("Police nationale, circonscription de Nantes", "Police nationale",
               InstitutionKind.NATIONAL_POLICE, "Ewen Salaün (fictif)", "chef de secteur", Level.MIDDLE),
    "municipal": ("Police municipale de Rezé", "Police municipale", InstitutionKind.MUNICIPAL_POLICE,
                  "Nolwenn Abgrall (fictive)", "cheffe de service", Level.MIDDLE),
    "department": ("Département de la Loire-Atlantique", "Département", InstitutionKind.DEPARTMENT,
                   "Gaël Tréguier (fictif)", "responsable de la protection de l'enfance", Level.MANAGER),
    "school": ("Collège des Trois Rivières (fictif)", "Collège", InstitutionKind.SCHOOL,
               "Dana Leroux (fictive)", "principale", Level.MANAGER),
    "landlord": ("Habitat du Seil (fictif)", "Bailleur", InstitutionKind.LANDLORD,
                 "Solenn Le Bihan (fictive)", "responsable d'agence", Level.MANAGER),
    "transport": ("Réseau de transport du Seil (fictif)", "Transport", InstitutionKind.TRANSPORT,
                  "Malo Rouxel (fictif)", "responsable de la sûreté", Level.MIDDLE),
    "street": ("Équipe de prévention Passerelle (fictive)", "Prévention spécialisée",
               InstitutionKind.STREET_WORK, "Sacha Tanguy (fictif)", "éducateur", Level.FIRST_LINE),
    "pjj": ("Protection judiciaire de la jeunesse, unité de Nantes", "PJJ", InstitutionKind.PJJ,
            "Iris Kermorgant (fictive)", "directrice de service", Level.MANAGER),
    "victims": ("Écoute et droits (association fictive)", "Aide aux victimes",
                InstitutionKind.VICTIM_SUPPORT, "Tudi Le Fur (fictif)", "directeur", Level.MANAGER),
    "social": ("Centre communal d'action sociale de Rezé", "CCAS", InstitutionKind.CCAS,
               "Anouk Méhat (fictive)", "directrice", Level.MANAGER),
}  # fmt: skip
COUNCIL = ("town", "prefecture", "prosecutor", "department", "police", "school", "pjj", "landlord",
           "transport", "street", "victims")  # fmt: skip
GROUP = ("town", "municipal", "police", "transport", "landlord", "street")
WATCH = ("town", "municipal", "school", "street", "social", "pjj")
BY_LAW = {"town": "maire", "prefecture": "prefet", "prosecutor": "procureur", "department": "departement"}


@dataclass
class Cast:
    """Who is who: institutions, people and bodies by their short key; seats by body and institution."""

    here: Partnership
    institutions: dict[str, Institution] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)
    before: dict[str, tuple[date, Person]] = field(default_factory=dict)  # who sat, until which day

    def person(self, key: str, on: date) -> Person:
        """Who speaks for an institution on a day."""
        until, past = self.before.get(key, (date.min, self.people[key]))
        return past if on < until else self.people[key]


def gather(*, actor: Actor, partnership: Partnership, on: date) -> Cast:
    """Write the directory, open three bodies and fill their seats; who is who."""
    cast = Cast(partnership)
    for key in INSTITUTIONS:
        _institution(actor, cast, key, on)
    _council(actor, cast, on)
    _group(actor, cast, "group", GROUP, BodyDraft(
        name="Groupe « Parkings relais et tramway »", parent=cast.bodies["council"],
        zone="parkings relais et stations de tramway", promised_per_year=6, notice_days=8,
    ), on, BodyKind.WORKING_GROUP)  # fmt: skip
    _group(actor, cast, "watch", WATCH, BodyDraft(
        name="Cellule de veille du Château", parent=cast.bodies["council"], zone="quartier Château",
        promised_per_year=10, notice_days=5, notice_working=True, charter=True, restricted=True,
    ), on, BodyKind.WATCH)  # fmt: skip
    return cast


def _institution(actor: Actor, cast: Cast, key: str, on: date) -> None:
    name, short, kind, person, title, level = INSTITUTIONS[key]
    draft = InstitutionDraft(
        name, kind, SECTORS[kind], COLLEGES[kind], short_name=short, email=f"{key}@exemple.invalid"
    )
    made = directory.add_institution(actor=actor, partnership=cast.here, draft=draft)
    first, email = first_holder(key, person)
    position = directory.open_position(
        actor=actor, institution=made, person=PersonDraft(first, email=email),
        draft=PositionDraft(title, level, on, may_commit=level is Level.MANAGER),
    )  # fmt: skip
    cast.institutions[key], cast.people[key] = made, position.person


def _council(actor: Actor, cast: Cast, on: date) -> None:
    book = law.council(BodyKind.CLSPD.value, on)
    draft = BodyDraft(
        name="CLSPD de Rezé", chair=cast.institutions["town"], promised_per_year=2, notice_days=15, quorum=6
    )
    council = bodies.open_body(
        actor=actor, partnership=cast.here, kind=BodyKind.CLSPD, opened_on=on, draft=draft
    )  # fmt: skip
    proposed = {line.member_key: line for line in composition.proposed_members(book)}
    lines = [_line(cast, key, proposed.get(BY_LAW.get(key, ""))) for key in COUNCIL]
    _seat(actor, cast, "council", council, COUNCIL, lines, on)


def _group(
    actor: Actor, cast: Cast, name: str, keys: tuple[str, ...], draft: BodyDraft, on: date, kind: BodyKind
) -> None:
    body = bodies.open_body(actor=actor, partnership=cast.here, kind=kind, opened_on=on, draft=draft)
    _seat(actor, cast, name, body, keys, [_line(cast, key, None) for key in keys], on)


def _line(cast: Cast, key: str, proposed: composition.Proposed | None) -> SeatDraft:
    institution = cast.institutions[key]
    if proposed is None:
        return SeatDraft(f"{institution.label}", SeatBasis.DESIGNATED, Voice.DELIBERATIVE, institution)
    return SeatDraft(
        proposed.label, SeatBasis(proposed.basis), Voice(proposed.voice), institution,
        member_key=proposed.member_key, rule=proposed.rule,
    )  # fmt: skip


def _seat(
    actor: Actor, cast: Cast, name: str, body: Body, keys: tuple[str, ...], lines: list[SeatDraft], on: date
) -> None:
    cast.bodies[name] = body
    made = seats.accept_composition(actor=actor, body=body, lines=lines, on=on)
    for key, seat in zip(keys, made, strict=True):
        cast.seats[name, key] = seat
        seats.name_holder(
            actor=actor, seat=seat, person=cast.people[key], role=SeatRole.HOLDER, start=on
        )  # fmt: skip
