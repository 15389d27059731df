"""Signatures and disagreements of one finding, withdrawn ones included; always within one partnership."""

from maillage.diagnosis.models import Finding, FindingDissent, FindingSignature
from maillage.institutions.models import Partnership


def signatures(*, finding: Finding) -> list[FindingSignature]:
    """Every signature of a finding, by date."""
    return list(FindingSignature.objects.filter(finding=finding).select_related("institution"))


def dissents(*, finding: Finding) -> list[FindingDissent]:
    """Every disagreement on a finding, by date."""
    return list(FindingDissent.objects.filter(finding=finding).select_related("institution"))


def signature(*, partnership: Partnership, pk: int) -> FindingSignature | None:
    """One signature of this partnership."""
    rows = FindingSignature.objects.filter(finding__diagnosis__partnership=partnership, pk=pk)
    return rows.select_related("institution", "finding__diagnosis__partnership").first()


def one_dissent(*, partnership: Partnership, pk: int) -> FindingDissent | None:
    """One disagreement of this partnership."""
    rows = FindingDissent.objects.filter(finding__diagnosis__partnership=partnership, pk=pk)
    return rows.select_related("institution", "finding__diagnosis__partnership").first()
