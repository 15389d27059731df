"""`maillage journal`: the chain of acts checks itself."""

import json
from typing import Annotated

import typer

from maillage.audit import journal

app = typer.Typer(help="Le journal des actes.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Le journal des actes."""


@app.command()
def verify(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Relit toute la chaîne ; code 1 si une ligne a été changée, ôtée ou ajoutée à la main."""
    lines, breaks = journal.verify()
    if as_json:
        found = [{"seq": item.seq, "reason": item.reason} for item in breaks]
        typer.echo(json.dumps({"lines": lines, "intact": not breaks, "breaks": found}, ensure_ascii=False))
    elif not breaks:
        typer.echo(f"Journal intact : {lines} lignes, chacune suit la précédente.")
    for item in breaks:
        typer.echo(f"Erreur : ligne {item.seq} : {item.reason}.", err=True)
    if breaks:
        raise typer.Exit(1)
