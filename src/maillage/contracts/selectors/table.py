"""The table of sheets as flat rows for a file, read in chunks; steps and pledges of many sheets at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, OuterRef, Q, QuerySet, Subquery, Sum

from maillage.contracts.models import ActionSheet, CostLine, Milestone, Pledge
from maillage.contracts.selectors.card import PledgeLine, pledge_line
from maillage.contracts.vocabulary import PreventionFamily, SheetState, Theme

CHUNK = 500
COLUMNS = (
    "pk", "number", "title", "theme", "family", "state", "is_late", "pilot__name", "deputy__name", "public",
    "territory", "in_priority_area", "start", "end", "partner_count", "pledge_count", "confirmed_count",
    "cost", "to_price", "existed_before", "common_action", "blocking", "would_lift",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One sheet of the file."""

    number: int
    title: str
    theme: Theme
    family: PreventionFamily
    state: SheetState
    late: bool
    pilot: str
    deputy: str
    public: str
    territory: str
    priority_area: bool | None
    start: date | None
    end: date | None
    partners: int
    pledges: int
    confirmed: int
    cost: Decimal | None
    to_price: int
    existed_before: bool | None
    common: bool
    blocking: str
    would_lift: str


def lines(*, rows: QuerySet[ActionSheet], on: date) -> Iterator[Line]:
    """The sheets as flat rows, never all in memory; one query, with `is_late` and `partner_count` given."""
    living = {"sheet": OuterRef("pk"), "withdrawn_on__isnull": True}
    pledged = Pledge.objects.filter(
        partner__sheet=OuterRef("pk"), partner__withdrawn_on__isnull=True, withdrawn_on__isnull=True
    )
    costs = CostLine.objects.filter(**living).order_by().values("sheet")
    counted = rows.annotate(
        pledge_count=_count(pledged, "partner__sheet"),
        confirmed_count=_count(pledged.filter(confirmed_on__isnull=False), "partner__sheet"),
        cost=Subquery(costs.annotate(n=Sum("amount")).values("n"), output_field=DecimalField()),
        to_price=_count(CostLine.objects.filter(Q(amount__isnull=True), **living), "sheet"),
    )
    for row in counted.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        yield _line(row)


def _count(rows: QuerySet[Pledge] | QuerySet[CostLine], by: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))


def _line(row: tuple[Any, ...]) -> Line:
    known: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    return Line(
        number=known["number"], title=known["title"], late=bool(known["is_late"]),
        pilot=known["pilot__name"] or "", deputy=known["deputy__name"] or "", public=known["public"],
        territory=known["territory"], priority_area=known["in_priority_area"], start=known["start"],
        end=known["end"], partners=known["partner_count"], pledges=known["pledge_count"] or 0,
        confirmed=known["confirmed_count"] or 0, cost=known["cost"], to_price=known["to_price"] or 0,
        existed_before=known["existed_before"], common=known["common_action"], blocking=known["blocking"],
        would_lift=known["would_lift"], theme=Theme(known["theme"]),
        family=PreventionFamily(known["family"]), state=SheetState(known["state"]),
    )  # fmt: skip


def steps(*, sheets: Iterable[ActionSheet]) -> dict[int, list[Milestone]]:
    """The living steps of these sheets, in one query."""
    found: dict[int, list[Milestone]] = defaultdict(list)
    keys = [row.pk for row in sheets]
    for row in Milestone.objects.filter(sheet__in=keys, withdrawn_on__isnull=True):
        found[row.sheet_id].append(row)
    return found


def pledges(
    *, sheets: Iterable[ActionSheet], institutions: frozenset[int], on: date
) -> dict[int, list[PledgeLine]]:
    """The living pledges of these institutions on these sheets, in one query."""
    found: dict[int, list[PledgeLine]] = defaultdict(list)
    rows = Pledge.objects.filter(
        partner__sheet__in=[row.pk for row in sheets], partner__institution_id__in=institutions,
        partner__withdrawn_on__isnull=True, withdrawn_on__isnull=True,
    )  # fmt: skip
    for row in rows.select_related("partner__institution", "commitment", "towards").order_by("due_on", "id"):
        found[row.partner.sheet_id].append(pledge_line(row, on))
    return found
