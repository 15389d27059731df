"""Items, decisions and what is promised in meetings."""

from dataclasses import dataclass

import numpy as np

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints
from maillage.scenario.model.gathering import PLENARY, RESTRICTED, WATCH, Gathering
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import NONE, UNKNOWN, Rows, blank, chosen, joined, three
from maillage.scenario.model.world import World

FAMILIES = [0.34, 0.2, 0.14, 0.14, 0.18]  # social, situational, repression, victims, reoffending [A]
BINDING = 4  # holder, deliverable, quantity, date


@dataclass
class Deciding:
    """Agenda items, decisions (off stage too), the commitments born of them."""

    items: Rows
    decisions: Rows
    commitments: Rows


def deciding(world: World, who: People, found: Gathering) -> Deciding:
    """Draw what the meetings of a batch deal with and decide."""
    items = _items(world, who, found)
    decisions = _decisions(world, who, items)
    return Deciding(items, decisions, _promises(world, who, decisions))


def _items(world: World, who: People, found: Gathering) -> Rows:
    meetings = found.meetings
    plenary = meetings["sitting"] == PLENARY
    least, mean = np.where(plenary, 2, 1), np.where(plenary, 2.5, 1.2)
    counts = (least + draws.poisson(meetings.u("items"), mean)) * meetings["held"]
    rows = meetings.children(counts, "item")
    for name in ("day", "sitting", "number"):
        rows[name] = meetings[name][rows.parent]
    p, day = rows.p, rows["day"]
    rows["meeting"] = rows["number"]
    core = world.chance("proposer_core", p, day)
    rows["slot"] = _proposer(world, who, rows, rows.yes("core", core))
    rows["proposer_core"] = rows.yes("core", core) | (rows["slot"] == 0)
    decides = draws.logistic(np.log(0.40 / 0.60) + world.at("decision_items", p, day))
    rows["for_decision"] = rows.yes("for decision", decides)
    rows["withdrawn"] = rows.yes("withdrawn", world.chance("withdrawn", p, day))
    rows["from_state"] = rows.yes("from State", draws.logistic(-1.6 + 0.5 * who.pressure[p]))
    rows["family"] = rows.pick("family", FAMILIES)
    rows["strategy"] = rows.yes("strategy", np.where(rows["sitting"] == RESTRICTED, 0.15, 0.05))
    rows["discussed"] = rows.yes("discussed", 0.4)
    rows["state_differs"] = rows.yes("State differs", 0.03)
    rows["from_gltd"] = rows.yes("GLTD", np.where(rows["sitting"] == WATCH, 0.05, 0.0))
    rows["reported"] = three(rows.yes("reported", 0.6), ~rows["from_gltd"])
    open_to_all = (rows["sitting"] == PLENARY) | (rows["sitting"] > WATCH)
    world.plant("D5", p, 1 - core, world.within(day, 12) & open_to_all)
    return rows


def _proposer(world: World, who: People, rows: Rows, core: Flags) -> Ints:
    """Somebody of the core, else one of the others by activity; the commune when all are passive."""
    u = rows.u("proposer")
    state = world.struck(rows.p, rows["day"]).astype(int)
    row = state * world.size + rows.p
    inside = chosen(np.concatenate(who.weights(core=True)), row, u)
    outside = chosen(np.concatenate(who.weights(core=False)), row, u)
    return np.where(core, inside, outside)


def _decisions(world: World, who: People, items: Rows) -> Rows:
    """One an item for decision that stays; a part off stage, and others never on an agenda."""
    kept = items.where(items["for_decision"] & ~items["withdrawn"])
    kept["in_body"] = kept.yes("in body", world.chance("in_body", kept.p, kept["day"]))
    kept["off"] = ~kept["in_body"] & kept.yes("off stage", 0.5)
    world.plant("D1", kept.p, world.chance("in_body", kept.p, kept["day"]), world.within(kept["day"], 12))
    hidden = _off_stage(world, who)
    world.plant("D1", hidden.p, np.zeros(len(hidden)), world.within(hidden["day"], 12))
    names = ("day", "sitting", "meeting", "in_body", "off")
    on_agenda = Rows(kept.p, draws.child(kept.key, "decision"), cols={name: kept[name] for name in names})
    rows = joined(on_agenda, hidden)
    rows["meeting"] = np.where(rows["off"], NONE, rows["meeting"])
    rows["sitting"] = np.where(rows["off"], UNKNOWN, rows["sitting"])
    rows["number"] = rows.number()
    return _decided(world, rows)


