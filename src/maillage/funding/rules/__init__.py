"""Decisions on money that are true without a computer."""
