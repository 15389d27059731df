"""The pages of a meeting and of presence: who sees what, what a form keeps, the code, the sheet, queries."""

import datetime
import io
import re
import uuid
from zoneinfo import ZoneInfo

import docx
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.bodies.models import Attendance, Meeting, TerritoryEvent, Transmission
from maillage.bodies.services import check_in
from maillage.bodies.services import presence as services
from maillage.bodies.vocabulary import AttendanceState, MeetingState, RecordedBy
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import presence as scenes
from tests.bodies.factories.presence import DURING, END, NEXT_DAY, START, line, stored

pytestmark = pytest.mark.django_db
LEAD = {Role.COORDINATOR}
MEMBERS = {Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR}
ACCESS = {
    "meeting": MEMBERS | {Role.MAYOR}, "attendance": LEAD, "declare_presence": MEMBERS,
    "attendance_sheet": LEAD, "hold_meeting": LEAD, "undo_held": LEAD, "check_in_poster": LEAD,
    "renew_check_in": LEAD,
}  # fmt: skip
POSTED = {"undo_held", "renew_check_in"}


@pytest.fixture
def scene():
    return scenes.convened()


@pytest.fixture
def runs(client, scene):
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    return client


def url(scene, name, *args):
    return reverse(f"bodies:{name}", args=[scene.here.key, scene.meeting.pk, *args])


def text_of(answer):
    text = answer.content.decode().replace(" ", " ").replace(" ", " ").replace("’", "'")
    return re.sub(r"\s+", " ", re.sub(r"&#x27;", "'", re.sub(r"<[^>]+>", " ", text)))


def form_of(client, scene, **change):
    """The presence form as the browser would send it back, some controls changed."""
    form = client.get(url(scene, "attendance")).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in data.items()} | change


def changed(scene, kind, state, who=""):
    pk = scene.seats[kind].pk
    return {f"state_{pk}": state, f"who_{pk}": who}


class TestAccess:
    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("name", list(ACCESS))
    @time_machine.travel(NEXT_DAY)
    def test_every_role_on_every_route(self, client, scene, name, role):
        who = scene.who["school"] if role in MEMBERS - LEAD else None
        row = factories.MembershipFactory(partnership=scene.here, role=role.value, institution=who)
        client.force_login(row.user)
        args = ["pdf"] if name == "attendance_sheet" else []
        send = client.post if name in POSTED else client.get
        answer = send(url(scene, name, *args))
        assert (answer.status_code == 403) is (role not in ACCESS[name])
        if role in ACCESS[name]:
            assert answer.status_code in (200, 302)

    @pytest.mark.parametrize("name", list(ACCESS))
    def test_a_meeting_of_another_partnership_is_unknown(self, client, scene, name):
        other = factories.PartnershipFactory(key="ailleurs", place="35238")
        client.force_login(factories.MembershipFactory(partnership=other).user)
        args = [other.key, scene.meeting.pk, *(["pdf"] if name == "attendance_sheet" else [])]
        send = client.post if name in POSTED else client.get
        assert send(reverse(f"bodies:{name}", args=args)).status_code == 404

    def test_a_restricted_body_is_closed_to_who_does_not_sit(self, client, scene):
        scene.body.restricted = True
        scene.body.save()
        outsider, _actor = invented.speaks_for(invented.InstitutionFactory(partnership=scene.here))
        client.force_login(outsider)
        assert client.get(url(scene, "meeting")).status_code == 404
        assert client.get(url(scene, "declare_presence")).status_code == 404
        member, _actor = invented.speaks_for(scene.who["school"])
        client.force_login(member)
        assert client.get(url(scene, "meeting")).status_code == 200


def _elsewhere(scene):
    return invented.InstitutionFactory(partnership=scene.here)


