"""The pages through the door: what shows, who may, what a form keeps, how many queries."""

import pytest
from django.urls import reverse

from maillage.diagnosis import selectors, services
from maillage.diagnosis.vocabulary import DiagnosisSection
from maillage.kernel import Role
from tests import factories
from tests.diagnosis.conftest import DAY


@pytest.fixture
def page(client, coordinator, partnership):
    client.force_login(coordinator)
    return reverse("diagnosis:page", args=[partnership.key])


@pytest.fixture
def composed(evidence, partnership, actor):
    return services.compose(actor=actor, place="44143", on=DAY, partnership=partnership)


def test_an_empty_diagnosis_teaches_the_next_step(client, page):
    text = client.get(page).content.decode()
    assert "Composer le diagnostic" in text
    assert "Aucun constat" in text


def test_composing_from_the_page_shows_the_figures(client, page, evidence, partnership):
    answer = client.post(reverse("diagnosis:compose", args=[partnership.key]), follow=True)
    text = answer.content.decode()
    assert "La version 1 est figée" in text
    assert "Trois chiffres pour commencer" in text


def test_composing_without_data_says_what_to_do(client, page, partnership):
    answer = client.post(reverse("diagnosis:compose", args=[partnership.key]), follow=True)
    assert "maillage data import" in answer.content.decode()


def test_every_figure_comes_with_its_interval_and_withheld_is_a_word(client, page, composed):
    text = client.get(page).content.decode()
    for series in composed.content["series"]:
        assert series["label"].replace("'", "’") in text
    assert "non publié" in text
    assert "Restent ainsi" in text
    assert "Ce qu’on ne peut pas savoir" in text or "Ce qu'on ne peut pas savoir" in text


def test_the_page_shows_every_series_its_comparables_and_its_years(client, page, composed):
    text = client.get(page).content.decode()
    assert "séries comparées" in text
    assert "Toutes les séries en chiffres" in text
    chosen = next(row for row in composed.content["series"] if row.get("comparison"))
    plot = text[text.index("table--plot") :].split("</table>")[0]
    assert all(peer["name"] in plot for peer in chosen["peers"])
    years = text[text.index("table--years") :].split("</table>")[0]
    assert years.count('<th scope="row">') == len(composed.content["series"])
    assert "non publié" in years


def test_another_series_can_be_asked_for_without_script(client, page, composed):
    text = client.get(page, {"serie": "violences-sexuelles"}).content.decode()
    assert '<option value="violences-sexuelles" selected>' in text


def test_the_number_of_queries_does_not_grow(
    client, page, composed, partnership, actor, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)  # the first visit notes the workspace in the session
    with CaptureQueriesContext(connection) as before:
        client.get(page)
    diagnosis = selectors.current(partnership=partnership)
    for _ in range(5):
        services.save_line(
            actor=actor,
            diagnosis=diagnosis,
            kind="source",
            values={
                "source": "Incidents",
                "holder": "Réseau",
                "state": "refused",
                "asked_on": None,
                "motive": "non",
                "remark": "",
            },
        )
    with CaptureQueriesContext(connection) as after:
        client.get(page)
    assert len(after) == len(before)


def test_a_finding_is_proposed_then_changed(client, page, partnership):
    url = reverse("diagnosis:new_line", args=[partnership.key, "finding"])
    data = {
        "text": "Un constat d'essai.",
        "evidence": "Base.",
        "confidence": "fair",
        "signatories": "la ville\nle bailleur",
    }
    text = client.post(url, data, follow=True).content.decode()
    assert "Un constat d’essai." in text
    assert "la ville, le bailleur" in text
    edit = reverse("diagnosis:line", args=[partnership.key, "finding", 1])
    assert "le bailleur" in client.get(edit).content.decode()


def test_a_faulty_form_keeps_what_was_typed(client, page, partnership):
    url = reverse("diagnosis:new_line", args=[partnership.key, "finding"])
    answer = client.post(
        url, {"text": "Gardez-moi", "evidence": "e", "confidence": "good", "dissent": "Non."}
    )
    text = answer.content.decode()
    assert "Gardez-moi" in text
    assert "quelle institution" in text


def test_a_line_is_withdrawn_and_put_back(client, page, partnership, actor):
    diagnosis = services.open_diagnosis(actor=actor, partnership=partnership, on=DAY)
    services.save_line(
        actor=actor,
        diagnosis=diagnosis,
        kind="means",
        values={
            "name": "Médiation",
            "nature": "support",
            "holder": "ville",
            "quantity": "2 postes",
            "remark": "",
        },
    )
    args = [partnership.key, "means", 1]
    assert "Remettre" in client.post(reverse("diagnosis:withdraw", args=args), follow=True).content.decode()
    client.post(reverse("diagnosis:put_back", args=args))
    assert "Médiation" in client.get(page).content.decode()


def test_a_section_is_written_and_undone(client, page, partnership):
    url = reverse("diagnosis:section", args=[partnership.key, DiagnosisSection.FEELING.value])
    assert "Deux marches" in client.post(url, {"text": "Deux marches."}, follow=True).content.decode()
    client.post(reverse("diagnosis:undo_section", args=[partnership.key, "feeling"]))
    assert "Deux marches" not in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["facts-not", "<b>"])
def test_unknown_sections_do_not_exist(client, page, partnership, name):
    assert client.get(f"/p/{partnership.key}/diagnostic/sections/{name}/").status_code == 404


def test_partners_read_and_do_not_write(client, partnership, composed):
    user = factories.MembershipFactory(partnership=partnership, role=Role.PARTNER.value).user
    client.force_login(user)
    text = client.get(reverse("diagnosis:page", args=[partnership.key])).content.decode()
    assert "Proposer un constat" not in text
    assert client.post(reverse("diagnosis:compose", args=[partnership.key])).status_code == 403


def test_a_stranger_sees_nothing(client, partnership, composed):
    client.force_login(factories.UserFactory())
    assert client.get(reverse("diagnosis:page", args=[partnership.key])).status_code == 404
    assert client.get(reverse("diagnosis:download", args=[partnership.key, 1, "pdf"])).status_code == 404


def test_versions_are_listed_and_read_as_they_were(client, page, composed, partnership, actor):
    diagnosis = selectors.current(partnership=partnership)
    services.edit_section(
        actor=actor, diagnosis=diagnosis, name=DiagnosisSection.NEXT, text="Après la version 1."
    )
    assert "Le texte a changé depuis cette version" in client.get(page).content.decode()
    assert "Version 1" in client.get(reverse("diagnosis:versions", args=[partnership.key])).content.decode()
    frozen = client.get(reverse("diagnosis:version", args=[partnership.key, 1])).content.decode()
    assert "Après la version 1." not in frozen


def test_a_download_is_the_frozen_version(client, page, composed, partnership):
    answer = client.get(reverse("diagnosis:download", args=[partnership.key, 1, "xlsx"]))
    assert answer.content[:2] == b"PK"
    assert "diagnostic-44143-v1.xlsx" in answer["Content-Disposition"]
    assert client.get(reverse("diagnosis:download", args=[partnership.key, 1, "exe"])).status_code == 404
