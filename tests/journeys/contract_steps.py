"""What the journey of a contract does through forms: a diagnosis, a plan, sheets, pledges, signatures."""

import re

from django.urls import reverse

from maillage.accounts import services as accounts
from maillage.accounts.models import User
from maillage.contracts.models import ActionSheet, Contract, Pledge, Signatory
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Role
from tests.factories import MACHINE
from tests.journeys.conftest import PASSWORD
from tests.journeys.steps import KEY, choose, fill

SPEAKERS = {Role.MAYOR: "Ville", Role.PREFECTURE: "Préfecture", Role.PROSECUTOR: "Parquet",
            Role.PARTNER: "Collège", Role.FIRST_LINE: "Prévention"}  # fmt: skip
SCAN = {"name": "signature.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 original (fictif)"}
PARTS = {
    "identite": {"what_changed": "Deux soirs de plus chaque semaine."},
    "contenu": {"public": "élèves du collège, environ 640", "territory": "arrêt du tramway",
                "content": "Deux médiateurs tiennent l'arrêt du lundi au jeudi, de 17 h à 20 h."},
    "dates": {"start": "2026-09-01", "end": "2028-06-30"},
    "moyens": {"human_means": "Deux médiateurs à mi-temps.", "constraints_words": "Charte de la médiation.",
               "risks": "Déplacer les regroupements."},
    "accords": {"first_line_consulted": "Six médiateurs, en mars 2026.", "host_agreed_on": "2026-02-20",
                "inhabitants_consulted": "Vingt parents d'élèves.",
                "consultation_changed": "La fin passe de 19 h à 20 h."},
}  # fmt: skip
LINES = {
    "etape": {"title": "Premier bilan au collège", "start": "2026-12-15"},
    "cout": {"year": "2026", "amount": "6200.50", "note": "deux mi-temps"},
    "indicateur": {"name": "Élèves qui évitent l'arrêt", "unit": "%", "baseline": "38", "target": "25",
                   "target_on": "2028-06-30", "source": "enquête au collège"},
}  # fmt: skip


def at(name, *args):
    """The address of a page of contracts."""
    return reverse(f"contracts:{name}", args=[KEY, *args])


def text_of(page):
    """What the page says, its narrow spaces and its apostrophes made plain."""
    words = page.locator("main").inner_text()
    return re.sub(r"[\u00a0\u202f]", " ", words).replace("’", "'")


def links_of(page):
    """Where the links of a page lead, asked of the browser at once."""
    return page.locator("main a[href]").evaluate_all("rows => rows.map(row => row.getAttribute('href'))")


def save(page):
    """Send the main form of a page and wait for the answer."""
    with page.expect_navigation():
        page.locator("main form.form button.button--main").click()


def wrote(page, address, **values):
    """Open a form, fill it, send it; it must be left, else its faults are shown."""
    page.goto(address)
    fill(page, **values)
    done(page)


def done(page):
    """Send a form that must be accepted."""
    before = page.url.split("#")[0]
    save(page)
    assert page.url.split("#")[0] != before, text_of(page)


