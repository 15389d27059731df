"""Sheets of communes: read as a preview, then written whole or not at all; a former value is put aside."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.audit import journal
from maillage.contracts.services import gate
from maillage.funding.intake import components as component_sheet
from maillage.funding.intake import effort as effort_sheet
from maillage.funding.models import Effort, NeedComponent, NeedValue
from maillage.funding.vocabulary.spread import ComponentRow, EffortRow, Sheet
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput
from maillage.tabular import FileRejected
from maillage.territory import selectors as territory

READERS: dict[str, Callable[..., Sheet]] = {"effort": effort_sheet.read, "besoin": component_sheet.read}
HEADERS = {"effort": effort_sheet.HEADER, "besoin": component_sheet.HEADER}


def read_sheet(*, kind: str, content: bytes, filename: str) -> Sheet:
    """What a file of this kind holds, line by line. Raises BadInput when it is no such table at all."""
    name = Path(filename.replace("\\", "/")).name[:200] or "fichier"
    try:
        with tempfile.TemporaryDirectory(prefix="maillage-argent-") as folder:
            path, scratch = Path(folder) / "recu", Path(folder) / "travail"
            path.write_bytes(content)
            scratch.mkdir()
            return READERS[kind](path, scratch, name=name, known=territory.commune_codes())
    except FileRejected as error:
        raise BadInput(f"{error} Rien n'a été enregistré.") from error


def write_sheet(
    *, actor: Actor, partnership: Partnership, kind: str, content: bytes, filename: str, source: str, on: date
) -> int:
    """Write a whole file, or nothing; a standing value of the same commune and year (or a component of the
    same name) is withdrawn. Returns the number of rows. Raises BadInput on any rejected line.
    """
    act = "effort propre importé" if kind == "effort" else "composantes du besoin importées"
    gate.check_runs(actor, partnership, act)
    found = read_sheet(kind=kind, content=content, filename=filename)
    if found.rejects:
        first = found.rejects[0]
        raise BadInput(f"Ligne {first.line} : {first.reason} Rien n'a été enregistré.")
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        if kind == "effort":
            _write_efforts(partnership, [row for row in found.rows if isinstance(row, EffortRow)], source, on)
        else:
            _write_components(partnership, [row for row in found.rows if isinstance(row, ComponentRow)], on)
        journal.append(
            actor=actor, act=act, subject=partnership.key, partnership=partnership.key,
            detail={"lignes": len(found.rows)},
        )  # fmt: skip
    return len(found.rows)


def _write_efforts(partnership: Partnership, rows: Sequence[EffortRow], source: str, on: date) -> None:
    if not source.strip():
        raise BadInput("Dites d'où viennent ces montants : compte administratif, OFGL, délibération.")
    standing = Effort.objects.filter(partnership=partnership, withdrawn_on__isnull=True)
    known = {(row.place, row.year): row for row in standing}
    for row in rows:
        if (old := known.get((row.place, row.year))) is not None:
            _put_aside(old, on)
        Effort(
            partnership=partnership, place=row.place, year=row.year, spend=row.spend,
            potential=row.potential, population=row.population, source=source.strip()[:200],
        ).save(force_insert=True)  # fmt: skip


def _write_components(partnership: Partnership, rows: Sequence[ComponentRow], on: date) -> None:
    groups: dict[str, list[ComponentRow]] = {}
    for row in rows:
        groups.setdefault(row.component, []).append(row)
    for old in NeedComponent.objects.filter(
        partnership=partnership, name__in=groups, withdrawn_on__isnull=True
    ):
        _put_aside(old, on)
    for name, values in groups.items():
        made = NeedComponent(
            partnership=partnership, name=name, source=values[0].source, year=values[0].year
        )  # fmt: skip
        made.save(force_insert=True)
        NeedValue.objects.bulk_create(
            [NeedValue(component=made, place=row.place, value=row.value) for row in values]
        )


def _put_aside(row: Any, on: date) -> None:
    row.withdrawn_on, row.revision = on, row.revision + 1
    row.save(update_fields=["withdrawn_on", "revision"])
