"""The address of every page of the demonstration, computed from its rows; who opens it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from maillage.bodies.models import (
    AgendaItem,
    Body,
    Commitment,
    Convocation,
    Decision,
    Handover,
    Meeting,
    Seat,
    SeatHolder,
)
from maillage.bodies.services import check_in, letters, questions
from maillage.bodies.vocabulary import BodyKind, CommitmentState, MeetingState
from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    CostLine,
    IndicatorDue,
    Milestone,
    Objective,
    Opinion,
    Pledge,
    Priority,
    Review,
    SheetIndicator,
    Signature,
    Word,
)
from maillage.contracts.vocabulary.plan import SheetPart
from maillage.datasets.models import Release
from maillage.diagnosis.models import Delivery, Doubt, FieldWork, Finding, SourceRequest
from maillage.diagnosis.vocabulary import SourceState
from maillage.institutions.models import Institution, Person
from tests.journeys import look_addresses, money_addresses

LONGEST = "51513"  # Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson, the longest name
PUBLIC = ["account_login", "account_reset_password", "portal:methods", "portal:accessibility",
          "portal:personal_data", "ui:components"]  # fmt: skip
MINE = ["portal:home", "portal:open", "portal:account", "territory:search", "datasets:releases",
        "datasets:upload", "mfa_index", "mfa_activate_totp", "account_change_password",
        "account_logout"]  # fmt: skip
HERE = [
    "portal:workspace", "portal:this_month", "portal:members", "portal:appearance", "portal:journal",
    "diagnosis:page", "diagnosis:versions", "diagnosis:requests", "diagnosis:new_request",
    "bodies:bodies", "bodies:open_body", "bodies:meetings", "bodies:plan_meeting", "bodies:plan_series",
    "bodies:minutes_waiting", "bodies:decisions", "bodies:commitments", "bodies:mine",
    "bodies:add_commitment", "bodies:traces", "bodies:mandates", "bodies:duties", "bodies:handovers",
    "bodies:declare_departure", "institutions:directory", "institutions:add", "institutions:people",
    "institutions:twins", "institutions:upload", "institutions:letters", "observatory:network",
    "observatory:declared",
]  # fmt: skip
BODY = ["body", "edit_body", "lifecycle", "conformity", "composition", "arrete", "add_seat"]
TO_COME = ["meeting", "prepare", "edit_meeting", "move_meeting", "cancel_meeting", "add_item",
           "check_in_poster"]  # fmt: skip
PAST = ["meeting", "attendance", "hold_meeting", "record", "add_record_item", "add_decision", "prepare"]
SUBMITTED = ["record", "approve_minutes", "remark_minutes", "attendance"]
PROMISE = ["commitment", "reword", "renegotiate", "withdraw_commitment", "carrier"]
DECIDED = ["decision", "edit_decision", "withdraw_decision", "review_decision"]
LEAVING = ["handover", "handover_note", "successor", "first_week"]
ASKED = ["request", "edit_request", "answer", "refuse_request"]
CONTRACT = ["contract", "edit_contract", "end_contract", "sheets", "add_sheet", "calendar", "glossary",
            "models", "readiness", "signature", "add_signatory", "put_to_signature", "versions", "compare",
            "opinions", "ask_opinion", "reviews", "values", "count_receipts"]  # fmt: skip
SHEET = ["sheet", "without", "sheet_state", "add_partner", "add_pledge", "plan_review", "plan_opinion"]
LINES = {"axe": Axis, "priorite": Priority, "objectif": Objective, "mot": Word, "etape": Milestone,
         "cout": CostLine, "indicateur": SheetIndicator}  # fmt: skip
HOMES = ["mayor", "partner", "first_line", "prefecture", "prosecutor", "researcher", "dpo"]
OTHERS = {"partner": ["bodies:mine", "diagnosis:asked_of_us", "bodies:meetings", "bodies:bodies"],
          "first_line": ["bodies:mine", "diagnosis:asked_of_us"], "mayor": ["portal:this_month"],
          "prefecture": ["bodies:duties"], "prosecutor": ["bodies:duties"],
          "dpo": ["diagnosis:requests"]}  # fmt: skip


def every_page(demonstration):
    """(who, address): everything that somebody may open in the demonstration."""
    key, place = demonstration.key, demonstration.place

    def at(name, *args):
        return "coordinator", reverse(name, args=[key, *args])

    return [
        *[(None, reverse(name)) for name in PUBLIC],
        *[("coordinator", reverse(name)) for name in MINE],
        *[("coordinator", reverse(name, args=[code]))
          for name in ("territory:place", "territory:law") for code in (place, LONGEST)],
        ("coordinator", reverse("portal:open") + f"?place={LONGEST}"),
        ("coordinator", reverse("portal:open") + "?q=saint"),
        ("coordinator", reverse("territory:law", args=[place]) + "?date=demain"),
        *[("coordinator", reverse("datasets:release", args=[row.pk])) for row in Release.objects.all()],
        *[at(name) for name in HERE],
        *_bodies(at), *_meetings(at), *_promises(at), *_directory(at), *_diagnosis(at), *_contracts(at),
        *[(role, reverse("portal:workspace", args=[key])) for role in HOMES],
        *[(role, reverse(name, args=[key])) for role, names in OTHERS.items() for name in names],
        *_read_contracts(key), *money_addresses.every_page(key),
        *look_addresses.every_page(key),
    ]  # fmt: skip


def _bodies(at):
    council = Body.objects.get(kind=BodyKind.CLSPD.value)
    watch = Body.objects.get(kind=BodyKind.WATCH.value)
    held = SeatHolder.objects.filter(end__isnull=True).first()
    return [
        *[at(f"bodies:{name}", council.pk) for name in BODY],
        at("bodies:body", watch.pk), at("bodies:conformity", watch.pk),
        at("bodies:seat", held.seat_id),
        at("bodies:seat", Seat.objects.exclude(holders__end__isnull=True).first().pk),
    ]  # fmt: skip


def _meetings(at):
    def last(state):
        return Meeting.objects.filter(state=state.value).order_by("starts_at").last()

    coming, past = last(MeetingState.CONVENED), last(MeetingState.HELD)
    draft, submitted = last(MeetingState.DRAFT), last(MeetingState.SUBMITTED)
    item = AgendaItem.objects.filter(meeting=past).first()
    planned = AgendaItem.objects.filter(meeting=coming).first()
    asked = Convocation.objects.filter(meeting=coming).first()
    return [
        at("bodies:meetings_year", past.starts_at.year),
        at("bodies:meetings_year", past.starts_at.year - 1),
        *[at(f"bodies:{name}", coming.pk) for name in TO_COME],
        *[at(f"bodies:{name}", draft.pk) for name in ("meeting", "prepare", "convene")],
        *[at(f"bodies:{name}", past.pk) for name in PAST],
        *[at(f"bodies:{name}", submitted.pk) for name in SUBMITTED],
        at("bodies:questions", plenary().pk),
        at("bodies:edit_item", coming.pk, planned.pk), at("bodies:record_item", past.pk, item.pk),
        at("bodies:answer_convocation", coming.pk, asked.pk),
    ]  # fmt: skip


def plenary():
    """The last plenary that was held: its members were asked five questions."""
    rows = Meeting.objects.filter(body__kind=BodyKind.CLSPD.value, starts_at__lt=timezone.now())
    return rows.order_by("starts_at").last()


def _promises(at):
    running = Commitment.objects.filter(state=CommitmentState.OPEN.value).first()
    over = Commitment.objects.exclude(state=CommitmentState.OPEN.value).first()
    leaving, taken = Handover.objects.order_by("leaves_on").last(), Decision.objects.last()
    return [
        *[at(f"bodies:{name}", running.pk) for name in PROMISE], at("bodies:commitment", over.pk),
        *[at(f"bodies:{name}", taken.pk) for name in DECIDED],
        *[at(f"bodies:{name}", leaving.pk) for name in LEAVING],
        *[at("bodies:add_trace", kind) for kind in ("contacts", "transmissions", "formations", "evenements")],
    ]  # fmt: skip


def _directory(at):
    school = Institution.objects.get(name__startswith="Collège")
    person = Person.objects.get(name__startswith="Dana")
    post = person.positions.first()
    return [
        *[at(f"institutions:{name}", school.pk)
          for name in ("institution", "edit", "add_position", "merge_institution")],
        *[at(f"institutions:{name}", person.pk) for name in ("person", "edit_person", "merge_person")],
        at("institutions:edit_position", post.pk), at("institutions:end_position", post.pk),
    ]  # fmt: skip


def _diagnosis(at):
    waits = SourceRequest.objects.filter(state=SourceState.EXPECTED.value).first()
    rows = SourceRequest.objects.exclude(pk=waits.pk)
    return [
        at("diagnosis:version", 1), at("diagnosis:version", 2), at("diagnosis:section", "method"),
        *[at("diagnosis:new_line", kind)
          for kind in ("finding", "source", "means", "field", "words", "priority")],
        at("diagnosis:line", "finding", 1), at("diagnosis:line", "priority", 1),
        *[at(f"diagnosis:{name}", waits.number) for name in ASKED],
        *[at("diagnosis:request", row.number) for row in rows],
        *[at("diagnosis:delivery", row.pk) for row in Delivery.objects.all()],
        at("diagnosis:doubt", Doubt.objects.first().pk),
        *[at("diagnosis:field", row.number) for row in FieldWork.objects.all()],
        at("diagnosis:coding", FieldWork.objects.first().number),
        *[at("diagnosis:finding", row.number) for row in Finding.objects.all()],
        at("diagnosis:sign", 1), at("diagnosis:dissent", 1),
    ]  # fmt: skip


def _contracts(at):
    contract = Contract.objects.get()
    sheet = ActionSheet.objects.filter(contract=contract).order_by("number").first()
    blank = ActionSheet.objects.filter(contract=contract).order_by("number").last()
    waiting = Pledge.objects.filter(confirmed_on__isnull=True).first()
    return [
        *[at(f"contracts:{name}") for name in ("contracts", "open_contract", "summary")],
        *[at(f"contracts:{name}", contract.pk) for name in CONTRACT],
        *[at(f"contracts:{name}", sheet.pk) for name in SHEET], at("contracts:sheet", blank.pk),
        *[at("contracts:edit_sheet", sheet.pk, part.value) for part in SheetPart],
        *[at("contracts:edit_line", kind, model.objects.first().pk) for kind, model in LINES.items()],
        *[at("contracts:add_line", kind, above.pk) for kind, above in _above(contract, sheet)],
        at("contracts:edit_pledge", waiting.pk), at("contracts:withdraw_pledge", waiting.pk),
        at("contracts:agree_word", Word.objects.first().pk),
        at("contracts:withdraw_signature", Signature.objects.first().pk),
        *_life(at),
    ]  # fmt: skip


def _above(contract, sheet):
    """Under what a line of each kind is added."""
    above = {"axe": contract, "mot": contract, "priorite": Axis.objects.first(),
             "objectif": Priority.objects.first()}  # fmt: skip
    return [(kind, above.get(kind, sheet)) for kind in LINES]


def _life(at):
    held, planned = (Review.objects.filter(held_on__isnull=missing).first() for missing in (False, True))
    measure, given = SheetIndicator.objects.first(), Opinion.objects.first()
    return [
        *[at(f"contracts:{name}", planned.pk) for name in ("move_review", "hold_review", "drop_review")],
        at("contracts:hold_review", held.pk), at("contracts:schedule_values", measure.pk),
        at("contracts:fill_value", IndicatorDue.objects.filter(filled_on__isnull=True).first().pk),
        at("contracts:give_opinion", given.pk), at("contracts:opinion_effect", given.pk),
    ]  # fmt: skip


def _read_contracts(key):
    """The pages of the contract as those who do not run it read them."""
    contract = Contract.objects.get()
    sheet = ActionSheet.objects.filter(contract=contract).order_by("number").first()
    names = ("contract", "readiness", "signature", "opinions")
    read = [*[(f"contracts:{name}", contract.pk) for name in names], ("contracts:sheet", sheet.pk)]
    return [
        *[(role, reverse(name, args=[key, pk])) for role in ("partner", "prefecture") for name, pk in read],
        ("partner", reverse("contracts:add_pledge", args=[key, sheet.pk])),
        *[(role, reverse("contracts:my_sheets", args=[key])) for role in ("partner", "first_line")],
        *[(role, reverse("contracts:summary", args=[key])) for role in ("first_line", "mayor")],
    ]  # fmt: skip


def link_pages():
    """What a signed link opens, without an account: a convocation, a poster in the room, five questions."""
    convened = Meeting.objects.filter(state=MeetingState.CONVENED.value).order_by("starts_at")
    sitting, coming = convened.first(), convened.last()
    Meeting.objects.filter(pk=sitting.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    one = Convocation.objects.filter(meeting=coming).first()
    institution = sitting.body.seats.first().institution
    room = reverse("links:check_in", args=[check_in.token(sitting)])
    asked = questions.token(plenary(), Institution.objects.get(name__startswith="Collège"))
    return [
        reverse("links:convocation", args=[letters.token(one)]), room, f"{room}?institution={institution.pk}",
        reverse("links:questions", args=[asked]),
    ]  # fmt: skip
