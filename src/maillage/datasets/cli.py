"""`maillage data`: import files, list what is held, fetch the official ones."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from maillage.datasets import selectors, services
from maillage.datasets.services import ImportReport
from maillage.kernel import Actor, BadInput

app = typer.Typer(help="Les données.", no_args_is_help=True)
MACHINE = Actor.machine("ligne de commande")
Json = Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")]


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Fichiers officiels, tels que publiés.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Contrôler sans rien enregistrer.")] = False,
    tolerant: Annotated[
        bool, typer.Option("--tolerant", help="Écarter jusqu'à 0,5 % de lignes fautives au lieu de refuser.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Importe des fichiers ; si l'un est refusé, aucun n'entre."""
    done = _import(files, dry_run, tolerant)
    _print(done, as_json)


def _import(files: list[Path], dry_run: bool, tolerant: bool = False) -> list[ImportReport]:
    console = Console(stderr=True)
    with console.status("Ouverture") as status:

        def run(path: Path, dry: bool) -> ImportReport:
            return services.import_release(
                actor=MACHINE,
                path=path,
                dry_run=dry,
                tolerant=tolerant,
                progress=lambda line: status.update(f"{path.name} : {line}"),
            )

        if len(files) > 1 or dry_run:
            checked = [run(path, True) for path in files]
            if dry_run:
                return checked
        return [run(path, False) for path in files]


def _print(done: list[ImportReport], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"releases": [_row(row) for row in done]}, ensure_ascii=False))
        return
    for row in done:
        state = "déjà là" if row.unchanged else f"{row.rows} lignes, {row.rejected} écartées"
        typer.echo(
            f"{row.id[:12]}  {row.label}, {row.vintage} : {state}{', fichier dérivé' if row.derived else ''}"
        )
        for item in row.rejects[:20]:
            typer.echo(f"    ligne {item.line} : {item.reason}")
        for note in row.notes:
            typer.echo(f"    {note}")


def _row(row: ImportReport) -> dict[str, object]:
    return {
        "id": row.id,
        "format": row.format,
        "source": row.source,
        "vintage": row.vintage,
        "rows": row.rows,
        "rejected": row.rejected,
        "unchanged": row.unchanged,
        "derived": row.derived,
        "notes": list(row.notes),
    }


@app.command("list")
def list_releases(as_json: Json = False) -> None:
    """Liste les publications importées."""
    held = selectors.releases()
    _print([services.report(row, unchanged=True) for row in held], as_json)
    if not held and not as_json:
        typer.echo("Aucune publication n'est importée. Lancez « maillage data import FICHIER ».")


@app.command()
def remove(
    identity: Annotated[str, typer.Argument(help="Empreinte, ou ses premiers caractères.")],
    as_json: Json = False,
) -> None:
    """Retire une publication importée par erreur."""
    row = selectors.release(identity)
    if row is None:
        raise BadInput(
            f"aucune publication ne commence par « {identity} ». « maillage data list » les montre."
        )
    name = row.filename
    services.withdraw(actor=MACHINE, release=row)
    typer.echo(json.dumps({"removed": identity}) if as_json else f"{name} n'est plus utilisé.")


@app.command()
def download(
    folder: Annotated[
        Path | None, typer.Option(help="Où garder les fichiers ; sinon dans MAILLAGE_HOME.")
    ] = None,
    only: Annotated[str, typer.Option(help="Un mot du nom des fichiers voulus.")] = "",
    as_json: Json = False,
) -> None:
    """Télécharge les fichiers officiels, reprend où c'était coupé, vérifie, puis importe."""
    files = services.fetch_all(folder=folder, only=only, say=lambda line: typer.echo(line, err=True))
    _print(_import(files, False), as_json)