class TestThePage:
    @time_machine.travel(NEXT_DAY)
    def test_who_was_awaited_answered_and_came(self, runs, scene):
        scene.meeting.convocations.filter(seat=scene.seats["landlord"]).update(
            answer="deputy", represented_by="son adjointe"
        )
        services.record_presence(
            actor=scene.actor, meeting=scene.meeting, now=DURING, by=RecordedBy.SECRETARY,
            typed=[line(scene, "town"), line(scene, "school", AttendanceState.DEPUTY),
                   line(scene, "landlord", AttendanceState.ABSENT)],
        )  # fmt: skip
        services.declare_presence(
            actor=scene.actor, meeting=scene.meeting, typed=line(scene, "prefecture"), now=NEXT_DAY
        )
        words = text_of(runs.get(url(scene, "meeting")))
        assert "3 institutions représentées sur 6" in words
        for told_of in ("suppléant présent", "Suppléante (fictive)", "cadre intermédiaire", "absent",
                        "par son adjointe", "déclaré le 4 février 2026", "non relevés 2"):  # fmt: skip
            assert told_of in words
        assert "Noter la réunion tenue" in words

    @time_machine.travel(START - datetime.timedelta(days=3))
    def test_before_the_meeting_nothing_can_be_recorded(self, runs, scene):
        words = text_of(runs.get(url(scene, "meeting")))
        assert "Réunion convoquée : 6 institutions attendues, 3 points à l'ordre du jour" in words
        assert "Relever la présence" not in words
        assert "Noter la réunion tenue" not in words
        answer = runs.get(url(scene, "attendance"), follow=True)
        assert "à partir de ce jour" in text_of(answer)

    @time_machine.travel(NEXT_DAY)
    def test_what_provoked_it_and_what_it_was(self, runs, scene):
        event = TerritoryEvent.objects.create(
            partnership=scene.here, kind="crisis", on=START.date(), title="Nuits de juin"
        )
        Meeting.objects.filter(pk=scene.meeting.pk).update(event=event, without_state=True)
        scene.meeting.items.filter(number=1).update(strategy="presented")
        scene.meeting.items.filter(number=2).update(restricted=True, title="Point caché")
        words = text_of(runs.get(url(scene, "meeting")))
        for said in ("Nuits de juin", "préparatoire, sans l'État", "présentée seulement", "Point caché"):
            assert said in words
        outsider, _actor = invented.speaks_for(invented.InstitutionFactory(partnership=scene.here))
        runs.force_login(outsider)
        assert "Point caché" not in text_of(runs.get(url(scene, "meeting")))

    @time_machine.travel(NEXT_DAY)
    def test_who_does_not_sit_reads_institutions_without_any_name(self, client, scene):
        scene.meeting.convocations.filter(seat=scene.seats["landlord"]).update(
            answer="deputy", represented_by="son adjointe"
        )
        services.record_presence(
            actor=scene.actor, meeting=scene.meeting, now=DURING, by=RecordedBy.SECRETARY,
            typed=[line(scene, "town"), line(scene, "school", AttendanceState.DEPUTY)],
        )  # fmt: skip
        for institution, told in ((scene.who["school"], True), (_elsewhere(scene), False)):
            client.force_login(invented.speaks_for(institution)[0])
            words = text_of(client.get(url(scene, "meeting")))
            assert "suppléant présent" in words
            for name in (scene.people["town"].name, "Suppléante (fictive)", "son adjointe"):
                assert (name in words) is told

    def test_a_body_without_seats_teaches_the_next_step(self, client):
        meeting = invented.MeetingFactory()
        row = factories.MembershipFactory(partnership=meeting.body.partnership)
        client.force_login(row.user)
        answer = client.get(reverse("bodies:meeting", args=[row.partnership.key, meeting.pk]))
        assert "Composer l'instance" in text_of(answer)

    @time_machine.travel(NEXT_DAY)
    def test_constant_queries(self, runs, scene):
        def queries(name):
            with CaptureQueriesContext(connection) as seen:
                assert runs.get(url(scene, name)).status_code == 200
            return len(seen)

        queries("meeting")
        few = {name: queries(name) for name in ("meeting", "attendance")}
        scenes.more(scene, 30)
        assert {name: queries(name) for name in few} == few


