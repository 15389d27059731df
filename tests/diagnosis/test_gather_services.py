"""Requests, answers, doubts, signatures: what each act changes, what it refuses, what it leaves as it was."""

import datetime
import random
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.diagnosis import selectors, services, tasks
from maillage.diagnosis.models import Delivery, Doubt, SeriesPoint
from maillage.diagnosis.selectors import requests as questions
from maillage.diagnosis.services import deliveries, positions, reminders, requests
from maillage.diagnosis.vocabulary import SourceState
from maillage.diagnosis.vocabulary.gathered import DeliveryState, DoubtKind, RefusalMotive
from maillage.institutions.models import Letter
from maillage.kernel import Actor, BadInput, Conflict, Refused, Role
from maillage.site import periodic
from tests import factories
from tests.bodies.factories.bodies import InstitutionFactory
from tests.diagnosis import gather
from tests.diagnosis.gather import DAY, DUE, NOW, SOUND, answer, ask, table

pytestmark = pytest.mark.django_db
YARD = {"category": "usage", "count": 60, "exposed": 10_000, "source": "essai"}


@pytest.fixture
def scene(db):
    return gather.scene()


def remind(on, **more):
    now = datetime.datetime.combine(on, datetime.time(9), datetime.UTC)
    return reminders.remind_due(actor=factories.MACHINE, now=now, **more)


def written(scene):
    return services.written_now(diagnosis=scene.diagnosis)


def test_asking_writes_the_letter_in_the_same_act(scene):
    row = ask(scene)
    assert (row.state, row.asked_on) == (SourceState.EXPECTED.value, DAY)
    letter = Letter.objects.get()
    assert letter.person == scene.person
    assert "15/04/2026" in letter.text
    assert f"/diagnostic/donnees/{row.number}/" in letter.text
    again, told = requests.send_request(actor=scene.runs, request=row, seen=row.revision, on=DAY)
    assert (again, told) == (row, False)
    assert Letter.objects.count() == 1


def test_a_holder_without_address_is_asked_without_letter(scene):
    row = ask(scene, institution=scene.landlord, sent=False)
    _, told = requests.send_request(actor=scene.runs, request=row, seen=row.revision, on=DAY)
    assert not told
    assert not Letter.objects.exists()


@pytest.mark.parametrize("change", [{"question": " "}, {"due_on": None}, {"due_on": DAY.replace(day=1)}])
def test_a_request_that_lacks_something_is_not_sent(scene, change):
    row = ask(scene, sent=False, **change)
    with pytest.raises(BadInput):
        requests.send_request(actor=scene.runs, request=row, seen=row.revision, on=DAY)
    assert not Letter.objects.exists()


def test_only_the_coordinator_asks_and_only_the_holder_answers(scene):
    row = ask(scene, sent=False)
    with pytest.raises(Refused):
        requests.send_request(actor=scene.holder, request=row, seen=row.revision, on=DAY)
    row = ask(scene)
    with pytest.raises(Refused):
        answer(scene, row, actor=scene.other)
    with pytest.raises(Refused):
        requests.refuse_request(
            actor=scene.other, request=row, seen=row.revision, kind=RefusalMotive.TIME, words="", dissent="",
            on=DAY,
        )  # fmt: skip
    assert not Delivery.objects.exists()


def test_an_institution_of_another_partnership_is_refused(scene):
    elsewhere = InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    with pytest.raises(BadInput, match="annuaire"):
        ask(scene, institution=elsewhere, sent=False)


def test_an_answer_fills_the_diagnosis_as_it_was_given(scene):
    row = ask(scene)
    made = answer(scene, row)
    row.refresh_from_db()
    assert (row.state, row.answered_on, made.rows, bytes(made.content)) == ("received", NOW.date(), 4, b"")
    assert not made.by_paper
    source = written(scene)["sources"][0]
    assert source["series"]["periods"] == ["2024", "2025"]
    assert {one["category"]: one["counts"] for one in source["series"]["categories"]} == {
        "violences": [12, 14], "stupéfiants": [7, 6]}  # fmt: skip
    assert source["doubts"] == []
    assert source["holder"] == scene.school.name


def test_the_coordinator_brings_an_answer_got_otherwise(scene):
    assert answer(scene, ask(scene), actor=scene.runs).by_paper


def test_confirming_twice_changes_nothing(scene):
    made = answer(scene, ask(scene))
    entries = Entry.objects.count()
    again = deliveries.confirm(actor=scene.holder, row=made, on=NOW.date())
    assert again.state == DeliveryState.KEPT.value
    assert (SeriesPoint.objects.count(), Entry.objects.count()) == (4, entries)


