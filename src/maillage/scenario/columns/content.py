"""Frames of what is written and evaluated."""

import numpy as np
import polars as pl

from maillage.contracts.vocabulary import ContractKind, Theme
from maillage.scenario.columns.gathering import kinds
from maillage.scenario.frames import entities, frame, houses, ids, plain
from maillage.scenario.model.content import Content
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import Rows
from maillage.scenario.model.world import World

CONTRACTS = tuple(str(kind.value) for kind in ContractKind)
STRATEGY = CONTRACTS.index(ContractKind.STSPD.value)
THEMES = tuple(str(theme.value) for theme in Theme)
EVENTS = ("crisis", "election")
_SHEET = ("start", "end", "signed", "fields", "sina3", "pilot", "deputy", "joint_origin", "existing",
          "extended", "plan_opinion", "family", "common", "partners", "hosted", "host_agreed",
          "communication_only", "last_event", "communes", "after_event", "funders", "from_state_template",
          "overlaps")  # fmt: skip


def plan(world: World, who: People, found: Content) -> dict[str, pl.DataFrame]:
    """Diagnosis, findings, priorities, objectives, contract, sheets."""
    return {
        "contracts": contracts(world, found.contracts),
        "sheets": _sheets(world, who, found.sheets),
        "objectives": _objectives(world, found.objectives),
        "priorities": frame(
            "priorities",
            world,
            found.priorities,
            priority=ids(world, found.priorities, found.priorities["number"]),
            day=found.priorities["day"],
            with_objective=found.priorities["with_objective"],
        ),
        "findings": _findings(world, found.findings),
        "diagnoses": _diagnoses(world, found.diagnoses),
    }


def contracts(world: World, rows: Rows) -> pl.DataFrame:
    """Contracts; strategies unless the rows say another kind."""
    kind = rows.cols.get("kind", np.full(len(rows), STRATEGY))
    return frame(
        "contracts",
        world,
        rows,
        contract=ids(world, rows, rows["number"]),
        kind=(kind, CONTRACTS),
        signed=rows["start"],
        charter_authors=np.maximum(rows["charter_authors"], 1),
        changed_after_validation=rows["changed_after"],
        terms_agreed=rows["agreed"],
        **{name: rows[name] for name in ("start", "end", "intercommunal", "communes", "left", "counterpart",
                                         "charter_signatories", "terms")},
    )  # fmt: skip


def _sheets(world: World, who: People, rows: Rows) -> pl.DataFrame:
    return frame(
        "sheets",
        world,
        rows,
        sheet=ids(world, rows, rows["number"]),
        contract=ids(world, rows, rows["contract"]),
        pilot_institution=houses(world, rows, rows["pilot_slot"]),
        pilot_entity=entities(world, rows, rows["pilot_slot"]),
        theme=(rows["theme"], THEMES),
        opener=houses(world, rows, rows["opener"]),
        opener_kind=kinds(who, rows, rows["opener"]),
        partners_bare=rows["bare"],
        **{name: rows[name] for name in _SHEET},
    )


def _objectives(world: World, rows: Rows) -> pl.DataFrame:
    return frame(
        "objectives",
        world,
        rows,
        objective=ids(world, rows, rows["number"]),
        **{name: rows[name] for name in ("start", "elements", "linked", "local", "with_sheet")},
    )


def _findings(world: World, rows: Rows) -> pl.DataFrame:
    return frame(
        "findings",
        world,
        rows,
        finding=ids(world, rows, rows["number"]),
        author=houses(world, rows, rows["slot"]),
        **{name: rows[name] for name in ("day", "signatories", "author_owns", "perverse")},
    )


def _diagnoses(world: World, rows: Rows) -> pl.DataFrame:
    return frame(
        "diagnoses",
        world,
        rows,
        diagnosis=ids(world, rows, rows["number"]),
        day=rows["day"],
        categories_expected=rows["expected"],
        categories_received=rows["received"],
        contributors=rows["contributors"],
        first_line=rows["first_line"],
    )


def evaluated(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Reviews, values, evaluations, trainings, agreements."""
    reviews, values, evaluations = found["reviews"], found["indicator_values"], found["evaluations"]
    trainings, agreements = found["trainings"], found["agreements"]
    return {
        "reviews": plain(
            "reviews", world, reviews, "due", "held", "held_on",
            review=ids(world, reviews, reviews["number"]), sheet=ids(world, reviews, reviews["sheet"]),
        ),
        "indicator_values": plain(
            "indicator_values", world, values, "due", "filled", "filled_on",
            sheet=ids(world, values, values["sheet"]),
        ),
        "evaluations": plain(
            "evaluations", world, evaluations, "day", "decision", "contributors", "first_line", "decided",
            evaluation=ids(world, evaluations, evaluations["number"]),
        ),
        "trainings": plain(
            "trainings", world, trainings, "day", "institutions", "attendees", "first_line",
            training=ids(world, trainings, trainings["number"]),
        ),
        "agreements": plain(
            "agreements", world, agreements, "start", "end", "parties", "by_law",
            agreement=ids(world, agreements, agreements["number"]),
        ),
    }  # fmt: skip


def around(world: World, found: dict[str, Rows]) -> dict[str, pl.DataFrame]:
    """Elections, events, readers."""
    votes, events, readers = found["after_elections"], found["events"], found["readers"]
    titles = ("événement inventé", "élections municipales")
    return {
        "after_elections": frame(
            "after_elections",
            world,
            votes,
            election=votes["election"],
            next_plenary=votes["next_plenary"],
            sheets_before=votes["before"],
            sheets_continued=votes["continued"],
        ),
        "events": frame(
            "events", world, events, day=events["day"], kind=(events["kind"], EVENTS),
            title=(events["kind"], titles),
        ),
        "readers": frame(
            "readers",
            world,
            readers,
            institution=houses(world, readers, readers["slot"]),
            **{name: readers[name] for name in ("day", "agents", "reached")},
        ),
    }  # fmt: skip
