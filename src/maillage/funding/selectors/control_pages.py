"""What the page of one control shows: steps with their letters, what may follow, faults, sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.funding.models import Control, ControlStep, Fault, Recovery
from maillage.funding.rules import control_path
from maillage.funding.rules.control_sums import Claim
from maillage.funding.selectors import campaigns, control_letters
from maillage.funding.vocabulary.controls import ControlPhase, LetterKind, StepKind
from maillage.institutions.models import Partnership

BY_KEEPER = {
    StepKind.ANNOUNCE: "Annoncer le contrôle",
    StepKind.EXCUSE: "Dispenser l'organisme",
    StepKind.SILENCE: "Constater l'absence de réponse",
    StepKind.CLEAR: "Demander des éclaircissements",
    StepKind.REMIND: "Relancer",
    StepKind.CONFORM: "Constater la conformité",
    StepKind.OPEN: "Ouvrir la phase contradictoire",
    StepKind.CONCLUDE: "Faire le constat définitif",
    StepKind.ORDER: "Demander le reversement",
    StepKind.CLOSE: "Clore le contrôle",
}


@dataclass(frozen=True)
class StepLine:
    """A step and the letters that it gives."""

    row: ControlStep
    letters: Sequence[LetterKind]


@dataclass(frozen=True)
class ClaimLine:
    """A recovery with its sums."""

    row: Recovery
    claim: Claim

    @property
    def left(self) -> object:
        """What is still due."""
        return self.claim.amount - self.claim.repaid


@dataclass(frozen=True)
class ControlPage:
    """One control as its page shows it."""

    line: campaigns.Line
    steps: list[StepLine]
    next: list[tuple[StepKind, str]]
    answers: bool
    faults: list[Fault]
    withdrawn_faults: list[Fault]
    writable: bool
    claims: list[ClaimLine]
    drawn: str

    @property
    def last_by_body(self) -> bool:
        """Was the last step written by the body itself? It may then undo it."""
        return bool(self.steps) and self.steps[-1].row.by_body


def page(*, control: Control, on: date, whole: bool) -> ControlPage:
    """The page; without `whole` the faults are shown only once they are put to the body."""
    steps = [StepLine(row, control_path.letters_of(row.kind_term)) for row in control.live_steps]  # type: ignore[attr-defined]
    moves = control_path.MOVES[control.phase_term]
    put = whole or any(one.row.kind_term is StepKind.OPEN for one in steps)
    every = list(control.faults.select_related("decision__request").order_by("id")) if put else []
    claims = campaigns.recoveries(controls=[control])[control.pk]
    line = campaigns.lines(controls=[control], on=on)[0]
    return ControlPage(
        line, steps, _next(moves, line),
        control.phase_term in control_path.BY_THE_BODY, [row for row in every if row.withdrawn_on is None],
        [row for row in every if row.withdrawn_on] if whole else [],
        control.phase_term in control_path.WRITABLE,
        [ClaimLine(row, campaigns.claim(row)) for row in claims],
        control_letters.drawn(control, told=not whole),
    )  # fmt: skip


def _next(moves: Mapping[StepKind, object], line: campaigns.Line) -> list[tuple[StepKind, str]]:
    """What may follow by the keepers; in the adversarial phase the finding says by itself it is conform.

    While the body still has days to answer, what follows its silence is not offered.
    """
    runs = line.due_on is not None and not line.late
    early = control_path.AFTER_THE_DELAY if runs else frozenset()
    if runs and line.phase is ControlPhase.REMINDED:
        early |= {StepKind.OPEN}
    offered = [kind for kind in BY_KEEPER if kind in moves and kind not in early]
    if StepKind.CONCLUDE in offered:
        offered = [kind for kind in offered if kind is not StepKind.CONFORM]
    return [(kind, BY_KEEPER[kind]) for kind in offered]


def faults(*, control: Control) -> list[Fault]:
    """The live faults of a control."""
    rows = control.faults.filter(withdrawn_on__isnull=True)
    return list(rows.select_related("decision__request").order_by("id"))


def fault(*, partnership: Partnership, pk: int) -> Fault | None:
    """One fault of this partnership, or None."""
    rows = Fault.objects.filter(control__campaign__partnership=partnership)
    return rows.select_related(
        "control__campaign__partnership", "control__institution", "decision__request"
    ).filter(pk=pk).first()  # fmt: skip
