"""The money of the demo: funds and calls, requests over two years, what became of each, and its control."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from maillage.contracts.models import ActionSheet, Contract, Priority
from maillage.funding.models import (
    Call,
    CallPriority,
    Fund,
    GrantDecision,
    GrantRequest,
    PlanLine,
    Report,
)
from maillage.funding.rules import life as steps
from maillage.funding.services import (
    calls,
    decisions,
    funds,
    life,
    opinions,
    payments,
    recoveries,
    reports,
    requests,
    terms,
)
from maillage.funding.vocabulary import Account, DecisionKind, FromWhom, FundKind, Purpose, Side
from maillage.funding.vocabulary.eligibility import Part
from maillage.kernel import Actor
from maillage.site.demo.money_words import ASKED, CALL_WORDS, PRIORITIES, RULES, Asking, Given, Told
from maillage.site.demo.partners import Cast

DECIDES = {FundKind.FIPD: "prefecture", FundKind.MILDECA: "prefecture", FundKind.TOWN: "town",
           FundKind.DEPARTMENT: "department"}  # fmt: skip


@dataclass
class Purse:
    """Who writes, for whom, on which day; the funds and the calls once they are there."""

    actor: Actor
    cast: Cast
    contract: Contract
    today: date
    funds: dict[FundKind, Fund] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    granted: dict[str, GrantDecision] = field(default_factory=dict)  # by title

    @property
    def year(self) -> int:
        """The year of « this »: far enough back for its first grants to have been decided and paid."""
        return (self.today - timedelta(days=210)).year

    @property
    def last(self) -> int:
        """The year before: its financial reports were due in the summer of the next."""
        return self.year - 1

    def back(self, days: int) -> date:
        """So many days ago."""
        return self.today - timedelta(days=days)

    def decided(self, when: str) -> date:
        """The day on which the requests of that time were decided."""
        return date(self.last, 3, 28) if when == "last" else self.back(130)

    def filed(self, when: str) -> date:
        """The day on which they were filed."""
        return {"last": date(self.last, 1, 28), "this": self.back(180)}.get(when, self.back(12))

    def asked_for(self, when: str) -> int:
        """The year for which they ask."""
        return {"last": self.last, "this": self.year}.get(when, self.opening)

    @property
    def opening(self) -> int:
        """The year of the call that is open."""
        return (self.today + timedelta(days=60)).year


def write(*, actor: Actor, cast: Cast, contract: Contract, today: date) -> Purse:
    """Funds, calls, then each request as far as it went."""
    purse = Purse(actor, cast, contract, today)
    _funds(purse)
    _call(purse, "last", purse.last, (date(purse.last - 1, 11, 15), date(purse.last, 1, 31)), "90000")
    _call(purse, "open", purse.opening, (purse.back(30), purse.back(-20)), "96000")
    for asking in ASKED:
        _ask(purse, asking)
    return purse


def _funds(purse: Purse) -> None:
    for row in funds.propose_funds(actor=purse.actor, partnership=purse.cast.here):
        kind = row.kind_term
        purse.funds[kind] = row
        if kind in DECIDES:
            draft = funds.FundDraft(kind, row.name, purse.cast.institutions[DECIDES[kind]])
            purse.funds[kind] = funds.edit_fund(actor=purse.actor, fund=row, seen=row.revision, draft=draft)
    for kind, amounts, equipment, source in RULES:
        given = {name: Decimal(value) for name, value in amounts.items()}
        rule = funds.RuleDraft(date(purse.last - 1, 11, 1), source, equipment=equipment, **given)  # type: ignore[arg-type]
        funds.add_rule(actor=purse.actor, fund=purse.funds[kind], draft=rule)


def _call(purse: Purse, name: str, year: int, days: tuple[date, date], envelope: str) -> None:
    draft = calls.CallDraft(
        f"Appel à projets FIPD {year} (fictif)", year, *days, FromWhom.STATE, Decimal(envelope), CALL_WORDS
    )
    row = calls.open_call(actor=purse.actor, fund=purse.funds[FundKind.FIPD], draft=draft)
    for title, weight, met in PRIORITIES:
        answers = list(Priority.objects.filter(axis__contract=purse.contract, title__in=met))
        calls.add_priority(actor=purse.actor, call=row, title=title, weight=weight, answers=answers)
    purse.calls[name] = row


def _ask(purse: Purse, asking: Asking) -> None:
    request = requests.ask(actor=purse.actor, partnership=purse.cast.here, draft=_draft(purse, asking))
    request = _parts(purse, request, asking)
    _lines(purse, request, asking)
    request.refresh_from_db()
    if asking.stops == "draft":
        return
    filed = purse.filed(asking.when)
    request = _step(purse, request, steps.VALIDATE, filed - timedelta(days=4))
    request = _step(purse, request, steps.FILE, filed)
    for opined in asking.opinions:
        opinions.give_opinion(
            actor=purse.actor, request=request, institution=purse.cast.institutions[opined.who],
            verdict=opined.verdict, words=opined.words, on=filed + timedelta(days=9),
        )  # fmt: skip
    if asking.returned:
        _step(purse, request, steps.RETURN, filed + timedelta(days=7), asking.returned)
    _decide(purse, request, asking)


def _draft(purse: Purse, asking: Asking) -> requests.Ask:
    call = purse.calls.get(asking.when) if asking.fund is FundKind.FIPD else None
    return requests.Ask(
        fund=purse.funds[asking.fund], applicant=purse.cast.institutions[asking.applicant], call=call,
        year=purse.asked_for(asking.when), title=asking.title, call_priority=_priority(call, asking.priority),
        sheet=_sheet(purse, asking.sheet), purpose=Purpose.INVESTMENT if asking.video else Purpose.PROJECT,
    )  # fmt: skip


def _priority(call: Call | None, rank: int | None) -> CallPriority | None:
    return CallPriority.objects.filter(call=call).order_by("id")[rank - 1] if call and rank else None


def _sheet(purse: Purse, number: int | None) -> ActionSheet | None:
    return ActionSheet.objects.get(contract=purse.contract, number=number) if number else None


def _step(purse: Purse, row: GrantRequest, step: steps.Step, on: date, reason: str = "") -> GrantRequest:
    return life.take_step(actor=purse.actor, request=row, step=step, seen=row.revision, on=on, reason=reason)


def _parts(purse: Purse, request: GrantRequest, asking: Asking) -> GrantRequest:
    """The parts of the form, as they are sent one by one."""
    start, end = _days(purse, asking)
    place = {"territory": request.territory or "Rezé et ses abords", "place": asking.place}
    dates = {"start": start, "end": end} if request.start is None else {}
    public = {"in_priority_area": asking.area} if asking.area is not None else {}
    before = None if asking.stops == "draft" else True
    parts = {
        Part.BODY: {"officers": "Représentant légal (fictif)", "accounts_attached": True},
        Part.ACTION: place | dates | public | asking.texts,
        Part.BUDGET: {"asked": Decimal(asking.asked), "video": asking.video, "baseline_known": before},
        Part.PROMISES: {"declared": asking.stops != "draft"},
    }
    for part, values in parts.items():
        request = requests.save_part(
            actor=purse.actor, request=request, part=part, seen=request.revision, values=values
        )
    return request


def _days(purse: Purse, asking: Asking) -> tuple[date, date]:
    if asking.when == "last":
        return date(purse.last, 4, 15), date(purse.last, 12, 20)
    if asking.when == "this":
        return purse.back(120), purse.back(-60)
    return purse.back(-90), purse.back(-330)


def _lines(purse: Purse, request: GrantRequest, asking: Asking) -> None:
    """The plan as written here: what a sheet gave of it is put aside."""
    for line in request.lines.all() if asking.costs else ():
        requests.withdraw_line(actor=purse.actor, line=line, on=purse.back(200))
    for label, account, euros in asking.costs:
        draft = requests.LineDraft(Side.EXPENSE, account, label, Decimal(euros), paid_before=False)
        requests.add_line(actor=purse.actor, request=request, draft=draft)
    equipment = Account.A13 if asking.video else Account.A74
    for label, kind, euros in asking.incomes:
        account = Account.A75 if kind is None else equipment
        fund = purse.funds[kind] if kind else None
        draft = requests.LineDraft(Side.INCOME, account, label, Decimal(euros), fund=fund)
        requests.add_line(actor=purse.actor, request=request, draft=draft)


def _decide(purse: Purse, request: GrantRequest, asking: Asking) -> None:
    on = purse.decided(asking.when)
    told = on + timedelta(days=6)
    if asking.refused:
        motive, reason = asking.refused
        ruling = decisions.Ruling(DecisionKind.REFUSED, reason, on, refusal=motive, notified_on=told)
    elif asking.given:
        amount = Decimal(asking.given.euros)
        ruling = decisions.Ruling(DecisionKind.GRANTED, asking.given.reason, on, amount, notified_on=told)
    else:
        return
    made = decisions.decide(actor=purse.actor, request=request, seen=request.revision, ruling=ruling)
    if asking.given:
        purse.granted[asking.title] = made
        _follow(purse, made, asking.given)


def _follow(purse: Purse, made: GrantDecision, given: Given) -> None:
    """Convention, conditions, payments, report, and what is asked back."""
    actor = purse.actor
    if given.convention:
        made = terms.set_convention(actor=actor, decision=made, seen=made.revision, terms={
            "convention_on": made.on + timedelta(days=20), "convention_reference": given.convention,
            "convention_objectives": made.request.objectives,
            "evaluation_terms": "Compte rendu financier et bilan, dans les six mois.",
            "repayment_terms": "Ce qui n'est pas dépensé, ou l'est à autre chose, est rendu.",
        })  # fmt: skip
    for paid in given.paid:
        due = made.on + timedelta(days=paid.days)
        payments.plan_payment(actor=actor, decision=made, amount=Decimal(paid.euros), due_on=due,
                              paid_on=due if paid.done else None)  # fmt: skip
    for words, euros, met in given.conditions:
        row = terms.set_condition(actor=actor, decision=made, words=words, amount=Decimal(euros),
                                  on=made.on + timedelta(days=30))  # fmt: skip
        if met:
            terms.mark_condition(actor=actor, condition=row, on=made.on + timedelta(days=150), act="levee")
    if given.told:
        _report(purse, made, given.told)
    if given.recovered:
        _recover(purse, made, given.recovered)


def _report(purse: Purse, made: GrantDecision, told: Told) -> None:
    lines = PlanLine.objects.filter(request=made.request, withdrawn_on__isnull=True).order_by("id")
    actual = {line.pk: Decimal(euros) for line, euros in zip(lines, told.actual, strict=True)}
    seen = Report.objects.get(decision=made).revision
    account = reports.Account(told.done, told.gaps, told.results, told.people, actual)
    row = reports.fill_report(actor=purse.actor, decision=made, seen=seen, account=account)
    reports.receive_report(actor=purse.actor, decision=made, seen=row.revision, on=date(purse.year, 5, 12))


def _recover(purse: Purse, made: GrantDecision, recovered: tuple[str, str, str]) -> None:
    euros, reason, back = recovered
    claim = recoveries.order(
        actor=purse.actor, decision=made, amount=Decimal(euros), reason=reason, on=purse.back(60),
        due_on=purse.back(-10),
    )  # fmt: skip
    recoveries.repay(actor=purse.actor, recovery=claim, amount=Decimal(back), on=purse.back(21))
