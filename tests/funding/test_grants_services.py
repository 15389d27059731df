"""Decisions and what follows them, through the door of their services, then rows and journal."""

import datetime
import uuid
from decimal import Decimal

import pytest

from maillage.audit.models import Entry
from maillage.funding.models import GrantDecision, Payment, PlanLine, Report
from maillage.funding.selectors import due, follow_up
from maillage.funding.selectors.grants import grants
from maillage.funding.services import decisions, opinions, payments, recoveries, reports, terms, yearly
from maillage.funding.tasks import remind
from maillage.funding.vocabulary import DecisionKind, OpinionVerdict, RefusalReason, RequestState
from maillage.institutions.models import Letter
from maillage.kernel import BadInput, Conflict, Refused
from tests.factories import MACHINE
from tests.funding import scenes
from tests.funding.factories import FundFactory
from tests.funding.scenes import DAY
from tests.institutions.factories import InstitutionFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db
NEXT = DAY + datetime.timedelta(days=30)


@pytest.fixture
def made():
    return scenes.scene()


def last() -> str:
    return Entry.objects.order_by("-seq").values_list("act", flat=True)[0]


def ruling(**change) -> decisions.Ruling:
    given = {"kind": DecisionKind.GRANTED, "reason": "Utile.", "on": DAY, "amount": Decimal("8000.00")}
    return decisions.Ruling(**(given | change))


@pytest.mark.parametrize(("change", "words"), [
    ({"reason": " "}, "Dites le motif"), ({"amount": Decimal(0)}, "Donnez le montant accordé"),
    ({"amount": Decimal("10000.01")}, "dépassent ce qui est demandé"),
    ({"on": DAY - datetime.timedelta(1)}, "précède le dépôt"),
    ({"notified_on": DAY - datetime.timedelta(1)}, "précède la décision"),
    ({"kind": DecisionKind.REFUSED}, "Choisissez le motif"),
])  # fmt: skip
def test_a_decision_that_cannot_be_is_said(made, change, words):
    row = scenes.filed(made)
    with pytest.raises(BadInput, match=words):
        decisions.decide(actor=made.prefecture, request=row, seen=row.revision, ruling=ruling(**change))
    row.refresh_from_db()
    assert row.state == RequestState.FILED.value and not GrantDecision.objects.exists()


def test_a_refusal_keeps_its_motive_and_no_money(made):
    row = scenes.filed(made)
    refused = ruling(kind=DecisionKind.REFUSED, refusal=RefusalReason.IMPRECISE)
    decision = decisions.decide(actor=made.prefecture, request=row, seen=row.revision, ruling=refused)
    row.refresh_from_db()
    assert (row.state, decision.amount, decision.refusal) == ("refused", Decimal("0.00"), "imprecise")
    assert not Report.objects.exists() and last() == "décision de financement"


def test_a_partner_decides_nothing(made):
    row = scenes.filed(made)
    with pytest.raises(Refused):
        decisions.decide(actor=made.partner, request=row, seen=row.revision, ruling=ruling())
    assert last() == "décision de financement : refusé"


def test_decided_twice_is_once_and_a_stale_one_is_told(made):
    row, nonce = scenes.filed(made), uuid.uuid4()
    first = decisions.decide(actor=made.actor, request=row, seen=row.revision, ruling=ruling(), nonce=nonce)
    again = decisions.decide(actor=made.actor, request=row, seen=row.revision, ruling=ruling(), nonce=nonce)
    assert again == first
    with pytest.raises(Conflict):
        decisions.decide(actor=made.actor, request=row, seen=row.revision, ruling=ruling())


