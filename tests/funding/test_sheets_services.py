"""The spreadsheet of requests: out, filled, compared, applied whole or not at all."""

import datetime
import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maillage.audit.models import Entry
from maillage.funding.documents import plan_sheet
from maillage.funding.intake import plan_sheet as intake
from maillage.funding.models import GrantRequest, PlanImport, PlanLine
from maillage.funding.selectors import sheets as selectors
from maillage.funding.services import requests, sheets
from maillage.funding.vocabulary.eligibility import Part
from maillage.funding.vocabulary.sheets import LINE_COLUMNS, LINES, REQUEST_COLUMNS, REQUESTS
from maillage.kernel import BadInput, Refused
from maillage.tabular import FileRejected
from tests import factories
from tests.funding import scenes

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def made():
    return scenes.scene()


def cells(made) -> dict[str, list[list[object]]]:
    """The workbook given today, as a person would fill it."""
    rows = selectors.in_preparation(partnership=made.here, actor=made.actor)
    book = CalamineWorkbook.from_filelike(io.BytesIO(plan_sheet.render(rows, made.here, NOW.date())))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in (REQUESTS, LINES)
    }


def put(filled, sheet: str, line: int, field: str, value: object) -> None:
    columns = list(REQUEST_COLUMNS if sheet == REQUESTS else LINE_COLUMNS)
    while len(filled[sheet]) < line:
        filled[sheet].append([""] * len(columns))
    filled[sheet][line - 1][columns.index(field)] = value


def written(filled) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in filled.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    page.write(line, place, value)
    return out.getvalue()


def receive(made, filled) -> PlanImport:
    return sheets.receive(
        actor=made.actor, partnership=made.here, content=written(filled), filename="demandes.xlsx", now=NOW
    )


def test_a_sheet_sent_back_as_it_came_changes_nothing(made):
    scenes.asked(made)
    drawn = sheets.preview(actor=made.actor, row=receive(made, cells(made)))
    assert drawn.changes == () and drawn.rejects == ()


def test_changes_are_shown_then_applied_together(made):
    row = scenes.asked(made)
    filled = cells(made)
    put(filled, REQUESTS, 2, "public", "élèves de 4e")
    put(filled, REQUESTS, 2, "asked", 9000.5)
    put(filled, REQUESTS, 2, "start", datetime.date(2026, 10, 1))
    put(filled, LINES, 2, "planned", "19 000,50")
    for field, value in (
        ("request", row.pk), ("side", "charges"), ("account", "60 Achats"), ("label", "Affiches"),
        ("planned", 999.5), ("nature", "fonctionnement"),
    ):  # fmt: skip
        put(filled, LINES, 5, field, value)
    waiting = receive(made, filled)
    drawn = sheets.preview(actor=made.actor, row=waiting)
    assert drawn.rejects == ()
    told = {(one.label, one.before, one.after.replace("\u202f", " ")) for one in drawn.changes}
    assert ("Public", "élèves", "élèves de 4e") in told and ("Début", "01/09/2026", "01/10/2026") in told
    row.refresh_from_db()
    assert row.public == "élèves" and PlanLine.objects.count() == 3
    sheets.confirm(actor=made.actor, row=waiting, now=NOW)
    sheets.confirm(actor=made.actor, row=waiting, now=NOW)
    row.refresh_from_db()
    assert (row.public, row.asked, row.start) == (
        "élèves de 4e",
        Decimal("9000.50"),
        datetime.date(2026, 10, 1),
    )
    assert PlanLine.objects.get(label="Affiches").planned == Decimal("999.50")
    assert PlanLine.objects.get(account="64").planned == Decimal("19000.50")
    waiting.refresh_from_db()
    assert bytes(waiting.content) == b"" and Entry.objects.filter(act=sheets.ACT).count() == 1


def test_a_row_changed_meanwhile_is_told_and_put_aside_with_its_lines(made):
    row = scenes.asked(made)
    filled = cells(made)
    requests.save_part(
        actor=made.actor, request=row, part=Part.ACTION, seen=row.revision, values={"people": 5}
    )
    put(filled, REQUESTS, 2, "public", "tous")
    drawn = sheets.preview(actor=made.actor, row=receive(made, filled))
    assert drawn.changes == () and len(drawn.rejects) == 4
    assert "a été modifiée depuis le téléchargement" in drawn.rejects[0].reason


