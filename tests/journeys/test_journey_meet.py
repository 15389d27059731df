"""Journey 3, from an empty base: convene, answer, sign in by the code, record, approve, remind."""

import datetime
import io
import re
from zoneinfo import ZoneInfo

import docx
import pypdf
import pytest

from maillage.accounts import services as accounts
from maillage.accounts.models import User
from maillage.bodies.models import AgendaItem, Attendance, Commitment, Convocation, Meeting, Seat
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, Role
from maillage.site import periodic
from tests.factories import MACHINE
from tests.journeys.conftest import PASSWORD
from tests.journeys.steps import choose, fill, go_on, prepared, send, submit, url

pytestmark = [pytest.mark.browser, pytest.mark.journey]
PARIS = ZoneInfo("Europe/Paris")
MEETING = datetime.datetime(2026, 4, 7, 14, 0, tzinfo=PARIS)
NEXT = datetime.datetime(2026, 6, 9, 14, 0, tzinfo=PARIS)


@pytest.fixture
def lead(browse, empty, clock):
    return browse(empty("coordinator"), PASSWORD)


def planned(page, body, moment=MEETING):
    page.goto(url("plan_meeting"))
    page.select_option("#id_body", str(body))
    fill(page, day=moment.date().isoformat(), at="14:00", minutes="120", location="Salle du conseil")
    choose(page, "formation", "plenary")
    go_on(page, "Prévoir la réunion")
    return Meeting.objects.latest("id")


def convened(page, meeting):
    """Two items on the agenda, then everybody is convened by mail."""
    for title, kind in (("Arrêt de tramway le soir", "decision"), ("Conflits de voisinage", "discussion")):
        page.goto(url("add_item", meeting.pk))
        fill(page, title=title, minutes="30")
        choose(page, "kind", kind)
        go_on(page, "Enregistrer le point")
    page.goto(url("convene", meeting.pk))
    go_on(page, "Envoyer les convocations")


def posted(box):
    """What the periodic round sends; the messages by address."""
    box.messages.clear()
    done = periodic.tick(actor=MACHINE, now=datetime.datetime.now(datetime.UTC))
    assert not done.faults
    return {addresses[0]: message for addresses, message in box.messages}


def text_of(message):
    return message.get_body(("plain",)).get_content()


def answered(browse, message, given, **more):
    """Open the signed link of a message without any account, and answer."""
    link = re.search(r"https?://\S+(/reponse/\S+)", text_of(message))[1]
    page = browse(None, "", link)
    choose(page, "given", given)
    for name, value in more.items():
        page.select_option(f"#id_{name}", value)
    submit(page)
    return page


def recorded(page, meeting):
    """What came of each item: a decision with its disagreement and a promise; an item carried forward."""
    first, second = AgendaItem.objects.filter(meeting=meeting).order_by("number")
    page.goto(url("record_item", meeting.pk, first.pk))
    choose(page, "outcome", "handled")
    fill(page, notes="Le collège demande une présence le soir.")
    go_on(page, "Consigner le point")
    page.goto(url("add_decision", meeting.pk))
    fill(page, text="Deux soirs de présence par semaine à l'arrêt.")
    page.select_option("#id_item", str(first.pk))
    choose(page, "mode", "consensus")
    go_on(page, "Inscrire la décision")
    page.goto(url("decision", meeting.decisions.get().pk))
    for summary in page.locator("summary").all():
        summary.click()
    page.select_option("#dissent_institution", label="Préfecture d'Essai")
    page.fill("#dissent_words", "D'autres lieux passent avant.")
    send(page, "Garder le désaccord")
    page.goto(url("add_commitment") + f"?reunion={meeting.pk}")
    page.select_option("#id_institution", label="Prévention d'Essai")
    fill(page, deliverable="assurer deux soirs à l'arrêt", due_on="2026-05-04")
    go_on(page, "Inscrire l'engagement")
    page.goto(url("record_item", meeting.pk, second.pk))
    send(page, "Reporter le point")


