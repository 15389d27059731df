"""Who is tied to whom, by what: edges between institutions from the frames of records. Never a person.

Every function gives `partnership`, `source`, `target`, `weight` (a count, or euros), for all partnerships of
the view at once. Where a tie has no direction its pair is given once, the lower number first. What is
reserved to members makes no edge, whoever reads: commitments not visible, presences in reserved bodies.
"""

from collections.abc import Callable

import polars as pl

from maillage.institutions.vocabulary import InstitutionKind, Level
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Answered, Layer, RankLevel

EDGES = {"partnership": pl.Int32, "source": pl.Int32, "target": pl.Int32, "weight": pl.Float64}
RANKS = {RankLevel.MANAGERS: Level.MANAGER.value, RankLevel.FIELD: Level.FIRST_LINE.value}
HOSTS = [InstitutionKind.TOWN.value, InstitutionKind.EPCI.value, InstitutionKind.DEPARTMENT.value]
BOTH = ["partnership", "source", "target"]


def edges(view: View, layer: Layer, level: RankLevel = RankLevel.ALL, months: int = 12) -> pl.DataFrame:
    """The edges of one layer over the months that end on the day. A layer without rank ignores `level`."""
    found = _MAKERS[layer](view, months, RANKS.get(level) if layer.ranked else None)
    known = found.filter(pl.col("source").is_not_null(), pl.col("target").is_not_null())
    summed = known.filter(pl.col("source") != pl.col("target"), pl.col("weight") > 0)
    return (
        summed.group_by(BOTH).agg(pl.col("weight").sum()).sort(BOTH)
        .select([pl.col(name).cast(kind) for name, kind in EDGES.items()])
    )  # fmt: skip


def _presence(view: View, months: int, rank: str | None) -> pl.DataFrame:
    """Meetings where both sat."""
    came = open_presences(view, months).filter(pl.col("present"))
    return _together(_ranked(came, rank), "meeting", "institution")


def open_presences(view: View, months: int) -> pl.DataFrame:
    """Who was awaited and came, in bodies that are not reserved to their members."""
    return view.within("attendance", months).filter(~pl.col("reserved").fill_null(False))


def _open_commitments(view: View, months: int) -> pl.DataFrame:
    """The commitments that all may see, not taken on a reserved decision."""
    kept = view.within("commitments", months).filter(pl.col("visible").fill_null(True))
    reserved = view.table("decisions").filter(pl.col("reserved").fill_null(False))
    return kept.join(reserved, on=["partnership", "decision"], how="anti")


def _contacts(view: View, months: int, rank: str | None) -> pl.DataFrame:
    """Direct contacts, whoever called."""
    said = _ranked(view.within("contacts", months), rank)
    low, high = pl.min_horizontal("one", "other"), pl.max_horizontal("one", "other")
    return said.select("partnership", source=low, target=high, weight=pl.lit(1.0))


def _commitments(view: View, months: int, _rank: str | None) -> pl.DataFrame:
    """Promises: to whom they are made; where that is unsaid, on a sheet, to its pilot, or by the pilot to
    each other institution that promised something on it.
    """
    made = _open_commitments(view, months).select("partnership", "sheet", "institution", "towards")
    said = made.filter(pl.col("towards").is_not_null())
    rest = made.filter(pl.col("towards").is_null(), pl.col("sheet").is_not_null())
    pilots = view.table("sheets").select("partnership", "sheet", "pilot_institution").unique(BOTH_SHEET)
    on_sheet = rest.join(pilots, on=BOTH_SHEET, how="left")
    theirs = on_sheet.filter(pl.col("pilot_institution") != pl.col("institution"))
    own = on_sheet.filter(
        pl.col("pilot_institution").is_null() | (pl.col("pilot_institution") == pl.col("institution"))
    )
    mates = made.filter(pl.col("sheet").is_not_null()).select(*BOTH_SHEET, mate="institution").unique()
    return pl.concat([
        said.select("partnership", source="institution", target="towards"),
        theirs.select("partnership", source="institution", target="pilot_institution"),
        own.join(mates, on=BOTH_SHEET).select("partnership", source="institution", target="mate"),
    ]).with_columns(weight=pl.lit(1.0))  # fmt: skip


BOTH_SHEET = ["partnership", "sheet"]


def _sheets(view: View, _months: int, _rank: str | None) -> pl.DataFrame:
    """Sheets in force that one pilots and the other stands in for."""
    live = view.in_force("sheets")
    if "deputy_institution" not in live.columns:
        return pl.DataFrame(schema=EDGES)
    low, high = (
        pick("pilot_institution", "deputy_institution") for pick in (pl.min_horizontal, pl.max_horizontal)
    )
    two = live.filter(pl.col("pilot_institution").is_not_null(), pl.col("deputy_institution").is_not_null())
    return two.select("partnership", source=low, target=high, weight=pl.lit(1.0))


def _decisions(view: View, months: int, _rank: str | None) -> pl.DataFrame:
    """Decisions on which both promised something."""
    bound = _open_commitments(view, months).filter(pl.col("decision").is_not_null())
    return _together(bound, "decision", "institution")


def _data(view: View, months: int, _rank: str | None) -> pl.DataFrame:
    """Transmissions, and data requests answered: those go to the authority that runs the council."""
    given = view.within("transmissions", months).select(
        "partnership", source="giver", target="receiver", weight=pl.lit(1.0)
    )
    answered = view.within("data_requests", months, on="answered").filter(
        pl.col("outcome").is_in([Answered.FULL.value, Answered.PARTIAL.value])
    )
    hosts = (
        view.table("institutions").filter(pl.col("kind").cast(pl.String).is_in(HOSTS))
        .with_columns(order=pl.col("kind").cast(pl.String).replace_strict(
            {kind: rank for rank, kind in enumerate(HOSTS)}, return_dtype=pl.Int8))
        .sort("partnership", "order", "institution").unique("partnership", keep="first", maintain_order=True)
        .select("partnership", target="institution")
    )  # fmt: skip
    to_host = answered.join(hosts, on="partnership").select(
        "partnership", source="holder", target="target", weight=pl.lit(1.0)
    )
    return pl.concat([given, to_host])


def _money(view: View, months: int, _rank: str | None) -> pl.DataFrame:
    """Euros: who pays a line of cost of an action, to who pilots it."""
    pilots = view.table("sheets").select(*BOTH_SHEET, "pilot_institution").unique(BOTH_SHEET)
    paid = view.within("costs", months).filter(pl.col("payer").is_not_null()).join(pilots, on=BOTH_SHEET)
    return paid.select("partnership", source="payer", target="pilot_institution", weight="euros")


def _ranked(rows: pl.DataFrame, rank: str | None) -> pl.DataFrame:
    return rows if rank is None else rows.filter(pl.col("rank").cast(pl.String) == rank)


def _together(rows: pl.DataFrame, thing: str, who: str) -> pl.DataFrame:
    """How many things two institutions share: each pair once."""
    mine = rows.select("partnership", thing, who).drop_nulls().unique()
    pairs = mine.join(mine.rename({who: "target"}), on=["partnership", thing])
    return pairs.filter(pl.col(who) < pl.col("target")).select(
        "partnership", source=who, target="target", weight=pl.lit(1.0)
    )


_MAKERS: dict[Layer, Callable[[View, int, str | None], pl.DataFrame]] = {
    Layer.COMMITMENTS: _commitments, Layer.PRESENCE: _presence, Layer.SHEETS: _sheets,
    Layer.DECISIONS: _decisions, Layer.DATA: _data, Layer.MONEY: _money, Layer.CONTACTS: _contacts,
}  # fmt: skip