@pytest.mark.parametrize(("sheet", "field", "value", "words"), [
    (REQUESTS, "asked", "beaucoup", "« beaucoup » n'est pas un montant"),
    (REQUESTS, "asked", -5, "n'est pas un montant"),
    (REQUESTS, "asked", 1.005, "n'est pas un montant"),
    (REQUESTS, "people", "x", "n'est pas un nombre entier"),
    (REQUESTS, "start", "bientôt", "n'est pas une date"),
    (REQUESTS, "id", 999999, "L'identifiant 999999"),
    (REQUESTS, "title", "A" * 300, "dépasse la limite, 200"),
    (LINES, "account", "Machin", "n'est pas dans la feuille « Listes »"),
    (LINES, "planned", "", "Le montant prévu manque"),
    (LINES, "request", 424242, "L'identifiant 424242"),
])  # fmt: skip
def test_a_row_that_cannot_be_read_says_its_line_and_why(made, sheet, field, value, words):
    scenes.asked(made)
    filled = cells(made)
    put(filled, sheet, 2, field, value)
    drawn = sheets.preview(actor=made.actor, row=receive(made, filled))
    assert [(row.sheet, row.line) for row in drawn.rejects] == [(sheet, 2)] and words in drawn.rejects[
        0
    ].reason
    assert drawn.changes == ()


def test_what_cannot_be_written_writes_nothing(made):
    row = scenes.asked(made)
    filled = cells(made)
    put(filled, REQUESTS, 2, "public", "tous")
    put(filled, LINES, 2, "account", "74 Subventions d'exploitation")
    waiting = receive(made, filled)
    with pytest.raises(BadInput, match=r"Feuille « Lignes du plan », ligne 2 : Le compte"):
        sheets.confirm(actor=made.actor, row=waiting, now=NOW)
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert row.public == "élèves" and waiting.state == "waiting"


def test_the_same_identity_twice_counts_once(made):
    scenes.asked(made)
    filled = cells(made)
    filled[REQUESTS].append(list(filled[REQUESTS][1]))
    drawn = sheets.preview(actor=made.actor, row=receive(made, filled))
    assert [row.line for row in drawn.rejects] == [3] and "déjà plus haut" in drawn.rejects[0].reason


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"PK\x03\x04xxxx"])
def test_another_file_is_refused_before_anything_is_kept(made, content):
    with pytest.raises(BadInput):
        sheets.receive(actor=made.actor, partnership=made.here, content=content, filename="x.xlsx", now=NOW)
    assert not PlanImport.objects.exists()


def test_a_sheet_without_its_columns_is_refused(made):
    scenes.asked(made)
    filled = cells(made)
    filled[REQUESTS][0][0] = "Autre"
    with pytest.raises(FileRejected, match="n'a plus la colonne « Identifiant »"):
        intake.read(written(filled), "x.xlsx")


def test_only_the_coordinator_brings_a_sheet(made):
    with pytest.raises(Refused):
        sheets.receive(actor=made.partner, partnership=made.here, content=b"x", filename="x", now=NOW)


def test_the_pages_of_the_sheet(client, made):
    row = scenes.asked(made)
    client.force_login(factories.MembershipFactory(partnership=made.here).user)
    address = reverse("funding:plan_sheet", args=[made.here.key])
    filled = cells(made)
    put(filled, REQUESTS, 2, "public", "tous")
    page = client.get(address)
    file = io.BytesIO(written(filled))
    file.name = "demandes.xlsx"
    answer = client.post(address, {"file": file, "nonce": page.context["form"]["nonce"].value()})
    assert answer.status_code == 302
    preview = client.get(answer.url).content.decode()
    assert "tous" in preview and "1 changement." in preview
    assert client.get(reverse("funding:plan_sheet_file", args=[made.here.key])).content[:2] == b"PK"
    client.post(answer.url)
    row.refresh_from_db()
    assert row.public == "tous" and GrantRequest.objects.count() == 1
    waiting = receive(made, cells(made))
    client.post(reverse("funding:drop_plan_sheet", args=[made.here.key, waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.state == "dropped" and bytes(waiting.content) == b""
