"""All the figures by family; one of them with its doubt, past, comparisons, records, remarks."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.kernel import access
from maillage.observatory.indicators import INDICATORS, drawing
from maillage.observatory.indicators import health as layout
from maillage.observatory.indicators import told as words
from maillage.observatory.selectors import remarks
from maillage.observatory.vocabulary import Indicator, Level
from maillage.observatory.web import pages
from maillage.observatory.web.lists import behind, listed
from maillage.observatory.web.remark_pages import own_institutions, shown_threads, speaks


def indicator_named(key: str) -> Indicator:
    """The indicator of an address; a figure of a person has no page here."""
    row = INDICATORS.get(key)
    if row is None or row.level is Level.PERSON:
        raise Http404("chiffre inconnu")
    return row


@access(*pages.READERS)
@require_safe
def figures(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """All the figures of the snapshot, by family; a search keeps those whose words match."""
    found, asked = pages.state(request), request.GET.get("q", "").replace("\x00", "").strip()[:80]
    context: dict[str, Any] = {
        "found": found, "query": pages.query(found), "asked": asked, "may_run": pages.runs(request),
    }  # fmt: skip
    if found.content is not None:
        chosen = layout.search(found.content, asked) if asked else None
        groups = layout.groups(found.content, chosen)
        days = [past.day for group in groups for line in group.lines for past in line.past]
        context |= {
            "groups": groups, "since": min(days, default=None), "high": int(layout.high(groups)),
            "shown": sum(len(group.lines) for group in groups), "all": len(layout.known(found.content)),
        }  # fmt: skip
    return render(request, "observatory/figures.html", context)


@access(*pages.READERS)
@require_safe
def figure(request: WorkspaceRequest, partnership: str, indicator: str) -> HttpResponse:
    """One figure; one that is never read alone brings the others with it."""
    row, found = indicator_named(indicator), pages.state(request)
    here = request.workspace
    context: dict[str, Any] = {
        "found": found, "query": pages.query(found), "indicator": row, "name": words.name(row),
        "records": behind(request, row), "may_run": pages.runs(request), "speaks": speaks(request),
        "threads": shown_threads(
            request, remarks.threads(partnership=here, indicator=row.id, on=found.asked)
        ),
        "withdrawn": remarks.withdrawn(
            partnership=here, indicator=row.id, institutions=own_institutions(request)
        ) if speaks(request) else [],
    }  # fmt: skip
    if found.content is not None:
        context |= _read(request, found.content, row)
    return render(request, "observatory/figure.html", context)


def _read(request: WorkspaceRequest, content: Mapping[str, Any], row: Indicator) -> dict[str, Any]:
    if row.level is not Level.PARTNERSHIP:
        return {"missing": _("Ce chiffre se lit sur un département entier, pas dans un partenariat.")}
    held = layout.known(content)
    missing = layout.missing(row, content)
    if missing:
        known = [words.name(INDICATORS[key]) for key in missing if key in INDICATORS]
        names = ", ".join(known or missing)
        return {"missing": _("Ce chiffre ne se lit jamais seul : il manque %(names)s.") % {"names": names}}
    figure_held = content["figures"].get(row.id)
    return {
        "line": layout.line(content, row), "sentence": words.sentence(row, figure_held),
        "figure": figure_held, "comparisons": layout.comparisons(content, row),
        "beside": [layout.line(content, held[key]) for key in layout.companions(row) if key in held],
        "chart": drawing.past(content, row, request.workspace), "lists": listed(request, content, row.id),
        "start": words.day_of(figure_held["start"]) if figure_held and figure_held.get("start") else None,
    }  # fmt: skip
