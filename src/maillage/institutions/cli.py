"""`maillage directory`: import the institutions and the people of one partnership."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from maillage.institutions import selectors, services
from maillage.institutions.models import Partnership
from maillage.institutions.rules.plan import Plan
from maillage.institutions.vocabulary import Fate
from maillage.kernel import Actor, BadInput

app = typer.Typer(help="L'annuaire d'un partenariat.", no_args_is_help=True)
MACHINE = Actor.machine("ligne de commande")
SAID = {"institutions": "institutions", "people": "personnes", "positions": "fonctions"}


@app.callback()
def group() -> None:
    """L'annuaire d'un partenariat."""


@app.command("import")
def import_directory(
    key: Annotated[str, typer.Argument(help="Clé du partenariat, par exemple 44143-clspd.")],
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS ou vCard, de 5 Mo au plus.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui serait fait, sans rien changer.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
) -> None:
    """Ajoute et complète institutions, personnes et fonctions ; deux fois le même fichier ne change rien."""
    here = _partnership(key)
    today: date = timezone.localdate()
    done = services.import_file(actor=MACHINE, partnership=here, path=file, on=today, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(as_dict(done.plan, key, dry_run), ensure_ascii=False))
        return
    for line in sentences(done.plan, dry_run):
        typer.echo(line)


def _partnership(key: str) -> Partnership:
    here = selectors.partnership(key=key)
    if here is None:
        raise BadInput(
            f"aucun partenariat n'a la clé « {key} ». Elle est dans l'adresse de ses pages, après /p/."
        )
    return here


def as_dict(plan: Plan, key: str, dry_run: bool) -> dict[str, Any]:
    """The contract of `--json`."""
    return {
        "partnership": key,
        "dry_run": dry_run,
        "unchanged": not plan.moves,
        **plan.counts(),
        "doubts": [
            {"line": row.line, "name": row.name, "like": row.known_name} for row in plan.doubts.values()
        ],
        "rejects": [{"line": row.line, "reason": row.reason} for row in plan.rejects],
        "ignored": list(plan.ignored),
    }


def sentences(plan: Plan, dry_run: bool) -> list[str]:
    """The same for a reader."""
    verb = "seraient " if dry_run else ""
    lines = [
        f"{SAID[name].capitalize()} : {count[Fate.CREATED.value]} {verb}créées, "
        f"{count[Fate.CHANGED.value]} {verb}complétées, {count[Fate.SAME.value]} déjà là."
        for name, count in plan.counts().items()
    ]
    lines += [
        f"Ligne {row.line} : « {row.name} » ressemble à « {row.known_name} », déjà dans l'annuaire ; "
        "la page « Doublons » permet de les réunir."
        for row in plan.doubts.values()
    ]
    lines += [f"Ligne {row.line} mise de côté : {row.reason}" for row in plan.rejects]
    if plan.ignored:
        lines.append("Laissé de côté : " + ", ".join(plan.ignored) + ".")
    return lines
