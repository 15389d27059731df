"""Traces and information owed: seconds to note, undone the same day, counts and delays without a name."""

import datetime
import uuid

import pytest
from django.utils import timezone

from maillage.audit.models import Entry
from maillage.bodies.models import DirectContact, InformationItem, Report, Training, Transmission
from maillage.bodies.selectors import information as questions
from maillage.bodies.selectors import obligations
from maillage.bodies.selectors import traces as lists
from maillage.bodies.services import information, traces
from maillage.bodies.vocabulary import (
    ContactMeans,
    Duty,
    DutyState,
    EventKind,
    ObligationState,
    ReportOutcome,
    Rhythm,
    TransmissionBasis,
    YearlyCountKind,
)
from maillage.institutions.models import Letter
from maillage.institutions.vocabulary import Level
from maillage.kernel import BadInput, Refused, Role
from tests import factories
from tests.bodies.factories import bodies as invented

DAY = invented.DAY
NEXT = DAY + datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return factories.PartnershipFactory()


@pytest.fixture
def actor(here):
    return invented.runs(here)


@pytest.fixture
def pair(here):
    return invented.kind(here, "school", name="Collège d'essai"), invented.kind(here, "national_police")


def contact(actor, here, pair, **change):
    words = {"one": pair[0], "other": pair[1], "level": Level.FIRST_LINE, "means": ContactMeans.PHONE,
             "on": DAY, "today": DAY}  # fmt: skip
    return traces.record_contact(actor=actor, partnership=here, **(words | change))


def test_a_contact_keeps_two_institutions_a_level_and_a_day_and_nothing_else(here, actor, pair):
    row = contact(actor, here, pair)
    kept = {field.name for field in row._meta.fields}
    assert kept == {"id", "partnership", "one", "other", "level", "means", "on", "recorded_on", "nonce"}
    assert Entry.objects.latest("seq").act == "contact direct noté"


def test_a_contact_sent_twice_counts_once(here, actor, pair):
    nonce = uuid.uuid4()
    contact(actor, here, pair, nonce=nonce)
    contact(actor, here, pair, nonce=nonce)
    assert DirectContact.objects.count() == 1


def test_a_first_line_agent_notes_what_their_institution_does(here, pair):
    _, agent = invented.speaks_for(pair[0], Role.FIRST_LINE)
    assert contact(agent, here, pair).pk
    _, stranger = invented.speaks_for(invented.kind(here, "landlord"))
    with pytest.raises(Refused):
        contact(stranger, here, pair)
    with pytest.raises(Refused):
        traces.record_event(
            actor=agent, partnership=here, kind=EventKind.CRISIS, on=DAY, title="Crise", today=DAY
        )


@pytest.mark.parametrize("change", [{"on": NEXT}, {"same": True}, {"foreign": True}])
def test_a_faulty_contact_writes_nothing(here, actor, pair, change):
    words = dict(change)
    if words.pop("same", False):
        words["other"] = pair[0]
    if words.pop("foreign", False):
        words["other"] = invented.InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    with pytest.raises(BadInput):
        contact(actor, here, pair, **words)
    assert not DirectContact.objects.exists()


def training(actor, here, institutions, **change):
    words = {"on": DAY, "subject": "Aller vers", "managers": 1, "middle": 0, "first_line": 8, "today": DAY}
    return traces.record_training(
        actor=actor, partnership=here, institutions=institutions, **(words | change)
    )  # fmt: skip


