"""What is written: diagnosis, priorities, objectives, the contract, its sheets, what partners sign."""

from dataclasses import dataclass

import numpy as np

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints, Reals
from maillage.scenario.model.deciding import FAMILIES, commitments
from maillage.scenario.model.people import CORE, TURNOVER, I, People
from maillage.scenario.model.rows import NONE, UNKNOWN, Rows, blank, chosen, hidden, three
from maillage.scenario.model.world import World
from maillage.scenario.vocabulary import SLOTS, TOWN

COLLEGE = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5])  # of the slots
TERM = 6 * 365  # days of a strategy
FIELDS = 10  # of a sheet
ELEMENTS = 6  # of an objective
assert len(COLLEGE) == len(SLOTS) == len(TURNOVER)


@dataclass
class Content:
    """Everything of the plan. `sheets` carry the slot of their pilot's institution."""

    diagnoses: Rows
    findings: Rows
    priorities: Rows
    contracts: Rows
    objectives: Rows
    sheets: Rows
    commitments: Rows


def content(world: World, who: People) -> Content:
    """Draw the plan of each partnership of a batch."""
    contracts = _contracts(world, who)
    diagnoses = _diagnoses(world, contracts)
    findings = _findings(world, who, diagnoses)
    priorities = _priorities(world, who, diagnoses)
    sheets = _sheets(world, who, contracts)
    objectives = _objectives(world, contracts, priorities, sheets)
    promised = _commitments(world, who, sheets)
    return Content(diagnoses, findings, priorities, contracts, objectives, sheets, promised)


