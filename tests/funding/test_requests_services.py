"""Requests through the door of their services, then rows and journal."""

import datetime
import uuid
from decimal import Decimal

import pytest

from maillage.audit.models import Entry
from maillage.contracts.vocabulary import Nature
from maillage.funding.models import GrantRequest, PlanLine, Report
from maillage.funding.rules import life
from maillage.funding.rules.plan import totals
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import requests
from maillage.funding.vocabulary import Account, RequestState, Side
from maillage.funding.vocabulary.eligibility import Part
from maillage.kernel import BadInput, Conflict, Refused, Role
from tests.funding import scenes
from tests.funding.scenes import DAY
from tests.institutions.factories import InstitutionFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return scenes.scene()


def acts() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("act", flat=True))


def test_a_request_from_a_sheet_carries_its_words_and_its_costs(made):
    sheet = scenes.sheet(made)
    ask = requests.Ask(made.fund, made.applicant, 2026, sheet=sheet, call=made.call)
    row = requests.ask(actor=made.actor, partnership=made.here, draft=ask)
    assert (row.title, row.object, row.means) == (sheet.title, sheet.content, sheet.human_means)
    assert "(de 38 à 25 %)" in row.objectives and row.asked == Decimal("8000.00")
    sums = totals(map(selectors.as_line, selectors.plan_lines(row)))
    assert sums.balanced and sums.expenses == Decimal("16000.00")
    own = row.lines.get(side="income", fund=made.fund)
    assert own.planned == Decimal("8000.00") and row.lines.filter(paid_before=False).count() == 2
    assert acts()[-1] == "demande ouverte"


def test_sent_twice_opens_one(made):
    nonce, ask = uuid.uuid4(), requests.Ask(made.fund, made.applicant, 2026, title="Une action")
    first = requests.ask(actor=made.actor, partnership=made.here, draft=ask, nonce=nonce)
    assert requests.ask(actor=made.actor, partnership=made.here, draft=ask, nonce=nonce) == first
    assert GrantRequest.objects.count() == 1 and acts().count("demande ouverte") == 1


def test_a_partner_asks_for_its_own_only(made):
    other = InstitutionFactory(partnership=made.here)
    ask = requests.Ask(made.fund, other, 2026, title="Une action")
    with pytest.raises(Refused, match="sa propre institution"):
        requests.ask(actor=made.partner, partnership=made.here, draft=ask)
    assert not GrantRequest.objects.exists() and acts()[-1] == "demande ouverte : refusé"


@pytest.mark.parametrize(("part", "values", "words"), [
    (Part.BODY, {"siret": "12345678901234"}, "SIRET"),
    (Part.BODY, {"iban": "FR7612345678901234567890123"}, "« FR7612345678901234567890123 » n'est pas un IBAN"),
    (Part.BODY, {"rna": "X12"}, "« X12 » n'est pas un numéro RNA"),
    (Part.ACTION, {"start": DAY, "end": DAY - datetime.timedelta(1)}, "avant de commencer"),
    (Part.ACTION, {"title": " "}, "Donnez un titre"),
    (Part.BUDGET, {"asked": Decimal("-1.00")}, "−1,00\u202f€ n'est pas un montant"),
])  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_written(made, part, values, words):
    row = scenes.asked(made)
    with pytest.raises(BadInput, match=words):
        requests.save_part(actor=made.actor, request=row, part=part, seen=row.revision, values=values)
    row.refresh_from_db()
    assert row.title == "Médiation du soir" and row.asked == Decimal("10000.00") and row.iban == ""


def test_two_people_on_one_part(made):
    row = scenes.asked(made)
    seen = row.revision
    requests.save_part(actor=made.actor, request=row, part=Part.ACTION, seen=seen, values={"title": "Autre"})
    with pytest.raises(Conflict, match="Autre"):
        requests.save_part(actor=made.actor, request=row, part=Part.ACTION, seen=seen, values={"title": "X"})


