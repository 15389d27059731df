"""`france-2009`: the margins that sources state, imposed by quota; nothing else is claimed.

A quota is a systematic draw: round(N p) units in random order, not N coins, which would miss the margin.
Dormant means here that only the plenary goes on: a council without any plenary is another margin.
"""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.scenario import draws, profiles
from maillage.scenario.draws import Flags, Ints, Keys, Reals
from maillage.scenario.model.rows import NONE
from maillage.scenario.model.world import Window, ordinal
from maillage.scenario.profiles import PROFILES

Plan = dict[str, NDArray[Any]]
MEAN_PROFILES = 3.0  # profiles a partnership suffers from [A]
JOINT = -1.4  # added to all: the text says "la plupart mono-sectoriels" [A]
COUNCILS, COUNCILS_LEFT = 867, 790  # 1 May 2006, early 2009 [S]
CLS, CLS_LEFT, CLS_TOGETHER = 687, 414, 195  # 30 June 2006, early 2009; of several communes [S]
NEW = (
    (date(2007, 1, 2), 363, 22),
    (date(2008, 1, 2), 364, 6),
    (date(2009, 1, 20), 69, 3),
)  # signed [S], [found]
COUNCILS_ON, CLS_ON, LATER = date(2006, 5, 1), date(2006, 6, 30), date(2009, 1, 15)
PLENARIES = (0.120, 0.380, 0.287, 0.120, 0.060, 0.033)  # none, one... five; only one or two = 2/3 is [S]
OPEN = {
    14: 0.279,
    12: 0.871,
    15: -0.222,
}  # slots of transport, landlord, traders: probit thresholds [S, 2002]
COMMON = 0.4  # their common factor [A]
DORMANT, FALLS, WAKES = (
    0.28,
    0.117,
    0.30,
)  # share [S, 2015]; yearly chances, of which only the ratio is pinned
GROUPS = 1221 / 644  # an active council [S, 2015]
OUTSIDE = 0.5  # of contracts, outside the most sensitive départements [S]
COORDINATOR = 2 / 3  # [S, early 2010s]
VIDEO_ANNOUNCED = 0.75 * 37e6  # euros of the fund announced for video; never the same thing as those used
VIDEO_USED = 15.4e6  # euros used, for 867 councils


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
    total["joint"] = JOINT + total["joint"]
    return total


def plan(keys: Keys, window: Window) -> Plan:
    """The quotas of all partnerships at once."""
    size = len(keys)
    closing = first(draws.uniform(keys, "closes"), round(size * (1 - COUNCILS_LEFT / COUNCILS)))
    span = ordinal(LATER) - ordinal(COUNCILS_ON)
    closed = ordinal(COUNCILS_ON) + 1 + np.floor(draws.uniform(keys, "closing day") * (span - 1)).astype(int)
    drawn: Plan = {"closed": np.where(closing, closed, NONE)}
    drawn["coordinator"] = first(draws.uniform(keys, "coordinator"), round(size * COORDINATOR))
    drawn |= _contracts(keys, drawn["closed"])
    drawn["dormant"] = _dormancy(keys, closing, len(window.civil) - 1)
    drawn["plenaries"] = _plenaries(keys, closing, drawn["dormant"][:, -1])
    drawn["groups"] = _groups(keys, closing | drawn["dormant"][:, -1])
    in_force = (drawn["cls_end"] > window.last) | (drawn["new_start"] > 0)
    for group in (in_force, ~in_force):
        _openness(keys, group, drawn)
        outside = first(np.where(group, draws.uniform(keys, "outside"), 2), round(OUTSIDE * group.sum()))
        drawn["outside"] = drawn.get("outside", np.zeros(size, dtype=bool)) | outside
    return drawn


def first(score: Reals, many: int) -> Flags:
    """The `many` lowest scores."""
    flags = np.zeros(len(score), dtype=bool)
    flags[np.argsort(score, kind="stable")[: max(many, 0)]] = True
    return flags


def shares(score: Reals, parts: tuple[float, ...]) -> Ints:
    """A category each, in the order of the scores, by rounded shares."""
    edges = np.rint(np.cumsum(parts) / sum(parts) * len(score)).astype(int)
    place = np.empty(len(score), dtype=int)
    place[np.argsort(score, kind="stable")] = np.arange(len(score))
    return np.searchsorted(edges, place, side="right")


