"""Command `maillage scenario build`: read the arguments, generate, write, say what was made."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings

from maillage.kernel import Actor, BadInput
from maillage.scenario.generator import Generated, generate
from maillage.scenario.services.lake import write_scenario
from maillage.scenario.services.records import insert_scenario

app = typer.Typer(help="Des partenariats inventés, pour montrer, charger et éprouver.", no_args_is_help=True)
LAKE, RECORDS = "lake", "records"
MACHINE = Actor.machine("ligne de commande")


@app.callback()
def group() -> None:
    """Des partenariats inventés, pour montrer, charger et éprouver."""


@app.command()
def build(
    profile: Annotated[str, typer.Option(help="Nom, ou plusieurs : a:0.7,b:0.4.")] = "sound",
    count: Annotated[int, typer.Option(help="Nombre de partenariats.")] = 50,
    years: Annotated[int, typer.Option(help="Années de relevés, de 1 à 10.")] = 3,
    seed: Annotated[int, typer.Option(help="Graine : la même donne les mêmes partenariats.")] = 1,
    intensity: Annotated[
        float, typer.Option(help="De 0 (sain) à 1 (l'état que décrivent les textes).")
    ] = 1.0,
    records: Annotated[str, typer.Option(help="complete, mcar:0.3 ou mnar:0.3.")] = "complete",
    spread: Annotated[float, typer.Option(help="Dispersion des partenariats sains ; 1 par défaut.")] = 1.0,
    density: Annotated[float, typer.Option(help="3 : trois fois plus de groupes et de cellules.")] = 1.0,
    end: Annotated[str, typer.Option(help="Dernier jour, AAAA-MM-JJ.")] = "",
    onset: Annotated[int | None, typer.Option(help="Année civile où le changement commence.")] = None,
    elections: Annotated[bool, typer.Option(help="Faire peser les élections municipales.")] = False,
    into: Annotated[str, typer.Option(help="lake : fichiers Parquet ; records : la base.")] = LAKE,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Dossier des relevés.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
) -> None:
    """Invente des partenariats selon un profil, et garde à part ce qui a été planté."""
    if into not in (LAKE, RECORDS):
        raise BadInput(f"La destination « {into} » n'existe pas : donnez lake ou records.")
    if into == RECORDS and output is not None:
        raise BadInput("L'option -o va avec --into lake : la base n'a pas de dossier.")
    made = generate(
        profile=profile, intensity=intensity, count=count, years=years, seed=seed, records=records,
        spread=spread, density=density, end=_day(end), onset=onset, elections=elections,
    )  # fmt: skip
    name = re.sub(r"[^a-z0-9_.-]+", "_", f"{profile}-{count}x{years}-{seed}")
    told = _put(made, into, output, name)
    rows = {frame: found.height for frame, found in made.frames.items()}
    if as_json:
        typer.echo(json.dumps({"partnerships": count, **told, "rows": rows}, ensure_ascii=False))
        return
    typer.echo(f"{count} partenariats inventés (profil {profile}, graine {seed}), {years} ans de relevés :")
    for frame, many in rows.items():
        typer.echo(f"  {frame:<18}{many:>12,}".replace(",", " "))
    for key, value in told.items():
        typer.echo(f"{_WORDS[key]} : {_shown(value)}")


_WORDS = {"folder": "Relevés", "truth": "Ce qui a été planté, à part", "inserted": "Lignes dans la base"}


def _shown(value: str | dict[str, int]) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(f"{table} {many}" for table, many in value.items())


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"La date « {text} » ne se lit pas : écrivez AAAA-MM-JJ, par exemple 2026-06-30."
        ) from None


def _put(made: Generated, into: str, output: Path | None, name: str) -> dict[str, Any]:
    """Write the scenario where it was asked."""
    if into == RECORDS:
        return {"inserted": insert_scenario(actor=MACHINE, made=made, name=name)}
    home = Path(settings.HOME)
    folder = output or home / "scenario" / name
    truth = output.with_name(f"{output.name}-truth") if output else home / "scenario-truth" / name
    write_scenario(made, folder=folder, truth=truth)
    return {"folder": str(folder), "truth": str(truth)}
