"""The bodies: their list, one of them, its opening, its corrections and what happens to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage import law
from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Body
from maillage.bodies.rules import eras, lifecycle, visibility
from maillage.bodies.selectors import bodies as rows
from maillage.bodies.selectors import obligations as duties
from maillage.bodies.selectors import overview, seats
from maillage.bodies.selectors import past as rows_past
from maillage.bodies.selectors.names import weigher
from maillage.bodies.services import bodies as services
from maillage.bodies.vocabulary import COUNCILS, BodyKind, BodyState, LifeEvent
from maillage.bodies.web.forms.bodies import DayForm, EditBodyForm, OpenBodyForm, StepForm
from maillage.kernel import Role, access
from maillage.ui.replay import past_day, reference_day
from maillage.ui.sending import attempt, found

READERS = (
    Role.COORDINATOR,
    Role.MAYOR,
    Role.PARTNER,
    Role.FIRST_LINE,
    Role.PREFECTURE,
    Role.PROSECUTOR,
    Role.RESEARCHER,
    Role.DPO,
)
ESSENTIALS = ("kind", "name", "opened_on", "chair", "co_chair", "zone", "parent", "term_on")
RULES = ("promised_per_year", "notice_days", "notice_working", "quorum", "charter", "restricted",
         "epci_competent", "legal_basis")  # fmt: skip


@access(*READERS)
@require_safe
def index(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The bodies of the partnership, and what the law asks of it, today or on the reference date."""
    here, today, past = request.workspace, reference_day(request), past_day(request)
    lines = overview.overview(partnership=here, on=today)
    lines = rows_past.as_of(lines, past) if past else lines
    running = [line for line in lines if line.body.state == BodyState.OPEN]
    context = {
        "lines": lines, "today": today, "open": len(running), "vacant": sum(line.vacant for line in lines),
        "overdue": sum(bool(line.overdue) for line in lines),
        "obligations": duties.obligations(here, today),
        "may_run": visibility.may_run(request.actor) and past is None,
    }  # fmt: skip
    return render(request, "bodies/bodies.html", context)


@access(Role.COORDINATOR)
def open_body(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Open a body; a council then receives the composition of the law of its day."""
    here, today = request.workspace, timezone.localdate()
    form = OpenBodyForm(request.POST or None, initial=_first_words(request))
    form.offer(here)
    remark = ""
    if request.method == "POST" and form.is_valid():
        kind, day = BodyKind(form.cleaned_data["kind"]), form.cleaned_data["opened_on"]
        remark = eras.era_remark(kind, day)
        if not remark or form.cleaned_data["replay"]:
            made = attempt(
                form,
                lambda: services.open_body(
                    actor=request.actor, partnership=here, kind=kind, opened_on=day, draft=form.draft(),
                    nonce=form.cleaned_data["nonce"],
                ),
            )  # fmt: skip
            if made is not None:
                return _opened(request, made)
    context = {"form": form, "remark": remark, "today": today} | _fields(form)
    return render(request, "bodies/open.html", context)


def _first_words(request: WorkspaceRequest) -> dict[str, Any]:
    kind = request.GET.get("genre", "")
    known = kind in {row.value for row in BodyKind}
    council = known and BodyKind(kind) in COUNCILS
    name = request.workspace.name if council else ""
    return {"opened_on": timezone.localdate(), "kind": kind if known else "", "name": name}


def _fields(form: OpenBodyForm | EditBodyForm) -> dict[str, Any]:
    """The fields in two parts: what must be said, then the règlement."""
    return {
        "essentials": [form[name] for name in ESSENTIALS if name in form.fields],
        "rules": [form[name] for name in RULES],
    }  # fmt: skip


def _opened(request: WorkspaceRequest, body: Body) -> HttpResponse:
    key = request.workspace.key
    if body.kind_term in COUNCILS:
        return redirect("bodies:composition", key, body.pk)
    messages.success(request, _("« %(name)s » est ouverte : ajoutez ses sièges.") % {"name": body.name})
    return redirect("bodies:body", key, body.pk)


@access(*READERS)
@require_safe
def body(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One body: its state, its seats, its rules, its history, and its conformity where a text composes it."""
    here, today = request.workspace, timezone.localdate()
    row = found(rows.body(partnership=here, pk=pk))
    line = overview.line(body=row, on=today)
    context = _about(row, line, request) | {
        "body": row, "line": line, "today": today, "may_run": visibility.may_run(request.actor),
        "conformity": seats.conformity(body=row, on=today), "law": law.meetings(row.kind, today),
    }  # fmt: skip
    return render(request, "bodies/body.html", context)


def _about(row: Body, line: overview.BodyLine, request: WorkspaceRequest) -> dict[str, Any]:
    today = timezone.localdate()
    seated = rows.seats_on(body=row, on=today)
    return {
        "seats": seated,
        "past": seats.past_seats(body=row, on=today),
        "events": list(row.events.all()),
        "children": list(row.children.all()),
        "named": visibility.reads_names(
            request.actor, restricted=row.restricted, sitting=frozenset(one.institution_id for one in seated)
        ),
        "remarks": eras.bounds_remarks(row.kind_term, zone=row.zone, term=row.term_on),
    }


@access(Role.COORDINATOR)
def edit_body(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct what is written of a body."""
    here = request.workspace
    row = found(rows.body(partnership=here, pk=pk))
    form = EditBodyForm(request.POST or None, initial=_as_typed(row))
    form.offer(here, without=row)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]
        done = attempt(
            form,
            lambda: services.edit_body(actor=request.actor, body=row, seen=seen, draft=form.draft()),
            row,
        )
        if done is not None:
            return redirect("bodies:body", partnership, pk)
    return render(request, "bodies/edit.html", {"form": form, "body": row} | _fields(form))


def _as_typed(row: Body) -> dict[str, Any]:
    known = {True: "oui", False: "non", None: ""}[row.epci_competent]
    names = ("name", "zone", "parent", "chair", "co_chair", "term_on", "promised_per_year", "notice_days",
             "notice_working", "quorum", "charter", "restricted", "legal_basis", "revision")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"epci_competent": known}


@access(Role.COORDINATOR)
def lifecycle_step(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Note what happens to a body: reviewed, dormant, resumed, prolonged, closed."""
    row = found(rows.body(partnership=request.workspace, pk=pk))
    form = StepForm(request.POST or None, initial={"on": timezone.localdate()})
    form.offer(lifecycle.possible_steps(row.state_term, dated=row.term_on is not None))
    if request.method == "POST" and form.is_valid() and form.accepts(weigher(partnership=request.workspace)):
        data = {name: value for name, value in form.cleaned_data.items() if name != "weighed"}
        kind = LifeEvent(data.pop("kind"))
        done = attempt(
            form, lambda: services.record_step(actor=request.actor, body=row, kind=kind, **data)
        )  # fmt: skip
        if done is not None:
            return redirect("bodies:body", partnership, pk)
    return render(request, "bodies/step.html", {"form": form, "body": row})


@access(*READERS)
@require_safe
def conformity(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """A council against the law of a day, today's or another's."""
    row = found(rows.body(partnership=request.workspace, pk=pk))
    day = DayForm(request.GET).day(timezone.localdate())
    context = {
        "body": row, "day": day, "book": law.council(row.kind, day), "law": law.meetings(row.kind, day),
        "conformity": seats.conformity(body=row, on=day), "before": day < row.opened_on,
        "may_run": visibility.may_run(request.actor),
    }  # fmt: skip
    return render(request, "bodies/conformity.html", context)
