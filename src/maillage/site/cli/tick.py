"""Periodic work from the command line: one round (`tick`), or rounds until stopped (`worker`)."""

import json
import os
import signal
import threading
from typing import Annotated

import typer
from django.db import close_old_connections
from django.utils import timezone

from maillage.kernel import Actor
from maillage.site import periodic

MACHINE = Actor.machine("travail périodique")
EVERY = 1.0  # seconds: a received file is imported soon enough for who waits before the page


def plug(root: typer.Typer) -> None:
    """Register these commands on the root application."""
    for command in (tick, worker):
        root.command()(command)


def tick(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui serait fait, sans rien changer.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
) -> None:
    """Travail périodique : idempotent, à lancer par une tâche planifiée."""
    done = periodic.tick(actor=MACHINE, now=timezone.now(), dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(done.counts | {"faults": done.faults}, ensure_ascii=False))
    else:
        typer.echo(sentence(done.counts, dry_run))
    for name, fault in done.faults.items():
        typer.echo(f"Erreur : étape « {name} » : {fault}. Elle sera reprise au prochain passage.", err=True)
    if done.faults:
        raise typer.Exit(1)


def sentence(counts: dict[str, int], dry_run: bool) -> str:
    """What a round did; what is nought goes unsaid."""
    told = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return f"{'À faire' if dry_run else 'Fait'} : {told or 'rien'}."


def worker(
    once: Annotated[bool, typer.Option("--once", help="Un seul tour, puis s'arrêter.")] = False,
    every: Annotated[float, typer.Option(min=1, max=3600, help="Secondes entre deux tours.")] = EVERY,
    beside: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Exécute le travail en attente (imports, calculs, lettres) jusqu'à ce qu'on l'arrête."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def stopped(wait: float) -> bool:
        return once or stop.wait(wait) or bool(beside and os.getppid() != beside)

    periodic.repeat(once=_round, every=every, stopped=stopped)


def _round() -> None:
    close_old_connections()
    done = periodic.tick(actor=MACHINE, now=timezone.now())
    if any(done.counts.values()):
        typer.echo(sentence(done.counts, dry_run=False))
    for name, fault in done.faults.items():
        typer.echo(f"Erreur : étape « {name} » : {fault}.", err=True)
