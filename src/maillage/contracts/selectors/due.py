"""What the week should say of sheets: steps late or near, blockages, pledges to confirm."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from maillage.contracts.models import ActionSheet, Milestone, Pledge
from maillage.contracts.rules.lateness import SOON, milestone_late
from maillage.contracts.selectors.sheets import current
from maillage.contracts.vocabulary import SheetState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor

OVER = (SheetState.DONE.value, SheetState.STOPPED.value)


@dataclass(frozen=True)
class Matter:
    """One thing to do: `url` is the name of a route under the partnership, `args` what it takes more."""

    what: str
    why: str
    due_on: date | None
    late: int
    url: str
    args: tuple[object, ...] = ()


def sheet_matters(*, partnership: Partnership, on: date) -> list[Matter]:
    """For who runs the partnership: of the contract of that day, what is late, near, blocked, awaited."""
    contract = current(partnership=partnership, on=on)
    if contract is None:
        return []
    return [*_steps(contract.pk, on), *_blocked(contract.pk), *_awaited(contract.pk)]


def _steps(contract: int, on: date) -> list[Matter]:
    soon = on + timedelta(days=SOON)
    near = Q(end__lte=soon) | Q(end__isnull=True, start__lte=soon)
    rows = Milestone.objects.filter(
        near, sheet__contract_id=contract, sheet__withdrawn_on__isnull=True, withdrawn_on__isnull=True,
        done_on__isnull=True,
    ).exclude(sheet__state__in=OVER).select_related("sheet")  # fmt: skip
    return [
        Matter(
            f"Dire si l'étape « {row.title} » est atteinte", f"Fiche {row.sheet.number}. {row.sheet.title}",
            row.end or row.start,
            milestone_late(start=row.start, end=row.end, done_on=row.done_on, on=on),
            "contracts:sheet", (row.sheet_id,),
        )
        for row in sorted(rows, key=lambda row: (row.end or row.start, row.pk))
    ]  # fmt: skip


def _blocked(contract: int) -> list[Matter]:
    rows = ActionSheet.objects.filter(
        contract_id=contract, state=SheetState.BLOCKED.value, withdrawn_on__isnull=True
    )
    return [
        Matter(
            f"Lever le blocage de la fiche {row.number}",
            f"{row.title} : {row.would_lift or row.blocking}", row.blocked_on, 0,
            "contracts:sheet", (row.pk,),
        )
        for row in rows.order_by("blocked_on", "number")
    ]  # fmt: skip


def _awaited(contract: int) -> list[Matter]:
    waiting = _to_confirm().filter(partner__sheet__contract_id=contract)
    count = waiting.count()
    if not count:
        return []
    sheets = waiting.values("partner__sheet").distinct().count()
    many, where = "s" * (count > 1), "s" * (sheets > 1)
    return [
        Matter(
            f"Faire confirmer {count} engagement{many} par leur institution" if count > 1
            else "Faire confirmer un engagement par son institution",
            f"Sur {sheets} fiche{where} : chaque institution confirme le sien.", None, 0,
            "contracts:sheets", (contract,),
        )
    ]  # fmt: skip


def _to_confirm() -> QuerySet[Pledge]:
    return Pledge.objects.filter(
        confirmed_on__isnull=True, withdrawn_on__isnull=True, partner__withdrawn_on__isnull=True,
        partner__sheet__withdrawn_on__isnull=True,
    )  # fmt: skip


def asked_of(*, partnership: Partnership, actor: Actor, on: date) -> list[Matter]:
    """For a partner: the pledges of its own institutions that it has not confirmed."""
    contract = current(partnership=partnership, on=on)
    if contract is None or not actor.institutions:
        return []
    rows = _to_confirm().filter(
        partner__sheet__contract=contract, partner__institution_id__in=actor.institutions
    )
    return [
        Matter(
            f"Confirmer l'engagement « {row.deliverable} »",
            f"Fiche {row.partner.sheet.number}. {row.partner.sheet.title}", row.due_on, 0,
            "contracts:sheet", (row.partner.sheet_id,),
        )
        for row in rows.select_related("partner__sheet").order_by("due_on", "id")
    ]  # fmt: skip
