import pytest
from playwright.sync_api import sync_playwright


@pytest.mark.urls("tests.ui.urls")
@pytest.mark.django_db(transaction=True)
def test_shots(live_server):
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for n, w, s in (("w", 1280, "light"), ("n", 375, "light"), ("d", 1280, "dark")):
            c = b.new_context(viewport={"width": w, "height": 900}, color_scheme=s, locale="fr-FR")
            pg = c.new_page()
            pg.on("console", lambda m: print(m.text[:300]))
            pg.goto(live_server.url + "/composants/")
            pg.screenshot(path=f"/tmp/shot_{n}.png", full_page=True)
            if n == "w":
                pg.pdf(path="/tmp/shot.pdf", prefer_css_page_size=True)
            c.close()
        b.close()
