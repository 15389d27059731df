"""What a letter of a control says, gathered; refused when it would accuse a body without a written fault."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.models import Control, ControlStep, Fault, GrantDecision, Recovery, Repayment
from maillage.funding.rules import control_path
from maillage.funding.selectors import campaigns
from maillage.funding.vocabulary.controls import THREATS, Entry, LetterKind, StepKind
from maillage.institutions.models import Partnership


@dataclass(frozen=True)
class ControlLetter:
    """One letter: its kind, its step, the grants looked at, the faults as they stood, the sums asked back."""

    kind: LetterKind
    control: Control
    step: ControlStep
    grants: tuple[GrantDecision, ...]
    faults: tuple[Fault, ...]
    recoveries: tuple[Recovery, ...]
    drawn: str
    previous_on: date | None


@dataclass(frozen=True)
class Receipt:
    """The receipt of one sum: of which recovery, what came back until then, what remains."""

    repayment: Repayment
    control: Control
    repaid: Decimal
    remaining: Decimal


def step(*, partnership: Partnership, pk: int) -> ControlStep | None:
    """One live step of a control of this partnership, or None."""
    rows = ControlStep.objects.filter(
        control__campaign__partnership=partnership, control__withdrawn_on__isnull=True, undone_on__isnull=True
    )
    return rows.select_related("control").filter(pk=pk).first()


def letter(*, partnership: Partnership, step: ControlStep, kind: LetterKind) -> ControlLetter | None:
    """The letter that this step gives, or None when it gives no such letter.

    Raises Refused when a letter that puts the body in question has no written non-conformity behind it.
    """
    control = campaigns.control(partnership=partnership, pk=step.control_id)
    if control is None or kind not in control_path.letters_of(StepKind(step.kind)):
        return None
    faults: list[Fault] = _faults(control, kind)
    control_path.check_letter(kind, written_faults=len(faults))
    claims = campaigns.recoveries(controls=[control])[control.pk] if kind is LetterKind.RESTITUTION else []
    grants = campaigns.grants(campaign=control.campaign, institution=control.institution)
    return ControlLetter(
        kind, control, step, tuple(grants), tuple(faults), tuple(claims), drawn(control),
        _before(control, step),
    )  # fmt: skip


def _faults(control: Control, kind: LetterKind) -> list[Fault]:
    """The faults that the letter names: those debated, then those kept for a sum."""
    if kind not in THREATS:
        return []
    rows = list(
        control.faults.filter(withdrawn_on__isnull=True).select_related("decision__request").order_by("id")
    )
    return rows if kind is LetterKind.ADVERSARIAL else [row for row in rows if row.kept]


def _before(control: Control, step: ControlStep) -> date | None:
    days = [row.on for row in control.live_steps if row.pk < step.pk]  # type: ignore[attr-defined]
    return days[-1] if days else None


def drawn(control: Control, *, told: bool = True) -> str:
    """How a body was chosen, in a sentence that it can check; `told` to the body, or said of it."""
    who = "Votre organisme" if told else "L'organisme"
    base = control.base
    if control.entry_term is Entry.REPORTED or base is None or base.drawn_on is None:
        return f"{who} n'est pas issu du tirage au sort : il est contrôlé pour un motif qui lui est propre."
    return (
        f"{who} a été tiré au sort. Liste publiée le {base.published_on:%d/%m/%Y}, tirage du"
        f" {base.drawn_on:%d/%m/%Y}, graine « {base.seed} » ; le tirage peut être refait par toute personne."
    )


def repayment(*, partnership: Partnership, pk: int) -> Repayment | None:
    """One sum of this partnership that came back, or None."""
    rows = Repayment.objects.filter(recovery__decision__request__partnership=partnership)
    return rows.select_related("recovery__decision__request__partnership").filter(pk=pk).first()


def recovery(*, partnership: Partnership, pk: int) -> Recovery | None:
    """One recovery of this partnership that stands, or None."""
    rows = Recovery.objects.filter(decision__request__partnership=partnership, withdrawn_on__isnull=True)
    return rows.select_related("decision__request__partnership").filter(pk=pk).first()


def control_of(*, partnership: Partnership, recovery: Recovery) -> Control | None:
    """The control that ordered this recovery, or None when it comes from elsewhere."""
    origin, _, number = recovery.origin.partition(":")
    if origin != "control" or not number.isdecimal():
        return None
    return campaigns.control(partnership=partnership, pk=int(number))


def receipt(*, partnership: Partnership, repayment: Repayment) -> Receipt | None:
    """What the receipt of this sum says, or None when it does not count or is not of a control."""
    control = control_of(partnership=partnership, recovery=repayment.recovery)
    if control is None or repayment.withdrawn_on is not None:
        return None
    rows = repayment.recovery.repayments.filter(withdrawn_on__isnull=True)
    until = [row.amount for row in rows if (row.on, row.pk) <= (repayment.on, repayment.pk)]
    repaid = sum(until, Decimal("0.00"))
    return Receipt(repayment, control, repaid, repayment.recovery.amount - repaid)
