"""What was written in a diagnosis, and its frozen versions; always within one partnership."""

from maillage.diagnosis.models import (
    Diagnosis,
    FieldWork,
    Finding,
    MeansItem,
    Priority,
    QualitativeSource,
    Section,
    Snapshot,
    SourceRequest,
)
from maillage.institutions.models import Partnership

Line = Finding | SourceRequest | MeansItem | FieldWork | QualitativeSource | Priority
KINDS: dict[str, type[Line]] = {
    "finding": Finding, "source": SourceRequest, "means": MeansItem, "field": FieldWork,
    "words": QualitativeSource, "priority": Priority,
}  # fmt: skip


def current(*, partnership: Partnership) -> Diagnosis | None:
    """The diagnosis at work in this partnership: the last opened."""
    return Diagnosis.objects.filter(partnership=partnership).select_related("partnership").first()


def latest_snapshot(*, partnership: Partnership) -> Snapshot | None:
    """The last frozen version of this partnership."""
    return Snapshot.objects.filter(partnership=partnership).order_by("-number").first()


def snapshots(*, partnership: Partnership) -> list[Snapshot]:
    """Every frozen version of this partnership, newest first, without their bodies."""
    return list(Snapshot.objects.filter(partnership=partnership).defer("body").order_by("-number"))


def snapshot(*, partnership: Partnership, number: int) -> Snapshot | None:
    """One frozen version of this partnership."""
    return Snapshot.objects.filter(partnership=partnership, number=number).first()


def sections(*, diagnosis: Diagnosis) -> dict[str, Section]:
    """The sections written by hand, by name."""
    return {row.name: row for row in Section.objects.filter(diagnosis=diagnosis)}


def entries(*, diagnosis: Diagnosis, kind: str, withdrawn: bool = False) -> list[Line]:
    """The findings, sources or means of a diagnosis, by number."""
    return list(KINDS[kind].objects.filter(diagnosis=diagnosis, withdrawn_on__isnull=not withdrawn))


def entry(*, diagnosis: Diagnosis, kind: str, number: int) -> Line | None:
    """One line of a diagnosis, withdrawn or not; None when this diagnosis has no such line."""
    return KINDS[kind].objects.filter(diagnosis=diagnosis, number=number).first()
