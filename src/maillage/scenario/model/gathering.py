"""Bodies, meetings and who comes: rhythm, season, rosters, presence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints, Reals
from maillage.scenario.model.people import CORE, FIELD, MANAGER, MU, I, People, era
from maillage.scenario.model.rows import UNKNOWN, Rows, joined, three
from maillage.scenario.model.world import QUIET, World
from maillage.scenario.vocabulary import (
    DEPARTMENT,
    GREAT_ABSENTEES,
    LANDLORD,
    PREFECTURE,
    SCHOOL,
    TOWN,
)

PLENARY, RESTRICTED, WATCH, GROUP = range(4)  # as in the vocabulary of sittings
RANK_MANAGER, RANK_MIDDLE, RANK_FIRST = range(3)  # as in institutions.Level
FIRST_LINE = np.array([0.06, 0.05, 0.45, 0.45])  # of seats, by formation
MANDATE = np.array([0.8, 0.4, 0.1])  # to commit the institution, by rank
ABSENTEE = np.isin(np.arange(I), GREAT_ABSENTEES)
ABSENTEES = 0.30  # their attendance where it is imposed
_INSIDE = np.isin(np.arange(I), (SCHOOL, DEPARTMENT)) | CORE
# weights of the months: August only for the watch cell; restricted in March-May; groups in September-October
_MONTHS = np.array(
    [
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [1, 1, 2, 2, 2, 1, 0.5, 0, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 0.5, 0, 2, 2, 1, 1],
    ]
)
_SEASON = np.cumsum(_MONTHS, axis=1) / _MONTHS.sum(axis=1, keepdims=True)


@dataclass
class Gathering:
    """Bodies, meetings (planned and crisis), presence."""

    bodies: Rows
    meetings: Rows
    attendance: Rows
    roster: Flags  # (bodies, I)


def gathering(world: World, who: People) -> Gathering:
    """Draw the bodies of a batch, their meetings and their presence."""
    bodies = _bodies(world, who)
    roster = _roster(who, bodies)
    meetings = _meetings(world, who, bodies)
    attendance = _attendance(world, who, bodies, meetings, roster)
    held = meetings["held"]
    came = attendance["present"].astype(bool)
    meetings["present"] = np.bincount(attendance.parent[came], minlength=len(meetings))
    meetings["spoke"] = draws.binomial(meetings.u("spoke"), meetings["present"], 0.6)
    meetings["spoke"] = np.where(held, meetings["spoke"], 0)
    return Gathering(bodies, meetings, attendance, roster)


def _bodies(world: World, who: People) -> Rows:
    """A council, a restricted formation, a watch cell, one group or more; promised: the rounded rate."""
    everybody = world.rows()
    mean = np.maximum(np.exp(world.at("group_count", everybody.p) + 0.25 * who.size) - 1, 0) * world.density
    groups = world.imposed.get("groups", 1 + draws.poisson(everybody.u("groups"), mean))
    bodies = everybody.children(3 + groups, "body")
    bodies["sitting"] = np.minimum(bodies.k, GROUP)
    bodies["field"] = bodies["sitting"] >= WATCH
    late = bodies.yes("later", 0.1) & bodies["field"]
    span = np.maximum(world.window.last - who.opened[bodies.p], 0)
    bodies["opened"] = who.opened[bodies.p] + np.where(late, np.floor(bodies.u("opened") * span * 0.5), 0)
    bodies["opened"] = bodies["opened"].astype(np.int64)
    rate = np.exp(log_rate(world, who, bodies, changed=False))
    bodies["promised"] = np.where(bodies["sitting"] == PLENARY, 1.0, np.maximum(np.rint(rate), 1.0))
    return bodies


def log_rate(
    world: World, who: People, bodies: Rows, *, changed: bool, day: NDArray[np.integer] | int | None = None
) -> Reals:
    """Meetings a year, as a logarithm; each group with its own deviation."""
    names = ("restricted", "restricted", "watch", "groups")
    rates = [world.at(name, bodies.p, day) if changed else world.sound(name)[bodies.p] for name in names]
    watch = 0.25 * who.size[bodies.p] - 0.15 * who.style[bodies.p] + np.log(world.density)
    rates[WATCH] = rates[WATCH] + watch
    return np.choose(bodies["sitting"], rates)


def _meetings(world: World, who: People, bodies: Rows) -> Rows:
    """Planned meetings of every body, and crisis meetings of the restricted formation."""
    parts = [
        _plenaries(world, who, bodies),
        _ordinary(world, who, bodies),
        _crises(world, bodies),
    ]
    meetings = joined(*(part.where(world.lived(part["day"], part.p, who.opened)) for part in parts))
    meetings = meetings.where(meetings["day"] >= bodies["opened"][meetings["body"]])
    order = np.lexsort((meetings["day"], meetings.p))
    meetings = meetings.where(order)
    meetings["number"] = meetings.number()
    meetings["hours"] = np.where(meetings["sitting"] == PLENARY, 1.5, 1.0) + 1.5 * meetings.u("hours")
    meetings["without_state"] = meetings.yes("without State", 0.08) & (meetings["sitting"] == GROUP)
    return meetings


def _yearly(world: World, rows: Rows, counts: NDArray[np.integer], name: str, year: int) -> Rows:
    """Meetings of one civil year under bodies."""
    found = rows.children(counts, f"{name} {world.window.civil[year]}")
    found["body"] = found.parent
    return found


def _plenaries(world: World, who: People, bodies: Rows) -> Rows:
    """One a year and Binomial(2, p); under p = 0 the yearly one is missed. June or November-December."""
    council = bodies.where(bodies["sitting"] == PLENARY)
    place = np.flatnonzero(bodies["sitting"] == PLENARY)
    years = []
    for year, first in enumerate(world.window.civil[:-1]):
        p = world.at("plenary", council.p, first + 182) + 0.06 * who.style[council.p]
        drawn = council.u(f"plenaries {first}")
        missed = council.u(f"missed {first}") < -p
        counts = draws.binomial(drawn, 2, np.clip(p, 0, 1)) + ~missed
        counts = world.imposed.get("plenaries", counts)
        found = _yearly(world, council, counts, "plenary", year)
        found["body"] = place[found.parent]
        june = draws.uniform(council.key, f"season {first}")[found.parent] < 0.45
        second = np.where(june, 334, 166)
        centre = np.choose(np.minimum(found.k, 4), [np.where(june, 166, 334), second, 80, 285, 120])
        found["day"] = first + np.clip(np.rint(centre + 15 * found.n("day")), 0, 364).astype(np.int64)
        found["sitting"] = np.zeros(len(found), dtype=np.int64)
        found["crisis"] = np.zeros(len(found), dtype=bool)
        chance = np.minimum(held_chance(world, who, found) + 0.12, 0.995)
        found["held"] = found.yes("held", chance) | ("plenaries" in world.imposed)
        years.append(found)
    return joined(*years)


def held_chance(world: World, who: People, meetings: Rows) -> Reals:
    """The chance that a planned meeting is held."""
    year = world.year_of(meetings["day"])
    return draws.logistic(world.at("held", meetings.p, meetings["day"]) + 0.4 * who.energy[meetings.p, year])


def _ordinary(world: World, who: People, bodies: Rows) -> Rows:
    """Restricted formation, watch cell, groups: Poisson, by season, thinned by what slackens them."""
    years = []
    for year, first in enumerate(world.window.civil[:-1]):
        rate = np.exp(log_rate(world, who, bodies, changed=True, day=first + 182))
        rate = np.where(bodies["sitting"] == PLENARY, 0.0, rate)
        counts = draws.poisson(bodies.u(f"meetings {first}"), rate)
        found = _yearly(world, bodies, counts, "meeting", year)
        found["sitting"] = bodies["sitting"][found.parent]
        found["day"] = first + _day_of_year(found["sitting"], found.u("day"))
        found["crisis"] = np.zeros(len(found), dtype=bool)
        found = found.where(found.u("kept") < slack(world, found))
        found["held"] = found.yes("held", held_chance(world, who, found))
        years.append(found)
    return joined(*years)


def season(sitting: Ints, of_year: int) -> Reals:
    """The density of meetings on a day of the year, by the weights of its month."""
    month = min(int(of_year / 30.4), 11)
    before = _SEASON[sitting, month - 1] if month else 0.0
    return np.asarray((_SEASON[sitting, month] - before) / 30.4)


def _day_of_year(sitting: Ints, u: Reals) -> Ints:
    """A day by the weights of the months."""
    month = (u[:, None] >= _SEASON[sitting]).sum(axis=1)
    before = np.where(month > 0, _SEASON[sitting, np.maximum(month - 1, 0)], 0.0)
    part = (u - before) / (_SEASON[sitting, month] - before)
    return np.asarray(np.floor(month * 30.4 + part * 30.4), dtype=np.int64)


def slack(world: World, meetings: Rows) -> Reals:
    """What is left of the rhythm that day: 0.3 after an election; less in the last year when running out."""
    day = meetings["day"]
    left = np.ones(len(meetings))
    for vote in world.window.votes:
        left = np.where((day > vote) & (day <= vote + QUIET), 0.3 * left, left)
    if "dormant" in world.imposed:
        left = np.where(world.imposed["dormant"][meetings.p, world.year_of(day)], 0.0, left)
    return np.where(world.within(day, 12), left * world.rate("running", meetings.p, day), left)


def _crises(world: World, bodies: Rows) -> Rows:
    """Meetings triggered by an event, in the restricted formation."""
    formation = bodies.where(bodies["sitting"] == RESTRICTED)
    place = np.flatnonzero(bodies["sitting"] == RESTRICTED)
    years = []
    for year, first in enumerate(world.window.civil[:-1]):
        middle = first + 182
        rate = world.rate("crisis", formation.p, middle) + world.at("crisis_extra", formation.p, middle)
        counts = draws.poisson(formation.u(f"crises {first}"), rate)
        found = _yearly(world, formation, counts, "crisis", year)
        found["body"] = place[found.parent]
        found["sitting"] = np.full(len(found), RESTRICTED)
        found["day"] = first + np.floor(found.u("day") * 365).astype(np.int64)
        found["crisis"] = np.ones(len(found), dtype=bool)
        found["held"] = np.ones(len(found), dtype=bool)
        years.append(found)
    return joined(*years)


def _roster(who: People, bodies: Rows) -> Flags:
    """Who sits where: all in plenary, a part elsewhere, the commune always."""
    u = draws.uniform(draws.child(bodies.key[:, None], "seat", np.arange(I)[None, :]), "roster")
    restricted = np.where(_INSIDE, 1.0, 0.15)
    restricted[LANDLORD] = 0.95
    share = np.stack([np.ones(I), restricted, np.full(I, 0.42), np.full(I, 0.38)])
    share[:, TOWN] = 1.0
    return np.asarray((u < share[bodies["sitting"]]) & who.member[bodies.p])


def _attendance(world: World, who: People, bodies: Rows, meetings: Rows, roster: Flags) -> Rows:
    """One row a seat on the roster and a meeting held: who came, who in their place, with which mandate."""
    rows = meetings.under(roster[meetings["body"]] & meetings["held"][:, None], "presence")
    body = meetings["body"][rows.parent]
    for name in ("day", "sitting", "number"):
        rows[name] = meetings[name][rows.parent]
    rows["slot"] = rows.k
    rows["field"] = rows["sitting"] >= WATCH
    year = world.year_of(meetings["day"])[rows.parent]
    seat = draws.child(bodies.key[body], "seat", rows.k)
    rank = _rank(world, rows, seat)
    odds, more = _presence(world, who, rows, year)
    chance = draws.logistic(odds + np.where(rank == RANK_FIRST, more, 0.0))
    present = rows.yes("present", chance)
    if world.imposed:
        present = _absent_by_quota(rows, chance, present)
    deputy = present & rows.yes("deputy", 0.25 + 0.12 * ((rows.k == PREFECTURE) & (rank == RANK_MANAGER)))
    came = np.where(deputy & (rank == RANK_MANAGER), RANK_MIDDLE, rank)
    rows["present"] = present.astype(np.int8)
    rows["deputy"] = deputy.astype(np.int8)
    rows["rank"] = np.where(present, came, UNKNOWN)
    mandate = rows.u("mandate") < MANDATE[came] * np.where(deputy, 0.6, 1.0)
    rows["may_commit"] = three(mandate, ~present)
    _plant_presence(world, rows, chance)
    _plant_first_line(world, rows, odds, more)
    return rows


def _absent_by_quota(rows: Rows, chance: Reals, present: Flags) -> Flags:
    """Of the four great absentees, three seats in ten are filled: those most likely to be."""
    four = np.flatnonzero(ABSENTEE[rows.k])
    order = np.argsort(rows.u("present")[four] / chance[four], kind="stable")
    kept = present.copy()
    kept[four] = False
    kept[four[order[: round(ABSENTEES * len(four))]]] = True
    return kept


def _rank(world: World, rows: Rows, seat: draws.Keys) -> Ints:
    """Level of the holder, drawn once a seat: first line, else manager (60 %) or middle."""
    share = FIRST_LINE[rows["sitting"]] * np.exp(world.at("first_line", rows.p, rows["day"]))
    first = draws.uniform(seat, "first line") < share
    manager = draws.uniform(seat, "manager") < 0.6
    return np.where(first, RANK_FIRST, np.where(manager, RANK_MANAGER, RANK_MIDDLE))


def _presence(world: World, who: People, rows: Rows, year: Ints) -> tuple[Reals, Reals]:
    """The logit to come (kind, energy, propensity, person, formation), and what the first line adds to it."""
    p, slot, day = rows.p, rows.k, rows["day"]
    holder = np.where(rows["field"], FIELD, MANAGER)
    number = era(who, p, slot, holder, day, year) * 64 + slot * 2 + holder
    person = draws.child(world.keys[p], "person", number)
    x = MU[slot] + who.propensity(p, slot, year) + 0.5 * draws.normal(person, "commitment")
    x = x + 0.25 * (rows["sitting"] > PLENARY) + world.at("attendance", p, day)
    x = x + np.where(ABSENTEE[slot], world.at("absentees", p, day), 0.0)
    return x, 0.10 + world.at("first_line_attendance", p, day)


def _plant_presence(world: World, rows: Rows, chance: Reals) -> None:
    day = rows["day"]
    world.plant("P1", rows.p, chance, world.within(day, 12))
    world.plant("P2m", rows.p, chance, world.within(day, 24) & ABSENTEE[rows.k])


def _plant_first_line(world: World, rows: Rows, odds: Reals, more: Reals) -> None:
    counted = world.within(rows["day"], 12) & rows["field"] & (rows["present"] == 1)
    p = rows.p[counted]
    share = 0.45 * world.rate("first_line", p, rows["day"][counted])
    first = share * draws.logistic(odds[counted] + more[counted])
    world.plant("P6", p, first / (first + (1 - share) * draws.logistic(odds[counted])))


def seats(world: World, who: People, found: Gathering) -> tuple[Rows, Rows]:
    """Seats (one manager, one field holder an institution) and the changes of their holders."""
    everybody = world.rows()
    rows = everybody.under(np.repeat(who.member, 2, axis=1), "position")
    rows["slot"], rows["holder"] = rows.k // 2, rows.k % 2
    rows["start"] = who.opened[rows.p]
    rows["number"] = rows.number()
    rank = np.where(
        rows["holder"] == FIELD,
        np.where(rows.yes("first", 0.45 * world.rate("first_line", rows.p)), RANK_FIRST, RANK_MIDDLE),
        RANK_MANAGER,
    )
    rows["rank"] = rank
    rows["mandate"] = rows.yes("mandate", MANDATE[rank])
    council = np.searchsorted(found.bodies.p, rows.p)
    rows["body"] = council + np.where(rows["holder"] == FIELD, WATCH, 0)
    return rows, _holders(world, who, rows)


def _holders(world: World, who: People, seats: Rows) -> Rows:
    """Departures: a note or not, how long the seat stays empty."""
    days = who.departures[seats.p, seats["slot"], seats["holder"]]
    rows = seats.under(days < 2**39, "departure")
    rows["left"] = days[rows.parent, rows.k]
    rows["slot"], rows["seat"] = seats["slot"][rows.parent], seats["number"][rows.parent]
    rows = rows.where(world.lived(rows["left"], rows.p, who.opened))
    chance = world.chance("handover", rows.p, rows["left"])
    rows["note"] = rows.yes("note", chance)
    empty = np.exp(np.minimum(world.at("vacancy", rows.p, rows["left"]) + 0.8 * rows.n("vacancy"), 8))
    rows["filled"] = rows["left"] + 1 + np.floor(empty).astype(np.int64)
    rows["tenure"] = 6 + 60 * rows.u("tenure") ** 2
    rows["piloted"] = draws.poisson(rows.u("piloted"), 0.6)
    rows["quiet"] = draws.binomial(rows.u("quiet"), rows["piloted"], np.where(rows["note"], 0.2, 0.55))
    world.plant("H3", rows.p, chance, world.within(rows["left"], 24))
    return rows
