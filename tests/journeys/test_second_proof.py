"""The second proof at login: set up from the account, then asked for; a recovery code replaces the phone."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

pytestmark = pytest.mark.browser


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_phone_is_added_then_asked_for_at_login(visit, demonstration):
    page = visit("coordinator", reverse("portal:account"))
    page.click("text=Ajouter une seconde preuve")
    page.click("text=Activer")
    if page.locator("#id_password").count():
        page.fill("#id_password", demonstration.password)
        page.click("main button[type=submit]")
    page.fill("#id_code", code(page.locator(".secret").inner_text()))
    page.click("main button[type=submit]")
    rescue = page.locator(".codes .secret").first.inner_text()
    assert page.locator(".codes li").count() == 10

    other = visit(None, reverse("account_login"))
    other.fill("#id_login", demonstration.accounts["coordinator"])
    other.fill("#id_password", demonstration.password)
    other.click("main button[type=submit]")
    assert "Le code de votre téléphone" in other.locator("h1").inner_text()
    other.fill("#id_code", "000000")
    other.click("main button[type=submit]")
    assert other.locator(".error").is_visible()
    other.fill("#id_code", rescue)
    other.click("main button[type=submit]")
    assert "Mes partenariats" in other.locator("h1").inner_text()