def test_sent_twice_is_received_once(scene):
    row, nonce = ask(scene), uuid.uuid4()
    first = answer(scene, row, confirmed=False, nonce=nonce)
    assert answer(scene, row, confirmed=False, nonce=nonce) == first


def test_a_replaced_answer_is_kept_and_comes_back_when_the_new_one_is_withdrawn(scene):
    row = ask(scene)
    first = answer(scene, row)
    second = answer(scene, row, [("2024", "Collège A", "violences", 13)])
    first.refresh_from_db()
    assert (first.state, first.points.count()) == (DeliveryState.REPLACED.value, 4)
    deliveries.withdraw_delivery(actor=scene.holder, row=second, on=NOW.date())
    first.refresh_from_db()
    row.refresh_from_db()
    assert (first.state, row.state) == (DeliveryState.KEPT.value, "received")
    deliveries.withdraw_delivery(actor=scene.holder, row=first, on=NOW.date())
    row.refresh_from_db()
    assert (row.state, row.answered_on) == ("expected", None)


def test_an_answer_in_a_frozen_version_is_replaced_not_withdrawn(scene, evidence):
    row = ask(scene)
    made = answer(scene, row)
    services.compose(actor=scene.runs, place="44143", on=DAY, partnership=scene.here)
    with pytest.raises(BadInput, match="figée"):
        deliveries.withdraw_delivery(actor=scene.holder, row=made, on=NOW.date())


def test_rejected_lines_make_the_answer_partial_and_say_why(scene):
    row = ask(scene)
    rows = [*SOUND, ("hier", "Collège A", "violences", 3), ("2025", "Collège A", "violences", 2),
            ("2025", "Kevin Martin", "violences", 2),
            ("2025", "Collège B", "violences", "beaucoup")]  # fmt: skip
    waiting = answer(scene, row, rows, confirmed=False)
    reasons = {reject.line: reject.reason for reject in deliveries.preview(row=waiting).read.rejects}
    assert set(reasons) == {6, 7, 8, 9}
    assert "période" in reasons[6]
    assert "ligne 3" in reasons[7]
    assert "personne" in reasons[8]
    assert "beaucoup" in reasons[9]
    deliveries.confirm(actor=scene.holder, row=waiting, on=NOW.date())
    row.refresh_from_db()
    assert row.state == "partial"


@pytest.mark.parametrize("column", ["Nom", "prénom", "Date de naissance", "Élève"])
def test_a_column_about_persons_refuses_the_whole_file(scene, column):
    content = table([("2024", "A", "violences", 1, "x")], f"période;lieu;modalité;effectif;{column}")
    with pytest.raises(BadInput, match="parle de personnes"):
        answer(scene, ask(scene), content=content)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04cass\xe9", b"%PDF-1.4 x", "période;lieu\n2024;A".encode(), b"a;b\n",
     "période;lieu;modalité;effectif\n".encode(),
     b"\xff\xfe" + "période".encode("utf-16-le")],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_french(scene, content):
    with pytest.raises(BadInput, match="Rien n'a été enregistré"):
        answer(scene, ask(scene), content=content or b" ")
    assert not Delivery.objects.exists()


