"""`maillage observatory board, export, import, trust, distrust`: aggregates that leave and come, signed."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from maillage.kernel import Actor, BadInput
from maillage.observatory.cli import app
from maillage.observatory.cli.days import reading_day
from maillage.observatory.selectors.many import scopes
from maillage.observatory.services import boards, exchange
from maillage.observatory.services.instance_key import public_key

MACHINE = Actor.machine("ligne de commande")
AS_JSON = typer.Option("--json", help="Sortie pour un programme.")


@app.command("board")
def board(
    scope: Annotated[str, typer.Argument(help="dep:44, ou national.")],
    day: Annotated[str, typer.Option("--date", help="Jour lu, par exemple 2026-06-30.")] = "",
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Calcule le tableau d'un département ou de toute l'installation."""
    if scope not in scopes():
        known = ", ".join(scopes()) or "aucun, faute de partenariat ouvert"
        raise BadInput(f"« {scope} » n'a pas de tableau. Tableaux possibles : {known}.")
    row = boards.refresh_board(actor=MACHINE, scope=scope, day=reading_day(day))
    content = row.content
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    typer.echo(f"{scope}, état au {row.day:%d/%m/%Y} : {content['partnerships']} partenariats.")


@app.command("export")
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="Fichier à écrire.")],
    day: Annotated[str, typer.Option("--date", help="Jour lu, par exemple 2026-06-30.")] = "",
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Écrit les agrégats de cette installation, signés, petits effectifs cachés."""
    on = reading_day(day)
    try:
        with output.open("x", encoding="utf-8") as file:
            try:
                file.write(exchange.signed_aggregates(actor=MACHINE, day=on))
            except BaseException:
                output.unlink()
                raise
    except FileExistsError as error:
        raise BadInput(f"{output} existe déjà : donnez un autre nom, rien n'a été écrit.") from error
    except OSError as error:
        raise BadInput(f"{output} ne s'écrit pas ({error.strerror}) : donnez un autre dossier.") from error
    told = {"file": str(output), "key": public_key()}
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{output} : signé par {told['key']}.")


@app.command("import")
def receive(
    file: Annotated[Path, typer.Argument(help="Fichier signé par une autre installation.")],
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Reçoit les agrégats d'une installation de confiance ; un fichier altéré ne change rien."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} ne se lit pas ({error}).") from error
    row = exchange.receive(actor=MACHINE, text=text, today=timezone.localdate())
    told = {"instance": row.instance.name, "day": row.day.isoformat(), "digest": row.digest}
    typer.echo(
        json.dumps(told, ensure_ascii=False)
        if as_json
        else f"Agrégats de « {row.instance.name} » au {row.day:%d/%m/%Y} reçus."
    )


@app.command("trust")
def trust(
    key: Annotated[str, typer.Argument(help="Clé publique, 64 signes.")],
    name: Annotated[str, typer.Option("--name", help="Nom à citer sur les pages.")],
) -> None:
    """Accorde sa confiance à une autre installation, après avoir vérifié sa clé de vive voix."""
    row = exchange.trust(actor=MACHINE, key=key, name=name, on=timezone.localdate())
    typer.echo(f"« {row.name} » est désormais de confiance.")


@app.command("distrust")
def distrust(key: Annotated[str, typer.Argument(help="Clé publique, 64 signes.")]) -> None:
    """Retire sa confiance : ce qui vient de cette clé n'est plus lu ni montré."""
    row = exchange.distrust(actor=MACHINE, key=key, on=timezone.localdate())
    typer.echo(f"« {row.name} » n'est plus de confiance.")
