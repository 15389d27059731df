"""Maillage: the local co-production of security, from diagnosis to evaluation."""

__version__ = "0.1.0"
