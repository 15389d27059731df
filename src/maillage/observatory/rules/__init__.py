"""Decisions of the observatory that hold without a computer."""
