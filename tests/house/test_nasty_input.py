"""Every page of a partnership, sent what nobody should type: the answer may refuse, it never breaks."""

import datetime
import itertools

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from maillage.bodies import models as bodies
from maillage.bodies.vocabulary import Duty, YearlyCountKind
from maillage.diagnosis import models as diagnosis
from maillage.institutions.models import DirectoryImport, Letter
from maillage.observatory.models import TieAnswer, TieSurvey
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions
from tests.contracts import scenes as contracts
from tests.diagnosis import gather
from tests.funding import everything
from tests.house.access import INSIDE, WORDS
from tests.observatory import boards, health

pytestmark = pytest.mark.django_db
ROW = 7  # the number of one row of every kind
NUMBERS = (0, ROW, 2**63)
PARTS = (
    (), ("pk",), ("meeting",), ("meeting", "pk"), ("meeting", "number"), ("number",), ("membership",),
    ("contract",), ("contract", "number"),
)  # fmt: skip
QUERIES = (
    dict.fromkeys(("page", "instance", "annee", "institution", "decision", "fonction", "tout"), "9" * 30)
    | {"date": "9999-12-31"},
    dict.fromkeys(("q", "place", "revue", "serie", "genre", "r", "on", "which", "lieu", "theme"), "\x00")
    | {"reunion": "²"},
    dict.fromkeys(("pilote", "reprend", "objectif", "modele", "champ", "institution"), "9" * 5000)
    | dict.fromkeys(("fonds", "appel", "fiche"), "9" * 30),
    dict.fromkeys(("lien", "niveau", "au", "releve", "institution", "tout"), "\x00"),
    {"au": "0001-01-01", "releve": "9" * 5000, "lien": "9" * 5000, "niveau": "²"},
    {"date": "0001-01-01", "annee": "0", "on": "0001-01-01", "point": "٣", "reunion": "9" * 30, "page": "-1"},
    {"au": "9999-12-31", "q": "\x00", "annee": "9" * 5000}, {"au": "²", "q": "9" * 5000, "annee": "٣"},
    {"annee": "9" * 5000, "decision": "9" * 5000, "institution": "9" * 5000},
    {"reunion": "9" * 5000, "page": "9" * 5000, "point": "9" * 5000, "instance": "9" * 5000},
)  # fmt: skip
LONG, FOX, RIGHT = "A" * 120_000, "\N{FOX FACE}" * 400, "\N{RIGHT-TO-LEFT OVERRIDE}=1+1 " * 90
TYPED = (  # a text, a day, an hour, a number, a file
    (FOX, "0001-01-01", "00:00", "99999", b""),
    (RIGHT, "9999-12-31", "23:59", "2147483647", b"\xff\xfe\x00\x81"),
    (LONG, "2026-12-31", "10:00", "9" * 30, b"\x00" * 2000),
    ("\x00", "0000-00-00", "25:61", "-1", "période;lieu\n\N{FOX FACE};\n".encode()),
    ("Mot", "2024-02-29", "02:30", "1", b"BEGIN:VCARD\nFN;CHARSET=x:\xe9\nEND:VCARD"),
)


STATES = {"held": datetime.datetime(2026, 2, 3, 9, tzinfo=datetime.UTC),
          "convened": datetime.datetime(2099, 2, 3, 9, tzinfo=datetime.UTC)}  # fmt: skip


@pytest.fixture(params=STATES)
def scene(db, request):
    """One row of every kind, all under the same number; the meeting is held, or to come."""
    made = gather.scene()
    made.everywhere = request.param == "convened"  # once held, only the pages of meetings change
    here, day = made.here, datetime.date(2026, 3, 2)
    body = invented.BodyFactory(pk=ROW, partnership=here)
    who = invented.InstitutionFactory(pk=ROW, partnership=here)
    person = invented.PersonFactory(pk=ROW, partnership=here, email="sept@exemple.invalid")
    invented.PositionFactory(pk=ROW, person=person, institution=who)
    seat = invented.SeatFactory(pk=ROW, body=body, institution=who)
    invented.HolderFactory(pk=ROW, seat=seat, person=person)
    meeting = invented.MeetingFactory(
        pk=ROW, body=body, state=request.param, starts_at=STATES[request.param], convened_on=day
    )
    item = decisions.ItemFactory(pk=ROW, meeting=meeting)
    bodies.Convocation.objects.create(pk=ROW, meeting=meeting, seat=seat, person=person, sent_at=gather.NOW)
    decision = bodies.Decision.objects.create(
        pk=ROW, meeting=meeting, item=item, number=1, text="Un texte", mode="consensus"
    )
    decisions.CommitmentFactory(pk=ROW, institution=who, decision=decision)
    bodies.Handover.objects.create(pk=ROW, partnership=here, institution=who, leaving=person, leaves_on=day)
    bodies.InformationItem.objects.create(
        pk=ROW, partnership=here, duty=next(iter(Duty)).value, holder=who, about="x", expected_on=day
    )
    bodies.Report.objects.create(
        pk=ROW, partnership=here, kind=next(iter(YearlyCountKind)).value, sent_on=day
    )
    factories.MembershipFactory(pk=ROW, partnership=here)
    row = gather.ask(made)
    gather.answer(made, row)
    diagnosis.SourceRequest.objects.filter(pk=row.pk).update(number=ROW)
    diagnosis.FieldWork.objects.filter(pk=gather.walk(made).pk).update(number=ROW)
    Letter.objects.create(
        pk=ROW, partnership=here, key="x", person=person, to=person.email, subject="x", text="x",
        due_at=gather.NOW, state="failed",
    )  # fmt: skip
    contracts.numbered(here, who, ROW)
    everything.rows(here, who, ROW)
    health.rows(here, who, ROW)
    survey = TieSurvey.objects.create(pk=ROW, partnership=here, opened_on=day)
    TieAnswer.objects.create(pk=ROW, survey=survey, institution=who, on=day)
    DirectoryImport.objects.create(
        pk=ROW, partnership=here, filename="x.csv", digest="x", content=b"Nom;Organisme\nA;B\n",
        received_at=gather.NOW,
    )  # fmt: skip
    return made


