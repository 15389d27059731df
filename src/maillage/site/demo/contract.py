"""The strategy of the demo: written from the diagnosis, signed, lived; an amendment is being prepared."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    IndicatorDue,
    Objective,
    Priority,
    SheetIndicator,
)
from maillage.contracts.services import (
    lines,
    opinions,
    plan,
    pledges,
    receipts,
    reviews,
    round,
    sheets,
    signatories,
    signing,
    values,
    words,
)
from maillage.contracts.vocabulary import ContractKind, Origin, SheetState, Verdict
from maillage.contracts.vocabulary.life import Capacity, Rhythm, SignatureMode
from maillage.contracts.vocabulary.plan import SheetPart
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.diagnosis.models import Priority as Diagnosed
from maillage.kernel import Actor
from maillage.site.demo.contract_words import ACTIONS, AXES, SIGNATORIES, TITLE, WORDS, Action
from maillage.site.demo.partners import Cast

CAPACITIES = {"town": Capacity.MAYOR, "prefecture": Capacity.PREFECT, "prosecutor": Capacity.PROSECUTOR,
              "department": Capacity.DEPARTMENT}  # fmt: skip
SAID = {
    Verdict.FAVOURABLE: "Conforme aux orientations du plan départemental.",
    Verdict.RESERVED: "Sous réserve d'un bilan à six mois.",
}
INSTITUTIONS = ("pilot", "deputy", "host", "opened_by")


@dataclass(frozen=True)
class Stage:
    """Who writes, with whom, and the days: the start of the contract's last year, and today."""

    actor: Actor
    cast: Cast
    diagnosis: Diagnosis
    today: date

    @property
    def first(self) -> date:
        """The day from which steps and pledges are counted."""
        return self.today - timedelta(days=240)

    def day(self, days: int) -> date:
        """A day of the contract's last year."""
        return self.first + timedelta(days=days)


def write(*, actor: Actor, cast: Cast, diagnosis: Diagnosis, today: date) -> Contract:
    """The contract, from its tree to its life; it is in force when this ends."""
    stage = Stage(actor, cast, diagnosis, today)
    contract = _open(stage)
    aims = _tree(stage, contract)
    for action in ACTIONS:
        _sheet(stage, contract, action, aims)
    _words(stage, contract)
    _sign(stage, contract)
    _live(stage, contract)
    return contract


def _open(stage: Stage) -> Contract:
    draft = plan.Draft(
        kind=ContractKind.STSPD, title=TITLE, territory="Commune de Rezé", start=stage.day(-30),
        end=stage.day(-30) + timedelta(days=3 * 365), diagnosis=stage.diagnosis,
    )  # fmt: skip
    return plan.open_contract(actor=stage.actor, partnership=stage.cast.here, draft=draft, on=stage.day(-90))


def _findings(stage: Stage, numbers: tuple[int, ...]) -> list[Finding]:
    return list(Finding.objects.filter(diagnosis=stage.diagnosis, number__in=numbers))


def _tree(stage: Stage, contract: Contract) -> list[Objective]:
    made: list[Objective] = []
    for title, priorities in AXES:
        axis = _line(stage, contract, "axe", title=title)
        for name, origin, aims in priorities:
            row = _priority(stage, axis, name, origin)
            for aim in aims:
                parts: dict[str, Any] = aim.parts | (
                    {"due_on": contract.end - timedelta(days=180)} if aim.parts else {}
                )
                made.append(_line(stage, row, "objectif", text=aim.text, origin=aim.origin.value,
                                  findings=_findings(stage, aim.findings), **parts))  # fmt: skip
    return made


def _priority(stage: Stage, axis: Axis, name: str, origin: Origin) -> Priority:
    """A priority born of findings is taken from the diagnosis; the others are written here."""
    if origin is Origin.FINDING:
        found = Diagnosed.objects.get(diagnosis=stage.diagnosis, text=name, withdrawn_on__isnull=True)
        return plan.take_priority(actor=stage.actor, contract=axis.contract, diagnosed=found, axis=axis)
    made: Priority = _line(stage, axis, "priorite", title=name, reason="", origin=origin.value)
    return made


def _line(stage: Stage, parent: Any, kind: str, **values: Any) -> Any:
    return lines.add_line(actor=stage.actor, parent=parent, kind=kind, values=values)


def _sheet(stage: Stage, contract: Contract, action: Action, aims: list[Objective]) -> None:
    who = stage.cast.institutions
    sheet = sheets.add_sheet(
        actor=stage.actor, contract=contract, title=action.title, theme=action.theme, family=action.family,
        pilot=who[action.pilot], objectives=[aims[rank - 1] for rank in action.aims],
    )  # fmt: skip
    for part, given in action.parts.items():
        seat = stage.cast.seats.get(("council", given.get("pilot", "")))
        sheet = _part(stage, sheet, SheetPart(part), given | ({"pilot_seat": seat} if seat else {}))
    if action.steps:
        ends = [step.end or step.start for step in action.steps]
        days = {"start": stage.day(min(step.start for step in action.steps)), "end": stage.day(max(ends))}
        sheet = _part(stage, sheet, SheetPart.CALENDAR, days)
    _partners(stage, sheet, action)
    _numbers(stage, sheet, action)


def _part(stage: Stage, sheet: ActionSheet, part: SheetPart, given: dict[str, Any]) -> ActionSheet:
    """A part of the sheet as its form sends it: what was not written stays as it is."""
    values = {name: getattr(sheet, name) for name in sheets.FIELDS[part]}
    for name in sheets.LINKS.get(part, ()):
        values[name] = list(getattr(sheet, name).all())
    for name, value in given.items():
        values[name] = stage.cast.institutions[value] if name in INSTITUTIONS else value
    if "findings" in given:
        values["findings"] = _findings(stage, given["findings"])
    return sheets.write_part(actor=stage.actor, sheet=sheet, part=part, seen=sheet.revision, values=values)


