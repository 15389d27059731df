"""Loads the tables shipped with Maillage into the database."""

from typing import Any

from django.db import models, transaction

from maillage.audit import journal
from maillage.kernel import Actor
from maillage.territory import selectors
from maillage.territory.intake import reference
from maillage.territory.models import (
    Commune,
    Department,
    Edition,
    Epci,
    PerimeterChange,
    PriorityArea,
    Region,
)

BATCH = 1500


def load_reference(*, actor: Actor) -> dict[str, int]:
    """Load the shipped official tables; the second time changes nothing and writes no line."""
    counts = {"communes": sum(row["kind"] == "commune" for row in reference.communes().values())}
    digest = reference.digest()
    if Edition.objects.filter(digest=digest).exists():
        return counts | {"unchanged": 1}
    with transaction.atomic():
        upsert(Region, [Region(code=row["code"], name=row["name"]) for row in reference.table("regions")])
        upsert(Department, _departments())
        upsert(Epci, [Epci(code=r["code"], name=r["name"], type=r["type"]) for r in reference.table("epci")])
        upsert(Commune, _communes())
        _load_priority_areas()
        restore_what_ceased()
        Edition.objects.create(
            digest=digest, kind="reference", name="tables livrées", rows=counts["communes"]
        )
        journal.append(actor=actor, act="territoires chargés", subject="tables livrées", detail=counts)
    return counts


def restore_what_ceased() -> None:
    """Communes that a loaded file says ended stay former, whatever older tables say."""
    for change in PerimeterChange.objects.filter(kind="ceased"):
        here = Commune.objects.filter(code=change.place, kind="commune")
        here.update(kind="former", successor=change.other)


def upsert(model: type[models.Model], rows: list[Any]) -> None:
    """Insert rows or replace those of the same key."""
    key = model._meta.pk
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    assert key is not None
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=[key.name], update_fields=fields
    )


def _departments() -> list[Department]:
    regions = {row["code"] for row in reference.table("regions")}
    return [
        Department(
            code=row["code"], name=row["name"], region_id=row["region"] if row["region"] in regions else None
        )
        for row in reference.table("departments")
    ]


def _communes() -> list[Commune]:
    known = {row["code"] for row in reference.table("departments")}
    bodies = {row["code"] for row in reference.table("epci")}
    qpv, _ = reference.priority_areas()
    largest = _largest_of_each_epci()
    return [
        Commune(
            code=code, name=row["name"], search=selectors.search_key(row["name"]), kind=row["kind"],
            department_id=row["department"] if row["department"] in known else None,
            epci_id=row["epci"] if row["epci"] in bodies else None,
            population=int(row["population"]) if row["population"] else None,
            population_year=reference.POPULATION_YEAR, lon=float(row["lon"]) if row["lon"] else None,
            lat=float(row["lat"]) if row["lat"] else None, successor=reference.successor(code),
            qpv_count=len(qpv.get(code, ())), centre=largest.get(row["epci"]) == code,
        )
        for code, row in reference.communes().items()
    ]  # fmt: skip


def _largest_of_each_epci() -> dict[str, str]:
    largest: dict[str, tuple[int, str]] = {}
    for code, row in reference.communes().items():
        if row["kind"] == "commune" and row["epci"] and row["population"]:
            largest[row["epci"]] = max(largest.get(row["epci"], (0, "")), (int(row["population"]), code))
    return {epci: code for epci, (_, code) in largest.items()}


def _load_priority_areas() -> None:
    known = set(Commune.objects.values_list("code", flat=True))
    areas = [
        PriorityArea(kind="qpv", code=row["code"], name=row["name"], commune_id=row["commune"])
        for row in reference.table("qpv")
        if row["commune"] in known
    ]
    _, zus = reference.priority_areas()
    areas += [
        PriorityArea(kind="zus", name=name, commune_id=code) for code, names in zus.items() for name in names
        if code in known
    ]  # fmt: skip
    PriorityArea.objects.bulk_create(areas, batch_size=BATCH, ignore_conflicts=True)
