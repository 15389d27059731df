"""Plausible partnerships, generated: for the demonstration, for load, and to prove what indicators can see."""

from maillage.scenario.generate import Generated, generate

__all__ = ["Generated", "generate"]
