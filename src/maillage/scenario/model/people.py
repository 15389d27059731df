"""Partnerships, institutions, holders: the latent variables and what they make of who sits."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints, Reals
from maillage.scenario.model.rows import SEATED, Rows
from maillage.scenario.model.world import World, ordinal
from maillage.scenario.vocabulary import JUSTICE, PJJ, SLOTS, TOWN

I = len(SLOTS)  # noqa: E741 : the number of slots, as in the model
MU = np.array([slot.attendance for slot in SLOTS])
TURNOVER = np.array([slot.turnover for slot in SLOTS])
CORE = np.array([slot.core for slot in SLOTS])
SEPTEMBER = np.array([slot in (*JUSTICE, PJJ) for slot in range(I)])
MANAGER, FIELD = 0, 1
COUNCILS_FROM = date(2002, 7, 18)  # the decree on local councils


@dataclass
class People:
    """Latents of a batch. Shapes: P partnerships, I slots, Y civil years, 2 seats (manager, field)."""

    size: Reals  # z = log(population / 20 000)
    style: Reals
    pressure: Reals
    completeness: Reals
    opened: Ints
    coordinator: Flags
    energy: Reals  # (P, Y)
    majority_changed: Flags  # (P, elections)
    member: Flags  # (P, I)
    own: Reals  # (P, I): propensity beside the kind's own and the energy
    passive: Flags  # (2, P, I): before and after the change
    trust: Reals  # (P, I, I), symmetric
    departures: Ints  # (P, I, 2, Y): day a holder leaves, or far in the future

    def propensity(self, p: Ints, slot: Ints, year: Ints) -> Reals:
        """a - mu: how much more than its kind an institution takes part."""
        return 0.30 * self.energy[p, year] + self.own[p, slot]

    def latest(self) -> Reals:
        """a - mu of every institution in the last year, (P, I)."""
        return 0.30 * self.energy[:, -1:] + self.own

    def institution(self, world: World, p: Ints, slot: Ints) -> Ints:
        """Id of an institution."""
        return (world.first_id + p) * SEATED + slot

    def entity(self, world: World, p: Ints, slot: Ints) -> Ints:
        """Id of its legal entity: the municipal police is the commune."""
        return self.institution(world, p, np.where(slot == 1, TOWN, slot))

    def weights(self, *, core: bool | None = None) -> Reals:
        """Who acts, (2, P, I): by activity, nobody passive; the core, the others or all."""
        side = np.ones(I, dtype=bool) if core is None else core == CORE
        return np.where(self.member & ~self.passive & side, np.exp(0.5 * self.own), 0.0)


def people(world: World) -> People:
    """Draw the latents of a batch."""
    rows = world.rows()
    z = np.clip(0.2 + rows.n("size"), -1.4, 2.4)
    coordinator = world.imposed.get("coordinator", rows.yes("coordinator", 2 / 3))
    changed = _majorities(world, rows)
    energy = _energy(world, rows, coordinator, changed)
    grid = draws.child(world.keys[:, None], "institution", np.arange(I)[None, :])
    member = draws.uniform(grid, "member") < draws.logistic(
        np.array([slot.inclusion for slot in SLOTS]) + 0.8 * z[:, None]
    )
    for slot in range(I):
        member[:, slot] |= world.imposed.get(f"open_{slot}", False)
    own = 0.55 * draws.normal(grid, "propensity")
    return People(
        size=z,
        style=rows.n("style"),
        pressure=rows.n("pressure"),
        completeness=draws.beta(rows.u("completeness"), 18, 2),
        opened=_opened(world, rows),
        coordinator=coordinator,
        energy=energy,
        majority_changed=changed,
        member=member,
        own=own,
        passive=_passive(world, grid, own + 0.30 * energy[:, -1:]),
        trust=_trust(world, own),
        departures=_departures(world, grid),
    )


def _opened(world: World, rows: Rows) -> Ints:
    """12 % open during the window, the others in the ten years before it."""
    inside = rows.yes("opens inside", 0.12)
    span = world.window.last - world.window.first
    before = world.window.first - 30 - np.floor(rows.u("opened") * 3600).astype(np.int64)
    if world.imposed:
        return ordinal(COUNCILS_FROM) + np.floor(rows.u("opened") * 1300).astype(np.int64)
    return np.where(inside, world.window.first + np.floor(rows.u("opened") * span).astype(np.int64), before)


def _majorities(world: World, rows: Rows) -> Flags:
    """35 % of majorities change at a municipal election."""
    votes = world.window.votes
    if not votes:
        return np.zeros((len(rows), 0), dtype=bool)
    return np.stack([draws.uniform(rows.key, f"majority {day}") < 0.35 for day in votes], axis=1)


def _energy(world: World, rows: Rows, coordinator: Flags, changed: Flags) -> Reals:
    """Drawn anew when the coordinator leaves (one in five a year) or the majority changes; else kept."""
    civil = world.window.civil
    era = np.zeros(len(rows), dtype=np.int64)
    years = []
    for place in range(len(civil) - 1):
        leaves = coordinator & rows.yes(f"coordinator leaves {civil[place]}", 0.2) & (place > 0)
        for number, vote in enumerate(world.window.votes):
            if civil[place] <= vote < civil[place + 1]:
                leaves = leaves | changed[:, number]
        era = era + leaves
        drawn = draws.normal(draws.child(rows.key, "energy", era), "energy")
        years.append(drawn - 0.5 * ~coordinator)
    return np.stack(years, axis=1)


def _passive(world: World, grid: draws.Keys, propensity: Reals) -> Flags:
    """Who attends without contributing, before and after the change; never the commune."""
    u = draws.uniform(grid, "passive")
    everybody = np.arange(world.size)
    values = [world.sound("passive"), world.at("passive", everybody)]
    flags = np.stack([u < draws.logistic(value[:, None] - 0.5 * propensity) for value in values])
    flags[:, :, TOWN] = False
    return flags


def plant_passive(world: World, who: People) -> None:
    """Note the chance to be passive: less than P5m, which active ones can also meet by chance."""
    rows = world.rows().under(who.member & (np.arange(I) != TOWN), "passive")
    odds = world.at("passive", rows.p) - 0.5 * who.latest()[rows.p, rows.k]
    world.plant("P5", rows.p, draws.logistic(odds))


def _trust(world: World, own: Reals) -> Reals:
    """Symmetric trust of two institutions, before shared meetings."""
    pair = np.minimum(np.arange(I)[:, None], np.arange(I)) * I + np.maximum(
        np.arange(I)[:, None], np.arange(I)
    )
    noise = draws.normal(draws.child(world.keys[:, None, None], "pair", pair[None]), "trust")
    return 0.5 * (own[:, :, None] + own[:, None, :]) + 0.6 * noise


def _departures(world: World, grid: draws.Keys) -> Ints:
    """Day each holder leaves in each civil year; in September for one in two of Justice and PJJ."""
    civil = world.window.civil
    years = len(civil) - 1
    seat = np.arange(2 * years).reshape(1, 1, 2, years)
    keys = draws.child(grid[:, :, None, None], "departure", seat)
    everybody = np.arange(world.size)
    change = np.stack([world.at("turnover", everybody, civil[y] + 182) for y in range(years)], axis=1)
    chance = 1 - np.exp(-TURNOVER[None, :, None, None] * np.exp(change)[:, None, None, :])
    september = SEPTEMBER[None, :, None, None] & (draws.uniform(keys, "september") < 0.5)
    place = draws.uniform(keys, "day")
    day = civil[:-1] + np.where(september, 243 + place * 30, place * 365).astype(np.int64)
    return np.where(draws.uniform(keys, "leaves") < chance, day, 2**40)


def era(who: People, p: Ints, slot: Ints, seat: Ints, day: Ints, year: Ints) -> Ints:
    """How many holders have left a seat by a day of a civil year (its place)."""
    before = np.cumsum(who.departures < 2**39, axis=3)
    before = np.concatenate([np.zeros_like(before[..., :1]), before[..., :-1]], axis=3)
    place = np.ravel_multi_index((p, slot, seat, year), who.departures.shape)
    return np.asarray(before.ravel()[place] + (who.departures.ravel()[place] <= day), dtype=np.int64)
