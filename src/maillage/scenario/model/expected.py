"""What the rhythm was expected to be: the planted rates behind R1m, R3 and R4, by half-months."""

import numpy as np

from maillage.scenario import draws
from maillage.scenario.draws import Ints, Reals
from maillage.scenario.model.gathering import PLENARY, held_chance, log_rate, season, slack
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import Rows
from maillage.scenario.model.world import World

STEP = 15  # days
CENTRES = (166.0, 334.0, 80.0)  # days of the year around which plenaries fall; sd 15
MONTHS = 36


def plant_rhythm(world: World, who: People, bodies: Rows) -> None:
    """Note the planted shares of the last year (R3), of crisis (R4), and the plenaries a year (R1m)."""
    totals = {name: np.zeros(world.size) for name in ("recent", "before", "crisis", "plenaries", "years")}
    year = world.window.back(12)
    everybody = np.arange(world.size)
    for day in _days(world):
        alive = who.opened <= day
        ordinary, plenary = _expected(world, who, bodies, day)
        regular, plenary = (ordinary + plenary) * alive, plenary * alive
        totals["plenaries"] += plenary
        totals["years"] += alive * STEP / 365.25
        if day > year:
            totals["recent"] += regular
            crises = world.rate("crisis", everybody, day) + world.at("crisis_extra", everybody, day)
            totals["crisis"] += alive * crises * STEP / 365
        elif day > world.window.back(24):
            totals["before"] += regular
    recent, crisis = totals["recent"], totals["crisis"]
    _note(world, "R3", recent, recent + totals["before"])
    _note(world, "R4", crisis, recent + crisis)
    _note(world, "R1m", totals["plenaries"], totals["years"])


def _note(world: World, name: str, part: Reals, whole: Reals) -> None:
    world.planted[name] = (part, whole)


def _days(world: World) -> Ints:
    """Middles of the half-months of the last three years, or of the window."""
    first = max(world.window.first, world.window.back(MONTHS) + 1)
    return np.arange(world.window.last - STEP // 2, first, -STEP)


def _expected(world: World, who: People, bodies: Rows, day: int) -> tuple[Reals, Reals]:
    """Meetings expected in a half-month, a partnership: of bodies beside the council, and plenaries."""
    here = Rows(bodies.p, bodies.key, cols={"day": np.full(len(bodies), day), "sitting": bodies["sitting"]})
    year = int(world.year_of(np.array([day]))[0])
    first = int(world.window.civil[year])
    of_year = min(day - first, 364)
    rate = np.exp(log_rate(world, who, bodies, changed=True, day=first + 182))
    rate = rate * season(bodies["sitting"], of_year) * STEP * slack(world, here)
    rate = np.where((bodies["sitting"] == PLENARY) | (bodies["opened"] > day), 0.0, rate)
    held = held_chance(world, who, here)
    ordinary = np.asarray(np.bincount(bodies.p, weights=rate * held, minlength=world.size), dtype=float)
    council = bodies["sitting"] == PLENARY
    chance = np.minimum(held[council] + 0.12, 0.995)
    return ordinary, chance * _plenaries(world, who, first, of_year)


def _plenaries(world: World, who: People, first: int, of_year: int) -> Reals:
    """Plenaries planned in the half-month around a day of a civil year."""
    p = world.at("plenary", np.arange(world.size), first + 182) + 0.06 * who.style
    missed, more = np.clip(-p, 0, 1), np.clip(p, 0, 1)
    edges = np.array([of_year - STEP / 2, of_year + STEP / 2])
    june, autumn, spring = (np.diff(draws.below((edges - centre) / 15))[0] for centre in CENTRES)
    first_one = 0.45 * june + 0.55 * autumn
    second_one = 0.55 * june + 0.45 * autumn
    least, two = 1 - (1 - more) ** 2, more**2
    # the k-th planned: one where the yearly one stands or a further one replaces it
    one_at_least = 1 - missed * (1 - least)
    two_at_least = np.where(missed > 0, 0.0, least)
    three = np.where(missed > 0, 0.0, two)
    return np.asarray(one_at_least * first_one + two_at_least * second_one + three * spring)
