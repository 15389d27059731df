"""Changes to the dated acts of one authority alone, and to the counterparts that institutions declare."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maillage.contracts.models import Contract, Counterpart, DatedAct
from maillage.contracts.services import gate
from maillage.contracts.services.around import rows
from maillage.contracts.vocabulary.around import ActKind
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class ActDraft:
    """A dated act as it is typed: `count` for parental contracts, `to` and `object` for a letter."""

    kind: ActKind
    on: date
    by: Institution
    count: int = 1
    to: Institution | None = None
    object: str = ""


def add_act(
    *, actor: Actor, partnership: Partnership, draft: ActDraft, today: date, nonce: UUID | None = None
) -> DatedAct:
    """Note an act of one authority alone, without any name. Raises Refused, or BadInput."""
    act = "acte daté noté"
    gate.check_runs(actor, partnership, act)
    _check(partnership, draft, today)
    row = DatedAct(partnership=partnership, **_values(draft))
    return rows.add(row, actor=actor, partnership=partnership, act=act, nonce=nonce)


def edit_act(*, actor: Actor, dated_act: DatedAct, seen: int, draft: ActDraft, today: date) -> DatedAct:
    """Correct an act. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act = "acte daté modifié"
    gate.check_runs(actor, dated_act.partnership, act)
    _check(dated_act.partnership, draft, today)
    return rows.edit(
        dated_act, actor=actor, partnership=dated_act.partnership, act=act, seen=seen, values=_values(draft)
    )


def _check(partnership: Partnership, draft: ActDraft, today: date) -> None:
    gate.check_here(partnership, draft.by, draft.to)
    check_past(draft.on, today)
    if draft.kind is ActKind.PARENTAL:
        if draft.count < 1:
            raise BadInput("Écrivez combien de contrats ont été conclus ce jour-là : au moins un.")
        return
    if draft.to is None or draft.to.pk == draft.by.pk:
        raise BadInput(f"{draft.by} écrit à une autre institution : choisissez laquelle.")
    if not draft.object.strip():
        raise BadInput("Écrivez l'objet de la lettre en quelques mots, sans nommer personne.")


def _values(draft: ActDraft) -> dict[str, Any]:
    counted = draft.kind is ActKind.PARENTAL
    return {
        "kind": draft.kind.value, "on": draft.on, "by": draft.by,
        "count": draft.count if counted else 1, "to": None if counted else draft.to,
        "object": "" if counted else draft.object.strip()[:300],
    }  # fmt: skip


def check_past(on: date, today: date) -> None:
    """Raises BadInput for a day to come: what is noted here has happened."""
    if on > today:
        raise BadInput(f"Le {on:%d/%m/%Y} est à venir : notez ici ce qui a eu lieu.")


def withdraw_act(*, actor: Actor, dated_act: DatedAct, seen: int, on: date) -> DatedAct:
    """Withdraw an act noted by mistake; it counts no more. Raises Conflict when it moved."""
    act = "acte daté retiré"
    gate.check_runs(actor, dated_act.partnership, act)
    return rows.mark(dated_act, actor=actor, partnership=dated_act.partnership, act=act, seen=seen, on=on)


def put_back_act(*, actor: Actor, dated_act: DatedAct, seen: int) -> DatedAct:
    """Put a withdrawn act back. Raises Conflict when it moved."""
    act = "acte daté remis"
    gate.check_runs(actor, dated_act.partnership, act)
    return rows.mark(dated_act, actor=actor, partnership=dated_act.partnership, act=act, seen=seen, on=None)


def declare_counterpart(
    *, actor: Actor, contract: Contract, institution: Institution, words: str, on: date, today: date,
    nonce: UUID | None = None,
) -> Counterpart:  # fmt: skip
    """An institution says what it got outside prevention in exchange for its part (domain, D12), freely.

    Its own representative declares it, or the coordinator for it. Raises Refused, or BadInput.
    """
    act = "contrepartie déclarée"
    gate.check_answers_for(actor, contract.partnership, institution.pk, act)
    gate.check_here(contract.partnership, institution)
    _check_words(words, on, today)
    row = Counterpart(contract=contract, institution=institution, words=words.strip(), on=on)
    return rows.add(row, actor=actor, partnership=contract.partnership, act=act, nonce=nonce)


def edit_counterpart(
    *, actor: Actor, counterpart: Counterpart, seen: int, words: str, on: date, today: date
) -> Counterpart:
    """Say a counterpart better. Raises Refused, BadInput, or Conflict when it moved since `seen`."""
    act = "contrepartie modifiée"
    partnership = counterpart.contract.partnership
    gate.check_answers_for(actor, partnership, counterpart.institution_id, act)
    _check_words(words, on, today)
    values = {"words": words.strip(), "on": on}
    return rows.edit(counterpart, actor=actor, partnership=partnership, act=act, seen=seen, values=values)


def _check_words(words: str, on: date, today: date) -> None:
    if not words.strip():
        raise BadInput("Écrivez la contrepartie dans les mots de l'institution.")
    check_past(on, today)


def withdraw_counterpart(*, actor: Actor, counterpart: Counterpart, seen: int, on: date) -> Counterpart:
    """Take a declaration back; it counts no more. Raises Conflict when it moved."""
    act = "contrepartie retirée"
    partnership = counterpart.contract.partnership
    gate.check_answers_for(actor, partnership, counterpart.institution_id, act)
    return rows.mark(counterpart, actor=actor, partnership=partnership, act=act, seen=seen, on=on)


def put_back_counterpart(*, actor: Actor, counterpart: Counterpart, seen: int) -> Counterpart:
    """Put a declaration back. Raises Conflict when it moved."""
    act = "contrepartie remise"
    partnership = counterpart.contract.partnership
    gate.check_answers_for(actor, partnership, counterpart.institution_id, act)
    return rows.mark(counterpart, actor=actor, partnership=partnership, act=act, seen=seen, on=None)
