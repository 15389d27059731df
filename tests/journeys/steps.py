"""What the journeys do again and again: fill a form, send it, prepare a partnership from an empty base."""

import re

from django.urls import reverse
from django.utils import timezone

from maillage.institutions.models import Institution, Person

KEY = "44190-clspd"
DIRECTORY = """Institution;Genre;Prénom;Nom;Courriel;Fonction;Niveau;Depuis le
Ville d'Essai;commune;Alix;Morvan (fictif);maire@exemple.invalid;maire;responsable;2020-07-01
Préfecture d'Essai;préfecture ou sous-préfecture;Noé;Calvez (fictif);prefecture@exemple.invalid;directeur;responsable;2024-09-01
Parquet d'Essai;parquet;Lou;Guern (fictive);parquet@exemple.invalid;vice-procureure;responsable;2023-09-01
Collège d'Essai;établissement scolaire;Dana;Leroux (fictive);college@exemple.invalid;principale;responsable;2021-09-01
Prévention d'Essai;prévention spécialisée;Sacha;Tanguy (fictif);prevention@exemple.invalid;éducateur;première ligne;2022-01-01
"""  # fmt: skip  # noqa: E501


def url(name, *args):
    return reverse(f"bodies:{name}", args=[KEY, *args])


def press(page, words):
    page.get_by_role("button", name=words.replace("'", "’")).first.click()


def fill(page, **values):
    for name, value in values.items():
        page.fill(f"#id_{name}", value)


def choose(page, name, value):
    page.check(f"input[name={name}][value='{value}']")


def send(page, words):
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        press(page, words)


def submit(page):
    """Send the only form of a page."""
    with page.expect_navigation():
        page.locator("main button[type=submit]").last.click()


def go_on(page, words):
    """Send a form; its page must be left, else its faults are shown."""
    before = page.url
    send(page, words)
    assert page.url != before, page.locator("main").inner_text()


def prepared(page):
    """A partnership, its directory from a file, a council with its seats and holders."""
    today = timezone.localdate().isoformat()
    page.goto("/partenariats/nouveau/?place=44190")
    go_on(page, "Ouvrir")
    page.goto(reverse("institutions:upload", args=[KEY]))
    page.set_input_files("#id_file", {"name": "annuaire.csv", "mimeType": "text/csv",
                                      "buffer": DIRECTORY.encode()})  # fmt: skip
    go_on(page, "Voir ce qui serait fait")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert Institution.objects.count() == 5, page.locator("main").inner_text()
    page.goto(url("open_body"))
    page.select_option("#id_kind", "clspd")
    fill(page, name="CLSPD d'Essai", opened_on=today)
    go_on(page, "Ouvrir")
    body = int(re.search(r"/instances/(\d+)/", page.url)[1])
    for institution in Institution.objects.all():
        page.goto(url("add_seat", body))
        page.select_option("#id_institution", str(institution.pk))
        fill(page, label=f"Siège {institution.name}", start=today)
        go_on(page, "Ajouter ce siège")
        person = Person.objects.get(positions__institution=institution)
        page.select_option("#id_person", str(person.pk))
        page.select_option("#id_role", "holder")
        page.locator("form", has=page.locator("#id_person")).locator("#id_start").fill(today)
        send(page, "Nommer")
    return body
