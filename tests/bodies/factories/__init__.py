"""Invented bodies, seats and traces for tests."""
