"""`france-2009`: the margins that sources state, imposed by quota; nothing else is claimed."""

import numpy as np

from maillage.scenario import draws, profiles
from maillage.scenario.draws import Keys, Reals
from maillage.scenario.profiles import PROFILES

MEAN_PROFILES = 3.0  # profiles a partnership suffers from [A]
JOINT = -1.4  # added to all: the text says "la plupart mono-sectoriels" [A]


def intensities(keys: Keys) -> dict[str, Reals]:
    """Poisson(3) of the profiles, each at x ~ U(0.2, 1) [A, entirely]."""
    chance = 1 - np.exp(-MEAN_PROFILES / len(PROFILES))
    found = {}
    for name in PROFILES:
        ill = draws.uniform(keys, f"suffers {name}") < chance
        found[name] = np.where(ill, 0.2 + 0.8 * draws.uniform(keys, f"how much {name}"), 0.0)
    return found


def shifts(drawn: dict[str, Reals]) -> dict[str, Reals]:
    """Their changes added up, and what is added to all."""
    total = profiles.shifts(drawn)
    total["joint"] = total.get("joint", 0.0) + JOINT
    return total
