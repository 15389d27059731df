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
    "health": "maillage.site.bench.health",
    "observatory": "maillage.site.bench.observatory",
}
FEWEST = 60  # partnerships under which the proof of health compares nothing
SMALLER: dict[str, dict[str, object]] = {
    "table": {"communes": 500},
    "pages": {"partnerships": 5, "rounds": 1, "repeats": 2},
    "health": {"partnerships": 120, "quick": True},
    "observatory": {"sizes": (20, 50), "years": 3, "members": 2},
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
    partnerships: Annotated[
        int | None, typer.Option(min=FEWEST, help="health : partenariats de chaque groupe (1 000).")
    ] = None,
    intensities: Annotated[
        str, typer.Option(help="health : intensités plantées, séparées par des virgules (0.3,0.5,0.7,1).")
    ] = "",
    quick: Annotated[
        bool, typer.Option("--quick", help="health : trois faiblesses, peu de tirages.")
    ] = False,
    docs: Annotated[
        Path | None, typer.Option(help="health : écrit aussi la preuve entière dans ce fichier Markdown.")
    ] = None,
) -> None:
    """Mesure un calcul à côté de son pair : durées, rapport, écart des résultats, mémoire."""
    if name not in BENCHES:
        raise BadInput(f"La mesure « {name} » n'existe pas : choisissez {', '.join(BENCHES)}.")
    asked = _asked(partnerships, intensities, quick=quick, docs=docs)
    if asked and name != "health":
        raise BadInput(f"La mesure « {name} » ne prend pas {', '.join(asked)} : réservé à « health ».")
    module = import_module(BENCHES[name])
    with tempfile.TemporaryDirectory(prefix="maillage-mesure-") as folder:
        found: Measure = module.run(Path(folder), **{**(_smaller(name) if small else {}), **asked})
    typer.echo(json.dumps(found.as_row(), ensure_ascii=False) if as_json else sentence(found))


def _asked(
    partnerships: int | None, intensities: str, *, quick: bool, docs: Path | None
) -> dict[str, object]:
    """The options given for the proof of health, by name. Raises BadInput."""
    given: dict[str, object] = {
        "partnerships": partnerships, "intensities": _numbers(intensities), "quick": quick, "docs": docs,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def _numbers(text: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise BadInput(f"Intensités « {text} » : donnez des nombres comme 0.5,0.7.") from error
    if any(not 0 < value <= 1 for value in found):
        raise BadInput(f"Intensités « {text} » : chacune est au-dessus de 0 et au plus 1.")
    return found


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
