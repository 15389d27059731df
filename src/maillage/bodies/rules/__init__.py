"""Decisions on bodies that are true without a computer."""