def test_a_decision_is_undone_while_nothing_follows_then_taken_again(made):
    decision = scenes.granted(made)
    payment = payments.plan_payment(actor=made.actor, decision=decision, amount=Decimal(10), due_on=DAY)
    with pytest.raises(BadInput, match="un versement"):
        decisions.undo_decision(actor=made.actor, decision=decision, seen=decision.revision, on=DAY)
    payments.withdraw_payment(actor=made.actor, payment=payment, on=DAY)
    decisions.undo_decision(actor=made.actor, decision=decision, seen=decision.revision, on=DAY)
    row = decision.request
    row.refresh_from_db()
    assert row.state == RequestState.FILED.value and grants(partnership=made.here, on=NEXT) == []
    again = decisions.decide(
        actor=made.actor, request=row, seen=row.revision, ruling=ruling(amount=Decimal("7000.00"))
    )
    assert again.pk == decision.pk and again.withdrawn_on is None and again.history.count() == 3
    assert [one.granted for one in grants(partnership=made.here, on=NEXT)] == [Decimal("7000.00")]


def test_payments_stop_at_the_grant_and_come_back(made):
    decision = scenes.granted(made)
    first = payments.plan_payment(actor=made.actor, decision=decision, amount=Decimal("8000.00"), due_on=DAY)
    with pytest.raises(BadInput, match="dépasse ce qui reste"):
        payments.plan_payment(actor=made.actor, decision=decision, amount=Decimal("0.01"), due_on=DAY)
    payments.withdraw_payment(actor=made.actor, payment=first, on=DAY)
    payments.plan_payment(actor=made.actor, decision=decision, amount=Decimal("1.00"), due_on=DAY)
    with pytest.raises(BadInput, match="dépasse ce qui reste"):
        payments.withdraw_payment(actor=made.actor, payment=first, on=DAY, back=True)
    assert Payment.objects.filter(withdrawn_on__isnull=True).count() == 1


def test_a_payment_made_is_said_unpaid_before_it_is_withdrawn(made):
    decision = scenes.paid(made)
    payment = decision.payments.get()
    with pytest.raises(BadInput, match="ont été versés"):
        payments.withdraw_payment(actor=made.actor, payment=payment, on=DAY)
    recoveries.order(actor=made.actor, decision=decision, amount=Decimal(1), reason="x", on=DAY, due_on=NEXT)
    with pytest.raises(BadInput, match="Un reversement a été demandé"):
        payments.pay(actor=made.actor, payment=payment, on=None)


def test_an_opinion_is_one_by_institution_and_stops_at_the_decision(made):
    row, town = scenes.filed(made), InstitutionFactory(partnership=made.here)

    def give():
        return opinions.give_opinion(
            actor=made.actor, request=row, institution=town, verdict=OpinionVerdict.UNFAVOURABLE, words=(
                "Non"
                "."
            ),
            on=DAY,
        )  # fmt: skip

    one = give()
    with pytest.raises(BadInput, match="a déjà donné son avis"):
        give()
    opinions.withdraw_opinion(actor=made.actor, opinion=one, on=DAY)
    give()
    with pytest.raises(BadInput, match="un autre avis depuis"):
        opinions.withdraw_opinion(actor=made.actor, opinion=one, on=DAY, back=True)
    decisions.decide(actor=made.actor, request=row, seen=row.revision, ruling=ruling())
    assert grants(partnership=made.here, on=NEXT)[0].against_opinion is True
    assert Entry.objects.latest("seq").detail["contre un avis défavorable"] is True
    with pytest.raises(BadInput, match="La décision est prise"):
        opinions.withdraw_opinion(actor=made.actor, opinion=one, on=DAY)


@pytest.mark.parametrize(("on", "refused"), [("2019-06-03", True), ("2026-03-02", False)])
def test_a_signed_convention_says_what_its_day_asks(made, on, refused):
    decision = scenes.granted(made)
    day = datetime.date.fromisoformat(on)
    GrantDecision.objects.filter(pk=decision.pk).update(on=day)
    decision.refresh_from_db()
    given = dict.fromkeys(terms.TERMS, "") | {"convention_on": day, "convention_objectives": "Objectifs."}
    if refused:
        with pytest.raises(BadInput, match="les conditions de reversement"):
            terms.set_convention(actor=made.actor, decision=decision, seen=decision.revision, terms=given)
        given |= {"evaluation_terms": "Enquête.", "repayment_terms": "Au prorata."}
    terms.set_convention(actor=made.actor, decision=decision, seen=decision.revision, terms=given)
    decision.refresh_from_db()
    assert decision.convention_on == day


