"""What institutions say of a figure: who may, undo, two people at once, and the journal."""

import datetime
import io
import zipfile

import pytest
from django.urls import reverse

from maillage.audit import journal
from maillage.kernel import BadInput, Conflict, Refused, Role
from maillage.observatory.models import Remark
from maillage.observatory.selectors import remarks as selectors
from maillage.observatory.services import remarks
from tests.factories import PartnershipFactory
from tests.institutions.factories import InstitutionFactory
from tests.observatory import health
from tests.observatory.test_web_health import at, words

pytestmark = pytest.mark.django_db


def commented(scene, actor, institution=None, text="Trois fiches ne sont pas encore saisies."):
    return remarks.comment(
        actor=actor, partnership=scene.here, indicator="C1", institution=institution or scene.school,
        shown="33 % (4 sur 12)", words=text, on=health.DAY,
    )  # fmt: skip


@pytest.fixture
def school(scene):
    return health.member(scene.here, Role.PARTNER, scene.school)


def test_an_institution_comments_another_answers_and_both_stand_with_the_figure(client, scene, school):
    client.force_login(school.user)
    form = client.get(at(scene.here, "add_remark", "C1")).context["form"]
    typed = {"nonce": form["nonce"].value(), "institution": scene.school.pk, "weighed": "",
             "words": "Trois fiches de plus sont signées."}  # fmt: skip
    for _sent in range(2):  # sent twice, it is one
        answer = client.post(at(scene.here, "add_remark", "C1"), typed, follow=True)
    assert "Trois fiches de plus sont signées." in words(answer)
    assert "le chiffre était : 33 % (4 sur 12)" in words(answer)
    made = Remark.objects.get()
    landlord = health.member(scene.here, Role.PARTNER, scene.landlord)
    client.force_login(landlord.user)
    form = client.get(at(scene.here, "answer_remark", made.pk)).context["form"]
    client.post(at(scene.here, "answer_remark", made.pk), {
        "nonce": form["nonce"].value(), "institution": scene.landlord.pk, "words": "Où sont-elles ?",
        "weighed": "",
    })  # fmt: skip
    thread = selectors.threads(partnership=scene.here, indicator="C1")[0]
    assert [row.words for row in thread.answers] == ["Où sont-elles ?"]
    acts = [entry.act for entry in journal.entries(partnership=scene.here.key)[:2]]
    assert acts == ["réponse à un commentaire de chiffre", "chiffre commenté"]


def test_the_figure_kept_with_a_comment_is_in_french_whoever_writes(client, scene, school):
    client.force_login(school.user)
    english = {"Accept-Language": "en"}
    form = client.get(at(scene.here, "add_remark", "C1"), headers=english).context["form"]
    client.post(at(scene.here, "add_remark", "C1"), {
        "nonce": form["nonce"].value(), "institution": scene.school.pk, "weighed": "", "words": "Some words.",
    }, headers=english)  # fmt: skip
    assert Remark.objects.get().shown.replace("\u202f", " ") == "33 % (4 sur 12)"


def test_what_is_said_after_the_day_read_is_not_shown(client, scene, school):
    health.snapshot(scene.here, day=health.DAY - datetime.timedelta(days=7))
    commented(scene, school.actor, text="Une fiche a été signée depuis.")
    client.force_login(school.user)
    for file_format in (None, "docx"):
        shown = []
        for day in (health.DAY - datetime.timedelta(days=1), health.DAY):
            name = ("figure", "C1") if file_format is None else ("report", file_format)
            answer = client.get(at(scene.here, *name), {"au": day.isoformat()})
            assert answer.status_code == 200
            said = words(answer) if file_format is None else document(answer)
            shown.append("Une fiche a été signée depuis." in said)
        assert shown == [False, True]


