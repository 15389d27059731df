"""The life of a request: which step may follow which, what changed since it was validated, its delays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maillage.funding.vocabulary import RequestState

EDITED = (RequestState.DRAFT, RequestState.RETURNED, RequestState.VALIDATED)
OWN = (RequestState.DRAFT, RequestState.RETURNED)  # where the applicant itself writes
COMPARED = {
    "title": "action", "object": "objet", "objectives": "objectifs", "description": "description",
    "public": "public", "people": "nombre de personnes", "territory": "lieu", "start": "début", "end": "fin",
    "means": "moyens", "evaluation": "évaluation", "indicators": "indicateurs", "asked": "montant demandé",
    "cost": "coût de l'action",
}  # fmt: skip
OBJECT = ("title", "object", "objectives", "public", "territory")  # M11: the action is another one


class Step(str):
    """A step of a request: its name in the address."""


VALIDATE, UNVALIDATE, FILE, UNFILE = Step("valider"), Step("rouvrir"), Step("deposer"), Step("reprendre")
RETURN, WITHDRAW, PUT_BACK = Step("renvoyer"), Step("retirer"), Step("remettre")
FROM: Mapping[Step, tuple[RequestState, ...]] = {
    VALIDATE: (RequestState.DRAFT, RequestState.RETURNED),
    UNVALIDATE: (RequestState.VALIDATED,),
    FILE: (RequestState.VALIDATED,),
    UNFILE: (RequestState.FILED,),
    RETURN: (RequestState.FILED,),
    WITHDRAW: (RequestState.DRAFT, RequestState.VALIDATED, RequestState.FILED, RequestState.RETURNED),
    PUT_BACK: (RequestState.WITHDRAWN,),
}
NAMES = {
    VALIDATE: "valider", UNVALIDATE: "rouvrir", FILE: "déposer", UNFILE: "reprendre", RETURN: "renvoyer",
    WITHDRAW: "retirer", PUT_BACK: "remettre",
}  # fmt: skip


def may(step: Step, state: RequestState) -> bool:
    """May this step be taken from that state?"""
    return state in FROM[step]


def steps(state: RequestState) -> list[Step]:
    """The steps that may be taken now, in order."""
    return [step for step, states in FROM.items() if state in states]


def before_withdrawal(
    *, validated_on: date | None, filed_on: date | None, returned_on: date | None
) -> RequestState:
    """Where a request stood before it was withdrawn."""
    if filed_on:
        return RequestState.FILED
    if validated_on:
        return RequestState.VALIDATED
    return RequestState.RETURNED if returned_on else RequestState.DRAFT


@dataclass(frozen=True)
class Changed:
    """A field that is no longer what was validated."""

    field: str
    label: str
    before: str
    after: str

    @property
    def of_object(self) -> bool:
        """Does it make the action another one? (domain, M11)"""
        return self.field in OBJECT


def changes(validated: Mapping[str, str], now: Mapping[str, str]) -> list[Changed]:
    """What differs between the text validated locally and the present one (M11); nothing before
    validation.
    """
    if not validated:
        return []
    return [
        Changed(name, label, before, after)
        for name, label in COMPARED.items()
        if (before := str(validated.get(name, ""))) != (after := str(now.get(name, "")))
    ]


def notice_days(*, filed_on: date | None, notified_on: date | None) -> int | None:
    """Days from filing to notice (M9); None while one of both is not known."""
    return (notified_on - filed_on).days if filed_on and notified_on else None


def confirmed_before_start(*, start: date | None, notified_on: date | None) -> bool | None:
    """Was the money confirmed before the action began? (M9) None when a date is not known."""
    return notified_on <= start if start and notified_on else None
