"""Puts the rows of one official file in the database. Called inside the transaction of the whole load."""

from collections.abc import Callable
from datetime import date
from typing import Any

from maillage.territory import selectors
from maillage.territory.intake import history, reference
from maillage.territory.intake.official import Found, NotRecognised
from maillage.territory.models import (
    Commune,
    Department,
    Epci,
    PerimeterChange,
    Population,
    PriorityArea,
    Region,
)
from maillage.territory.services.shipped import BATCH, restore_what_ceased, upsert

Row = dict[str, Any]
SHOWN = 5


def _regions(found: Found) -> int:
    upsert(Region, [Region(code=row["code"], name=row["name"]) for row in found.rows])
    return len(found.rows)


def _departments(found: Found) -> int:
    known = set(Region.objects.values_list("code", flat=True))
    _refuse_unknown(found, known, "région", lambda row: row["region"])
    rows = [Department(code=row["code"], name=row["name"], region_id=row["region"]) for row in found.rows]
    upsert(Department, rows)
    return len(rows)


def _communes(found: Found) -> int:
    """New communes are added; known ones take their name from an edition as recent as the shipped one."""
    known = Commune.objects.in_bulk()
    departments = set(Department.objects.values_list("code", flat=True))
    rows = {row["code"]: row for row in sorted(found.rows, key=lambda row: row["kind"] == "commune")}
    fresh = [_commune(row, departments) for code, row in rows.items() if code not in known]
    Commune.objects.bulk_create(fresh, batch_size=BATCH)
    if not _older(found):
        _rename([(known[code], row) for code, row in rows.items() if code in known])
    return len(found.rows)


def _older(found: Found) -> bool:
    """Is this an edition of before the shipped one? Then it adds what is unknown and changes nothing else."""
    if found.year is None or found.year >= reference.GEOGRAPHY_YEAR:
        return False
    found.note = f"édition de {found.year}, plus ancienne que celle de {reference.GEOGRAPHY_YEAR} déjà connue"
    return True


def _commune(row: Row, departments: set[str]) -> Commune:
    code = row["code"]
    department = row["department"] or (code[:3] if code.startswith("97") else code[:2])
    parent = reference.successor(code) or (
        row["parent"] if row["kind"] in ("delegated", "associated") else ""
    )
    kind = "former" if row["kind"] == "commune" and parent else row["kind"]
    return Commune(
        code=code, name=row["name"], kind=kind, search=selectors.search_key(row["name"]), successor=parent,
        department_id=department if department in departments else None,
    )  # fmt: skip


def _rename(pairs: list[tuple[Commune, Row]]) -> None:
    changed = []
    for commune, row in pairs:
        if commune.kind == row["kind"] and commune.name != row["name"]:
            commune.name, commune.search = row["name"], selectors.search_key(row["name"])
            changed.append(commune)
    Commune.objects.bulk_update(changed, ["name", "search"], batch_size=BATCH)


def _movements(found: Found) -> int:
    """Communes that ceased: kept with their day, marked former, their successor named."""
    known = set(Commune.objects.values_list("code", flat=True))
    departments = set(Department.objects.values_list("code", flat=True))
    news = [row for row in found.rows if _adds(row)]
    fresh = {row["successor"]: (row["successor_name"], "commune", "") for row in news}
    fresh |= {row["code"]: (row["name"], "former", row["successor"]) for row in news}
    Commune.objects.bulk_create(
        [
            _commune({"code": code, "name": name, "kind": kind, "department": "", "parent": now}, departments)
            for code, (name, kind, now) in fresh.items()
            if code not in known
        ],
        batch_size=BATCH,
    )
    _keep([_ceased(row, found) for row in news])
    restore_what_ceased()
    return len(found.rows)


def _adds(row: Row) -> bool:
    """Is it not in the shipped history already, as precisely?"""
    shipped = history.changes().get(row["code"])
    if shipped is None or shipped.successor != row["successor"]:
        return True
    return bool(row["earliest"] == row["latest"] and shipped.span != (row["earliest"], row["latest"]))


def _ceased(row: Row, found: Found) -> PerimeterChange:
    return PerimeterChange(
        place=row["code"], name=row["name"], kind="ceased", other=row["successor"], earliest=row["earliest"],
        latest=row["latest"], reason=row["reason"], source=found.name,
    )  # fmt: skip


