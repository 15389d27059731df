"""Measurements side by side with a peer, in one run: each side in a process of its own, on the same input."""

from maillage.site.bench.measure import Measure

__all__ = ["Measure"]
