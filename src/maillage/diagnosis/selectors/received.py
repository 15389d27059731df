"""What partners brought and is in use: series by category and period, coded answers, live doubts."""

from typing import Any

from django.db.models import Q, Sum

from maillage.diagnosis.models import CodedAnswer, Delivery, Diagnosis, Doubt, SeriesPoint
from maillage.diagnosis.vocabulary.gathered import DeliveryState, DoubtKind

Row = dict[str, Any]
KEPT = DeliveryState.KEPT.value
LAST_PERIODS, MOST_CATEGORIES = 12, 20  # of one series, in the diagnosis; the whole stays in its own page
LIVE = Q(against__isnull=True) | Q(against__state=KEPT)  # a contradiction falls with the other source


def answers(*, diagnosis: Diagnosis) -> dict[int, Row]:
    """By request: its series in use and the doubts on it. Three queries."""
    kept = list(
        Delivery.objects.filter(diagnosis=diagnosis, state=KEPT, request__isnull=False).defer("content")
    )
    doubts: dict[int, list[Row]] = {}
    for row in Doubt.objects.filter(LIVE, delivery__in=kept):
        doubts.setdefault(row.delivery_id, []).append(_doubt(row))
    cells: dict[int, dict[str, dict[str, int]]] = {}
    for row in _sums(kept):
        cells.setdefault(row["delivery_id"], {}).setdefault(row["category"], {})[row["period"]] = row["total"]
    return {
        row.request_id: {"doubts": doubts.get(row.pk, []), "series": _series(row, cells.get(row.pk, {}))}
        for row in kept
        if row.request_id
    }


def _sums(kept: list[Delivery]) -> Any:
    rows = SeriesPoint.objects.filter(delivery__in=kept).order_by("delivery_id", "category", "period")
    return rows.values("delivery_id", "category", "period").annotate(total=Sum("count"))


def _doubt(row: Doubt) -> Row:
    return {
        "label": DoubtKind(row.kind).label,
        "words": row.words,
        "explanation": row.explanation,
        "explained_on": row.explained_on.isoformat() if row.explained_on else "",
    }


def _series(row: Delivery, cells: dict[str, dict[str, int]]) -> Row:
    periods = sorted({period for counts in cells.values() for period in counts})
    shown = periods[-LAST_PERIODS:]
    largest = sorted(cells, key=lambda name: (-sum(cells[name].values()), name))[:MOST_CATEGORIES]
    return {
        "rows": row.rows,
        "rejected": row.rejected,
        "partial": row.partial,
        "note": row.method_note,
        "periods": shown,
        "older": len(periods) - len(shown),
        "more": len(cells) - len(largest),
        "categories": [
            {"category": name, "counts": [cells[name].get(period) for period in shown]} for name in largest
        ],
    }


def codings(*, diagnosis: Diagnosis) -> dict[int, list[Row]]:
    """By field work: its questions in the order of the file, each with its answers. One query."""
    rows = CodedAnswer.objects.filter(delivery__diagnosis=diagnosis, delivery__state=KEPT)
    found: dict[int, dict[str, list[Row]]] = {}
    for row in rows.values("delivery__field_work_id", "question", "code", "count").order_by("line"):
        questions = found.setdefault(row["delivery__field_work_id"], {})
        questions.setdefault(row["question"], []).append({"code": row["code"], "count": row["count"]})
    return {
        work: [{"question": name, "answers": answers} for name, answers in questions.items()]
        for work, questions in found.items()
    }
