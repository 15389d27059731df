"""Letters on a real mail server, in the process: sent once, tried again, given up, never to who has left."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from maillage.audit.models import Entry
from maillage.institutions import selectors, services
from maillage.institutions.models import Letter
from maillage.institutions.rules import posting
from maillage.institutions.services import envelope, sending
from maillage.institutions.tasks import send_letters
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Refused, Role
from maillage.ui import mail as paper
from tests.factories import MACHINE, PartnershipFactory
from tests.institutions.factories import NOON, LetterFactory, PersonFactory, coordinator, member
from tests.mailbox import SMTP

pytestmark = pytest.mark.django_db
ICS = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Plénière\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def send(now=NOON, **more):
    return services.send_due(actor=MACHINE, now=now, **more)


def part(message, kind):
    return next(item for item in message.walk() if item.get_content_type() == kind)


def test_a_letter_leaves_in_text_and_html_with_its_invitation(box):
    letter = LetterFactory(calendar=ICS, method="REQUEST", subject="Plénière du 12 mars")
    assert send() == sending.Sent(sent=1)
    (rcpt, message), letter = box.messages[0], Letter.objects.get(pk=letter.pk)
    assert rcpt == [letter.person.email]
    assert (letter.state, letter.tries, letter.fault) == ("sent", 1, "")
    assert message["Message-ID"] == envelope.message_id(letter.key)
    assert message["Message-ID"].endswith("@ville.invalid>")
    assert message["Subject"] == "Plénière du 12 mars"
    assert message["From"].endswith("<maillage@ville.invalid>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert "La réunion est le 12 mars." in part(message, "text/plain").get_content()
    assert "<p style=" in part(message, "text/html").get_content()
    invitations = [item for item in message.walk() if item.get_content_type() == "text/calendar"]
    assert [item.get_param("method") for item in invitations] == ["REQUEST", "REQUEST"]
    assert [item.get_filename() for item in invitations] == [None, "invite.ics"]
    assert all("SUMMARY:Plénière" in item.get_content() for item in invitations)


def test_nothing_is_fetched_from_outside_by_the_html(box):
    LetterFactory(
        text="Répondre : https://maillage.ville.invalid/r/abc?x=1&y=2.\n\n<script>alert(1)</script>"
    )
    send()
    html = part(box.messages[0][1], "text/html").get_content()
    assert 'href="https://maillage.ville.invalid/r/abc?x=1&amp;y=2"' in html
    assert not [word for word in ("<script", "src=", "<link", "@import", "url(") if word in html]


@pytest.mark.parametrize("fictitious", [True, False])
def test_the_band_of_invented_data_is_on_every_letter_of_an_invented_partnership(box, fictitious):
    LetterFactory(partnership=PartnershipFactory(fictitious=fictitious), html="<p>Bonjour</p>")
    send()
    message = box.messages[0][1]
    for text in (message["Subject"], part(message, "text/plain").get_content(),
                 part(message, "text/html").get_content()):  # fmt: skip
        assert ("Données fictives" in text) is fictitious


def test_a_letter_leaves_once_and_not_before_its_hour(box):
    LetterFactory(due_at=NOON + timedelta(minutes=1))
    assert send() == sending.Sent()
    assert send(NOON + timedelta(minutes=1)) == sending.Sent(sent=1)
    assert send(NOON + timedelta(days=30)) == sending.Sent()
    assert len(box.messages) == 1


def test_the_address_of_the_day_is_used(box):
    letter = LetterFactory()
    letter.person.email = "nouvelle@exemple.invalid"
    letter.person.save()
    send()
    assert box.messages[0][0] == ["nouvelle@exemple.invalid"]


@pytest.mark.parametrize("gone", ["archived", "without address", "deleted"])
def test_nothing_leaves_to_who_is_no_longer_in_the_directory(box, gone):
    letter = LetterFactory()
    if gone == "archived":
        letter.person.archived_on = NOON.date()
    elif gone == "without address":
        letter.person.email = ""
    letter.person.save()
    if gone == "deleted":
        Letter.objects.filter(pk=letter.pk).update(person=None)
    assert send() == sending.Sent(dropped=1)
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == ("dropped", sending.DEPARTED)
    assert not box.messages


def test_a_passing_refusal_is_tried_again_later_and_later_then_given_up(box):
    letter, now, waits = LetterFactory(), NOON, []
    box.answers = ["451 Réessayez plus tard"] * posting.MAX_TRIES
    while letter.state == "due":
        send(now)
        letter.refresh_from_db()
        waits.append(letter.due_at - now)
        now = max(letter.due_at, now)
    assert (letter.state, letter.tries) == ("failed", posting.MAX_TRIES)
    assert "451" in letter.fault
    assert waits[:-1] == sorted(waits[:-1])
    assert not box.messages


def test_a_final_refusal_of_the_address_is_not_insisted_upon(box):
    box.rcpt = "550 5.1.1 Utilisateur inconnu"
    letter = LetterFactory()
    assert send() == sending.Sent(failed=1)
    letter.refresh_from_db()
    assert letter.fault.startswith("Le serveur refuse l'adresse : 550 5.1.1")
    assert letter.person.email not in str(list(Entry.objects.values()))


def test_a_line_cut_before_the_answer_costs_one_more_letter_under_the_same_identity_never_two(box):
    letter = LetterFactory()
    box.answers = ["cut", "cut"]
    assert send() == sending.Sent(later=1)
    assert send(NOON + timedelta(hours=1)) == sending.Sent(failed=1)
    assert send(NOON + timedelta(days=9)) == sending.Sent()
    assert len(box.messages) == 2
    assert len({message["Message-ID"] for _, message in box.messages}) == 1
    letter.refresh_from_db()
    assert letter.fault == sending.BROKEN


def test_a_machine_that_stops_between_the_server_and_the_mark_sends_once_more(box, monkeypatch):
    letter = LetterFactory()

    def stop(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_mark", stop)
        with pytest.raises(KeyboardInterrupt):
            send()
    assert send(NOON + timedelta(minutes=1)) == sending.Sent()  # the claim still holds
    assert send(NOON + posting.LEASE + timedelta(seconds=5)) == sending.Sent(sent=1)
    assert len({message["Message-ID"] for _, message in box.messages}) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.interruptions) == ("sent", 1)


def test_two_senders_at_the_same_time_send_one_letter(box, monkeypatch):
    LetterFactory()
    deliver = sending._deliver

    def meanwhile(letter):
        assert send() == sending.Sent()  # the second round finds the letter claimed
        return deliver(letter)

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_deliver", meanwhile)
        assert send() == sending.Sent(sent=1)
    assert len(box.messages) == 1


def test_one_bad_letter_does_not_hold_the_others(box):
    LetterFactory(due_at=NOON - timedelta(hours=2), subject="a\nb")  # a title that no message may carry
    LetterFactory()
    assert send() == sending.Sent(sent=1, failed=1)


def test_a_closed_door_is_knocked_at_once_and_every_letter_waits(settings, monkeypatch):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    LetterFactory.create_batch(3)
    knocks = []
    connect = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda *a, **k: knocks.append(a) or connect(*a, **k))
    assert send() == sending.Sent(later=3)
    assert len(knocks) == 1
    assert set(Letter.objects.values_list("state", flat=True)) == {"due"}
    assert Letter.objects.first().fault.startswith("Le serveur de courrier ne répond pas")


def test_without_a_mail_server_letters_wait_untouched(settings):
    settings.EMAIL_BACKEND = selectors.post.CONSOLE
    letter = LetterFactory()
    assert send() == sending.Sent(waiting=1)
    letter.refresh_from_db()
    assert letter.tries == 0


def test_a_dry_run_counts_and_claims_nothing():
    LetterFactory()
    assert send_letters(actor=MACHINE, now=NOON, dry_run=True) == {"lettres à envoyer": 1}
    assert Letter.objects.get().claimed_until is None
    assert send_letters(actor=MACHINE, now=NOON)["lettres envoyées"] == 1
    assert len(mail.outbox) == 1


def test_the_journal_says_what_left_without_address_nor_content():
    letter = LetterFactory()
    send()
    line = Entry.objects.order_by("seq").last()
    assert (line.act, line.subject) == ("message : envoyée", f"message:{letter.pk}")
    assert line.partnership == letter.partnership.key
    assert not line.detail


def test_a_failed_letter_is_due_again_by_the_coordinator_alone():
    letter = LetterFactory(state=LetterState.FAILED.value, tries=8, interruptions=2, fault="non")
    with pytest.raises(Refused):
        services.retry_letter(actor=member(Role.PARTNER), letter=letter, now=NOON)
    actor = coordinator(letter.partnership)
    row = services.retry_letter(actor=actor, letter=letter, now=NOON)
    assert (row.state, row.tries, row.interruptions, row.fault) == ("due", 0, 0, "")
    assert send() == sending.Sent(sent=1)
    assert services.retry_letter(actor=actor, letter=letter, now=NOON).state == "sent"


def write(person, **more):
    given = {"partnership": person.partnership, "key": "essai", "person": person, "subject": "Deux\nlignes",
             "text": "x", "due_at": NOON}  # fmt: skip
    with transaction.atomic():
        return services.write_letter(**(given | more))


def test_a_letter_is_written_once_per_key_in_the_transaction_of_its_act():
    person = PersonFactory()
    assert write(person) == write(person)
    assert Letter.objects.get().subject == "Deux lignes"
    assert write(PersonFactory(email=""), key="b") is None
    assert write(PersonFactory(archived_on=NOON.date()), key="c") is None


@pytest.mark.parametrize("more", [{"html": "<HTML>"}, {"method": "REPLY"}])
def test_a_writer_that_gives_a_whole_page_or_an_unknown_method_is_told(more):
    with pytest.raises(RuntimeError):
        write(PersonFactory(), **more)


def test_words_are_composed_once_for_both_faces_of_a_letter():
    content = paper.Content(
        "Plénière du 3 décembre", ["Vous êtes convoqué : venez."], [("Lieu", "Mairie & annexe")],
        [("Répondre", "https://x.invalid/a?b=1&c=2")], ["Merci."], "Vous siégez pour le parquet.",
    )  # fmt: skip
    page = paper.compose(content, paper.Sender("CLSPD fictif"))
    assert "Lieu : Mairie & annexe" in page.text.replace("\u00a0", " ")
    assert "https://x.invalid/a?b=1&c=2" in page.text
    assert "Mairie &amp; annexe" in page.html
    assert 'href="https://x.invalid/a?b=1&amp;c=2"' in page.html
    assert "\n\n\n" not in page.text
