"""Figures of money: frames from the selectors, the mathematics in `science`."""