def test_mangled_files_are_read_or_refused_never_worse(scene):
    row, dice = ask(scene), random.Random(7)
    sound = table(SOUND)
    for _ in range(60):
        content = bytearray(sound)
        for _ in range(dice.randint(1, 8)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            waiting = answer(scene, row, content=bytes(content), confirmed=False)
            deliveries.preview(row=waiting)
        except BadInput as fault:
            assert str(fault)


def test_ten_thousand_rows_are_received(scene):
    rows = [(f"20{n % 20:02d}", f"lieu {n // 200}", f"m{(n // 20) % 10}", n % 50) for n in range(10_000)]
    made = answer(scene, ask(scene), rows)
    assert (made.rows, made.rejected, SeriesPoint.objects.count()) == (10_000, 0, 10_000)
    assert len(written(scene)["sources"][0]["series"]["periods"]) == 12


def test_a_doubtful_series_is_marked_explained_and_never_corrected(scene):
    row = ask(scene, frequency="quarterly", exposed=20_000, exposed_unit="élèves",
              yardsticks=[YARD])  # fmt: skip
    answer(scene, row, [("1997", "Collège A", "usage", 1), ("1997", "Collège B", "trafic", 1)], note="")
    assert set(Doubt.objects.values_list("kind", flat=True)) == {"low", "gaps", "no_note"}
    source = written(scene)["sources"][0]
    assert (source["state"], source["state_label"]) == ("doubtful", "reçue, douteuse")
    assert {one["counts"][0] for one in source["series"]["categories"]} == {1}
    doubt = Doubt.objects.get(kind="low")
    with pytest.raises(Refused):
        deliveries.explain(actor=scene.other, doubt=doubt, seen=0, words="non", on=DAY)
    deliveries.explain(actor=scene.holder, doubt=doubt, seen=0, words="Seuls deux collèges relèvent.", on=DAY)
    with pytest.raises(Conflict):
        deliveries.explain(actor=scene.holder, doubt=doubt, seen=0, words="autre", on=DAY)
    said = [one["explanation"] for one in written(scene)["sources"][0]["doubts"]]
    assert "Seuls deux collèges relèvent." in said
    assert SeriesPoint.objects.count() == 2
    assert len(questions.open_doubts(partnership=scene.here, actor=scene.holder)) == 2
    assert not questions.open_doubts(partnership=scene.here, actor=scene.other)


def test_a_contradiction_is_shown_to_both_and_falls_with_one_of_them(scene):
    school, landlord = ask(scene), ask(scene, institution=scene.landlord)
    answer(scene, school)
    made = answer(scene, landlord, [("2024", "Collège A", "violences", 60)], actor=scene.other)
    kinds = Doubt.objects.filter(kind=DoubtKind.CONTRADICTION.value)
    assert {row.delivery.request_id for row in kinds} == {school.pk, landlord.pk}
    assert [row["state"] for row in written(scene)["sources"]] == ["doubtful", "doubtful"]
    deliveries.withdraw_delivery(actor=scene.other, row=made, on=NOW.date())
    assert written(scene)["sources"][0]["state"] == "received"


def test_a_refusal_has_a_motive_and_can_be_taken_back(scene):
    row = ask(scene)
    with pytest.raises(BadInput, match="autre"):
        requests.refuse_request(actor=scene.holder, request=row, seen=row.revision, kind=RefusalMotive.OTHER,
                                words=" ", dissent="", on=DAY)  # fmt: skip
    made = requests.refuse_request(
        actor=scene.holder, request=row, seen=row.revision, kind=RefusalMotive.SECRECY, words="Le secret.",
        dissent="La question vise des personnes.", on=DAY,
    )  # fmt: skip
    source = written(scene)["sources"][0]
    assert (source["state"], source["motive_label"]) == ("refused", "secret professionnel")
    with pytest.raises(Conflict):
        requests.take_up(actor=scene.holder, request=made, seen=made.revision - 1)
    again = requests.take_up(actor=scene.holder, request=made, seen=made.revision)
    assert (again.state, again.motive) == ("expected", "")
    assert again.history.filter(motive="Le secret.").exists()


def test_reminders_go_once_and_never_to_one_who_answered(scene):
    row, other = ask(scene), ask(scene, institution=scene.landlord)
    before = DUE - datetime.timedelta(days=5)
    assert len(remind(before, dry_run=True).written) == 1
    assert Letter.objects.count() == 1  # the request itself
    done = remind(before)
    assert [one.id for one in done.written] == [row.pk]
    assert [one.id for one in done.without_contact] == [other.pk]
    assert not remind(before).written
    row.refresh_from_db()
    assert row.reminded_on == before
    answer(scene, row)
    assert not remind(DUE + datetime.timedelta(days=9)).written
    assert Letter.objects.count() == 2


def test_the_round_of_periodic_work_reminds_the_holders(scene):
    ask(scene)
    now = datetime.datetime.combine(DUE - datetime.timedelta(days=5), datetime.time(9), datetime.UTC)
    assert periodic.tick(actor=factories.MACHINE, now=now).counts["rappels de données écrits"] == 1


def test_the_periodic_step_counts_and_forgets_files_nobody_confirmed(scene):
    waiting = answer(scene, ask(scene), confirmed=False)
    later = NOW + datetime.timedelta(days=9)
    dry = tasks.remind(actor=factories.MACHINE, now=later, dry_run=True)
    assert dry["fichiers de données oubliés"] == 1
    tasks.remind(actor=factories.MACHINE, now=later)
    waiting.refresh_from_db()
    assert (waiting.state, bytes(waiting.content)) == ("dropped", b"")


def test_coded_answers_have_shares_with_intervals(scene):
    row = gather.walk(scene)
    gather.code(scene, row)
    work = written(scene)["field"][0]
    shares = {one["code"]: (one["share"], one["low"], one["high"]) for one in work["questions"][0]["answers"]}
    assert shares["oui"][0] == pytest.approx(0.4)
    assert shares["oui"][1] < 0.4 < shares["oui"][2]
    assert "tirées au hasard" in work["caution"]


def test_volunteers_are_said_to_be_volunteers_and_a_census_has_no_interval(scene):
    gather.code(scene, gather.walk(scene, sampling="open"))
    gather.code(scene, gather.walk(scene, sampling="all"))
    first, second = written(scene)["field"]
    assert "volontaires" in first["caution"]
    assert second["questions"][0]["answers"][0]["low"] is None


def test_a_code_given_by_more_people_than_answered_is_set_aside(scene):
    made = gather.code(scene, gather.walk(scene, sample=50))
    assert (made.rows, made.rejected) == (2, 1)


def test_institutions_sign_disagree_and_withdraw_with_trace(scene):
    values = {"text": "Un constat.", "evidence": "Base.", "confidence": "good"}
    row = services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="finding", values=values)
    signed = positions.sign(actor=scene.holder, finding=row, institution=scene.school, on=DAY)
    assert positions.sign(actor=scene.holder, finding=row, institution=scene.school, on=DAY) == signed
    paper = positions.sign(actor=scene.runs, finding=row, institution=scene.landlord, on=DAY)
    assert (signed.on_paper, paper.on_paper) == (False, True)
    with pytest.raises(Refused):
        positions.dissent(actor=scene.other, finding=row, institution=scene.school, words="Non.", on=DAY)
    positions.dissent(
        actor=scene.other, finding=row, institution=scene.landlord, words="Pas chez nous.", on=DAY
    )
    with pytest.raises(BadInput, match="déjà"):
        positions.dissent(actor=scene.other, finding=row, institution=scene.landlord, words="Non.", on=DAY)
    found = written(scene)["findings"][0]
    assert found["signatories"] == [scene.school.name, scene.landlord.name]
    assert found["dissents"][0]["words"] == "Pas chez nous."
    positions.withdraw_position(actor=scene.holder, row=signed, on=DAY, reason="Chiffres revus.")
    assert written(scene)["findings"][0]["signatories"] == [scene.landlord.name]
    signed.refresh_from_db()
    assert (signed.withdrawn_on, signed.withdrawn_reason) == (DAY, "Chiffres revus.")
    assert positions.sign(actor=scene.holder, finding=row, institution=scene.school, on=DAY) != signed


