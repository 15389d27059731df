"""The health of a partnership: the reading, the figures of the whole by family, what hangs on few persons."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.kernel import BadInput, Role, access
from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators import health as layout
from maillage.observatory.indicators import told as words
from maillage.observatory.services import refresh as services
from maillage.observatory.web import pages
from maillage.observatory.web.lists import listed
from maillage.ui.sending import told

STATES = {  # the shape that goes with a sentence of the reading
    "weakness": "late", "strength": "", "change": "part", "look": "wait", "silence": "open", "none": "open",
}  # fmt: skip


def kinds() -> dict[str, str]:
    """What each sentence of the reading is, in two words."""
    return {
        "weakness": _("faiblesse nette"), "strength": _("force nette"), "change": _("a changé"),
        "look": _("à regarder"), "silence": _("ne se lit pas"), "none": _("rien de net"),
    }  # fmt: skip


@access(*pages.READERS)
@require_safe
def health(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The page of the whole, or what to do before there is one."""
    found = pages.state(request)
    context: dict[str, Any] = {
        "found": found, "query": pages.query(found), "may_run": pages.runs(request),
        "network": pages.open_link(request, "observatory:network"),
        "handovers": pages.open_link(request, "bodies:handovers"),
    }  # fmt: skip
    if found.content is not None:
        context |= _read(request, found.content)
    return render(request, "observatory/health.html", context)


def _read(request: WorkspaceRequest, content: Mapping[str, Any]) -> dict[str, Any]:
    named = [key for row in content["reading"]["sentences"] for key in layout.spoken(row)]
    groups = layout.groups(content, [*layout.HEADLINE, *named])
    days = [past.day for group in groups for line in group.lines for past in line.past]
    return {
        "lead": layout.lead(content), "sentences": sentences(content), "signs": signs(content),
        "groups": groups, "since": min(days, default=None), "high": int(layout.high(groups)),
        "shown": sum(len(group.lines) for group in groups), "all": len(layout.known(content)),
        "people": _people(request, content), "start": content_start(content),
    }  # fmt: skip


def content_start(content: Mapping[str, Any]) -> Any:
    """The first day of the usual window, twelve months."""
    starts = [row["start"] for row in content["figures"].values() if row.get("start")]
    return words.day_of(max(set(starts), key=starts.count)) if starts else None


def sentences(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sentences of the reading, each with its shape and the figure that it opens."""
    said = kinds()
    held = layout.known(content)
    return [
        row | {
            "state": STATES.get(row["kind"], "open"), "verdict": said.get(row["kind"], row["kind"]),
            "figures": [held[key] for key in layout.spoken(row) if key in held],
        }
        for row in content["reading"]["sentences"]
    ]  # fmt: skip


def signs(content: Mapping[str, Any]) -> dict[str, Any]:
    """The signs of a contract without co-production: each with its certainty, the whole last."""
    held = content["reading"]["signs"]
    said = {True: ("late", _("relevé")), False: ("", _("non relevé")), None: ("open", _("ne se dit pas"))}
    rows = []
    for row in held["rows"]:
        state, verdict = said[row["met"]]
        sure = row["certainty"]
        detail = (
            _("certitude que ce soit vrai : %(n)s %%") % {"n": round(100 * sure)} if sure is not None else ""
        )
        rows.append(
            {"state": state, "verdict": verdict, "text": row["words"], "lang": "fr", "detail": detail}
        )
    return {"rows": rows, "met": held["met"], "of": held["of"], "fired": held["fired"]}


def _people(request: WorkspaceRequest, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What hangs on few persons, without naming one; institutions are listed to those who read names."""
    rows = []
    for key in layout.FEW_PEOPLE:
        indicator = INDICATORS.get(key)
        if indicator is None or key not in content["figures"]:
            continue
        line = layout.line(content, indicator)
        rows.append({
            "line": line, "lists": listed(request, content, key),
            "caution": _("Zéro ne serait pas un bon signe.") if key == "D2" else "",
        })  # fmt: skip
    return rows


@access(Role.COORDINATOR)
@require_POST
def refresh(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Compute the figures again, on the day that is read."""
    asked = request.POST.get("jour", "")[:10]

    def change() -> Any:
        day = asked_day(asked, timezone.localdate())
        return services.refresh(actor=request.actor, partnership=request.workspace, day=day)

    made = told(
        request, change, _("Les chiffres sont calculés à nouveau, sur les enregistrements d'aujourd'hui.")
    )
    past = made is not None and asked and asked != timezone.localdate().isoformat()
    return redirect(pages.at(request, "health") + (f"?au={asked}" if past else ""))


def asked_day(text: str, today: date) -> date:
    """The day to compute on, by default today. Raises BadInput when it is no day, or is to come."""
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(
            _("« %(text)s » n'est pas une date : écrivez-la ainsi, 2026-06-30.") % {"text": text}
        ) from fault
    if day > today:
        raise BadInput(
            _("Le %(day)s est à venir : les chiffres se calculent jusqu'à aujourd'hui.")
            % {"day": f"{day:%d/%m/%Y}"}
        )
    return day
