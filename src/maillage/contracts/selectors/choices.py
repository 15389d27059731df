"""What the forms of contracts offer: only rows of one partnership, nothing reserved to a body's members."""

from typing import Any

from django.db.models import Q, QuerySet

from maillage.bodies.models import Decision, Meeting, Seat
from maillage.contracts.models import ActionSheet, Contract, Objective
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.institutions.models import Partnership

OPEN_BODY = {"meeting__body__restricted": False, "restricted": False}


def diagnoses(*, partnership: Partnership) -> QuerySet[Diagnosis]:
    """The diagnoses of this partnership, the latest first."""
    return Diagnosis.objects.filter(partnership=partnership)


def former(*, partnership: Partnership, contract: Contract | None) -> QuerySet[Contract]:
    """The other contracts of this partnership."""
    rows = Contract.objects.filter(partnership=partnership)
    return rows.exclude(pk=contract.pk) if contract is not None else rows


def objectives(*, contract: Contract) -> QuerySet[Objective]:
    """The living objectives of a contract, in the order of the plan."""
    rows = Objective.objects.filter(
        priority__axis__contract=contract, withdrawn_on__isnull=True, priority__withdrawn_on__isnull=True,
        priority__axis__withdrawn_on__isnull=True,
    ).select_related("priority__axis")  # fmt: skip
    return rows.order_by("priority__axis__number", "priority__number", "number")


def findings(*, contract: Contract) -> QuerySet[Finding]:
    """The living findings of its diagnosis; of every diagnosis here when it names none."""
    rows = Finding.objects.filter(diagnosis__partnership=contract.partnership, withdrawn_on__isnull=True)
    rows = rows.filter(diagnosis_id=contract.diagnosis_id) if contract.diagnosis_id else rows
    return rows.select_related("diagnosis").order_by("-diagnosis_id", "number")


def meetings(*, partnership: Partnership) -> QuerySet[Meeting]:
    """The meetings of bodies that are not reserved, the latest first."""
    rows = Meeting.objects.filter(body__partnership=partnership, body__restricted=False)
    return rows.exclude(state="cancelled").select_related("body").order_by("-starts_at")


def decisions(*, partnership: Partnership) -> QuerySet[Decision]:
    """The decisions that are not reserved, the latest first."""
    rows = Decision.objects.filter(meeting__body__partnership=partnership, **OPEN_BODY)
    rows = rows.filter(Q(item__isnull=True) | Q(item__restricted=False), withdrawn_on__isnull=True)
    return rows.select_related("meeting__body").order_by("-meeting__starts_at", "number")


def seats(*, partnership: Partnership) -> QuerySet[Seat]:
    """The seats of this partnership's bodies."""
    rows = Seat.objects.filter(body__partnership=partnership, end__isnull=True)
    return rows.select_related("institution", "body").order_by("institution__name", "id")


def former_sheets(*, contract: Contract) -> QuerySet[ActionSheet]:
    """The sheets of the other contracts here: those of the contract it follows come first."""
    rows = ActionSheet.objects.filter(contract__partnership=contract.partnership, withdrawn_on__isnull=True)
    return rows.exclude(contract=contract).select_related("contract").order_by("-contract__start", "number")


def objective_place(row: Any) -> str:
    """Where an objective stands in the plan: « 1.2.3 »."""
    return f"{row.priority.axis.number}.{row.priority.number}.{row.number}"
