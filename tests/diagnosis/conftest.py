"""A partnership at Rezé with its coordinator, and invented evidence in place of imported releases."""

import datetime

import pytest

from maillage.diagnosis import selectors
from maillage.kernel import Actor, BadInput, Role
from tests import factories
from tests.diagnosis import frames

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def partnership(db):
    return factories.PartnershipFactory(place="44143", name="CLSPD d'essai de Rezé")


@pytest.fixture
def coordinator(partnership):
    return factories.MembershipFactory(partnership=partnership).user


@pytest.fixture
def actor(coordinator):
    return Actor(coordinator.pk, coordinator.name, frozenset({Role.COORDINATOR}))


def invented():
    """Six series, one of them withheld in the last year, comparables, a map, a season."""
    import polars as pl

    rows = []
    for index, slug in enumerate(
        (
            "cambriolages-de-logement",
            "vols-dans-les-vehicules",
            "vols-avec-armes",
            "violences-physiques-intrafamiliales",
            "violences-sexuelles",
            "usage-de-stupefiants-afd",
        )
    ):
        town = frames.town(
            [20 * (index + 1) + i for i in range(9)], peer_rate=1.0, spread=0.2, indicator=slug
        )
        rows += town.counts.to_dicts()
    spots = [f"4400{i}" for i in range(7)]
    rows += [
        frames.row(code, 2024, 9 + 3 * i, indicator="vols-dans-les-vehicules") for i, code in enumerate(spots)
    ]
    rows = [
        row
        for row in rows
        if not (row["indicator"] == "vols-avec-armes" and row["code"] == "44143" and row["year"] == 2024)
    ]
    rows.append(frames.row("44143", 2024, None, indicator="vols-avec-armes", status="withheld"))
    months = [
        ("vols", y, m, 100 + (7 * y + 3 * m) % 11 + 60 * (m == 7))
        for y in range(2014, 2020)
        for m in range(1, 13)
    ]
    return frames.evidence(
        rows,
        peers=[f"9900{i}" for i in range(8)],
        around=frames.spots(spots),
        months=pl.DataFrame(months, schema=["indicator", "year", "month", "count"], orient="row"),
        context=(
            {
                "measure": "revenu-median",
                "label": "Revenu médian",
                "value": 23450.0,
                "unit": "€",
                "year": 2021,
                "note": "",
                "source": "essai",
                "release": "a",
                "defects": [],
            },
        ),
    )


@pytest.fixture
def evidence(monkeypatch):
    """`selectors.evidence` answers the invented town, and refuses any other place as the real one does."""
    found = invented()

    def answer(*, place, years=None):
        if place != found.code:
            raise BadInput(f"Le code « {place} » n'est pas un territoire connu.")
        return found

    monkeypatch.setattr(selectors, "evidence", answer)
    return found