class TestRecording:
    @time_machine.travel(DURING)
    def test_one_form_for_all_the_lines(self, runs, scene):
        data = form_of(runs, scene, **changed(scene, "town", "present"),
                       **changed(scene, "school", "deputy", "ofirst_line"), by="sheet")  # fmt: skip
        answer = runs.post(url(scene, "attendance"), data, follow=True)
        assert "La présence de 2 sièges est notée." in text_of(answer)
        assert stored(scene, "town").recorded_by == "sheet"
        assert (stored(scene, "school").person, stored(scene, "school").level) == (None, "first_line")
        again = runs.post(url(scene, "attendance"), data, follow=True)
        assert "Rien n'a changé" in text_of(again)
        assert Attendance.objects.count() == 2

    @time_machine.travel(DURING)
    def test_two_secretaries_do_not_erase_each_other(self, runs, scene):
        mine = form_of(
            runs, scene, **changed(scene, "town", "present"), **changed(scene, "school", "excused")
        )
        theirs = form_of(
            runs, scene, **changed(scene, "town", "absent"), **changed(scene, "landlord", "absent")
        )
        runs.post(url(scene, "attendance"), theirs)
        answer = runs.post(url(scene, "attendance"), mine)
        words = text_of(answer)
        assert "« Ville d'Essai » est devenu « absent » (Personne" in words
        assert not Attendance.objects.filter(seat=scene.seats["school"]).exists()
        form = answer.context["form"]
        kept = {name: form[name].value() or "" for name in form.fields}
        assert kept[f"state_{scene.seats['town'].pk}"] == "present"
        assert kept[f"state_{scene.seats['landlord'].pk}"] == "absent"
        runs.post(url(scene, "attendance"), kept)
        assert [stored(scene, kind).state for kind in ("town", "school", "landlord")] == [
            "present", "excused", "absent"
        ]  # fmt: skip

    @time_machine.travel(DURING)
    def test_a_faulty_line_says_so_and_keeps_the_others(self, runs, scene):
        deputy = f"p{scene.deputy.pk}"
        data = form_of(runs, scene, **changed(scene, "school", "present", deputy),
                       **changed(scene, "town", "present"))  # fmt: skip
        answer = runs.post(url(scene, "attendance"), data)
        assert "choisissez « suppléant présent »" in text_of(answer)
        assert answer.context["form"][f"state_{scene.seats['town'].pk}"].value() == "present"
        assert not Attendance.objects.exists()

    @time_machine.travel(DURING)
    def test_a_meeting_that_ends_early_proposes_the_present_hour(self, runs, scene):
        form = runs.get(url(scene, "hold_meeting")).context["form"]
        assert form["ended_at"].value() <= timezone.make_naive(DURING, ZoneInfo("Europe/Paris"))

    @time_machine.travel(END)
    def test_held_then_undone(self, runs, scene):
        page = url(scene, "hold_meeting")
        answer = runs.post(page, {"ended_at": "2026-02-03T11:45", "revision": 0}, follow=True)
        scene.meeting.refresh_from_db()
        assert scene.meeting.state == MeetingState.HELD.value
        assert scene.meeting.ended_at == datetime.datetime(2026, 2, 3, 10, 45, tzinfo=datetime.UTC)
        assert "Rouvrir la réunion" in text_of(answer)
        stale = runs.post(page, {"ended_at": "2026-02-03T11:50", "revision": 0})
        assert "a été modifiée pendant votre saisie" in text_of(stale)
        runs.post(url(scene, "undo_held"))
        scene.meeting.refresh_from_db()
        assert scene.meeting.state == MeetingState.CONVENED.value

    @time_machine.travel(NEXT_DAY)
    def test_a_partner_declares_for_its_own_seat(self, client, scene):
        user, _actor = invented.speaks_for(scene.who["school"])
        client.force_login(user)
        page = url(scene, "declare_presence")
        offered = client.get(page).context["form"].fields["who"].choices
        assert [name for name, _options in offered] == ["Collège Essai"]
        nonce = str(uuid.uuid4())
        data = {"who": f"{scene.seats['school'].pk}:p{scene.people['school'].pk}", "nonce": nonce}
        assert "avec le jour de sa déclaration" in text_of(client.post(page, data, follow=True))
        assert stored(scene, "school").recorded_by == "late"
        assert "déjà notée" in text_of(client.post(page, data, follow=True))
        other = {"who": f"{scene.seats['town'].pk}:p{scene.people['town'].pk}", "nonce": nonce}
        client.post(page, other)
        assert Attendance.objects.count() == 1


