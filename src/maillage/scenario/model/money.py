"""Who pays and who checks: grants by need, what they pay for, controls, reports, costs."""

import numpy as np

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints, Reals
from maillage.scenario.model.content import COLLEGE
from maillage.scenario.model.deciding import FAMILIES
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import NONE, SEATED, Rows, hidden
from maillage.scenario.model.world import World
from maillage.scenario.vocabulary import MUNICIPAL_POLICE, TOWN

PER_DEPARTEMENT = 16  # partnerships that share the money of a département, unless told otherwise
OUTSIDE = 10  # funded bodies that sit nowhere: slots 40 to 49
FLOOR = 3_000.0  # euros under which a grant is small [A]
PRIORITY = 0.4  # of the communes, the neediest
REPORT_DAYS = 183
FIPD = 0.95  # of grants [A]


def money(world: World, who: People, sheets: Rows) -> dict[str, Rows]:
    """Draw the money of a batch."""
    grants = _grants(world, who, sheets)
    return {
        "grants": grants,
        "requests": _requests(world, grants),
        "controls": _controls(world, grants),
        "fund_reports": _fund_reports(world, grants),
        "costs": _costs(world, who, sheets),
        "efforts": _efforts(world, who),
        "geography": _geography(world, who),
    }


def departement(world: World) -> Ints:
    """The département of each partnership, from 1: sixteen in a row share one, or so many in turn."""
    place = world.ids - 1
    if world.departements:
        return place % world.departements + 1
    return place // PER_DEPARTEMENT + 1


def communes(world: World, numbers: Ints) -> tuple[Reals, Reals]:
    """Need and inhabitants of the communes of départements, (départements, communes); need has mean one."""
    source = np.uint64(world.seed) + np.zeros(len(numbers), dtype=np.uint64)
    keys = draws.child(draws.child(source, "departement", numbers)[:, None], "commune",
                       np.arange(world.communes)[None, :])  # fmt: skip
    need = np.exp(0.5 * draws.normal(keys, "need"))
    inhabitants = np.rint(8_000 * np.exp(0.8 * draws.normal(keys, "inhabitants")))
    return need, inhabitants


def _grants(world: World, who: People, sheets: Rows) -> Rows:
    """One sheet in three gets one each year: Binomial(years, 0.33) a sheet."""
    civil = world.window.civil
    years = len(civil) - 1
    asked = np.stack([sheets.yes(f"grant {civil[y]}", world.at("grants", sheets.p)) for y in range(years)])
    rows = sheets.under(asked.T, "grant")
    rows["decided"] = civil[rows.k] + rows.whole("day", 60, 200)
    for name in ("number", "slot", "start"):
        rows[name] = sheets[name][rows.parent]
    rows["sheet"] = rows["number"]
    rows = rows.where(world.lived(rows["decided"], rows.p, who.opened) & (rows["decided"] >= rows["start"]))
    rows["number"] = rows.number()
    _granted(world, rows)
    _placed(world, rows)
    _judged(world, who, rows)
    return rows


def _granted(world: World, rows: Rows) -> None:
    """Euros, object, State share."""
    p, day = rows.p, rows["decided"]
    video, substitution = world.chance("video", p, day), world.chance("substitution", p, day)
    rows["video"] = rows.yes("video", video)
    rows["euros"] = np.exp(8.9 + 0.8 * rows.n("euros") + world.at("small", p, day))
    rows["euros"] = np.rint(np.where(rows["video"], 2.2, 1.0) * rows["euros"])
    share = draws.logistic(world.at("state_share", p, day) + 0.6 * rows.n("State share"))
    rows["total_cost"] = np.rint(rows["euros"] / np.clip(share + 0.1 * rows.u("rest"), 0.05, 1.0))
    rows["state_euros"] = np.rint(share * rows["total_cost"])
    rows["fipd"] = rows.yes("FIPD", FIPD)
    rows["substitution"] = rows.yes("substitution", substitution)
    rows["linked"] = rows.yes("linked", world.chance("priority_link", p, day))
    rows["small"] = rows["euros"] < FLOOR
    year = world.within(day, 12)
    world.plant("M1", p, substitution, year)
    world.plant("M2", p, share, year)
    world.plant("M4", p, video, year & rows["fipd"])
    world.plant("M8", p, 1 - world.chance("priority_link", p, day), year)


