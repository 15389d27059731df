"""Questions on the spreadsheet of requests: what it holds, what a file received would change."""

from collections.abc import Iterable

from django.db.models import Prefetch

from maillage.funding.models import GrantRequest, PlanImport, PlanLine
from maillage.funding.rules import life
from maillage.funding.rules.sheet_changes import Known
from maillage.funding.selectors.requests import visible
from maillage.funding.vocabulary.sheets import LINE_FIELDS, REQUEST_FIELDS
from maillage.institutions.models import Partnership
from maillage.kernel import Actor


def in_preparation(
    *, partnership: Partnership, actor: Actor, fund: int | None = None, call: int | None = None
) -> list[GrantRequest]:
    """The requests that may still be written, with their lines; of one fund or one call when it is asked."""
    rows = visible(partnership=partnership, actor=actor).filter(state__in=[one.value for one in life.EDITED])
    if fund is not None:
        rows = rows.filter(fund_id=fund)
    if call is not None:
        rows = rows.filter(call_id=call)
    standing = PlanLine.objects.filter(withdrawn_on__isnull=True).order_by("side", "account", "pk")
    return list(
        rows.select_related("fund", "applicant", "partnership").prefetch_related(Prefetch("lines", standing))
        .order_by("number")
    )  # fmt: skip


def known(requests: Iterable[GrantRequest]) -> tuple[dict[int, Known], dict[int, Known]]:
    """Requests and lines as the comparison sees them."""
    rows = list(requests)
    lines = [line for row in rows for line in row.lines.all()]
    return (
        {
            row.pk: Known(
                row.pk, row.revision, row.title, {name: getattr(row, name) for name in REQUEST_FIELDS}
            )
            for row in rows
        },
        {
            row.pk: Known(
                row.pk, row.request_id, row.label, {name: getattr(row, name) for name in LINE_FIELDS}
            )
            for row in lines
        },
    )


def received(*, partnership: Partnership, pk: int) -> PlanImport | None:
    """One file received in this partnership."""
    return PlanImport.objects.filter(partnership=partnership, pk=pk).select_related("partnership").first()


def waiting(*, partnership: Partnership) -> list[PlanImport]:
    """The files that wait to be confirmed."""
    return list(PlanImport.objects.filter(partnership=partnership, state="waiting").defer("content"))