def _off_stage(world: World, who: People) -> Rows:
    """Decisions that were never on an agenda."""
    everybody = world.rows()
    years = []
    for first in world.window.civil[:-1]:
        rate = world.at("offstage", everybody.p, first + 182)
        rows = everybody.children(draws.poisson(everybody.u(f"off stage {first}"), rate), f"off {first}")
        rows["day"] = first + np.floor(rows.u("day") * 365).astype(np.int64)
        years.append(rows)
    rows = joined(*years)
    rows = rows.where(world.lived(rows["day"], rows.p, who.opened))
    rows["sitting"], rows["meeting"] = np.full(len(rows), UNKNOWN), blank(len(rows))
    rows["in_body"], rows["off"] = np.zeros(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
    return rows


def _decided(world: World, rows: Rows) -> Rows:
    p, day = rows.p, rows["day"]
    dissent = world.chance("dissent", p, day)
    rows["dissents"] = rows.yes("dissent", dissent).astype(np.int64)
    rows["core_only"] = rows.yes("core only", world.chance("core_only", p, day))
    rows["bound"] = 1 + draws.poisson(rows.u("bound"), 1.5)
    rows["carried_out"] = draws.binomial(rows.u("carried out"), rows["bound"], world.chance("kept", p, day))
    rows["bound_absent"] = rows.yes("bound absent", np.where(rows["in_body"], 0.08, 0.5))
    rows["followed"] = rows.yes("followed", 0.7)
    rows["opinion_against"] = three(rows.yes("against", 0.25), rows.u("opinion") > 0.1)
    world.plant("D2", p, dissent, world.within(day, 24))
    return rows


def _promises(world: World, who: People, decisions: Rows) -> Rows:
    """Eight decisions in ten give a commitment, due in 20 to 150 days."""
    rows = decisions.where(decisions.yes("promise", 0.8))
    rows = Rows(
        rows.p,
        draws.child(rows.key, "commitment"),
        cols={
            "made": rows["day"],
            "meeting": rows["meeting"],
            "decision": rows["number"],
            "sheet": blank(len(rows)),
        },
    )
    state = world.struck(rows.p, rows["made"]).astype(int)
    rows["slot"] = chosen(np.concatenate(who.weights()), state * world.size + rows.p, rows.u("holder"))
    rows["due"] = rows["made"] + rows.whole("due", 20, 150)
    other = chosen(who.member.astype(float), rows.p, rows.u("towards"))
    rows["towards"] = np.where(rows.yes("unsaid", 0.4) | (other == rows["slot"]), UNKNOWN, other)
    return commitments(world, who, rows)


def commitments(world: World, who: People, rows: Rows, sure: Flags | None = None) -> Rows:
    """What a commitment says of itself, and whether it is kept. `elements` of four; no date: never due.

    `sure`: those that make a sheet joint, precise by definition.
    """
    p, made, slot = rows.p, rows["made"], rows["slot"]
    odds = world.at("elements", p, made) + 0.6 * rows.n("precision")
    chance = draws.logistic(odds)
    chance = chance if sure is None else np.where(sure, 1.0, chance)
    given = np.stack([rows.yes(f"element {place}", chance) for place in range(BINDING)])
    rows["elements"] = given.sum(axis=0)
    undated = ~given[BINDING - 1]
    year = world.year_of(rows["due"])
    odds = world.at("kept", p, rows["due"]) + 0.25 * who.energy[p, year]
    kept = draws.logistic(odds + 0.35 * who.propensity(p, slot, year))
    known = rows.yes("known", 0.9) & ~undated & (rows["due"] <= world.window.last)
    rows["kept"] = three(rows.yes("kept", kept), ~known)
    rows["closed"] = np.where(known, rows["due"], NONE)
    rows["due"] = np.where(undated, NONE, rows["due"])
    rows["renegotiated"] = rows.yes("renegotiated", 0.05) & ~undated
    rows["visible"] = rows.yes("visible", 0.8)
    rows["own_problem"] = rows.yes("own problem", 0.4)
    world.plant("C9", p, chance**BINDING, world.within(made, 12))
    world.plant("C10", p, kept, known & world.within(rows["closed"], 12))
    return rows