def pressed(page, words):
    """Press the button of a form, by the words it begins with."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^" + words.replace("'", "’"))).first.click()


def named(start):
    """An institution of the directory."""
    return Institution.objects.get(name__startswith=start)


def joined(empty, role, name=None):
    """An account with this role, that speaks for the institution usual for it."""
    email = empty(name or role.value.replace("_", "-"))
    here = Partnership.objects.get()
    start = SPEAKERS.get(role)
    accounts.grant_role(
        actor=MACHINE, user=User.objects.get(email=email), partnership=here, role=role, on=here.opened,
        institution=named(start) if start else None,
    )  # fmt: skip
    return email


def entered(browse, empty, role, path="/"):
    """The page of somebody who holds this role, just signed in."""
    return browse(joined(empty, role), PASSWORD, path)


def diagnosed(page):
    """A finding and the priority drawn from it."""
    page.goto(reverse("diagnosis:new_line", args=[KEY, "finding"]))
    fill(page, text="Des élèves évitent l'arrêt du tramway le soir.", evidence="Enquête de mars 2026.")
    page.locator("input[name=confidence]").first.check()
    done(page)
    page.goto(reverse("diagnosis:new_line", args=[KEY, "priority"]))
    fill(page, text="Rendre l'arrêt du tramway sûr le soir.", reason="Quatre élèves sur dix l'évitent.")
    page.locator("input[name=findings]").first.check()
    done(page)


def opened(page):
    """A contract from the diagnosis, its priority taken over."""
    page.goto(at("open_contract"))
    page.select_option("#id_kind", "stspd")
    fill(page, title="Stratégie territoriale d'Essai", territory="Commune d'Essai", start="2026-04-01",
         end="2029-03-31")  # fmt: skip
    done(page)
    row = Contract.objects.get()
    assert row.diagnosis is not None  # proposed by the form
    pressed(page, "Reprendre")
    assert "Rendre l'arrêt du tramway sûr le soir" in text_of(page)
    return row


def aims(page, contract):
    """An objective with its six parts and its finding, and a vague one."""
    priority = contract.axes.get().priorities.get()
    page.goto(at("add_line", "objectif", priority.pk))
    fill(page, text="Moins d'élèves évitent l'arrêt le soir", indicator="part des élèves qui l'évitent",
         unit="%", baseline="38", target="25", due_on="2028-06-30", territory="arrêt du tramway",
         public="élèves du collège", source="enquête au collège")  # fmt: skip
    page.select_option("#id_origin", "finding")
    page.locator("input[name=findings]").first.check()
    done(page)
    page.goto(at("add_line", "objectif", priority.pk))
    fill(page, text="Renforcer le sentiment de sécurité")
    page.select_option("#id_origin", "local")
    done(page)
    return list(priority.objectives.order_by("number"))


def from_model(page, contract):
    """A sheet that starts from a model of action."""
    page.goto(at("models", contract.pk))
    page.get_by_role("link", name=re.compile("Partir de ce modèle")).first.click()
    page.wait_for_url("**modele=*")
    done(page)
    assert "entre crochets" in text_of(page)
    return ActionSheet.objects.latest("pk")


def by_hand(page, contract):
    """A sheet written part by part, with its lines."""
    page.goto(at("add_sheet", contract.pk))
    fill(page, title="Tenir une présence du soir à l'arrêt")
    page.select_option("#id_theme", "transport")
    page.select_option("#id_family", "social")
    page.select_option("#id_pilot", str(named("Ville").pk))
    page.locator("input[name=objectives]").first.check()
    done(page)
    row = ActionSheet.objects.latest("pk")
    for part, values in PARTS.items():
        page.goto(at("edit_sheet", row.pk, part))
        fill(page, **values)
        if part == "accords":
            page.select_option("#id_host", str(named("Collège").pk))
            page.check("#id_common_action")
        done(page)
    page.goto(at("edit_sheet", row.pk, "pilote"))
    page.select_option("#id_deputy", str(named("Prévention").pk))
    page.select_option("#id_pilot_seat", index=1)
    done(page)
    _lines(page, row)
    return row


def _lines(page, sheet):
    for kind, values in LINES.items():
        wrote(page, at("add_line", kind, sheet.pk), **values)
    page.goto(at("add_line", "indicateur", sheet.pk))
    choose(page, "kind", "follow_up")
    fill(page, name="Soirées tenues", unit="soirées par mois")
    done(page)


def name_partners(page, sheet, *starts):
    """Institutions named on a sheet."""
    for start in starts:
        page.goto(at("add_partner", sheet.pk))
        page.select_option("#id_institution", str(named(start).pk))
        done(page)


def pledge(page, sheet, start, **values):
    """What an institution will do itself; the form may be refused."""
    page.goto(at("add_pledge", sheet.pk))
    if page.locator("#id_institution option").count() > 1:
        page.select_option("#id_institution", str(named(start).pk))
    fill(page, **values)
    save(page)


def confirm(page, sheet, words):
    """Confirm a pledge from the page of its sheet."""
    page.goto(at("sheet", sheet.pk))
    pressed(page, words)
    return Pledge.objects.latest("pk")


def sign_list(page, contract):
    """Who signs: the town, the prefecture, the prosecutor, the school."""
    for start, capacity in (("Ville", "mayor"), ("Préfecture", "prefect"), ("Parquet", "prosecutor"),
                            ("Collège", "manager")):  # fmt: skip
        page.goto(at("add_signatory", contract.pk))
        page.select_option("#id_institution", str(named(start).pk))
        page.select_option("#id_capacity", capacity)
        done(page)


def put_to_signature(page, contract, reason=""):
    """The text frozen; every signatory is told."""
    page.goto(at("put_to_signature", contract.pk))
    fill(page, reason=reason)
    done(page)
    assert "ne change plus" in text_of(page)


def sign_online(page, contract, start):
    """Sign with one's own account, from the page of signatures."""
    page.goto(at("signature", contract.pk))
    page.get_by_role("link", name=re.compile("^Signer")).click()
    page.wait_for_url("**/signer/")
    assert page.locator("input[name=mode][value=confirmed]").is_checked()
    done(page)
    row = Signatory.objects.get(contract=contract, institution=named(start))
    return row.institution


def sign_on_paper(page, contract, start):
    """The coordinator writes down a signature given on paper, with the scan of the original."""
    row = Signatory.objects.get(contract=contract, institution=named(start))
    page.goto(at("sign", row.pk))
    assert page.locator("input[name=mode][value=confirmed]").count() == 0
    choose(page, "mode", "scanned")
    page.set_input_files("#id_scan", SCAN)
    done(page)
