"""Whether it worked: reviews, indicator values, evaluations, trainings; agreements beside the contract."""

import numpy as np

from maillage.scenario import draws
from maillage.scenario.model.flows import by_year, yearly
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import Rows, blank, hidden, joined, three
from maillage.scenario.model.world import World
from maillage.scenario.vocabulary import MUNICIPAL_POLICE

DECIDING_DAYS = 90


def evaluation(world: World, who: People, sheets: Rows) -> dict[str, Rows]:
    """Draw what a batch evaluates."""
    return {
        "reviews": _reviews(world, who, sheets),
        "indicator_values": _values(world, sheets),
        "evaluations": _evaluations(world, who),
        "trainings": _trainings(world, who),
        "agreements": _agreements(world, who),
    }


def _anniversaries(world: World, sheets: Rows, name: str, each: np.ndarray) -> Rows:
    """`each` rows a sheet and a year in force, due on the anniversary."""
    years = np.maximum(world.window.last - sheets["start"], 0) // 365
    rows = sheets.children(years * each, name)
    rows["due"] = sheets["start"][rows.parent] + 365 * (rows.k // np.maximum(each, 1)[rows.parent] + 1)
    rows["sheet"] = sheets["number"][rows.parent]
    return rows


def _reviews(world: World, who: People, sheets: Rows) -> Rows:
    """One review due a sheet and a year, held or not."""
    rows = _anniversaries(world, sheets, "review", np.ones(len(sheets), dtype=np.int64))
    energy = who.energy[rows.p, world.year_of(rows["due"])]
    chance = draws.logistic(world.at("reviews", rows.p, rows["due"]) + 0.2 * energy)
    held = rows.yes("held", chance)
    rows["held"] = held.astype(np.int8)
    rows["held_on"] = hidden(rows["due"] - rows.whole("early", 0, 40), ~held)
    rows["number"] = rows.number()
    world.plant("E2", rows.p, chance, world.within(rows["due"], 12))
    return rows


def _values(world: World, sheets: Rows) -> Rows:
    """Poisson(2) result indicators a sheet, asked each year."""
    each = draws.poisson(sheets.u("indicators"), 2.0)
    rows = _anniversaries(world, sheets, "value", each)
    chance = world.chance("indicators", rows.p, rows["due"])
    filled = rows.yes("filled", chance)
    rows["filled"] = filled.astype(np.int8)
    rows["filled_on"] = hidden(rows["due"] - rows.whole("early", 0, 30), ~filled)
    world.plant("E1", rows.p, chance, world.within(rows["due"], 12))
    return rows


def _evaluations(world: World, who: People) -> Rows:
    """0.8 a year; followed or not by a dated decision, which is not yet known of the last three months."""
    rows = yearly(world, who, "evaluation", np.exp(by_year(world, "evaluations")))
    chance = world.chance("decision", rows.p, rows["day"])
    decision, fresh = rows.yes("decision", chance), rows["day"] + DECIDING_DAYS > world.window.last
    rows["decision"] = three(decision, fresh)
    rows["decided"] = hidden(rows["day"] + rows.whole("delay", 10, DECIDING_DAYS), fresh | ~decision)
    rows["contributors"] = 4 + draws.poisson(rows.u("contributors"), 5.0)
    first = world.chance("first_line_evaluation", rows.p, rows["day"])
    rows["first_line"] = draws.binomial(rows.u("first line"), rows["contributors"], first)
    rows["number"] = rows.number()
    world.plant("E3", rows.p, chance, world.within(rows["day"], 12) & ~fresh)
    world.plant("E5", rows.p, first, world.within(rows["day"], 12))
    return rows


def _trainings(world: World, who: People) -> Rows:
    """1.5 a year; half of those who come are of the first line."""
    rows = yearly(world, who, "training", np.exp(by_year(world, "trainings")))
    rows["institutions"] = 2 + draws.poisson(rows.u("institutions"), 3.0)
    rows["attendees"] = 6 + draws.poisson(rows.u("attendees"), 10.0)
    first = world.chance("first_line_training", rows.p, rows["day"])
    rows["first_line"] = draws.binomial(rows.u("first line"), rows["attendees"], first)
    rows["number"] = rows.number()
    return rows


def _agreements(world: World, who: People) -> Rows:
    """2 + Poisson(6) agreements, a third of two parties; the one the law asks of a municipal police apart."""
    everybody = world.rows()
    rows = everybody.children(2 + draws.poisson(everybody.u("agreements"), 6.0), "agreement")
    span = np.maximum(world.window.last - who.opened[rows.p], 0)
    begun = np.maximum(who.opened[rows.p] + np.floor(rows.u("start") * span).astype(np.int64),
                       world.window.first - 900)  # fmt: skip
    rows["start"] = begun
    ended = begun + rows.whole("term", 900, 2200)
    rows["end"] = np.where(
        rows.yes("open", 0.6), blank(len(rows)), np.maximum(ended, world.window.last - 200)
    )
    chance = world.chance("two_party", rows.p, begun)
    two = rows.yes("two", chance)
    rows["parties"] = np.where(two, 2, 3 + draws.poisson(rows.u("parties"), 1.5))
    rows["by_law"] = np.zeros(len(rows), dtype=bool)
    world.plant("D3", rows.p, chance, (rows["end"] < 0) | (rows["end"] >= world.window.last))
    lawful = everybody.under(who.member[:, [MUNICIPAL_POLICE]], "lawful")
    lawful["start"] = np.maximum(who.opened[lawful.p], world.window.first - 400)
    lawful["end"], lawful["parties"] = blank(len(lawful)), np.full(len(lawful), 2)
    lawful["by_law"] = np.ones(len(lawful), dtype=bool)
    found = joined(rows, lawful)
    found["number"] = found.number()
    return found