def _placed(world: World, rows: Rows) -> None:
    """The commune of a grant: by inhabitants and need to the power of the elasticity, in its département."""
    numbers, back = np.unique(departement(world), return_inverse=True)
    need, inhabitants = communes(world, numbers)
    home = back[rows.p]
    elasticity = world.at("elasticity", rows.p, rows["decided"])
    place = np.empty(len(rows), dtype=np.int64)
    for power in np.unique(elasticity):
        same = elasticity == power
        place[same] = chosen_rows(inhabitants * need**power, home[same], rows.u("place")[same])
    first = need >= np.quantile(need, 1 - PRIORITY, axis=1, keepdims=True)
    rows["departement"], rows["place"] = numbers[home], place
    rows["need"], rows["inhabitants"] = need[home, place], inhabitants[home, place].astype(np.int64)
    rows["priority_area"] = first[home, place]
    world.plant("M3", rows.p, _expected(inhabitants, need, first, home, elasticity),
                world.within(rows["decided"], 12))  # fmt: skip


def chosen_rows(weights: Reals, row: Ints, u: Reals) -> Ints:
    """A column drawn by weight, by bisection: for tables of few rows asked many times."""
    total = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1) + np.arange(len(weights))[:, None]
    flat = np.searchsorted(total.ravel(), row + u * (1 - 1e-12))
    return np.asarray(np.minimum(flat - row * weights.shape[1], weights.shape[1] - 1))


def _expected(inhabitants: Reals, need: Reals, first: Flags, home: Ints, elasticity: Reals) -> Reals:
    """The planted chance that a grant goes to a priority area."""
    expected = np.empty(len(home))
    for power in np.unique(elasticity):
        weights = inhabitants * need**power
        share = (weights * first).sum(axis=1) / weights.sum(axis=1)
        same = elasticity == power
        expected[same] = share[home[same]]
    return expected


def _judged(world: World, who: People, rows: Rows) -> None:
    """Who gets it, when it is said, what no profile touches."""
    civil = np.isin(COLLEGE, (0, 3, 4))[rows["slot"]]
    outside = 40 + rows.whole("body", 0, OUTSIDE - 1)
    rows["grantee_slot"] = np.where(civil & rows.yes("own", 0.5), rows["slot"], outside)
    rows["grantee"] = (world.first_id + rows.p) * SEATED + rows["grantee_slot"]
    rows["chair_linked"] = np.isin(rows["grantee_slot"], (TOWN, MUNICIPAL_POLICE, 2))
    rows["filed"] = rows["decided"] - rows.whole("file", 60, 150)
    notified = rows["decided"] + rows.whole("notice", 5, 60)
    rows["notified"] = hidden(notified, notified > world.window.last)
    rows["starts"] = rows["decided"] + rows.whole("begins", 0, 90)
    rows["family"] = rows.pick("family", [*FAMILIES, 0.0])
    rows["conditions_after"] = rows.yes("conditions", 0.1)


def _requests(world: World, grants: Rows) -> Rows:
    """One request behind each grant; imprecise ones are returned first, or not."""
    rows = Rows(grants.p, draws.child(grants.key, "request"))
    rows["filed"] = grants["filed"]
    p, day = rows.p, rows["filed"]
    refused = world.chance("refused", p, day)
    rows["imprecise"] = rows.yes("imprecise", world.chance("imprecise", p, day))
    rows["returned"] = rows["imprecise"] & rows.yes("returned", refused)
    rows["object_changed"] = rows.yes("changed", 0.12)
    order = np.lexsort((day, p))
    rows = rows.where(order)
    rows["number"] = rows.number()
    world.plant("M7", rows.p, refused[order], rows["imprecise"] & world.within(rows["filed"], 12))
    return rows


