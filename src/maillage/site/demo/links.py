"""What binds the invented partners: deputies, an empty seat, mandates, traces, duties, a departure."""

from datetime import date, timedelta

from maillage.bodies.models import InformationItem, SeatHolder
from maillage.bodies.services import handover, information, seats, traces
from maillage.bodies.services.handover import Departure
from maillage.bodies.vocabulary import (
    ContactMeans,
    Duty,
    DutyState,
    EventKind,
    ReportOutcome,
    SeatRole,
    TransmissionBasis,
    YearlyCountKind,
)
from maillage.bodies.vocabulary.obligations import Rhythm
from maillage.institutions.models import Position
from maillage.institutions.services import people as directory
from maillage.institutions.vocabulary import Level, PersonDraft, PositionDraft
from maillage.kernel import Actor
from maillage.site.demo.partners import Cast

DEPUTIES = {
    "police": ("Rozenn Cadiou (fictive)", "adjointe au chef de secteur", Level.MIDDLE),
    "school": ("Titouan Héry (fictif)", "conseiller principal d'éducation", Level.MIDDLE),
}
MANDATES = (("landlord", True), ("transport", False))
ELECTIONS = date(2026, 3, 15)
EVENTS = (
    (EventKind.HEAD, -399, "Nouveau chef de secteur à la police nationale (fictif)"),
    (EventKind.PREFECT, -120, "Arrivée d'un nouveau préfet (fictive)"),
)
TRAININGS = (
    (-610, "Ce que fait chacun, ce que chacun attend (fictif)", ("town", "school", "street", "police"),
     (3, 4, 9)),
    (-300, "Accueillir la parole d'une victime (fictif)", ("municipal", "police", "victims"), (1, 3, 12)),
    (-90, "Ce que chacun peut partager, et comment (fictif)", ("town", "school", "street", "social"),
     (4, 5, 6)),
)  # fmt: skip
CONTACTS = (
    (-650, "town", "prefecture", Level.MANAGER, ContactMeans.PHONE),
    (-590, "school", "street", Level.FIRST_LINE, ContactMeans.VISIT),
    (-520, "police", "municipal", Level.MIDDLE, ContactMeans.PHONE),
    (-430, "town", "prosecutor", Level.MANAGER, ContactMeans.MAIL),
    (-313, "police", "transport", Level.MIDDLE, ContactMeans.PHONE),
    (-280, "town", "prefecture", Level.MANAGER, ContactMeans.PHONE),
    (-215, "school", "social", Level.MANAGER, ContactMeans.PHONE),
    (-160, "street", "municipal", Level.FIRST_LINE, ContactMeans.VISIT),
    (-118, "police", "municipal", Level.MIDDLE, ContactMeans.PHONE),
    (-75, "school", "street", Level.MIDDLE, ContactMeans.PHONE),
    (-41, "landlord", "municipal", Level.FIRST_LINE, ContactMeans.PHONE),
    (-22, "police", "transport", Level.MIDDLE, ContactMeans.MAIL),
    (-9, "street", "school", Level.FIRST_LINE, ContactMeans.VISIT),
)
TRANSMISSIONS = (
    (-640, "police", "town", TransmissionBasis.DUTY, "les faits du trimestre, par secteur (fictif)"),
    (-550, "police", "town", TransmissionBasis.DUTY, "les faits du trimestre, par secteur (fictif)"),
    (-460, "school", "street", TransmissionBasis.COURTESY, "les heures de sortie (fictif)"),
    (-372, "transport", "town", TransmissionBasis.COURTESY, "les incidents par arrêt (fictif)"),
    (-275, "police", "town", TransmissionBasis.DUTY, "les faits du trimestre, par secteur (fictif)"),
    (-230, "town", "police", TransmissionBasis.COURTESY, "les travaux de voirie à venir (fictif)"),
    (-185, "police", "town", TransmissionBasis.DUTY, "les faits du trimestre, par secteur (fictif)"),
    (-140, "street", "school", TransmissionBasis.COURTESY, "les lieux où l'on se retrouve (fictif)"),
    (-100, "police", "town", TransmissionBasis.DUTY, "les faits du trimestre, par secteur (fictif)"),
    (-52, "transport", "school", TransmissionBasis.COURTESY, "les horaires de fin de service (fictif)"),
    (-17, "landlord", "municipal", TransmissionBasis.COURTESY, "les halls où la porte ferme mal (fictif)"),
)
REPORTS = ((-210, ReportOutcome.PROSECUTED, 60), (-120, ReportOutcome.CLOSED, 45),
           (-80, ReportOutcome.ALTERNATIVE, 50), (-30, ReportOutcome.AWAITED, 0))  # fmt: skip
NOTE = (
    "Deux engagements courent : le médiateur du mardi à l'arrêt Balinière, les caméras du parking Neustrie. "
    "Neuf caméras sur douze sont posées ; le fournisseur attend le bon de commande. Pour les relevés du "
    "trimestre, voir avec la police municipale. (fictif)"
)


