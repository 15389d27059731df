"""What institutions say of a figure: comment, answer, correct, take back, put back."""

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.bodies.services.gate import already, check_answers_for
from maillage.contracts.services.gate import check_here, check_roles
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput, Role
from maillage.observatory.indicators import INDICATORS
from maillage.observatory.models import Remark
from maillage.observatory.vocabulary import Level

SPEAKERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)


def comment(
    *, actor: Actor, partnership: Partnership, indicator: str, institution: Institution, shown: str,
    words: str, on: date, nonce: UUID | None = None,
) -> Remark:  # fmt: skip
    """Comment a figure for an institution; `shown` is the figure as it stood. Sent twice: one.

    Raises Refused: neither this institution nor the coordinator. BadInput: no words, a figure that does not
    exist or is a person's, an institution of elsewhere.
    """
    if indicator not in INDICATORS or INDICATORS[indicator].level is Level.PERSON:
        raise BadInput(f"« {indicator} » n'est pas un chiffre qui se commente : choisissez-le dans la liste.")
    row = Remark(
        partnership=partnership, indicator=indicator, institution=institution, shown=shown, on=on,
        words=words.strip(),
    )  # fmt: skip
    return _add(actor, row, nonce, "chiffre commenté")


def answer(
    *, actor: Actor, remark: Remark, institution: Institution, words: str, on: date, nonce: UUID | None = None
) -> Remark:
    """Answer a comment; an answer to an answer goes under the same comment. Sent twice: one.

    Raises as `comment`; BadInput too when the comment is taken back.
    """
    head = remark.answers or remark
    if head.withdrawn_on is not None:
        raise BadInput("Ce commentaire est retiré : il ne reçoit plus de réponse.")
    row = Remark(
        partnership=head.partnership, indicator=head.indicator, institution=institution, answers=head,
        shown=head.shown, on=on, words=words.strip(),
    )  # fmt: skip
    return _add(actor, row, nonce, "réponse à un commentaire de chiffre")


def _add(actor: Actor, row: Remark, nonce: UUID | None, act: str) -> Remark:
    _check_speaks(actor, row, act)
    check_here(row.partnership, row.institution)
    _check_words(row.words)
    with transaction.atomic():
        if (made := already(Remark, nonce)) is not None:
            return made
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, row, act)
    return row


def reword(*, actor: Actor, remark: Remark, seen: int, words: str) -> Remark:
    """Correct one's own words. Raises Refused, BadInput (no words, taken back), Conflict when they moved."""
    act = "commentaire de chiffre corrigé"
    _check_speaks(actor, remark, act)
    _check_words(words)
    with transaction.atomic():
        row = history.lock(remark, seen=seen)
        if row.withdrawn_on is not None:
            raise BadInput("Ce commentaire est retiré : remettez-le d'abord.")
        row.words = words.strip()
        row.save(update_fields=["words", "revision"])
        _log(actor, row, act)
    return row


def withdraw(*, actor: Actor, remark: Remark, on: date) -> Remark:
    """Take back one's own words; they stay in the history, unread. Done twice, they stay taken back."""
    return _set(actor, remark, on, "commentaire de chiffre retiré")


def put_back(*, actor: Actor, remark: Remark) -> Remark:
    """Put back words taken back by mistake."""
    return _set(actor, remark, None, "commentaire de chiffre remis")


def _set(actor: Actor, remark: Remark, day: date | None, act: str) -> Remark:
    _check_speaks(actor, remark, act)
    with transaction.atomic():
        row = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
        if (row.withdrawn_on is None) == (day is None):
            return row
        row.withdrawn_on, row.revision = day, row.revision + 1
        row.save(update_fields=["withdrawn_on", "revision"])
        _log(actor, row, act)
    return row


def _check_speaks(actor: Actor, row: Remark, act: str) -> None:
    check_roles(actor, row.partnership, SPEAKERS, act)
    check_answers_for(actor, row.partnership, row.institution_id, act)


def _check_words(words: str) -> None:
    if not words.strip():
        raise BadInput("Un commentaire sans texte ne dit rien : écrivez ce que ce chiffre ne montre pas.")


def _log(actor: Actor, row: Remark, act: str) -> None:
    journal.append(
        actor=actor, act=act, subject=f"chiffre:{row.indicator}", partnership=row.partnership.key,
        detail={"commentaire": row.pk, "institution": row.institution_id, "chiffre": row.shown},
    )  # fmt: skip
