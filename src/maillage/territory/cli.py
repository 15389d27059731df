"""`maillage territory`: load the official tables, show a place."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from maillage.kernel import Actor, BadInput
from maillage.territory import selectors, services

app = typer.Typer(help="Les territoires.", no_args_is_help=True)
MACHINE = Actor.machine("ligne de commande")


@app.command()
def load(
    files: Annotated[
        list[str] | None, typer.Argument(help="Fichiers ou adresses ; rien : les tables livrées.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Charge les tables livrées, ou des fichiers officiels."""
    if not files:
        counts = services.load_reference(actor=MACHINE)
        done = [{"file": "tables livrées", "kind": "reference", "rows": counts["communes"], "rejected": 0}]
    else:
        done = services.load_files(actor=MACHINE, sources=files)
    if as_json:
        typer.echo(json.dumps({"loaded": done}, ensure_ascii=False))
        return
    for row in done:
        typer.echo(f"{row['file']} : {row['rows']} lignes chargées, {row['rejected']} mises de côté.")


@app.command()
def show(
    place: Annotated[str, typer.Argument(help="Code Insee, dep:44, reg:52 ou epci:244400404.")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Montre un territoire et ceux qui lui sont comparables, avec les raisons."""
    facts = selectors.place(place)
    if facts is None:
        raise BadInput(
            f"le code « {place} » n'est pas un territoire connu. Donnez un code Insee (44143), "
            "dep:44, reg:52 ou epci:244400404."
        )
    near = selectors.comparable(facts.code)
    announced = selectors.obsolete_sentence(facts.code)
    if as_json:
        content = asdict(facts) | {"comparable": [asdict(row) for row in near], "notice": announced or None}
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    typer.echo(f"{facts.name} ({facts.code}), {facts.population or 'population inconnue'} habitants")
    if announced:
        typer.echo(announced)
    for row in near:
        typer.echo(f"  {row.name} ({row.code}) : {' ; '.join(row.reasons)}")
