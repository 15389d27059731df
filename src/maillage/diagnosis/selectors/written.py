"""Everything written by hand or brought by partners, as plain values ready to be frozen."""

from datetime import date
from typing import Any

from maillage.diagnosis.models import (
    Diagnosis,
    FieldWork,
    Finding,
    FindingDissent,
    FindingSignature,
    MeansItem,
    Priority,
    QualitativeSource,
    SourceRequest,
)
from maillage.diagnosis.selectors import received
from maillage.diagnosis.selectors.records import sections
from maillage.diagnosis.vocabulary import Confidence, DiagnosisSection, MeansNature, SourceState
from maillage.diagnosis.vocabulary.gathered import (
    Adequacy,
    Instrument,
    QualitativeKind,
    RefusalMotive,
    Sampling,
)

Row = dict[str, Any]
PARTS = ("sections", "findings", "sources", "means", "field", "words", "priorities")


def written(*, diagnosis: Diagnosis | None) -> Row:
    """Everything written by hand, as plain values. The number of queries does not depend on how much."""
    if diagnosis is None:
        return {part: [] for part in PARTS}
    texts = sections(diagnosis=diagnosis)
    return {
        "sections": [
            {"name": name.value, "label": name.label, "text": texts[name.value].text}
            for name in DiagnosisSection
            if name.value in texts and texts[name.value].text
        ],
        "findings": _findings(diagnosis),
        "sources": _sources(diagnosis),
        "means": [_means(row) for row in MeansItem.objects.filter(**_in(diagnosis))],
        "field": _field(diagnosis),
        "words": [
            _words(row)
            for row in QualitativeSource.objects.filter(**_in(diagnosis)).select_related("institution")
        ],
        "priorities": _priorities(diagnosis),
    }


def _in(diagnosis: Diagnosis) -> Row:
    return {"diagnosis": diagnosis, "withdrawn_on__isnull": True}


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _findings(diagnosis: Diagnosis) -> list[Row]:
    inside = {"finding__diagnosis": diagnosis, "withdrawn_on__isnull": True}
    signed: dict[int, list[Row]] = {}
    for sign in FindingSignature.objects.filter(**inside).select_related("institution"):
        signed.setdefault(sign.finding_id, []).append(
            {"by": sign.institution.name, "on": _day(sign.on), "on_paper": sign.on_paper}
        )
    against: dict[int, list[Row]] = {}
    for row in FindingDissent.objects.filter(**inside).select_related("institution"):
        against.setdefault(row.finding_id, []).append(
            {"by": row.institution.name, "words": row.words, "on": _day(row.on)}
        )
    rows = Finding.objects.filter(**_in(diagnosis))
    return [_finding(row, signed.get(row.pk, []), against.get(row.pk, [])) for row in rows]


def _finding(row: Finding, signed: list[Row], against: list[Row]) -> Row:
    return {
        "number": row.number,
        "text": row.text,
        "evidence": row.evidence,
        "signatories": [*row.signatories, *(one["by"] for one in signed)],
        "signatures": signed,
        "confidence": Confidence(row.confidence).label,
        "dissent": row.dissent,
        "dissent_by": row.dissent_by,
        "dissent_on": _day(row.dissent_on),
        "dissents": against,
    }


def _sources(diagnosis: Diagnosis) -> list[Row]:
    rows = list(SourceRequest.objects.filter(**_in(diagnosis)).select_related("institution"))
    given = received.answers(diagnosis=diagnosis)
    return [_source(row, given.get(row.pk)) for row in rows]


def _source(row: SourceRequest, given: Row | None) -> Row:
    state = SourceState(row.state)
    doubts = given["doubts"] if given else []
    return {
        "number": row.number,
        "source": row.source,
        "holder": row.holder_name,
        "state": SourceState.DOUBTFUL.value if doubts else row.state,
        "state_label": f"{state.label}, douteuse" if doubts else state.label,
        "motive_label": RefusalMotive(row.motive_kind).label if row.motive_kind else "",
        "motive": row.motive,
        "dissent": row.dissent,
        "remark": row.remark,
        "question": row.question,
        "period": row.period,
        "asked_on": _day(row.asked_on),
        "due_on": _day(row.due_on),
        "answered_on": _day(row.answered_on),
        "doubts": doubts,
        "series": given["series"] if given else None,
    }


def _means(row: MeansItem) -> Row:
    return {
        "number": row.number,
        "nature": row.nature,
        "nature_label": MeansNature(row.nature).label,
        "name": row.name,
        "holder": row.holder,
        "quantity": row.quantity,
        "adequacy_label": Adequacy(row.adequacy).label if row.adequacy else "",
        "dysfunctions": row.dysfunctions,
        "remark": row.remark,
    }


def _field(diagnosis: Diagnosis) -> list[Row]:
    rows = list(FieldWork.objects.filter(**_in(diagnosis)).select_related("institution"))
    coded = received.codings(diagnosis=diagnosis)
    return [_work(row, coded.get(row.pk, [])) for row in rows]


def _work(row: FieldWork, questions: list[Row]) -> Row:
    return {
        "number": row.number,
        "instrument": row.instrument,
        "instrument_label": Instrument(row.instrument).label,
        "title": row.title,
        "place": row.place,
        "start": _day(row.start),
        "end": _day(row.end),
        "public": row.public,
        "target": row.target,
        "sample": row.sample,
        "sampling": row.sampling,
        "sampling_label": Sampling(row.sampling).label,
        "method": row.method,
        "lesson": row.lesson,
        "institution": row.institution.name if row.institution else "",
        "questions": questions,
    }


def _words(row: QualitativeSource) -> Row:
    return {
        "number": row.number,
        "kind_label": QualitativeKind(row.kind).label,
        "name": row.name,
        "holder": row.institution.name if row.institution else "",
        "period": row.period,
        "content": row.content,
        "limits": row.limits,
    }


def _priorities(diagnosis: Diagnosis) -> list[Row]:
    rows = Priority.objects.filter(**_in(diagnosis)).select_related("institution")
    return [
        {
            "number": row.number,
            "rank": row.rank,
            "text": row.text,
            "reason": row.reason,
            "by": row.institution.name if row.institution else "",
            "findings": sorted(one.number for one in row.findings.all() if one.withdrawn_on is None),
        }
        for row in rows.prefetch_related("findings")
    ]
