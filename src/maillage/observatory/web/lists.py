"""Lists of institutions that some figures carry, and the pages where the records behind a figure are read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.accounts.models import WorkspaceRequest
from maillage.observatory.vocabulary import FRAMES, Indicator
from maillage.observatory.web import pages

RECORDS = {  # frame -> the pages where its records are read; the first one open to the reader
    "institutions": ("institutions:directory",),
    "bodies": ("bodies:bodies",),
    "meetings": ("bodies:meetings",),
    "attendance": ("bodies:meetings",),
    "seats": ("bodies:bodies",),
    "holders": ("bodies:handovers", "bodies:bodies"),
    "items": ("bodies:meetings",),
    "decisions": ("bodies:decisions",),
    "commitments": ("bodies:commitments", "bodies:mine"),
    "contracts": ("contracts:contracts", "contracts:summary"),
    "sheets": ("contracts:contracts", "contracts:my_sheets"),
    "objectives": ("contracts:contracts",),
    "priorities": ("contracts:contracts",),
    "findings": ("diagnosis:page",),
    "diagnoses": ("diagnosis:page",),
    "reviews": ("contracts:contracts",),
    "indicator_values": ("contracts:contracts",),
    "evaluations": ("contracts:contracts",),
    "trainings": ("bodies:traces",),
    "agreements": ("contracts:around",),
    "after_elections": ("bodies:meetings",),
    "geography": ("bodies:traces",),
    "readers": ("contracts:summary",),
    "events": ("bodies:traces",),
    "data_requests": ("diagnosis:requests", "diagnosis:asked_of_us"),
    "statements": ("bodies:duties",),
    "reports": ("bodies:duties",),
    "duties": ("bodies:duties",),
    "transmissions": ("bodies:traces",),
    "contacts": ("bodies:traces",),
    "bounded_groups": ("bodies:bodies",),
    "calls": ("funding:funds",),
    "refusals": ("diagnosis:requests",),
    "grants": ("funding:grants", "funding:spread"),
    "requests": ("funding:requests",),
    "controls": ("funding:campaigns", "funding:my_controls"),
    "fund_reports": ("funding:grants",),
    "costs": ("contracts:contracts",),
    "efforts": ("funding:effort",),
}  # fmt: skip  (signals, alerts, tallies: no page reads them yet)


def behind(request: WorkspaceRequest, indicator: Indicator) -> list[dict[str, str]]:
    """The records that a figure counts: their name, and the page that lists them where the reader may go."""
    rows = []
    for frame in indicator.frames:
        links = (pages.open_link(request, route) for route in RECORDS.get(frame, ()))
        rows.append({"name": FRAMES[frame].fr, "url": next(filter(None, links), "")})
    return rows


SILENT = ("other", "rest", "asked")  # institutions of which the list has nothing to say


def group_words(key: str) -> dict[str, str]:
    """What each group of a list of institutions is."""
    named = {
        "P2": _("Présentes à moins d'une réunion sur deux"), "P9": _("Présentes sans contribution"),
        "P8": _("Qui ont pris un engagement"), "C20": _("Qui ont ouvert une action commune"),
        "I3h": _("Jamais sollicitées"), "M15": _("Mieux financées que tenues"),
    }  # fmt: skip
    return {
        "named": named.get(key, _("Nommées")), "few": _("Trop peu de convocations pour le dire"),
        "never": _("Jamais conviées"), "unsaid": _("Dont les relevés ne disent rien"),
    }  # fmt: skip


def listed(request: WorkspaceRequest, content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The institutions of a list by group, in the order of the alphabet; only counted for a researcher."""
    rows = content["lists"].get(key, ())
    if not rows:
        return []
    known = pages.names(request) if pages.reads_names(request) else {}
    said = group_words(key)
    found = []
    for group in dict.fromkeys(row["group"] for row in rows):
        if group in SILENT:
            continue
        held = [row for row in rows if row["group"] == group]
        lines = [
            {"name": known[row["institution"]], "yes": row["yes"], "total": row["total"]}
            for row in held if row["institution"] in known
        ]  # fmt: skip
        lines.sort(key=lambda line: str(line["name"]).casefold())
        label = said.get(group, group)
        found.append({"key": group, "label": label, "count": len(held), "lines": lines})
    return found
