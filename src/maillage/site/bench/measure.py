"""Run one side of a measurement in a fresh process and read its time, its peak memory and its figures."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from maillage.kernel import BadInput

RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage counts bytes on macOS, kilobytes elsewhere


@dataclass(frozen=True)
class Measure:
    """Peer's and our figure in `unit`, `ratio` as the bench's target states it, largest disagreement, and
    more keys.
    """

    name: str
    peer: float
    ours: float
    unit: str
    ratio: float
    agreement: float
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """The keys of the command line, the added ones after."""
        row = asdict(self)
        return {**{key: row[key] for key in row if key != "more"}, **self.more}


def apart(module: str, side: str, folder: Path, **arguments: Any) -> dict[str, Any]:
    """Run `module.side(folder, **arguments)` in a process of its own; its answer plus `peak_mb`. Raises
    BadInput.
    """
    command = [
        sys.executable,
        "-m",
        "maillage.site.bench.worker",
        module,
        side,
        str(folder),
        json.dumps(arguments),
    ]
    environment = {**os.environ, "MAILLAGE_HOME": str(folder / "home")}
    environment.pop("DATABASE_URL", None)  # a measurement never touches the records of the house
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["sans message"])[-1]
        raise BadInput(f"La mesure « {side} » s'est arrêtée : {last}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def peak_mb() -> float:
    """Largest resident memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1_000_000


def best_of(times: int, act: Callable[[], Any]) -> tuple[float, Any]:
    """Shortest of several runs, in seconds, and the last answer."""
    best, answer = float("inf"), None
    for _ in range(times):
        answer = None  # the former answer is freed before the next run
        start = perf_counter()
        answer = act()
        best = min(best, perf_counter() - start)
    return best, answer


def need(package: str) -> None:
    """Refuse clearly when a peer of the development environment is absent."""
    if find_spec(package) is None:
        raise BadInput(
            f"Cette mesure se compare à « {package} », qui n'est pas installé : lancez « make setup », "
            "puis .venv/bin/maillage bench."
        )


def set_up_django() -> None:
    """Django on the home of this measurement, with its tables."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.site.settings")
    django.setup()
    call_command("migrate", verbosity=0)