def _controls(world: World, grants: Rows) -> Rows:
    """One row a funded body and a civil year: controlled or not, what was found, what came back."""
    year = world.year_of(grants["decided"])
    group = (grants.p * 64 + year) * 64 + grants["grantee_slot"]
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    rows = Rows(grants.p[first], draws.child(world.keys[grants.p[first]], "control", group[first] % 4096))
    rows["day"] = np.full(len(first), 2**40)
    np.minimum.at(rows["day"], place, grants["decided"])
    rows["grantee"] = grants["grantee"][first]
    euros = np.bincount(place, weights=grants["euros"], minlength=len(first))
    chance = world.chance("control", rows.p, rows["day"])
    rows["controlled"] = rows.yes("controlled", chance)
    found = rows["controlled"] & rows.yes("non-conform", 0.25)
    back = world.chance("recovery", rows.p, rows["day"])
    rows["nonconform"] = np.where(found, np.rint(euros * (0.1 + 0.5 * rows.u("part"))), 0.0)
    rows["recovered"] = np.where(rows.yes("recovered", back), rows["nonconform"], 0.0)
    world.plant("M5", rows.p, chance, world.within(rows["day"], 12))
    world.plant("M6", rows.p, back, found & world.within(rows["day"], 12))
    return rows


def _fund_reports(world: World, grants: Rows) -> Rows:
    rows = Rows(grants.p, draws.child(grants.key, "report"), cols={"grant": grants["number"]})
    rows["due"] = grants["starts"] + 365 + REPORT_DAYS
    on_time = rows.yes("on time", 0.7)
    received = rows["due"] + np.where(on_time, -rows.whole("early", 0, 90), rows.whole("late", 5, 200))
    rows["on_time"] = on_time.astype(np.int8)
    rows["received"] = hidden(received, received > world.window.last)
    return rows.where(rows["due"] <= world.window.last)


def _costs(world: World, who: People, sheets: Rows) -> Rows:
    """What each sheet costs each year: one line of the State, one of local authorities."""
    years = len(world.window.civil) - 1
    rows = sheets.children(np.full(len(sheets), 2 * years), "cost")
    rows["day"] = world.window.civil[rows.k // 2]
    rows["state"] = rows.k % 2 == 0
    share = draws.logistic(
        world.at("state_share", rows.p, rows["day"]) + 0.6 * sheets.n("share")[rows.parent]
    )
    total = np.exp(9.5 + 0.7 * sheets.n("cost"))[rows.parent]
    rows["euros"] = np.rint(total * np.where(rows["state"], share, 1 - share))
    rows["state_premises"] = ~rows["state"] & rows.yes("State premises", 0.06)
    rows["sheet"] = sheets["number"][rows.parent]
    rows["begun"] = sheets["start"][rows.parent]
    kept = world.lived(rows["day"], rows.p, who.opened) & (rows["begun"] <= rows["day"] + 365)
    return rows.where(kept)


def _efforts(world: World, who: People) -> Rows:
    """What the communes of a partnership (five of its département) spend on prevention, by year."""
    years = len(world.window.civil) - 1
    rows = world.rows().children(np.full(world.size, 5 * years), "effort")
    rows["day"] = world.window.civil[rows.k // 5]
    numbers = departement(world)
    rows["departement"] = numbers[rows.p]
    rows["place"] = ((world.ids[rows.p] - 1) * 5 + rows.k % 5) % world.communes
    same = draws.child(world.keys[rows.p], "commune", rows.k % 5)
    potential = 900 * np.exp(0.3 * draws.normal(same, "potential"))
    rows["potential"] = np.rint(potential)
    rows["spend"] = np.round(9 * np.exp(0.5 * draws.normal(same, "spend") + 0.1 * rows.n("year")), 2)
    return rows.where(world.lived(rows["day"], rows.p, who.opened))


def _geography(world: World, who: People) -> Rows:
    years = len(world.window.civil) - 1
    rows = world.rows().children(np.full(world.size, years), "geography")
    rows["day"] = world.window.civil[rows.k]
    rows["zones"] = np.full(len(rows), 6)
    rows["priority"] = draws.binomial(world.rows().u("priority")[rows.p], 6, 0.35)
    return rows.where(world.lived(rows["day"], rows.p, who.opened))


__all__ = ["NONE", "departement", "money"]
