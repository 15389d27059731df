"""What the journey of money does through forms: funds, a request, its grant; a control and its letters."""

import datetime
import hashlib
import io
import re
from decimal import Decimal

import docx
import pypdf
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import services as accounts
from maillage.accounts.models import User
from maillage.contracts.vocabulary import Nature, Source
from maillage.funding.models import (
    Call,
    Control,
    ControlStep,
    DrawUnit,
    Fund,
    GrantRequest,
    Payment,
    PlanLine,
)
from maillage.funding.services import campaigns, controls
from maillage.funding.vocabulary.controls import StepKind
from maillage.institutions.models import Partnership
from tests.contracts import factories as contracts
from tests.factories import MACHINE
from tests.funding.factories import CallFactory, DecisionFactory, FundFactory, RequestFactory
from tests.institutions.factories import InstitutionFactory
from tests.journeys.conftest import PASSWORD, sign_in
from tests.journeys.contract_steps import done, named, pressed, save, text_of
from tests.journeys.steps import KEY, choose, fill

AFTER = datetime.datetime(2027, 2, 1, 9, 0, tzinfo=datetime.UTC)  # the action is over
LONG_AFTER = datetime.datetime(2027, 12, 1, 9, 0, tzinfo=datetime.UTC)  # every delay has run out
PARTS = {
    "organisme": {"siret": "732 829 320 00074", "rna": "W442000001", "officers": "président",
                  "body_budget": "310 000", "iban": "FR76 3000 6000 0112 3456 7890 189"},
    "action": {"people": "640", "evaluation": "Enquête au collège en juin.",
               "means": "Deux médiateurs, quatre soirs par semaine."},
    "budget": {"baseline": "4000", "baseline_words": "La commune payait un médiateur."},
}  # fmt: skip
ACTUAL = {"Personnel de l'action": "12000.25", "Fonctionnement de l'action": "1800.00",
          "Location d'une salle": "200.00"}  # fmt: skip
IBAN = "FR7630006000011234567890189"
THREATS = ("contradictoire", "mettre en cause", "reverser", "manquement", "sanction", "mise en demeure")


def at(name, *args):
    """The address of a page of money."""
    return reverse(f"funding:{name}", args=[KEY, *args])


def plain(text):
    """A text with common spaces and straight apostrophes."""
    text = re.sub("\u00ad\\s+", "", text).replace("\u00ad", "-")  # a word cut at the end of a line, a hyphen
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("’", "'")


def euros(amount):
    """An amount as pages write it, with common spaces."""
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")


def entered(browse, empty, role, start, name):
    """The page of somebody who holds this role and speaks for this institution."""
    email = empty(name)
    here = Partnership.objects.get()
    accounts.grant_role(
        actor=MACHINE, user=User.objects.get(email=email), partnership=here, role=role, on=here.opened,
        institution=named(start) if start else None,
    )  # fmt: skip
    page = browse(email, PASSWORD)
    page.account = email
    return page


def moved(clock, day, *pages):
    """Another day: the sessions of the day before are over."""
    clock.move_to(day)
    for page in pages:
        page.context.clear_cookies()
        sign_in(page, page.account, PASSWORD)


def sheet():
    """A sheet of a contract with an objective, an indicator, and costs that balance; made without forms."""
    here = Partnership.objects.get()
    contract = contracts.ContractFactory(partnership=here)
    priority = contracts.PriorityFactory(axis__contract=contract, title="Rendre l'arrêt sûr le soir")
    row = contracts.SheetFactory(
        contract=contract, title="Présence du soir à l'arrêt", content="Deux médiateurs tiennent l'arrêt.",
        public="élèves du collège", territory="Arrêt du tramway", start=datetime.date(2026, 9, 1),
        end=datetime.date(2026, 12, 31), pilot=named("Prévention"),
    )  # fmt: skip
    row.objectives.add(contracts.ObjectiveFactory(priority=priority, baseline="38", target="25", unit="%"))
    contracts.IndicatorFactory(sheet=row)
    for source, nature, amount in ((Source.FIPD, Nature.STAFF, "8000.00"),
                                   (Source.TOWN, Nature.STAFF, "6200.00"),
                                   (Source.OWN, Nature.RUNNING, "1800.00")):  # fmt: skip
        contracts.CostFactory(sheet=row, source=source.value, nature=nature.value, amount=amount)
    return row


def called(page):
    """The eight funds proposed, a call of the FIPD whose weights are mended until they make a hundred."""
    page.goto(at("funds"))
    pressed(page, "Inscrire les huit fonds")
    assert Fund.objects.count() == 8
    page.goto(at("open_call", Fund.objects.get(kind="fipd").pk))
    fill(page, title="Appel FIPD 2026 (essai)", year="2026", opens="2026-02-01", closes="2026-04-30",
         envelope="120 000")  # fmt: skip
    choose(page, "from_whom", "state")
    done(page)
    call = Call.objects.get()
    assert page.url.endswith(at("call", call.pk))  # its priorities come next
    for title, weight in (("Jeunes exposés", "60"), ("Espaces publics", "30")):
        page.goto(at("add_call_priority", call.pk))
        fill(page, title=title, weight=weight)
        page.locator("input[name=answers]").first.check()
        done(page)
    assert "Les poids font 90 %" in text_of(page)
    page.goto(at("edit_call_priority", call.priorities.get(weight=30).pk))
    fill(page, weight="40")
    done(page)
    assert "Les poids font" not in text_of(page)
    return call


