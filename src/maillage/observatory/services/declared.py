"""The questionnaire on ties: opened and closed by the coordinator, answered once by each institution."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.bodies.services import gate
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput, Conflict
from maillage.observatory.models import DeclaredTie, TieAnswer, TieSurvey
from maillage.observatory.models.declared import MOST
from maillage.observatory.vocabulary import HowOften, HowUseful

Ties = Mapping[int, tuple[int, int | None]]  # other institution -> how often, of what value


def open_survey(*, actor: Actor, partnership: Partnership, on: date, nonce: UUID | None = None) -> TieSurvey:
    """Open a round; sent twice, it is opened once. Raises BadInput while another one is open."""
    gate.check_runs(actor, partnership, "relevé des liens ouvert")
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        known = gate.already(TieSurvey, nonce)
        if known is not None:
            return known
        current = TieSurvey.objects.filter(partnership=partnership, closed_on=None).first()
        if current is not None:
            raise BadInput(
                f"Le relevé du {current.opened_on:%d/%m/%Y} est encore ouvert : fermez-le avant d'en ouvrir"
                " un autre."
            )
        made = TieSurvey(partnership=partnership, opened_on=on)
        made.nonce = nonce or made.nonce
        made.save()
        _log(actor, "relevé des liens ouvert", made)
    return made


def close_survey(*, actor: Actor, survey: TieSurvey, on: date) -> TieSurvey:
    """Close a round: answers no longer change. Raises BadInput when it is closed or not yet open."""
    gate.check_runs(actor, survey.partnership, "relevé des liens fermé")
    with transaction.atomic():
        row = _open(survey)
        if on < row.opened_on:
            raise BadInput(f"Ce relevé s'ouvre le {row.opened_on:%d/%m/%Y} : il ne se ferme pas avant.")
        row.closed_on = on
        row.save(update_fields=["closed_on"])
        _log(actor, "relevé des liens fermé", row)
    return row


def reopen_survey(*, actor: Actor, survey: TieSurvey) -> TieSurvey:
    """Open a closed round again. Raises BadInput when another one is open."""
    gate.check_runs(actor, survey.partnership, "relevé des liens rouvert")
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=survey.partnership_id)
        row = TieSurvey.objects.select_for_update().get(pk=survey.pk)
        other = TieSurvey.objects.filter(partnership=row.partnership_id, closed_on=None).first()
        if other is not None:
            raise BadInput(f"Le relevé du {other.opened_on:%d/%m/%Y} est ouvert : fermez-le d'abord.")
        row.closed_on = None
        row.save(update_fields=["closed_on"])
        _log(actor, "relevé des liens rouvert", row)
    return row


def answer(
    *, actor: Actor, survey: TieSurvey, institution: Institution, ties: Ties, on: date, revision: int = 0
) -> TieAnswer:
    """Give, correct or give anew the answer of an institution; what it says replaces what it had said.

    Raises BadInput (closed, nobody of the directory, itself, off the scale), Conflict, Refused.
    """
    act = "réponse sur les liens"
    gate.check_answers_for(actor, survey.partnership, institution.pk, act)
    _check(survey, institution, ties)
    with transaction.atomic():
        row = _open(survey)
        held = TieAnswer.objects.filter(survey=row, institution=institution).first()
        held = held or TieAnswer(survey=row, institution=institution)
        if held.revision != revision:
            raise Conflict(["cette institution a déjà répondu, ou corrigé sa réponse, entre-temps"])
        held.on, held.withdrawn_on, held.revision = on, None, revision + 1
        held.save()
        held.ties.all().delete()
        DeclaredTie.objects.bulk_create(
            DeclaredTie(answer=held, other_id=other, often=often, value=value)
            for other, (often, value) in sorted(ties.items())
        )
        _log(actor, act, row, institution=institution.pk, lignes=len(ties))
    return held


def withdraw_answer(*, actor: Actor, answer: TieAnswer, on: date) -> TieAnswer:
    """Take an answer back while the round is open; answering again puts it back. BadInput, Refused."""
    act = "réponse sur les liens retirée"
    gate.check_answers_for(actor, answer.survey.partnership, answer.institution_id, act)
    with transaction.atomic():
        survey = _open(answer.survey)
        row = TieAnswer.objects.select_for_update().get(pk=answer.pk)
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on"])
        _log(actor, act, survey, institution=row.institution_id)
    return row


def _check(survey: TieSurvey, institution: Institution, ties: Ties) -> None:
    here = survey.partnership
    if institution.partnership_id != here.pk:
        raise BadInput(f"{institution} n'est pas dans l'annuaire de ce partenariat.")
    if institution.pk in ties:
        raise BadInput(f"{institution} ne dit pas ici ce qu'elle fait avec elle-même.")
    known = set(Institution.objects.filter(partnership=here, pk__in=ties).values_list("pk", flat=True))
    for other, (often, value) in ties.items():
        if other not in known:
            raise BadInput(f"L'institution {other} n'est pas dans l'annuaire de ce partenariat.")
        if not 0 <= often <= MOST or not (value is None or 0 <= value <= MOST):
            raise BadInput(
                f"{often} et {value} : la fréquence va de 0 ({HowOften.NEVER.label}) à {MOST}"
                f" ({HowOften.WEEKLY.label}), la valeur de 0 ({HowUseful.NONE.label}) à {MOST}"
                f" ({HowUseful.VITAL.label})."
            )


def _open(survey: TieSurvey) -> TieSurvey:
    """The round, locked. Raises BadInput when it is closed."""
    row = TieSurvey.objects.select_for_update().get(pk=survey.pk)
    if row.closed_on is not None:
        raise BadInput(
            f"Ce relevé est fermé depuis le {row.closed_on:%d/%m/%Y} : ses réponses ne changent plus."
            " Le coordonnateur peut le rouvrir."
        )
    return row


def _log(actor: Actor, act: str, survey: TieSurvey, **detail: int) -> None:
    journal.append(
        actor=actor, act=act, subject=f"relevé des liens:{survey.pk}", partnership=survey.partnership.key,
        detail=dict(detail),
    )  # fmt: skip