def test_a_training_gathers_two_institutions_and_somebody(here, actor, pair):
    assert set(training(actor, here, pair).institutions.all()) == set(pair)
    for institutions, change, said in (
        (pair[:1], {}, "au moins deux"), (pair, {"managers": 0, "first_line": 0}, "au moins une"),
        (pair, {"subject": " "}, "quelques mots"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=said):
            training(actor, here, institutions, **change)
    assert Training.objects.count() == 1


def test_a_trace_is_undone_the_same_day_only(here, actor, pair):
    row = contact(actor, here, pair)
    with pytest.raises(BadInput, match="jour de sa saisie"):
        traces.withdraw_trace(actor=actor, trace=row, today=NEXT)
    traces.withdraw_trace(actor=actor, trace=row, today=DAY)
    assert not DirectContact.objects.exists()
    assert Entry.objects.filter(act="trace retirée").count() == 1


def test_an_event_that_a_meeting_refers_to_stays(here, actor):
    event = traces.record_event(
        actor=actor, partnership=here, kind=EventKind.CRISIS, on=DAY, title="Incendies", today=DAY
    )
    invented.MeetingFactory(body=invented.BodyFactory(partnership=here), event=event)
    with pytest.raises(BadInput, match="réunion"):
        traces.withdraw_trace(actor=actor, trace=event, today=DAY)


def test_a_partner_reads_the_traces_of_their_institution(here, actor, pair):
    contact(actor, here, pair)
    traces.record_transmission(
        actor=actor, partnership=here, giver=pair[1], receiver=invented.kind(here, "town"),
        basis=TransmissionBasis.DUTY, about="chiffres du trimestre", on=DAY, today=DAY,
    )  # fmt: skip
    _, partner = invented.speaks_for(pair[0])
    assert lists.contacts(partnership=here, actor=partner).count() == 1
    assert lists.transmissions(partnership=here, actor=partner).count() == 0
    assert lists.transmissions(partnership=here, actor=actor).count() == Transmission.objects.count() == 1


def test_a_written_mandate_is_noted_by_the_institution(here, pair):
    position = invented.PositionFactory(institution=pair[0])
    _, partner = invented.speaks_for(pair[0])
    traces.set_mandate(actor=partner, position=position, on=DAY, may_commit=True)
    position.refresh_from_db()
    assert (position.mandate_on, position.may_commit) == (DAY, True)
    _, other = invented.speaks_for(pair[1])
    with pytest.raises(Refused):
        traces.set_mandate(actor=other, position=position, on=None, may_commit=None)


@pytest.fixture
def prosecutor(here):
    return invented.kind(here, "prosecutor", name="Parquet d'essai")


def expect(actor, here, holder, **change):
    words = {"duty": Duty.OUTCOMES_FULL, "rhythm": Rhythm.MONTHLY, "year": 2025, "days": 15} | change
    return information.expect_information(actor=actor, partnership=here, holder=holder, **words)


def test_a_year_of_awaited_information_is_made_once(here, actor, prosecutor):
    assert expect(actor, here, prosecutor) == information.Awaited(12, 0, 0)
    assert expect(actor, here, prosecutor) == information.Awaited(0, 12, 0)
    assert InformationItem.objects.count() == 12
    first = InformationItem.objects.earliest("expected_on")
    assert (first.about, first.expected_on) == ("janvier 2025", datetime.date(2025, 2, 15))


def test_periods_in_which_the_rule_was_not_in_force_are_left_out(here, actor, prosecutor):
    assert expect(actor, here, prosecutor, year=2024) == information.Awaited(10, 0, 2)
    with pytest.raises(BadInput, match="MI-4"):
        expect(actor, here, prosecutor, year=2020)
    with pytest.raises(BadInput, match="MI-5"):
        expect(actor, here, prosecutor, duty=Duty.CLOSURES, year=2026)


def test_an_item_is_late_then_received_with_its_delay(here, actor, prosecutor):
    expect(actor, here, prosecutor, rhythm=Rhythm.YEARLY)
    item = InformationItem.objects.get()
    assert obligations.late_items(partnership=here, on=item.expected_on) == []
    later = item.expected_on + datetime.timedelta(days=9)
    assert obligations.waiting(here, later)[0].late == 9
    information.receive(actor=actor, item=item, on=later)
    rows = questions.items(partnership=here, actor=actor, year=2026)
    assert questions.lines(rows=rows, on=DAY)[0].late == 9
    information.await_again(actor=actor, item=item)
    with pytest.raises(BadInput, match="attendue jusqu'au"):
        information.mark_missing(actor=actor, item=item, on=item.expected_on)
    information.mark_missing(actor=actor, item=item, on=later)
    item.refresh_from_db()
    assert (item.state, item.received_on) == (DutyState.MISSING, None)


def test_a_reminder_writes_to_the_holder_once_a_day_and_never_after_reception(here, actor, prosecutor):
    expect(actor, here, prosecutor, rhythm=Rhythm.YEARLY)
    item = InformationItem.objects.get()
    now = timezone.make_aware(datetime.datetime(2026, 3, 2, 9))
    assert information.remind(actor=actor, item=item, now=now) == 0
    person = invented.PersonFactory(partnership=here, email="parquet@exemple.invalid")
    invented.PositionFactory(institution=prosecutor, person=person)
    for _ in range(2):
        assert information.remind(actor=actor, item=item, now=now) == 1
    assert [row.to for row in Letter.objects.all()] == ["parquet@exemple.invalid"]
    information.receive(actor=actor, item=item, on=DAY)
    with pytest.raises(BadInput, match="plus attendue"):
        information.remind(actor=actor, item=item, now=now)


def test_the_yearly_report_of_the_prefet_is_an_obligation_told_by_its_item(here, actor):
    invented.BodyFactory(partnership=here)
    prefect = invented.kind(here, "prefecture")
    expect(actor, here, prefect, duty=Duty.PREFECT_REPORT, rhythm=Rhythm.YEARLY, year=2026, days=0)
    state = {row.key: row.state for row in obligations.obligations(here, DAY)}
    assert state["prefect-report"] is ObligationState.DUE
    information.receive(actor=actor, item=InformationItem.objects.get(), on=DAY)
    state = {row.key: row.state for row in obligations.obligations(here, DAY)}
    assert state["prefect-report"] is ObligationState.MET


def test_a_request_made_once_waits_for_its_answer(here, actor, prosecutor):
    words = {"duty": Duty.OUTCOMES_ASKED, "holder": prosecutor, "asked_on": DAY, "nonce": uuid.uuid4()}
    for _ in range(2):
        information.ask_information(actor=actor, partnership=here, expected_on=NEXT, **words)
    assert InformationItem.objects.count() == 1
    with pytest.raises(BadInput, match="précède"):
        information.ask_information(
            actor=actor, partnership=here, expected_on=datetime.date(2020, 1, 1), **(words | {"nonce": None})
        )


def test_reports_are_counts_and_a_median_delay(here, actor):
    for days in (3, 20, 60):
        row = information.record_report(
            actor=actor, partnership=here, kind=YearlyCountKind.ARTICLE_40, sent_on=DAY, today=DAY
        )
        information.answer_report(
            actor=actor, report=row, outcome=ReportOutcome.PROSECUTED, on=DAY + datetime.timedelta(days=days)
        )
    information.record_report(
        actor=actor, partnership=here, kind=YearlyCountKind.ARTICLE_40, sent_on=DAY, today=DAY
    )
    found = questions.report_figures(list(Report.objects.all()), YearlyCountKind.ARTICLE_40)
    assert (found.sent, found.answered, found.within_month, found.median_days) == (4, 3, 2, 20)
    texts = [field for field in Report._meta.fields if field.get_internal_type() in ("TextField",)]
    assert not texts


def test_a_report_is_refused_undated_early_or_late_to_undo(here, actor):
    words = {"actor": actor, "partnership": here, "today": DAY}
    with pytest.raises(BadInput, match="à venir"):
        information.record_report(kind=YearlyCountKind.ARTICLE_40, sent_on=NEXT, **words)
    with pytest.raises(BadInput, match="une fois l'an"):
        information.record_report(kind=YearlyCountKind.CDDF_SESSIONS, sent_on=DAY, **words)
    row = information.record_report(kind=YearlyCountKind.PRISON_LEAVE_ASKED, sent_on=DAY, **words)
    with pytest.raises(BadInput, match="jour de la réponse"):
        information.answer_report(actor=actor, report=row, outcome=ReportOutcome.ANSWERED, on=None)
    with pytest.raises(BadInput, match="précède"):
        information.answer_report(
            actor=actor, report=row, outcome=ReportOutcome.ANSWERED, on=DAY - datetime.timedelta(days=1)
        )
    with pytest.raises(BadInput, match="jour de sa saisie"):
        information.withdraw_report(actor=actor, report=row, today=NEXT)
    information.withdraw_report(actor=actor, report=row, today=DAY)
    assert not Report.objects.exists()


def test_a_yearly_count_is_corrected_in_place(here, actor):
    for count in (3, 5):
        information.count_year(
            actor=actor, partnership=here, kind=YearlyCountKind.RAPPEL_A_L_ORDRE, year=2025, count=count,
            today=DAY,
        )  # fmt: skip
    assert [row.count for row in questions.yearly_counts(partnership=here)] == [5]
    with pytest.raises(BadInput, match="un par un"):
        information.count_year(
            actor=actor, partnership=here, kind=YearlyCountKind.ARTICLE_40, year=2025, count=1, today=DAY
        )
    with pytest.raises(BadInput, match="commencé"):
        information.count_year(
            actor=actor, partnership=here, kind=YearlyCountKind.CDDF_SESSIONS, year=2027, count=1, today=DAY
        )
