"""Changes to bodies: opened, corrected, and what happens to them until their closure."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage import law
from maillage.audit import history, journal
from maillage.bodies.models import Body, BodyEvent
from maillage.bodies.rules import lifecycle
from maillage.bodies.services import gate
from maillage.bodies.vocabulary import COUNCILS, BodyKind, BodyState, LifeEvent
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class BodyDraft:
    """What one writes of a body, at its opening or later."""

    name: str
    parent: Body | None = None
    zone: str = ""
    chair: Institution | None = None
    co_chair: Institution | None = None
    legal_basis: str = ""
    term_on: date | None = None
    promised_per_year: int | None = None
    notice_days: int = 15
    notice_working: bool = False
    quorum: int | None = None
    charter: bool = False
    restricted: bool = False
    epci_competent: bool | None = None


def open_body(
    *,
    actor: Actor,
    partnership: Partnership,
    kind: BodyKind,
    opened_on: date,
    draft: BodyDraft,
    nonce: UUID | None = None,
) -> Body:
    """Open a body, of a kind in force that day or not: an era is replayed, not forbidden.

    Raises BadInput: a name already taken, a parent of another partnership, a term before the opening.
    """
    act = "instance ouverte"
    gate.check_runs(actor, partnership, act)
    if (row := gate.already(Body, nonce)) is not None:
        return row
    _check(partnership, draft, opened_on, None)
    with transaction.atomic():
        row = Body(partnership=partnership, kind=kind.value, opened_on=opened_on)
        _fill(row, draft)
        row.legal_basis = row.legal_basis or _basis(kind, opened_on)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        BodyEvent.objects.create(body=row, kind=LifeEvent.OPENED.value, on=opened_on, until=draft.term_on)
        _write(actor, row, act, {"genre": kind.value, "le": str(opened_on)})
    return row


def edit_body(*, actor: Actor, body: Body, seen: int, draft: BodyDraft) -> Body:
    """Correct what is written of a body. Raises Conflict when somebody else did meanwhile, BadInput as above.

    A term already fixed is only moved by a prolongation, which gives its reason.
    """
    act = "instance corrigée"
    gate.check_runs(actor, body.partnership, act)
    _check(body.partnership, draft, body.opened_on, body)
    with transaction.atomic():
        row = history.lock(body, seen=seen)
        if row.term_on is not None and draft.term_on != row.term_on:
            raise BadInput(
                f"Le terme du {row.term_on:%d/%m/%Y} est fixé : notez une prolongation, avec son motif."
            )
        _fill(row, draft)
        row.save()
        _write(actor, row, act, {})
    return row


def record_step(
    *,
    actor: Actor,
    body: Body,
    kind: LifeEvent,
    on: date,
    reason: str = "",
    act: str = "",
    until: date | None = None,
    account: str = "",
    nonce: UUID | None = None,
) -> BodyEvent:
    """Note what happened to a body: reviewed, dormant, resumed, prolonged, closed, composition decided.

    Raises BadInput when it cannot happen from here, or without its reason, its term or its bilan.
    """
    gate.check_runs(actor, body.partnership, kind.label)
    if (done := gate.already(BodyEvent, nonce)) is not None:
        return done
    with transaction.atomic():
        row = Body.objects.select_for_update().get(pk=body.pk)
        state = BodyState(row.state)
        fault = lifecycle.step_fault(
            state=state, event=kind, on=on, last=_last_day(row), reason=reason, account=account,
            term=row.term_on, until=until,
        )  # fmt: skip
        if fault:
            raise BadInput(fault[1])
        event = BodyEvent.objects.create(
            body=row, kind=kind.value, on=on, reason=reason.strip(), act=act.strip(), until=until,
            account=account.strip(), nonce=nonce,
        )  # fmt: skip
        _move(row, lifecycle.state_after(state, kind), until if kind is LifeEvent.PROLONGED else None)
        _write(actor, row, f"instance : {kind.label}", {"le": str(on), "motif": reason.strip()[:200]})
    return event


def record_composition_act(
    *, actor: Actor, body: Body, act: str, on: date, nonce: UUID | None = None
) -> BodyEvent:  # fmt: skip
    """Note the arrêté that fixes the composition; seats without an act receive its reference.

    Raises BadInput without the reference of the arrêté, or on a body without seats.
    """
    if not act.strip():
        raise BadInput("Écrivez la référence de l'arrêté : « arrêté n° 2026-114 du 9 février 2026 ».")
    if not body.seats.exists():
        raise BadInput("Cette instance n'a encore aucun siège : composez-la d'abord.")
    with transaction.atomic():
        event = record_step(actor=actor, body=body, kind=LifeEvent.COMPOSED, on=on, act=act, nonce=nonce)
        body.seats.filter(act="", start__lte=on).update(act=act.strip()[:200])
    return event


def _check(partnership: Partnership, draft: BodyDraft, opened_on: date, row: Body | None) -> None:
    others = Body.objects.filter(partnership=partnership, name__iexact=draft.name.strip())
    others = others.exclude(pk=row.pk) if row else others
    if not draft.name.strip():
        raise BadInput("Donnez un nom à l'instance.")
    if others.exists():
        raise BadInput(f"Une instance se nomme déjà « {draft.name.strip()} » : choisissez un autre nom.")
    if draft.term_on and draft.term_on < opened_on:
        raise BadInput(
            f"Le terme, {draft.term_on:%d/%m/%Y}, précède l'ouverture du {opened_on:%d/%m/%Y}."
        )  # fmt: skip
    if draft.chair and draft.chair == draft.co_chair:
        raise BadInput(f"{draft.chair} ne peut pas être deux fois à la présidence.")
    _check_parent(partnership, draft.parent, row)


def _check_parent(partnership: Partnership, parent: Body | None, row: Body | None) -> None:
    if parent is not None and parent.partnership_id != partnership.pk:
        raise BadInput("L'instance de rattachement n'appartient pas à ce partenariat.")
    above = parent
    while above is not None and row is not None:
        if above.pk == row.pk:
            raise BadInput(f"« {row.name} » ne peut pas dépendre d'elle-même.")
        above = above.parent


def _fill(row: Body, draft: BodyDraft) -> None:
    for field in fields(BodyDraft):
        setattr(row, field.name, getattr(draft, field.name))
    row.name = draft.name.strip()


def _basis(kind: BodyKind, on: date) -> str:
    return law.council(kind.value, on).reference[:200] if kind in COUNCILS else ""


def _last_day(row: Body) -> date:
    last = row.events.order_by("-on", "-id").first()
    return max(last.on, row.opened_on) if last else row.opened_on


def _move(row: Body, state: BodyState, term: date | None) -> None:
    row.state = state.value
    if term is not None:
        row.term_on = term
    row.revision += 1
    row.save()


def _write(actor: Actor, row: Body, act: str, detail: dict[str, str]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"instance:{row.pk} {row.name}", partnership=row.partnership.key,
        detail=detail,
    )  # fmt: skip
