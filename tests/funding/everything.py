"""One row of every kind of money under one number: for the sweeps over all pages."""

import datetime
from decimal import Decimal

from maillage.funding import models
from tests.funding import factories

DAY = datetime.date(2026, 3, 2)


def rows(here, institution, pk: int) -> None:
    """A fund with its rule and its call, a grant with all that follows it, a sheet to confirm."""
    fund = factories.FundFactory(pk=pk, partnership=here, institution=institution)
    factories.RuleFactory(pk=pk, fund=fund)
    call = factories.CallFactory(pk=pk, fund=fund)
    models.CallPriority.objects.create(pk=pk, call=call, title="Jeunes", weight=60)
    request = factories.RequestFactory(
        pk=pk, partnership=here, fund=fund, call=call, applicant=institution, number=pk, state="granted"
    )
    draft = factories.RequestFactory(partnership=here, fund=fund, applicant=institution, number=pk + 1)
    factories.LineFactory(pk=pk, request=draft)
    factories.LineFactory(request=request)
    decision = factories.DecisionFactory(pk=pk, request=request, on=DAY)
    models.RequestOpinion.objects.create(
        pk=pk, request=request, institution=institution, verdict="favourable", words="Oui.", on=DAY
    )
    amount = Decimal("100.00")
    models.Condition.objects.create(pk=pk, decision=decision, words="Un bilan.", amount=amount, set_on=DAY)
    models.Payment.objects.create(pk=pk, decision=decision, due_on=DAY, amount=amount, paid_on=DAY)
    models.DateChange.objects.create(pk=pk, decision=decision, asked_on=DAY, start=DAY, end=DAY, reason="x")
    models.Report.objects.create(pk=pk, decision=decision, due_on=DAY)
    recovery = models.Recovery.objects.create(
        pk=pk, decision=decision, ordered_on=DAY, due_on=DAY, amount=amount, reason="x"
    )
    models.Repayment.objects.create(pk=pk, recovery=recovery, on=DAY, amount=Decimal("1.00"))
    models.PlanImport.objects.create(
        pk=pk, partnership=here, filename="x.xlsx", digest="x", received_at="2026-03-02T00:00Z"
    )
