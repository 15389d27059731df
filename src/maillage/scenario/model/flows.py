"""What passes between partners: data, statements, reports, transmissions, signals, alerts, contacts."""

import numpy as np

from maillage.scenario import draws
from maillage.scenario.draws import Reals
from maillage.scenario.model.people import CORE, I, People
from maillage.scenario.model.rows import NONE, UNKNOWN, Rows, hidden, joined, three
from maillage.scenario.model.world import World
from maillage.scenario.vocabulary import HOLDERS, POLICE

FULL, REFUSED = 0, 2  # as in the vocabulary of answers
SECRECY, TIME, NO_DATA, OTHER = range(4)
ANSWER_DAYS, FEEDBACK_DAYS, CLOSING_DAYS = 30, 15, 60
DUTIES = ("MI-1", "MI-2", "MI-3", "MI-4", "MI-5", "MI-6", "MI-7")
_MONTH = 30.4375


def flows(world: World, who: People) -> dict[str, Rows]:
    """Draw everything that passes in a batch."""
    return {
        "data_requests": _requests(world, who),
        "statements": _statements(world, who),
        "reports": _reports(world, who),
        "duties": _duties(world, who),
        "transmissions": _transmissions(world, who),
        "contacts": _contacts(world, who),
        "signals": _signals(world, who),
        "alerts": _alerts(world, who),
    }


def yearly(world: World, who: People, name: str, rate: Reals) -> Rows:
    """Events of a Poisson rate a year, (P,) or (P, Y), on any day that the council lived."""
    everybody = world.rows()
    rates = np.broadcast_to(rate if np.ndim(rate) == 2 else np.reshape(rate, (-1, 1)),
                            (world.size, len(world.window.civil) - 1))  # fmt: skip
    years = []
    for year, first in enumerate(world.window.civil[:-1]):
        counts = draws.poisson(everybody.u(f"{name} {first}"), rates[:, year])
        rows = everybody.children(counts, f"{name} {first}")
        rows["day"] = first + np.floor(rows.u("day") * 365).astype(np.int64)
        years.append(rows)
    rows = joined(*years)
    return rows.where(world.lived(rows["day"], rows.p, who.opened))


def by_year(world: World, name: str) -> Reals:
    """A parameter in the middle of each civil year, (P, Y)."""
    everybody = np.arange(world.size)
    return np.stack([world.at(name, everybody, day + 182) for day in world.window.civil[:-1]], axis=1)


def _requests(world: World, who: People) -> Rows:
    """5 + 3 e^(0.3 z) a year over eight holders; full answer, or refusal with its motive."""
    base = 5 + 3 * np.exp(0.3 * who.size)[:, None]
    rows = yearly(world, who, "request", base * np.exp(by_year(world, "requests")))
    p, day = rows.p, rows["day"]
    slot = np.array(HOLDERS)[rows.whole("holder", 0, len(HOLDERS) - 1)]
    rows["slot"] = np.where(who.member[p, slot], slot, POLICE)
    chance = draws.logistic(
        world.at("answers", p, day) + 0.35 * who.propensity(p, rows["slot"], world.year_of(day))
    )
    full = rows.yes("full", chance)
    rows["due"] = day + ANSWER_DAYS
    answered = day + rows.whole("delay", 3, ANSWER_DAYS - 1)
    later = answered > world.window.last
    rows["answered"] = hidden(answered, later)
    rows["outcome"] = np.where(later, UNKNOWN, np.where(full, FULL, REFUSED))
    motive = rows.pick("motive", [0.4, 0.3, 0.3])
    rows["motive"] = np.where(later | full, UNKNOWN, motive)
    doubtful = world.chance("doubtful", p, day)
    rows["doubtful"] = three(rows.yes("doubtful", doubtful), ~full | later)
    rows["number"] = rows.number()
    world.plant("I3", p, chance, world.within(rows["due"] + 1, 24))
    world.plant("I4", p, doubtful, world.within(day, 12))
    return rows


def _statements(world: World, who: People) -> Rows:
    """One a month from the police, on time or not."""
    months = int((world.window.last - world.window.first) / _MONTH)
    rows = world.rows().children(np.full(world.size, months), "statement")
    rows["due"] = world.window.last - 5 - np.floor(rows.k * _MONTH).astype(np.int64)
    chance = world.chance("statements", rows.p, rows["due"])
    on_time = rows.yes("on time", chance)
    late = rows.whole("late", 5, 60)
    received = rows["due"] + np.where(on_time, -rows.whole("early", 0, 9), late)
    rows["on_time"] = on_time.astype(np.int8)
    rows["received"] = hidden(received, (received > world.window.last) | (~on_time & rows.yes("never", 0.3)))
    rows["slot"] = np.full(len(rows), POLICE)
    rows = rows.where(world.lived(rows["due"], rows.p, who.opened))
    world.plant("I1", rows.p, world.chance("statements", rows.p, rows["due"]), world.within(rows["due"], 12))
    return rows


def _reports(world: World, who: People) -> Rows:
    """1 + 4 e^(0.5 z) reports to the parquet a year; an outcome within the month or not."""
    base = 1 + 4 * np.exp(0.5 * who.size)[:, None]
    rows = yearly(world, who, "report", base * np.exp(by_year(world, "reports")))
    rows["due"] = rows["day"] + ANSWER_DAYS
    chance = world.chance("judicial", rows.p, rows["day"])
    on_time = rows.yes("on time", chance)
    answered = rows["day"] + np.where(on_time, rows.whole("delay", 2, 29), rows.whole("late", 40, 200))
    open_still = rows["due"] > world.window.last
    rows["on_time"] = three(on_time, open_still)
    never = ~on_time & rows.yes("never", 0.6)
    rows["answered"] = hidden(answered, (answered > world.window.last) | never)
    rows["kind"] = rows.pick("kind", [0.85, 0.15])
    rows["number"] = rows.number()
    world.plant("I2", rows.p, chance, world.within(rows["due"] + 1, 12))
    return rows