def _partners(stage: Stage, sheet: ActionSheet, action: Action) -> None:
    who = stage.cast.institutions
    for name in action.named:
        pledges.name_partner(actor=stage.actor, sheet=sheet, institution=who[name])
    for said in action.promised:
        draft = pledges.Draft(
            said.deliverable, said.quantity, stage.day(said.day) if said.day else None,
            who[said.towards] if said.towards else None,
        )  # fmt: skip
        row = pledges.add_pledge(actor=stage.actor, sheet=sheet, institution=who[said.who], draft=draft)
        if said.confirmed:
            pledges.confirm_pledge(actor=stage.actor, pledge=row, seen=row.revision, on=stage.day(-20))


def _numbers(stage: Stage, sheet: ActionSheet, action: Action) -> None:
    for step in action.steps:
        end = stage.day(step.end) if step.end else None
        row = _line(stage, sheet, "etape", title=step.title, start=stage.day(step.start), end=end)
        if step.done:
            lines.reach_milestone(actor=stage.actor, row=row, on=end or row.start, today=stage.today)
    for source, nature, payer, amount in action.costs:
        _line(stage, sheet, "cout", year=stage.day(30).year, source=source.value, nature=nature.value,
              payer=stage.cast.institutions[payer], amount=Decimal(amount) if amount else None,
              obtained=False, note="")  # fmt: skip
    for indicator in action.indicators:
        target_on = sheet.contract.end - timedelta(days=180) if indicator.get("target") else None
        given = {"unit": "", "baseline": "", "target": "", "source": ""} | indicator
        lines.add_line(actor=stage.actor, parent=sheet, kind="indicateur",
                       values=given | {"target_on": target_on})  # fmt: skip


def _words(stage: Stage, contract: Contract) -> None:
    for word, meaning, agreed in WORDS:
        row = _line(stage, contract, "mot", word=word, meaning=meaning)
        for who in agreed:
            words.agree(
                actor=stage.actor, word=row, institution=stage.cast.institutions[who], on=stage.day(-40)
            )


def _sign(stage: Stage, contract: Contract) -> None:
    actor, who = stage.actor, stage.cast.institutions
    for sheet, action in zip(contract.sheets.order_by("number"), ACTIONS, strict=True):
        if action.plan:
            opinions.opine_on_plan(actor=actor, sheet=sheet, institution=who["prefecture"],
                                   verdict=action.plan, words=SAID[action.plan],
                                   on=stage.day(-35))  # fmt: skip
    for rank, name in enumerate(SIGNATORIES, start=1):
        signatories.add_signatory(actor=actor, contract=contract, institution=who[name],
                                  capacity=CAPACITIES[name], rank=rank, nonce=None)  # fmt: skip
    contract.refresh_from_db()
    version = round.put_to_signature(actor=actor, contract=contract, reason="", on=stage.day(-25), nonce=None)
    for rank, name in enumerate(SIGNATORIES):
        draft = signing.Signing(CAPACITIES[name].label, stage.day(-15 + 3 * rank), SignatureMode.PAPER)
        signing.sign(actor=actor, version=version, institution=who[name], draft=draft, today=stage.today,
                     nonce=None)  # fmt: skip
    version.refresh_from_db()
    receipts.count_receipts(actor=actor, version=version, institution=who["police"], agents=40, received=12,
                            on=stage.day(10))  # fmt: skip


def _live(stage: Stage, contract: Contract) -> None:
    """States, reviews and values; then one pledge that no signature covers yet."""
    contract.refresh_from_db()
    rows = list(contract.sheets.order_by("number"))
    for sheet, action in zip(rows, ACTIONS, strict=True):
        sheet.refresh_from_db()
        state = SheetState.BLOCKED if action.blocked else SheetState.RUNNING
        blocking, lift = action.blocked or ("", "")
        if action.promised:
            sheets.set_state(actor=stage.actor, sheet=sheet, seen=sheet.revision, state=state,
                             on=stage.day(45), blocking=blocking, would_lift=lift)  # fmt: skip
    review = reviews.plan_review(actor=stage.actor, sheet=rows[0], planned_on=stage.day(120), nonce=None)
    reviews.hold_review(actor=stage.actor, review=review, seen=review.revision, on=stage.day(121),
                        outcome="La présence tient ; le réseau n'envoie pas encore ses incidents.",
                        today=stage.today)  # fmt: skip
    reviews.plan_review(actor=stage.actor, sheet=rows[0], planned_on=stage.day(275), nonce=None)
    _values(stage, rows[0])
    draft = pledges.Draft("poser l'affichage", "trois panneaux", stage.day(320))
    town = stage.cast.institutions["town"]
    pledges.add_pledge(actor=stage.actor, sheet=rows[1], institution=town, draft=draft)


def _values(stage: Stage, sheet: ActionSheet) -> None:
    row = SheetIndicator.objects.filter(sheet=sheet, kind="follow_up").first()
    assert row is not None
    values.schedule_values(actor=stage.actor, indicator=row, rhythm=Rhythm.MONTH, first=stage.day(60),
                           last=stage.day(300))  # fmt: skip
    dues = IndicatorDue.objects.filter(indicator=row, due_on__lt=stage.day(160)).order_by("due_on")
    for due, value in zip(dues, ("82", "91", "88", "94"), strict=False):
        values.fill_value(actor=stage.actor, due=due, seen=due.revision, value=value,
                          on=due.due_on + timedelta(days=2))  # fmt: skip
