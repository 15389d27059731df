"""The page of the diagnosis, its versions and its downloads: reads, never computes."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.diagnosis import selectors, services
from maillage.diagnosis.models import Snapshot
from maillage.diagnosis.rules import written
from maillage.diagnosis.selectors import pictures
from maillage.diagnosis.vocabulary import HINTS, DiagnosisSection
from maillage.diagnosis.web import plots
from maillage.diagnosis.web.pages import READERS
from maillage.kernel import BadInput, Role, access
from maillage.ui.downloads import file_answer

FORMATS = ("pdf", "docx", "odt", "xlsx", "ods", "html")
SHOWN_FIRST, MULTIPLES = 3, 6
SAID = (
    "level",
    "smoothed",
    "comparison",
    "rank",
    "trend",
    "change",
    "forecast",
)  # the order they are read in


@access(*READERS)
@require_safe
def page(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The diagnosis at work: the last frozen figures, and the words as they stand now."""
    here = request.workspace
    diagnosis = selectors.current(partnership=here)
    found = selectors.latest_snapshot(partnership=here)
    words = services.written_now(diagnosis=diagnosis)
    stale = bool(diagnosis and found and diagnosis.revision != found.revision)
    return _show(request, found, words, stale=stale, live=True)


@access(*READERS)
@require_safe
def version(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """One frozen version, figures and words as they were."""
    found = _snapshot(request, number)
    return _show(request, found, found.content["written"], stale=False, live=False)


def _show(
    request: WorkspaceRequest, found: Snapshot | None, words: dict[str, Any], *, stale: bool, live: bool
) -> HttpResponse:
    here = request.workspace
    actor = request.actor
    _days(words)
    context: dict[str, Any] = {
        "snapshot": found,
        "written": words,
        "stale": stale,
        "live": live,
        "formats": list(FORMATS),
        "may_write": live and actor.holds(Role.COORDINATOR),
        "outline": _outline(words),
        "received": sum(row["state"] in ("received", "partial", "doubtful") for row in words["sources"]),
    }
    if found is not None:
        context |= _figures(found, request.GET.get("serie", ""), (here.hue, here.chroma))
    return render(request, "diagnosis/page.html", context)


def _days(words: dict[str, Any]) -> None:
    """Dates as they are read; lists that an older frozen version does not have are empty."""
    for part in ("field", "words", "priorities"):
        words.setdefault(part, [])
    for row in words["findings"]:
        row["dissent_day"] = written.day(row["dissent_on"])
        row["papers"] = [one["by"] for one in row.get("signatures", []) if one["on_paper"]]
        for one in row.get("dissents", []):
            one["day"] = written.day(one["on"])
    for row in words["sources"]:
        row["due_day"] = written.day(row.get("due_on", ""))
    for row in words["field"]:
        row["when"] = written.span(row["start"], row["end"])
        for question in row["questions"]:
            for one in question["answers"]:
                one["percent"], one["interval"] = written.share(one), written.share_interval(one)


def _outline(words: dict[str, Any]) -> list[dict[str, Any]]:
    texts = {row["name"]: row["text"] for row in words["sections"]}
    return [
        {"name": term.value, "label": term.label, "hint": HINTS[term], "text": texts.get(term.value, "")}
        for term in DiagnosisSection
        if term in HINTS
    ]


def _figures(found: Snapshot, wanted: str, hue: tuple[int, float]) -> dict[str, Any]:
    content = found.content
    series = [row for row in content["series"] if row["figures"]]
    for row in series:
        row["said"] = " ".join(row["sentences"][key] for key in SAID if key in row["sentences"])
    chosen = _chosen(series, wanted)
    return {
        "content": content,
        "series": series,
        "stats": [plots.stat(row) for row in series[:SHOWN_FIRST]],
        "multiples": [plots.multiple(row) for row in series[:MULTIPLES]],
        "by_year": plots.by_year(series),
        "peers": plots.peers(content),
        "lines": plots.lines(series),
        "gaps": _drawn(found.digest, "gaps", "", hue, found.body),
        "chosen": chosen,
        "places": plots.places(chosen) if chosen else None,
        "map": _drawn(found.digest, "map", chosen["slug"] if chosen else "", hue, found.body),
        "seasons": [
            row | {"chart": _drawn(found.digest, "season", row["group"], hue, found.body)}
            for row in content["season"]
            if row["stands_out"]
        ],
        "unknown": [row | {"when": written.years(row["years"])} for row in content["unknown"]],
        "last_year": max((row["figures"][-1]["year"] for row in series), default=None),
    }


def _chosen(series: list[dict[str, Any]], wanted: str) -> dict[str, Any] | None:
    """The series asked for; else the first that stands out among comparables; else the first compared."""
    compared = [row for row in series if row.get("comparison")]
    asked = [row for row in compared if row["slug"] == wanted]
    apart = [row for row in compared if row["comparison"]["stands_out"]]
    return next(iter([*asked, *apart, *compared]), None)


@lru_cache(maxsize=64)
def _drawn(digest: str, what: str, slug: str, hue: tuple[int, float], body: str) -> Any:
    content = Snapshot(body=body).content
    if what == "gaps":
        return pictures.gaps(content, hue)
    if what == "season":
        return pictures.season(next(row for row in content["season"] if row["group"] == slug), hue)
    areas = {row["slug"]: row for row in content["map"]}
    found = areas.get(slug) or next(iter(areas.values()), None)
    return pictures.area(found, content["place"]["code"], hue) if found else None


@access(Role.COORDINATOR)
@require_POST
def compose(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Freeze a new version from the figures imported and the words written so far."""
    here = request.workspace
    try:
        row = services.compose(
            actor=request.actor,
            place=here.place,
            on=timezone.localdate(),
            partnership=here,
        )
        messages.success(
            request, _("La version %(n)s est figée : elle peut être téléchargée.") % {"n": row.number}
        )
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("diagnosis:page", partnership)


@access(*READERS)
@require_safe
def versions(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Every frozen version, newest first."""
    here = request.workspace
    return render(request, "diagnosis/versions.html", {"versions": selectors.snapshots(partnership=here)})


@access(*READERS)
@require_safe
def download(request: WorkspaceRequest, partnership: str, number: int, file_format: str) -> HttpResponse:
    """One frozen version as a document or a sheet."""
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    found = _snapshot(request, number)
    content = import_string(settings.DIAGNOSIS_DOCUMENTS)(found, file_format)
    name = f"diagnostic-{found.place.replace(':', '-')}-v{found.number}.{file_format}"
    return file_answer(name, content)


def _snapshot(request: WorkspaceRequest, number: int) -> Snapshot:
    here = request.workspace
    found = selectors.snapshot(partnership=here, number=number)
    if found is None:
        raise Http404("version inconnue")
    return found