def _keep(changes: list[PerimeterChange]) -> None:
    PerimeterChange.objects.filter(
        kind="ceased", place__in=[row.place for row in changes if row.kind == "ceased"]
    ).delete()
    PerimeterChange.objects.bulk_create(changes, batch_size=BATCH, ignore_conflicts=True)


def _epci(found: Found) -> int:
    rows = [Epci(**row) for row in found.rows]
    if _older(found):
        Epci.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    else:
        upsert(Epci, rows)
    return len(rows)


def _members(found: Found) -> int:
    """The members of each EPCI of the file replace those known; who moved is kept with its date."""
    communes = Commune.objects.in_bulk()
    _refuse_unknown(found, set(communes), "commune", lambda row: row["commune"])
    if _older(found):
        return 0
    _name_bodies(found)
    listed = {row["commune"]: row["epci"] for row in found.rows}
    bodies = set(listed.values())
    moves, changed = [], []
    for code, commune in communes.items():
        before, after = commune.epci_id, listed.get(code)
        if before == after or (after is None and before not in bodies):
            continue
        moves += [
            _move(commune, body, kind, found) for body, kind in ((before, "left"), (after, "entered")) if body
        ]
        commune.epci_id = after
        changed.append(commune)
    Commune.objects.bulk_update(changed, ["epci"], batch_size=BATCH)
    _keep(moves)
    return len(found.rows)


def _name_bodies(found: Found) -> None:
    known = set(Epci.objects.values_list("code", flat=True))
    named = {row["epci"]: row for row in found.rows if row["epci_name"]}
    missing = {row["epci"] for row in found.rows} - known - set(named)
    if missing:
        shown = ", ".join(sorted(missing)[:SHOWN])
        raise NotRecognised(f"EPCI inconnus : {shown}. Chargez d'abord, ou ensemble, la liste des EPCI.")
    rows = [Epci(code=code, name=row["epci_name"], type=row["epci_type"]) for code, row in named.items()]
    upsert(Epci, rows)


def _move(commune: Commune, body: str, kind: str, found: Found) -> PerimeterChange:
    year = max(found.year or reference.GEOGRAPHY_YEAR + 1, reference.GEOGRAPHY_YEAR + 1)
    span = date(reference.GEOGRAPHY_YEAR, 1, 2), date(year, 1, 1)
    return PerimeterChange(
        place=f"epci:{body}", name=commune.name, kind=kind, other=commune.code, earliest=span[0],
        latest=span[1], reason="liste des membres", source=found.name,
    )  # fmt: skip


def _populations(found: Found) -> int:
    rows = [Population(**row) for row in found.rows]
    Population.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["place", "year"],
        update_fields=["count", "source"],
    )  # fmt: skip
    return len(rows)


def _priority_areas(found: Found) -> int:
    known = set(Commune.objects.values_list("code", flat=True))
    rows = [row | {"commune": reference.successor(row["commune"]) or row["commune"]} for row in found.rows]
    _refuse_unknown(Found(found.kind, found.name, rows), known, "commune", lambda row: row["commune"])
    areas = [
        PriorityArea(kind=found.kind, code=row["code"], name=row["name"], commune_id=row["commune"])
        for row in rows
    ]
    PriorityArea.objects.bulk_create(areas, batch_size=BATCH, ignore_conflicts=True)
    return len(areas)


def _refuse_unknown(found: Found, known: set[str], what: str, code: Callable[[Row], str]) -> None:
    missing = sorted({code(row) for row in found.rows} - known)
    if missing:
        shown = ", ".join(missing[:SHOWN])
        more = f" et {len(missing) - SHOWN} autres" if len(missing) > SHOWN else ""
        raise NotRecognised(f"{what} inconnue du code officiel géographique : {shown}{more}.")


APPLY: dict[str, Callable[[Found], int]] = {
    "regions": _regions, "departments": _departments, "communes": _communes, "movements": _movements,
    "epci": _epci, "members": _members, "populations": _populations, "qpv": _priority_areas,
    "zus": _priority_areas, "contours": lambda found: len(found.rows), "unused": lambda found: 0,
}  # fmt: skip
ORDER = tuple(APPLY)  # what others refer to comes first
