"""Questions on the data: the counts of some places, the context of one, the releases that are held."""

import re
from datetime import date
from typing import Any

import polars as pl

from maillage.accounts.models import Membership, User
from maillage.datasets import store
from maillage.datasets.models import ImportJob, RejectedLine, Release
from maillage.kernel import Role

CRIME = {
    "code": pl.String, "year": pl.Int16, "indicator": pl.String, "unit": pl.String, "status": pl.String,
    "count": pl.Int64, "population": pl.Int64, "dwellings": pl.Float64, "rate": pl.Float64,
    "complement_count": pl.Float64, "complement_rate": pl.Float64, "release": pl.String,
}  # fmt: skip
KEYS = ["code", "year", "indicator"]
OLDEST = date(1, 1, 1)
MEASURES = {
    "revenu-median": "Revenu médian",
    "minima-sociaux": "Part des minima sociaux",
    "taux-chomage": "Taux de chômage",
    "logement-social": "Logement social",
    "policiers-municipaux": "Policiers municipaux",
    "asvp": "Agents de surveillance de la voie publique",
    "gardes-champetres": "Gardes champêtres",
    "quartiers-prioritaires": "Quartiers prioritaires",
    "action-coeur-de-ville": "Action cœur de ville",
    "petites-villes-de-demain": "Petites villes de demain",
    "operation-revitalisation": "Opération de revitalisation",
    "population": "Population",
}


def releases(kind: str | None = None) -> list[Release]:
    """The releases held, the last imported first; of one kind when given."""
    rows = Release.objects.all()
    return list(rows.filter(kind=kind) if kind else rows)


def release(identity: str) -> Release | None:
    """One release by its identity or its first characters."""
    return Release.objects.filter(id__startswith=identity).first()


def rejected_lines(row: Release, *, limit: int = 1000) -> list[RejectedLine]:
    """The lines set aside, with the reason."""
    return list(row.rejected_lines.all()[:limit])


def jobs(*, limit: int = 20) -> list[ImportJob]:
    """The last files received by the pages, and where they stand."""
    return list(ImportJob.objects.select_related("release")[:limit])


def waiting_jobs() -> int:
    """How many received files wait for their import."""
    return ImportJob.objects.filter(state__in=["waiting", "running"]).count()


def _ranked(kind: str) -> list[Release]:
    """The best first: official before derived, the newest edition first, real before invented."""
    return sorted(
        releases(kind),
        key=lambda row: (
            row.fictitious,
            row.derived,
            -last_year(row),
            -(row.produced_on.toordinal() if row.produced_on else 0),
            -row.imported_at.timestamp(),
        ),
    )


def last_year(row: Release) -> int:
    """The last year of the rows of a release, 0 when its vintage does not say."""
    years = re.findall(r"\d{4}", row.vintage.split(",")[0])
    return int(years[-1]) if years else 0


def crime(codes: list[str], years: range | None = None, wanted: list[str] | None = None) -> pl.DataFrame:
    """Counts of these places (columns in `CRIME`). A cell comes from the best release that has it, only one.

    An edition recomputes the whole history: for one place and one indicator, all years come from one
    release; a derived file only speaks where no official one does.
    """
    held = [row for row in releases("crime") if wanted is None or row.id in wanted]
    held = [row for row in held if store.path_of(row.id).exists()]
    found = pl.collect_all([_cells(row, codes, years) for row in held])
    pairs = [(row, frame) for row, frame in zip(held, found, strict=True) if frame.height]
    if not pairs:
        return pl.DataFrame(schema=CRIME)
    if len(pairs) == 1:
        row, frame = pairs[0]
        return frame.with_columns(pl.lit(row.id).alias("release")).select(list(CRIME)).sort(KEYS)
    return _best(pl.concat(_marked(row, frame) for row, frame in pairs))


def _best(together: pl.DataFrame) -> pl.DataFrame:
    """For each place and indicator, the rows of the best of the releases that have it."""
    together = together.with_columns(pl.len().over("code", "indicator", "release").alias("n"))
    best = (
        together.sort(
            "fictitious", "derived", "last", "produced", "n", "imported",
            descending=[False, False, True, True, True, True],
        )
        .group_by("code", "indicator", maintain_order=True)
        .agg(pl.col("release").first())
    )  # fmt: skip
    return together.join(best, on=["code", "indicator", "release"]).select(list(CRIME)).sort(KEYS)


def _cells(row: Release, codes: list[str], years: range | None) -> pl.LazyFrame:
    wanted = pl.col("code") == codes[0] if len(codes) == 1 else pl.col("code").is_in(codes)
    if years is not None:
        wanted = wanted & pl.col("year").is_between(years.start, years.stop - 1)
    return store.scan(row.id).filter(wanted)


def _marked(row: Release, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.lit(row.id).alias("release"),
        pl.lit(row.fictitious).alias("fictitious"),
        pl.lit(row.derived).alias("derived"),
        pl.lit(last_year(row)).alias("last"),
        pl.lit(row.produced_on).cast(pl.Date).fill_null(OLDEST).alias("produced"),
        pl.lit(row.imported_at.timestamp()).alias("imported"),
    )


