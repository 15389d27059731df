"""The pages of contracts: the core path, each role, forms kept, sent twice, conflicts, queries, files."""

import datetime
import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maillage.contracts.models import ActionSheet, Axis, Contract, Milestone, Pledge, Priority, WordAgreement
from maillage.contracts.services import lines, pledges
from maillage.kernel import Role
from tests import factories
from tests.contracts import plan as made
from tests.contracts.factories import CostFactory, PartnerFactory, PledgeFactory, SheetFactory
from tests.contracts.plan import DAY, signed_in, text_of
from tests.counting import queries
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return made.scene()


def url(scene, name, *args):
    return reverse(f"contracts:{name}", args=[scene.here.key, *args])


def test_from_an_open_contract_to_a_confirmed_pledge(client, scene):
    signed_in(client, scene.runs)
    row = made.diagnosed(scene)
    data = {"nonce": uuid.uuid4(), "kind": "cls", "title": "Contrat d'essai", "territory": "Rezé",
            "start": "2027-01-01", "end": "2029-12-31", "ordering": "theme",
            "diagnosis": scene.diagnosis.pk}  # fmt: skip
    page = text_of(client.post(url(scene, "open_contract"), data, follow=True))
    assert "la stratégie territoriale remplace" in page and "Reprendre" in page
    client.post(url(scene, "open_contract"), data)
    contract = Contract.objects.get(title="Contrat d'essai")
    client.post(url(scene, "take_priorities", contract.pk), {"priorite": row.pk})
    priority = Priority.objects.get()
    objective = {"nonce": uuid.uuid4(), "text": "Moins d'élèves évitent l'arrêt", "origin": "finding"}
    client.post(url(scene, "add_line", "objectif", priority.pk), objective)
    sheet = {"nonce": uuid.uuid4(), "title": "Accompagner", "theme": "transport", "family": "social",
             "pilot": scene.town.pk, "objectives": [priority.objectives.get().pk]}  # fmt: skip
    client.post(url(scene, "add_sheet", contract.pk), sheet)
    made_of = ActionSheet.objects.get(title="Accompagner")
    tree = text_of(client.get(url(scene, "contract", contract.pk)))
    assert "Fiche 1. Accompagner" in tree and "1.1.1" in tree

    signed_in(client, scene.driver)
    promise = {"nonce": uuid.uuid4(), "institution": scene.transport.pk, "quantity": "régulièrement",
               "deliverable": "transmettre les incidents"}  # fmt: skip
    page = text_of(client.post(url(scene, "add_pledge", made_of.pk), promise))
    assert "« régulièrement » ne permet pas de savoir" in page and 'value="régulièrement"' in page
    client.post(url(scene, "add_pledge", made_of.pk), promise | {"quantity": "chaque vendredi"})
    pledge = Pledge.objects.get()
    client.post(url(scene, "confirm_pledge", pledge.pk), {"revision": 0})
    page = text_of(client.get(url(scene, "sheet", made_of.pk)))
    assert "confirmé" in page and "chaque vendredi" in page
    assert "Accompagner" in text_of(client.get(url(scene, "my_sheets")))


def test_a_partner_reads_all_and_changes_only_its_own(client, scene):
    other = pledges.add_pledge(actor=scene.runs, sheet=scene.sheet, institution=scene.school,
                               draft=pledges.Draft("annoncer les sorties"))  # fmt: skip
    signed_in(client, scene.driver)
    page = text_of(client.get(url(scene, "sheet", scene.sheet.pk)))
    assert "annoncer les sorties" in page and "Noter confirmé" not in page
    for name in ("edit_pledge", "withdraw_pledge"):
        assert client.get(url(scene, name, other.pk)).status_code == 404
    assert client.post(url(scene, "confirm_pledge", other.pk), {"revision": 0}).status_code == 404
    forged = {"nonce": uuid.uuid4(), "institution": scene.school.pk, "deliverable": "x", "quantity": "1"}
    assert client.post(url(scene, "add_pledge", scene.sheet.pk), forged).status_code == 200
    assert Pledge.objects.count() == 1


def test_a_first_line_agent_meets_the_sheets_of_its_institution_only(client, scene):
    agent = made.speaking(scene.here, scene.transport, Role.FIRST_LINE)
    signed_in(client, agent)
    assert client.get(url(scene, "sheet", scene.sheet.pk)).status_code == 404
    PartnerFactory(sheet=scene.sheet, institution=scene.transport)
    CostFactory(sheet=scene.sheet)
    page = client.get(url(scene, "sheet", scene.sheet.pk))
    assert page.status_code == 200 and "Plan de financement" not in text_of(page)
    assert scene.sheet.title in text_of(client.get(url(scene, "my_sheets")))


