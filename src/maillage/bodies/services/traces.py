"""The traces between partners: each takes seconds, is undone the same day, and names nobody."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from maillage.audit import journal
from maillage.bodies.models import DirectContact, TerritoryEvent, Training, Transmission
from maillage.bodies.services import gate
from maillage.bodies.vocabulary import ContactMeans, EventKind, TransmissionBasis
from maillage.institutions.models import Institution, Partnership, Position
from maillage.institutions.vocabulary import Level
from maillage.kernel import Actor, BadInput

Row = TypeVar("Row", bound=models.Model)
Trace = TerritoryEvent | Training | DirectContact | Transmission


def record_training(
    *,
    actor: Actor,
    partnership: Partnership,
    on: date,
    subject: str,
    institutions: Sequence[Institution],
    managers: int,
    middle: int,
    first_line: int,
    today: date,
    nonce: UUID | None = None,
) -> Training:
    """A training that several institutions followed. Raises BadInput for one institution, or nobody."""
    act = "formation commune notée"
    gate.check_runs(actor, partnership, act)
    if (row := gate.already(Training, nonce)) is not None:
        return row
    if len(institutions) < 2:
        raise BadInput("Une formation commune réunit au moins deux institutions : cochez-les.")
    _check_ours(partnership, *institutions)
    if managers + middle + first_line == 0:
        raise BadInput("Écrivez combien de personnes y étaient, par niveau : au moins une.")
    with transaction.atomic():
        row = _add(
            Training, nonce, partnership=partnership, on=_past(on, today), subject=_words(subject),
            managers=managers, middle=middle, first_line=first_line, recorded_on=today,
        )  # fmt: skip
        row.institutions.set(institutions)
        _write(actor, partnership, act, row)
    return row


def record_contact(
    *,
    actor: Actor,
    partnership: Partnership,
    one: Institution,
    other: Institution,
    level: Level,
    means: ContactMeans,
    on: date,
    today: date,
    nonce: UUID | None = None,
) -> DirectContact:
    """Two institutions spoke directly: level and day, never what was said nor who spoke."""
    act = "contact direct noté"
    gate.check_answers_for(actor, partnership, _mine(actor, one, other), act)
    if (row := gate.already(DirectContact, nonce)) is not None:
        return row
    _check_pair(partnership, one, other)
    with transaction.atomic():
        row = _add(
            DirectContact, nonce, partnership=partnership, one=one, other=other, level=level.value,
            means=means.value, on=_past(on, today), recorded_on=today,
        )  # fmt: skip
        _write(actor, partnership, act, row)
    return row


def record_transmission(
    *,
    actor: Actor,
    partnership: Partnership,
    giver: Institution,
    receiver: Institution,
    basis: TransmissionBasis,
    about: str,
    on: date,
    today: date,
    nonce: UUID | None = None,
) -> Transmission:
    """Something handed over, by duty or courtesy. Raises BadInput when the question looks like a name."""
    act = "transmission notée"
    gate.check_answers_for(actor, partnership, _mine(actor, giver, receiver), act)
    if (row := gate.already(Transmission, nonce)) is not None:
        return row
    _check_pair(partnership, giver, receiver)
    with transaction.atomic():
        row = _add(
            Transmission, nonce, partnership=partnership, giver=giver, receiver=receiver, basis=basis.value,
            about=_words(about), on=_past(on, today), recorded_on=today,
        )  # fmt: skip
        _write(actor, partnership, act, row)
    return row


def record_event(
    *, actor: Actor, partnership: Partnership, kind: EventKind, on: date, title: str, today: date,
    nonce: UUID | None = None,
) -> TerritoryEvent:  # fmt: skip
    """An event of the territory, drawn on every history; it may be to come."""
    act = "événement du territoire noté"
    gate.check_runs(actor, partnership, act)
    if (row := gate.already(TerritoryEvent, nonce)) is not None:
        return row
    with transaction.atomic():
        row = _add(
            TerritoryEvent, nonce, partnership=partnership, kind=kind.value, on=on, title=_words(title),
            recorded_on=today,
        )  # fmt: skip
        _write(actor, partnership, act, row)
    return row


def withdraw_trace(*, actor: Actor, trace: Trace, today: date) -> None:
    """Undo a trace on the day it was typed. Raises BadInput later, or when a meeting refers to it."""
    act = "trace retirée"
    gate.check_answers_for(actor, trace.partnership, _mine(actor, *sides(trace)), act)
    if trace.recorded_on != today:
        typed = f" ; celle-ci date du {trace.recorded_on:%d/%m/%Y}" if trace.recorded_on else ""
        raise BadInput(f"Une trace se retire le jour de sa saisie{typed}. Elle compte désormais.")
    if isinstance(trace, TerritoryEvent) and trace.meetings.exists():
        raise BadInput(f"« {trace.title} » a provoqué une réunion : il reste dans l'histoire.")
    with transaction.atomic():
        _write(actor, trace.partnership, act, trace)
        trace.delete()


def sides(trace: Trace) -> tuple[Institution, ...]:
    """The institutions that a trace is about, where there are two."""
    if isinstance(trace, DirectContact):
        return trace.one, trace.other
    return (trace.giver, trace.receiver) if isinstance(trace, Transmission) else ()


def set_mandate(*, actor: Actor, position: Position, on: date | None, may_commit: bool | None) -> Position:
    """Note the written mandate of a representative (P10), or that there is none.

    Raises BadInput on a mandate dated after the end of the function.
    """
    partnership, act = position.institution.partnership, "mandat écrit noté"
    gate.check_answers_for(actor, partnership, position.institution_id, act)
    if on and position.end and on > position.end:
        raise BadInput(f"La fonction a pris fin le {position.end:%d/%m/%Y} : le mandat ne peut la suivre.")
    with transaction.atomic():
        position.mandate_on, position.may_commit = on, may_commit
        position.save(update_fields=["mandate_on", "may_commit"])
        journal.append(
            actor=actor, act=act, subject=f"fonction:{position.pk}", partnership=partnership.key,
            detail={"du": str(on) if on else "aucun"},
        )  # fmt: skip
    return position


def _mine(actor: Actor, *pair: Institution) -> int:
    """The institution for which the actor may speak among these; the first one when there is none."""
    return next((row.pk for row in pair if row.pk in actor.institutions), pair[0].pk if pair else 0)


def _check_ours(partnership: Partnership, *rows: Institution) -> None:
    for row in rows:
        if row.partnership_id != partnership.pk:
            raise BadInput(f"{row} n'est pas une institution de ce partenariat.")


def _check_pair(partnership: Partnership, one: Institution, other: Institution) -> None:
    _check_ours(partnership, one, other)
    if one == other:
        raise BadInput(f"{one} ne peut pas être des deux côtés : choisissez deux institutions.")


def _past(on: date, today: date) -> date:
    if on > today:
        raise BadInput(f"Le {on:%d/%m/%Y} est à venir : une trace dit ce qui a eu lieu.")
    return on


def _words(text: str) -> str:
    if not text.strip():
        raise BadInput("Écrivez de quoi il s'agit, en quelques mots.")
    return text.strip()[:200]


def _add(model: type[Row], nonce: UUID | None, **values: Any) -> Row:
    return model._default_manager.create(**(values | ({"nonce": nonce} if nonce else {})))


def _write(actor: Actor, partnership: Partnership, act: str, row: Trace) -> None:
    journal.append(
        actor=actor, act=act, subject=f"{row._meta.model_name}:{row.pk}", partnership=partnership.key,
        detail={"le": str(row.on)},
    )  # fmt: skip
