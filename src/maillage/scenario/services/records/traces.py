"""Trainings, contacts, transmissions of a scenario; and the costs and the births of its action sheets."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from maillage.bodies.models import Attendance, Body, DirectContact, Meeting, Seat, Training, Transmission
from maillage.bodies.vocabulary import (
    AttendanceState,
    ContactMeans,
    Formation,
    MeetingState,
    RecordedBy,
    TransmissionBasis,
)
from maillage.contracts.models import ActionSheet, Contract, CostLine
from maillage.contracts.vocabulary import Nature, Source
from maillage.institutions.models import Institution, Partnership
from maillage.scenario.services.records.meetings import at_noon

Rows = dict[str, list[dict[str, Any]]]
BIRTH = "Délibération inventée"


def traces(here: Partnership, rows: Rows, known: dict[int, Institution]) -> dict[str, int]:
    """What institutions did together or passed on; rows by table."""
    contacts = DirectContact.objects.bulk_create(
        DirectContact(
            partnership=here, one=known[row["one"]], other=known[row["other"]], level=row["rank"],
            means=ContactMeans.PHONE.value, on=row["day"], recorded_on=row["day"],
        )
        for row in rows["contacts"]
    )  # fmt: skip
    handed = Transmission.objects.bulk_create(
        Transmission(
            partnership=here, giver=known[row["giver"]], receiver=known[row["receiver"]], on=row["day"],
            basis=TransmissionBasis.COURTESY.value, about="question inventée", recorded_on=row["day"],
        )
        for row in rows["transmissions"]
    )  # fmt: skip
    return {
        "contacts": len(contacts), "transmissions": len(handed), "trainings": _trainings(here, rows, known),
    }  # fmt: skip


def _trainings(here: Partnership, rows: Rows, known: dict[int, Institution]) -> int:
    made = Training.objects.bulk_create(
        Training(
            partnership=here, on=row["day"], subject="Formation inventée", recorded_on=row["day"],
            first_line=row["first_line"] or 0, middle=(row["attendees"] or 0) - (row["first_line"] or 0),
        )
        for row in rows["trainings"]
    )  # fmt: skip
    link = Training.institutions.through
    link.objects.bulk_create(
        link(training=one, institution=house)
        for row, one in zip(rows["trainings"], made, strict=True)
        for house in list(known.values())[: row["institutions"]]
    )
    return len(made)


def price(rows: Rows, known: dict[int, Institution], sheets: dict[int, ActionSheet]) -> None:
    """The lines of cost of the sheets, each from the State or from the town."""
    CostLine.objects.bulk_create(
        CostLine(
            sheet=sheets[row["sheet"]], year=row["day"].year, amount=Decimal(round(row["euros"])),
            source=(Source.FIPD if row["state"] else Source.TOWN).value, nature=Nature.RUNNING.value,
            payer=known.get(row["payer"]),
        )
        for row in rows["costs"] if row["sheet"] in sheets
    )  # fmt: skip


def births(contract: Contract, rows: Rows, sheets: dict[int, ActionSheet], council: Body) -> None:
    """The sheets born of a joint deliberation, tied to one that two institutions attended before them."""
    born = [sheets[row["sheet"]] for row in rows["sheets"] if row["joint_origin"]]
    seats = list(Seat.objects.filter(body=council).order_by("pk")[:2])
    day = contract.start - timedelta(days=30)
    if not born or len(seats) < 2:
        return
    sat = Meeting.objects.create(
        body=council, starts_at=at_noon(day), uid=f"{contract.pk}-{BIRTH}",
        formation=Formation.RESTRICTED.value,
        state=MeetingState.HELD.value, ended_at=at_noon(day), subject=BIRTH, convened_on=day,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(
            meeting=sat, seat=seat, state=AttendanceState.PRESENT.value,
            recorded_by=RecordedBy.SECRETARY.value, recorded_at=sat.starts_at,
        )
        for seat in seats
    )  # fmt: skip
    for sheet in born:
        sheet.meeting = sat
    ActionSheet.objects.bulk_update(born, ["meeting"])