def _duties(world: World, who: People) -> Rows:
    """What the law owes the mayor: once a year by article."""
    years = len(world.window.civil) - 1
    rows = world.rows().children(np.full(world.size, years * len(DUTIES)), "duty")
    rows["article"] = rows.k % len(DUTIES)
    rows["due"] = world.window.civil[rows.k // len(DUTIES)] + rows.whole("day", 0, 364)
    chance = world.chance("judicial", rows.p, rows["due"])
    fulfilled = rows.yes("fulfilled", np.where(rows["article"] < 4, chance, 0.75))
    rows["fulfilled"] = fulfilled.astype(np.int8)
    rows["received"] = np.where(fulfilled, rows["due"] - rows.whole("early", 0, 10), NONE)
    return rows.where(world.lived(rows["due"], rows.p, who.opened))


def _transmissions(world: World, who: People) -> Rows:
    """3 exp(0.5 (a - mu)) a year from each institution outside the core to it, 2.4 from the core to each."""
    outside = who.member & ~CORE
    slots = world.rows().under(outside, "between")
    years = []
    for year, first in enumerate(world.window.civil[:-1]):
        middle = first + 182
        activity = 0.5 * who.propensity(slots.p, slots.k, np.full(len(slots), year))
        given = world.rate("others_give", slots.p, middle) * np.exp(activity)
        taken = world.rate("core_gives", slots.p, middle)
        for name, rate, from_core in (("given", given, False), ("taken", taken, True)):
            rows = slots.children(draws.poisson(slots.u(f"{name} {first}"), rate), f"{name} {first}")
            rows["slot"] = slots.k[rows.parent]
            rows["from_core"] = np.full(len(rows), from_core)
            rows["day"] = first + np.floor(rows.u("day") * 365).astype(np.int64)
            rows["expected"] = (taken / (given + taken))[rows.parent]
            years.append(rows)
    rows = joined(*years)
    rows = rows.where(world.lived(rows["day"], rows.p, who.opened))
    rows["core_slot"] = np.flatnonzero(CORE)[rows.whole("core", 0, int(CORE.sum()) - 1)]
    world.plant("I9", rows.p, rows["expected"], world.within(rows["day"], 12))
    return rows


def _contacts(world: World, who: People) -> Rows:
    """Direct contacts of pairs, by trust: which grows a little each year (shared meetings)."""
    one, other = np.triu_indices(I, 1)
    both = who.member[:, one] & who.member[:, other]
    pairs = world.rows().under(both, "pair")
    trust = who.trust[pairs.p, one[pairs.k], other[pairs.k]]
    years = []
    for year, first in enumerate(world.window.civil[:-1]):
        counts = draws.poisson(pairs.u(f"contacts {first}"), 0.1 * np.exp(trust + 0.05 * year))
        rows = pairs.children(counts, f"contact {first}")
        rows["one"], rows["other"] = one[pairs.k[rows.parent]], other[pairs.k[rows.parent]]
        rows["day"] = first + np.floor(rows.u("day") * 365).astype(np.int64)
        years.append(rows)
    rows = joined(*years)
    rows["rank"] = rows.pick("rank", [0.3, 0.3, 0.4])
    return rows.where(world.lived(rows["day"], rows.p, who.opened))


def _signals(world: World, who: People) -> Rows:
    """20 e^(0.4 z) a year; the sender hears back or not, which is not yet known of the last fortnight."""
    base = np.exp(0.4 * who.size)[:, None]
    rows = yearly(world, who, "signal", base * np.exp(by_year(world, "signals")))
    chance = world.chance("feedback", rows.p, rows["day"])
    fresh = rows["day"] + FEEDBACK_DAYS > world.window.last
    feedback = rows.yes("feedback", chance)
    rows["feedback"] = three(feedback, fresh)
    rows["feedback_day"] = hidden(rows["day"] + rows.whole("delay", 1, FEEDBACK_DAYS), fresh | ~feedback)
    rows["number"] = rows.number()
    world.plant("I8", rows.p, chance, world.within(rows["day"], 12) & ~fresh)
    return rows


def _alerts(world: World, who: People) -> Rows:
    """5 e^(0.3 z) a year; log-normal hours to the first shared action; closed with feedback or not."""
    base = np.exp(0.3 * who.size)[:, None]
    rows = yearly(world, who, "alert", base * np.exp(by_year(world, "alerts")))
    mean = world.at("alert_hours", rows.p, rows["day"])
    hours = np.exp(mean + rows.n("hours"))
    acted = rows["day"] + hours / 24 <= world.window.last
    rows["hours"] = np.where(acted, hours, np.nan)
    rows["acted"] = acted.astype(np.int8)
    chance = world.chance("closed", rows.p, rows["day"])
    closed, fresh = rows.yes("closed", chance), rows["day"] + CLOSING_DAYS > world.window.last
    rows["closed"] = three(closed, fresh)
    rows["closed_day"] = hidden(rows["day"] + rows.whole("closing", 5, CLOSING_DAYS), fresh | ~closed)
    rows["number"] = rows.number()
    within = world.within(rows["day"], 24)
    world.plant("A1m", rows.p, draws.below(np.log(48.0) - mean), within)
    world.plant("A2", rows.p, chance, world.within(rows["day"], 12) & ~fresh)
    return rows
