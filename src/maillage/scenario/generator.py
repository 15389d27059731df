"""The generator: partnerships by profile, intensity and seed, as frames of records and a truth apart."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from maillage.kernel import BadInput
from maillage.observatory.vocabulary import FRAMES
from maillage.scenario import france_2009, imposed, profiles, regimes
from maillage.scenario.columns import content as written
from maillage.scenario.columns import gathering as gathered
from maillage.scenario.columns import passing
from maillage.scenario.draws import Keys, Reals, partnership_keys
from maillage.scenario.frames import KEY, empty, known
from maillage.scenario.model.around import around
from maillage.scenario.model.content import content
from maillage.scenario.model.deciding import deciding
from maillage.scenario.model.evaluation import evaluation
from maillage.scenario.model.expected import plant_rhythm
from maillage.scenario.model.flows import flows
from maillage.scenario.model.gathering import gathering, seats
from maillage.scenario.model.money import money
from maillage.scenario.model.people import People, people, plant_passive
from maillage.scenario.model.rows import joined
from maillage.scenario.model.world import Window, World, ordinal
from maillage.scenario.vocabulary import SOUND

BATCH = 256  # partnerships at once: eight blocks
MOST = 100_000  # partnerships: ids are whole numbers of 32 bits
END, END_2009 = date(2026, 6, 30), date(2009, 3, 31)


@dataclass(frozen=True)
class Generated:
    """Frames by name, exactly as the observatory declares them, and what was planted (never among them)."""

    frames: dict[str, pl.DataFrame]
    truth: pl.DataFrame


@dataclass(frozen=True)
class Wanted:
    """What is asked, read and checked."""

    profiles: dict[str, float]
    count: int
    years: int
    seed: int
    regime: regimes.Regime
    spread: float
    density: float
    end: date
    onset: int | None
    departements: int | None
    communes: int
    elections: bool


def generate(
    *,
    count: int,
    years: int,
    seed: int,
    profile: str = "sound",
    intensity: float = 1.0,
    records: str = "complete",
    spread: float = 1.0,
    density: float = 1.0,
    end: date | None = None,
    onset: int | None = None,
    departements: int | None = None,
    communes: int = 80,
    elections: bool = False,
) -> Generated:
    """Partnerships 1 to `count` over `years` that end on `end`, as records would give them that day.

    `profile`: a name, or `a:0.7,b:0.4`. `onset`: civil year from which the change holds. `departements`:
    partnerships share so many in turn (default: sixteen in a row share one), each of `communes` communes.
    `elections`: whether municipal elections thin meetings for 120 days and change majorities; by default not,
    as in the measures of the design (an election is a change, and the default end is soon after one).
    Raises BadInput.
    """
    asked = profiles.parse(profile, intensity)
    last = end or (END_2009 if profiles.FRANCE_2009 in asked else END)
    wanted = Wanted(asked, count, years, seed, regimes.parse(records), spread, density, last, onset,
                    departements, communes, elections)  # fmt: skip
    check(wanted)
    quotas = _quotas(wanted)
    parts = [batch(wanted, first, quotas) for first in range(0, count, BATCH)]
    frames = {name: pl.concat([part.frames[name] for part in parts]) for name in FRAMES}
    if quotas:
        frames["grants"] = imposed.video(frames["grants"], count)
    return Generated(frames, pl.concat([part.truth for part in parts]))


def _quotas(wanted: Wanted) -> france_2009.Plan:
    """The quotas of `france-2009`, of all partnerships at once: here alone, the count matters."""
    if profiles.FRANCE_2009 not in wanted.profiles:
        return {}
    keys = partnership_keys(wanted.seed, 0, wanted.count)
    return france_2009.plan(keys, Window(wanted.end, wanted.years, wanted.elections))


def check(wanted: Wanted) -> None:
    """Raises BadInput, in French, for a number that the model cannot take."""
    first = wanted.end.year - wanted.years
    for bad, words in (
        (
            not 1 <= wanted.count <= MOST,
            f"Le nombre de partenariats {wanted.count} ne va pas : donnez de 1 à {MOST}.",
        ),
        (not 1 <= wanted.years <= 10, f"La durée de {wanted.years} ans ne va pas : donnez de 1 à 10."),
        (wanted.seed < 0, f"La graine {wanted.seed} ne va pas : donnez un nombre positif ou nul."),
        (
            not 0 <= wanted.spread <= 3,
            f"La dispersion {wanted.spread:g} ne va pas : donnez de 0 à 3, 1 par défaut.",
        ),
        (
            not 0.1 <= wanted.density <= 5,
            f"La densité {wanted.density:g} ne va pas : donnez de 0.1 à 5, 1 par défaut.",
        ),
        (
            wanted.onset is not None and not first <= wanted.onset <= wanted.end.year,
            f"L'année {wanted.onset} n'est pas dans la période : donnez de {first} à {wanted.end.year}.",
        ),
    ):
        if bad:
            raise BadInput(words)


def batch(wanted: Wanted, first: int, quotas: france_2009.Plan) -> Generated:
    """Partnerships first + 1 to first + 512 (or the last): independent of all others."""
    size = min(BATCH, wanted.count - first)
    plan = {name: values[first : first + size] for name, values in quotas.items()}
    national = bool(plan)
    keys = partnership_keys(wanted.seed, first, size)
    drawn = _drawn(wanted.profiles, keys)
    world = World(
        window=Window(wanted.end, wanted.years, wanted.elections),
        first_id=first + 1,
        keys=keys,
        shifts=france_2009.shifts(drawn) if national else profiles.shifts(drawn),
        onset=None if wanted.onset is None else ordinal(date(wanted.onset, 1, 1)),
        spread=wanted.spread,
        density=wanted.density,
        communes=wanted.communes,
        seed=wanted.seed,
        departements=wanted.departements,
        imposed=plan,
    )
    who = people(world)
    plant_passive(world, who)
    frames = known(_frames(world, who), wanted.end)
    if national:
        frames = imposed.impose(frames, world, plan)
    frames = regimes.lose(frames, wanted.regime, keys, who.completeness, world.first_id)
    full = {name: frames[name].drop(KEY) if name in frames else empty(name) for name in FRAMES}
    return Generated(full, truth(world, who, wanted, drawn))


def _drawn(asked: dict[str, float], keys: Keys) -> dict[str, Reals]:
    """Intensities by profile: the same for all, or three profiles each on average."""
    if {profiles.FRANCE_2009, profiles.MALAISE} & set(asked):
        return france_2009.intensities(keys)
    return {name: np.full(len(keys), x) for name, x in asked.items() if name != SOUND}


def _frames(world: World, who: People) -> dict[str, pl.DataFrame]:
    found = gathering(world, who)
    plant_rhythm(world, who, found.bodies)
    decided = deciding(world, who, found)
    plan = content(world, who)
    money_rows = money(world, who, plan.sheets)
    passing_rows = flows(world, who)
    around_rows = around(world, who, found.meetings, passing_rows["data_requests"], plan.sheets)
    everything = {**passing_rows, **around_rows}
    return {
        **gathered.who_is_there(world, who),
        **gathered.meetings_and_presence(world, who, found),
        **gathered.seats(world, found, *seats(world, who, found)),
        **gathered.decided(world, decided),
        "commitments": gathered.commitments(world, who, joined(decided.commitments, plan.commitments)),
        **written.plan(world, who, plan),
        **written.evaluated(world, evaluation(world, who, plan.sheets)),
        **written.around(world, around_rows),
        **passing.passed(world, passing_rows),
        **passing.exchanged(world, everything),
        **passing.paid(world, money_rows),
    }


def truth(world: World, who: People, wanted: Wanted, drawn: dict[str, Reals]) -> pl.DataFrame:
    """Profile, intensity, onset, latents and, for each figure, the mean planted probability of its cases."""
    named = ",".join(wanted.profiles)
    highest = np.max(list(drawn.values()), axis=0) if drawn else np.zeros(world.size)
    columns: dict[str, object] = {
        "partnership": world.ids.astype(np.int32),
        "profile": [named] * world.size,
        "intensity": highest,
        "onset": pl.Series([wanted.onset] * world.size, dtype=pl.Int32),
        "size": who.size,
        "energy": who.energy[:, -1],
        "style": who.style,
        "pressure": who.pressure,
        "completeness": who.completeness,
        "coordinator": who.coordinator,
        **{f"x_{name}": values for name, values in drawn.items()},
        **({"dormant": world.imposed["dormant"][:, -1]} if world.imposed else {}),
    }
    for name, (total, weight) in sorted(world.planted.items()):
        with np.errstate(invalid="ignore", divide="ignore"):
            columns[f"planted_{name}"] = pl.Series(total / weight).fill_nan(None)
    return pl.DataFrame(columns)