class TestTheSheet:
    def test_pdf_and_docx_say_who_is_awaited(self, runs, scene):
        pdf = PdfReader(io.BytesIO(runs.get(url(scene, "attendance_sheet", "pdf")).content))
        words = " ".join(page.extract_text() for page in pdf.pages)
        words = words.replace("\u200b", "").replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")
        names = [person.name for person in scene.people.values()]
        for said in ("Feuille de présence", "Signature", "Personnes non attendues", *names):
            assert said in re.sub(r"\s+", " ", words)
        assert check_in.address(scene.meeting) in re.sub(r"\s+", "", words)
        assert pdf.metadata.title == "Feuille de présence"
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
        paper = docx.Document(io.BytesIO(runs.get(url(scene, "attendance_sheet", "docx")).content))
        assert [len(table.rows) for table in paper.tables] == [7, 4]
        assert paper.tables[0].rows[1].height.mm == pytest.approx(11, abs=0.1)

    def test_an_unknown_format_is_unknown(self, runs, scene):
        assert runs.get(url(scene, "attendance_sheet", "odt")).status_code == 404


class TestTheCode:
    def page(self, scene):
        return reverse("links:check_in", args=[check_in.token(scene.meeting)])

    def choose(self, scene, kind):
        return f"{self.page(scene)}?institution={scene.who[kind].pk}"

    @time_machine.travel(DURING)
    def test_institution_then_seat_then_noted_once(self, client, scene):
        words = text_of(client.get(self.page(scene)))
        assert "Collège Essai" in words
        assert scene.people["school"].name not in words
        words = text_of(client.get(self.choose(scene, "school")))
        assert "Suppléante (fictive) (suppléant)" in words
        assert scene.people["town"].name not in words
        data = {"who": f"{scene.seats['school'].pk}:p{scene.deputy.pk}"}
        assert "Votre présence est notée" in text_of(client.post(self.choose(scene, "school"), data))
        assert "C'était déjà noté" in text_of(client.post(self.choose(scene, "school"), data))
        assert (stored(scene, "school").state, stored(scene, "school").recorded_by) == ("deputy", "self")
        words = text_of(client.get(self.choose(scene, "school")))
        assert "déjà noté" in words
        assert "Noter ma présence" not in words

    @time_machine.travel(DURING)
    def test_a_seat_of_another_institution_is_not_offered(self, client, scene):
        data = {"who": f"{scene.seats['town'].pk}:p{scene.people['town'].pk}"}
        assert client.post(self.choose(scene, "school"), data).status_code == 200
        assert not Attendance.objects.exists()

    @pytest.mark.parametrize(
        ("at", "status", "word"),
        [
            (START - datetime.timedelta(hours=2), 403, "Il ouvre le 3 février 2026 à 9 h 30"),
            (END + datetime.timedelta(hours=4), 410, "L'émargement est terminé"),
        ],
    )
    def test_outside_its_hours(self, client, scene, at, status, word):
        data = {"who": f"{scene.seats['school'].pk}:p{scene.deputy.pk}"}
        with time_machine.travel(at):
            for answer in (client.get(self.page(scene)), client.post(self.choose(scene, "school"), data)):
                assert answer.status_code == status
                assert word in text_of(answer)
        assert not Attendance.objects.exists()

    @time_machine.travel(DURING)
    def test_forged_cut_or_replaced(self, client, runs, scene):
        page, data = self.page(scene), {"who": f"{scene.seats['school'].pk}:p{scene.deputy.pk}"}
        assert client.get(page[:-2] + "/").status_code == 404
        runs.post(url(scene, "renew_check_in"))
        client.logout()
        answer = client.post(f"{page}?institution={scene.who['school'].pk}", data)
        assert answer.status_code == 404
        assert "il a été remplacé" in text_of(answer)
        assert not Attendance.objects.exists()
        scene.meeting.refresh_from_db()
        assert client.get(self.page(scene)).status_code == 200

    @time_machine.travel(DURING)
    def test_the_poster_shows_the_code_and_its_address(self, runs, scene):
        answer = runs.get(url(scene, "check_in_poster"))
        assert "<svg" in answer.content.decode()
        assert check_in.address(scene.meeting) in text_of(answer)
        assert "Il répond de 9 h 30 à 15 h 00" in text_of(answer)


