"""Tables of bodies: what gathers, its meetings, what was decided and promised, traces between partners."""

from maillage.bodies.models.body import Body, BodyEvent, Seat, SeatHolder
from maillage.bodies.models.duties import InformationItem, Report, YearlyCount
from maillage.bodies.models.follow_up import Commitment, CommitmentChange, Decision, Dissent
from maillage.bodies.models.handover import Handover, HandoverLine
from maillage.bodies.models.meeting import (
    AgendaItem,
    Attendance,
    Convocation,
    Meeting,
    Minutes,
    MinutesRemark,
    Questionnaire,
    Series,
    StatePosition,
)
from maillage.bodies.models.traces import DirectContact, TerritoryEvent, Training, Transmission

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "BodyEvent",
    "Commitment",
    "CommitmentChange",
    "Convocation",
    "Decision",
    "DirectContact",
    "Dissent",
    "Handover",
    "HandoverLine",
    "InformationItem",
    "Meeting",
    "Minutes",
    "MinutesRemark",
    "Questionnaire",
    "Report",
    "Seat",
    "SeatHolder",
    "Series",
    "StatePosition",
    "TerritoryEvent",
    "Training",
    "Transmission",
    "YearlyCount",
]
