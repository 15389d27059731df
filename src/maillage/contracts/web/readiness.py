"""« Prête à signer ? »: what a contract still lacks, sheet by sheet, each remark with where it is mended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import Contract
from maillage.contracts.rules.readiness.plan import SheetReading, ten
from maillage.contracts.selectors import readiness as selectors
from maillage.contracts.web.life_pages import READERS, checks, enter
from maillage.contracts.web.pages import runs
from maillage.kernel import access


@access(*READERS)
@require_safe
def readiness(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The whole contract read before its signature. Nothing here stops a signature."""
    row = enter(request, contract)
    reading = selectors.of_contract(row)
    mends = runs(request) and row.state in ("draft", "in_force")
    context = {
        "contract": row, "reading": reading, "may_run": runs(request),
        "sheets": [panel(one, row, runs=mends) for one in reading.sheets],
        "general": checks(reading.general, partnership, row.pk, runs=mends),
        "objectives": len(reading.plan.objectives),
    }  # fmt: skip
    return render(request, "contracts/readiness.html", context)


def panel(row: SheetReading, contract: Contract, *, runs: bool) -> dict[str, Any]:
    """What `contracts/readiness_panel.html` draws of one sheet."""
    return {
        "number": row.sheet.number, "title": row.sheet.title, "pk": row.sheet.pk, "ten": ten(row.score),
        "filled": row.score.filled, "joint": row.joint, "single_house": row.single_house,
        "checks": checks(row.remarks, contract.partnership.key, contract.pk, runs=runs),
    }  # fmt: skip
