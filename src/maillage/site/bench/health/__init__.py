"""`bench health`: do the figures find what was planted, and does the reading accuse without cause?

Generator and figures have the same authors: this proves that a planted trace is found through small numbers
and through the spread of sound partnerships, nothing about real ones.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from maillage.site.bench.measure import Measure, peak_mb

NAME = "health"
INTENSITIES = (0.3, 0.5, 0.7, 1.0)


def run(
    folder: Path,
    *,
    partnerships: int = 1000,
    intensities: Sequence[float] = INTENSITIES,
    quick: bool = False,
    docs: Path | None = None,
) -> Measure:
    """Median area at a marked intensity, 0.7 (`ours`), against chance (`peer`); `ratio`: ours over peer.

    `agreement`: share of the profiles asked for that reach the target there. `quick`: three profiles, few
    draws. `docs`: also writes the whole proof there, in Markdown. `folder` is not used: nothing is stored.
    """
    from maillage.site.bench.health import proof, report

    start = perf_counter()
    found = proof.prove(partnerships, tuple(intensities), quick=quick)
    marked = found.marked()
    reached = [row.auc >= proof.TARGET for row in marked if row.id in found.asked]
    if docs is not None:
        docs.write_text(report.markdown(found), encoding="utf-8")
    ours = median(row.auc for row in marked) if marked else float("nan")
    agreement = sum(reached) / len(reached) if reached else float("nan")
    more = {
        "peer_name": "hasard", "partnerships": partnerships, "pathologies": found.rows(),
        "false_alarms": [vars(row) for row in found.false_alarms], "false_changes": found.changes,
        "seconds": perf_counter() - start, "spent": found.spent, "peak_mb": round(peak_mb()),
    }  # fmt: skip
    return Measure(NAME, 0.5, ours, "auc", ours / 0.5, agreement, more)
