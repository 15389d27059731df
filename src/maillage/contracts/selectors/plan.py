"""The tree of a contract: axes, priorities, objectives, sheets; its counts, its steps, what is offered."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch

from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    CostLine,
    Milestone,
    Objective,
    Opinion,
    Priority,
    SheetIndicator,
    Word,
)
from maillage.contracts.rules import eras, journey
from maillage.contracts.vocabulary import ContractKind
from maillage.diagnosis.models import Finding
from maillage.diagnosis.models import Priority as Diagnosed
from maillage.institutions.models import Partnership
from maillage.law.book import rules

LIVING = {"withdrawn_on__isnull": True}
TABLES: dict[str, Any] = {
    "axe": (Axis, "contract"), "priorite": (Priority, "axis__contract"),
    "objectif": (Objective, "priority__axis__contract"), "mot": (Word, "contract"),
    "etape": (Milestone, "sheet__contract"), "cout": (CostLine, "sheet__contract"),
    "indicateur": (SheetIndicator, "sheet__contract"),
}  # fmt: skip
PARENTS: dict[str, Any] = {
    "axe": Contract, "mot": Contract, "priorite": Axis, "objectif": Priority,
    "etape": ActionSheet, "cout": ActionSheet, "indicateur": ActionSheet,
}  # fmt: skip


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective with its place in the plan and its sheets."""

    row: Objective
    place: str
    sheets: list[ActionSheet]


@dataclass(frozen=True)
class PriorityLine:
    """A priority with its place in the plan and its objectives."""

    row: Priority
    place: str
    objectives: list[ObjectiveLine]


@dataclass(frozen=True)
class AxisLine:
    """An axis with its priorities."""

    row: Axis
    priorities: list[PriorityLine]


@dataclass
class Tree:
    """The living lines of a contract, those withdrawn, and the sheets that no objective carries."""

    axes: list[AxisLine] = field(default_factory=list)
    loose: list[ActionSheet] = field(default_factory=list)
    withdrawn: list[tuple[str, Any]] = field(default_factory=list)
    findings: int = 0
    compatible: int = 0
    sheets: int = 0

    @property
    def priorities(self) -> int:
        """How many priorities live."""
        return sum(len(axis.priorities) for axis in self.axes)

    @property
    def objectives(self) -> int:
        """How many objectives live."""
        return sum(len(row.objectives) for axis in self.axes for row in axis.priorities)

    @property
    def progress(self) -> journey.Progress:
        """How much is written."""
        return journey.Progress(self.findings, self.priorities, self.objectives, self.sheets, self.compatible)


def tree(*, contract: Contract) -> Tree:
    """The whole plan; the number of queries does not depend on how much is written."""
    found = Tree(findings=_findings(contract), compatible=_compatible(contract))
    sheets = ActionSheet.objects.filter(contract=contract).select_related("pilot").order_by("number")
    living = [row for row in sheets if row.withdrawn_on is None]
    found.sheets = len(living)
    carried = _carried(contract, {row.pk: row for row in living})
    priorities = Priority.objects.select_related("diagnosed").prefetch_related(
        Prefetch("objectives", Objective.objects.order_by("number"))
    )
    for axis in Axis.objects.filter(contract=contract).prefetch_related(Prefetch("priorities", priorities)):
        line = AxisLine(axis, [])
        for row in axis.priorities.all():
            _file(found, line, row, carried)
        if axis.withdrawn_on is None:
            found.axes.append(line)
        else:
            found.withdrawn.append(("axe", axis))
    kept = {sheet.pk for axis in found.axes for row in axis.priorities for one in row.objectives
            for sheet in one.sheets}  # fmt: skip
    found.loose = [row for row in living if row.pk not in kept]
    found.withdrawn += [("fiche", row) for row in sheets if row.withdrawn_on is not None]
    return found


def _file(found: Tree, line: AxisLine, row: Priority, carried: dict[int, list[ActionSheet]]) -> None:
    place = f"{line.row.number}.{row.number}"
    living = PriorityLine(row, place, [])
    for one in row.objectives.all():
        if one.withdrawn_on is None:
            living.objectives.append(ObjectiveLine(one, f"{place}.{one.number}", carried[one.pk]))
        else:
            found.withdrawn.append(("objectif", one))
    if row.withdrawn_on is None:
        line.priorities.append(living)
    else:
        found.withdrawn.append(("priorite", row))


def _carried(contract: Contract, living: dict[int, ActionSheet]) -> dict[int, list[ActionSheet]]:
    pairs = ActionSheet.objectives.through._default_manager.filter(actionsheet__contract=contract)
    found: dict[int, list[ActionSheet]] = defaultdict(list)
    for sheet, objective in pairs.order_by("actionsheet__number").values_list("actionsheet", "objective"):
        if sheet in living:
            found[objective].append(living[sheet])
    return found


def _findings(contract: Contract) -> int:
    return Finding.objects.filter(diagnosis=contract.diagnosis, **LIVING).count()


def _compatible(contract: Contract) -> int:
    rows = Opinion.objects.filter(
        contract=contract, on_plan=True, given_on__isnull=False, sheet__withdrawn_on__isnull=True, **LIVING
    )
    return rows.values("sheet").distinct().count()


def to_take(*, contract: Contract) -> list[Diagnosed]:
    """The priorities of its diagnosis that no living priority of the contract answers yet."""
    if contract.diagnosis_id is None:
        return []
    taken = Priority.objects.filter(axis__contract=contract, diagnosed__isnull=False, **LIVING)
    rows = Diagnosed.objects.filter(diagnosis_id=contract.diagnosis_id, **LIVING)
    return list(rows.exclude(pk__in=taken.values("diagnosed")).select_related("diagnosis"))


def diagnosed(*, contract: Contract, pk: int) -> Diagnosed | None:
    """One living priority of the diagnosis of this contract, or None."""
    rows = Diagnosed.objects.filter(diagnosis=contract.diagnosis, pk=pk, **LIVING)
    return rows.select_related("diagnosis").first()


def line(*, partnership: Partnership, kind: str, pk: int) -> Any:
    """One line of this kind in this partnership, or None."""
    if kind not in TABLES:
        return None
    table, path = TABLES[kind]
    rows = table.objects.filter(**{f"{path}__partnership": partnership}, pk=pk)
    return rows.select_related(f"{path}__partnership").first()


def parent(*, partnership: Partnership, kind: str, pk: int) -> Any:
    """What a new line of this kind would stand under, or None."""
    table = PARENTS.get(kind)
    if table is None:
        return None
    paths = {Contract: "partnership", Axis: "contract__partnership", ActionSheet: "contract__partnership",
             Priority: "axis__contract__partnership"}  # fmt: skip
    rows = table.objects.filter(**{paths[table]: partnership}, pk=pk)
    return rows.select_related(paths[table]).first()


def era_remark(*, kind: ContractKind, start: date) -> str:
    """Does this kind belong to that day, by the law on strategies (ST-1)? Empty when it does."""
    known = [row for row in rules() if row.key == "stspd"]
    strategy = known[0].in_force(start) if known else None
    return eras.remark(kind=kind, start=start, strategy=strategy)