class TestNamesInTracesAndSteps:
    def test_a_trace_that_names_somebody_is_told_once_then_kept(self, runs, scene):
        page = reverse("bodies:add_trace", args=[scene.here.key, "transmissions"])
        data = {"giver": scene.who["town"].pk, "receiver": scene.who["school"].pk, "basis": "duty",
                "about": "Situation de Kevin, 15 ans", "on": "2026-02-03",
                "nonce": str(uuid.uuid4())}  # fmt: skip
        answer = runs.post(page, data)
        assert "Ces mots ressemblent à une personne" in text_of(answer)
        assert "Kevin, 15 ans" in text_of(answer)
        assert not Transmission.objects.exists()
        again = data | {"weighed": answer.context["form"]["weighed"].value()}
        assert runs.post(page, again).status_code == 302
        assert runs.post(page, again).status_code == 302
        assert Transmission.objects.count() == 1

    def test_other_words_must_be_weighed_again(self, runs, scene):
        page = reverse("bodies:add_trace", args=[scene.here.key, "evenements"])
        data = {
            "kind": "crisis",
            "title": "Suivi du jeune Kevin",
            "on": "2026-02-03",
            "nonce": str(uuid.uuid4()),
        }
        mark = runs.post(page, data).context["form"]["weighed"].value()
        answer = runs.post(page, data | {"weighed": mark, "title": "Suivi de la famille Martin"})
        assert answer.status_code == 200
        assert not TerritoryEvent.objects.exists()

    def test_a_trace_without_a_name_passes(self, runs, scene):
        page = reverse("bodies:add_trace", args=[scene.here.key, "evenements"])
        data = {"kind": "crisis", "title": "Incidents aux parkings relais, Collège Essai", "on": "2026-02-03",
                "nonce": str(uuid.uuid4())}  # fmt: skip
        assert runs.post(page, data).status_code == 302

    def test_a_step_of_a_body_is_weighed_too(self, runs, scene):
        page = reverse("bodies:lifecycle", args=[scene.here.key, scene.body.pk])
        data = {
            "kind": "reviewed",
            "on": "2026-02-03",
            "reason": "Plainte de M. Dupuis",
            "nonce": str(uuid.uuid4()),
        }
        answer = runs.post(page, data)
        assert "Ces mots ressemblent à une personne" in text_of(answer)
        before = scene.body.events.count()
        mark = answer.context["form"]["weighed"].value()
        assert runs.post(page, data | {"weighed": mark}).status_code == 302
        assert scene.body.events.count() == before + 1
