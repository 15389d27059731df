"""Frames of what passes between partners, and of money."""

import numpy as np
import polars as pl

from maillage.scenario.columns.gathering import place
from maillage.scenario.frames import houses, ids, plain
from maillage.scenario.model.flows import DUTIES
from maillage.scenario.model.rows import UNKNOWN, Rows
from maillage.scenario.model.world import World

REPORTS = ("article_40", "prison_leave")
CALLS = ("call", "deadline", "template")
REFUSALS = ("data", "attendance", "commitment")
_GRANT = ("decided", "euros", "state_euros", "total_cost", "video", "fipd", "priority_area", "substitution",
          "linked", "grantee", "chair_linked", "need", "inhabitants", "small", "filed", "notified", "starts",
          "family", "conditions_after")  # fmt: skip


def passed(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Data requests, statements, reports, duties, signals, alerts."""
    data, monthly, reports = found["data_requests"], found["statements"], found["reports"]
    duties, signals, alerts = found["duties"], found["signals"], found["alerts"]
    made = [
        plain("data_requests", world, data, "due", "answered", "outcome", "motive", "doubtful",
              request=ids(world, data, data["number"]), holder=houses(world, data, data["slot"]),
              asked=data["day"]),
        plain("statements", world, monthly, "due", "received", "on_time",
              holder=houses(world, monthly, monthly["slot"])),
        plain("reports", world, reports, "due", "answered", "on_time", sent=reports["day"],
              report=ids(world, reports, reports["number"]), kind=(reports["kind"], REPORTS)),
        plain("duties", world, duties, "due", "fulfilled", "received", article=(duties["article"], DUTIES)),
        plain("signals", world, signals, "day", "feedback", "feedback_day",
              signal=ids(world, signals, signals["number"])),
        plain("alerts", world, alerts, "day", "hours", "acted", "closed", "closed_day",
              alert=ids(world, alerts, alerts["number"])),
    ]  # fmt: skip
    return dict(
        zip(("data_requests", "statements", "reports", "duties", "signals", "alerts"), made, strict=True)
    )


def exchanged(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Transmissions, contacts, calls, refusals, tallies, bounded groups."""
    sent, met, calls, refusals = (found[n] for n in ("transmissions", "contacts", "calls", "refusals"))
    tallies, groups = found["tallies"], found["bounded_groups"]
    core, inside = sent["from_core"], sent["core_slot"]
    return {
        "transmissions": plain(
            "transmissions", world, sent, "day", giver_core=core, receiver_core=~core,
            giver=houses(world, sent, np.where(core, inside, sent["slot"])),
            receiver=houses(world, sent, np.where(core, sent["slot"], inside)),
        ),
        "contacts": plain(
            "contacts", world, met, "day", "rank",
            one=houses(world, met, met["one"]), other=houses(world, met, met["other"]),
        ),
        "calls": plain("calls", world, calls, "day", "from_state", kind=(calls["kind"], CALLS)),
        "refusals": plain("refusals", world, refusals, "day", "motive", kind=(refusals["kind"], REFUSALS)),
        "tallies": plain(
            "tallies", world, tallies, "quarter", "exchanges", "lawful", "members", "charter"
        ),
        "bounded_groups": plain(
            "bounded_groups", world, groups, "opened", "term", "prolonged", "ended",
            body=ids(world, groups, 1_000 + groups.number()),
        ),
    }  # fmt: skip


def paid(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Grants, requests, controls, reports, costs, efforts, geography."""
    grants, asked, costs = found["grants"], found["requests"], found["costs"]
    reports, efforts = found["fund_reports"], found["efforts"]
    payer = np.where(costs["state"], UNKNOWN, 0)
    return {
        "grants": plain(
            "grants", world, grants, *_GRANT, grant=ids(world, grants, grants["number"]),
            sheet=ids(world, grants, grants["sheet"]), commune=_communes(grants),
        ),
        "requests": plain(
            "requests", world, asked, "filed", "imprecise", "returned", "object_changed",
            request=ids(world, asked, asked["number"]),
        ),
        "controls": plain(
            "controls", world, found["controls"], "grantee", "day", "controlled", "nonconform", "recovered"
        ),
        "fund_reports": plain(
            "fund_reports", world, reports, "due", "received", "on_time",
            grant=ids(world, reports, reports["grant"]),
        ),
        "costs": plain(
            "costs", world, costs, "day", "euros", "state", "state_premises", local=~costs["state"],
            sheet=ids(world, costs, costs["sheet"]), payer=houses(world, costs, payer),
        ),
        "efforts": plain(
            "efforts", world, efforts, "day", commune=_communes(efforts), spend_per_head=efforts["spend"],
            fiscal_potential_per_head=efforts["potential"],
        ),
        "geography": plain("geography", world, found["geography"], "day", "zones", "priority"),
    }  # fmt: skip


def _communes(rows: Rows) -> tuple[np.ndarray, list[str]]:
    """Codes of communes, each spelt once."""
    pairs, back = np.unique(rows["departement"] * 1_000 + rows["place"], return_inverse=True)
    return back, place(pairs // 1_000, pairs % 1_000)
