"""The seats of a body: the composition proposed by the law, seats added or ended, holders and deputies."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage import law
from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Body, Seat
from maillage.bodies.rules import composition as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import bodies as rows
from maillage.bodies.selectors import seats
from maillage.bodies.services import seats as services
from maillage.bodies.vocabulary import SeatBasis, SeatRole, Voice
from maillage.bodies.web.bodies import READERS
from maillage.bodies.web.forms.bodies import (
    CompositionForm,
    DayForm,
    EditSeatForm,
    EndForm,
    HolderForm,
    SeatForm,
)
from maillage.institutions import selectors as directory
from maillage.kernel import BadInput, Role, access
from maillage.territory import selectors as territory
from maillage.ui.sending import attempt, found
from maillage.ui.typography import of_place


@access(Role.COORDINATOR)
def composition(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The composition that the law of a day proposes; each line can be unticked."""
    here = request.workspace
    row = found(rows.body(partnership=here, pk=pk))
    day = _day(request, row)
    book = law.council(row.kind, day)
    known = list(directory.institutions(partnership=here))
    form = CompositionForm(
        request.POST or None, proposed=_proposal(row, book, day),
        known=known, initial={"on": day} | _names(book, here.place),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        kept = form.kept({row.pk: row for row in known})
        made = attempt(
            form,
            lambda: services.accept_composition(
                actor=request.actor, body=row, lines=kept, on=form.cleaned_data["on"]
            ),
        )
        if made is not None:
            said = ngettext("%(n)s siège est en place.", "%(n)s sièges sont en place.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("bodies:body", partnership, pk)
    return render(request, "bodies/composition.html", {"form": form, "body": row, "book": book, "day": day})


def _proposal(row: Body, book: law.CouncilLaw, day: date) -> tuple[rules.Proposed, ...]:
    facts = seats.facts_on(body=row, on=day)
    return rules.proposed_members(book, epci_competent=row.epci_competent, seats=facts)


def _day(request: WorkspaceRequest, row: Body) -> date:
    """The day asked for; the opening for a body without seats, today for the others."""
    default = timezone.localdate() if row.seats.exists() else row.opened_on
    return DayForm(request.POST or request.GET).day(default)


def _names(book: law.CouncilLaw, place: str) -> dict[str, str]:
    """The names proposed for new institutions, from the territory."""
    facts = territory.facts(place)
    department = territory.facts(f"dep:{facts.department}") if facts else None
    here, around = facts.name if facts else "", department.name if department else ""
    group = territory.facts(f"epci:{facts.epci}") if facts and facts.epci else None
    named = {"prefecture": around, "department": around, "education_office": around, "national_police": here}
    whole = {"town": f"Ville {of_place(here)}" if here else "", "epci": group.name if group else ""}
    return {
        f"name-{line.key}": whole.get(line.kind) or _called(line.kind.label, named.get(line.kind, ""))
        for line in rules.proposed_members(book)
    }


def _called(kind: str, place: str) -> str:
    first = kind.split(",")[0].split(" (")[0].split(" ou ")[0]
    name = first[:1].upper() + first[1:]
    return f"{name} ({place})" if place else name


@access(Role.COORDINATOR)
def add_seat(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Add one seat to a body."""
    here, today = request.workspace, timezone.localdate()
    row = found(rows.body(partnership=here, pk=pk))
    book = law.council(row.kind, today)
    form = SeatForm(
        request.POST or None, initial={"start": max(today, row.opened_on), "basis": SeatBasis.DESIGNATED}
    )
    form.offer(here, [(member.key, member.label) for member in book.members])
    if request.method == "POST" and form.is_valid():
        draft, start = _draft(form, book), form.cleaned_data["start"]
        made = attempt(
            form, lambda: services.add_seat(actor=request.actor, body=row, draft=draft, on=start)
        )  # fmt: skip
        if made is not None:
            return redirect("bodies:seat", partnership, made.pk)
    return render(request, "bodies/seat_new.html", {"form": form, "body": row})


def _draft(form: SeatForm, book: law.CouncilLaw) -> services.SeatDraft:
    data = form.cleaned_data
    return services.SeatDraft(
        data["label"], SeatBasis(data["basis"]), Voice(data["voice"]), data["institution"],
        member_key=data["member_key"], rule=book.rule if data["member_key"] else "", act=data["act"],
        core=data["core"], nonce=data["nonce"],
    )  # fmt: skip


@access(*READERS)
def seat(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One seat: what it is, who holds it, who held it."""
    row = found(seats.seat(partnership=request.workspace, pk=pk))
    form = HolderForm(request.POST or None, initial={"start": timezone.localdate()})
    _offer_people(form, row)
    sent = request.method == "POST" and visibility.may_run(request.actor)
    if sent and form.is_valid() and _name(request, row, form):
        return redirect("bodies:seat", partnership, pk)
    return _seat_page(request, row, form, EditSeatForm(initial=_words(row)))


def _name(request: WorkspaceRequest, row: Seat, form: HolderForm) -> bool:
    data = form.cleaned_data
    person = found(directory.person(partnership=request.workspace, pk=int(data["person"])))
    made = attempt(
        form,
        lambda: services.name_holder(
            actor=request.actor, seat=row, person=person, role=SeatRole(data["role"]), start=data["start"],
            end=data["end"], nonce=data["nonce"],
        ),
    )  # fmt: skip
    return made is not None


def _seat_page(
    request: WorkspaceRequest, row: Seat, form: HolderForm, words: EditSeatForm, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    mandates = list(seats.holders_of(seat=row))
    context = {
        "known": form.people > 0, "seat": row, "form": form, "words": words, "today": today,
        "mandates": mandates,
        "vacant": not any(_runs(one, today) and one.role == SeatRole.HOLDER for one in mandates),
        "may_run": visibility.may_run(request.actor), "named": _named(request, row),
        "end": EndForm(initial={"on": today}),
    }  # fmt: skip
    return render(request, "bodies/seat.html", context, status=status)


def _runs(one: Any, today: date) -> bool:
    return bool(one.start <= today and (one.end is None or one.end >= today))


def _named(request: WorkspaceRequest, row: Seat) -> bool:
    sitting = rows.sitting_institutions(body=row.body, on=timezone.localdate())
    return visibility.reads_names(request.actor, restricted=row.body.restricted, sitting=sitting)


def _offer_people(form: HolderForm, row: Seat) -> None:
    here = row.body.partnership
    mine = directory.people_of(institution=row.institution, on=timezone.localdate())
    known = {one.pk for one in mine}
    others = here.people.filter(archived_on__isnull=True).exclude(pk__in=known).order_by("name")
    form.offer([(one.pk, one.name) for one in mine], [(one.pk, one.name) for one in others])


def _words(row: Seat) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("label", "basis", "voice", "act", "core")}


@access(Role.COORDINATOR)
@require_POST
def edit_seat(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct a seat's words."""
    row = found(seats.seat(partnership=request.workspace, pk=pk))
    words = EditSeatForm(request.POST)
    if words.is_valid():
        data = words.cleaned_data
        services.edit_seat(
            actor=request.actor, seat=row, label=data["label"], basis=SeatBasis(data["basis"]),
            voice=Voice(data["voice"]), act=data["act"], core=data["core"],
        )  # fmt: skip
        return redirect("bodies:seat", partnership, pk)
    form = HolderForm(initial={"start": timezone.localdate()})
    _offer_people(form, row)
    return _seat_page(request, row, form, words)


@access(Role.COORDINATOR)
@require_POST
def end_seat(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give a seat its last day; or erase it, made by mistake."""
    row = found(seats.seat(partnership=request.workspace, pk=pk))
    body_id, form = row.body_id, EndForm(request.POST)
    try:
        if "erase" in request.POST:
            services.withdraw_seat(actor=request.actor, seat=row)
            return redirect("bodies:body", partnership, body_id)
        if form.is_valid():
            services.end_seat(actor=request.actor, seat=row, **form.cleaned_data)
        else:
            messages.error(request, _("Écrivez le dernier jour du siège, par exemple 31/12/2026."))
    except BadInput as fault:
        messages.error(request, str(fault))
    return redirect("bodies:seat", partnership, pk)


@access(Role.COORDINATOR)
@require_POST
def end_holder(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Somebody leaves a seat."""
    row = found(seats.holder(partnership=request.workspace, pk=pk))
    form = EndForm(request.POST)
    try:
        if form.is_valid():
            services.end_holder(actor=request.actor, holder=row, on=form.cleaned_data["on"])
        else:
            messages.error(request, _("Écrivez le dernier jour du mandat, par exemple 31/12/2026."))
    except BadInput as fault:
        messages.error(request, str(fault))
    return redirect("bodies:seat", partnership, row.seat_id)
