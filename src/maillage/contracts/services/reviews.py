"""Reviews of a sheet on its way: planned, held with what came out of it, dropped with a reason, put back."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.contracts.models import ActionSheet, Review
from maillage.contracts.services import gate
from maillage.kernel import Actor, BadInput


def plan_review(*, actor: Actor, sheet: ActionSheet, planned_on: date, nonce: UUID | None) -> Review:
    """Plan a review. Sent twice: one. Raises BadInput: before the action, or twice on the same day."""
    gate.check_runs(actor, sheet.contract.partnership, "revue prévue")
    _check_day(sheet, planned_on)
    with transaction.atomic():
        gate.check_alive(gate.hold(sheet.contract))
        if (row := gate.already(Review, nonce)) is not None:
            return row
        if sheet.reviews.filter(planned_on=planned_on, dropped_on__isnull=True).exists():
            raise BadInput(f"Une revue de cette fiche est déjà prévue le {planned_on:%d/%m/%Y}.")
        row = Review(sheet=sheet, planned_on=planned_on)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, row, "revue prévue", {"le": str(planned_on)})
    return row


def _check_day(sheet: ActionSheet, day: date) -> None:
    if sheet.start is not None and day < sheet.start:
        raise BadInput(
            f"Le {day:%d/%m/%Y} précède le début de l'action, le {sheet.start:%d/%m/%Y} : il n'y aurait rien"
            " à revoir."
        )


def move_review(*, actor: Actor, review: Review, seen: int, planned_on: date) -> Review:
    """Move a planned review to another day. Raises BadInput once it was held or dropped."""
    gate.check_runs(actor, review.sheet.contract.partnership, "revue déplacée")
    _check_day(review.sheet, planned_on)
    with transaction.atomic():
        row = _open(review, seen)
        row.planned_on = planned_on
        row.save(update_fields=["planned_on", "revision"])
        _log(actor, row, "revue déplacée", {"le": str(planned_on)})
    return row


def hold_review(*, actor: Actor, review: Review, seen: int, on: date, outcome: str, today: date) -> Review:
    """Say that a review was held and what came out of it; said again, it is corrected.

    Raises BadInput without outcome, for a day to come, once dropped. Conflict when it changed.
    """
    gate.check_runs(actor, review.sheet.contract.partnership, "revue tenue")
    if not outcome.strip():
        raise BadInput("Dites ce qui est sorti de la revue : garder, changer ou arrêter, et pourquoi.")
    if on > today:
        raise BadInput(f"Le {on:%d/%m/%Y} est à venir : notez la revue une fois tenue.")
    with transaction.atomic():
        row = _open(review, seen)
        row.held_on, row.outcome = on, outcome.strip()
        row.save(update_fields=["held_on", "outcome", "revision"])
        _log(actor, row, "revue tenue", {"le": str(on)})
    return row


def unhold_review(*, actor: Actor, review: Review, seen: int) -> Review:
    """The review was not held after all: it is planned again, its words are kept."""
    gate.check_runs(actor, review.sheet.contract.partnership, "revue rouverte")
    with transaction.atomic():
        row = _open(review, seen)
        row.held_on = None
        row.save(update_fields=["held_on", "revision"])
        _log(actor, row, "revue rouverte", {})
    return row


def drop_review(*, actor: Actor, review: Review, seen: int, on: date, reason: str) -> Review:
    """Drop a planned review, with the reason. Raises BadInput without one, or once it was held."""
    gate.check_runs(actor, review.sheet.contract.partnership, "revue abandonnée")
    if not reason.strip():
        raise BadInput("Dites pourquoi la revue est abandonnée : le motif reste inscrit.")
    with transaction.atomic():
        row = _open(review, seen)
        if row.held_on is not None:
            raise BadInput(f"Cette revue a été tenue le {row.held_on:%d/%m/%Y} : elle ne s'abandonne plus.")
        row.dropped_on, row.dropped_reason = on, reason.strip()[:300]
        row.save(update_fields=["dropped_on", "dropped_reason", "revision"])
        _log(actor, row, "revue abandonnée", {"le": str(on)})
    return row


def put_back_review(*, actor: Actor, review: Review) -> Review:
    """Put back a review dropped by mistake: it is planned again. Done twice, it stays planned."""
    gate.check_runs(actor, review.sheet.contract.partnership, "revue remise")
    gate.check_alive(review.sheet.contract)
    with transaction.atomic():
        row = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
        if row.dropped_on is None:
            return row
        row.dropped_on, row.dropped_reason, row.revision = None, "", row.revision + 1
        row.save(update_fields=["dropped_on", "dropped_reason", "revision"])
        _log(actor, row, "revue remise", {})
    return row


def _open(review: Review, seen: int) -> Review:
    gate.check_alive(review.sheet.contract)
    row = history.lock(review, seen=seen)
    if row.dropped_on is not None:
        raise BadInput("Cette revue est abandonnée : remettez-la d'abord.")
    return row


def _log(actor: Actor, row: Review, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"fiche:{row.sheet_id}",
        partnership=row.sheet.contract.partnership.key, detail={"revue": row.pk} | detail,
    )  # fmt: skip