def test_rows_of_another_partnership_are_not_found(client, scene):
    elsewhere = SheetFactory(contract__partnership=factories.PartnershipFactory(place="44109"))
    signed_in(client, scene.runs)
    assert client.get(url(scene, "sheet", elsewhere.pk)).status_code == 404
    assert client.get(url(scene, "contract", elsewhere.contract_id)).status_code == 404
    assert client.get(url(scene, "add_line", "etape", elsewhere.pk)).status_code == 404
    assert client.get(url(scene, "add_line", "inconnu", scene.sheet.pk)).status_code == 404
    assert client.get(url(scene, "edit_sheet", scene.sheet.pk, "inconnue")).status_code == 404
    asked = f"{url(scene, 'add_sheet', scene.contract.pk)}?reprend={scene.sheet.pk}"
    assert client.get(asked).status_code == 404


def test_a_stale_part_keeps_what_was_typed(client, scene):
    signed_in(client, scene.runs)
    where = url(scene, "edit_sheet", scene.sheet.pk, "contenu")
    client.post(where, {"revision": 0, "content": "Une présence de 17 h à 18 h."})
    page = text_of(client.post(where, {"revision": 0, "content": "Tout autre chose."}))
    assert "a été modifiée pendant votre saisie" in page and "Tout autre chose." in page
    assert 'name="revision" value="1"' in page
    assert ActionSheet.objects.get().content == "Une présence de 17 h à 18 h."


def test_a_person_named_in_a_part_is_weighed_before_it_is_kept(client, scene):
    signed_in(client, scene.runs)
    where = url(scene, "edit_sheet", scene.sheet.pk, "contenu")
    page = text_of(client.post(where, {"revision": 0, "content": "Voir avec Monsieur Jean Dupont."}))
    assert "ressemblent à une personne" in page
    assert ActionSheet.objects.get().content == ""


def test_every_part_opens_with_what_is_written_and_saves(client, scene):
    signed_in(client, scene.runs)
    for part in ("identite", "contenu", "pilote", "dates", "moyens", "accords"):
        where = url(scene, "edit_sheet", scene.sheet.pk, part)
        form = client.get(where).context["form"]
        data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        assert client.post(where, data).status_code == 302, part
    row = ActionSheet.objects.get()
    assert (row.title, row.pilot, row.revision) == (scene.sheet.title, scene.town, 6)


def test_lines_are_withdrawn_put_back_and_moved_by_buttons(client, scene):
    signed_in(client, scene.runs)
    for title in ("Premier", "Second"):
        lines.add_line(actor=scene.runs, parent=scene.contract, kind="axe", values={"title": title})
    second = Axis.objects.get(title="Second")
    assert "Monter d'un rang" in text_of(client.get(url(scene, "edit_line", "axe", second.pk)))
    client.post(url(scene, "move_line", "axe", second.pk, "monter"))
    assert Axis.objects.first() == second
    client.post(url(scene, "withdraw_line", "axe", second.pk))
    page = text_of(client.get(url(scene, "contract", scene.contract.pk)))
    assert "1 ligne retirée" in page
    client.post(url(scene, "put_back_line", "axe", second.pk))
    assert Axis.objects.get(title="Second").withdrawn_on is None
    assert client.post(url(scene, "move_line", "axe", second.pk, "ailleurs")).status_code == 404


def test_a_sheet_shows_its_steps_cost_state_and_what_is_missing(client, scene):
    Milestone.objects.create(sheet=scene.sheet, title="Pose des lampes", start=DAY)
    CostFactory(sheet=scene.sheet)
    CostFactory(sheet=scene.sheet, amount=None, source="fipd")
    signed_in(client, scene.runs)
    page = text_of(client.get(url(scene, "sheet", scene.sheet.pk)))
    assert "6 200 €" in page and "à chiffrer" in page and "1 ligne à chiffrer" in page
    assert "Pose des lampes" in page and "g-" in page
    state = {"revision": 0, "state": "blocked", "blocking": "Le local manque.", "would_lift": "Un accord."}
    client.post(url(scene, "sheet_state", scene.sheet.pk), state)
    assert "Le local manque." in text_of(client.get(url(scene, "sheet", scene.sheet.pk)))
    page = text_of(client.get(url(scene, "sheets", scene.contract.pk)))
    assert "Ce qui lèverait le blocage : Un accord." in page


def test_the_list_is_filtered_and_ordered(client, scene):
    SheetFactory(contract=scene.contract, number=2, title="Éclairer", theme="victims", pilot=scene.school)
    signed_in(client, scene.driver)
    where = url(scene, "sheets", scene.contract.pk)
    for query, kept in [
        ({"theme": "victims"}, "Éclairer"), ({"pilote": scene.school.pk}, "Éclairer"),
        ({"theme": "transport"}, scene.sheet.title), ({"theme": "n'importe"}, "Éclairer"),
    ]:  # fmt: skip
        assert kept in text_of(client.get(where, query)), query
    assert [row.title for row, _ in client.get(where, {"ordre": "institution"}).context["lines"]] == [
        "Éclairer", scene.sheet.title
    ]  # fmt: skip
    assert client.get(where, {"miennes": "on"}).context["lines"] == []
    assert "Aucune fiche ne répond" in text_of(client.get(where, {"etat": "blocked"}))


