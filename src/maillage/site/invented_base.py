"""An invented communal base in the official schema: real codes and populations, figures drawn at random.

Made for the demonstration and for measurements; every file it writes has FICTIF in its name.
"""

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from maillage.territory.intake import reference

# indicator, unit, usual count per 1 000 a year (round figures of ours), yearly drift
INDICATORS: tuple[tuple[str, str, float, float], ...] = (
    ("Cambriolages de logement", "Infraction", 5.0, -0.02),
    ("Destructions et dégradations volontaires", "Infraction", 6.0, -0.02),
    ("Escroqueries et fraudes aux moyens de paiement", "Victime", 5.0, 0.06),
    ("Trafic de stupéfiants", "Mis en cause", 0.6, 0.03),
    ("Usage de stupéfiants", "Mis en cause", 3.0, 0.02),
    ("Usage de stupéfiants (AFD)", "Mis en cause", 1.5, 0.05),
    ("Violences physiques hors cadre familial", "Victime", 2.5, 0.02),
    ("Violences physiques intrafamiliales", "Victime", 2.4, 0.05),
    ("Violences sexuelles", "Victime", 1.2, 0.06),
    ("Vols avec armes", "Infraction", 0.12, -0.03),
    ("Vols d'accessoires sur véhicules", "Véhicule", 1.4, 0.0),
    ("Vols dans les véhicules", "Véhicule", 4.0, -0.01),
    ("Vols de véhicule", "Véhicule", 2.0, -0.01),
    ("Vols sans violence contre des personnes", "Victime entendue", 6.0, -0.03),
    ("Vols violents sans arme", "Infraction", 0.7, -0.05),
)
HEADER = ("annee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille", "est_diffuse", "insee_pop",
          "insee_pop_millesime", "insee_log", "insee_log_millesime", "complement_info_nombre",
          "complement_info_taux")  # fmt: skip
DWELLINGS_PER_HEAD = 0.48


def write(
    path: Path, *, departments: Sequence[str] | None = None, also: Sequence[str] = (),
    years: range = range(2016, 2026), seed: int = 1,
) -> int:  # fmt: skip
    """Write a gzipped base for these départements (all when None) and these communes; how many rows.

    The same arguments give the same figures.
    """
    communes = _communes(departments, frozenset(also))
    geography = years.stop
    rows = 0
    with gzip.open(path, "wb", compresslevel=1) as out:
        columns = (f"CODGEO_{geography}", *HEADER)
        out.write(("\ufeff" + ";".join(f'"{name}"' for name in columns) + "\n").encode())
        for number, indicator in enumerate(INDICATORS):
            frame = _block(communes, indicator, years, np.random.default_rng([seed, number]))
            out.write(_text(frame).encode())
            rows += frame.height
    return rows


def _communes(departments: Sequence[str] | None, also: frozenset[str]) -> pl.DataFrame:
    rows = [
        (row["code"], row["department"], int(row["population"]))
        for row in reference.communes().values()
        if row["kind"] == "commune"
        and row["population"]
        and (departments is None or row["department"] in departments or row["code"] in also)
    ]
    return pl.DataFrame(rows, schema=["code", "department", "population"], orient="row")


def _block(
    communes: pl.DataFrame, indicator: tuple[str, str, float, float], years: range, rng: np.random.Generator
) -> pl.DataFrame:
    name, unit, usual, drift = indicator
    population = communes["population"].to_numpy()
    dwellings = np.maximum(1, np.round(population * DWELLINGS_PER_HEAD))
    exposure = dwellings if name.startswith("Cambriolages") else population
    town = np.exp(0.16 * np.log(np.maximum(population, 50) / 5_000) + rng.normal(0, 0.35, len(population)))
    time = np.arange(len(years))
    mean = exposure[:, None] / 1_000 * usual * town[:, None] * np.exp(drift * time)[None, :]
    counts = rng.poisson(rng.gamma(12, mean / 12))
    return _frame(communes, name, unit, years, counts, exposure, dwellings)


def _frame(
    communes: pl.DataFrame, name: str, unit: str, years: range, counts: np.ndarray, exposure: np.ndarray,
    dwellings: np.ndarray,
) -> pl.DataFrame:  # fmt: skip
    size, span = counts.shape
    shown = _published(counts)
    frame = pl.DataFrame({
        "code": np.repeat(communes["code"].to_numpy(), span),
        "department": np.repeat(communes["department"].to_numpy(), span),
        "year": np.tile(np.array(years), size), "count": counts.ravel(), "shown": shown.ravel(),
        "population": np.repeat(communes["population"].to_numpy(), span),
        "dwellings": np.repeat(dwellings, span), "exposure": np.repeat(exposure, span),
    })  # fmt: skip
    withheld = pl.col("count").filter(~pl.col("shown"))
    return frame.with_columns(
        pl.lit(name).alias("indicator"), pl.lit(unit).alias("unit"),
        (1_000 * pl.col("count") / pl.col("exposure")).alias("rate"),
        withheld.mean().over("department", "year").alias("mean_count"),
        (1_000 * withheld.sum() / pl.col("exposure").filter(~pl.col("shown")).sum())
        .over("department", "year").alias("mean_rate"),
    )  # fmt: skip


def _published(counts: np.ndarray) -> np.ndarray:
    """More than five facts in three successive years, or never any."""
    above = counts > 5
    run = above[:, :-2] & above[:, 1:-1] & above[:, 2:]
    shown = np.zeros_like(above)
    for shift in range(3):
        shown[:, shift : shift + run.shape[1]] |= run
    shown |= (counts.sum(axis=1) == 0)[:, None]
    return shown


def _text(frame: pl.DataFrame) -> str:
    def decimal(column: str) -> pl.Expr:
        return pl.col(column).round(7).cast(pl.String).str.replace(".", ",", literal=True)

    def unless(shown: bool, value: pl.Expr) -> pl.Expr:
        return pl.when(pl.col("shown") == shown).then(pl.lit("NA")).otherwise(value.fill_null("NA"))

    return frame.select(
        "code", "year", "indicator", "unit", unless(False, pl.col("count").cast(pl.String)).alias("n"),
        unless(False, decimal("rate")).alias("r"),
        pl.when("shown").then(pl.lit("diff")).otherwise(pl.lit("ndiff")).alias("d"), "population",
        pl.lit(2023).alias("pm"), pl.col("dwellings").cast(pl.Int64), pl.lit(2022).alias("lm"),
        unless(True, decimal("mean_count")).alias("cn"), unless(True, decimal("mean_rate")).alias("cr"),
    ).write_csv(separator=";", include_header=False, quote_style="always")  # fmt: skip