def test_conditions_are_set_met_withdrawn_and_weighed(made):
    decision = scenes.granted(made)
    one = terms.set_condition(
        actor=made.actor, decision=decision, words="Un bilan en juin.", amount=Decimal("3000.00"), on=DAY
    )
    assert grants(partnership=made.here, on=NEXT)[0].conditioned == Decimal("3000.00")
    for act in ("levee", "posee", "retirer"):
        one = terms.mark_condition(actor=made.actor, condition=one, on=DAY, act=act)
    assert one.met_on is None and one.withdrawn_on == DAY
    assert grants(partnership=made.here, on=NEXT)[0].conditioned == Decimal("0.00")
    with pytest.raises(BadInput, match="va de 0 à"):
        terms.set_condition(actor=made.actor, decision=decision, words="x", amount=Decimal(9000), on=DAY)


def test_dates_move_with_their_report_once_accepted(made):
    decision = scenes.granted(made)
    start, end = datetime.date(2026, 11, 1), datetime.date(2027, 2, 28)
    change = terms.ask_dates(
        actor=made.partner, decision=decision, start=start, end=end, reason="Recrutement.", on=DAY
    )
    with pytest.raises(BadInput, match="attend déjà sa réponse"):
        terms.ask_dates(actor=made.partner, decision=decision, start=start, end=end, reason="x", on=DAY)
    terms.withdraw_dates(actor=made.partner, change=change, on=DAY)
    terms.withdraw_dates(actor=made.partner, change=change, on=DAY, back=True)
    terms.answer_dates(actor=made.prefecture, change=change, accepted=True, answer="Oui.", on=DAY)
    decision.request.refresh_from_db()
    assert decision.request.end == end and Report.objects.get().due_on == datetime.date(2028, 6, 30)


def account(*, part: Decimal = Decimal(1), gaps: str = "") -> reports.Account:
    actual = {line.pk: line.planned * part for line in PlanLine.objects.all()}
    return reports.Account("Fait.", gaps, "28 %", 100, actual)


def test_a_report_is_received_once_it_accounts_for_every_line(made):
    decision = scenes.paid(made)

    def receive(on=NEXT):
        report = Report.objects.get()
        return reports.receive_report(actor=made.actor, decision=decision, seen=report.revision, on=on)

    with pytest.raises(BadInput, match="ne dit pas encore"):
        receive()
    reports.fill_report(actor=made.partner, decision=decision, seen=0, account=account(part=Decimal("0.5")))
    with pytest.raises(BadInput, match="expliquez les écarts"):
        receive()
    given = account(part=Decimal("0.5"), gaps="Un poste vacant.")
    reports.fill_report(actor=made.partner, decision=decision, seen=1, account=given)
    receive()
    decision.refresh_from_db()
    assert follow_up.suggested(decision) == Decimal("4000.00")
    with pytest.raises(BadInput, match="Le compte rendu est reçu"):
        reports.fill_report(actor=made.partner, decision=decision, seen=3, account=given)
    receive(on=None)
    decision = GrantDecision.objects.get()
    assert follow_up.suggested(decision) == Decimal("0.00")


def test_an_action_not_done_gives_back_all_that_was_paid(made):
    decision = scenes.paid(made, "5000.00")
    reports.certify_not_done(actor=made.partner, decision=decision, seen=0, on=DAY, reason="Pas de local.")
    decision = GrantDecision.objects.get()
    assert follow_up.suggested(decision) == Decimal("5000.00")
    order = recoveries.order(
        actor=made.prefecture, decision=decision, amount=Decimal("5000.00"), reason="Non réalisée.", on=DAY,
        due_on=NEXT,
    )  # fmt: skip
    with pytest.raises(BadInput, match="dépasse ce qui peut être demandé"):
        recoveries.order(
            actor=made.actor, decision=decision, amount=Decimal("0.01"), reason="x", on=DAY, due_on=NEXT
        )
    back = recoveries.repay(actor=made.actor, recovery=order, amount=Decimal("4999.99"), on=NEXT)
    with pytest.raises(BadInput, match="ce qui reste à rendre"):
        recoveries.repay(actor=made.actor, recovery=order, amount=Decimal("0.02"), on=NEXT)
    recoveries.withdraw_repayment(actor=made.actor, repayment=back, on=NEXT)
    assert [row.balance.left for row in follow_up.orders(decision, NEXT)] == [Decimal("5000.00")]
    with pytest.raises(BadInput, match="Dites qui a décidé"):
        recoveries.waive(actor=made.actor, recovery=order, reason=" ", on=NEXT)
    recoveries.waive(actor=made.actor, recovery=order, reason="Organisme dissous.", on=NEXT)
    assert [row.balance.left for row in follow_up.orders(decision, NEXT)] == [Decimal("0.00")]


