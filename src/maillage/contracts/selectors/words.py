"""The words of a contract with who agrees to them, and who had agreed to earlier ones."""

from dataclasses import dataclass

from django.db.models import Prefetch

from maillage.contracts.models import Contract, Word, WordAgreement
from maillage.institutions.models import Partnership


@dataclass(frozen=True)
class WordLine:
    """A word, the agreements with it as it stands, and those given to earlier meanings."""

    row: Word
    agreed: list[WordAgreement]
    earlier: list[WordAgreement]


def glossary(*, contract: Contract) -> tuple[list[WordLine], list[Word]]:
    """The living words with their agreements, then those withdrawn."""
    living = WordAgreement.objects.filter(withdrawn_on__isnull=True).select_related("institution")
    rows = Word.objects.filter(contract=contract).prefetch_related(
        Prefetch("agreements", living.order_by("institution__name"))
    )
    lines = [_line(row) for row in rows if row.withdrawn_on is None]
    return lines, [row for row in rows if row.withdrawn_on is not None]


def _line(row: Word) -> WordLine:
    given = list(row.agreements.all())
    return WordLine(
        row, [one for one in given if one.meaning == row.meaning],
        [one for one in given if one.meaning != row.meaning],
    )  # fmt: skip


def agreement(*, partnership: Partnership, pk: int) -> WordAgreement | None:
    """One agreement of this partnership, or None."""
    rows = WordAgreement.objects.filter(word__contract__partnership=partnership, pk=pk)
    return rows.select_related("institution", "word__contract__partnership").first()