def crime_indicators() -> list[str]:
    """The indicators of every release of recorded crime."""
    frames = [store.scan(row.id).select(pl.col("indicator").unique()) for row in releases("crime")]
    return sorted(pl.concat(pl.collect_all(frames))["indicator"].unique()) if frames else []


def monthly(code: str) -> pl.DataFrame | None:
    """Monthly counts of one place (indicator, label, year, month, count, flag); None when there are none."""
    for row in _ranked("monthly"):
        found = store.scan(row.id).filter(pl.col("code") == code).collect()
        if found.height:
            return found.select(
                "indicator", "label", pl.col("month").dt.year().cast(pl.Int16).alias("year"),
                pl.col("month").dt.month().cast(pl.Int8).alias("month"), "count", "flag",
                pl.lit(row.id).alias("release"),
            ).sort("indicator", "year", "month")  # fmt: skip
    return None


def context(code: str) -> list[dict[str, Any]]:
    """What is known of a place beside crime: the last value of each measure, its date, source and defects."""
    rows: dict[str, dict[str, Any]] = {}
    zone = _zone_of(code)
    codes = [code, *([zone] if zone else [])]
    for row in reversed(_ranked("context")):
        held = store.scan(row.id).filter(pl.col("code").is_in(codes) & (pl.col("measure") != "zone-emploi"))
        for item in _districts(held.collect()).sort("year", "note").iter_rows(named=True):
            if item["measure"] not in rows or rows[item["measure"]]["year"] <= item["year"]:
                rows[item["measure"]] = _line(item, row)
    return [rows[name] for name in MEASURES if name in rows]


def measured(codes: list[str], measure: str) -> pl.DataFrame:
    """The last value of one measure for each of these communes (code, value, year, release), where held.

    Unemployment is known by employment zone: each commune takes that of its own.
    """
    schema = {"code": pl.String, "value": pl.Float64, "year": pl.Int16, "release": pl.String}
    zones = _zones_of(codes) if measure == "taux-chomage" else {code: code for code in codes}
    wanted = pl.col("code").is_in(sorted(set(zones.values()))) & (pl.col("measure") == measure)
    for row in _ranked("context"):
        held = store.scan(row.id).filter(wanted & pl.col("value").is_not_null()).collect()
        if held.height:
            last = held.sort("year", "note").group_by("code").agg(pl.col("value", "year").last())
            places = pl.DataFrame({"place": list(zones), "code": list(zones.values())})
            found = places.join(last, on="code").select(pl.col("place").alias("code"), "value", "year")
            return found.with_columns(pl.lit(row.id).alias("release")).select(list(schema)).sort("code")
    return pl.DataFrame(schema=schema)


def _zones_of(codes: list[str]) -> dict[str, str]:
    for row in releases("context"):
        if row.format == "zones-emploi":
            found = store.scan(row.id).filter(pl.col("code").is_in(codes)).select("code", "note").collect()
            return {code: f"ze:{zone}" for code, zone in found.iter_rows()}
    return {}


def _districts(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of priority districts (one a district) as their number; a merged commune has each of them
    once.
    """
    areas = found.filter(pl.col("measure") == "quartiers-prioritaires")
    number = areas.group_by("code", "year", "measure", "unit").agg(
        pl.col("note").n_unique().cast(pl.Float64).alias("value"),
        pl.col("note").unique().sort().str.join(" ; "),
    )
    return pl.concat(
        [found.filter(pl.col("measure") != "quartiers-prioritaires"), number.select(found.columns)]
    )


def _line(item: dict[str, Any], row: Release) -> dict[str, Any]:
    return {
        "measure": item["measure"],
        "label": MEASURES.get(item["measure"], item["measure"]),
        "value": item["value"],
        "unit": item["unit"],
        "year": int(item["year"]),
        "note": item["note"] or "",
        "source": row.source,
        "release": row.id,
        "defects": list(row.defects),
    }


def _zone_of(code: str) -> str | None:
    for row in releases("context"):
        if row.format == "zones-emploi":
            found = store.scan(row.id).filter(pl.col("code") == code).select("note").collect()
            return f"ze:{found['note'][0]}" if found.height else None
    return None


def populations(codes: list[str]) -> pl.DataFrame:
    """Inhabitants by year of these places (code, year, count), from the releases held."""
    frames = [
        store.scan(row.id).filter(pl.col("code").is_in(codes)).select("code", "year", "count")
        for row in _ranked("population")
    ]
    if not frames:
        return pl.DataFrame(schema={"code": pl.String, "year": pl.Int16, "count": pl.Int64})
    return pl.concat(pl.collect_all(frames)).unique(["code", "year"], keep="first", maintain_order=True)


def national_series(indicator: str) -> pl.DataFrame:
    """A series that exists only for the country (feeling of insecurity, complaint rates...), as published."""
    frames = [store.scan(row.id).filter(pl.col("indicator") == indicator) for row in _ranked("series")]
    return pl.concat(pl.collect_all(frames)) if frames else pl.DataFrame()


def may_manage(*, user_id: int | None) -> bool:
    """Does this person answer for the data: coordinator of some partnership, or instance administrator?"""
    if user_id is None:
        return False
    running = Membership.objects.filter(user_id=user_id, role=Role.COORDINATOR.value, end__isnull=True)
    return running.exists() or User.objects.filter(pk=user_id, is_instance_admin=True).exists()
