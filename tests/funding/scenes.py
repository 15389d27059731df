"""One request of an invented association, carried as far as a test needs; nobody here exists."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import Nature, Source
from maillage.funding.rules import life
from maillage.funding.services import decisions, payments, requests
from maillage.funding.services import life as lives
from maillage.funding.vocabulary import Account, DecisionKind, FundKind, Side
from maillage.funding.vocabulary.eligibility import Part
from maillage.kernel import Role
from tests.contracts import factories as contracts
from tests.factories import PartnershipFactory
from tests.funding.factories import CallFactory, FundFactory, RuleFactory
from tests.institutions.factories import InstitutionFactory, coordinator, member

DAY = datetime.date(2026, 3, 2)
ACTION = {
    "title": "Médiation du soir", "object": "Présence de deux médiateurs à l'arrêt.",
    "objectives": "Passer de 38 % à 25 % d'élèves qui évitent l'arrêt.", "public": "élèves", "people": 120,
    "start": datetime.date(2026, 9, 1), "end": datetime.date(2026, 12, 31), "means": "Deux médiateurs.",
    "evaluation": "Enquête en juin.", "indicators": "Élèves qui évitent l'arrêt : 25 %",
}  # fmt: skip


def scene() -> SimpleNamespace:
    """A partnership, its coordinator, a fund with a rule and a call, an association and its partner."""
    here = PartnershipFactory(place="44143")
    fund = FundFactory(partnership=here, kind=FundKind.FIPD.value, name="FIPD")
    RuleFactory(fund=fund, reference="Appel à projets d'essai")
    applicant = InstitutionFactory(partnership=here, name="Association Passerelle (fictive)")
    return SimpleNamespace(
        here=here, fund=fund, call=CallFactory(fund=fund), applicant=applicant, actor=coordinator(here),
        partner=member(Role.PARTNER, applicant),
        prefecture=member(Role.PREFECTURE, InstitutionFactory(partnership=here, kind="prefecture")),
    )  # fmt: skip


def sheet(made: SimpleNamespace) -> ActionSheet:
    """A sheet of a contract, with an objective and costs that balance."""
    contract = contracts.ContractFactory(partnership=made.here)
    row = contracts.SheetFactory(
        contract=contract, title="Présence du soir", content="Deux médiateurs, quatre soirs par semaine.",
        public="élèves", territory="Arrêt Balinière", human_means="deux médiateurs",
        start=datetime.date(2026, 9, 1), end=datetime.date(2026, 12, 31), existed_before=False,
        pilot=made.applicant,
    )  # fmt: skip
    objective = contracts.ObjectiveFactory(
        priority__axis__contract=contract, baseline="38", target="25", unit="%"
    )
    row.objectives.add(objective)
    contracts.IndicatorFactory(sheet=row)
    for source, nature, amount in (
        (Source.FIPD, Nature.STAFF, "8000.00"), (Source.TOWN, Nature.STAFF, "6200.00"),
        (Source.OWN, Nature.RUNNING, "1800.00"), (Source.CAF, Nature.RUNNING, None),
    ):  # fmt: skip
        contracts.CostFactory(sheet=row, source=source.value, nature=nature.value, amount=amount)
    return row


def asked(made: SimpleNamespace, **change) -> object:
    """A request in preparation, its plan balanced: 20 000 € of charges, half of it asked."""
    ask = requests.Ask(
        fund=made.fund, applicant=made.applicant, year=2026, title="Médiation du soir", call=made.call
    )
    row = requests.ask(actor=made.actor, partnership=made.here, draft=ask)
    for part, values in (
        (Part.ACTION, ACTION | change), (Part.PROMISES, {"declared": True, "republican": True}),
        (Part.BUDGET, {"asked": Decimal("10000.00"), "baseline_known": True, "baseline": None}),
    ):  # fmt: skip
        row = requests.save_part(actor=made.actor, request=row, part=part, seen=row.revision, values=values)
    for side, account, amount in (
        (Side.EXPENSE, Account.A64, "20000.00"), (Side.INCOME, Account.A74, "10000.00"),
        (Side.INCOME, Account.A75, "10000.00"),
    ):  # fmt: skip
        fund = made.fund if account is Account.A74 else None
        draft = requests.LineDraft(
            side, account, f"Ligne {account.value}", Decimal(amount), Nature.STAFF, fund, paid_before=False
        )
        requests.add_line(actor=made.actor, request=row, draft=draft)
    row.refresh_from_db()
    return row


def step(made: SimpleNamespace, row, which, on=DAY, reason=""):
    """The request after one step."""
    return lives.take_step(actor=made.actor, request=row, step=which, seen=row.revision, on=on, reason=reason)


def filed(made: SimpleNamespace, **change):
    """A request validated, then filed."""
    return step(made, step(made, asked(made, **change), life.VALIDATE), life.FILE)


def granted(made: SimpleNamespace, amount="8000.00", on=DAY):
    """A grant of 8 000 €."""
    row = filed(made)
    ruling = decisions.Ruling(DecisionKind.GRANTED, "Action précise.", on, Decimal(amount))
    return decisions.decide(actor=made.actor, request=row, seen=row.revision, ruling=ruling)


def paid(made: SimpleNamespace, amount="8000.00"):
    """A grant paid in one go."""
    decision = granted(made)
    payments.plan_payment(
        actor=made.actor, decision=decision, amount=Decimal(amount), due_on=DAY, paid_on=DAY
    )
    return decision
