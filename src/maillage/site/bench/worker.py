"""One side of a measurement, in a process of its own: `python -m maillage.site.bench.worker MODULE SIDE
FOLDER JSON`.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

from maillage.site.bench.measure import peak_mb


def main(arguments: list[str]) -> None:
    """Call the side and print its answer, with the peak memory of this process."""
    module, side, folder, options = arguments
    answer = getattr(import_module(module), side)(Path(folder), **json.loads(options))
    sys.stdout.write("\n" + json.dumps({**answer, "peak_mb": peak_mb()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