def write(*, actor: Actor, cast: Cast, today: date) -> None:
    """Write all of it, as the coordination would have along the year."""
    _seats(actor, cast, today)
    _traces(actor, cast, today)
    _duties(actor, cast, today)
    _reports(actor, cast, today)
    handover.declare_departure(
        actor=actor, partnership=cast.here, on=today, departure=Departure(
            cast.institutions["transport"], cast.people["transport"], today + timedelta(days=14), note=NOTE
        ),
    )  # fmt: skip


def _seats(actor: Actor, cast: Cast, today: date) -> None:
    start = today - timedelta(days=200)
    for key, (name, title, level) in DEPUTIES.items():
        post = directory.open_position(
            actor=actor, institution=cast.institutions[key], draft=PositionDraft(title, level, start),
            person=PersonDraft(name, email=f"{key}.suppleance@exemple.invalid"),
        )  # fmt: skip
        seats.name_holder(
            actor=actor, seat=cast.seats["council", key], person=post.person, role=SeatRole.DEPUTY,
            start=start,
        )  # fmt: skip
    left = SeatHolder.objects.select_related("seat__body__partnership").get(seat=cast.seats["watch", "pjj"])
    seats.end_holder(actor=actor, holder=left, on=today - timedelta(days=4))
    for key, may_commit in MANDATES:
        held = Position.objects.select_related("institution__partnership").get(person=cast.people[key])
        traces.set_mandate(actor=actor, position=held, on=start, may_commit=may_commit)


def _traces(actor: Actor, cast: Cast, today: date) -> None:
    who, here = cast.institutions, cast.here
    traces.record_event(
        actor=actor, partnership=here, kind=EventKind.ELECTION, on=ELECTIONS,
        title="Élections municipales des 15 et 22 mars 2026", today=today,
    )  # fmt: skip
    for kind, days, title in EVENTS:
        traces.record_event(
            actor=actor, partnership=here, kind=kind, on=today + timedelta(days=days), title=title,
            today=today,
        )  # fmt: skip
    for days, subject, keys, (managers, middle, first_line) in TRAININGS:
        traces.record_training(
            actor=actor, partnership=here, on=today + timedelta(days=days), subject=subject,
            institutions=[who[key] for key in keys], managers=managers, middle=middle,
            first_line=first_line, today=today,
        )  # fmt: skip
    for days, one, other, level, means in CONTACTS:
        traces.record_contact(
            actor=actor, partnership=here, one=who[one], other=who[other], level=level, means=means,
            on=today + timedelta(days=days), today=today,
        )  # fmt: skip
    for days, giver, receiver, basis, about in TRANSMISSIONS:
        traces.record_transmission(
            actor=actor, partnership=here, giver=who[giver], receiver=who[receiver], basis=basis,
            about=about, on=today + timedelta(days=days), today=today,
        )  # fmt: skip


def _duties(actor: Actor, cast: Cast, today: date) -> None:
    """The rhythms are the partnership's; what is past came in time, but for one answer still awaited."""
    for duty, key, rhythm, year in (
        (Duty.OFFENCES, "police", Rhythm.QUARTERLY, today.year),
        (Duty.PREFECT_REPORT, "prefecture", Rhythm.YEARLY, today.year - 1),
    ):
        information.expect_information(
            actor=actor, partnership=cast.here, duty=duty, holder=cast.institutions[key], rhythm=rhythm,
            year=year, days=30,
        )  # fmt: skip
    past = InformationItem.objects.filter(
        partnership=cast.here, expected_on__lt=today, state=DutyState.EXPECTED.value
    )
    for item in past.select_related("partnership"):
        information.receive(actor=actor, item=item, on=item.expected_on - timedelta(days=3))
    information.ask_information(
        actor=actor, partnership=cast.here, duty=Duty.ARTICLE_40, holder=cast.institutions["prosecutor"],
        asked_on=today - timedelta(days=60), expected_on=today - timedelta(days=15),
    )  # fmt: skip


def _reports(actor: Actor, cast: Cast, today: date) -> None:
    for days, outcome, delay in REPORTS:
        sent = today + timedelta(days=days)
        row = information.record_report(
            actor=actor, partnership=cast.here, kind=YearlyCountKind.ARTICLE_40, sent_on=sent, today=today
        )
        if outcome is not ReportOutcome.AWAITED:
            information.answer_report(
                actor=actor, report=row, outcome=outcome, on=sent + timedelta(days=delay)
            )  # fmt: skip
    for year, count in ((today.year - 1, 11), (today.year, 7)):
        information.count_year(
            actor=actor, partnership=cast.here, kind=YearlyCountKind.RAPPEL_A_L_ORDRE, year=year,
            count=count, today=today,
        )  # fmt: skip
