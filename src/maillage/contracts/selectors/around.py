"""Questions on what stands around a contract, inside one partnership; and the counts that D3, D12, T4 ask."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from maillage.contracts.models import (
    Agreement,
    Contract,
    Counterpart,
    DatedAct,
    DepartmentalPlan,
    Opinion,
    PlanPriority,
    PlanReview,
    Signatory,
    Signature,
)
from maillage.contracts.rules import around as rules
from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.around import ActKind, AgreementState, PlanKind
from maillage.contracts.vocabulary.life import Capacity, VersionState
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, Role

WORKS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)


@dataclass(frozen=True)
class AgreementLine:
    """An agreement as it stands on a day."""

    row: Agreement
    parties: tuple[Institution, ...]
    state: AgreementState

    @property
    def two_party(self) -> bool:
        """Is it between two institutions only?"""
        return rules.is_two_party(len(self.parties))


@dataclass(frozen=True)
class AgreementCounts:
    """Agreements in force (D3). `by_law` are left out of both sides of the share."""

    in_force: int
    two_party: int
    by_law: int


def agreements(*, partnership: Partnership, on: date) -> list[AgreementLine]:
    """Every agreement, the latest first, withdrawn ones included; two queries."""
    rows = Agreement.objects.filter(partnership=partnership).prefetch_related("parties")
    return [_line(row, on) for row in rows]


def _line(row: Agreement, on: date) -> AgreementLine:
    state = rules.state(start=row.start, end=row.end, withdrawn_on=row.withdrawn_on, on=on)
    return AgreementLine(row, tuple(row.parties.all()), state)


def agreement(*, partnership: Partnership, pk: int, on: date) -> AgreementLine | None:
    """One agreement of this partnership, or None."""
    row = Agreement.objects.filter(partnership=partnership, pk=pk).select_related("partnership").first()
    return _line(row, on) if row else None


def agreement_counts(*, partnership: Partnership, on: date) -> AgreementCounts:
    """D3: two-party agreements in force, and all those in force, without those that the law requires."""
    standing = [
        line for line in agreements(partnership=partnership, on=on) if line.state is AgreementState.IN_FORCE
    ]
    chosen = [line for line in standing if not line.row.required]
    return AgreementCounts(
        in_force=len(chosen), two_party=sum(line.two_party for line in chosen),
        by_law=len(standing) - len(chosen),
    )  # fmt: skip


def reads_acts(actor: Actor) -> bool:
    """Does the actor work with the dated acts? Others only read how many there were."""
    return actor.id is None or actor.holds(*WORKS)


def acts(*, partnership: Partnership) -> QuerySet[DatedAct]:
    """The dated acts, the latest first, withdrawn ones included."""
    return DatedAct.objects.filter(partnership=partnership).select_related("by", "to", "partnership")


@dataclass(frozen=True)
class ActYear:
    """What one year counts; `parental` is already in words, « moins de 5 » where it must be."""

    year: int
    parental: str
    letters: int


def acts_by_year(*, partnership: Partnership, actor: Actor) -> list[ActYear]:
    """The dated acts counted by year, the latest first."""
    totals: dict[int, dict[str, int]] = {}
    for row in acts(partnership=partnership).filter(withdrawn_on__isnull=True):
        year = totals.setdefault(row.on.year, dict.fromkeys((word.value for word in ActKind), 0))
        year[row.kind] += row.count
    works = reads_acts(actor)
    return [
        ActYear(year, rules.told(found[ActKind.PARENTAL.value], works_with_it=works),
                found[ActKind.SAFEGUARD.value])
        for year, found in sorted(totals.items(), reverse=True)
    ]  # fmt: skip


def counterparts(*, partnership: Partnership) -> QuerySet[Counterpart]:
    """The declared counterparts, the latest first, withdrawn ones included."""
    rows = Counterpart.objects.filter(contract__partnership=partnership)
    return rows.select_related("institution", "contract__partnership")


def contracts(*, partnership: Partnership) -> QuerySet[Contract]:
    """The contracts that may have a counterpart: all but those dropped."""
    return Contract.objects.filter(partnership=partnership).exclude(state=ContractState.DROPPED.value)


def counterpart_counts(*, partnership: Partnership) -> tuple[int, int]:
    """D12: contracts with a declared counterpart outside prevention, and contracts."""
    rows = contracts(partnership=partnership)
    some = rows.filter(
        pk__in=Counterpart.objects.filter(withdrawn_on__isnull=True).values("contract_id")
    )  # fmt: skip
    return some.count(), rows.count()


def communes_that_left(*, partnership: Partnership, since: date, until: date) -> list[Institution]:
    """T4: the communes that signed a contract with an intercommunal body, and left it between two days."""
    together = Signatory.objects.filter(capacity=Capacity.EPCI.value).values("contract_id")
    left = Signatory.objects.filter(
        contract__partnership=partnership, contract_id__in=together, capacity=Capacity.MAYOR.value,
        withdrawn_on__gte=since, withdrawn_on__lte=until,
    ).select_related("institution")  # fmt: skip
    signed = set(
        Signature.objects.filter(
            version__contract__partnership=partnership, version__state=VersionState.SIGNED.value,
            withdrawn_on__isnull=True,
        ).values_list("version__contract_id", "institution_id")
    )  # fmt: skip
    return [row.institution for row in left if (row.contract_id, row.institution_id) in signed]


@dataclass(frozen=True)
class PlanLine:
    """A plan as it stands on a day, with what it holds."""

    row: DepartmentalPlan
    state: AgreementState
    priorities: tuple[PlanPriority, ...]
    reviews: tuple[PlanReview, ...]

    @property
    def standing(self) -> list[PlanPriority]:
        """The priorities that are not withdrawn."""
        return [row for row in self.priorities if row.withdrawn_on is None]

    @property
    def last_review(self) -> PlanReview | None:
        """The results of the last year written."""
        return next((row for row in self.reviews if row.withdrawn_on is None), None)


def plans(*, partnership: Partnership, on: date) -> list[PlanLine]:
    """Every plan and programme, the latest first; three queries."""
    parts = [
        Prefetch("priorities", PlanPriority.objects.select_related("plan__partnership")),
        Prefetch("reviews", PlanReview.objects.select_related("plan__partnership")),
    ]
    rows = DepartmentalPlan.objects.filter(partnership=partnership).select_related("partnership")
    return [_plan(row, on) for row in rows.prefetch_related(*parts)]


def _plan(row: DepartmentalPlan, on: date) -> PlanLine:
    state = rules.state(start=row.start, end=row.end, withdrawn_on=row.withdrawn_on, on=on)
    return PlanLine(row, state, tuple(row.priorities.all()), tuple(row.reviews.all()))


def plan(*, partnership: Partnership, pk: int, on: date) -> PlanLine | None:
    """One plan of this partnership, or None."""
    row = DepartmentalPlan.objects.filter(partnership=partnership, pk=pk).first()
    return _plan(row, on) if row else None


def plan_in_force(
    *, partnership: Partnership, on: date, kind: PlanKind = PlanKind.PLAN
) -> DepartmentalPlan | None:
    """The plan of this kind in force on a day: with PD-1, local actions must not be incompatible with it."""
    standing = (
        line.row
        for line in plans(partnership=partnership, on=on)
        if line.state is AgreementState.IN_FORCE and line.row.kind == kind.value
    )
    return next(standing, None)


def plan_opinions(*, partnership: Partnership, plan: DepartmentalPlan | None = None) -> list[Opinion]:
    """The opinions on compatibility with the plan; those asked while this one stood, when it is given."""
    rows = Opinion.objects.filter(
        contract__partnership=partnership, on_plan=True, withdrawn_on__isnull=True
    ).select_related("sheet", "contract", "institution")
    if plan is not None:
        rows = rows.filter(asked_on__gte=plan.start)
        rows = rows.filter(asked_on__lte=plan.end) if plan.end else rows
    return list(rows)


KINDS: dict[str, Any] = {
    "convention": (Agreement, "partnership"), "acte": (DatedAct, "partnership"),
    "contrepartie": (Counterpart, "contract__partnership"), "plan": (DepartmentalPlan, "partnership"),
    "priorite": (PlanPriority, "plan__partnership"), "bilan": (PlanReview, "plan__partnership"),
}  # fmt: skip


def kept(*, partnership: Partnership, kind: str, pk: int) -> Any | None:
    """One row of any of these kinds, of this partnership, or None."""
    if kind not in KINDS:
        return None
    model, way = KINDS[kind]
    return model.objects.filter(pk=pk, **{way: partnership}).select_related(way).first()
