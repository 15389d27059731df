"""Contracts and sheets of one partnership: one of them, all of them, the list as it was asked for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from maillage.bodies.models import Commitment
from maillage.bodies.vocabulary import CommitmentState
from maillage.contracts.models import ActionSheet, Contract, Milestone, SheetPartner
from maillage.contracts.rules.lateness import ALIVE
from maillage.contracts.vocabulary import ContractState, SheetState, Theme
from maillage.institutions.models import Institution, Partnership

LIVING = Q(withdrawn_on__isnull=True)
ALIVE_STATES = [state.value for state in ALIVE]
THEME_RANK = Case(
    *(When(theme=word.value, then=Value(rank)) for rank, word in enumerate(Theme)),
    default=Value(99), output_field=IntegerField(),
)  # fmt: skip
ORDERS = {
    "theme": ("theme_rank", "number"),
    "institution": ("pilot__name", "pilot_id", "theme_rank", "number"),
    "numero": ("number",),
}


@dataclass(frozen=True)
class Filters:
    """What the list of sheets shows; `mine`: the institutions of the reader, when only theirs are asked."""

    theme: str = ""
    pilot: int | None = None
    state: str = ""
    late: bool = False
    territory: str = ""
    priority_area: str = ""  # "oui", "non", or "inconnu"
    mine: frozenset[int] | None = None
    order: str = ""


@dataclass(frozen=True)
class PilotLine:
    """How many sheets an institution pilots, and where they stand."""

    pk: int | None
    name: str
    sheets: int
    running: int
    blocked: int
    late: int


def contracts(*, partnership: Partnership) -> QuerySet[Contract]:
    """The contracts of this partnership, the latest first."""
    return Contract.objects.filter(partnership=partnership).select_related("diagnosis", "follows")


def contract(*, partnership: Partnership, pk: int) -> Contract | None:
    """One contract of this partnership, or None."""
    return contracts(partnership=partnership).select_related("partnership").filter(pk=pk).first()


def current(*, partnership: Partnership, on: date) -> Contract | None:
    """The contract of that day: in force if there is one, else the one out for signature or prepared."""
    rank = Case(
        When(state=ContractState.IN_FORCE.value, start__lte=on, end__gte=on, then=Value(0)),
        When(state=ContractState.IN_FORCE.value, then=Value(1)),
        When(state=ContractState.SIGNING.value, then=Value(2)),
        default=Value(3), output_field=IntegerField(),
    )  # fmt: skip
    gone = (ContractState.ENDED.value, ContractState.DROPPED.value)
    rows = contracts(partnership=partnership).exclude(state__in=gone).select_related("partnership")
    return rows.order_by(rank, "-start", "-id").first()


def sheets(*, partnership: Partnership, withdrawn: bool = False) -> QuerySet[ActionSheet]:
    """The sheets of this partnership by contract and number; those withdrawn only when asked for."""
    rows = ActionSheet.objects.filter(contract__partnership=partnership)
    rows = rows if withdrawn else rows.filter(LIVING)
    return rows.select_related("contract__partnership", "pilot", "deputy").order_by("contract_id", "number")


def sheet(*, partnership: Partnership, pk: int) -> ActionSheet | None:
    """One sheet of this partnership, withdrawn or not, or None."""
    return sheets(partnership=partnership, withdrawn=True).filter(pk=pk).first()


def concerning(institutions: frozenset[int]) -> Q:
    """The sheets where one of these institutions is pilot, deputy or partner."""
    named = SheetPartner.objects.filter(LIVING, sheet=OuterRef("pk"), institution_id__in=institutions)
    return Q(pilot_id__in=institutions) | Q(deputy_id__in=institutions) | Q(Exists(named))


def concerns(*, sheet: ActionSheet, institutions: frozenset[int]) -> bool:
    """Is one of these institutions on this sheet?"""
    return ActionSheet.objects.filter(concerning(institutions), pk=sheet.pk).exists()


def late_on(on: date) -> Q:
    """Sheets at work with a step not reached, an end gone by, or a commitment not kept in time."""
    waiting = Q(Exists(_late_steps(on))) | Q(Exists(_late_promises(on)))
    over = Q(state__in=[SheetState.DONE.value, SheetState.STOPPED.value])
    return (Q(state__in=ALIVE_STATES) & Q(end__lt=on)) | (~over & waiting)


def _late_steps(on: date) -> QuerySet[Milestone]:
    over = Q(end__lt=on) | Q(end__isnull=True, start__lt=on)
    return Milestone.objects.filter(LIVING, over, sheet=OuterRef("pk"), done_on__isnull=True)


def _late_promises(on: date) -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        pledge__partner__sheet=OuterRef("pk"), pledge__withdrawn_on__isnull=True,
        state=CommitmentState.OPEN.value, due_on__lt=on,
    )  # fmt: skip


def listed(*, contract: Contract, filters: Filters, on: date) -> QuerySet[ActionSheet]:
    """The living sheets of a contract as asked for, each with `is_late` and its living partners counted."""
    rows = ActionSheet.objects.filter(LIVING, contract=contract).filter(_asked(filters, on))
    named = Count("partners", filter=Q(partners__withdrawn_on__isnull=True), distinct=True)
    rows = rows.annotate(
        theme_rank=THEME_RANK, partner_count=named,
        is_late=Case(When(late_on(on), then=Value(1)), default=Value(0), output_field=IntegerField()),
    )  # fmt: skip
    order = ORDERS.get(filters.order or str(contract.ordering), ORDERS["numero"])
    return rows.select_related("pilot").order_by(*order)


def _asked(filters: Filters, on: date) -> Q:
    asked = Q()
    if filters.theme:
        asked &= Q(theme=filters.theme)
    if filters.pilot is not None:
        asked &= Q(pilot_id=filters.pilot)
    if filters.state:
        asked &= Q(state=filters.state)
    if filters.territory:
        asked &= Q(territory__icontains=filters.territory)
    if filters.priority_area:
        asked &= Q(in_priority_area={"oui": True, "non": False}.get(filters.priority_area))
    if filters.mine is not None:
        asked &= concerning(filters.mine)
    return asked & late_on(on) if filters.late else asked


def by_pilot(*, contract: Contract, on: date) -> list[PilotLine]:
    """How many sheets each institution pilots, by name; those without a pilot last."""
    late = Case(When(late_on(on), then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = ActionSheet.objects.filter(LIVING, contract=contract).annotate(is_late=late)
    counted = rows.values("pilot_id", "pilot__name").annotate(
        sheets=Count("pk"), running=Count("pk", filter=Q(state=SheetState.RUNNING.value)),
        blocked=Count("pk", filter=Q(state=SheetState.BLOCKED.value)),
        late=Count("pk", filter=Q(is_late=1)),
    )  # fmt: skip
    lines = [
        PilotLine(row["pilot_id"], row["pilot__name"] or "", row["sheets"], row["running"], row["blocked"],
                  row["late"])
        for row in counted.order_by("pilot__name", "pilot_id")
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.pk is None)


def blocked(*, contract: Contract, limit: int = 10) -> list[ActionSheet]:
    """The blocked sheets, the oldest blockage first, with what would lift it."""
    rows = ActionSheet.objects.filter(LIVING, contract=contract, state=SheetState.BLOCKED.value)
    return list(rows.select_related("pilot").order_by("blocked_on", "number")[:limit])


def mine(*, partnership: Partnership, institutions: frozenset[int], on: date) -> QuerySet[ActionSheet]:
    """The sheets of the contracts alive where one of these institutions is pilot, deputy or partner."""
    gone = (ContractState.ENDED.value, ContractState.DROPPED.value)
    rows = sheets(partnership=partnership).exclude(contract__state__in=gone).filter(concerning(institutions))
    late = Case(When(late_on(on), then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(is_late=late).order_by("-contract__start", "contract_id", "number")


def pilots(*, contract: Contract) -> QuerySet[Institution]:
    """The institutions that pilot a sheet of this contract, by name."""
    rows = Institution.objects.filter(piloted_sheets__contract=contract)
    return rows.distinct().order_by("name")
