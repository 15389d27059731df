"""Items, decisions and commitments through the door: rows, journal, refusals, two hands on one row."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.bodies.models import AgendaItem, Commitment, Decision
from maillage.bodies.selectors import commitments as promises
from maillage.bodies.selectors import record as records
from maillage.bodies.services import commitments, decisions, record
from maillage.bodies.vocabulary import (
    CommitmentState,
    DecisionMode,
    ItemKind,
    ItemOutcome,
    MeetingState,
    StrategyUse,
)
from maillage.institutions.models import Letter
from maillage.kernel import BadInput, Conflict, Refused
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes
from tests.bodies.factories.decisions import DAY, decided, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return scenes.plenary()


def write(scene, item, **change):
    draft = record.ItemRecord(**({"outcome": ItemOutcome.HANDLED, "notes": "Le constat est lu."} | change))
    return record.record_item(actor=scene.actor, item=item, seen=item.revision, draft=draft)


def take(scene, **change):
    return decisions.take_decision(
        actor=scene.actor, meeting=scene.meeting, draft=decided(**change), nonce=None
    )


def make(scene, kind="school", **change):
    draft = promise(scene.who[kind], **change)
    return commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, draft=draft, on=DAY, meeting=scene.meeting
    )


def acts():
    return list(Entry.objects.exclude(partnership="").order_by("seq").values_list("act", flat=True))


def test_an_item_is_recorded_with_one_line_that_quotes_nothing(scene):
    row = write(scene, scene.items[0], spoke=[scene.who["town"], scene.who["school"]])
    assert (row.outcome, row.revision, row.spoke.count()) == ("handled", 1, 2)
    entry = Entry.objects.exclude(partnership="").get()
    assert entry.act == "point consigné" and "constat" not in str(entry.detail) + entry.subject


def test_two_hands_on_the_same_notes_lose_nothing(scene):
    item = scene.items[0]
    other = AgendaItem.objects.get(pk=item.pk)
    write(scene, item, notes="Première main.")
    with pytest.raises(Conflict) as fault:
        record.record_item(
            actor=scene.actor, item=other, seen=0,
            draft=record.ItemRecord(ItemOutcome.HANDLED, "Seconde main."),
        )  # fmt: skip
    assert "Première main." in str(fault.value)
    item.refresh_from_db()
    assert item.notes == "Première main."


def test_a_strategy_only_presented_bears_no_amendment(scene):
    with pytest.raises(BadInput, match="discutée"):
        write(scene, scene.items[0], strategy=StrategyUse.PRESENTED, amendments=1)
    with pytest.raises(BadInput, match="sans stratégie"):
        write(scene, scene.items[0], questions=2)
    assert (
        write(scene, scene.items[0], strategy=StrategyUse.DISCUSSED, questions=2, amendments=1).amendments
        == 1
    )


def test_positions_are_those_of_state_services(scene):
    item = scene.items[0]
    with pytest.raises(BadInput, match="service de l'État"):
        record.set_position(
            actor=scene.actor, item=item, seen=0, institution=scene.who["town"], position="Non."
        )
    for words in ("Pour.", "Pour, avec une réserve."):
        item.refresh_from_db()
        record.set_position(
            actor=scene.actor,
            item=item,
            seen=item.revision,
            institution=scene.who["prefecture"],
            position=words,
        )
    assert [row.position for row in item.positions.all()] == ["Pour, avec une réserve."]
    item.refresh_from_db()
    record.set_position(
        actor=scene.actor, item=item, seen=item.revision, institution=scene.who["prefecture"], position=" "
    )
    assert not item.positions.exists()


def test_an_item_is_carried_once_to_a_later_meeting(scene):
    later = invented.MeetingFactory(
        body=scene.body, starts_at=scenes.START + datetime.timedelta(days=60), state=MeetingState.DRAFT.value
    )
    first = record.carry(actor=scene.actor, item=scene.items[1], to=later)
    again = record.carry(actor=scene.actor, item=AgendaItem.objects.get(pk=scene.items[1].pk), to=later)
    assert first.pk == again.pk and first.carried_from_id == scene.items[1].pk
    assert AgendaItem.objects.get(pk=scene.items[1].pk).outcome == ItemOutcome.CARRIED.value
    elsewhere = invented.MeetingFactory(
        body=invented.BodyFactory(partnership=scene.here), starts_at=later.starts_at
    )
    with pytest.raises(BadInput, match="même instance"):
        record.carry(actor=scene.actor, item=scene.items[2], to=elsewhere)


def test_a_decided_item_is_not_carried(scene):
    take(scene, item=scene.items[0])
    later = invented.MeetingFactory(
        body=scene.body, starts_at=scenes.START + datetime.timedelta(days=60), state=MeetingState.DRAFT.value
    )
    with pytest.raises(BadInput, match="donné lieu à une décision"):
        record.carry(actor=scene.actor, item=scene.items[0], to=later)


def test_an_item_that_came_up_is_added_once(scene):
    nonce = uuid.uuid4()
    named = {
        "actor": scene.actor,
        "meeting": scene.meeting,
        "title": "Éclairage",
        "kind": ItemKind.DISCUSSION,
    }
    rows = {record.add_item(**named, nonce=nonce).pk for _ in range(2)}
    assert len(rows) == 1 and AgendaItem.objects.get(pk=rows.pop()).number == 4


def test_who_was_absent_is_computed(scene):
    row = take(scene, item=scene.items[0], bound=[scene.who["landlord"], scene.who["school"]])
    line = records.decision_lines([row])[0]
    assert [one.kind for one in line.absent] == ["landlord"] and not line.not_convened
    assert AgendaItem.objects.get(pk=scene.items[0].pk).outcome == ItemOutcome.ADOPTED.value
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    line = records.decision_lines([take(scene, bound=[stranger])])[0]
    assert line.absent == (stranger,) == line.not_convened


def test_without_presence_nothing_is_said_of_anybody(scene):
    scene.meeting.attendances.all().delete()
    line = records.decision_lines([take(scene, bound=[scene.who["landlord"]])])[0]
    assert not line.presence.known and line.absent == ()


def test_decisions_are_numbered_and_sent_twice_made_once(scene):
    nonce = uuid.uuid4()
    for _ in range(2):
        decisions.take_decision(actor=scene.actor, meeting=scene.meeting, draft=decided(), nonce=nonce)
    take(scene, text="Une autre.")
    assert list(Decision.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "  "}, "Écrivez la décision"),
        ({"mode": DecisionMode.VOTE}, "Écrivez les voix"),
        ({"votes": (3, 0, 0)}, "que pour un vote"),
        ({"mode": DecisionMode.VOTE, "votes": (0, 0, 0)}, "Aucune voix"),
        ({"review_on": DAY}, "doit suivre la réunion"),
    ],
)
def test_a_decision_that_does_not_hold_is_refused(scene, change, words):
    with pytest.raises(BadInput, match=words):
        take(scene, **change)
    assert not Decision.objects.exists() and not acts()


def test_a_dissent_keeps_the_institutions_words(scene):
    row = take(scene)
    decisions.keep_dissent(
        actor=scene.actor, decision=row, seen=0, institution=scene.who["school"],
        words="« L'effectif n'est pas arrêté. »",
    )  # fmt: skip
    assert row.dissents.get().words == "L'effectif n'est pas arrêté."
    with pytest.raises(Conflict):
        decisions.keep_dissent(
            actor=scene.actor, decision=row, seen=0, institution=scene.who["town"], words="Non."
        )


def test_a_decision_is_withdrawn_with_a_reason_and_stays(scene):
    row = take(scene)
    with pytest.raises(BadInput, match="pourquoi"):
        decisions.withdraw_decision(actor=scene.actor, decision=row, seen=0, on=DAY, reason=" ")
    done = decisions.withdraw_decision(actor=scene.actor, decision=row, seen=0, on=DAY, reason="doublon")
    assert Decision.objects.get().withdrawn_reason == "doublon"
    with pytest.raises(BadInput, match="retirée"):
        decisions.edit_decision(actor=scene.actor, decision=done, seen=1, draft=decided())


def test_a_review_is_kept_and_may_plan_another(scene):
    row = take(scene, review_on=datetime.date(2026, 6, 1))
    row = decisions.review_decision(
        actor=scene.actor, decision=row, seen=0, on=datetime.date(2026, 6, 2), outcome="Appliquée en partie.",
        next_on=datetime.date(2026, 9, 1),
    )  # fmt: skip
    assert row.reviewed_on is None and row.review_on == datetime.date(2026, 9, 1)
    row = decisions.review_decision(
        actor=scene.actor, decision=row, seen=1, on=datetime.date(2026, 9, 1), outcome="Appliquée."
    )
    assert row.reviewed_on == datetime.date(2026, 9, 1)
    assert row.review_outcome.splitlines()[0] == "02/06/2026 : Appliquée en partie."


def test_restricting_a_decision_restricts_its_commitments(scene):
    row = take(scene)
    kept = commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, draft=promise(scene.who["town"]), on=DAY, decision=row
    )
    decisions.edit_decision(actor=scene.actor, decision=row, seen=0, draft=decided(restricted=True))
    assert Commitment.objects.get(pk=kept.pk).restricted


def test_a_commitment_of_a_meeting_bears_its_day(scene):
    row = make(scene)
    assert (row.made_on, row.meeting_id, row.state) == (DAY, scene.meeting.pk, "open")
    with pytest.raises(BadInput, match="précède l'engagement"):
        make(scene, due_on=datetime.date(2026, 1, 1))
    with pytest.raises(BadInput, match="envers elle-même"):
        make(scene, towards=scene.who["school"])


def test_a_partner_makes_and_reports_its_own_only(scene):
    _user, partner = invented.speaks_for(scene.who["school"])
    own = commitments.make_commitment(
        actor=partner, partnership=scene.here, draft=promise(scene.who["school"]), on=DAY
    )
    with pytest.raises(Refused):
        commitments.make_commitment(
            actor=partner, partnership=scene.here, draft=promise(scene.who["town"]), on=DAY
        )
    other = make(scene, "town")
    with pytest.raises(Refused):
        commitments.report(
            actor=partner, commitment=other, seen=0, state=CommitmentState.DELIVERED, on=DAY, evidence="vu"
        )
    done = commitments.report(
        actor=partner, commitment=own, seen=0, state=CommitmentState.DELIVERED, on=DAY, evidence="Envoi du 3."
    )
    assert (done.state, done.closed_on) == ("delivered", DAY)
    assert acts().count("suite donnée à un engagement : refusé") == 1


def test_delivered_asks_for_a_sentence(scene):
    row = make(scene)
    with pytest.raises(BadInput, match="à quoi on le voit"):
        commitments.report(actor=scene.actor, commitment=row, seen=0, state=CommitmentState.PARTLY, on=DAY)
    commitments.report(actor=scene.actor, commitment=row, seen=0, state=CommitmentState.UNKNOWN, on=DAY)
    assert Commitment.objects.get().state == "unknown"


def test_two_hands_on_one_commitment(scene):
    row = make(scene)
    commitments.report(actor=scene.actor, commitment=row, seen=0, state=CommitmentState.UNKNOWN, on=DAY)
    with pytest.raises(Conflict, match="unknown"):
        commitments.report(
            actor=scene.actor, commitment=row, seen=0, state=CommitmentState.DELIVERED, on=DAY, evidence="vu"
        )


def test_a_renegotiation_keeps_what_it_was_and_why(scene):
    row = make(scene)
    changed = {"deliverable": row.deliverable, "quantity": "2 soirs par semaine", "due_on": row.due_on}
    with pytest.raises(BadInput, match="Dites pourquoi"):
        commitments.renegotiate(actor=scene.actor, commitment=row, seen=0, on=DAY, reason="", **changed)
    commitments.renegotiate(actor=scene.actor, commitment=row, seen=0, on=DAY, reason="effectif", **changed)
    kept = promises.changes(commitment=row)
    assert [(one.field, one.before, one.after, one.reason) for one in kept] == [
        ("quantity", "4 soirs par semaine", "2 soirs par semaine", "effectif")
    ]
    row.refresh_from_db()
    with pytest.raises(BadInput, match="Rien n'a changé"):
        commitments.renegotiate(actor=scene.actor, commitment=row, seen=1, on=DAY, reason="x", **changed)


def test_words_are_a_draft_until_the_minutes_are_approved(scene):
    row = make(scene, quantity="")
    draft = promise(scene.who["school"], quantity="chaque vendredi")
    assert commitments.reword(actor=scene.actor, commitment=row, seen=0, draft=draft, on=DAY).quantity
    scene.meeting.state = MeetingState.APPROVED.value
    scene.meeting.save()
    row = Commitment.objects.select_related("meeting").get()
    with pytest.raises(BadInput, match="renégociez"):
        commitments.reword(actor=scene.actor, commitment=row, seen=1, draft=draft, on=DAY)


def test_a_withdrawn_commitment_drops_the_letters_that_wait(scene):
    row = make(scene)
    key = f"commitment:{row.pk}:2026-03-01:-14"
    Letter.objects.create(
        partnership=scene.here, key=key, person=scene.people["school"], to="x@exemple.invalid",
        subject="s", text="t", due_at=scenes.START,
    )  # fmt: skip
    commitments.withdraw(actor=scene.actor, commitment=row, seen=0, on=DAY, reason="sans objet")
    assert Letter.objects.get().state == "dropped" and not Letter.objects.filter(key=key).exists()
    with pytest.raises(BadInput, match="retiré"):
        commitments.report(
            actor=scene.actor,
            commitment=Commitment.objects.get(),
            seen=1,
            state=CommitmentState.UNKNOWN,
            on=DAY,
        )


def test_nothing_is_written_after_approval(scene):
    scene.meeting.state = MeetingState.APPROVED.value
    scene.meeting.save()
    item = AgendaItem.objects.get(pk=scene.items[0].pk)
    for change in (lambda: write(scene, item), lambda: take(scene), lambda: make(scene)):
        with pytest.raises(BadInput, match="approuvé"):
            change()


def test_a_partner_runs_nothing_here(scene):
    _user, partner = invented.speaks_for(scene.who["school"])
    with pytest.raises(Refused):
        decisions.take_decision(actor=partner, meeting=scene.meeting, draft=decided(), nonce=None)
    with pytest.raises(Refused):
        record.record_item(
            actor=partner, item=scene.items[0], seen=0, draft=record.ItemRecord(ItemOutcome.HANDLED)
        )
    assert not Decision.objects.exists()


def test_an_institution_of_another_partnership_is_refused(scene):
    stranger = invented.InstitutionFactory(partnership=scenes.PartnershipFactory(place="44109"))
    with pytest.raises(BadInput, match="de ce partenariat"):
        take(scene, bound=[stranger])
    with pytest.raises(BadInput, match="annuaire"):
        make(scene, towards=stranger)
