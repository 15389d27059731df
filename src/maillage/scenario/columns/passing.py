"""Frames of what passes between partners, and of money."""

import numpy as np
import polars as pl

from maillage.scenario.columns.gathering import place
from maillage.scenario.frames import frame, houses, ids
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
    return {
        "data_requests": frame(
            "data_requests",
            world,
            data,
            request=ids(world, data, data["number"]),
            holder=houses(world, data, data["slot"]),
            asked=data["day"],
            **{name: data[name] for name in ("due", "answered", "outcome", "motive", "doubtful")},
        ),
        "statements": frame(
            "statements",
            world,
            monthly,
            holder=houses(world, monthly, monthly["slot"]),
            **{name: monthly[name] for name in ("due", "received", "on_time")},
        ),
        "reports": frame(
            "reports",
            world,
            reports,
            report=ids(world, reports, reports["number"]),
            kind=(reports["kind"], REPORTS),
            sent=reports["day"],
            **{name: reports[name] for name in ("due", "answered", "on_time")},
        ),
        "duties": frame(
            "duties",
            world,
            duties,
            article=(duties["article"], DUTIES),
            **{name: duties[name] for name in ("due", "fulfilled", "received")},
        ),
        "signals": frame(
            "signals",
            world,
            signals,
            signal=ids(world, signals, signals["number"]),
            **{name: signals[name] for name in ("day", "feedback", "feedback_day")},
        ),
        "alerts": frame(
            "alerts",
            world,
            alerts,
            alert=ids(world, alerts, alerts["number"]),
            **{name: alerts[name] for name in ("day", "hours", "acted", "closed", "closed_day")},
        ),
    }


def exchanged(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Transmissions, contacts, calls, refusals, tallies, bounded groups."""
    sent, met, calls, refusals = (found[n] for n in ("transmissions", "contacts", "calls", "refusals"))
    tallies, groups = found["tallies"], found["bounded_groups"]
    core = sent["from_core"]
    return {
        "transmissions": frame(
            "transmissions",
            world,
            sent,
            giver=houses(world, sent, np.where(core, sent["core_slot"], sent["slot"])),
            receiver=houses(world, sent, np.where(core, sent["slot"], sent["core_slot"])),
            day=sent["day"],
            giver_core=core,
            receiver_core=~core,
        ),
        "contacts": frame(
            "contacts",
            world,
            met,
            one=houses(world, met, met["one"]),
            other=houses(world, met, met["other"]),
            day=met["day"],
            rank=met["rank"],
        ),
        "calls": frame(
            "calls", world, calls, day=calls["day"], from_state=calls["from_state"],
            kind=(calls["kind"], CALLS),
        ),
        "refusals": frame(
            "refusals", world, refusals, day=refusals["day"], motive=refusals["motive"],
            kind=(refusals["kind"], REFUSALS),
        ),
        "tallies": frame(
            "tallies",
            world,
            tallies,
            **{name: tallies[name] for name in ("quarter", "exchanges", "lawful", "members", "charter")},
        ),
        "bounded_groups": frame(
            "bounded_groups",
            world,
            groups,
            body=ids(world, groups, 1_000 + groups.number()),
            **{name: groups[name] for name in ("opened", "term", "prolonged", "ended")},
        ),
    }  # fmt: skip


def paid(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Grants, requests, controls, reports, costs, efforts, geography."""
    grants, asked, controls = found["grants"], found["requests"], found["controls"]
    reports, costs = found["fund_reports"], found["costs"]
    efforts, geography = found["efforts"], found["geography"]
    return {
        "grants": frame(
            "grants",
            world,
            grants,
            grant=ids(world, grants, grants["number"]),
            sheet=ids(world, grants, grants["sheet"]),
            commune=_communes(grants),
            **{name: grants[name] for name in _GRANT},
        ),
        "requests": frame(
            "requests",
            world,
            asked,
            request=ids(world, asked, asked["number"]),
            **{name: asked[name] for name in ("filed", "imprecise", "returned", "object_changed")},
        ),
        "controls": frame(
            "controls",
            world,
            controls,
            **{name: controls[name] for name in ("grantee", "day", "controlled", "nonconform", "recovered")},
        ),
        "fund_reports": frame(
            "fund_reports",
            world,
            reports,
            grant=ids(world, reports, reports["grant"]),
            **{name: reports[name] for name in ("due", "received", "on_time")},
        ),
        "costs": frame(
            "costs",
            world,
            costs,
            sheet=ids(world, costs, costs["sheet"]),
            local=~costs["state"],
            payer=houses(world, costs, np.where(costs["state"], UNKNOWN, 0)),
            **{name: costs[name] for name in ("day", "euros", "state", "state_premises")},
        ),
        "efforts": frame(
            "efforts",
            world,
            efforts,
            commune=_communes(efforts),
            day=efforts["day"],
            spend_per_head=efforts["spend"],
            fiscal_potential_per_head=efforts["potential"],
        ),
        "geography": frame(
            "geography",
            world,
            geography,
            **{name: geography[name] for name in ("day", "zones", "priority")},
        ),
    }


def _communes(rows: Rows) -> tuple[np.ndarray, list[str]]:
    """Codes of communes, each spelt once."""
    pairs, back = np.unique(rows["departement"] * 1_000 + rows["place"], return_inverse=True)
    return back, place(pairs // 1_000, pairs % 1_000)
