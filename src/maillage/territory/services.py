"""Changes to the tables of places: the shipped ones, and official files of the same kind given by hand."""

import json
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from maillage.audit import journal
from maillage.kernel import Actor, BadInput
from maillage.territory import selectors
from maillage.territory.intake import files, reference
from maillage.territory.models import Commune, Department, Epci, Population, PriorityArea, Region

BATCH = 1500


def load_reference(*, actor: Actor) -> dict[str, int]:
    """Load the shipped official tables; the second time changes nothing and writes no line."""
    counts = {"communes": sum(row["kind"] == "commune" for row in reference.communes().values())}
    if (
        Commune.objects.filter(kind="commune", population_year=reference.POPULATION_YEAR).count()
        >= counts["communes"]
    ):
        return counts | {"unchanged": 1}
    with transaction.atomic():
        _upsert(Region, [Region(code=row["code"], name=row["name"]) for row in reference.table("regions")])
        _upsert(Department, _departments())
        _upsert(Epci, [Epci(code=r["code"], name=r["name"], type=r["type"]) for r in reference.table("epci")])
        _upsert(Commune, _communes())
        _load_priority_areas()
        journal.append(actor=actor, act="territoires chargés", subject="tables livrées", detail=counts)
    return counts


def _upsert(model: type[models.Model], rows: list[Any]) -> None:
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


def load_files(*, actor: Actor, sources: list[str]) -> list[dict[str, Any]]:
    """Load official files (path or address). All are read before any change. BadInput names the file."""
    read = [(source, _read(source)) for source in sources]
    done = []
    for source, table in read:
        with transaction.atomic():
            count = _apply(table)
            name = Path(source).name
            journal.append(actor=actor, act="territoires chargés", subject=name, detail={"lignes": count})
        done.append({"file": name, "kind": table.kind, "rows": count, "rejected": len(table.rejects)})
    return done


def _read(source: str) -> files.Table:
    try:
        return files.read(_fetch(source), Path(source).name)
    except files.NotRecognised as error:
        raise BadInput(f"{source} : {error}") from error


def _fetch(source: str) -> bytes:
    if source.startswith(("http://", "https://")):
        try:
            with urllib.request.urlopen(source, timeout=60) as answer:  # noqa: S310
                content: bytes = answer.read(files.LIMIT + 1)
                return content
        except OSError as error:
            raise BadInput(
                f"{source} n'a pas pu être lu : {error}. Donnez le fichier déjà téléchargé."
            ) from error
    path = Path(source)
    if not path.is_file():
        raise BadInput(f"{source} n'existe pas. Donnez le chemin d'un fichier ou son adresse.")
    return path.read_bytes()


def _apply(table: files.Table) -> int:
    if table.kind == "contours":
        return _keep_contours(table)
    known = set(Commune.objects.values_list("code", flat=True))
    if table.kind == "populations":
        rows = [Population(**row) for row in table.rows]
        Population.objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["place", "year"],
            update_fields=["count", "source"],
        )  # fmt: skip
        return len(rows)
    if table.kind == "qpv":
        areas = [PriorityArea(kind="qpv", **row) for row in table.rows if row["commune_id"] in known]
        PriorityArea.objects.bulk_create(areas, batch_size=BATCH, ignore_conflicts=True)
        return len(areas)
    return _rename_communes(table, known)


def _rename_communes(table: files.Table, known: set[str]) -> int:
    departments = set(Department.objects.values_list("code", flat=True))
    fresh = [row for row in table.rows if row["code"] not in known]
    Commune.objects.bulk_create(
        [
            Commune(
                code=row["code"], name=row["name"], kind="commune", search=selectors.search_key(row["name"]),
                department_id=row["department"] if row["department"] in departments else None,
            )
            for row in fresh
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return len(table.rows)


def _keep_contours(table: files.Table) -> int:
    folder = settings.HOME / "contours"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{table.name}.geojson"
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps({"type": "FeatureCollection", "features": table.rows}), "utf-8")
    partial.replace(target)
    return len(table.rows)
