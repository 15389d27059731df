"""The whole contract as plain values: the one source of its versions, of its documents and of comparisons.

Text, numbers and ISO days only, so that its canonical form can be hashed and read again in ten years.
Institutions and seats are named, never a person. What happens to an action once signed stays out.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.bodies.rules.minutes import canonical
from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    Objective,
    Opinion,
    Priority,
    SheetPartner,
    Version,
)
from maillage.contracts.rules.comparison import Change, compare
from maillage.contracts.selectors import life
from maillage.contracts.selectors import readiness as ready
from maillage.territory import selectors as territory

Text = dict[str, Any]


def text(contract: Contract) -> Text:
    """Everything the contract says today, with what it still lacks."""
    row = life.whole(contract=contract)
    sheets = {sheet.pk: _sheet(sheet) for sheet in row.kept_sheets}
    for opinion in row.kept_opinions:
        if opinion.on_plan and opinion.sheet_id in sheets:
            sheets[opinion.sheet_id]["plan_opinion"] = _opinion(opinion)
    return {
        "contract": _head(row),
        "axes": [_axis(one) for one in row.kept_axes],
        "sheets": list(sheets.values()),
        "words": [_word(one) for one in row.kept_words],
        "signatories": [_signatory(one) for one in row.kept_signatories],
        "opinions": [_opinion(one) for one in row.kept_opinions if not one.on_plan],
        "remarks": [remark.said() for remark in ready.of_rows(row).remarks],
    }


def frozen(contract: Contract) -> tuple[str, str]:
    """The same as its one JSON text, and the SHA-256 of that text."""
    return canonical(text(contract))


def moved(version: Version) -> list[Change]:
    """What the contract says today that this version does not: nothing when they say the same."""
    return compare(version.content, text(version.contract))


def _head(row: Contract) -> Text:
    facts = territory.facts(row.partnership.place)
    diagnosis = row.diagnosis
    return {
        "title": row.title, "kind": row.kind_term.label, "territory": row.territory,
        "start": _day(row.start), "end": _day(row.end), "ordering": row.ordering_term.label,
        "follows": row.follows.title if row.follows else "",
        "diagnosis": f"ouvert le {diagnosis.opened_on:%d/%m/%Y}{_years(diagnosis)}" if diagnosis else "",
        "partnership": row.partnership.name, "place": facts.name if facts else "",
        "fictitious": row.partnership.fictitious,
    }  # fmt: skip


def _years(diagnosis: Any) -> str:
    if diagnosis.first_year is None:
        return ""
    return f", années {diagnosis.first_year} à {diagnosis.last_year}"


def _axis(row: Axis) -> Text:
    kept: list[Priority] = row.kept  # type: ignore[attr-defined]
    return {
        "id": row.pk, "number": row.number, "title": row.title,
        "priorities": [_priority(one, f"{row.number}.{one.number}") for one in kept],
    }  # fmt: skip


def _priority(row: Priority, code: str) -> Text:
    kept: list[Objective] = row.kept  # type: ignore[attr-defined]
    return {
        "id": row.pk, "number": row.number, "code": code, "title": row.title, "reason": row.reason,
        "origin": row.origin_term.label, "diagnosed": row.diagnosed.text if row.diagnosed else "",
        "objectives": [_objective(one, f"{code}.{one.number}") for one in kept],
    }  # fmt: skip


def _objective(row: Objective, code: str) -> Text:
    return {
        "id": row.pk, "number": row.number, "code": code, "text": row.text, "indicator": row.indicator,
        "unit": row.unit, "baseline": row.baseline, "target": row.target, "due_on": _day(row.due_on),
        "territory": row.territory, "public": row.public, "source": row.source,
        "origin": row.origin_term.label, "findings": _findings(row.findings.all()),
    }  # fmt: skip


def _findings(rows: Iterable[Any]) -> list[str]:
    return [f"{row.number}. {row.text}" for row in rows if row.withdrawn_on is None]


def _sheet(row: ActionSheet) -> Text:
    return {**_identity(row), **_work(row), **_around(row), **_lines(row)}


def _identity(row: ActionSheet) -> Text:
    served: list[Objective] = row.served  # type: ignore[attr-defined]
    return {
        "id": row.pk, "number": row.number, "title": row.title, "theme": row.theme_term.label,
        "family": row.family_term.label,
        "in_objectives": sorted(
            f"{one.priority.axis.number}.{one.priority.number}.{one.number}" for one in served
        ),
        "findings": _findings(row.found),  # type: ignore[attr-defined]
        "deliberated": _deliberated(row), "existed_before": row.existed_before,
        "what_changed": row.what_changed, "follows": row.follows.title if row.follows else "",
    }  # fmt: skip


def _deliberated(row: ActionSheet) -> str:
    if row.meeting is None:
        return ""
    return f"{row.meeting.body.name}, {timezone.localdate(row.meeting.starts_at):%d/%m/%Y}"


def _work(row: ActionSheet) -> Text:
    return {
        "public": row.public, "territory": row.territory, "in_priority_area": row.in_priority_area,
        "content": row.content, "only_communication": row.only_communication,
        "pilot": row.pilot.name if row.pilot else "", "pilot_id": row.pilot_id,
        "pilot_seat": row.pilot_seat.label if row.pilot_seat else "",
        "deputy": row.deputy.name if row.deputy else "", "start": _day(row.start), "end": _day(row.end),
        "human_means": row.human_means, "constraints": row.constraints_words, "risks": row.risks,
        "without": dict(row.without),
    }  # fmt: skip


def _around(row: ActionSheet) -> Text:
    return {
        "host": row.host.name if row.host else "", "host_agreed_on": _day(row.host_agreed_on),
        "first_line": row.first_line_consulted, "inhabitants": row.inhabitants_consulted,
        "consultation": row.consultation_changed, "common": row.common_action,
        "opened_by": row.opened_by.name if row.opened_by else "", "plan_opinion": None,
    }  # fmt: skip


def _lines(row: ActionSheet) -> Text:
    partners: list[SheetPartner] = row.named  # type: ignore[attr-defined]
    return {
        "partners": [_partner(one) for one in partners],
        "milestones": [
            {"id": one.pk, "title": one.title, "start": _day(one.start), "end": _day(one.end)}
            for one in row.milestones.all() if one.withdrawn_on is None
        ],
        "reviews": sorted(
            one.planned_on.isoformat() for one in row.reviews.all() if one.dropped_on is None
        ),
        "costs": [
            {"id": one.pk, "year": one.year, "source": one.source_term.label, "nature": one.nature_term.label,
             "payer": one.payer.name if one.payer else "", "amount": _euros(one.amount),
             "obtained": one.obtained, "note": one.note}
            for one in row.cost_lines.all() if one.withdrawn_on is None
        ],
        "indicators": [
            {"id": one.pk, "kind": one.kind_term.label, "name": one.name, "unit": one.unit,
             "baseline": one.baseline, "target": one.target, "target_on": _day(one.target_on),
             "source": one.source}
            for one in row.indicators.all() if one.withdrawn_on is None
        ],
    }  # fmt: skip


def _partner(row: SheetPartner) -> Text:
    return {
        "id": row.pk, "institution": row.institution.name,
        "pledges": [
            {"id": one.pk, "deliverable": one.deliverable, "quantity": one.quantity,
             "due_on": _day(one.due_on), "towards": one.towards.name if one.towards else "",
             "confirmed_on": _day(one.confirmed_on), "on_paper": one.confirmed_on_paper}
            for one in row.promised  # type: ignore[attr-defined]
        ],
    }  # fmt: skip


def _word(row: Any) -> Text:
    agreed = [one.institution.name for one in row.agreements.all() if one.meaning == row.meaning]
    return {"id": row.pk, "number": row.number, "word": row.word, "meaning": row.meaning, "agreed": agreed}


def _signatory(row: Any) -> Text:
    return {
        "id": row.pk, "institution": row.institution.name, "capacity": row.capacity_term.label,
        "rank": row.rank,
    }  # fmt: skip


def _opinion(row: Opinion) -> Text:
    verdict = row.verdict_term
    return {
        "id": row.pk, "institution": row.institution.name, "asked_on": _day(row.asked_on),
        "given_on": _day(row.given_on), "verdict": verdict.label if verdict else "", "words": row.words,
        "effect": row.effect,
    }  # fmt: skip


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _euros(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
