"""Versions of a contract, what changed between two of them, and the contract and its sheets on paper."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import ActionSheet, Contract, Version
from maillage.contracts.rules.comparison import Change, compare
from maillage.contracts.selectors import life
from maillage.contracts.selectors import text as texts
from maillage.contracts.vocabulary.life import VersionState
from maillage.contracts.web.life_pages import READERS, enter, enter_sheet
from maillage.contracts.web.pages import runs
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.forms import number
from maillage.ui.sending import found
from maillage.ui.typography import french_date

TODAY = 0  # the number of the text at work
FORMATS = ("pdf", "docx")


@access(*READERS)
@require_safe
def versions(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The versions put to signature, and what changed since the last one that was signed."""
    row = enter(request, contract)
    signed = life.signed_version(contract=row)
    context = {
        "contract": row, "versions": life.versions(contract=row), "signed": signed,
        "moved": texts.moved(signed) if signed else [], "may_run": runs(request),
    }  # fmt: skip
    return render(request, "contracts/versions.html", context)


@access(*READERS)
@require_safe
def compare_versions(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """Two texts field by field: two versions, or one and today's."""
    row = enter(request, contract)
    first, second = _asked(request, row)
    context = {
        "contract": row, "first": first, "second": second, "versions": life.versions(contract=row),
        "changes": _changes(row, first, second), "names": (_name(row, first), _name(row, second)),
    }  # fmt: skip
    return render(request, "contracts/compare.html", context)


@access(*READERS)
@require_safe
def compare_file(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The same on paper."""
    row = enter(request, contract)
    first, second = _asked(request, row)
    content = import_string(settings.COMPARISON_DOCUMENTS)(
        _content(row, second)["contract"], _changes(row, first, second), _name(row, first),
        _name(row, second), timezone.localdate(),
    )  # fmt: skip
    return file_answer(f"comparaison-{row.pk}-{first}-{second}.pdf", content)


def _asked(request: WorkspaceRequest, row: Contract) -> tuple[int, int]:
    """The two texts to compare: by default the last signed one, and today's."""
    signed = life.signed_version(contract=row)
    first = number(request.GET.get("de"))
    second = number(request.GET.get("a"))
    return (signed.number if signed else TODAY) if first is None else first, second or TODAY


def _changes(row: Contract, first: int, second: int) -> list[Change]:
    return compare(_content(row, first), _content(row, second))


def _content(row: Contract, asked: int) -> dict[str, Any]:
    return texts.text(row) if asked == TODAY else found(life.version(contract=row, number=asked)).content


def _name(row: Contract, asked: int) -> str:
    return f"version {asked}" if asked else f"texte du {french_date(timezone.localdate())}"


@access(*READERS)
@require_safe
def contract_file(
    request: WorkspaceRequest, partnership: str, contract: int, number: int, file_format: str
) -> HttpResponse:
    """One version of the contract on paper; number 0 is the text at work."""
    row = enter(request, contract)
    _check_format(file_format)
    version = found(life.version(contract=row, number=number)) if number else None
    content = version.content if version else texts.text(row)
    written = import_string(settings.CONTRACT_DOCUMENTS)(
        content, file_format, day=version.made_on if version else timezone.localdate(),
        state=_state(version), digest=version.digest if version else "", signed=_signed(version),
    )  # fmt: skip
    return file_answer(f"contrat-{row.pk}-{f'v{number}' if number else 'projet'}.{file_format}", written)


def _check_format(file_format: str) -> None:
    if file_format not in FORMATS:
        raise Http404("format inconnu")


def _state(version: Version | None) -> str:
    if version is None:
        return "Projet"
    if version.state == VersionState.SIGNED.value and version.signed_on:
        return f"Version {version.number}, signée le {french_date(version.signed_on)}"
    return f"Projet, version {version.number}"


def _signed(version: Version | None) -> list[tuple[int, str, str]]:
    """Who signed: the signatory, how it is known, the day."""
    if version is None:
        return []
    named = {row.institution_id: row.pk for row in version.contract.signatories.all()}
    rows = life.signatures(version=version)
    return [(named.get(row.institution_id, 0), row.mode_term.label, french_date(row.on)) for row in rows]


@access(*READERS, Role.FIRST_LINE)
@require_safe
def sheet_file(request: WorkspaceRequest, partnership: str, pk: int, file_format: str) -> HttpResponse:
    """One action sheet on paper, as it stands today; a first-line agent's own institution's only."""
    _check_format(file_format)
    row = enter_sheet(request, pk)
    if not life.reads_sheet(actor=request.actor, sheet=row):
        raise Http404("fiche d'une autre institution")
    content = texts.text(row.contract)
    written = import_string(settings.SHEET_DOCUMENTS)(
        content, _line(content, row), file_format, day=timezone.localdate()
    )
    return file_answer(f"fiche-{row.number}.{file_format}", written)


def _line(content: dict[str, Any], row: ActionSheet) -> dict[str, Any]:
    found_line: dict[str, Any] = next(line for line in content["sheets"] if line["id"] == row.pk)
    return found_line
