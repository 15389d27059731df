"""Decisions on contracts that are true without a computer."""
