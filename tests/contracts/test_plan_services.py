"""Contracts, their lines and sheets through the door: rows, journal, withdrawn, put back, conflicts."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.contracts.models import ActionSheet, Axis, Contract, CostLine, Milestone, Priority
from maillage.contracts.selectors import card, due, plan, sheets, table
from maillage.contracts.services import lines, words
from maillage.contracts.services import plan as services
from maillage.contracts.services import sheets as sheet_services
from maillage.contracts.vocabulary import ContractKind, Nature, PreventionFamily, SheetState, Source, Theme
from maillage.contracts.vocabulary.models_of_action import MODELS
from maillage.contracts.vocabulary.plan import SheetPart
from maillage.kernel import BadInput, Conflict, Refused
from tests import factories
from tests.contracts import plan as made
from tests.contracts.factories import ContractFactory, SheetFactory
from tests.contracts.plan import DAY
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def scene(db):
    return made.scene()


def draft(**change):
    values = {"kind": ContractKind.STSPD, "title": "Stratégie", "territory": "Rezé",
              "start": D(2027, 1, 1), "end": D(2029, 12, 31)}  # fmt: skip
    return services.Draft(**values | change)


def axis(scene, title="Les départs du soir"):
    return lines.add_line(actor=scene.runs, parent=scene.contract, kind="axe", values={"title": title})


def acts():
    return list(Entry.objects.order_by("seq").values_list("act", flat=True))


def test_a_contract_is_opened_once_edited_ended_and_taken_up_again(scene):
    nonce = uuid.uuid4()
    for _ in range(2):
        row = services.open_contract(
            actor=scene.runs, partnership=scene.here, draft=draft(), on=DAY, nonce=nonce
        )
    assert Contract.objects.filter(title="Stratégie").count() == 1
    row = services.edit_contract(actor=scene.runs, contract=row, seen=0, draft=draft(title="Autre"))
    with pytest.raises(Conflict, match="titre"):
        services.edit_contract(actor=scene.runs, contract=row, seen=0, draft=draft(title="Troisième"))
    ended = services.end_contract(actor=scene.runs, contract=row, seen=1, on=DAY, reason="Un autre suit.")
    assert ended.state == "dropped"
    with pytest.raises(BadInput, match="ne se modifie plus"):
        services.edit_contract(actor=scene.runs, contract=row, seen=2, draft=draft())
    assert services.reopen_contract(actor=scene.runs, contract=row).state == "draft"
    assert acts()[-4:] == ["contrat ouvert", "contrat modifié", "contrat terminé", "contrat repris"]


def test_a_contract_in_force_is_ended_not_dropped(scene):
    row = ContractFactory(partnership=scene.here, state="in_force")
    assert services.end_contract(
        actor=scene.runs, contract=row, seen=0, on=DAY, reason="Terme échu."
    ).state == "ended"  # fmt: skip
    assert services.reopen_contract(actor=scene.runs, contract=row).state == "in_force"


@pytest.mark.parametrize(
    ("change", "said"), [({"end": D(2026, 1, 1)}, "la fin vient après"), ({"title": " "}, "un titre")]
)
def test_a_faulty_contract_is_told(scene, change, said):
    with pytest.raises(BadInput, match=said):
        services.open_contract(actor=scene.runs, partnership=scene.here, draft=draft(**change), on=DAY)


def test_a_contract_never_follows_itself_even_by_another(scene):
    other = ContractFactory(partnership=scene.here, follows=scene.contract)
    with pytest.raises(BadInput, match="sa propre suite"):
        services.edit_contract(actor=scene.runs, contract=scene.contract, seen=0, draft=draft(follows=other))


def test_only_the_coordinator_writes(scene):
    with pytest.raises(Refused):
        services.open_contract(actor=scene.driver, partnership=scene.here, draft=draft(), on=DAY)
    with pytest.raises(Refused):
        lines.add_line(actor=scene.driver, parent=scene.contract, kind="axe", values={"title": "x"})
    assert acts()[-2:] == ["contrat ouvert : refusé", "axe ajouté : refusé"]


def test_a_priority_of_the_diagnosis_is_taken_once_and_put_back(scene):
    row = made.diagnosed(scene)
    assert plan.to_take(contract=scene.contract) == [row]
    first = services.take_priority(actor=scene.runs, contract=scene.contract, diagnosed=row)
    again = services.take_priority(actor=scene.runs, contract=scene.contract, diagnosed=row)
    assert first == again and Priority.objects.count() == 1
    assert (first.axis.title, first.origin, first.diagnosed) == (services.TAKEN, "finding", row)
    assert plan.to_take(contract=scene.contract) == []
    lines.withdraw_line(actor=scene.runs, row=first, on=DAY)
    assert plan.to_take(contract=scene.contract) == [row]
    services.take_priority(actor=scene.runs, contract=scene.contract, diagnosed=row)
    assert Priority.objects.get().withdrawn_on is None


def test_a_tree_is_written_moved_withdrawn_and_put_back(scene):
    one, two = axis(scene), axis(scene, "Les familles")
    priority = lines.add_line(
        actor=scene.runs, parent=one, kind="priorite", values={"title": "Priorité", "origin": "local"}
    )
    lines.move_line(actor=scene.runs, row=two, up=True)
    assert list(Axis.objects.values_list("title", flat=True)) == ["Les familles", "Les départs du soir"]
    with pytest.raises(BadInput, match="en tête"):
        lines.move_line(actor=scene.runs, row=two, up=True)
    with pytest.raises(BadInput, match="porte encore des lignes"):
        lines.withdraw_line(actor=scene.runs, row=one, on=DAY)
    lines.withdraw_line(actor=scene.runs, row=priority, on=DAY)
    lines.withdraw_line(actor=scene.runs, row=one, on=DAY)
    assert [kind for kind, _ in plan.tree(contract=scene.contract).withdrawn] == ["priorite", "axe"]
    with pytest.raises(BadInput, match="remettez-le d'abord"):
        lines.put_back_line(actor=scene.runs, row=Priority.objects.get())
    lines.put_back_line(actor=scene.runs, row=one)
    lines.put_back_line(actor=scene.runs, row=Priority.objects.get())
    assert plan.tree(contract=scene.contract).priorities == 1


def test_a_line_edited_by_two_is_a_conflict_that_says_what_moved(scene):
    row = axis(scene)
    lines.edit_line(actor=scene.runs, row=row, seen=0, values={"title": "Le soir"})
    with pytest.raises(Conflict, match="Le soir"):
        lines.edit_line(actor=scene.runs, row=row, seen=0, values={"title": "La nuit"})
    assert Axis.objects.get().title == "Le soir"


def test_the_text_does_not_change_while_it_is_signed(scene):
    Contract.objects.filter(pk=scene.contract.pk).update(state="signing")
    with pytest.raises(BadInput, match="en cours de signature"):
        axis(scene)
    with pytest.raises(BadInput, match="en cours de signature"):
        sheet_services.withdraw_sheet(actor=scene.runs, sheet=scene.sheet, on=DAY)


def test_lines_of_a_sheet_with_their_refusals(scene):
    def add(kind, **values):
        return lines.add_line(actor=scene.runs, parent=scene.sheet, kind=kind, values=values)

    with pytest.raises(BadInput, match="avant son début"):
        add("etape", title="Pose", start=D(2026, 4, 2), end=D(2026, 4, 1))
    step = add("etape", title="Pose", start=D(2026, 1, 2), end=None)
    with pytest.raises(BadInput, match="à venir"):
        lines.reach_milestone(actor=scene.runs, row=step, on=D(2026, 3, 3), today=DAY)
    lines.reach_milestone(actor=scene.runs, row=step, on=DAY, today=DAY)
    assert Milestone.objects.get().done_on == DAY
    lines.reach_milestone(actor=scene.runs, row=step, on=None, today=DAY)
    assert Milestone.objects.get().done_on is None
    money = {"year": 2026, "source": Source.FIPD.value, "nature": Nature.RUNNING.value, "amount": None}
    with pytest.raises(BadInput, match="acquis a un montant"):
        add("cout", **money, obtained=True)
    elsewhere = InstitutionFactory(partnership=factories.PartnershipFactory(place="44109"))
    with pytest.raises(BadInput, match="annuaire"):
        add("cout", **money, payer=elsewhere)
    add("cout", **money)
    assert card.card(sheet=scene.sheet, on=DAY).cost.total.to_price == 1
    assert CostLine.objects.count() == 1


def test_a_sheet_starts_from_a_model_or_from_a_former_one(scene):
    model = MODELS["eclairage"]
    first = {"title": "Éclairer", "theme": Theme.TRANQUILLITY, "family": PreventionFamily.SITUATIONAL}
    row = sheet_services.add_sheet(actor=scene.runs, contract=scene.contract, model=model, **first)
    assert (row.model, row.content) == ("eclairage", model.content)
    assert row.indicators.count() == len(model.indicators)
    former = SheetFactory(contract=ContractFactory(partnership=scene.here), content="Avant", public="Élèves")
    again = sheet_services.add_sheet(actor=scene.runs, contract=scene.contract, follows=former, **first)
    assert (again.follows, again.existed_before, again.content) == (former, True, "Avant")
    with pytest.raises(BadInput, match="pas du même"):
        sheet_services.add_sheet(actor=scene.runs, contract=scene.contract, follows=row, **first)
    assert [row.number, again.number] == [2, 3]


def test_a_part_is_written_alone_and_a_stale_one_is_told(scene):
    values = {"public": "Élèves de deux collèges", "territory": "Balinière", "in_priority_area": False,
              "content": "Une présence.", "only_communication": False}  # fmt: skip
    row = sheet_services.write_part(
        actor=scene.runs, sheet=scene.sheet, part=SheetPart.CONTENT, seen=0, values=values
    )
    assert row.content == "Une présence." and row.title == scene.sheet.title
    with pytest.raises(Conflict, match="Une présence"):
        sheet_services.write_part(
            actor=scene.runs, sheet=scene.sheet, part=SheetPart.CALENDAR, seen=0,
            values={"start": DAY, "end": None},
        )  # fmt: skip
    with pytest.raises(BadInput, match="chez quelle institution"):
        sheet_services.write_part(
            actor=scene.runs, sheet=scene.sheet, part=SheetPart.TOGETHER, seen=1,
            values={"host": None, "host_agreed_on": DAY},
        )  # fmt: skip


def test_a_field_without_object_has_its_reason_and_comes_back(scene):
    sheet_services.set_without(actor=scene.runs, sheet=scene.sheet, field="cost", reason="Sur postes.")
    shown = card.card(sheet=ActionSheet.objects.get(), on=DAY)
    assert shown.without == [("coût", "Sur postes.")]
    sheet_services.set_without(actor=scene.runs, sheet=scene.sheet, field="cost", reason="")
    assert ActionSheet.objects.get().without == {}
    with pytest.raises(BadInput, match="n'est pas de la fiche"):
        sheet_services.set_without(actor=scene.runs, sheet=scene.sheet, field="x", reason="y")


def test_states_follow_each_other_and_can_be_set_back(scene):
    def move(seen, state, **more):
        return sheet_services.set_state(
            actor=scene.runs, sheet=scene.sheet, seen=seen, state=state, on=DAY, **more
        )

    with pytest.raises(BadInput, match="ce qui bloque"):
        move(0, SheetState.BLOCKED)
    blocked = move(0, SheetState.BLOCKED, blocking="Pas de local.", would_lift="Un accord de la ville.")
    assert (blocked.blocked_on, blocked.would_lift) == (DAY, "Un accord de la ville.")
    assert [row.pk for row in sheets.blocked(contract=scene.contract)] == [scene.sheet.pk]
    move(1, SheetState.RUNNING)
    back = move(2, SheetState.DRAFT)
    assert (back.blocking, back.blocked_on) == ("", None)
    states = [change.state for change in card.states(sheet=scene.sheet)]
    assert states == [SheetState.DRAFT, SheetState.RUNNING, SheetState.BLOCKED, SheetState.DRAFT]


def test_a_sheet_is_withdrawn_put_back_and_renumbered(scene):
    other = SheetFactory(contract=scene.contract, number=2)
    sheet_services.renumber_sheet(actor=scene.runs, sheet=other, up=True)
    assert list(ActionSheet.objects.order_by("number").values_list("pk", flat=True)) == [
        other.pk, scene.sheet.pk
    ]  # fmt: skip
    sheet_services.withdraw_sheet(actor=scene.runs, sheet=scene.sheet, on=DAY)
    assert scene.sheet not in sheets.sheets(partnership=scene.here)
    assert sheets.sheet(partnership=scene.here, pk=scene.sheet.pk) == scene.sheet
    sheet_services.put_back_sheet(actor=scene.runs, sheet=scene.sheet)
    assert scene.sheet in sheets.sheets(partnership=scene.here)


def test_a_changed_meaning_voids_agreements_and_keeps_them_in_sight(scene):
    from maillage.contracts.selectors.words import glossary

    word = lines.add_line(
        actor=scene.runs,
        parent=scene.contract,
        kind="mot",
        values={"word": "jeune", "meaning": "16 à 25 ans"},
    )
    given = words.agree(actor=scene.driver, word=word, institution=scene.transport, on=DAY)
    with pytest.raises(Refused):
        words.agree(actor=scene.driver, word=word, institution=scene.school, on=DAY)
    lines.edit_line(actor=scene.runs, row=word, seen=0, values={"word": "jeune", "meaning": "12 à 25 ans"})
    line = glossary(contract=scene.contract)[0][0]
    assert (line.agreed, line.earlier) == ([], [given])
    words.agree(actor=scene.driver, word=word, institution=scene.transport, on=DAY)
    assert glossary(contract=scene.contract)[0][0].agreed == [given]
    words.withdraw_agreement(actor=scene.driver, agreement=given, on=DAY)
    assert glossary(contract=scene.contract)[0][0].agreed == []


def test_the_list_knows_what_is_late_and_counts_by_pilot(scene):
    late = SheetFactory(
        contract=scene.contract, number=2, state="running", end=D(2026, 2, 1), pilot=scene.town
    )
    SheetFactory(contract=scene.contract, number=3, state="done", end=D(2026, 2, 1), pilot=None)
    Milestone.objects.create(sheet=scene.sheet, title="Pose", start=D(2026, 2, 1))
    asked = sheets.Filters(late=True)
    found = sheets.listed(contract=scene.contract, filters=asked, on=DAY)
    assert {row.pk for row in found} == {late.pk, scene.sheet.pk}
    pilots = [(row.name, row.sheets, row.running, row.late)
              for row in sheets.by_pilot(contract=scene.contract, on=DAY)]  # fmt: skip
    assert pilots == [("Ville (fictive)", 2, 1, 2), ("", 1, 0, 0)]
    rows = list(table.lines(rows=sheets.listed(contract=scene.contract, filters=sheets.Filters(), on=DAY),
                            on=DAY))  # fmt: skip
    assert [row.late for row in sorted(rows, key=lambda row: row.number)] == [True, True, False]
    matters = due.sheet_matters(partnership=scene.here, on=DAY)
    assert [(row.late, row.url, row.args) for row in matters] == [
        (29, "contracts:sheet", (scene.sheet.pk,))
    ]  # fmt: skip


def test_the_contract_of_a_day_is_the_one_in_force(scene):
    force = ContractFactory(
        partnership=scene.here, state="in_force", start=D(2020, 1, 1), end=D(2026, 12, 31)
    )
    assert sheets.current(partnership=scene.here, on=DAY) == force
    Contract.objects.filter(pk=force.pk).update(state="ended")
    assert sheets.current(partnership=scene.here, on=DAY) == scene.contract
    assert sheets.current(partnership=factories.PartnershipFactory(place="44109"), on=DAY) is None
