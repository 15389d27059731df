"""`maillage observatory compute`: the figures of partnerships, from the records or from files of frames."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from maillage.institutions.models import Partnership
from maillage.kernel import BadInput, Status
from maillage.observatory.cli import app
from maillage.observatory.cli.days import reading_day
from maillage.observatory.indicators.blocks import Block
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.selectors import snapshots
from maillage.observatory.services import compute as services
from maillage.observatory.vocabulary import Unit

Rows = Iterator[dict[str, Any]]


@app.command("compute")
def compute(
    partnership: Annotated[
        str, typer.Option("--partnership", help="Numéro ou clé d'un partenariat (44143-clspd).")
    ] = "",
    everyone: Annotated[
        bool, typer.Option("--all", help="Tous les partenariats ouverts ce jour-là.")
    ] = False,
    day: Annotated[str, typer.Option("--date", help="Jour de lecture, 2026-06-30 ; aujourd'hui sinon.")] = "",
    engine: Annotated[str, typer.Option("--engine", help="local ou dask : les mêmes nombres.")] = "local",
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", help="Ordonnanceur Dask, tcp://127.0.0.1:8786 ; sinon cette machine."),
    ] = "",
    frames: Annotated[
        Path | None, typer.Option("--frames", help="Dossier de relevés Parquet au lieu des enregistrements.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
) -> None:
    """Les indicateurs de santé, tels que les enregistrements du jour les donnent ; rien n'est gardé."""
    if bool(partnership) == everyone:
        raise BadInput("Donnez un partenariat par --partnership, ou --all pour tous : l'un des deux.")
    if scheduler and engine != "dask":
        raise BadInput("--scheduler ne sert qu'avec --engine dask.")
    on = reading_day(day)
    parts = _from_files(frames, partnership) if frames else _from_records(partnership, on)
    tables = services.figures_by_block(parts, on, engine=engine, scheduler=scheduler)
    (_as_json if as_json else _as_text)(rows(tables))


def _from_files(folder: Path, partnership: str) -> list[Block]:
    if not partnership:
        return services.from_folder(folder)
    if not partnership.isdecimal():
        raise BadInput(
            f"Dans un dossier de relevés, un partenariat a un numéro : « {partnership} » n'en est pas."
        )
    return services.from_folder(folder, int(partnership))


def _from_records(partnership: str, day: date) -> list[Block]:
    if not partnership:
        return services.extracted(list(snapshots.alive(on=day).values_list("pk", flat=True)))
    return services.extracted([_known(partnership).pk])


def _known(text: str) -> Partnership:
    """The partnership of that number or key. Raises BadInput, which names the nearest key."""
    rows = (
        Partnership.objects.filter(pk=int(text)) if text.isdecimal() else Partnership.objects.filter(key=text)
    )
    found = rows.first()
    if found is not None:
        return found
    keys = list(Partnership.objects.values_list("key", flat=True))
    near = get_close_matches(text, keys, n=1, cutoff=0.4)
    cure = (
        f"Le plus proche est « {near[0]} »." if near else "Sa clé est dans l'adresse de ses pages, après /p/."
    )
    raise BadInput(f"Aucun partenariat n'est « {text} ». {cure}")


def rows(tables: Iterator[pl.DataFrame]) -> Rows:
    """One figure a row."""
    for table in tables:
        yield from (_row(row) for row in table.iter_rows(named=True))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "partnership": row["partnership"], "indicator": row["indicator"],
        "period": f"{row['start']}/{row['end']}", "status": row["status"], "value": row["value"],
        "low": row["low"], "high": row["high"], "numerator": row["numerator"],
        "denominator": row["denominator"], "comparator": INDICATORS[row["indicator"]].comparator.value,
        "unknown": row["unknown"], "floor": row["floor"], "ceiling": row["ceiling"],
    }  # fmt: skip


def _as_json(found: Rows) -> None:
    """A list, whole or not at all: kept on disk while it grows, so that many do not wait in memory."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        kept.write("[")
        for n, row in enumerate(found):
            kept.write((",\n" if n else "\n") + json.dumps(row, ensure_ascii=False, allow_nan=False))
        kept.write("\n]\n")
        kept.seek(0)
        shutil.copyfileobj(kept, sys.stdout)


def _as_text(found: Rows) -> None:
    last = None
    for row in found:
        if row["partnership"] != last:
            last = row["partnership"]
            typer.echo(f"Partenariat {last}, {row['period'].split('/')[1]}")
        typer.echo(_line(row))


def _line(row: dict[str, Any]) -> str:
    one = INDICATORS[row["indicator"]]
    head = f"  {row['indicator']:<5} {one.fr[:48]:<48}"
    scale = 100 if one.unit is Unit.PERCENT else 1
    part = "" if row["numerator"] is None else f"{_number(row['numerator'])} "
    counts = f"{part}sur {_number(row['denominator'])}"
    if row["status"] != Status.PUBLISHED.value:
        label = Status(row["status"]).label
        return f"{head} {label}" + (f" ({counts})" if row["denominator"] else "")
    bounds = (
        f" [{_number(scale * row['low'])} ; {_number(scale * row['high'])}]" if row["low"] is not None else ""
    )
    unknown = f", {row['unknown']} inconnus" if row["unknown"] else ""
    return f"{head} {_number(scale * row['value'])}{bounds} {one.unit.label} ({counts}{unknown})"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3g}".replace(".", ",") if abs(value) < 1000 else f"{value:.0f}"