def _contracts(keys: Keys, closed: Ints) -> Plan:
    """687 of 867 have a CLS; 386 of them last, beside 22 and 6 of the new kind; 3 more come in 2009."""
    size = len(keys)
    has = first(draws.uniform(keys, "has a CLS"), round(size * CLS / COUNCILS))
    many = int(has.sum())
    start = ordinal(date(1997, 11, 1)) + np.floor(draws.uniform(keys, "CLS signed") * 3100).astype(int)
    entries = [round(size * number / COUNCILS) for _, _, number in NEW]
    lasting = round(many * CLS_LEFT / CLS) - entries[0] - entries[1]
    hazard = np.where(ordinal(CLS_ON) - start > 3 * 365, 1.5, 1 / 1.5)
    wait = -np.log(draws.uniform(keys, "lapses")) / hazard
    wait = np.where(closed > 0, 0.0, wait)  # a closed council keeps no contract
    ends = has & first(np.where(has, wait, np.inf), many - lasting)
    ended = (
        ordinal(CLS_ON)
        + 1
        + np.floor(draws.uniform(keys, "CLS ends") * (ordinal(LATER) - ordinal(CLS_ON) - 1)).astype(int)
    )
    ended = np.where(closed > ordinal(CLS_ON), np.minimum(ended, closed), ended)
    together = first(np.where(has, draws.uniform(keys, "CLS together"), 2), round(many * CLS_TOGETHER / CLS))
    return {
        "cls": has,
        "cls_start": start,
        "cls_end": np.where(has, np.where(ends, ended, ordinal(date(2011, 12, 31))), NONE),
        "together": together,
        "new_start": _new(keys, ~has & (closed < 0), entries),
    }


def _new(keys: Keys, free: Flags, entries: list[int]) -> Ints:
    """Day a contract of the new kind is signed, by councils without CLS; none for the others."""
    order = np.argsort(np.where(free, draws.uniform(keys, "new CLS"), 2), kind="stable")[: free.sum()]
    signed, taken = np.full(len(keys), NONE), 0
    for (day, span, _), many in zip(NEW, entries, strict=True):
        who = order[taken : taken + many]
        signed[who] = ordinal(day) + np.floor(draws.uniform(keys[who], "new day") * span).astype(int)
        taken += many
    return signed


def _dormancy(keys: Keys, closing: Flags, years: int) -> Flags:
    """Dormant in the last year by quota; before, the same chain backwards (it is reversible)."""
    here = ~closing
    state = np.zeros(len(keys), dtype=bool)
    state |= first(np.where(here, draws.uniform(keys, "dormant"), 2), round(DORMANT * here.sum()))
    states = [state]
    for year in range(years - 1):
        moves = draws.uniform(keys, f"dormant before {year}") < np.where(states[-1], WAKES, FALLS)
        states.append(states[-1] ^ moves)
    return np.stack(states[::-1], axis=1)


def _plenaries(keys: Keys, closing: Flags, dormant: Flags) -> Ints:
    """Plenaries a civil year: dormant councils have the fewest; closing ones have their own quota."""
    score = draws.uniform(keys, "plenaries") - dormant
    yearly = np.zeros(len(keys), dtype=int)
    for group in (closing, ~closing):
        yearly[group] = shares(score[group], PLENARIES)
    return yearly


def _groups(keys: Keys, without: Flags) -> Ints:
    """Groups: 1.9 an active council in all, by quota; one elsewhere."""
    score, active = draws.uniform(keys, "groups"), ~without
    many = np.ones(len(keys), dtype=int)
    whole = int(active.sum())
    total = round(GROUPS * whole)
    spread = shares(score[active], (0.45, 0.30, 0.16, 0.09)) + 1
    by_score = np.argsort(-score[active], kind="stable")
    change = np.sign(total - spread.sum())
    for place in np.tile(by_score, 4)[: 4 * whole]:
        if spread.sum() == total:
            break
        spread[place] = max(spread[place] + change, 1)
    many[active] = spread
    return many


def _openness(keys: Keys, group: Flags, drawn: Plan) -> None:
    """Which contracts hold commitments of transport, landlords, traders: probit, one common factor."""
    factor = np.sqrt(COMMON) * draws.normal(keys, "openness")
    for slot, threshold in OPEN.items():
        score = -(factor + np.sqrt(1 - COMMON) * draws.normal(keys, f"open to {slot}"))
        many = round(float(draws.below(np.array([threshold]))[0]) * int(group.sum()))
        kept = first(np.where(group, score, np.inf), many)
        name = f"open_{slot}"
        drawn[name] = drawn.get(name, np.zeros(len(keys), dtype=bool)) | kept
