"""Changes to action sheets: added, written part by part, their state, withdrawn and put back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.contracts.models import ActionSheet, Contract, Pledge, SheetIndicator
from maillage.contracts.services import gate, record
from maillage.contracts.services.lines import exchange
from maillage.contracts.vocabulary import PreventionFamily, SheetState, Theme
from maillage.contracts.vocabulary.action_model import ActionModel
from maillage.contracts.vocabulary.plan import FIELDS_WITHOUT, SheetPart
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput

FIELDS = {
    SheetPart.IDENTITY: (
        "title", "theme", "family", "opened_by", "meeting", "decision", "existed_before", "what_changed",
        "follows",
    ),
    SheetPart.CONTENT: ("public", "territory", "in_priority_area", "content", "only_communication"),
    SheetPart.PILOT: ("pilot", "pilot_seat", "deputy"),
    SheetPart.CALENDAR: ("start", "end"),
    SheetPart.MEANS: ("human_means", "constraints_words", "risks"),
    SheetPart.TOGETHER: (
        "host", "host_agreed_on", "first_line_consulted", "inhabitants_consulted", "consultation_changed",
        "common_action",
    ),
}  # fmt: skip
LINKS = {SheetPart.IDENTITY: ("objectives", "findings")}
CONTINUED = (
    "title", "theme", "family", "public", "territory", "in_priority_area", "content", "only_communication",
    "pilot", "human_means", "constraints_words", "risks", "host", "common_action",
)  # fmt: skip
BLOCKED = SheetState.BLOCKED


def add_sheet(
    *, actor: Actor, contract: Contract, title: str, theme: Theme, family: PreventionFamily,
    pilot: Institution | None = None, objectives: Iterable[Any] = (), model: ActionModel | None = None,
    follows: ActionSheet | None = None, nonce: UUID | None = None,
) -> ActionSheet:  # fmt: skip
    """Add a sheet: blank, from a model of action, or continuing a sheet of a former contract.

    Raises BadInput: no title, a pilot or a former sheet of elsewhere.
    """
    gate.check_runs(actor, contract.partnership, "fiche ajoutée")
    _check_title(title)
    gate.check_here(contract.partnership, pilot)
    _check_follows(contract, follows)
    _check_objectives(contract, objectives)
    with transaction.atomic():
        held = gate.hold(contract)
        gate.check_text(held)
        if (row := gate.already(ActionSheet, nonce)) is not None:
            return row
        row = ActionSheet(contract=held, number=record.next_number(ActionSheet.objects.filter(contract=held)))
        if nonce is not None:
            row.nonce = nonce
        _start_from(row, model, follows)
        row.title, row.theme, row.family = title.strip(), theme.value, family.value
        row.pilot = pilot or row.pilot
        row.save(force_insert=True)
        row.objectives.set(objectives)
        _add_indicators(row, model)
        record.log(actor=actor, contract=held, act="fiche ajoutée", row=row, detail=_source(model, follows))
    return row


def _start_from(row: ActionSheet, model: ActionModel | None, follows: ActionSheet | None) -> None:
    if model is not None:
        row.model, row.public, row.content, row.risks = model.key, model.public, model.content, model.risks
    if follows is not None:
        for name in CONTINUED:
            setattr(row, name, getattr(follows, name))
        row.follows, row.existed_before = follows, True


def _add_indicators(row: ActionSheet, model: ActionModel | None) -> None:
    for one in model.indicators if model is not None else ():
        SheetIndicator.objects.create(sheet=row, kind=one.kind.value, name=one.name, unit=one.unit)


def _source(model: ActionModel | None, follows: ActionSheet | None) -> dict[str, Any]:
    known = {"modèle": model.key} if model is not None else {}
    return known | ({"reprend": follows.pk} if follows is not None else {})


def write_part(
    *, actor: Actor, sheet: ActionSheet, part: SheetPart, seen: int, values: dict[str, Any]
) -> ActionSheet:
    """Write one part of a sheet. Raises BadInput: something of elsewhere, dates reversed; Conflict."""
    act = "fiche modifiée"
    gate.check_runs(actor, sheet.contract.partnership, act)
    _check_values(sheet, values)
    with transaction.atomic():
        record.held(sheet)
        row = history.lock(sheet, seen=seen)
        for name in FIELDS[part]:
            if name in values:
                value = values[name]
                setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.save(update_fields=[*FIELDS[part], "revision"])
        for name in LINKS.get(part, ()):
            if name in values:
                getattr(row, name).set(values[name])
        record.log(actor=actor, contract=row.contract, act=act, row=row, detail={"partie": part.value})
    return row


def _check_values(sheet: ActionSheet, values: dict[str, Any]) -> None:
    contract = sheet.contract
    if "title" in values:
        _check_title(values["title"])
    gate.check_here(contract.partnership, *(row for row in values.values() if isinstance(row, Institution)))
    _check_follows(contract, values.get("follows"))
    _check_objectives(contract, values.get("objectives") or ())
    _check_dates(values)
    _check_agreed(values)
    here = contract.partnership_id
    meeting, decision, seat = (values.get(name) for name in ("meeting", "decision", "pilot_seat"))
    if meeting is not None and meeting.body.partnership_id != here:
        raise BadInput("Cette séance n'est pas de ce partenariat.")
    if decision is not None and decision.meeting.body.partnership_id != here:
        raise BadInput("Cette décision n'est pas de ce partenariat.")
    if meeting is not None and decision is not None and decision.meeting_id != meeting.pk:
        raise BadInput("Cette décision a été prise dans une autre séance : choisissez l'une ou l'autre.")
    if seat is not None and seat.body.partnership_id != here:
        raise BadInput("Ce siège n'est pas de ce partenariat.")
    if any(row.diagnosis.partnership_id != here for row in values.get("findings") or ()):
        raise BadInput("Un des constats n'est pas de ce partenariat.")


def _check_title(title: str) -> None:
    if not title.strip():
        raise BadInput("Donnez un titre à la fiche : un verbe et ce qui sera fait.")


def _check_follows(contract: Contract, former: ActionSheet | None) -> None:
    if former is None:
        return
    if former.contract.partnership_id != contract.partnership_id:
        raise BadInput("La fiche reprise n'est pas de ce partenariat.")
    if former.contract_id == contract.pk:
        raise BadInput("Une fiche reprend celle d'un contrat précédent, pas du même.")


def _check_objectives(contract: Contract, rows: Iterable[Any]) -> None:
    if any(row.priority.axis.contract_id != contract.pk for row in rows):
        raise BadInput("Un des objectifs est d'un autre contrat : cochez ceux de celui-ci.")


def _check_dates(values: dict[str, Any]) -> None:
    start, end = values.get("start"), values.get("end")
    if start is not None and end is not None and end < start:
        raise BadInput(f"L'action finirait le {end:%d/%m/%Y}, avant son début, le {start:%d/%m/%Y}.")


def _check_agreed(values: dict[str, Any]) -> None:
    if values.get("host_agreed_on") is not None and values.get("host") is None:
        raise BadInput("Vous notez l'accord d'un hôte : dites chez quelle institution l'action a lieu.")


def set_without(*, actor: Actor, sheet: ActionSheet, field: str, reason: str) -> ActionSheet:
    """Say of a field that it has no object here, and why; without reason, it has one again.

    Raises BadInput on an unknown field.
    """
    gate.check_runs(actor, sheet.contract.partnership, "champ sans objet")
    if field not in FIELDS_WITHOUT:
        raise BadInput(f"Le champ « {field[:40]} » n'est pas de la fiche.")
    with transaction.atomic():
        record.held(sheet)
        row = ActionSheet.objects.select_for_update().get(pk=sheet.pk)
        kept = {name: words for name, words in row.without.items() if name != field}
        row.without = kept | ({field: reason.strip()[:300]} if reason.strip() else {})
        row.revision += 1
        row.save(update_fields=["without", "revision"])
        act = "champ sans objet" if reason.strip() else "champ de nouveau attendu"
        record.log(actor=actor, contract=row.contract, act=act, row=row, detail={"champ": field})
    return row


def set_state(
    *, actor: Actor, sheet: ActionSheet, seen: int, state: SheetState, on: date, blocking: str = "",
    would_lift: str = "",
) -> ActionSheet:  # fmt: skip
    """Say where an action stands; any state can be set back. Raises BadInput: blocked without a condition."""
    gate.check_runs(actor, sheet.contract.partnership, "état d'une fiche")
    if state is BLOCKED and not blocking.strip():
        raise BadInput("Dites ce qui bloque l'action : sans cela, personne ne peut lever le blocage.")
    with transaction.atomic():
        gate.check_alive(gate.hold(sheet.contract))
        row = history.lock(sheet, seen=seen)
        was_blocked = row.state == BLOCKED.value
        row.state = state.value
        stays = state is BLOCKED
        row.blocking = blocking.strip() if stays else ""
        row.would_lift = would_lift.strip() if stays else ""
        row.blocked_on = (row.blocked_on if was_blocked else on) if stays else None
        row.save(update_fields=["state", "blocking", "would_lift", "blocked_on", "revision"])
        record.log(actor=actor, contract=row.contract, act="état d'une fiche", row=row,
                   detail={"état": state.value, "le": str(on)})  # fmt: skip
    return row


def withdraw_sheet(*, actor: Actor, sheet: ActionSheet, on: date) -> ActionSheet:
    """Withdraw a sheet; it stays, and can be put back. Raises BadInput when its pledges are in force."""
    gate.check_runs(actor, sheet.contract.partnership, "fiche retirée")
    with transaction.atomic():
        record.held(sheet)
        running = Pledge.objects.filter(
            partner__sheet=sheet, withdrawn_on__isnull=True, commitment__state="open"
        )
        if running.exists():
            raise BadInput(
                "Des engagements de cette fiche sont en vigueur : retirez-les d'abord, chacun avec son motif."
            )
        row: ActionSheet = record.mark(actor=actor, row=sheet, on=on, act="fiche retirée")
    return row


def put_back_sheet(*, actor: Actor, sheet: ActionSheet) -> ActionSheet:
    """Put a withdrawn sheet back, under its number."""
    gate.check_runs(actor, sheet.contract.partnership, "fiche remise")
    with transaction.atomic():
        record.held(sheet)
        row: ActionSheet = record.mark(actor=actor, row=sheet, on=None, act="fiche remise")
    return row


def renumber_sheet(*, actor: Actor, sheet: ActionSheet, up: bool) -> ActionSheet:
    """Exchange the numbers of a sheet and of its living neighbour. Raises BadInput at either end."""
    gate.check_runs(actor, sheet.contract.partnership, "fiche déplacée")
    with transaction.atomic():
        contract = record.held(sheet)
        family = ActionSheet.objects.filter(contract=contract)
        row = family.get(pk=sheet.pk)
        rows = family.filter(withdrawn_on__isnull=True).exclude(pk=row.pk)
        before, after = rows.filter(number__lt=row.number), rows.filter(number__gt=row.number)
        near = before.order_by("-number").first() if up else after.order_by("number").first()
        if near is None:
            raise BadInput(f"« {row} » est déjà {'en tête' if up else 'en dernier'}.")
        exchange(family, row, near)
        record.log(actor=actor, contract=contract, act="fiche déplacée", row=row)
    return row
