"""`maillage bench NAME`: our kernels beside a peer, measured in one run on this machine."""

import json
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from maillage.kernel import BadInput
from maillage.site.bench import Measure

BENCHES = {
    "table": "maillage.site.bench.table",
    "import": "maillage.site.bench.imports",
    "diagnosis": "maillage.site.bench.diagnosis",
    "pages": "maillage.site.bench.pages",
}
SMALLER: dict[str, dict[str, object]] = {
    "table": {"communes": 500},
    "pages": {"partnerships": 5, "rounds": 1, "repeats": 2},
}


def plug(root: typer.Typer) -> None:
    """Register the command."""
    root.command("bench")(bench_command)


def bench_command(
    name: Annotated[str, typer.Argument(help=f"Mesure : {', '.join(BENCHES)}.")],
    as_json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
    small: Annotated[
        bool, typer.Option("--small", help="Un département, 500 communes ou 5 partenariats, pour essayer.")
    ] = False,
) -> None:
    """Mesure un calcul à côté de son pair : durées, rapport, écart des résultats, mémoire."""
    if name not in BENCHES:
        raise BadInput(f"La mesure « {name} » n'existe pas : choisissez {', '.join(BENCHES)}.")
    module = import_module(BENCHES[name])
    with tempfile.TemporaryDirectory(prefix="maillage-mesure-") as folder:
        found: Measure = module.run(Path(folder), **(_smaller(name) if small else {}))
    typer.echo(json.dumps(found.as_row(), ensure_ascii=False) if as_json else sentence(found))


def _smaller(name: str) -> dict[str, object]:
    return SMALLER.get(name, {"departments": ["44"]})


def sentence(found: Measure) -> str:
    """The measure for a reader: one line, then the added keys."""
    head = (
        f"{found.name} : {_number(found.ours)} {found.unit}, pair {_number(found.peer)} {found.unit}, "
        f"rapport {_number(found.ratio)}, écart {found.agreement:.2g}"
    )
    return "\n".join([head, *(f"  {key} : {_shown(value)}" for key, value in found.more.items())])


def _shown(value: object) -> str:
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.3g}".replace(".", ",")
