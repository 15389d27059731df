"""Self-assessment: open a round, answer it without a name, correct one's answer, close it once for all."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from maillage.audit import history, journal
from maillage.bodies.services.gate import already, check_runs
from maillage.contracts.services.gate import check_here, check_roles
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput, Refused, Role
from maillage.observatory.models import AssessmentAnswer, SelfAssessment
from maillage.observatory.rules.assessment import checked

RATERS = (
    Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR,
)  # fmt: skip


def open_assessment(
    *, actor: Actor, partnership: Partnership, title: str, until: date | None, on: date,
    nonce: UUID | None = None,
) -> SelfAssessment:  # fmt: skip
    """Open a round; one at a time. Sent twice: one.

    Raises Refused, or BadInput: no title, an end before the opening, another round still open.
    """
    act = "auto-évaluation ouverte"
    check_runs(actor, partnership, act)
    _check_written(title, until, on)
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        if (made := already(SelfAssessment, nonce)) is not None:
            return made
        _check_alone(partnership)
        row = SelfAssessment(partnership=partnership, title=title.strip(), until=until, opened_on=on)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, row, act)
    return row


def _check_alone(partnership: Partnership) -> None:
    rows = SelfAssessment.objects.filter(partnership=partnership, closed_on=None, withdrawn_on=None)
    if (other := rows.first()) is not None:
        raise BadInput(f"« {other.title} » est encore ouverte : closez-la, ou retirez-la, avant une autre.")


def _check_written(title: str, until: date | None, on: date) -> None:
    if not title.strip():
        raise BadInput("Donnez un intitulé : ceux qui répondent doivent savoir à quoi.")
    if until is not None and until < on:
        raise BadInput(
            f"Le {until:%d/%m/%Y} précède l'ouverture, le {on:%d/%m/%Y} : choisissez un jour plus tard."
        )


def edit_assessment(
    *, actor: Actor, assessment: SelfAssessment, seen: int, title: str, until: date | None
) -> SelfAssessment:
    """Change the title or the day awaited. Raises Refused, BadInput (closed, no title), Conflict."""
    act = "auto-évaluation modifiée"
    check_runs(actor, assessment.partnership, act)
    _check_written(title, until, assessment.opened_on)
    with transaction.atomic():
        row = history.lock(assessment, seen=seen)
        _check_open(row)
        row.title, row.until = title.strip(), until
        row.save(update_fields=["title", "until", "revision"])
        _log(actor, row, act)
    return row


def rate(
    *, actor: Actor, assessment: SelfAssessment, institution: Institution | None,
    scores: Mapping[str, int | None],
) -> AssessmentAnswer:  # fmt: skip
    """Answer, or correct one's answer: a person has one. Neither row nor journal line says who.

    Raises Refused: a role that does not answer, or the institution of somebody else. BadInput: closed, or
    scores that do not hold.
    """
    act = "auto-évaluation répondue"
    check_roles(actor, assessment.partnership, RATERS, act)
    check_here(assessment.partnership, institution)
    if institution is not None and institution.pk not in actor.institutions:
        raise Refused(["On répond pour l'institution que l'on représente, ou sans en dire aucune."])
    kept = checked(scores)
    with transaction.atomic():
        row = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
        _check_open(row)
        made, _new = AssessmentAnswer.objects.update_or_create(
            assessment=row, token=token(actor, row), defaults={"institution": institution, "scores": kept}
        )
        _log(Actor.machine("réponse sans nom"), row, act)
    return made


def token(actor: Actor, assessment: SelfAssessment) -> str:
    """The fingerprint that lets a person, and nobody else, find their answer (HMAC-SHA256, hexadecimal)."""
    return salted_hmac(f"auto-evaluation:{assessment.nonce}", str(actor.id), algorithm="sha256").hexdigest()


def close_assessment(*, actor: Actor, assessment: SelfAssessment, on: date) -> SelfAssessment:
    """Close a round and show its results. Not undone: opened again, one more answer could be told apart.

    Raises Refused, BadInput: closed or withdrawn already, a day before the opening.
    """
    act = "auto-évaluation close"
    check_runs(actor, assessment.partnership, act)
    with transaction.atomic():
        row = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
        if row.closed_on is not None:
            return row
        _check_open(row)
        if on < row.opened_on:
            raise BadInput(f"Le {on:%d/%m/%Y} précède l'ouverture, le {row.opened_on:%d/%m/%Y}.")
        row.closed_on, row.revision = on, row.revision + 1
        row.save(update_fields=["closed_on", "revision"])
        _log(actor, row, act)
    return row


def withdraw_assessment(*, actor: Actor, assessment: SelfAssessment, on: date) -> SelfAssessment:
    """Withdraw a round opened by mistake; nothing of it is shown. Done twice, it stays withdrawn."""
    return _set(actor, assessment, on, "auto-évaluation retirée")


def put_back_assessment(*, actor: Actor, assessment: SelfAssessment) -> SelfAssessment:
    """Put back a round. Raises BadInput when another one was opened meanwhile."""
    return _set(actor, assessment, None, "auto-évaluation remise")


def _set(actor: Actor, assessment: SelfAssessment, day: date | None, act: str) -> SelfAssessment:
    check_runs(actor, assessment.partnership, act)
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=assessment.partnership_id)
        row = SelfAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        if (row.withdrawn_on is None) == (day is None):
            return row
        if day is None and row.closed_on is None:
            _check_alone(row.partnership)
        row.withdrawn_on, row.revision = day, row.revision + 1
        row.save(update_fields=["withdrawn_on", "revision"])
        _log(actor, row, act)
    return row


def _check_open(row: SelfAssessment) -> None:
    if row.withdrawn_on is not None:
        raise BadInput("Cette auto-évaluation est retirée : remettez-la d'abord.")
    if row.closed_on is not None:
        raise BadInput(f"Cette auto-évaluation est close depuis le {row.closed_on:%d/%m/%Y}.")


def _log(actor: Actor, row: SelfAssessment, act: str) -> None:
    journal.append(
        actor=actor, act=act, subject=f"auto-évaluation:{row.pk}", partnership=row.partnership.key,
        detail={"intitulé": row.title},
    )  # fmt: skip
