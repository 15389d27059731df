"""What was withdrawn, undone or given up no longer counts, and nothing hangs on it any more."""

from decimal import Decimal

import pytest

from maillage.funding.documents import spread as documents
from maillage.funding.models import GrantDecision, PlanLine
from maillage.funding.selectors import follow_up
from maillage.funding.selectors import spread as selectors
from maillage.funding.services import decisions, payments, recoveries, reports
from maillage.funding.vocabulary import Account, FundKind, Side
from maillage.kernel import BadInput
from tests.funding import scenes
from tests.funding.factories import FundFactory, LineFactory, RuleFactory
from tests.funding.scenes import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return scenes.scene()


def test_what_came_back_before_the_rest_was_given_up_still_counts(made):
    decision = scenes.paid(made, "1000.00")
    reports.certify_not_done(actor=made.partner, decision=decision, seen=0, on=DAY, reason="Pas de local.")
    later = DAY.replace(month=9)
    claim = recoveries.order(
        actor=made.prefecture, decision=decision, amount=Decimal("1000.00"), reason="Non faite.", on=DAY,
        due_on=later,
    )  # fmt: skip
    recoveries.repay(actor=made.prefecture, recovery=claim, amount=Decimal("600.00"), on=DAY)
    recoveries.waive(actor=made.prefecture, recovery=claim, reason="Dissoute.", on=DAY)
    decision = GrantDecision.objects.get(pk=decision.pk)
    assert follow_up.suggested(decision) == Decimal("400.00")
    with pytest.raises(BadInput, match="reversement a été demandé"):
        payments.pay(actor=made.prefecture, payment=decision.payments.get(), on=None)


def test_nothing_is_paid_on_a_decision_that_was_undone(made):
    decision = scenes.granted(made)
    row = payments.plan_payment(
        actor=made.prefecture, decision=decision, amount=Decimal("500.00"), due_on=DAY
    )
    payments.withdraw_payment(actor=made.prefecture, payment=row, on=DAY)
    decision.refresh_from_db()
    decisions.undo_decision(actor=made.prefecture, decision=decision, seen=decision.revision, on=DAY)
    with pytest.raises(BadInput, match="Aucune subvention"):
        payments.withdraw_payment(actor=made.prefecture, payment=row, on=DAY, back=True)


def test_withdrawn_lines_and_rules_are_in_no_figure(made):
    request = scenes.granted(made).request
    town = FundFactory(partnership=made.here, kind=FundKind.TOWN.value)
    LineFactory(
        request=request, side=Side.INCOME.value, account=Account.A74.value, fund=town,
        planned=Decimal("500.00"), for_state=True,
    )  # fmt: skip
    before = selectors.local_money(partnership=made.here)
    PlanLine.objects.filter(request=request, fund=town).update(withdrawn_on=DAY)
    after = selectors.local_money(partnership=made.here)
    assert (before.for_state - after.for_state, before.local - after.local) == (Decimal("500.00"),) * 2
    RuleFactory(fund=made.fund, since=DAY.replace(year=2025), threshold=Decimal("15000.00"), withdrawn_on=DAY)
    assert [fact.threshold for fact in selectors.grants(partnership=made.here)] == [None]


def test_the_file_without_links_has_no_column_of_them():
    assert documents.BODIES[:-1] == tuple(c for c in documents.BODIES if "Lié" not in c.head)
