"""Plausible partnerships, generated: to show, to load, to prove what indicators can see."""

from maillage.scenario.generator import Generated, generate

__all__ = ["Generated", "generate"]