def test_the_plan_takes_a_line_of_its_side_only_and_a_line_comes_back(made):
    row = scenes.asked(made)
    wrong = requests.LineDraft(Side.EXPENSE, Account.A74, "Ville", Decimal("5.00"))
    with pytest.raises(BadInput, match="n'est pas un compte de charges"):
        requests.add_line(actor=made.actor, request=row, draft=wrong)
    line = PlanLine.objects.get(account="64")
    requests.withdraw_line(actor=made.partner, line=line, on=DAY)
    assert not totals(map(selectors.as_line, selectors.plan_lines(row))).balanced
    requests.withdraw_line(actor=made.partner, line=line, on=DAY, back=True)
    assert totals(map(selectors.as_line, selectors.plan_lines(row))).balanced


def test_a_plan_that_does_not_balance_is_not_validated(made):
    row = scenes.asked(made)
    extra = requests.LineDraft(Side.EXPENSE, Account.A60, "Achats", Decimal("0.01"), Nature.RUNNING)
    requests.add_line(actor=made.actor, request=row, draft=extra)
    row.refresh_from_db()
    with pytest.raises(BadInput, match=r"Les charges .* dépassent les produits .* équilibrez"):
        scenes.step(made, row, life.VALIDATE)
    row.refresh_from_db()
    assert row.state == RequestState.DRAFT.value and row.validated_text == {}


def test_validation_freezes_the_text_and_a_change_of_object_is_shown(made):
    row = scenes.step(made, scenes.asked(made), life.VALIDATE)
    assert selectors.changes(row) == []
    with pytest.raises(Refused):
        requests.save_part(
            actor=made.partner, request=row, part=Part.ACTION, seen=row.revision, values={"object": "Autre"}
        )
    row = requests.save_part(
        actor=made.actor, request=row, part=Part.ACTION, seen=row.revision, values={"object": "Caméras"}
    )
    row = scenes.step(made, row, life.FILE)
    [change] = selectors.changes(row)
    assert (change.field, change.after, change.of_object) == ("object", "Caméras", True)
    with pytest.raises(BadInput, match="son texte ne change plus"):
        requests.save_part(
            actor=made.actor, request=row, part=Part.ACTION, seen=row.revision, values={"object": "Z"}
        )


@pytest.mark.parametrize("steps", [
    [life.VALIDATE, life.UNVALIDATE], [life.VALIDATE, life.FILE, life.UNFILE, life.UNVALIDATE],
    [life.WITHDRAW, life.PUT_BACK],
])  # fmt: skip
def test_every_step_is_undone(made, steps):
    row = scenes.asked(made)
    for which in steps:
        row = scenes.step(made, row, which, reason="motif")
    assert row.state == RequestState.DRAFT.value


def test_a_return_says_why_and_goes_round(made):
    row = scenes.filed(made)
    with pytest.raises(BadInput, match="Dites ce qui doit être précisé"):
        scenes.step(made, row, life.RETURN)
    row = scenes.step(made, row, life.RETURN, reason="Précisez le public.")
    assert (row.state, row.filed_on) == (RequestState.RETURNED.value, None)
    row = requests.save_part(
        actor=made.partner,
        request=row,
        part=Part.ACTION,
        seen=row.revision,
        values={"public": "élèves de 4e"},
    )
    row = scenes.step(made, scenes.step(made, row, life.VALIDATE), life.FILE)
    assert row.state == RequestState.FILED.value and row.returned_reason == "Précisez le public."


@pytest.mark.parametrize("before", [[], [life.VALIDATE], [life.VALIDATE, life.FILE]])
def test_put_back_finds_where_it_stood(made, before):
    row = scenes.asked(made)
    for which in before:
        row = scenes.step(made, row, which)
    state = row.state
    row = scenes.step(made, row, life.WITHDRAW, reason="Plus de local.")
    assert scenes.step(made, row, life.PUT_BACK).state == state


@pytest.mark.parametrize("role", [Role.MAYOR, Role.PARTNER, Role.PREFECTURE])
def test_only_the_coordinator_validates(made, role):
    row = scenes.asked(made)
    made.actor = member(role, made.applicant)
    with pytest.raises(Refused):
        scenes.step(made, row, life.VALIDATE)
    assert acts()[-1] == "demande : valider : refusé"


def test_a_grant_owes_its_report_six_months_after_the_year(made):
    scenes.granted(made)
    assert Report.objects.get().due_on == datetime.date(2027, 6, 30)