def test_a_meeting_from_its_convocation_to_the_reminder(browse, lead, box, clock):
    body = prepared(lead)
    meeting = planned(lead, body)
    following = planned(lead, body, NEXT)
    convened(lead, meeting)
    letters = posted(box)
    assert len(letters) == 5
    calendar = next(part for part in letters["college@exemple.invalid"].walk()
                    if part.get_content_type() == "text/calendar")  # fmt: skip
    assert "METHOD:REQUEST" in calendar.get_content()
    answered(browse, letters["college@exemple.invalid"], "coming")
    answered(browse, letters["parquet@exemple.invalid"], "excused", motive="agenda")
    again = answered(browse, letters["college@exemple.invalid"], "coming")  # a link opened twice
    assert "sera présent" in again.locator("main").inner_text()
    assert Convocation.objects.filter(answer="coming").count() == 1

    sheet = lead.request.get(url("attendance_sheet", meeting.pk, "pdf"))
    assert "Collège d’Essai" in pypdf.PdfReader(io.BytesIO(sheet.body())).pages[0].extract_text()
    lead.goto(url("check_in_poster", meeting.pk))
    code = re.search(r"(/presence/[^\s<]+)", lead.locator("main").inner_text())[1]
    assert browse(None, "", code).locator("h1").inner_text() == "L’émargement n’est pas encore ouvert"

    clock.move_to(MEETING + datetime.timedelta(minutes=5))
    phone = browse(None, "", code, viewport={"width": 375, "height": 700}, java_script_enabled=False)
    phone.get_by_role("link", name=re.compile("Collège")).click()
    phone.locator("input[name=who]").first.check()
    submit(phone)
    assert "Votre présence est notée" in phone.locator("h1").inner_text()
    assert Attendance.objects.get(recorded_by="self").seat.institution.name == "Collège d'Essai"

    clock.move_to(MEETING + datetime.timedelta(hours=3))
    lead = browse(
        "coordinator@exemple.invalid", PASSWORD, url("attendance", meeting.pk)
    )  # a month has passed
    for name, state in (("Ville", "present"), ("Préfecture", "present"), ("Prévention", "present"),
                        ("Parquet", "excused")):  # fmt: skip
        seat = Seat.objects.get(institution__name__startswith=name)
        lead.select_option(f"#id_state_{seat.pk}", state)
        if state == "present":
            lead.select_option(f"#id_who_{seat.pk}", index=1)
    go_on(lead, "Enregistrer les présences")
    lead.goto(url("hold_meeting", meeting.pk))
    lead.fill("#id_ended_at", "2026-04-07T16:00")
    go_on(lead, "Noter la réunion tenue")
    recorded(lead, meeting)
    assert AgendaItem.objects.get(meeting=following).carried_from is not None

    lead.goto(url("record", meeting.pk))
    send(lead, "Soumettre")
    written = lead.request.get(url("minutes_file", meeting.pk, 1, "restreint", "docx"))
    words = "\n".join(line.text for line in docx.Document(io.BytesIO(written.body())).paragraphs)
    assert "Deux soirs de présence par semaine" in words
    assert "D’autres lieux passent avant" in words.replace("'", "’")

    clock.move_to(datetime.datetime(2026, 5, 12, 10, 0, tzinfo=PARIS))
    reminders = posted(box)
    assert any("deux soirs" in text_of(message) for message in reminders.values())
    assert [to for to, message in reminders.items() if "deux soirs" in text_of(message)] == [
        "prevention@exemple.invalid"
    ]

    clock.move_to(NEXT + datetime.timedelta(hours=1))
    lead = browse("coordinator@exemple.invalid", PASSWORD, url("approve_minutes", meeting.pk))
    lead.select_option("#id_at", str(following.pk))
    if lead.locator("#id_on").count():
        lead.fill("#id_on", "2026-06-09")
    go_on(lead, "Approuver la version")
    meeting.refresh_from_db()
    assert meeting.state == "approved"
    assert Commitment.objects.get().state == "open"


def test_each_reads_what_is_theirs(browse, lead, empty, clock):
    body = prepared(lead)
    meeting = planned(lead, body)
    convened(lead, meeting)
    here = Partnership.objects.get()
    for role, name in ((Role.PARTNER, "Collège"), (Role.FIRST_LINE, "Prévention"), (Role.MAYOR, "Ville")):
        email = empty(role.value.replace("_", "-"))
        institution = Institution.objects.get(name__startswith=name)
        accounts.grant_role(
            actor=Actor.machine("essai"), user=User.objects.get(email=email), partnership=here, role=role,
            on=here.opened, institution=institution,
        )  # fmt: skip
        page = browse(email, PASSWORD, url("prepare", meeting.pk))
        assert "Arrêt de tramway le soir" in page.locator("main").inner_text()
        assert page.get_by_role("link", name="Déplacer").count() == 0
        assert page.goto(url("convene", meeting.pk)).status == 403
        if role is not Role.MAYOR:
            mine = Convocation.objects.get(seat__institution=institution)
            page.goto(url("answer_convocation", meeting.pk, mine.pk))
            choose(page, "given", "coming")
            submit(page)
            mine.refresh_from_db()
            assert mine.answer == "coming"
            others = Convocation.objects.exclude(pk=mine.pk).first()
            assert page.goto(url("answer_convocation", meeting.pk, others.pk)).status in (403, 404)
