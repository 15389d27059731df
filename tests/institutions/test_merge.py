"""Two cards that were one: all that pointed to the absorbed one points to the survivor, or nothing moves."""

from datetime import date

import pytest
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.audit.models import Entry
from maillage.bodies.models import (
    Body,
    DirectContact,
    Meeting,
    Questionnaire,
    Seat,
    SeatHolder,
    Training,
)
from maillage.institutions import services
from maillage.institutions.models import Institution, Person, Position
from maillage.kernel import BadInput, Refused, Role
from tests.factories import MembershipFactory, PartnershipFactory
from tests.institutions.factories import (
    TODAY,
    InstitutionFactory,
    LetterFactory,
    PersonFactory,
    PositionFactory,
    coordinator,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return PartnershipFactory()


@pytest.fixture
def actor(here):
    return coordinator(here)


@pytest.fixture
def pair(here):
    return [
        InstitutionFactory(partnership=here, name=name)
        for name in ("Police nationale", "Commissariat de Rezé")
    ]


def body(here, **changes):
    return Body.objects.create(
        **({"partnership": here, "kind": "clspd", "name": "Conseil", "opened_on": date(2024, 1, 1)} | changes)
    )


def seat(row, institution):
    return Seat.objects.create(
        body=row, institution=institution, label="Siège", basis="law", start=date(2024, 1, 1)
    )


def test_every_relation_of_every_package_moves(here, actor, pair):
    kept, gone = pair
    council = body(here, chair=gone)
    sitting = seat(council, gone)
    position = PositionFactory(institution=gone, person__partnership=here)
    child = InstitutionFactory(partnership=here, parent=gone)
    role = MembershipFactory(partnership=here, institution=gone, role=Role.PARTNER.value)
    training = Training.objects.create(partnership=here, on=TODAY, subject="Commune")
    training.institutions.set([gone, kept])
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    for row in (council, sitting, position, child, role, gone):
        row.refresh_from_db()
    assert {council.chair, sitting.institution, position.institution, child.parent, role.institution} == {
        kept
    }
    assert list(training.institutions.all()) == [kept]
    assert (gone.merged_into, gone.archived_on) == (kept, TODAY)
    line = Entry.objects.get(act="institutions réunies")
    assert line.detail["absorbée"] == gone.pk
    assert line.detail["déplacé"]["siège"] == 1
    assert not services.moves(absorbed=gone)


def test_the_walk_sees_the_tables_of_every_package():
    relations = {f"{row.related_model.__name__}.{row.field.name}" for model in (Institution, Person)
                 for row in model._meta.related_objects}  # fmt: skip
    assert relations >= {
        "Membership.institution", "Seat.institution", "Commitment.person", "Attendance.person",
        "AgendaItem.spoke", "Decision.bound", "Letter.person", "Handover.successor",
    }  # fmt: skip


def test_the_survivor_keeps_its_values_and_takes_the_missing_ones(here, actor):
    kept = InstitutionFactory(partnership=here, short_name="PN")
    gone = InstitutionFactory(
        partnership=here, short_name="Com.", siret="21750001600019", email="a@b.invalid"
    )
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    kept.refresh_from_db()
    assert (kept.short_name, kept.siret, kept.email) == ("PN", "21750001600019", "a@b.invalid")


def test_two_people_become_one_with_one_address_and_one_function(here, actor):
    place = InstitutionFactory(partnership=here)
    kept, gone = (
        PersonFactory(partnership=here, email=""),
        PersonFactory(partnership=here, phone="0240000000"),
    )
    for person in (kept, gone):
        PositionFactory(institution=place, person=person)
    holder = SeatHolder.objects.create(
        seat=seat(body(here), place), person=gone, role="holder", start=date(2024, 1, 1)
    )
    letter, address = LetterFactory(partnership=here, person=gone), gone.email
    MembershipFactory(partnership=here, person=gone, role=Role.PARTNER.value)
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    for row in (kept, gone, holder, letter):
        row.refresh_from_db()
    assert (kept.email, kept.phone, gone.email, gone.phone) == (address, "0240000000", "", "")
    assert holder.person == letter.person == kept
    assert Position.objects.get().person == kept
    assert Membership.objects.filter(person=kept).count() == 1
    assert address not in str(Entry.objects.order_by("seq").values().last())


def test_what_cannot_belong_to_one_institution_stops_everything(here, actor, pair):
    kept, gone = pair
    sitting = seat(body(here), gone)
    contact = DirectContact.objects.create(
        partnership=here, one=kept, other=gone, level="manager", means="phone", on=TODAY
    )
    with pytest.raises(BadInput, match=f"contact direct » n° {contact.pk}"):
        services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    for row in (gone, sitting, contact):
        row.refresh_from_db()
    assert (sitting.institution, contact.other, gone.merged_into) == (gone, gone, None)
    assert not Entry.objects.filter(act="institutions réunies").exists()


def test_two_questionnaires_of_one_meeting_are_told(here, actor, pair):
    meeting = Meeting.objects.create(
        body=body(here), formation="plenary", starts_at=timezone.now(), uid="essai@maillage"
    )
    for row in pair:
        Questionnaire.objects.create(meeting=meeting, institution=row, answered_at=timezone.now())
    with pytest.raises(BadInput, match="ne peuvent pas être réunies"):
        services.merge(actor=actor, survivor=pair[0], absorbed=pair[1], on=TODAY)


def test_a_survivor_that_depended_on_the_absorbed_one_takes_its_parent(here, actor):
    top = InstitutionFactory(partnership=here)
    gone = InstitutionFactory(partnership=here, parent=top)
    kept = InstitutionFactory(partnership=here, parent=gone)
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    kept.refresh_from_db()
    assert kept.parent == top


def test_a_merge_that_would_close_a_circle_is_refused(here, actor):
    gone = InstitutionFactory(partnership=here)
    middle = InstitutionFactory(partnership=here, parent=gone)
    kept = InstitutionFactory(partnership=here, parent=middle)
    with pytest.raises(BadInput, match="dépend"):
        services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    middle.refresh_from_db()
    assert middle.parent == gone


def test_a_chain_of_merges_ends_at_the_last_survivor(here, actor, pair):
    kept, gone = pair
    first = InstitutionFactory(partnership=here)
    services.merge(actor=actor, survivor=gone, absorbed=first, on=TODAY)
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    first.refresh_from_db()
    assert first.merged_into == kept
    again = services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)  # twice: nothing more
    assert again == kept
    assert Entry.objects.filter(act="institutions réunies").count() == 2


def test_cards_that_cannot_be_brought_together(here, actor, pair):
    kept, gone = pair
    stranger = InstitutionFactory(partnership=PartnershipFactory(place="44109"))
    for other in (kept, stranger):
        with pytest.raises(BadInput):
            services.merge(actor=actor, survivor=kept, absorbed=other, on=TODAY)
    with pytest.raises(Refused):
        services.merge(actor=member(Role.PARTNER, kept), survivor=kept, absorbed=gone, on=TODAY)
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    with pytest.raises(BadInput, match="réunie"):
        services.put_back(actor=actor, institution=gone)


def test_the_history_of_a_moved_row_is_kept(here, actor, pair):
    kept, gone = pair
    council = body(here, chair=gone)
    services.merge(actor=actor, survivor=kept, absorbed=gone, on=TODAY)
    assert list(council.history.order_by("history_id").values_list("chair", flat=True)) == [gone.pk, kept.pk]