def test_priorities_follow_findings_and_older_lines_stay(scene):
    finding = services.save_line(
        actor=scene.runs, diagnosis=scene.diagnosis, kind="finding",
        values={"text": "Un constat.", "evidence": "Base.", "confidence": "good",
                "signatories": ["la ville"]},
    )  # fmt: skip
    values = {"text": "Être là le soir.", "rank": 2, "findings": [finding], "institution": scene.school}
    services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="priority", values=values)
    services.save_line(actor=scene.runs, diagnosis=scene.diagnosis, kind="source", values={
        "source": "Ancienne", "holder": "le réseau", "state": "doubtful"})  # fmt: skip
    words = written(scene)
    assert words["priorities"][0]["findings"] == [1]
    assert words["findings"][0]["signatories"] == ["la ville"]
    assert (words["sources"][0]["holder"], words["sources"][0]["state"]) == ("le réseau", "doubtful")


def test_a_stale_line_is_refused_and_says_what_changed(scene):
    row = ask(scene, sent=False)
    save = {"actor": scene.runs, "diagnosis": scene.diagnosis, "kind": "source", "number": row.number}
    services.save_line(**save, values={"period": "2020"}, seen=row.revision)
    with pytest.raises(Conflict, match="période"):
        services.save_line(**save, values={"period": "2021"}, seen=row.revision)
    assert selectors.entry(diagnosis=scene.diagnosis, kind="source", number=row.number).period == "2020"


def test_what_is_late_and_what_is_asked_of_mine(scene):
    row = ask(scene)
    ask(scene, institution=scene.landlord, due_on=DUE + datetime.timedelta(days=60))
    on = DUE + datetime.timedelta(days=3)
    assert [(one.number, one.days_late) for one in questions.late(partnership=scene.here, on=on)] == [
        (row.number, 3)
    ]
    mine = questions.asked_of(partnership=scene.here, actor=scene.holder, on=on)
    assert [one.number for one in mine] == [row.number]
    nobody = Actor(9, "x", frozenset({Role.PARTNER}))
    assert not questions.asked_of(partnership=scene.here, actor=nobody, on=on)
