"""Frames of those who gather."""

import numpy as np
import polars as pl

from maillage.institutions.vocabulary import COLLEGES, SECTORS, InstitutionKind, PartnershipKind
from maillage.observatory.vocabulary import FRAMES
from maillage.scenario.frames import code, entities, frame, houses, ids, plain
from maillage.scenario.model.deciding import Deciding
from maillage.scenario.model.gathering import WATCH, Gathering
from maillage.scenario.model.money import departement
from maillage.scenario.model.people import People
from maillage.scenario.model.rows import NONE, UNKNOWN, Rows
from maillage.scenario.model.world import World
from maillage.scenario.vocabulary import POLICE, SLOTS

_KIND = FRAMES["institutions"].schema["kind"]
_SECTOR, _COLLEGE = FRAMES["institutions"].schema["sector"], FRAMES["institutions"].schema["college"]
KINDS = np.array([code(_KIND, slot.kind.value) for slot in SLOTS])
SECTOR = np.array([code(_SECTOR, SECTORS[slot.kind].value) for slot in SLOTS])
COLLEGE = np.array([code(_COLLEGE, COLLEGES[slot.kind].value) for slot in SLOTS])
GENDARMERIE = code(_KIND, InstitutionKind.GENDARMERIE.value)
SMALL_TOWN = np.log(15_000 / 20_000)  # under it, the gendarmerie
BODIES = ("clspd", "contract_follow_up", "watch", "working_group")


def kinds(who: People, rows: Rows, slot: np.ndarray) -> np.ndarray:
    """Kinds of institution; in a small town the police is the gendarmerie."""
    rural = (slot == POLICE) & (who.size[rows.p] < SMALL_TOWN)
    return np.where(slot < 0, UNKNOWN, np.where(rural, GENDARMERIE, KINDS[slot]))


def place(number: np.ndarray, commune: np.ndarray) -> list[str]:
    """Invented codes of communes: département, then number."""
    return [f"S{one:03d}-{other:03d}" for one, other in zip(number, commune, strict=True)]


def who_is_there(world: World, who: People) -> dict[str, pl.DataFrame]:
    """Partnerships and institutions."""
    rows = world.rows()
    number = departement(world)
    clspd = code(FRAMES["partnerships"].schema["kind"], PartnershipKind.CLSPD.value)
    cispd = code(FRAMES["partnerships"].schema["kind"], PartnershipKind.CISPD.value)
    members = rows.under(who.member, "member")
    return {
        "partnerships": frame(
            "partnerships",
            world,
            rows,
            place=(np.arange(world.size), place(number, world.ids % 1000)),
            departement=(np.arange(world.size), [f"S{one:03d}" for one in number]),
            population=np.rint(20_000 * np.exp(who.size)),
            kind=np.where(rows.yes("intercommunal", 0.15), cispd, clspd),
            opened=who.opened,
            coordinator=who.coordinator,
        ),
        "institutions": frame(
            "institutions",
            world,
            members,
            institution=houses(world, members, members.k),
            entity=entities(world, members, members.k),
            kind=kinds(who, members, members.k),
            sector=SECTOR[members.k],
            college=COLLEGE[members.k],
            core=np.array([slot.core for slot in SLOTS])[members.k],
            since=who.opened[members.p],
        ),
    }


def meetings_and_presence(world: World, who: People, found: Gathering) -> dict[str, pl.DataFrame]:
    """Bodies, meetings, presence."""
    return {
        "bodies": _bodies(world, found.bodies),
        "meetings": _meetings(world, found),
        "attendance": _attendance(world, who, found.attendance),
    }


def _bodies(world: World, rows: Rows) -> pl.DataFrame:
    return plain(
        "bodies", world, rows, "sitting", "field", "opened", body=ids(world, rows, rows.k + 1),
        promised_per_year=rows["promised"], kind=(rows["sitting"], BODIES),
        restricted_group=np.zeros(len(rows), dtype=bool),
    )  # fmt: skip


