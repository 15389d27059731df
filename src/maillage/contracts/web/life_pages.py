"""What the pages of a contract's life share: who reads, the contract of an address, one form, remarks."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.rules.readiness.facts import Remark
from maillage.contracts.selectors import life
from maillage.contracts.web.pages import runs
from maillage.kernel import Role
from maillage.ui.sending import found

READERS = life.READERS
SIGNERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)
SHEET_ROUTES = {  # the form where each field of a sheet is mended, and the field of that form
    "content": ("edit_sheet", "contenu", "content"), "public": ("edit_sheet", "contenu", "public"),
    "calendar": ("edit_sheet", "dates", "start"), "pilot": ("edit_sheet", "pilote", "pilot"),
    "human_means": ("edit_sheet", "moyens", "human_means"),
    "finding": ("edit_sheet", "identite", "findings_0"), "meeting": ("edit_sheet", "identite", "meeting"),
    "objectives": ("edit_sheet", "identite", "objectives_0"),
    "what_changed": ("edit_sheet", "identite", "what_changed"),
    "host_agreed_on": ("edit_sheet", "accords", "host_agreed_on"),
    "cost": ("add_line", "cout", "amount"), "follow_up": ("add_line", "indicateur", "name"),
    "result": ("add_line", "indicateur", "name"),
}  # fmt: skip


def enter(request: WorkspaceRequest, pk: int) -> Contract:
    """The contract of this partnership, or the page of what does not exist."""
    return found(life.contract(partnership=request.workspace, pk=pk))


def enter_sheet(request: WorkspaceRequest, pk: int) -> ActionSheet:
    """A sheet of this partnership, or the page of what does not exist."""
    return found(life.sheet(partnership=request.workspace, pk=pk))


def allowed(request: WorkspaceRequest) -> frozenset[int] | None:
    """The institutions the reader speaks for; None: all of them, on paper."""
    return None if runs(request) else request.actor.institutions


def checks(remarks: Iterable[Remark], key: str, contract: int, *, runs: bool) -> list[dict[str, str]]:
    """Remarks as `c-checks` draws them; who runs the partnership is led to the form where it is mended."""
    return [_check(row, key, contract, runs=runs) for row in remarks]


def _check(row: Remark, key: str, contract: int, *, runs: bool) -> dict[str, str]:
    head = f"{row.number} : " if row.subject in ("objective", "priority") else ""
    words = row.words if head else row.words[:1].upper() + row.words[1:]
    return {
        "state": "wait", "verdict": _("à préciser"), "text": f"{head}{words}",
        "detail": _("Par exemple : « %(words)s ».") % {"words": row.example} if row.example else "",
        "url": mend(row, key, contract) if runs else _read(row, key, contract),
        "link": _("Le préciser") if runs else _("Lire le passage"),
    }  # fmt: skip


def mend(row: Remark, key: str, contract: int) -> str:
    """The form where a remark is mended, at the field that lacks."""
    if row.subject == "priority":
        return _address(key, "add_line", "objectif", row.pk)
    if row.subject == "objective" and row.field == "sheets":
        return f"{_address(key, 'add_sheet', contract)}?objectif={row.pk}"
    if row.subject == "objective":
        return f"{_address(key, 'edit_line', 'objectif', row.pk)}#id_{row.field}"
    return _mend_sheet(row, key) if row.subject == "sheet" else _read(row, key, contract)


def _mend_sheet(row: Remark, key: str) -> str:
    if row.field not in SHEET_ROUTES:  # partners and pledges stand on the sheet itself
        return f"{_address(key, 'sheet', row.pk)}#engagements"
    name, part, field = SHEET_ROUTES[row.field]
    args = (row.pk, part) if name == "edit_sheet" else (part, row.pk)
    return f"{_address(key, name, *args)}#id_{field}"


def _read(row: Remark, key: str, contract: int) -> str:
    """Where what is remarked can be read."""
    on_sheet = row.subject == "sheet"
    return _address(key, "sheet" if on_sheet else "contract", row.pk if on_sheet else contract)


def _address(key: str, name: str, *args: object) -> str:
    return reverse(f"contracts:{name}", args=[key, *args])