def _contracts(world: World, who: People) -> Rows:
    """One strategy in force: begun in the year and a half before the window, or soon after the opening."""
    rows = world.rows()
    before = world.window.first - rows.whole("before", 60, 500)
    rows["start"] = np.maximum(before, who.opened + rows.whole("after", 60, 180))
    rows["end"] = np.maximum(rows["start"] + TERM, world.window.last + 180)
    rows["intercommunal"] = rows.yes("intercommunal", 0.15)
    rows["communes"] = np.where(rows["intercommunal"], rows.whole("communes", 3, 12), 1)
    rows["left"] = draws.binomial(rows.u("left"), np.where(rows["intercommunal"], rows["communes"], 0), 0.04)
    rows["counterpart"] = rows.yes("counterpart", 0.1)
    rows["charter_signatories"] = who.member.sum(axis=1) - rows.whole("signatories", 2, 6)
    rows["charter_authors"] = np.maximum(1, rows["charter_signatories"] // 2 - rows.whole("authors", 0, 3))
    rows["changed_after"] = np.where(rows.yes("changed", 0.4), 0.3 * rows.u("changed after"), 0.0)
    rows["terms"] = rows.whole("terms", 6, 20)
    rows["agreed"] = draws.binomial(rows.u("agreed"), rows["terms"], 0.6)
    rows["number"] = rows.number()
    return rows


def _diagnoses(world: World, contracts: Rows) -> Rows:
    rows = Rows(contracts.p, draws.child(contracts.key, "diagnosis"))
    rows["day"] = contracts["start"] - rows.whole("before", 50, 58)
    rows["expected"] = np.full(len(rows), 10)
    rows["received"] = draws.binomial(rows.u("received"), rows["expected"], 0.7)
    rows["contributors"] = 5 + draws.poisson(rows.u("contributors"), 4.0)
    first = world.chance("first_line_evaluation", rows.p, rows["day"])
    rows["first_line"] = draws.binomial(rows.u("first line"), rows["contributors"], first)
    rows["number"] = rows.number()
    return rows


def _findings(world: World, who: People, diagnoses: Rows) -> Rows:
    mean = world.rate("findings", diagnoses.p) * np.exp(0.2 * who.size[diagnoses.p])
    rows = diagnoses.children(4 + draws.poisson(diagnoses.u("findings"), mean), "finding")
    rows["day"] = diagnoses["day"][rows.parent]
    several = rows.yes("several", 0.6)
    rows["signatories"] = np.where(several, 2 + draws.poisson(rows.u("signatories"), 0.7), 1)
    rows["author_owns"] = rows.yes("owns", 0.3)
    rows["perverse"] = rows.yes("perverse", 0.1)
    rows["slot"] = chosen(who.member.astype(float), rows.p, rows.u("author"))
    rows["number"] = rows.number()
    return rows


def _priorities(world: World, who: People, diagnoses: Rows) -> Rows:
    mean = world.rate("priorities", diagnoses.p) * np.exp(0.1 * who.size[diagnoses.p])
    rows = diagnoses.children(3 + draws.poisson(diagnoses.u("priorities"), mean), "priority")
    rows["day"] = diagnoses["day"][rows.parent]
    rows["with_objective"] = rows.yes("objective", world.chance("link", rows.p, rows["day"]))
    rows["number"] = rows.number()
    return rows


def _objectives(world: World, contracts: Rows, priorities: Rows, sheets: Rows) -> Rows:
    """1 + Poisson(priorities x inflation); six elements each; with a sheet if one was written for it."""
    many = np.bincount(priorities.p, minlength=world.size)
    p = contracts.p
    mean = many * world.rate("inflation", p, contracts["start"])
    rows = contracts.children(1 + draws.poisson(contracts.u("objectives"), mean), "objective")
    rows["start"] = contracts["start"][rows.parent]
    chance = draws.logistic(world.at("objective_elements", rows.p, rows["start"]) + 0.8 * rows.n("precision"))
    rows["elements"] = np.sum([rows.yes(f"element {place}", chance) for place in range(ELEMENTS)], axis=0)
    link, local = (world.chance(name, rows.p, rows["start"]) for name in ("link", "local"))
    rows["linked"], rows["local"] = rows.yes("linked", link), rows.yes("local", local)
    rows["with_sheet"] = _served(world, rows, sheets)
    rows["number"] = rows.number()
    world.plant("C4", rows.p, chance)
    world.plant("C6", rows.p, link)
    world.plant("D6", rows.p, link * local)
    return rows


def _served(world: World, objectives: Rows, sheets: Rows) -> Flags:
    """Each sheet serves one objective of its partnership."""
    many = np.bincount(objectives.p, minlength=world.size)
    first = np.cumsum(many) - many
    served = first[sheets.p] + np.floor(sheets.u("objective") * many[sheets.p]).astype(np.int64)
    flags = np.zeros(len(objectives), dtype=bool)
    flags[served] = True
    return flags


def _sheets(world: World, who: People, contracts: Rows) -> Rows:
    """5 + Poisson(8 e^(0.4 z)) action sheets: seven in ten begin with the contract, the others later."""
    mean = world.rate("sheets", contracts.p, contracts["start"]) * np.exp(0.4 * who.size)
    rows = contracts.children(5 + draws.poisson(contracts.u("sheets"), mean), "sheet")
    begun = contracts["start"][rows.parent]
    span = np.maximum(world.window.last - begun, 0)
    later = begun + np.floor(rows.u("later") * span).astype(np.int64)
    rows["start"] = np.where(rows.yes("at once", 0.7), begun + rows.whole("soon", 0, 60), later)
    rows["signed"] = begun
    rows["contract"] = contracts["number"][rows.parent]
    rows = rows.where(rows["start"] <= world.window.last)
    rows["number"] = rows.number()
    _written(world, rows)
    _together(world, rows)
    _piloted(world, who, rows)
    _described(world, rows)
    return rows


def _written(world: World, rows: Rows) -> None:
    """Ten fields; the first three are content, calendar and cost."""
    chance = draws.logistic(world.at("fields", rows.p, rows["start"]) + 0.7 * rows.n("care"))
    given = np.stack([rows.yes(f"field {place}", chance) for place in range(FIELDS)])
    rows["fields"], rows["sina3"] = given.sum(axis=0), np.all(given[:3], axis=0)
    world.plant("C3", rows.p, chance)


def _together(world: World, rows: Rows) -> None:
    """Joint or not, in one house or not, born together or not, existing before or not."""
    p, day = rows.p, rows["start"]
    joint, single = world.chance("joint", p, day), world.chance("single", p, day)
    rows["joint"] = rows.yes("joint", joint)
    rows["single"] = ~rows["joint"] & rows.yes("single", single)
    origin = draws.logistic(world.at("joint_origin", p, day) + 0.5 * rows["joint"])
    rows["joint_origin"] = rows.yes("joint origin", origin)
    existing = world.chance("existing", p, day)
    rows["existing"] = rows.yes("existing", existing)
    rows["extended"] = ~rows["existing"] & rows.yes("extended", 0.15)
    opinion = world.chance("plan_opinion", p, day)
    rows["plan_opinion"] = rows.yes("plan opinion", opinion)
    world.plant("C1", p, joint)
    world.plant("C2", p, (1 - joint) * single)
    world.plant("C7", p, origin)
    world.plant("C8", p, existing)
    world.plant("T2", p, opinion)


def _piloted(world: World, who: People, rows: Rows) -> None:
    """Pilots come from a pool of 0.8 persons an institution, by gamma weights; pilots are never passive."""
    grid = draws.child(world.keys[:, None], "pilot", np.arange(I)[None, :])
    x = np.clip(world.at("pilot_concentration", np.arange(world.size)), 0, 1)
    weights = draws.gamma(draws.uniform(grid, "weight"), 2 * (1 - x[:, None]) ** 2 + 0.1)
    pool = np.maximum(np.rint(0.8 * who.member.sum(axis=1)).astype(int), 2)
    weights = np.where(np.arange(I) < pool[:, None], weights, 0.0)
    pilot = chosen(weights, rows.p, rows.u("pilot"))
    home = _homes(who)
    slot = home[rows.p, pilot]
    again = _renewed(world, who, rows) & (slot == TOWN)
    pilot = np.where(again, chosen(weights, rows.p, rows.u("new pilot")), pilot)
    rows["slot"] = home[rows.p, pilot]
    none = rows.yes("no pilot", 0.04)
    rows["pilot"] = hidden(pilot + 1, none)
    rows["pilot_slot"] = np.where(none, UNKNOWN, rows["slot"])
    share = weights / weights.sum(axis=1, keepdims=True)
    world.plant("H1m", np.arange(world.size), 1 / (share**2).sum(axis=1))


def _homes(who: People) -> Ints:
    """The institution of each person of the pool: those who act, in turn."""
    able = who.member & ~who.passive[1]
    order = np.argsort(~able, axis=1, kind="stable")
    many = able.sum(axis=1)
    return np.take_along_axis(order, np.arange(I)[None, :] % many[:, None], axis=1)


def _renewed(world: World, who: People, rows: Rows) -> Flags:
    """Sheets whose town pilot was drawn anew after an election that changed the majority (40 %)."""
    again: Flags = np.zeros(len(rows), dtype=bool)
    for number, vote in enumerate(world.window.votes):
        changed = who.majority_changed[rows.p, number] & (rows["start"] < vote)
        again |= changed & rows.yes(f"renewed {vote}", 0.4)
    return again


def _described(world: World, rows: Rows) -> None:
    """The rest of a sheet: what no profile touches."""
    rows["end"] = blank(len(rows))
    rows["deputy"] = rows.yes("deputy", 0.5)
    rows["family"] = rows.pick("family", [*FAMILIES, 0.0])
    rows["theme"] = rows.whole("theme", 0, 13)
    rows["common"] = rows.yes("common", 0.3)
    rows["opener"] = rows["slot"]
    rows["hosted"] = rows.yes("hosted", 0.25)
    rows["host_agreed"] = three(rows.yes("agreed", 0.6), ~rows["hosted"])
    rows["communication_only"] = rows.yes("communication", 0.05)
    asleep = rows.yes("asleep", 0.12)
    event = rows["start"] + np.floor(rows.u("event") * (world.window.last - rows["start"] + 1))
    rows["last_event"] = np.where(asleep, NONE, event).astype(np.int64)
    rows["communes"] = np.where(rows.yes("one commune", 0.7), 1, rows.whole("communes", 2, 5))
    rows["after_event"] = rows.yes("after event", 0.05)
    rows["funders"] = 1 + draws.poisson(rows.u("funders"), 0.8)
    rows["from_state_template"] = rows.yes("template", 0.15)
    rows["overlaps"] = rows.yes("overlap", 0.08)


def _commitments(world: World, who: People, sheets: Rows) -> Rows:
    """Joint: 2 + Poisson(1.2) institutions, of two colleges; single: the pilot's own; else another's."""
    more = np.where(sheets["joint"], 2 + draws.poisson(sheets.u("partners"), 1.2), 1)
    rows = sheets.children(more, "partner")
    sheet = rows.parent
    rows["made"], rows["sheet"] = sheets["start"][sheet], sheets["number"][sheet]
    rows["decision"], rows["meeting"] = blank(len(rows)), blank(len(rows))
    rows["slot"] = _partners(world, who, sheets, rows)
    rows["due"] = rows["made"] + rows.whole("due", 60, 365)
    rows["towards"] = _towards(world, rows)
    sheets["partners"] = more + draws.poisson(sheets.u("bare"), 0.8)
    sheets["bare"] = sheets["partners"] - more
    return commitments(world, who, rows, sheets["joint"][sheet] & (rows.k < 2))


def _partners(world: World, who: People, sheets: Rows, rows: Rows) -> Ints:
    """Who commits: first the pilot's institution when joint or single; the second of another college."""
    sheet, pilot = rows.parent, sheets["slot"][rows.parent]
    weights = who.weights()[world.struck(rows.p, rows["made"]).astype(int), rows.p]
    first = rows.k == 0
    elsewhere = COLLEGE[None, :] != COLLEGE[pilot][:, None]
    far = np.where(elsewhere, weights, 0.0)
    far = np.where((far.sum(axis=1) > 0)[:, None], far, who.member[rows.p] & elsewhere)
    outside = chosen(far, np.arange(len(rows)), rows.u("partner"))
    anybody = chosen(weights, np.arange(len(rows)), rows.u("partner"))
    own = first & (sheets["joint"] | sheets["single"])[sheet]
    return np.where(own, pilot, np.where((rows.k == 1) | first, outside, anybody))


def _towards(world: World, rows: Rows) -> Ints:
    """The first commits to the second, who returns it or not; the others do not say to whom."""
    alone = np.append(rows.k[1:], 0) == 0
    following = np.append(rows["slot"][1:], 0)
    leader = rows["slot"][np.arange(len(rows)) - rows.k]
    returns = rows.yes("returns", _reciprocity(world, rows))
    world.plant("C11", rows.p, _reciprocity(world, rows), rows.k == 1)
    back = np.where(returns, leader, UNKNOWN)
    said = np.where((rows.k == 0) & ~alone, following, np.where(rows.k == 1, back, UNKNOWN))
    return np.where(said == rows["slot"], UNKNOWN, said)


def _reciprocity(world: World, rows: Rows) -> Reals:
    return world.chance("reciprocity", rows.p, rows["made"])


__all__ = ["COLLEGE", "CORE", "Content", "content"]
