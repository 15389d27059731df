"""Questions of the diagnosis: what it is computed from, what was written, which versions were frozen."""

from maillage.diagnosis.selectors.evidence import Evidence, Peer, Spot
from maillage.diagnosis.selectors.gather import evidence
from maillage.diagnosis.selectors.records import (
    current,
    entries,
    entry,
    latest_snapshot,
    sections,
    snapshot,
    snapshots,
)
from maillage.diagnosis.selectors.written import written

__all__ = [
    "Evidence", "Peer", "Spot", "current", "entries", "entry", "evidence", "latest_snapshot", "sections",
    "snapshot",
    "snapshots", "written",
]  # fmt: skip
