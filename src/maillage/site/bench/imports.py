"""`bench import`: our import of a national communal base against a bare streaming read-and-write of the same
file.
"""

from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from maillage.kernel import Actor
from maillage.site import invented_base
from maillage.site.bench.measure import Measure, apart, set_up_django

NAME = "import"
LAST_YEAR = 2025
FILE = f"donnee-data.gouv-{LAST_YEAR}-geographie{LAST_YEAR + 1}-produit-le2026-06-25-FICTIF.csv.gz"
MACHINE = Actor.machine("mesure")


def run(folder: Path, *, departments: list[str] | None = None) -> Measure:
    """Seconds of both sides; `ratio` = ours over Polars (at most 3); `agreement` = difference of the sums of
    facts.
    """
    rows = prepare(folder, departments)
    peer, ours = apart(__name__, "peer", folder), apart(__name__, "ours", folder)
    more = {
        "rows": rows,
        "imported": ours["rows"],
        "rejected": ours["rejected"],
        "file_mb": round((folder / FILE).stat().st_size / 1_000_000),
        "peak_mb": round(ours["peak_mb"]),
        "peer_name": "polars scan_csv -> sink_parquet",
        "peer_peak_mb": round(peer["peak_mb"]),
    }
    gap = abs(ours["total"] - peer["total"])
    return Measure(NAME, peer["seconds"], ours["seconds"], "s", ours["seconds"] / peer["seconds"], gap, more)


def prepare(folder: Path, departments: list[str] | None) -> int:
    """Write the invented base (all France when no département is named) of ten years; its number of rows."""
    years = range(LAST_YEAR - 9, LAST_YEAR + 1)
    return invented_base.write(folder / FILE, departments=departments, years=years)


def ours(folder: Path) -> dict[str, Any]:
    """Our side: the service that people use, controls, rejects and journal included, on an empty house."""
    set_up_django()
    from maillage.datasets import services, store

    start = perf_counter()
    made = services.import_release(actor=MACHINE, path=folder / FILE)
    seconds = perf_counter() - start
    total = store.scan(made.id).select(pl.col("count").sum()).collect().item()
    return {"seconds": seconds, "rows": made.rows, "rejected": made.rejected, "total": total, "id": made.id}


def peer(folder: Path) -> dict[str, Any]:
    """The peer's side: columns typed, nothing checked, Parquet written as a stream."""
    out = folder / "peer.parquet"
    start = perf_counter()
    pl.scan_csv(
        folder / FILE, separator=";", decimal_comma=True, null_values=["NA"], infer_schema_length=1000,
        schema_overrides={
            f"CODGEO_{LAST_YEAR + 1}": pl.String, "nombre": pl.Int64, "taux_pour_mille": pl.Float64,
            "complement_info_nombre": pl.Float64, "complement_info_taux": pl.Float64,
        },
    ).sink_parquet(out, compression="zstd")  # fmt: skip
    seconds = perf_counter() - start
    return {"seconds": seconds, "total": pl.scan_parquet(out).select(pl.col("nombre").sum()).collect().item()}
