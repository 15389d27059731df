"""What was written in a diagnosis, and its frozen versions; always within one partnership."""

from typing import Any

from maillage.diagnosis.models import Diagnosis, Finding, MeansItem, Section, Snapshot, SourceRequest
from maillage.diagnosis.vocabulary import Confidence, DiagnosisSection, MeansNature, SourceState
from maillage.institutions.models import Partnership

Row = dict[str, Any]
Line = Finding | SourceRequest | MeansItem
KINDS: dict[str, type[Line]] = {"finding": Finding, "source": SourceRequest, "means": MeansItem}


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


def written(*, diagnosis: Diagnosis | None) -> Row:
    """Everything written by hand, as plain values ready to be frozen. Four queries."""
    if diagnosis is None:
        return {"sections": [], "findings": [], "sources": [], "means": []}
    texts = sections(diagnosis=diagnosis)
    return {
        "sections": [
            {"name": name.value, "label": name.label, "text": texts[name.value].text}
            for name in DiagnosisSection
            if name.value in texts and texts[name.value].text
        ],
        "findings": [_finding(row) for row in entries(diagnosis=diagnosis, kind="finding")],
        "sources": [_source(row) for row in entries(diagnosis=diagnosis, kind="source")],
        "means": [_means(row) for row in entries(diagnosis=diagnosis, kind="means")],
    }


def _finding(row: Any) -> Row:
    return {
        "number": row.number,
        "text": row.text,
        "evidence": row.evidence,
        "signatories": list(row.signatories),
        "confidence": Confidence(row.confidence).label,
        "dissent": row.dissent,
        "dissent_by": row.dissent_by,
        "dissent_on": row.dissent_on.isoformat() if row.dissent_on else "",
    }


def _source(row: Any) -> Row:
    return {
        "number": row.number,
        "source": row.source,
        "holder": row.holder,
        "state": row.state,
        "state_label": SourceState(row.state).label,
        "motive": row.motive,
        "remark": row.remark,
        "asked_on": row.asked_on.isoformat() if row.asked_on else "",
    }


def _means(row: Any) -> Row:
    return {
        "number": row.number,
        "nature": row.nature,
        "nature_label": MeansNature(row.nature).label,
        "name": row.name,
        "holder": row.holder,
        "quantity": row.quantity,
        "remark": row.remark,
    }
