"""Decisions of the observatory that hold without a computer: what a page of health may assert."""