def asked(page, call, sheet_title="", title=""):
    """A request opened by the applicant from the page of the call, from a sheet or blank."""
    page.goto(at("call", call.pk))
    page.get_by_role("link", name="Préparer une demande").click()
    page.wait_for_url("**/demander/**")
    if sheet_title:
        page.select_option("#id_sheet", label=page.locator("#id_sheet option", has_text=sheet_title)
                           .first.inner_text())  # fmt: skip
    fill(page, title=title)
    done(page)
    row = GrantRequest.objects.latest("pk")
    assert page.url.endswith(at("request", row.pk))  # where its four parts are
    return row


def part(page, request, name, **values):
    """One part of the request, saved."""
    page.goto(at("edit_request", request.pk, name))
    fill(page, **values)
    done(page)


def line(page, request, **values):
    """A charge added to the plan, that nothing paid before."""
    page.goto(at("add_line", request.pk))
    choose(page, "side", "expense")
    page.select_option("#id_account", "61")
    page.select_option("#id_nature", "running")
    page.select_option("#id_paid_before", "false")
    fill(page, **values)
    done(page)


def reline(page, label, **choices):
    """A line of the plan corrected: its sum, or what paid it before."""
    page.goto(at("edit_line", PlanLine.objects.get(label=label).pk))
    if "planned" in choices:
        fill(page, planned=choices.pop("planned"))
    for name, value in choices.items():
        page.select_option(f"#id_{name}", value)
    done(page)


def step(page, request, name, **values):
    """A step of the request, from its page."""
    page.goto(at("step", request.pk, name))
    fill(page, **values)
    done(page)
    request.refresh_from_db()


def checks(page, request):
    """What « Éligible ? » says."""
    page.goto(at("request", request.pk))
    return plain(page.locator("main aside").inner_text())


def money_form(page, address, **values):
    """A form of money filled and sent; it may be refused."""
    page.goto(address)
    fill(page, **values)
    save(page)


def text_of_pdf(page, address):
    """What a PDF says; the answer must be one."""
    answer = page.request.get(address)
    assert answer.ok, f"{answer.status} {address}"
    return plain(" ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.body())).pages))


def text_of_docx(page, address):
    """What a DOCX says, its tables included."""
    document = docx.Document(io.BytesIO(page.request.get(address).body()))
    lines = [row.text for row in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return plain(" ".join(lines))


def others_funded(fund):
    """Four more bodies funded in the year, the school among them; made without forms."""
    here = fund.partnership
    bodies = [named("Collège"), *(InstitutionFactory(
        partnership=here, name=f"Écoute du quartier {n} (fictive)", siret=f"{n:014d}") for n in range(3)
    )]  # fmt: skip
    for number, body in enumerate(bodies, 100):
        request = RequestFactory(partnership=here, fund=fund, applicant=body, state="granted", number=number)
        decision = DecisionFactory(request=request, amount=Decimal("5000.00"))
        Payment.objects.create(decision=decision, amount="5000.00", due_on=decision.on, paid_on=decision.on)


def prints(seed, keys):
    """The order of the draw, by hand: SHA-256 of « graine|strate|clé »."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}|tous|{key}".encode()).hexdigest())


def seed_for(keys, wanted):
    """A seed that draws the two bodies that the journey follows, and nobody else."""
    return next(seed for seed in map(str, range(1000)) if set(prints(seed, keys)[:2]) == set(wanted))


def keys_of(campaign):
    """The keys of the list, read from what the page lets download."""
    return [row.key for row in DrawUnit.objects.filter(base__campaign=campaign)]


def control_step(page, control, kind, on, **values):
    """A step of a control by those who keep it; its row."""
    page.goto(at("control_step", control.pk, kind))
    fill(page, on=on, **values)
    done(page)
    control.refresh_from_db()
    return ControlStep.objects.latest("pk")


def answered(page, control, on, **values):
    """What the body sends from its own account, led there by its own list."""
    page.goto(at("my_controls"))
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name="Répondre").click()
    page.wait_for_url("**/repondre/")
    fill(page, on=on, **values)
    done(page)
    control.refresh_from_db()


def letter(page, step_row, kind):
    """The text of one letter."""
    return text_of_pdf(page, at("control_letter", step_row.pk, kind, "pdf"))


def everything():
    """The address of each main page of money, over the requests of two bodies, made without forms."""
    here = Partnership.objects.get()
    fund = FundFactory(partnership=here, name="FIPD")
    other = RequestFactory(
        partnership=here, fund=fund, applicant=named("Prévention"), number=1, iban=IBAN, state="granted",
        body_budget=Decimal("987654.00"), asked=Decimal("41234.56"), title="Action de la prévention",
    )  # fmt: skip
    DecisionFactory(request=other)
    own = RequestFactory(
        partnership=here, fund=fund, applicant=named("Collège"), number=2, title="Action du collège"
    )
    machine = {"actor": MACHINE}
    campaign = campaigns.open_campaign(
        partnership=here, draft=campaigns.CampaignDraft("Contrôle d'essai", 2026), **machine
    )
    on = timezone.localdate()
    campaigns.publish_base(campaign=campaign, on=on, **machine)
    campaigns.draw(campaign=campaign, on=on, **machine)
    control = Control.objects.get()
    controls.take_step(control=control, kind=StepKind.ANNOUNCE, seen=control.revision, on=on, **machine)
    of = {"request": [other.pk], "own": [own.pk], "call": [CallFactory(fund=fund).pk],
          "campaign": [campaign.pk], "control": [control.pk]}  # fmt: skip
    names = ("requests", "request", "own", "funds", "call", "grants", "fipd_report", "campaigns", "campaign",
             "control", "my_controls", "spread")  # fmt: skip
    return {name: at("request" if name == "own" else name, *of.get(name, [])) for name in names}