def document(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_one_speaks_for_ones_own_institution_only(scene, school):
    with pytest.raises(Refused):
        commented(scene, school.actor, scene.landlord)
    for role in (Role.FIRST_LINE, Role.RESEARCHER, Role.DPO):
        with pytest.raises(Refused):
            commented(scene, health.member(scene.here, role, scene.school).actor)
    assert not Remark.objects.exists()
    assert "refusé" in journal.entries(partnership=scene.here.key)[0].act
    assert commented(scene, health.member(scene.here).actor, scene.landlord)  # the coordinator, on paper


def test_what_cannot_be_a_comment_is_refused_with_its_reason(scene, school):
    elsewhere = InstitutionFactory(partnership=PartnershipFactory(place="44109"))
    coordinator = health.member(scene.here).actor
    with pytest.raises(BadInput, match="sans texte"):
        commented(scene, school.actor, text="  ")
    with pytest.raises(BadInput, match="annuaire"):
        commented(scene, coordinator, elsewhere)
    with pytest.raises(BadInput, match="X9"):
        remarks.comment(actor=coordinator, partnership=scene.here, indicator="X9", institution=scene.school,
                        shown="", words="x", on=health.DAY)  # fmt: skip
    assert not Remark.objects.exists()


def test_words_are_corrected_taken_back_and_put_back_by_their_authors(client, scene, school):
    row = commented(scene, school.actor)
    client.force_login(school.user)
    client.post(
        at(scene.here, "edit_remark", row.pk), {"words": "Deux fiches.", "revision": 0, "weighed": ""}
    )
    row.refresh_from_db()
    assert (row.words, row.revision, row.history.count()) == ("Deux fiches.", 1, 2)
    client.post(at(scene.here, "withdraw_remark", row.pk))
    gone = client.get(at(scene.here, "figure", "C1"))
    assert "Deux fiches." not in words(gone)
    assert at(scene.here, "put_back_remark", row.pk) in gone.content.decode()
    back = client.post(at(scene.here, "put_back_remark", row.pk), follow=True)
    assert "Deux fiches." in words(back)
    acts = [entry.act for entry in journal.entries(partnership=scene.here.key)[:3]]
    assert acts == [f"commentaire de chiffre {done}" for done in ("remis", "retiré", "corrigé")]


def test_nobody_touches_the_words_of_another(client, scene, school):
    row = commented(scene, school.actor)
    client.force_login(health.member(scene.here, Role.PARTNER, scene.landlord).user)
    for name in ("edit_remark", "withdraw_remark", "put_back_remark"):
        assert client.post(at(scene.here, name, row.pk)).status_code == 404
    seen = client.get(at(scene.here, "figure", "C1")).content.decode()
    assert at(scene.here, "answer_remark", row.pk) in seen
    assert at(scene.here, "edit_remark", row.pk) not in seen


def test_two_people_on_the_same_words_the_second_is_told(scene, school):
    row = commented(scene, school.actor)
    remarks.reword(actor=school.actor, remark=row, seen=0, words="Un.")
    with pytest.raises(Conflict):
        remarks.reword(actor=school.actor, remark=row, seen=0, words="Deux.")
    assert Remark.objects.get().words == "Un."


def test_an_answer_to_what_was_taken_back_is_refused(scene, school):
    row = commented(scene, school.actor)
    remarks.withdraw(actor=school.actor, remark=row, on=health.DAY)
    row.refresh_from_db()
    with pytest.raises(BadInput, match="retiré"):
        remarks.answer(actor=school.actor, remark=row, institution=scene.school, words="x", on=health.DAY)


def test_a_name_in_the_words_is_to_be_read_again(client, scene, school):
    client.force_login(school.user)
    url = reverse("observatory:add_remark", args=[scene.here.key, "C1"])
    form = client.get(url).context["form"]
    answer = client.post(url, {"nonce": form["nonce"].value(), "institution": scene.school.pk, "weighed": "",
                               "words": "M. Durand n'est jamais venu."})  # fmt: skip
    assert answer.status_code == 200 and not Remark.objects.exists()
    assert "M. Durand n'est jamais venu." in words(answer)  # what was typed is kept
