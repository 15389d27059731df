"""Disclosure control of our own feeds: small cells held back, differences checked, counts rounded."""

from maillage.science.disclosure.differencing import Leak, leaks
from maillage.science.disclosure.primary import EVENTS, PERSONS, too_small
from maillage.science.disclosure.rounding import rounded

__all__ = ["EVENTS", "PERSONS", "Leak", "leaks", "rounded", "too_small"]
