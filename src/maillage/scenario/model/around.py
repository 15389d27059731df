"""What stands around: elections, events, calls of the State, refusals, unnamed tallies, readers."""

import numpy as np

from maillage.scenario import draws
from maillage.scenario.model.flows import REFUSED, yearly
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import NONE, Rows, hidden, joined
from maillage.scenario.model.world import World

_KINDS = 3  # of calls: call, deadline, template
FEW = 5


def around(world: World, who: People, meetings: Rows, requests: Rows, sheets: Rows) -> dict[str, Rows]:
    """Draw what stands around a batch."""
    return {
        "events": _events(world, who, meetings),
        "after_elections": _after_elections(world, who, meetings, sheets),
        "calls": _calls(world, who),
        "refusals": _refusals(world, who, requests),
        "tallies": _tallies(world, who),
        "bounded_groups": _bounded_groups(world, who),
        "readers": _readers(world, who),
    }


def _events(world: World, who: People, meetings: Rows) -> Rows:
    """The event behind each crisis meeting, and the municipal elections."""
    crises = meetings.where(meetings["crisis"])
    first = Rows(
        crises.p, crises.key, cols={"day": crises["day"] - 1, "kind": np.zeros(len(crises), dtype=int)}
    )
    parts = [first]
    for vote in world.window.votes:
        rows = world.rows()
        rows["day"], rows["kind"] = np.full(world.size, vote), np.ones(world.size, dtype=int)
        parts.append(rows)
    rows = joined(*parts)
    return rows.where(world.lived(rows["day"], rows.p, who.opened))


def _after_elections(world: World, who: People, meetings: Rows, sheets: Rows) -> Rows:
    """The next plenary, and how many sheets went on."""
    plenary = meetings.where((meetings["sitting"] == 0) & meetings["held"])
    parts = []
    for number, vote in enumerate(world.window.votes):
        rows = world.rows()
        rows["election"] = np.full(world.size, vote)
        later = plenary["day"] > vote
        following = np.full(world.size, 2**40)
        np.minimum.at(following, plenary.p[later], plenary["day"][later])
        rows["next_plenary"] = np.where(following < 2**39, following, NONE)
        before = np.bincount(sheets.p[sheets["start"] < vote], minlength=world.size)
        rows["before"] = before
        changed = who.majority_changed[:, number]
        kept = draws.binomial(rows.u(f"continued {vote}"), before, np.where(changed, 0.6, 0.92))
        rows["continued"] = hidden(kept, np.full(world.size, world.window.last < vote + 365))
        parts.append(rows.where(world.lived(rows["election"], rows.p, who.opened)))
    empty = Rows(np.zeros(0, dtype=np.int64), world.keys[:0], cols=dict.fromkeys(
        ("election", "next_plenary", "before", "continued"), np.zeros(0, dtype=np.int64)))  # fmt: skip
    return joined(empty, *parts)


def _calls(world: World, who: People) -> Rows:
    rows = yearly(world, who, "call", np.full(world.size, 8.0))
    rows["from_state"] = rows.yes("State", draws.logistic(-0.2 + 0.5 * who.pressure[rows.p]))
    rows["kind"] = rows.whole("kind", 0, _KINDS - 1)
    return rows


def _refusals(world: World, who: People, requests: Rows) -> Rows:
    """Refused data, and a few refusals to come or to commit."""
    data = requests.where(requests["outcome"] == REFUSED)
    first = Rows(data.p, data.key, cols={"day": data["answered"], "motive": data["motive"]})
    first["kind"] = np.zeros(len(first), dtype=int)
    other = yearly(world, who, "refusal", np.full(world.size, 1.0))
    other["motive"] = other.pick("motive", [0.25, 0.4, 0.05, 0.3])
    other["kind"] = 1 + other.whole("kind", 0, 1)
    return joined(first, other)


def _tallies(world: World, who: People) -> Rows:
    """Unnamed counts of nominative exchanges by quarter; hidden under five."""
    quarters = world.window.years * 4
    rows = world.rows().children(np.full(world.size, quarters), "quarter")
    rows["quarter"] = world.window.civil[0] + np.floor(rows.k * 91.3125).astype(np.int64)
    exchanges = draws.poisson(rows.u("exchanges"), 8.0)
    few = exchanges < FEW
    rows["exchanges"] = hidden(exchanges, few)
    rows["lawful"] = hidden(draws.binomial(rows.u("lawful"), exchanges, 0.93), few)
    rows["members"] = np.full(len(rows), 9)
    rows["charter"] = draws.binomial(draws.uniform(world.keys, "charter")[rows.p], 9, 0.85)
    return rows.where(world.lived(rows["quarter"], rows.p, who.opened))


def _bounded_groups(world: World, who: People) -> Rows:
    rows = yearly(world, who, "gltd", np.full(world.size, 0.15))
    rows["opened"] = rows["day"]
    term = rows["opened"] + rows.whole("term", 150, 400)
    rows["term"] = hidden(term, rows.yes("no term", 0.2))
    ended = term + rows.whole("over", -30, 200)
    rows["ended"] = hidden(ended, (ended > world.window.last) | rows.yes("open", 0.2))
    rows["prolonged"] = (ended > term) & rows.yes("prolonged", 0.5)
    return rows


def _readers(world: World, who: People) -> Rows:
    """Agents of each institution, and those who received the public summary in the last year."""
    rows = world.rows().under(who.member, "readers")
    rows["slot"] = rows.k
    rows["day"] = world.window.last - rows.whole("day", 10, 300)
    rows["agents"] = 5 + draws.poisson(rows.u("agents"), 30.0)
    rows["reached"] = draws.binomial(rows.u("reached"), rows["agents"], 0.35)
    return rows.where(world.lived(rows["day"], rows.p, who.opened))
