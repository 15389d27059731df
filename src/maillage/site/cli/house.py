"""Commands of the house: migrate, serve, demo, purge, backup, restore, doctor, account."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone

from maillage.kernel import Actor, BadInput
from maillage.site import doctor as health
from maillage.site import periodic, safekeeping

MACHINE = Actor.machine("ligne de commande")
Json = Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")]


def plug(root: typer.Typer) -> None:
    """Register these commands on the root application."""
    for command in (migrate, serve, demo, purge, backup, restore, doctor, account):
        root.command()(command)


def say(message: str, as_json: bool, **facts: object) -> None:
    """One sentence for a person, or the facts for a program."""
    typer.echo(json.dumps(facts, ensure_ascii=False, default=str) if as_json else message)


def migrate(as_json: Json = False) -> None:
    """Crée ou met à jour la base, puis charge les territoires livrés."""
    from maillage.site.database import prepare_database

    loaded = prepare_database(actor=MACHINE)
    say(f"Base à jour. {loaded}", as_json, migrated=True, territory=loaded)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=32)] = 2,
    imports: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Exécuter aussi le travail en attente.")
    ] = True,
) -> None:
    """Sert Maillage, et exécute le travail en attente ; Ctrl-C arrête."""
    pending = health.pending_migrations()
    if pending:
        raise BadInput(
            f"la base attend {pending} mises à jour. Lancez « maillage migrate », puis recommencez."
        )
    os.environ.setdefault("MAILLAGE_URL", f"http://{host}:{port}")  # letters link to where one is served
    if imports:
        beside = [sys.executable, "-m", "maillage.site", "worker", "--beside", str(os.getpid())]
        subprocess.Popen(beside)  # noqa: S603  (the server keeps this process's number)
    typer.echo(f"Maillage est servi sur http://{host}:{port} (Ctrl-C pour arrêter)")
    arguments = [
        "gunicorn",
        "maillage.site.wsgi:application",
        "--bind",
        f"{host}:{port}",
        "--workers",
        str(workers),
    ]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    serve_after: Annotated[bool, typer.Option("--serve/--no-serve")] = True,
) -> None:
    """Prépare un territoire de démonstration, puis le sert."""
    os.environ["MAILLAGE_DEMO"] = "1"
    from maillage.site import demo as demonstration  # half of the house: only when it is wanted
    from maillage.site.database import prepare_database

    typer.echo(prepare_database(actor=MACHINE))
    built = demonstration.build(
        actor=MACHINE, source=os.environ.get("MAILLAGE_DATA", ""), say=typer.echo,
        beside=demonstration.NEIGHBOURS,
    )  # fmt: skip
    for line in built.instructions(port):
        typer.echo(line)
    if serve_after:
        serve(port=port)


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False, as_json: Json = False
) -> None:  # fmt: skip
    """Efface ce dont la durée est passée (sessions, fichiers temporaires)."""
    done = periodic.purge(actor=MACHINE, now=timezone.now(), dry_run=dry_run)
    verb = "À effacer" if dry_run else "Effacé"
    say(f"{verb} : " + ", ".join(f"{name} {count}" for name, count in done.items()) + ".", as_json, **done)


def backup(file: Annotated[Path, typer.Argument()], as_json: Json = False) -> None:
    """Sauvegarde la base, les données et les clés dans une archive."""
    size = safekeeping.backup(file)
    say(f"Sauvegarde écrite : {file} ({size // 1000} ko).", as_json, file=str(file), bytes=size)


def restore(
    file: Annotated[Path, typer.Argument()],
    replace: Annotated[
        bool, typer.Option("--replace", "--force", help="Remplacer une installation existante.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Rétablit une sauvegarde dans MAILLAGE_HOME."""
    count = safekeeping.restore(file, replace=replace)
    say(f"Sauvegarde rétablie dans {settings.HOME} : {count} fichiers.", as_json, files=count)


def doctor(as_json: Json = False) -> None:
    """Examine l'installation et dit la suite."""
    report = health.examine()
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        for check in report.checks:
            typer.echo(f"{'bon' if check.good else 'à revoir':9} {check.name} : {check.detail}")
        for number, step in enumerate(report.next_steps, 1):
            typer.echo(f"{number}. {step}")
    if not report.sound:
        raise typer.Exit(1)


def account(
    email: Annotated[str, typer.Argument()],
    name: Annotated[str, typer.Option("--name")],
    administrator: Annotated[bool, typer.Option("--administrator")] = False,
) -> None:
    """Crée un compte ; le mot de passe est lu dans MAILLAGE_PASSWORD ou demandé."""
    from maillage.accounts import services

    password = os.environ.get("MAILLAGE_PASSWORD") or typer.prompt("Mot de passe", hide_input=True)
    if not password:
        raise BadInput("Donnez un mot de passe d'au moins 12 caractères.")
    user = services.create_account(
        actor=MACHINE, email=email, name=name, password=password, instance_admin=administrator
    )
    typer.echo(f"Compte créé : {user.email}.")
