"""Decisions on the directory without a computer: keys, who sees what, likeness, what an import would do."""

from maillage.institutions.rules.keys import partnership_key, usual_kind

__all__ = ["partnership_key", "usual_kind"]
