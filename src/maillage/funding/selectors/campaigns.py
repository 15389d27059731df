"""Campaigns of control as they are read: the funded bodies of a year, the list, the sample, the progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from maillage import law
from maillage.funding.models import (
    Campaign,
    Control,
    ControlStep,
    DrawBase,
    DrawUnit,
    Fault,
    GrantDecision,
    Recovery,
)
from maillage.funding.rules import control_path, control_sums
from maillage.funding.rules import draw as rules
from maillage.funding.rules.control_sums import ZERO, Claim, Sums
from maillage.funding.vocabulary import DecisionKind, RequestState
from maillage.funding.vocabulary.controls import ControlPhase, Entry, StratifyBy
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.vocabulary import College

ENDED = (*control_path.CONCLUDED, ControlPhase.EXCUSED)


@dataclass(frozen=True)
class Body:
    """A funded body of the year: what was granted to it, its stratum and its key."""

    institution: Institution
    grants: int
    amount: Decimal
    unit: rules.Unit


@dataclass(frozen=True)
class Stratum:
    """One line of the table of strata."""

    name: str
    bodies: int
    amount: Decimal
    taken: int


@dataclass(frozen=True)
class Line:
    """A control in a list: where it is, what it awaits, its sums."""

    row: Control
    due_on: date | None
    late: bool
    sums: Sums
    on: date

    @property
    def phase(self) -> ControlPhase:
        """The phase as a word."""
        return self.row.phase_term


def default_rate() -> tuple[Decimal, str]:
    """The rate of the circulars, and how sure it is today (FI-4)."""
    rule = next(row for row in law.rules() if row.key == "fipd_controle")
    return Decimal(rule.value).quantize(Decimal("0.01")), (
        f"{rule.value} % : {rule.reference}, non vérifié aujourd'hui."
    )


def campaigns(*, partnership: Partnership) -> QuerySet[Campaign]:
    """The campaigns of a partnership, the last year first; the withdrawn ones at the end."""
    rows = Campaign.objects.filter(partnership=partnership).select_related("fund")
    return rows.order_by("withdrawn_on", "-year", "-id")


def campaign(*, partnership: Partnership, pk: int) -> Campaign | None:
    """One campaign of this partnership, or None."""
    return campaigns(partnership=partnership).select_related("fund", "partnership").filter(pk=pk).first()


def live_base(*, campaign: Campaign) -> DrawBase | None:
    """The published list in force, or None."""
    return campaign.bases.filter(withdrawn_on__isnull=True).first()


def bases(*, campaign: Campaign) -> list[DrawBase]:
    """Every list ever published, in order: a withdrawn one stays readable."""
    return list(campaign.bases.order_by("number"))


def base(*, partnership: Partnership, pk: int) -> DrawBase | None:
    """One published list of this partnership, or None."""
    rows = DrawBase.objects.filter(campaign__partnership=partnership)
    return rows.select_related("campaign__partnership", "campaign__fund").filter(pk=pk).first()


def units(*, base: DrawBase) -> list[DrawUnit]:
    """The list, by stratum then rank (or key, before the draw), in the order of code points."""
    rows = list(base.units.select_related("institution"))
    return sorted(rows, key=lambda row: (row.stratum, row.rank or 0, row.key))


def grants(*, campaign: Campaign, institution: Institution | None = None) -> QuerySet[GrantDecision]:
    """The grants that the campaign looks at: granted, of its year and fund, not withdrawn."""
    rows = GrantDecision.objects.filter(
        kind=DecisionKind.GRANTED.value, withdrawn_on__isnull=True,
        request__partnership=campaign.partnership_id,
        request__year=campaign.year, request__withdrawn_on__isnull=True,
    ).exclude(request__state=RequestState.WITHDRAWN.value)  # fmt: skip
    if campaign.fund_id is not None:
        rows = rows.filter(request__fund=campaign.fund_id)
    if institution is not None:
        rows = rows.filter(request__applicant=institution)
    return rows.select_related("request__applicant", "request__fund", "request__partnership").order_by(
        "request__number"
    )


def population(*, campaign: Campaign) -> list[Body]:
    """The funded bodies as they stand, in the order of their keys: the same on any database."""
    by_body: dict[int, list[GrantDecision]] = {}
    for row in grants(campaign=campaign):
        by_body.setdefault(row.request.applicant_id, []).append(row)
    found = [_body(campaign, rows) for rows in by_body.values()]
    return sorted(found, key=lambda row: row.unit.key)


def _body(campaign: Campaign, rows: list[GrantDecision]) -> Body:
    who, amount = rows[0].request.applicant, sum((row.amount for row in rows), ZERO)
    key = rules.stable_key(who.name, who.siret, [row.request.number for row in rows])
    return Body(who, len(rows), amount, rules.Unit(_stratum(campaign.strata_term, who, rows, amount), key))


def _stratum(by: StratifyBy, who: Institution, rows: list[GrantDecision], amount: Decimal) -> str:
    if by is StratifyBy.SIZE:
        return rules.size_class(amount)
    if by is StratifyBy.COLLEGE:
        return College(who.college).label
    if by is StratifyBy.FUND:
        sums: dict[str, Decimal] = {}
        for row in rows:
            name = rules.plain(row.request.fund.name)
            sums[name] = sums.get(name, ZERO) + row.amount
        return min(sums, key=lambda name: (-sums[name], name))
    return rules.ALL


def strata(*, rows: Sequence[Body | DrawUnit], rate: Decimal) -> list[Stratum]:
    """The table of strata: bodies, euros, and how many the rate takes in each."""
    sizes: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        name = row.unit.stratum if isinstance(row, Body) else row.stratum
        count, amount = sizes.get(name, (0, ZERO))
        sizes[name] = (count + 1, amount + row.amount)
    shares = rules.allocation({name: count for name, (count, _sum) in sizes.items()}, rate) if sizes else {}
    return [Stratum(name, *sizes[name], shares[name]) for name in sorted(sizes)]


def controls(*, campaign: Campaign, withdrawn: bool = False) -> list[Control]:
    """The controls of a campaign, in the order of names; those withdrawn apart."""
    rows = Control.objects.filter(campaign=campaign, withdrawn_on__isnull=not withdrawn)
    return list(full(rows).order_by("institution__name", "id"))


def full(rows: QuerySet[Control]) -> QuerySet[Control]:
    """Controls with what their pages read: their campaign, live steps and live faults."""
    steps = ControlStep.objects.filter(undone_on__isnull=True).order_by("id")
    faults = Fault.objects.filter(withdrawn_on__isnull=True).order_by("id")
    return rows.select_related(
        "institution", "campaign__partnership", "campaign__fund", "base"
    ).prefetch_related(
        Prefetch("steps", steps, to_attr="live_steps"), Prefetch("faults", faults, to_attr="live_faults")
    )


def control(*, partnership: Partnership, pk: int) -> Control | None:
    """One control of this partnership with its live steps and faults, or None."""
    return full(Control.objects.filter(campaign__partnership=partnership, pk=pk)).first()


def of_institutions(*, partnership: Partnership, institutions: frozenset[int]) -> list[Control]:
    """The controls of these bodies, once announced: a body learns of it by the letter, not before."""
    rows = Control.objects.filter(
        campaign__partnership=partnership, campaign__withdrawn_on__isnull=True, withdrawn_on__isnull=True,
        institution__in=institutions,
    ).exclude(phase=ControlPhase.DRAWN.value)  # fmt: skip
    return list(full(rows).order_by("-campaign__year", "-id"))


def last_step(row: Control) -> ControlStep | None:
    """The last live step, or None."""
    steps: list[ControlStep] = row.live_steps  # type: ignore[attr-defined]
    return steps[-1] if steps else None


def found_sum(row: Control) -> Decimal:
    """What the final finding holds, to the cent."""
    faults: list[Fault] = row.live_faults  # type: ignore[attr-defined]
    return sum((fault.kept or ZERO for fault in faults), ZERO)


def recoveries(*, controls: Sequence[Control]) -> dict[int, list[Recovery]]:
    """The recoveries that each control ordered and that stand; two queries for any number of controls."""
    by_origin = {f"control:{row.pk}": row.pk for row in controls}
    rows = Recovery.objects.filter(origin__in=by_origin, withdrawn_on__isnull=True)
    found: dict[int, list[Recovery]] = {row.pk: [] for row in controls}
    for claim in rows.select_related("decision__request__fund").prefetch_related("repayments").order_by("id"):
        found[by_origin[claim.origin]].append(claim)
    return found


def claim(recovery: Recovery) -> Claim:
    """A recovery as the sums take it."""
    back = [row.amount for row in recovery.repayments.all() if row.withdrawn_on is None]
    return Claim(recovery.amount, sum(back, ZERO), recovery.waived_on is not None)


def lines(*, controls: Sequence[Control], on: date) -> list[Line]:
    """Controls as a list shows them, with their sums."""
    claims = recoveries(controls=controls)
    return [_line(row, claims[row.pk], on) for row in controls]


def _line(row: Control, claims: list[Recovery], on: date) -> Line:
    due, late = awaited(row, on)
    sums = control_sums.of_control(found_sum(row), [claim(one) for one in claims])
    if row.phase_term is ControlPhase.RESTITUTION:
        late = late and bool(sums.remaining)
    return Line(row, due, late, sums, on)


def awaited(row: Control, on: date) -> tuple[date | None, bool]:
    """Until when something is awaited from the body, and whether that day has passed."""
    step = last_step(row)
    waits = row.phase_term in control_path.BY_THE_BODY or row.phase_term is ControlPhase.RESTITUTION
    if step is None or step.due_on is None or not waits:
        return None, False
    return step.due_on, on > step.due_on


@dataclass(frozen=True)
class Progress:
    """Where a campaign is: bodies by how they came in, by phase, and its sums."""

    funded: int
    drawn: int
    reported: int
    excused: int
    controlled: int
    phases: list[tuple[ControlPhase, int]]
    sums: Sums


def progress(*, lines: Sequence[Line], funded: int) -> Progress:
    """The progress of a campaign from its lines."""
    counts = {phase: sum(line.phase is phase for line in lines) for phase in ControlPhase}
    return Progress(
        funded,
        sum(line.row.entry_term is Entry.DRAWN for line in lines),
        sum(line.row.entry_term is Entry.REPORTED for line in lines),
        counts[ControlPhase.EXCUSED],
        sum(line.phase in control_path.CONCLUDED for line in lines),
        [(phase, count) for phase, count in counts.items() if count],
        control_sums.total(line.sums for line in lines),
    )


@dataclass(frozen=True)
class Record:
    """What the page and the record of a campaign show."""

    campaign: Campaign
    bases: Sequence[DrawBase]
    base: DrawBase | None
    units: Sequence[DrawUnit]
    strata: Sequence[Stratum]
    lines: Sequence[Line]
    progress: Progress
    on: date


def record(*, campaign: Campaign, on: date) -> Record:
    """A campaign whole: the published list, or the bodies that it would hold today."""
    every = bases(campaign=campaign)
    base = next((row for row in every if row.withdrawn_on is None), None)
    listed = units(base=base) if base else []
    table = strata(rows=listed or population(campaign=campaign), rate=base.rate if base else campaign.rate)
    rows = lines(controls=controls(campaign=campaign), on=on)
    funded = sum(row.bodies for row in table)
    return Record(campaign, every, base, listed, table, rows, progress(lines=rows, funded=funded), on)


def overview(*, partnership: Partnership) -> QuerySet[Campaign]:
    """The campaigns with how many bodies each controls."""
    live = Q(controls__withdrawn_on__isnull=True)
    return campaigns(partnership=partnership).annotate(
        bodies=Count("controls", filter=live),
        ended=Count("controls", filter=live & Q(controls__phase__in=[row.value for row in ENDED])),
    )
