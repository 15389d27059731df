"""What may happen to a body next, and what must be said with it."""

from datetime import date

from maillage.bodies.vocabulary import BodyState, LifeEvent

STEPS: dict[LifeEvent, tuple[tuple[BodyState, ...], BodyState | None]] = {
    LifeEvent.REVIEWED: ((BodyState.OPEN, BodyState.DORMANT), None),
    LifeEvent.DORMANT: ((BodyState.OPEN,), BodyState.DORMANT),
    LifeEvent.RESUMED: ((BodyState.DORMANT, BodyState.CLOSED), BodyState.OPEN),
    LifeEvent.PROLONGED: ((BodyState.OPEN, BodyState.DORMANT), BodyState.OPEN),
    LifeEvent.CLOSED: ((BodyState.OPEN, BodyState.DORMANT), BodyState.CLOSED),
    LifeEvent.COMPOSED: ((BodyState.OPEN, BodyState.DORMANT), None),
}  # from which states, to which state (None: the same)


def possible_steps(state: BodyState, *, dated: bool) -> tuple[LifeEvent, ...]:
    """What may happen from this state; a term can be moved only where there is one (`dated`)."""
    apart = {LifeEvent.COMPOSED} if dated else {LifeEvent.COMPOSED, LifeEvent.PROLONGED}
    return tuple(event for event, (sources, _) in STEPS.items() if state in sources and event not in apart)


def state_after(state: BodyState, event: LifeEvent) -> BodyState:
    """The state once this has happened."""
    target = STEPS[event][1]
    return state if target is None else target


def step_fault(
    *, state: BodyState, event: LifeEvent, on: date, last: date, reason: str, account: str,
    term: date | None, until: date | None,
) -> tuple[str, str] | None:  # fmt: skip
    """What is wrong with this step: the field and the sentence; None when nothing is.

    `last` is the day of the last thing that happened to the body.
    """
    if event not in STEPS or state not in STEPS[event][0]:
        return "kind", f"Une instance « {state.label} » ne peut pas recevoir l'événement « {event.label} »."
    if on < last:
        return "on", f"Le {on:%d/%m/%Y} précède le dernier événement noté, du {last:%d/%m/%Y}."
    if event is not LifeEvent.COMPOSED and not reason.strip():
        return "reason", "Dites pourquoi : le motif reste dans l'histoire de l'instance."
    if event is LifeEvent.CLOSED and not account.strip():
        return "account", "Une clôture demande un bilan, même de deux lignes."
    return _term_fault(event, on, term, until)


def _term_fault(
    event: LifeEvent, on: date, term: date | None, until: date | None
) -> tuple[str, str] | None:  # fmt: skip
    if event is not LifeEvent.PROLONGED:
        return None
    if until is None:
        return "until", "Donnez le nouveau terme : une prolongation a toujours une fin."
    if term and until <= term:
        return "until", f"Le nouveau terme, {until:%d/%m/%Y}, ne dépasse pas l'ancien, {term:%d/%m/%Y}."
    if until <= on:
        return "until", f"Le nouveau terme, {until:%d/%m/%Y}, doit suivre la décision du {on:%d/%m/%Y}."
    return None
