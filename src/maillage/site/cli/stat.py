"""`maillage stat METHOD INPUT.csv -o OUT.csv`: the statistics alone, on a table of one's own. No database."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer

from maillage.kernel import BadInput
from maillage.science import count_limits, empirical_bayes, multiplicity, probability_map, rate_ratio
from maillage.science.domain import OutOfDomain
from maillage.tabular import FileRejected, open_table

Columns = dict[str, np.ndarray]
UNKNOWN = ("", "NA", "NaN", "nan")


@dataclass(frozen=True)
class Method:
    """One method: the columns that it reads, in this order, and what it adds to them."""

    reads: tuple[str, ...]
    compute: Callable[..., Columns]
    help: str


def _limits(count: np.ndarray) -> Columns:
    found = {
        "garwood": count_limits.garwood(count), "garwood90": count_limits.garwood(count, 0.90),
        "score": count_limits.score(count), "byar": count_limits.byar(count),
        "midp": count_limits.midp(count),
    }  # fmt: skip
    return {f"{name}_{end}": getattr(row, side) for name, row in found.items()
            for end, side in (("lo", "low"), ("hi", "high"))}  # fmt: skip


def _ratio(a: np.ndarray, b: np.ndarray, na: np.ndarray, nb: np.ndarray) -> Columns:
    found = rate_ratio.exact(a, b, na, nb)
    return {"ratio": found.ratio, "p_exact": found.p, "lo": found.low, "hi": found.high}


def _marshall(events: np.ndarray, exposure: np.ndarray) -> Columns:
    found = empirical_bayes.shrink(events, exposure)
    return {"raw": found.raw, "eb": found.rate, "eb_lo": found.low, "eb_hi": found.high}


def _choynowski(events: np.ndarray, exposure: np.ndarray) -> Columns:
    found = probability_map.choynowski(events, exposure)
    risk = 100 * found.relative_risk
    return {"raw": found.raw, "expCount": found.expected, "relRisk": risk, "pmap": found.probability}


def _adjusted(p: np.ndarray) -> Columns:
    return {name: getattr(multiplicity, name)(p) for name in ("bh", "by", "holm")}


METHODS = {
    "poisson-limits": Method(("count",), _limits, "limites de Poisson d'un nombre de faits"),
    "rate-ratio": Method(("a", "b", "na", "nb"), _ratio, "rapport de deux taux, test exact"),
    "marshall-eb": Method(("events", "exposure"), _marshall, "taux lissés (Marshall)"),
    "probmap": Method(("events", "exposure"), _choynowski, "carte de probabilités (Choynowski)"),
    "fdr": Method(("p",), _adjusted, "probabilités corrigées (BH, BY, Holm)"),
}
LISTED = " ; ".join(f"{name} : {row.help}, colonnes {', '.join(row.reads)}" for name, row in METHODS.items())


def plug(root: typer.Typer) -> None:
    """Register the command."""
    root.command("stat")(stat_command)


def stat_command(
    method: Annotated[str, typer.Argument(help=LISTED)],
    source: Annotated[Path, typer.Argument(metavar="INPUT.csv", help="Table à lire.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Table à écrire.")],
    columns: Annotated[
        str, typer.Option("--columns", help="Colonnes à lire, dans l'ordre de la méthode ; sinon ses noms.")
    ] = "",
    factor: Annotated[
        float, typer.Option("--factor", help="Multiplie l'exposition (neuf années : 9).", min=1e-12)
    ] = 1.0,
) -> None:
    """Calcule une méthode statistique sur une table, une ligne de sortie par ligne lue."""
    name = method.replace("_", "-").lower()
    if name not in METHODS:
        raise BadInput(f"La méthode « {method} » n'existe pas : choisissez {', '.join(METHODS)}.")
    wanted = METHODS[name]
    names = [part.strip() for part in columns.split(",")] if columns else list(wanted.reads)
    if len(names) != len(wanted.reads):
        raise BadInput(
            f"{name} lit {len(wanted.reads)} colonnes ({', '.join(wanted.reads)}) : {columns} ne va pas."
        )
    frame = _read(source, names)
    numbers = [frame[column].to_numpy() for column in names]
    if "exposure" in wanted.reads:
        numbers[wanted.reads.index("exposure")] = factor * numbers[wanted.reads.index("exposure")]
    try:
        found = wanted.compute(*numbers)
    except OutOfDomain as error:
        raise BadInput(f"{source.name} : {error}") from error
    _write(
        output, frame.select(names).with_columns(**{key: pl.Series(value) for key, value in found.items()})
    )


def _read(source: Path, names: list[str]) -> pl.DataFrame:
    """The wanted columns as numbers, unknown ones null. Raises BadInput, with the line."""
    with tempfile.TemporaryDirectory(prefix="maillage-stat-") as folder:
        try:
            table = open_table(source, Path(folder))
            absent = [column for column in names if column not in table.columns]
            if absent:
                there = ", ".join(table.columns)
                raise BadInput(f"{source.name} n'a pas la colonne {', '.join(absent)} (il a : {there}).")
            rows = (
                table.lazy().select("ligne", *[pl.col(column).cast(pl.String) for column in names]).collect()
            )
        except FileRejected as error:
            raise BadInput(str(error)) from error
    return _numbers(rows, source.name)


def _numbers(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    texts = rows.drop("ligne").with_columns(pl.all().str.strip_chars())
    known = texts.with_columns(pl.when(pl.all().is_in(UNKNOWN)).then(None).otherwise(pl.all()).name.keep())
    numbers = known.with_columns(pl.all().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False))
    for column in known.columns:
        bad = known[column].is_not_null() & numbers[column].is_null()
        if bad.any():
            line, text = rows["ligne"].filter(bad)[0], known[column].filter(bad)[0]
            raise BadInput(f"{name}, ligne {line}, colonne {column} : « {text} » n'est pas un nombre.")
    return numbers


def _write(output: Path, frame: pl.DataFrame) -> None:
    """Whole or not at all; a column of whole numbers is written without a decimal part."""
    partial = output.with_name(f".{output.name}.partiel")
    whole = [column.name for column in frame if (column == column.round()).all()]
    try:
        frame.with_columns(pl.col(whole).cast(pl.Int64, strict=False)).fill_nan(None).write_csv(partial)
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadInput(f"{output} ne peut pas être écrit : vérifiez le dossier et vos droits.") from error
    typer.echo(f"Écrit : {output}", err=True)
