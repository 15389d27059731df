"""The five questions after a plenary: asked by letter, answered once for an institution, by a signed link."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit import journal
from maillage.bodies.models import Meeting, Questionnaire
from maillage.bodies.rules import questions as rules
from maillage.bodies.selectors import questions as selectors
from maillage.bodies.services import gate
from maillage.bodies.services.links import public_address
from maillage.bodies.vocabulary import Question
from maillage.institutions.models import Institution
from maillage.institutions.services import sender_of, write_letter
from maillage.kernel import Actor, BadInput
from maillage.ui import mail
from maillage.ui.typography import french_date, quoted

SALT = "maillage.five-questions"
VISITOR = Actor(None, "réponse par lien")


def token(meeting: Meeting, institution: Institution) -> str:
    """What a link carries: which plenary, which institution, since when; signed."""
    return signing.dumps([meeting.pk, institution.pk], salt=SALT)


def open_link(*, link: str) -> tuple[Meeting, Institution]:
    """The plenary and institution of a link. Raises BadInput when it is forged, too old or without object."""
    try:
        meeting, institution = signing.loads(link, salt=SALT, max_age=timedelta(days=rules.OPEN_DAYS))
    except signing.SignatureExpired as fault:
        raise BadInput(
            f"Ce lien a plus de {rules.OPEN_DAYS} jours : il ne répond plus. Vous pouvez répondre depuis"
            " « Mes engagements », ou demander un nouveau message au coordonnateur."
        ) from fault
    except signing.BadSignature as fault:
        raise BadInput("Ce lien est incomplet ou modifié. Ouvrez-le depuis le message reçu.") from fault
    found = Meeting.objects.filter(pk=meeting).select_related("body__partnership").first()
    who = Institution.objects.filter(pk=institution).first()
    if found is None or who is None or who.partnership_id != found.body.partnership_id:
        raise BadInput("Ce lien ne mène plus à une réunion.")
    return found, who


def ask(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """Write to the people who were there for institutions that have not answered; once each.

    Raises BadInput for a meeting that is no plenary, or is not held.
    """
    partnership = meeting.body.partnership
    gate.check_runs(actor, partnership, "cinq questions envoyées")
    _check_asked(meeting)
    with transaction.atomic():
        sent = 0
        for row in selectors.to_ask(meeting=meeting):
            link = public_address("questions", token(meeting, row.seat.institution))
            if row.person is not None and row.person.email:
                content = _content(meeting, link)
                page = mail.compose(content, sender_of(partnership))
                written = write_letter(
                    partnership=partnership, key=f"questions:{meeting.pk}:{row.seat.institution_id}",
                    person=row.person, subject=content.title, text=page.text, html=page.html, due_at=now,
                )  # fmt: skip
                sent += written is not None and written.due_at == now
        journal.append(
            actor=actor, act="cinq questions envoyées", subject=f"réunion:{meeting.pk}",
            partnership=partnership.key, detail={"messages": sent},
        )  # fmt: skip
    return sent


def _content(meeting: Meeting, link: str) -> mail.Content:
    day = french_date(timezone.localdate(meeting.starts_at))
    return mail.Content(
        title=f"Cinq questions sur la réunion du {day}",
        paragraphs=[
            f"Vous étiez à la réunion {quoted(meeting.body.name)} du {day}.",
            "Cinq questions, une minute, une réponse par institution. Les réponses ne sont montrées que"
            f" comptées, à partir de {rules.FEWEST} institutions.",
        ],
        links=[("Répondre aux cinq questions", link)],
        after=[
            f"Le lien vaut {rules.OPEN_DAYS} jours. Ces questions sont les nôtres :"
            " aucune étude ne les a validées."
        ],
        reason="Vous recevez ce message parce que vous étiez à cette réunion.",
    )  # fmt: skip


def answer(
    *, actor: Actor, meeting: Meeting, institution: Institution, given: Mapping[Question, int | None],
    now: datetime, by_link: bool = False,
) -> tuple[Questionnaire, bool]:  # fmt: skip
    """Keep an institution's answers, the first ones; True when they were kept just now.

    `by_link`: the signed link was checked by `open_link`; it stands for the institution.
    Raises BadInput for a meeting without questions, an institution that was not there, or no answer at all.
    """
    partnership = meeting.body.partnership
    if not by_link:
        gate.check_answers_for(actor, partnership, institution.pk, "cinq questions répondues")
    _check_asked(meeting)
    if institution.pk not in {row.pk for row in selectors.attending(meeting=meeting)}:
        raise BadInput(f"{institution} n'était pas à cette réunion.")
    if not any(value is not None for value in given.values()):
        raise BadInput("Répondez au moins à une question ; les autres peuvent rester sans avis.")
    try:
        with transaction.atomic():
            row = Questionnaire.objects.create(
                meeting=meeting, institution=institution, answered_at=now,
                **{question.value: value for question, value in given.items()},
            )  # fmt: skip
            journal.append(
                actor=actor, act="cinq questions répondues", subject=f"réunion:{meeting.pk}",
                partnership=partnership.key, detail={"institution": institution.pk},
            )  # fmt: skip
    except IntegrityError:
        return Questionnaire.objects.get(meeting=meeting, institution=institution), False
    return row, True


def _check_asked(meeting: Meeting) -> None:
    if not selectors.is_asked(meeting):
        raise BadInput("Les cinq questions ne suivent qu'une formation plénière, une fois tenue.")