def test_the_file_follows_the_filter_and_names_no_person(client, scene):
    SheetFactory(contract=scene.contract, number=2, title="=SOMME(1)", theme="victims", pilot=None)
    signed_in(client, scene.runs)
    answer = client.get(url(scene, "sheets_file", scene.contract.pk, "csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.startswith("Numéro;Titre;") and ";'=SOMME(1);" not in text.replace("2;'=SOMME(1);", "")
    assert "Ville (fictive)" in text
    answer = client.get(url(scene, "sheets_file", scene.contract.pk, "xlsx"), {"theme": "victims"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_name("Fiches-actions").to_python()
    assert [row[1] for row in rows] == ["Titre", "=SOMME(1)"]
    assert client.get(url(scene, "sheets_file", scene.contract.pk, "exe")).status_code == 404


def test_words_and_models(client, scene):
    word = lines.add_line(actor=scene.runs, parent=scene.contract, kind="mot",
                          values={"word": "jeune", "meaning": "16 à 25 ans"})  # fmt: skip
    signed_in(client, scene.driver)
    client.post(url(scene, "agree_word", word.pk), {"institution": scene.transport.pk})
    assert "Réseau de transport (fictif)" in text_of(client.get(url(scene, "glossary", scene.contract.pk)))
    signed_in(client, scene.runs)
    values = {"revision": 0, "word": "jeune", "meaning": "12 à 25 ans"}
    page = text_of(client.post(url(scene, "edit_line", "mot", word.pk), values, follow=True))
    assert "à demander de nouveau" in page and "1 accord donné à des mots antérieurs" in page
    given = WordAgreement.objects.get()
    signed_in(client, scene.teacher)
    assert client.post(url(scene, "withdraw_agreement", given.pk)).status_code == 404
    assert "peu étudié" in text_of(client.get(url(scene, "models", scene.contract.pk)))


@pytest.mark.parametrize("name", ["sheets", "calendar", "contract"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_sheets(client, scene, name):
    def fill(numbers):
        for number in numbers:
            row = SheetFactory(
                contract=scene.contract, number=number, start=DAY, end=DAY + datetime.timedelta(90),
                pilot=InstitutionFactory(partnership=scene.here),
            )  # fmt: skip
            PledgeFactory(partner__sheet=row)
            Milestone.objects.create(sheet=row, title="Étape", start=DAY)

    fill(range(2, 3))
    signed_in(client, scene.runs)
    first = queries(client, url(scene, name, scene.contract.pk))
    fill(range(3, 40))
    assert queries(client, url(scene, name, scene.contract.pk)) == first


def test_my_sheets_and_a_sheet_ask_the_same_queries_whatever_their_size(client, scene):
    partner = PartnerFactory(sheet=scene.sheet, institution=scene.transport)
    PledgeFactory(partner=partner)
    CostFactory(sheet=scene.sheet)
    signed_in(client, scene.driver)
    few = [queries(client, url(scene, "my_sheets")), queries(client, url(scene, "sheet", scene.sheet.pk))]
    for number in range(2, 20):
        row = SheetFactory(contract=scene.contract, number=number)
        PledgeFactory(partner__sheet=row, partner__institution=scene.transport)
        PledgeFactory(partner__sheet=scene.sheet)
        CostFactory(sheet=scene.sheet)
    many = [queries(client, url(scene, "my_sheets")), queries(client, url(scene, "sheet", scene.sheet.pk))]
    assert many == few


def test_a_sheet_leads_to_a_grant_for_who_may_ask(client, scene):
    ask = f'href="{reverse("funding:ask", args=[scene.here.key])}?fiche={scene.sheet.pk}"'
    for role, offered in ((Role.COORDINATOR, True), (Role.PARTNER, True), (Role.MAYOR, False),
                          (Role.PREFECTURE, False), (Role.RESEARCHER, False)):  # fmt: skip
        row = factories.MembershipFactory(partnership=scene.here, role=role.value)
        client.force_login(row.user)
        assert (ask in text_of(client.get(url(scene, "sheet", scene.sheet.pk)))) is offered, role
    ActionSheet.objects.filter(pk=scene.sheet.pk).update(withdrawn_on=DAY)
    client.force_login(factories.MembershipFactory(partnership=scene.here).user)
    assert ask not in text_of(client.get(url(scene, "sheet", scene.sheet.pk)))


def test_the_links_of_partners_are_in_the_navigation(client, scene):
    row = factories.MembershipFactory(partnership=scene.here, role=Role.PARTNER.value)
    client.force_login(row.user)
    page = text_of(client.get(reverse("portal:workspace", args=[scene.here.key])))
    for name in ("contracts:my_sheets", "funding:my_controls", "funding:requests"):
        assert f'href="{reverse(name, args=[scene.here.key])}"' in page
