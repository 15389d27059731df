"""The pages of control: who sees what, the journey by its forms, letters, undo, conflict, queries."""

import datetime
import io
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maillage.funding.models import Campaign, Control, ControlStep, DrawBase, Fault, Repayment
from maillage.funding.selectors import control_due
from maillage.funding.services import campaigns, recoveries
from maillage.funding.vocabulary.controls import StepKind
from maillage.kernel import Role
from tests import factories
from tests.counting import queries
from tests.funding.control_scenes import DAY, Scene, later
from tests.institutions.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def someday(time_machine):
    time_machine.move_to(datetime.datetime(2027, 12, 1, 12, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def scene():
    return Scene()


def url(scene, name, *args):
    return reverse(f"funding:{name}", args=[scene.here.key, *args])


def sign_in(client, scene, role=Role.COORDINATOR, institution=None):
    row = factories.MembershipFactory(partnership=scene.here, role=role.value, institution=institution)
    client.force_login(row.user)


def text(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")


def send(client, address, **data):
    return client.post(address, {"nonce": str(uuid.uuid4()), "weighed": ""} | data)


def shown(form):
    """What a form holds before anything is typed."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_campaign_goes_from_its_form_to_its_sample(client, scene):
    sign_in(client, scene)
    form = client.get(url(scene, "open_campaign")).context["form"]
    data = shown(form) | {
        "title": "Campagne d'essai",
        "year": 2026,
        "rate": "40",
    }
    twice = [client.post(url(scene, "open_campaign"), data) for _ in range(2)]
    made = Campaign.objects.get(title="Campagne d'essai")
    assert [answer.url for answer in twice] == [url(scene, "campaign", made.pk)] * 2
    assert send(client, url(scene, "publish_base", made.pk), seed="42").context["form"].errors
    assert send(client, url(scene, "publish_base", made.pk)).status_code == 302
    client.post(url(scene, "draw", made.pk))
    page = text(client.get(url(scene, "campaign", made.pk)))
    base = DrawBase.objects.get()
    assert base.seed in page
    assert Control.objects.filter(campaign=made).count() == 2
    for file_format in ("pdf", "xlsx", "csv"):
        answer = client.get(url(scene, "campaign_file", made.pk, file_format))
        assert answer.status_code == 200 and len(answer.content) > 300
    assert "tous|Écoute du quartier 00 (fictive)|00000000000000|100" in answer.content.decode("utf-8-sig")


def test_a_typed_form_is_kept_with_its_fault(client, scene):
    sign_in(client, scene)
    form = client.get(url(scene, "open_campaign")).context["form"]
    data = shown(form) | {
        "title": "T",
        "year": 2026,
        "rate": "250",
    }
    answer = client.post(url(scene, "open_campaign"), data)
    assert "Un taux de 250 % ne désigne personne" in text(answer)
    assert 'value="250"' in text(answer)


def test_the_journey_by_its_pages_ends_to_the_cent(client, scene):
    sign_in(client, scene)
    claim = scene.restitution("1200.50")
    row = scene.control
    assert (
        send(client, url(scene, "repay", claim.pk), amount="1200.51", on=str(later(140)))
        .context["form"]
        .errors
    )
    assert send(client, url(scene, "repay", claim.pk), amount="200,25", on=str(later(140))).status_code == 302
    assert (
        send(
            client, url(scene, "waive", claim.pk), reason="Décision du fonds.", on=str(later(141))
        ).status_code
        == 302
    )
    page = text(client.get(url(scene, "control", row.pk)))
    assert "1 000,25 €" in page
    answer = client.get(url(scene, "campaign_file", scene.campaign.pk, "xlsx"))
    sheet = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("Contrôles").to_python()
    )
    assert sheet[-1][4:] == [1200.5, 200.25, 1000.25, 0.0]
    back = Repayment.objects.get()
    for file_format in ("pdf", "docx"):
        assert client.get(url(scene, "receipt", back.pk, file_format)).status_code == 200
    client.post(url(scene, "withdraw_repayment", back.pk))
    client.post(url(scene, "unwaive", claim.pk))
    claim.refresh_from_db()
    assert (claim.waived_on, recoveries.repaid(claim)) == (None, Decimal("0.00"))


def test_each_letter_of_a_step_is_a_document_and_no_other_is(client, scene):
    sign_in(client, scene)
    scene.restitution()
    given = {"announce": ("annonce", "pieces"), "clear": ("eclaircissements",), "remind": ("relance",),
             "open": ("contradictoire",), "conclude": ("constat",), "order": ("reversement",)}  # fmt: skip
    for step in ControlStep.objects.all():
        for kind in (
            "annonce",
            "pieces",
            "eclaircissements",
            "relance",
            "contradictoire",
            "constat",
            "reversement",
        ):
            answer = client.get(url(scene, "control_letter", step.pk, kind, "docx"))
            assert answer.status_code == (200 if kind in given.get(step.kind, ()) else 404), (step.kind, kind)
    step = ControlStep.objects.get(kind="open")
    assert client.get(url(scene, "control_letter", step.pk, "contradictoire", "pdf")).content[:4] == b"%PDF"
    Fault.objects.update(withdrawn_on=DAY)
    assert client.get(url(scene, "control_letter", step.pk, "contradictoire", "pdf")).status_code == 302


def test_a_body_sees_and_answers_its_own_control_only(client, scene):
    scene.draw()
    row = scene.control
    sign_in(client, scene, Role.PARTNER, row.institution)
    assert client.get(url(scene, "control", row.pk)).status_code == 404  # not announced yet
    scene.step(StepKind.ANNOUNCE, 1)
    assert scene.campaign.title in text(client.get(url(scene, "my_controls")))
    assert "Répondre" in text(client.get(url(scene, "control", row.pk)))
    data = {
        "revision": scene.control.revision,
        "on": str(later(9)),
        "words": "Voici.",
        "documents": "Facture 1\nFacture 2",
    }
    assert send(client, url(scene, "answer_control", row.pk), **data).status_code == 302
    assert scene.control.phase == "received"
    assert client.get(url(scene, "control_step", row.pk, "conform")).status_code == 403
    client.post(url(scene, "undo_step", row.pk))
    assert scene.control.phase == "announced"
    client.logout()
    sign_in(client, scene, Role.PARTNER, scene.fund_body(50).request.applicant)
    assert client.get(url(scene, "control", row.pk)).status_code == 404
    assert client.post(url(scene, "answer_control", row.pk), data).status_code == 404
    assert "Aucun contrôle" in text(client.get(url(scene, "my_controls")))


def test_provisional_faults_are_not_shown_to_the_body(client, scene):
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    scene.answer(5)
    scene.fault()
    sign_in(client, scene, Role.PARTNER, scene.control.institution)
    assert "Trois factures manquent" not in text(client.get(url(scene, "control", scene.control.pk)))


def test_the_mayor_reads_and_writes_nothing(client, scene):
    scene.draw()
    sign_in(client, scene, Role.MAYOR)
    page = text(client.get(url(scene, "control", scene.control.pk)))
    assert "Annoncer le contrôle" not in page
    assert client.post(url(scene, "draw", scene.campaign.pk)).status_code == 403


def test_faults_and_reports_are_taken_out_and_put_back(client, scene):
    sign_in(client, scene)
    scene.draw()
    other = next(row for row in scene.grants if row.request.applicant_id != scene.control.institution_id)
    send(
        client,
        url(scene, "report_body", scene.campaign.pk),
        institution=other.request.applicant_id,
        reason="Facture en double.",
    )
    reported = Control.objects.get(entry="reported")
    for gone in (True, False):
        client.post(url(scene, "withdraw_report", reported.pk))
        reported.refresh_from_db()
        assert (reported.withdrawn_on is not None) is gone
    scene.step(StepKind.ANNOUNCE, 1)
    scene.answer(5)
    data = {
        "decision": scene.grant.pk,
        "motive": "unspent",
        "amount": "12.50",
        "words": "Reste en caisse.",
        "revision": 0,
    }
    assert send(client, url(scene, "write_fault", scene.control.pk), **data).status_code == 302
    fault = Fault.objects.get()
    assert send(client, url(scene, "edit_fault", fault.pk), **(data | {"amount": "13.00"})).status_code == 302
    stale = send(client, url(scene, "edit_fault", fault.pk), **(data | {"amount": "14.00"}))
    assert "modifiée pendant votre saisie" in text(stale)
    for gone in (True, False):
        client.post(url(scene, "withdraw_fault", fault.pk))
        fault.refresh_from_db()
        assert (fault.withdrawn_on is not None) is gone


def test_a_step_is_refused_on_the_form_with_its_cure(client, scene):
    sign_in(client, scene)
    scene.draw()
    row = scene.control
    answer = send(client, url(scene, "control_step", row.pk, "order"), on=str(DAY), revision=row.revision)
    assert "ne suit pas" in text(answer)
    answer = send(
        client, url(scene, "control_step", row.pk, "announce"), on="2030-01-01", revision=row.revision
    )
    assert "à venir" in text(answer)
    assert client.get(url(scene, "control_step", row.pk, "inconnu")).status_code == 404


def test_lists_ask_as_many_queries_for_one_body_as_for_sixty(client):
    scene = Scene(1)
    sign_in(client, scene)
    scene.draw()
    campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason="Essai.", on=DAY)
    scene.draw()
    address = url(scene, "campaign", scene.campaign.pk)
    one = queries(client, address)
    campaigns.withdraw_base(actor=scene.actor, campaign=scene.campaign, reason="Suite.", on=DAY)
    for n in range(60, 120):
        scene.fund_body(n)
    Campaign.objects.update(rate=100)
    scene.draw()
    assert Control.objects.filter(withdrawn_on__isnull=True).count() == 61
    assert queries(client, address) == one
    assert queries(client, url(scene, "campaigns")) < 30


def test_what_is_due_is_said_to_each(scene):
    scene.publish()
    assert [row.what for row in control_due.matters(partnership=scene.here, on=later(2))] == [
        "Tirer les organismes à contrôler"
    ]
    campaigns.draw(actor=scene.actor, campaign=scene.campaign, on=DAY)
    scene.step(StepKind.ANNOUNCE, 1)
    assert control_due.matters(partnership=scene.here, on=later(31)) == []
    due = control_due.matters(partnership=scene.here, on=later(34))[0]
    assert (due.what, due.due_on, due.late) == ("Constater l'absence de réponse", later(31), 3)
    own = member(Role.PARTNER, scene.control.institution)
    asked = control_due.asked_of(partnership=scene.here, actor=own, on=later(10))
    assert [(row.what, row.due_on) for row in asked] == [("Envoyer les pièces du contrôle", later(31))]
    assert control_due.asked_of(partnership=scene.here, actor=member(Role.PARTNER), on=later(10)) == []


def test_the_page_speaks_to_the_body_or_of_it_and_says_what_is_awaited(client, scene):
    scene.restitution("1200.50")
    row = scene.control
    sign_in(client, scene)
    page = text(client.get(url(scene, "control", row.pk)))
    assert "L’organisme a été tiré au sort" in page
    assert "à rendre au plus tard le" in page
    sign_in(client, scene, Role.PARTNER, row.institution)
    page = text(client.get(url(scene, "control", row.pk)))
    assert "Votre organisme a été tiré au sort" in page
    assert "Rendez la somme demandée" in page


def test_a_running_delay_offers_nothing_that_it_refuses(client, scene, time_machine):
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    page = url(scene, "control", scene.control.pk)
    late = url(scene, "control_step", scene.control.pk, "silence")
    time_machine.move_to(datetime.datetime(2027, 1, 20, 12, tzinfo=datetime.UTC), tick=False)
    sign_in(client, scene)
    shown_then = text(client.get(page))
    assert late not in shown_then and "est attendue jusqu" in shown_then
    time_machine.move_to(datetime.datetime(2027, 3, 20, 12, tzinfo=datetime.UTC), tick=False)
    sign_in(client, scene)
    assert late in text(client.get(page))


def test_the_draw_is_told_to_the_body_and_said_of_it_to_others(client, scene):
    scene.draw()
    scene.step(StepKind.ANNOUNCE, 1)
    page = url(scene, "control", scene.control.pk)
    sign_in(client, scene)
    assert "L'organisme a été tiré au sort" in text(client.get(page)).replace("’", "'")
    sign_in(client, scene, Role.PARTNER, scene.control.institution)
    assert "Votre organisme a été tiré au sort" in text(client.get(page))
