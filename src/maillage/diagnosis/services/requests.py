"""Data asked of a holder: sent with its letter, refused with a motive, taken up again, withdrawn."""

from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse

from maillage.audit import history
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import gate
from maillage.diagnosis.models import SourceRequest
from maillage.diagnosis.selectors.requests import contact
from maillage.diagnosis.services.write import changed, may_write
from maillage.diagnosis.vocabulary import SourceState
from maillage.diagnosis.vocabulary.gathered import RefusalMotive
from maillage.institutions.models import Institution
from maillage.institutions.services import write_letter
from maillage.kernel import Actor, BadInput, Refused
from maillage.ui import mail

HOUR = 8  # o'clock, local time: when a letter leaves


def send_request(*, actor: Actor, request: SourceRequest, seen: int, on: date) -> tuple[SourceRequest, bool]:
    """Ask: the letter is written in the same act. The request, and whether somebody could be written to.

    Asked twice: the first one stands. Raises BadInput without a holder of the directory, a question or a day.
    """
    may_write(actor, request.diagnosis)
    if request.state != SourceState.TO_ASK.value:
        return request, False
    _check_ready(request, on)
    with transaction.atomic():
        row = history.lock(request, seen=seen)
        row.state, row.asked_on = SourceState.EXPECTED.value, on
        row.save(update_fields=["state", "asked_on", "revision"])
        key = f"source:{row.pk}:asked:{on.isoformat()}"
        written = tell_holder(row, key=key, on=on, subject=_subject(row), text=_asked(row))
        changed(actor, row.diagnosis, "données demandées", f"source {row.number}")
    return row, written


def _check_ready(row: SourceRequest, on: date) -> None:
    if row.withdrawn_on:
        raise BadInput("Cette demande est retirée : remettez-la d'abord.")
    if row.institution is None:
        raise BadInput("Choisissez dans l'annuaire l'institution qui détient ces données.")
    if not row.question.strip():
        raise BadInput("Écrivez la question : ce que le diagnostic cherche à savoir.")
    if row.due_on is None or row.due_on < on:
        raise BadInput("Donnez une date de réception à venir.")


def tell_holder(row: SourceRequest, *, key: str, on: date, subject: str, text: str) -> bool:
    """Write to the holder's contact, in the caller's act; False when nobody there has an address."""
    holder = row.institution
    person = contact(institution=holder, on=on) if holder else None
    if person is None:
        return False
    letter = write_letter(
        partnership=row.diagnosis.partnership, key=key, person=person, subject=subject, text=text,
        due_at=datetime.combine(on, time(HOUR), zone_of(row.diagnosis.partnership)),
    )  # fmt: skip
    return letter is not None


def address(row: SourceRequest) -> str:
    """The full address of a request, for a letter read far from the site."""
    path = reverse("diagnosis:request", args=[row.diagnosis.partnership.key, row.number])
    return mail.whole(path)


def _subject(row: SourceRequest) -> str:
    return f"Données demandées pour le diagnostic : {row.source}"


def _asked(row: SourceRequest) -> str:
    period = f", {row.period}" if row.period else ""
    return (
        f"Pour son diagnostic, {row.diagnosis.partnership.name} demande à {row.holder_name} : {row.source}"
        f"{period}, avant le {row.due_on:%d/%m/%Y}.\n\n{row.question.strip()}\n\n"
        "Un modèle de fichier vous attend : des nombres par période, par lieu et par modalité, et une courte"
        " note de méthode. Aucun nom. Si ce n'est pas possible, dites pourquoi : le motif sera inscrit.\n\n"
        f"Répondre : {address(row)}"
    )


def refuse_request(
    *,
    actor: Actor,
    request: SourceRequest,
    seen: int,
    kind: RefusalMotive,
    words: str,
    dissent: str,
    on: date,
) -> SourceRequest:
    """The holder refuses, for a motive and in its own words. Raises BadInput without words for « autre »."""
    _check_holder(actor, request, "demande de données refusée")
    if request.state not in (SourceState.EXPECTED.value, SourceState.REFUSED.value):
        raise BadInput("Seule une demande en attente peut être refusée. Retirez d'abord la réponse donnée.")
    if kind is RefusalMotive.OTHER and not words.strip():
        raise BadInput("Dites le motif en quelques mots : « autre » ne suffit pas à qui lira le diagnostic.")
    with transaction.atomic():
        row = history.lock(request, seen=seen)
        row.state, row.answered_on, row.motive_kind = SourceState.REFUSED.value, on, kind.value
        row.motive, row.dissent = words.strip(), dissent.strip()
        row.save(update_fields=["state", "answered_on", "motive_kind", "motive", "dissent", "revision"])
        changed(actor, row.diagnosis, "données refusées", f"source {row.number}", {"motif": kind.value})
    return row


def take_up(*, actor: Actor, request: SourceRequest, seen: int) -> SourceRequest:
    """Undo a refusal: the request waits again. Raises BadInput when it was not refused."""
    _check_holder(actor, request, "demande de données reprise")
    if request.state != SourceState.REFUSED.value:
        raise BadInput("Cette demande n'est pas refusée.")
    with transaction.atomic():
        row = history.lock(request, seen=seen)
        row.state = SourceState.EXPECTED.value if row.asked_on else SourceState.TO_ASK.value
        row.answered_on, row.motive_kind, row.motive, row.dissent = None, "", "", ""
        row.save(
            update_fields=["state", "answered_on", "motive_kind", "motive", "dissent", "revision"]
        )  # the refusal stays in the history
        changed(actor, row.diagnosis, "refus de données levé", f"source {row.number}")
    return row


def _check_holder(actor: Actor, row: SourceRequest, act: str) -> None:
    check_owner(actor, row.institution, row, act)
    if row.withdrawn_on:
        raise BadInput("Cette demande est retirée.")


def check_owner(actor: Actor, institution: Institution | None, row: SourceRequest, act: str) -> None:
    """Raises Refused unless the actor speaks for the holder, or runs the partnership."""
    if institution is None:
        raise Refused(["Cette ligne n'a pas de détenteur dans l'annuaire : le coordonnateur la tient seul."])
    gate.check_answers_for(actor, row.diagnosis.partnership, institution.pk, act)
