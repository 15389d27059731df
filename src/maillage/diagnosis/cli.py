"""Commands `maillage diagnosis figures` and `maillage diagnosis report`: read the arguments, call, print."""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.diagnosis import services
from maillage.diagnosis.rules import shown, written
from maillage.diagnosis.rules.wording import decimal
from maillage.kernel import Actor, BadInput

app = typer.Typer(help="Chiffres et document du diagnostic local de sécurité.", no_args_is_help=True)
MACHINE = Actor.machine("ligne de commande")
FORMATS = ("pdf", "docx", "odt", "xlsx", "ods", "html")
Place = Annotated[str, typer.Argument(help="Code Insee (44109), dep:44, reg:52 ou epci:244400404.")]
Years = Annotated[str, typer.Option("--years", help="Années, par exemple 2016-2024.")]
KEYS = (
    "indicator",
    "year",
    "status",
    "count",
    "exposure",
    "rate",
    "low",
    "high",
    "smoothed",
    "unit",
    "source",
)


@app.command()
def figures(
    place: Place, years: Years = "", as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """Les chiffres d'un territoire : nombres, taux, intervalles, par série et par année."""
    found = services.figures_of(place=place, years=_years(years))
    rows = [{key: row[key] for key in KEYS} for row in found]
    if as_json:
        typer.echo(json.dumps({"place": place, "figures": rows}, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(_line(row))


@app.command()
def report(
    place: Place,
    output: Annotated[Path, typer.Option("-o", "--output", help="Fichier à écrire.")],
    file_format: Annotated[str, typer.Option("--format", help="pdf, docx, odt, xlsx, ods ou html.")] = "pdf",
    years: Years = "",
) -> None:
    """Le document du diagnostic d'un territoire, dans le format demandé."""
    if file_format not in FORMATS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(FORMATS)}.")
    _may_write(output)
    snapshot = services.compose(actor=MACHINE, place=place, on=timezone.localdate(), years=_years(years))
    render = import_string(settings.DIAGNOSIS_DOCUMENTS)  # the site says which face draws documents
    _write(output, render(snapshot, file_format))
    typer.echo(f"Écrit : {output}", err=True)


def _years(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if found is None:
        raise BadInput(f"Les années « {text} » ne se lisent pas : écrivez par exemple 2016-2024.")
    return int(found[1]), int(found[2] or found[1])


def _line(row: dict[str, Any]) -> str:
    head = f"{row['year']}  {row['indicator']:<52}"
    if row["count"] is None and row["rate"] is None:
        return f"{head} {shown.WORDS[shown.status(row['status'])]}"
    count = "" if row["count"] is None else str(row["count"])
    if row["rate"] is None:
        return f"{head} {count:>8}  sans taux"
    if row["count"] == 0:
        return f"{head} {count:>8}  0, au plus {decimal(float(str(row['high'])))} {row['unit']}"
    interval = written.interval(row)
    bounds = f" ({interval})" if interval else ", sans intervalle"
    return f"{head} {count:>8}  {written.rate(row)} {row['unit']}{bounds}"


def _may_write(output: Path) -> None:
    """Say it before anything is computed."""
    folder = output.resolve().parent
    if not folder.is_dir():
        raise BadInput(f"Le dossier {folder} n'existe pas : créez-le, ou changez -o.")
    if output.is_dir():
        raise BadInput(f"{output} est un dossier : donnez à -o le nom du fichier à écrire.")
    if not os.access(folder, os.W_OK):
        raise BadInput(f"Le dossier {folder} n'est pas ouvert à l'écriture : changez ses droits, ou -o.")


def _write(output: Path, content: bytes) -> None:
    """All or nothing: written beside, then put in place."""
    handle, name = tempfile.mkstemp(dir=output.resolve().parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(output)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise BadInput(
            f"Le fichier {output} n'a pas pu être écrit ({error.strerror}). Rien n'a été changé : libérez de"
            " la place ou changez -o."
        ) from error
