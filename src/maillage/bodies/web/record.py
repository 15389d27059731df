"""The record of a meeting: what came of each item, decisions, commitments, and the draft of the minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import AgendaItem, Meeting
from maillage.bodies.rules import minutes as outline
from maillage.bodies.selectors import minutes as papers
from maillage.bodies.selectors import record as records
from maillage.bodies.services import minutes as minutes_services
from maillage.bodies.services import record as services
from maillage.bodies.vocabulary import ItemKind, ItemOutcome, MeetingState
from maillage.bodies.web.forms.decisions import CarryForm, ItemForm, NewItemForm, PositionForm, item_values
from maillage.bodies.web.pages import READERS, enter, sent
from maillage.institutions import selectors as directory
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show

STATES = {
    ItemOutcome.PENDING.value: "open",
    ItemOutcome.DISSENT.value: "wait",
    ItemOutcome.CARRIED.value: "part",
    ItemOutcome.WITHDRAWN.value: "no",
}


@access(*READERS)
@require_safe
def record(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """All that a meeting came to, and its minutes on paper."""
    row, restricted = enter(request, meeting)
    today = timezone.localdate()
    outcome = records.outcome(meeting=row, actor=request.actor, on=today)
    context = context_of(outcome) | {"today": today, "steps": journey(), "step": stage(row)}
    if outcome.may_run or outcome.latest:
        context |= _paper(request, outcome, restricted)
    context["remarks"] = papers.remarks(meeting=row) if outcome.versions and restricted else []
    return render(request, "bodies/record.html", context)


def context_of(outcome: records.Outcome) -> dict[str, Any]:
    """What `bodies/meeting_decisions.html` reads."""
    row = outcome.meeting
    closed = row.state in (MeetingState.APPROVED.value, MeetingState.CANCELLED.value)
    return {"outcome": outcome, "meeting": row, "may_write": outcome.may_run and not closed, "shapes": STATES}


def _paper(request: WorkspaceRequest, outcome: records.Outcome, restricted: bool) -> dict[str, Any]:
    """The sheet: the approved or last version for its readers, the draft for who writes it."""
    kept = outcome.approved or outcome.latest
    moved = bool(kept and not kept.approved_on and outcome.may_run and minutes_services.has_moved(kept))
    if outcome.may_run and not outcome.approved and (kept is None or moved):
        content = papers.record(meeting=outcome.meeting, on=timezone.localdate())
    elif kept is not None:
        content = papers.content(kept)
    content = content if restricted else outline.public(content)
    sheet = outline.first_page(outline.blocks(content))
    return {"sheet": sheet, "heading": outline.heading(content), "content": content, "moved": moved}


def journey() -> list[str]:
    """The steps of a meeting, from its convocation to its follow-up."""
    return [_("Convoquer"), _("Tenir"), _("Rédiger"), _("Approuver"), _("Suivre")]


def stage(row: Meeting) -> int:
    """Which of these steps the meeting has reached."""
    steps = {MeetingState.DRAFT: 1, MeetingState.CONVENED: 2, MeetingState.HELD: 3, MeetingState.SUBMITTED: 4}
    return steps.get(MeetingState(row.state), 5)


@access(Role.COORDINATOR)
def item(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Write what came of one item."""
    row, _restricted = enter(request, meeting)
    one = found(records.item(meeting=row, pk=pk))
    known = list(directory.institutions(partnership=request.workspace))
    form = ItemForm(request.POST or None, initial=item_values(one))
    form.offer(row, known)
    made = sent(
        request, form,
        lambda: services.record_item(
            actor=request.actor, item=one, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=one,
    )  # fmt: skip
    if made is not None:
        return _after_item(request, partnership, row, one)
    return render(request, "bodies/record_item.html", _item_page(request, row, one, form))


def _after_item(request: WorkspaceRequest, partnership: str, row: Meeting, one: AgendaItem) -> HttpResponse:
    messages.success(request, _("Le point %(n)s est consigné.") % {"n": one.number})
    following = row.items.filter(number__gt=one.number).order_by("number").first()
    if "next" in request.POST and following is not None:
        return redirect("bodies:record_item", partnership, row.pk, following.pk)
    return redirect("bodies:record", partnership, row.pk)


def _item_page(request: WorkspaceRequest, row: Meeting, one: AgendaItem, form: ItemForm) -> dict[str, Any]:
    position = PositionForm(initial={"revision": one.revision}, auto_id="position_%s")
    position.offer(request.workspace)
    carry = CarryForm(auto_id="carry_%s")
    field: Any = carry.fields["to"]
    field.queryset = _where_to(row)
    field.label_from_instance = lambda to: f"{to.starts_at:%d/%m/%Y}"
    stale = form.is_bound and not form.is_valid() and form.data.get("notes", "") != one.notes
    return {
        "meeting": row, "item": one, "form": form, "position_form": position, "carry_form": carry,
        "positions": list(one.positions.select_related("institution")), "stored": one.notes if stale else "",
        "may_carry": field.queryset.exists(), "following": row.items.filter(number__gt=one.number).exists(),
    }  # fmt: skip


def _where_to(row: Meeting) -> Any:
    later = papers.later_meetings(meeting=row)
    return later.filter(state__in=(MeetingState.DRAFT.value, MeetingState.CONVENED.value))


@access(Role.COORDINATOR)
def add_item(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Add an item that came up in the meeting."""
    row, _restricted = enter(request, meeting)
    form = NewItemForm(request.POST or None, initial={"kind": ItemKind.DISCUSSION.value})
    made = sent(
        request, form,
        lambda: services.add_item(
            actor=request.actor, meeting=row, title=form.cleaned_data["title"],
            kind=ItemKind(form.cleaned_data["kind"]), nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        return redirect("bodies:record_item", partnership, row.pk, made.pk)
    return show(
        request, form, title=_("Point ajouté en séance"), submit=_("Ajouter le point"), where=row.body.name,
        back=reverse("bodies:record", args=[partnership, meeting]),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def position(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Note the position of one State service."""
    row, _restricted = enter(request, meeting)
    one = found(records.item(meeting=row, pk=pk))
    form = PositionForm(request.POST)
    form.offer(request.workspace)
    made = sent(request, form, lambda: _set_position(request, one, form), row=one)
    if made is not None:
        messages.success(request, _("La position est notée."))
        return redirect("bodies:record_item", partnership, meeting, pk)
    return show(
        request, form, title=_("Position d'un service de l'État"), submit=_("Noter la position"),
        where=one.title, back=reverse("bodies:record_item", args=[partnership, meeting, pk]),
    )  # fmt: skip


def _set_position(request: WorkspaceRequest, one: AgendaItem, form: PositionForm) -> bool:
    data = form.cleaned_data
    services.set_position(
        actor=request.actor, item=one, seen=data["revision"], institution=data["institution"],
        position=data["position"],
    )  # fmt: skip
    return True


@access(Role.COORDINATOR)
@require_POST
def carry(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Carry an item to a later meeting."""
    row, _restricted = enter(request, meeting)
    one = found(records.item(meeting=row, pk=pk))
    form = CarryForm(request.POST)
    field: Any = form.fields["to"]
    field.queryset = _where_to(row)
    if not form.is_valid():
        messages.error(request, _("Choisissez une réunion suivante de la même instance."))
        return redirect("bodies:record_item", partnership, meeting, pk)
    told(
        request, lambda: services.carry(actor=request.actor, item=one, to=form.cleaned_data["to"]),
        _("Le point est reporté : il figure à l'ordre du jour de la réunion choisie."),
    )  # fmt: skip
    return redirect("bodies:record", partnership, meeting)