def _meetings(world: World, found: Gathering) -> pl.DataFrame:
    rows, held = found.meetings, found.meetings["held"]
    return plain(
        "meetings", world, rows, "sitting", "day", "held", "crisis", "without_state",
        meeting=ids(world, rows, rows["number"]), field=rows["sitting"] >= WATCH,
        body=ids(world, rows, found.bodies.k[rows["body"]] + 1),
        hours=np.where(held, rows["hours"], np.nan), spoke=np.where(held, rows["spoke"], NONE),
        present=np.where(held, rows["present"], NONE),
    )  # fmt: skip


def _attendance(world: World, who: People, rows: Rows) -> pl.DataFrame:
    return plain(
        "attendance", world, rows, "day", "sitting", "field", "present", "deputy", "rank", "may_commit",
        meeting=ids(world, rows, rows["number"]), institution=houses(world, rows, rows["slot"]),
        seat=ids(world, rows, _seat(who, rows)), kind=kinds(who, rows, rows["slot"]),
    )  # fmt: skip


def _seat(who: People, rows: Rows) -> np.ndarray:
    """The number of the seat: two an institution, in the order of slots."""
    before: np.ndarray = np.cumsum(who.member, axis=1) - who.member
    return np.asarray(2 * before[rows.p, rows["slot"]] + rows["field"] + 1)


def seats(world: World, found: Gathering, rows: Rows, left: Rows) -> dict[str, pl.DataFrame]:
    """Seats and changes of holder."""
    return {
        "seats": frame(
            "seats",
            world,
            rows,
            seat=ids(world, rows, rows["number"]),
            body=ids(world, rows, found.bodies.k[rows["body"]] + 1),
            institution=houses(world, rows, rows["slot"]),
            start=rows["start"],
            rank=rows["rank"],
            mandate=rows["mandate"],
            deliberative=np.ones(len(rows), dtype=bool),
        ),
        "holders": frame(
            "holders",
            world,
            left,
            seat=ids(world, left, left["seat"]),
            institution=houses(world, left, left["slot"]),
            left=left["left"],
            note=left["note"],
            filled=left["filled"],
            tenure_months=left["tenure"],
            piloted=left["piloted"],
            quiet_90=np.where(left["left"] + 90 > world.window.last, NONE, left["quiet"]),
        ),
    }


def decided(world: World, found: Deciding) -> dict[str, pl.DataFrame]:
    """Items and decisions."""
    items, rows = found.items, found.decisions
    return {
        "items": frame(
            "items",
            world,
            items,
            item=ids(world, items, items.number()),
            meeting=ids(world, items, items["meeting"]),
            day=items["day"],
            sitting=items["sitting"],
            proposer=houses(world, items, items["slot"]),
            **{name: items[name] for name in _ITEM},
        ),
        "decisions": frame(
            "decisions",
            world,
            rows,
            decision=ids(world, rows, rows["number"]),
            meeting=ids(world, rows, rows["meeting"]),
            day=rows["day"],
            sitting=rows["sitting"],
            **{name: rows[name] for name in _DECISION},
        ),
    }


_ITEM = ("proposer_core", "for_decision", "from_state", "withdrawn", "family", "strategy", "discussed",
         "state_differs", "from_gltd", "reported")  # fmt: skip
_DECISION = ("in_body", "dissents", "core_only", "bound_absent", "followed", "bound", "carried_out",
             "opinion_against")  # fmt: skip


def commitments(world: World, who: People, rows: Rows) -> pl.DataFrame:
    """Commitments of decisions and of sheets."""
    return frame(
        "commitments",
        world,
        rows,
        commitment=ids(world, rows, rows.number()),
        institution=houses(world, rows, rows["slot"]),
        entity=entities(world, rows, rows["slot"]),
        college=COLLEGE[rows["slot"]],
        sector=SECTOR[rows["slot"]],
        kind=kinds(who, rows, rows["slot"]),
        sheet=ids(world, rows, rows["sheet"]),
        decision=ids(world, rows, rows["decision"]),
        towards=houses(world, rows, rows["towards"]),
        reported_problem=houses(world, rows, np.where(rows["own_problem"], rows["slot"], rows["towards"])),
        meeting=ids(world, rows, rows["meeting"]),
        **{name: rows[name] for name in _COMMITMENT},
    )


_COMMITMENT = ("made", "due", "elements", "kept", "closed", "renegotiated", "visible", "own_problem")
