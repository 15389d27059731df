"""The steps of a control, each on its day; the written faults; the restitution. The last step is undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from maillage.audit import history, journal
from maillage.funding.models import Control, ControlStep, Fault
from maillage.funding.rules import control_path as path
from maillage.funding.rules.control_sums import CENT, ZERO
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.services import gate, recoveries
from maillage.funding.vocabulary.controls import Entry, StepKind
from maillage.kernel import Actor, BadInput, Refused, Role
from maillage.ui.typography import euros, exact

WORDS_NEEDED = {
    StepKind.EXCUSE: "Dites pourquoi l'organisme est dispensé : il reste compté, et n'est pas remplacé.",
    StepKind.CLEAR: "Écrivez les points à éclaircir : l'organisme doit savoir à quoi répondre.",
    StepKind.OPEN: "Écrivez les motifs : l'organisme doit savoir ce qui lui est opposé.",
    StepKind.CONCLUDE: "Écrivez les motifs du constat, et ce que la réponse y a changé.",
}
NOT_BY_HAND = {
    StepKind.CONCLUDE: "Le constat se fait grief par grief : passez par « Conclure ».",
    StepKind.ORDER: "Le reversement suit le constat : passez par « Demander le reversement ».",
}


@dataclass(frozen=True)
class StepDraft:
    """What a step says: its words, its documents by title, a longer delay than the campaign's."""

    words: str = ""
    documents: str = ""
    due_on: date | None = None
    asks_hearing: bool = False
    heard_on: date | None = None


NOTHING = StepDraft()


def take_step(
    *, actor: Actor, control: Control, kind: StepKind, seen: int, on: date, draft: StepDraft = NOTHING,
    nonce: UUID | None = None,
) -> ControlStep:  # fmt: skip
    """One step of a control. Sent twice: one. Raises Conflict; BadInput: it does not follow, too early,
    silent where words are needed; Refused: the adversarial phase without a written non-conformity.
    """
    gate.check_controls(actor, control.campaign.partnership, f"contrôle, {kind.label}")
    if kind in NOT_BY_HAND:
        raise BadInput(NOT_BY_HAND[kind])
    with transaction.atomic():
        if (made := gate.already(ControlStep, nonce)) is not None:
            return made
        row = history.lock(control, seen=seen)
        if kind is StepKind.CLOSE:
            _check_settled(row)
        if kind is StepKind.CONFORM:
            _drop_faults(row)
        return _add(actor, row, kind, on, draft, nonce)


def answer(
    *, actor: Actor, control: Control, seen: int, on: date, draft: StepDraft, nonce: UUID | None = None
) -> ControlStep:
    """What the body sends: its documents, then its answers; itself, or noted from paper. Sent twice: one.

    Raises BadInput when nothing is awaited from it, or without words nor documents; Conflict.
    """
    partnership = control.campaign.partnership
    own = _is_own(actor, control)
    if not own:
        gate.check_controls(actor, partnership, "réponse à un contrôle")
    if not draft.words.strip() and not draft.documents.strip():
        raise BadInput("Écrivez une réponse, ou la liste des pièces envoyées, une par ligne.")
    with transaction.atomic():
        if (made := gate.already(ControlStep, nonce)) is not None:
            return made
        row = history.lock(control, seen=seen)
        kind = path.BY_THE_BODY.get(row.phase_term)
        if kind is None:
            raise BadInput(f"Aucune réponse n'est attendue : le contrôle est « {row.phase_term.label} ».")
        return _add(actor, row, kind, on, draft, nonce, by_body=own)


def conclude(
    *, actor: Actor, control: Control, seen: int, on: date, kept: Mapping[int, Decimal], draft: StepDraft,
    nonce: UUID | None = None,
) -> ControlStep:  # fmt: skip
    """The final finding, fault by fault: what is kept of each. Nothing kept: conform, and nothing is owed.

    Raises Conflict; BadInput: a fault left out, more than was debated or paid, asked to be heard and not.
    """
    gate.check_controls(actor, control.campaign.partnership, "constat définitif")
    with transaction.atomic():
        if (made := gate.already(ControlStep, nonce)) is not None:
            return made
        row = history.lock(control, seen=seen)
        _check_heard(row, draft)
        faults = list(_faults(row))
        total = _keep(row, faults, kept)
        kind = StepKind.CONCLUDE if total else StepKind.CONFORM
        return _add(actor, row, kind, on, draft, nonce)


