"""Decisions of the observatory, true without a computer."""