def addresses(name, here, numbers=NUMBERS):
    """The addresses of a route, for each number; once where no number is in it."""
    return dict.fromkeys(_addresses(name, here, numbers))


def _addresses(name, here, numbers):
    known = {"partnership": here.key} if name in INSIDE else {}
    for words, number in itertools.product(WORDS.get(name, [{}]), numbers):
        if "year" in words and number != ROW:
            words = words | {"year": number} | ({"number": number} if "number" in words else {})
        for parts in PARTS:
            try:
                yield reverse(name, kwargs=known | words | dict.fromkeys(parts, number))
            except NoReverseMatch:
                continue
            break


def broken(client, url, data=None, query=None):
    """What an answer says when it broke; the rows stay as they were."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.get(url, query) if data is None else client.post(url, data)
        transaction.set_rollback(True)
    if answer.status_code < 500:
        return answer, ""
    error = answer.exc_info[1]
    return answer, f"{url}: {type(error).__name__} {error}"[:300]


def forms_of(answer):
    """The forms of a page."""
    layers = [layer for context in answer.context or () for layer in context.dicts]
    values = [value for layer in layers for value in layer.values()]
    return list({id(value): value for value in values if isinstance(value, forms.BaseForm)}.values())


def typed(form, words, rank):
    """A form filled with these words where it takes any; of choices and rows, the one of that rank."""
    values = {name: _value(form, name, field, words, rank) for name, field in form.fields.items()}
    return {form.add_prefix(name): value for name, value in values.items()}


def _value(form, name, field, words, rank):
    text, day, hour, number, content = words
    if isinstance(field, forms.ChoiceField):  # a list of rows is one too
        offered = [str(value) for value, _label in field.choices if value] or [""]
        chosen = offered[rank % len(offered)]
        return [chosen] if isinstance(field.widget, forms.SelectMultiple) else chosen
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("x.csv", content)
    known = {
        forms.DateTimeField: f"{day}T{hour}", forms.DateField: day, forms.TimeField: hour,
        forms.BooleanField: "on", forms.EmailField: "essai@exemple.invalid",
        forms.IntegerField: str(min(int(number), getattr(field, "max_value", None) or int(number))),
    }  # fmt: skip
    if field.widget.is_hidden:
        return str(form[name].value() or "")
    short = text[: getattr(field, "max_length", None) or len(text)]
    return next((value for kind, value in known.items() if isinstance(field, kind)), short)


def posted(client, url, form, words, rank):
    """What broke when the form was sent, then sent again when its words were to be weighed."""
    data = typed(form, words, rank)
    answer, fault = broken(client, url, data=data)
    marks = [
        again.data["weighed"] for again in forms_of(answer) if again.is_bound and again.data.get("weighed")
    ]
    if not fault and marks:
        answer, fault = broken(client, url, data=data | {"weighed": marks[0]})
    return answer, fault


@pytest.mark.slow
@pytest.mark.usefixtures("without_contexts")
@pytest.mark.parametrize("scene", ["convened"], indirect=True)
def test_no_number_nor_query_breaks_a_page(client, scene):
    client.force_login(scene.user)
    faults = []
    for name in sorted(INSIDE):
        for url in addresses(name, scene.here):
            faults += [broken(client, url)[1], broken(client, url, data={})[1]]
        for url in addresses(name, scene.here, (ROW,)):
            queries = QUERIES if url.endswith("/") else ()  # a document reads nothing there
            faults += [broken(client, url, query=query)[1] for query in queries]
    assert [fault for fault in faults if fault] == []


@pytest.mark.parametrize("name", ["many:boards", "many:departement", "many:national"])
def test_no_query_breaks_a_board_of_many_territories(client, name):
    client.force_login(boards.prefecture("44143-clspd"))
    for scope in ("dep:44", "national"):
        boards.board(scope)
    faults = []
    for code in ("44", "\N{FOX FACE}", "9" * 300) if name == "many:departement" else ("",):
        url = reverse(name, args=[code] if code else [])
        faults += [broken(client, url, query=query)[1] for query in ({}, {"au": "2009-06-15"}, *QUERIES)]
    assert [fault for fault in faults if fault] == []


@pytest.mark.slow
def test_no_typed_value_breaks_a_page(client, scene):
    client.force_login(scene.user)
    faults, kept = [], 0
    for name in sorted(INSIDE):
        for url in addresses(name, scene.here, (ROW,)):
            if not scene.everywhere and "/reunions/" not in url:
                continue
            page, fault = broken(client, url)
            faults.append(fault)
            for form, (rank, words) in itertools.product(forms_of(page), enumerate(TYPED)):
                answer, fault = posted(client, url, form, words, rank)
                faults.append(fault)
                kept += answer.status_code == 302
    assert [fault for fault in faults if fault] == []
    assert kept > (
        60 if scene.everywhere else 5
    )  # forms that were taken: the sweep goes further than their fields
