"""A series of meetings: a rhythm is typed, its days are shown, then those kept are planned."""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Series
from maillage.bodies.rules.series import Proposed
from maillage.bodies.selectors.meetings import today_there
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import series as services
from maillage.bodies.services.letters import WEEKDAYS
from maillage.bodies.vocabulary import Formation, Pace
from maillage.bodies.web.forms.meetings import DaysForm, SeriesForm
from maillage.kernel import Role, access
from maillage.ui.sending import attempt
from maillage.ui.typography import french_date


@access(Role.COORDINATOR)
def plan(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Type the rhythm, look at the days, plan them."""
    here = request.workspace
    form = SeriesForm(request.POST or None, initial=_usual(request))
    form.zone = zone_of(here)
    form.offer_bodies(here)
    proposed, days = _proposed(request, form)
    if proposed and "create" in request.POST:
        made = attempt(form, lambda: _plan(request, form))
        if made is not None:
            return _planned(request, made)
    context = {"form": form, "proposed": proposed, "days": days, "moved": any(row.moved for row in proposed)}
    return render(request, "bodies/series.html", context)


def _usual(request: WorkspaceRequest) -> dict[str, Any]:
    year = today_there(request.workspace).year
    return {
        "at": time(10), "minutes": 120, "formation": Formation.GROUP.value, "pace": Pace.MONTHLY.value,
        "last": date(year + 1, 12, 31), "body": request.GET.get("instance"),
    }  # fmt: skip


def _proposed(request: WorkspaceRequest, form: SeriesForm) -> tuple[list[Proposed], DaysForm | None]:
    """The days of the rhythm, all ticked at first, then as they were ticked."""
    if request.method != "POST" or not form.is_valid():
        return [], None
    draft, body = form.draft(), form.cleaned_data["body"]
    found = attempt(form, lambda: services.propose(body=body, draft=draft)) or []
    if not found and not form.errors:
        form.add_error(None, _("Ce rythme ne donne aucune date dans cette période."))
    again = "create" in request.POST
    ticked = request.POST.getlist("days") if again else [row.day.isoformat() for row in found]
    days = DaysForm({"days": ticked})
    days.fields["days"].choices = [(row.day.isoformat(), _said(row)) for row in found]  # type: ignore[attr-defined]
    return found, days


def _said(row: Proposed) -> str:
    day = f"{WEEKDAYS[row.day.weekday()]} {french_date(row.day)}"
    if not row.moved:
        return day
    wanted = f"{WEEKDAYS[row.wanted.weekday()]} {french_date(row.wanted)}"
    return _("%(day)s, au lieu du %(wanted)s, jour férié") % {"day": day, "wanted": wanted}


def _plan(request: WorkspaceRequest, form: SeriesForm) -> Series:
    kept = [day for text in request.POST.getlist("days") if (day := _day(text)) is not None]
    return services.plan_series(
        actor=request.actor, body=form.cleaned_data["body"], draft=form.draft(), kept=kept,
        nonce=form.cleaned_data["nonce"],
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _planned(request: WorkspaceRequest, made: Series) -> HttpResponse:
    count = made.meeting_set.count()
    said = ngettext("%(n)s réunion est prévue.", "%(n)s réunions sont prévues.", count)
    messages.success(request, said % {"n": count})
    return redirect("bodies:meetings_year", request.workspace.key, made.first_on.year)