def _keep(row: Control, faults: list[Fault], kept: Mapping[int, Decimal]) -> Decimal:
    by_grant: dict[int, Decimal] = {}
    for fault in faults:
        amount = _kept(fault, kept)
        by_grant[fault.decision_id] = by_grant.get(fault.decision_id, ZERO) + amount
        fault.kept, fault.revision = amount, fault.revision + 1
    for fault in faults:
        free = recoveries.reclaimable(fault.decision, besides=f"control:{row.pk}")
        if by_grant[fault.decision_id] > free:
            raise BadInput(
                f"Demande {fault.decision.request.number} : {euros(by_grant[fault.decision_id])} retenus,"
                f" {euros(free)} versés et non déjà réclamés. On ne reprend pas plus que ce qui fut versé."
            )
        fault.save(update_fields=["kept", "revision"])
    return sum(by_grant.values(), ZERO)


def _kept(fault: Fault, kept: Mapping[int, Decimal]) -> Decimal:
    if fault.pk not in kept:
        raise BadInput(f"Dites ce qui est retenu de « {fault} », 0 si rien ne l'est.")
    amount = kept[fault.pk]
    if not 0 <= amount <= fault.amount:
        raise BadInput(
            f"« {fault} » : {euros(amount)} retenus. Le constat ne dépasse pas ce qui fut débattu : de 0 à"
            f" {euros(fault.amount)}."
        )
    if amount != amount.quantize(CENT):
        raise BadInput(
            f"{exact(amount)} € compte plus de deux décimales : écrivez des euros et des centimes."
        )
    return amount


def _check_heard(row: Control, draft: StepDraft) -> None:
    asked = row.steps.filter(undone_on__isnull=True, asks_hearing=True).exists()
    if asked and draft.heard_on is None:
        raise BadInput(
            "L'organisme a demandé à être entendu : recevez-le, puis donnez la date de l'audition."
        )


def order_restitution(
    *, actor: Actor, control: Control, seen: int, on: date, due_on: date | None = None,
    nonce: UUID | None = None,
) -> ControlStep:  # fmt: skip
    """Ask for what the finding kept, one recovery per grant. Sent twice: one. Raises Conflict, BadInput."""
    gate.check_controls(actor, control.campaign.partnership, "reversement demandé")
    with transaction.atomic():
        if (made := gate.already(ControlStep, nonce)) is not None:
            return made
        row = history.lock(control, seen=seen)
        step = _add(actor, row, StepKind.ORDER, on, StepDraft(due_on=due_on), nonce)
        by_grant: dict[int, list[Fault]] = {}
        for fault in _faults(row):
            if fault.kept:
                by_grant.setdefault(fault.decision_id, []).append(fault)
        for faults in by_grant.values():
            recoveries.order(
                actor=actor, decision=faults[0].decision, on=on, due_on=step.due_on or on,
                amount=sum((fault.kept or ZERO for fault in faults), ZERO), origin=f"control:{row.pk}",
                reason=" ; ".join(
                    f"{fault.motive_term.label} ({euros(fault.kept or ZERO)})" for fault in faults
                ),
            )  # fmt: skip
        return step


def undo_step(*, actor: Actor, control: Control, seen: int, on: date) -> ControlStep:
    """Undo the last step, and what it did. The body itself undoes its own answer only.

    Raises Conflict; BadInput when there is none, or when money came back on the order it would undo.
    """
    _check_may_undo(actor, control, _live(control).last())
    with transaction.atomic():
        row = history.lock(control, seen=seen)
        step = _live(row).last()
        if step is None:
            raise BadInput("Ce contrôle n'a encore aucune étape à annuler.")
        step.undone_on = on
        step.save(update_fields=["undone_on"])
        _undo_effects(actor, row, StepKind(step.kind), on)
        row.phase = path.phase_after(_kinds(row)).value
        row.save(update_fields=["phase", "revision"])
        _log(actor, row, "étape annulée", {"étape": step.kind, "le": str(on)})
    return step


def _is_own(actor: Actor, control: Control) -> bool:
    """Does the actor speak for the body, and only for it?"""
    represents = actor.holds(Role.PARTNER) and control.institution_id in actor.institutions
    return represents and not actor.holds(*gate.CONTROLLERS)


