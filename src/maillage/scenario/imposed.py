"""What `france-2009` imposes on the frames of a batch: closings, contracts by date, openness, video euros."""

import numpy as np
import polars as pl

from maillage.contracts.vocabulary import ContractKind
from maillage.institutions.vocabulary import COLLEGES, SECTORS, InstitutionKind
from maillage.observatory.vocabulary import FRAMES
from maillage.scenario import draws
from maillage.scenario.frames import KEY, frame
from maillage.scenario.france_2009 import COUNCILS, OPEN, VIDEO_USED, Plan
from maillage.scenario.model.rows import NONE, SEATED, WIDTH, Rows
from maillage.scenario.model.world import World
from maillage.scenario.vocabulary import SLOTS

NEW_TERM = 3 * 365
KINDS = tuple(str(kind.value) for kind in ContractKind)
OLD, RENEWED = KINDS.index(ContractKind.CLS.value), KINDS.index(ContractKind.CLS_NEW.value)


def impose(frames: dict[str, pl.DataFrame], world: World, plan: Plan) -> dict[str, pl.DataFrame]:
    """The frames with the margins in them; `plan` is that of the batch."""
    left = dict(frames)
    left["contracts"] = _contracts(world, plan)
    left["sheets"] = _sheets(left["sheets"], left["contracts"])
    left["commitments"] = _open(left["commitments"], left["sheets"], world, plan)
    left["partnerships"] = _partnerships(left["partnerships"], plan)
    closed = left["partnerships"].select("partnership", "closed").drop_nulls()
    return {name: _until(rows, name, closed) for name, rows in left.items()}


def _partnerships(rows: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    closed = pl.Series(np.where(plan["closed"] < 0, 0, plan["closed"]).astype(np.int32)).cast(pl.Date)
    gone = pl.Series(plan["closed"] > 0)
    code = np.where(plan["outside"], "autre", "sensible")
    number = rows["departement"].str.slice(1)
    return rows.with_columns(
        closed=pl.when(gone).then(closed),
        departement=pl.Series(code).str.slice(0, 1).str.to_uppercase() + number,
    )


def _until(rows: pl.DataFrame, name: str, closed: pl.DataFrame) -> pl.DataFrame:
    """Nothing is recorded after a council closed."""
    born = FRAMES[name].born
    if name == "partnerships" or closed.is_empty():
        return rows
    limit = rows.select("partnership").join(closed, on="partnership", how="left", maintain_order="left")
    return rows.filter(limit["closed"].is_null() | (rows[born] <= limit["closed"]))


def _contracts(world: World, plan: Plan) -> pl.DataFrame:
    """The CLS, then those of the new kind."""
    old, new = np.flatnonzero(plan["cls"]), np.flatnonzero(plan["new_start"] > 0)
    p = np.concatenate([old, new])
    order = np.argsort(p, kind="stable")
    start = np.concatenate([plan["cls_start"][old], plan["new_start"][new]])[order]
    end = np.concatenate([plan["cls_end"][old], plan["new_start"][new] + NEW_TERM])[order]
    kind = np.repeat([OLD, RENEWED], [len(old), len(new)])[order]
    rows = Rows(p[order], world.keys[p[order]])
    together = plan["together"][rows.p]
    return frame(
        "contracts", world, rows,
        contract=(world.first_id + rows.p) * WIDTH + 1,
        kind=(kind, KINDS), start=start, end=end, signed=start, intercommunal=together,
        communes=np.where(together, rows.whole("communes", 3, 12), 1),
    ).filter(pl.col("start") <= world.window.end)  # fmt: skip


def _sheets(rows: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """Sheets are those of the contract, and end with it; without contract they stand alone."""
    found = rows.select("partnership").join(
        contracts.select("partnership", "contract", "end"),
        on="partnership",
        how="left",
        maintain_order="left",
    )
    ended = found["end"] >= rows["start"]
    return rows.with_columns(contract=found["contract"], end=pl.when(ended).then(found["end"]))


def _open(rows: pl.DataFrame, sheets: pl.DataFrame, world: World, plan: Plan) -> pl.DataFrame:
    """Transport, landlords and traders commit on sheets where the quota says so, and nowhere else."""
    kinds = [str(SLOTS[slot].kind.value) for slot in OPEN]
    taken = pl.col("sheet").is_not_null() & pl.col("kind").cast(pl.String).is_in(kinds)
    town = (pl.col("partnership") * SEATED).cast(pl.Int32)
    kept = rows.with_columns(
        institution=pl.when(taken).then(town).otherwise("institution"),
        entity=pl.when(taken).then(town).otherwise("entity"),
        **{name: pl.when(taken).then(pl.lit(value, rows.schema[name])).otherwise(name)
           for name, value in _names(InstitutionKind.TOWN).items()},
    )  # fmt: skip
    added = [_pledges(rows, sheets, world, plan, slot) for slot in OPEN]
    full = pl.concat([kept, *added]).sort("partnership", "made", maintain_order=True)
    number = pl.int_range(1, pl.len() + 1).over("partnership")
    return full.with_columns(commitment=(pl.col("partnership") * WIDTH + number).cast(pl.Int32))


def _names(kind: InstitutionKind) -> dict[str, str]:
    return {"kind": str(kind.value), "college": str(COLLEGES[kind].value), "sector": str(SECTORS[kind].value)}


def _pledges(rows: pl.DataFrame, sheets: pl.DataFrame, world: World, plan: Plan, slot: int) -> pl.DataFrame:
    """1 + Poisson(0.8) binding commitments on sheets, for the contracts open to this kind."""
    keys = draws.child(world.keys, f"pledges {slot}")
    many = (1 + draws.poisson(draws.uniform(keys, "many"), 0.8)) * plan[f"open_{slot}"]
    wanted = pl.DataFrame({"partnership": world.ids.astype(np.int32), "many": many})
    place = pl.int_range(pl.len()).over("partnership")
    chosen = sheets.join(wanted, on="partnership", maintain_order="left").filter(place < pl.col("many"))
    if chosen.is_empty():
        return rows.clear()
    house = (pl.col("partnership") * SEATED + slot).cast(pl.Int32)
    new = chosen.select(
        "partnership", "sheet", KEY, institution=house, entity=house, made=pl.col("start"), elements=4,
        due=pl.col("start").dt.offset_by("6mo"), renegotiated=False, visible=True, own_problem=False,
        **{name: pl.lit(value) for name, value in _names(SLOTS[slot].kind).items()},
    )  # fmt: skip
    return new.select(
        (pl.col(name) if name in new.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in rows.schema.items()
    )


def video(grants: pl.DataFrame, count: int) -> pl.DataFrame:
    """Euros used for video in the fund over the last year recorded, in proportion to the councils."""
    last = grants["decided"].max()
    if last is None:
        return grants
    chosen = pl.col("video") & pl.col("fipd") & (pl.col("decided") > pl.lit(last).dt.offset_by("-1y"))
    used = float(grants.filter(chosen)["euros"].sum())
    factor = VIDEO_USED * count / COUNCILS / used if used else 1.0
    return grants.with_columns(
        pl.when(chosen).then(pl.col(name) * factor).otherwise(name).alias(name)
        for name in ("euros", "state_euros", "total_cost")
    )


__all__ = ["NONE", "impose", "video"]