def test_the_notice_is_timed_from_the_filing(made):
    decision = scenes.granted(made)
    decisions.notify(actor=made.prefecture, decision=decision, seen=decision.revision, on=NEXT)
    [one] = grants(partnership=made.here, on=NEXT)
    assert (one.days, one.confirmed_before_start) == (30, True)


def test_grants_are_those_decided_that_day_of_that_year_and_fund(made):
    scenes.granted(made)
    assert grants(partnership=made.here, on=DAY - datetime.timedelta(1)) == []
    assert grants(partnership=made.here, on=DAY, year=2025) == []
    assert grants(partnership=made.here, on=DAY, fund=FundFactory(partnership=made.here)) == []
    assert len(grants(partnership=made.here, on=DAY, year=2026, fund=made.fund)) == 1


def test_the_yearly_report_keeps_one_row_by_year(made):
    draft = yearly.YearlyDraft("Bilan.", None, NEXT, None)
    first = yearly.keep_report(actor=made.actor, partnership=made.here, year=2026, seen=0, draft=draft)
    again = yearly.keep_report(actor=made.actor, partnership=made.here, year=2026, seen=0, draft=draft)
    assert first.pk == again.pk and again.revision == 1
    with pytest.raises(Conflict):
        yearly.keep_report(actor=made.actor, partnership=made.here, year=2026, seen=0, draft=draft)
    with pytest.raises(BadInput, match="corrigez la date"):
        yearly.keep_report(actor=made.actor, partnership=made.here, year=2030, seen=0, draft=draft)


def test_the_reminder_leaves_once_and_says_who_has_no_address(made):
    scenes.granted(made)
    now = datetime.datetime(2027, 6, 10, 8, tzinfo=datetime.UTC)
    assert remind(actor=MACHINE, now=now)["comptes rendus sans destinataire"] == 1
    PositionFactory(institution=made.applicant, person=PersonFactory(partnership=made.here))
    assert remind(actor=MACHINE, now=now, dry_run=True)["rappels de comptes rendus à écrire"] == 1
    assert not Letter.objects.exists()
    for _ in range(2):
        remind(actor=MACHINE, now=now)
    assert Letter.objects.get().subject == "Compte rendu financier attendu le 30/06/2027"
    assert last() == "rappels de comptes rendus financiers écrits"


def test_what_waits_is_said_with_its_day(made):
    decision = scenes.paid(made)
    recoveries.order(
        actor=made.actor, decision=decision, amount=Decimal(10), reason="Trop versé.", on=DAY, due_on=NEXT
    )
    on = datetime.date(2027, 7, 10)
    rows = due.matters(partnership=made.here, on=on)
    assert [row.name for row in rows] == ["funding:request"] * 2
    assert {row.what[:12] for row in rows} == {"Suivre le re", "Demander le "}
    mine = due.asked_of(partnership=made.here, actor=made.partner, on=on)
    assert {row.what[:7] for row in mine} == {"Rendre ", "Envoyer"}
    assert [row.late for row in mine] == [row.late for row in rows] and all(row.late for row in mine)


def test_a_call_that_closes_and_requests_to_read_are_said(made):
    scenes.asked(made)
    rows = due.matters(partnership=made.here, on=DAY)
    assert {row.what for row in rows} == {
        "Déposer à « Appel à projets 2026 (essai) »", "Relire et valider « Médiation du soir »",
    }  # fmt: skip