def _check_may_undo(actor: Actor, row: Control, step: ControlStep | None) -> None:
    own = step is not None and step.by_body and _is_own(actor, row)
    if not own:
        gate.check_controls(actor, row.campaign.partnership, "étape annulée")


def _undo_effects(actor: Actor, row: Control, kind: StepKind, on: date) -> None:
    if kind is StepKind.ORDER:
        for claim in selectors.recoveries(controls=[row])[row.pk]:
            recoveries.take_back(actor=actor, recovery=claim, on=on)
    if kind in (StepKind.CONCLUDE, StepKind.CONFORM):
        for fault in _faults(row):
            fault.kept, fault.revision = None, fault.revision + 1
            fault.save(update_fields=["kept", "revision"])


def _drop_faults(row: Control) -> None:
    """Conform: every fault still written is kept for nothing, so that none can be held later."""
    for fault in _faults(row):
        fault.kept, fault.revision = ZERO, fault.revision + 1
        fault.save(update_fields=["kept", "revision"])


def _check_settled(row: Control) -> None:
    claims = [selectors.claim(one) for one in selectors.recoveries(controls=[row])[row.pk]]
    left = sum((one.amount - one.repaid for one in claims if not one.waived), ZERO)
    if left:
        raise BadInput(
            f"Il reste {euros(left)} à rendre : notez ce qui est reçu, ou l'abandon avec son motif."
        )


def _add(
    actor: Actor, row: Control, kind: StepKind, on: date, draft: StepDraft, nonce: UUID | None, *,
    by_body: bool = False,
) -> ControlStep:  # fmt: skip
    """Write one step on a locked control: where it leads, its delay, its line in the journal."""
    _check_step(row, kind, on, draft)
    delay = path.GIVES_A_DELAY.get(kind)
    due = path.due_on(on=on, days=getattr(row.campaign, delay), asked=draft.due_on) if delay else None
    step = ControlStep(
        control=row, kind=kind.value, on=on, due_on=due, words=draft.words.strip(), by_body=by_body,
        documents=draft.documents.strip(), asks_hearing=draft.asks_hearing, heard_on=draft.heard_on,
    )  # fmt: skip
    if kind is StepKind.ANNOUNCE and not step.documents:
        step.documents = row.campaign.asked_documents
    if nonce is not None:
        step.nonce = nonce
    step.save(force_insert=True)
    row.phase = path.following(row.phase_term, kind).value
    row.save(update_fields=["phase", "revision"])
    _log(actor, row, kind.label, {"le": str(on), "avant le": str(due or "")})
    return step


def _check_step(row: Control, kind: StepKind, on: date, draft: StepDraft) -> None:
    if row.withdrawn_on is not None or row.campaign.withdrawn_on is not None:
        raise BadInput("Ce contrôle est retiré de sa campagne : il n'a plus d'étape.")
    path.following(row.phase_term, kind)
    last = _live(row).last()
    before = last.on if last is not None else row.entered_on
    if on < before:
        raise BadInput(f"Le {on:%d/%m/%Y} précède l'étape d'avant, du {before:%d/%m/%Y}.")
    path.check_delay(phase=row.phase_term, step=kind, on=on, due_on=last.due_on if last else None)
    if kind is StepKind.OPEN and not _faults(row).exists():
        raise Refused([path.NO_FAULT])
    if kind is StepKind.EXCUSE and row.entry == Entry.REPORTED.value:
        raise BadInput("Cet organisme n'est pas tiré au sort : retirez le signalement.")
    if kind in WORDS_NEEDED and not draft.words.strip():
        raise BadInput(WORDS_NEEDED[kind])


def _live(row: Control) -> QuerySet[ControlStep]:
    return row.steps.filter(undone_on__isnull=True).order_by("id")


def _kinds(row: Control) -> list[StepKind]:
    return [StepKind(kind) for kind in _live(row).values_list("kind", flat=True)]


def _faults(row: Control) -> QuerySet[Fault]:
    return row.faults.filter(withdrawn_on__isnull=True).select_related("decision__request").order_by("id")


def _log(actor: Actor, row: Control, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=f"contrôle, {act}", subject=f"contrôle:{row.pk}",
        partnership=row.campaign.partnership.key, detail={"institution": row.institution_id} | detail,
    )  # fmt: skip
