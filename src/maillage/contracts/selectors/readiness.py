"""What the readiness of a contract, or of one sheet, is read from, and the reading itself."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from maillage.bodies.rules.decisions import THERE
from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.rules.readiness import facts
from maillage.contracts.rules.readiness.plan import Reading, SheetReading, read, read_sheet
from maillage.contracts.selectors import life
from maillage.contracts.vocabulary import IndicatorKind, Origin
from maillage.institutions.models import Institution

LOCAL = (Origin.FINDING.value, Origin.LOCAL.value)


def of_contract(contract: Contract) -> Reading:
    """The whole contract, read before its signature."""
    return of_rows(life.whole(contract=contract))


def of_sheet(sheet: ActionSheet) -> SheetReading:
    """One sheet by itself; what overlaps another sheet shows on the page of the contract."""
    row = life.sheets_whole().get(pk=sheet.pk)
    return read_sheet(_sheet(row))


def of_rows(row: Any) -> Reading:
    """The same from a contract already loaded whole."""
    priorities = [(f"{axis.number}.{one.number}", one) for axis in row.kept_axes for one in axis.kept]
    return read(
        facts.Plan(
            row.pk,
            tuple(facts.Priority(one.pk, code, one.title, len(one.kept)) for code, one in priorities),
            tuple(_objective(f"{code}.{aim.number}", aim) for code, one in priorities for aim in one.kept),
            tuple(_sheet(one) for one in row.kept_sheets),
            tuple(_words(row)),
        )
    )


def _words(row: Any) -> Iterator[facts.Word]:
    """The glossary, each word with the pilots who have not agreed with its meaning as it stands."""
    pilots = {one.pilot.pk: one.pilot.label for one in row.kept_sheets if one.pilot is not None}
    for word in row.kept_words:
        agreed = {one.institution_id for one in word.agreements.all() if one.meaning == word.meaning}
        waiting = sorted(name for pk, name in pilots.items() if pk not in agreed)
        yield facts.Word(word.pk, word.number, word.word, word.meaning, tuple(waiting))


def _objective(code: str, row: Any) -> facts.Objective:
    return facts.Objective(
        row.pk, code, row.text, row.baseline, row.target, row.due_on, row.indicator, row.territory,
        row.public, row.origin in LOCAL, _live(row.findings.all()),
    )  # fmt: skip


def _live(rows: Iterable[Any]) -> int:
    return sum(row.withdrawn_on is None for row in rows)


def _sheet(row: Any) -> facts.Sheet:
    day = timezone.localdate(row.meeting.starts_at) if row.meeting else None
    return facts.Sheet(
        row.pk, row.number, row.title, row.theme, row.content, row.public, row.territory, row.start, row.end,
        priced=any(one.withdrawn_on is None and one.amount is not None for one in row.cost_lines.all()),
        pilot=_party(row.pilot), partners=tuple(_of(one.institution) for one in row.named),
        promises=tuple(_promise(one.institution, said) for one in row.named for said in one.promised),
        human_means=row.human_means,
        measures=tuple(
            facts.Measure(one.kind == IndicatorKind.RESULT.value, one.name, one.target)
            for one in row.indicators.all() if one.withdrawn_on is None
        ),
        findings=_live(row.found), objectives=frozenset(one.pk for one in row.served),
        without=dict(row.without), existed_before=row.existed_before, what_changed=row.what_changed,
        host=_party(row.host), host_agreed_on=row.host_agreed_on, deliberated_by=_present(row),
        deliberated_on=day, only_communication=row.only_communication,
    )  # fmt: skip


def _promise(institution: Institution, row: Any) -> facts.Promise:
    return facts.Promise(
        _of(institution), row.deliverable, row.quantity, row.due_on, row.confirmed_on is not None
    )


def _party(row: Institution | None) -> facts.Party | None:
    return _of(row) if row is not None else None


def _of(row: Institution) -> facts.Party:
    return facts.Party(row.pk, row.label, facts.entity(row.kind, row.pk), row.college)


def _present(row: Any) -> int:
    """How many institutions were at the deliberation."""
    if row.meeting is None:
        return 0
    there = [one for one in row.meeting.attendances.all() if one.state in THERE]
    return len({one.seat.institution_id for one in there})
