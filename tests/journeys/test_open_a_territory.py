"""Journey 1, from a commune's name to its workspace; and what a partner may not see of it."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_from_a_name_to_a_workspace(visit):
    page = visit("mayor", "/territoires/")
    page.fill("input[name=q]", "saint-seb")
    page.keyboard.press("Enter")
    page.click("text=Saint-Sébastien-sur-Loire")
    assert "44190" in page.url
    page.goto("/partenariats/nouveau/?place=44190")
    page.click("main button[type=submit]")
    page.wait_for_url("**/p/44190-clspd/")
    assert "Saint-Sébastien-sur-Loire" in page.locator("body").inner_text()
    assert page.locator("h1").inner_text() == "Ma semaine"
    page.click("text=La loi ici")
    assert page.locator("body").inner_text().count("L. 132-4") > 0


def test_a_partner_reads_the_diagnosis_but_manages_nothing(visit, demonstration):
    page = visit("partner", f"/p/{demonstration.key}/")
    assert page.locator("nav >> text=Membres").count() == 0
    assert page.goto(f"/p/{demonstration.key}/membres/").status == 403
    assert page.goto(f"/p/{demonstration.key}/diagnostic/").status == 200


def test_the_menu_of_a_phone_opens_without_script(visit, demonstration):
    page = visit("coordinator", f"/p/{demonstration.key}/", viewport={"width": 360, "height": 740},
                 java_script_enabled=False)  # fmt: skip
    page.click("text=Menu")
    page.click("nav >> text=Diagnostic")
    assert re.search(r"/diagnostic/$", page.url)
