"""A board as the service keeps it, and the people who open it."""

import hashlib
from datetime import UTC, date, datetime

from maillage.kernel import Role
from maillage.observatory.models import Board
from maillage.observatory.rules.exchange import canonical
from tests import factories

DAY = date(2026, 6, 30)


def content(scope: str, partnerships: int = 40) -> dict:
    many = partnerships >= 5
    spread = {
        "indicator": "R1m", "partnerships": partnerships, "published": partnerships,
        "quartiles": [1.0, 1.7, 2.3], "edges": [float(at) for at in range(11)],
        "cells": [8, 20, 12, 0, None, None, 0, 0, 0, 0],
    }  # fmt: skip
    series = [
        {"day": f"{year}-06-30", "councils": year - 2000, "active": 10, "dormant": 3, "unknown": 1,
         "contracts": year - 2010, "intercommunal": 2}
        for year in range(2016, 2027)
    ]  # fmt: skip
    return {
        "scope": scope, "day": DAY.isoformat(), "code_version": "0.1.0", "partnerships": partnerships,
        "fictitious": False,
        "series": series, "distributions": [spread] if many else [], "pooled": {},
    }  # fmt: skip


def board(scope: str = "dep:44", partnerships: int = 40) -> Board:
    body = canonical(content(scope, partnerships))
    return Board.objects.create(
        scope=scope, day=DAY, computed_at=datetime(2026, 6, 30, 2, tzinfo=UTC), code_version="0.1.0",
        digest=hashlib.sha256(body.encode()).hexdigest(), body=body,
    )  # fmt: skip


def prefecture(*keys: str, role: Role = Role.PREFECTURE):
    """A person who holds the role in these partnerships."""
    user = factories.UserFactory()
    for key in keys:
        place, kind = key.rsplit("-", 1)
        here = factories.PartnershipFactory(place=place, key=key, kind=kind, name=f"Conseil fictif {key}")
        factories.MembershipFactory(user=user, partnership=here, role=role.value)
    return user
