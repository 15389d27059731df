"""The whole reading of a contract before its signature: every remark, and the sentences that sum it up."""

from dataclasses import dataclass

from maillage.contracts.rules.readiness import fields, objectives, overlap, together, words
from maillage.contracts.rules.readiness.facts import Plan, Remark, Sheet
from maillage.contracts.rules.readiness.fields import FIELDS, Score


@dataclass(frozen=True)
class SheetReading:
    """One sheet read: its ten fields, what makes it common work, and its remarks."""

    sheet: Sheet
    score: Score
    sina: bool
    joint: bool
    single_house: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Reading:
    """A contract read before its signature."""

    plan: Plan
    sheets: tuple[SheetReading, ...]
    remarks: tuple[Remark, ...]

    @property
    def general(self) -> tuple[Remark, ...]:
        """What concerns the contract, its priorities and its objectives."""
        return tuple(row for row in self.remarks if row.subject != "sheet")

    @property
    def complete(self) -> int:
        """Sheets with their ten fields."""
        return sum(row.score.complete for row in self.sheets)

    @property
    def precise(self) -> int:
        """Objectives that could be checked one day."""
        return sum(objectives.is_precise(row) for row in self.plan.objectives)

    @property
    def joint(self) -> int:
        """Sheets with binding promises of two houses, on two benches."""
        return sum(row.joint for row in self.sheets)


def read(plan: Plan) -> Reading:
    """Read a contract: remarks on objectives and words first, then sheet by sheet, then pairs of sheets."""
    pairs: dict[int, list[Remark]] = {}
    for remark in overlap.remarks(plan):
        pairs.setdefault(remark.pk, []).append(remark)
    sheets = tuple(read_sheet(row, tuple(pairs.get(row.pk, ()))) for row in plan.sheets)
    general = (*objectives.remarks(plan), *words.remarks(plan))
    return Reading(plan, sheets, general + tuple(one for row in sheets for one in row.remarks))


def read_sheet(sheet: Sheet, pairs: tuple[Remark, ...] = ()) -> SheetReading:
    """Read one sheet."""
    remarks = (*fields.remarks(sheet), *together.remarks(sheet), *pairs)
    return SheetReading(
        sheet, fields.score(sheet), fields.sina(sheet), together.is_joint(sheet),
        together.is_single_house(sheet), remarks,
    )  # fmt: skip


WORDS = ("Aucun", "Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix")


def ten(score: Score) -> str:
    """« Huit champs sur dix sont remplis. »"""
    if score.complete:
        return "Les dix champs sont remplis."
    if score.filled == 0:
        return "Aucun champ sur dix n'est rempli."
    verb = "champ sur dix est rempli" if score.filled == 1 else "champs sur dix sont remplis"
    return f"{WORDS[score.filled]} {verb}."


__all__ = ["FIELDS", "Reading", "SheetReading", "read", "read_sheet", "ten"]
