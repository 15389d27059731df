"""The figures that cannot be known, and why: what the source withholds, what nobody counts at this level."""

from typing import Any

from maillage.diagnosis.rules import unknowable
from maillage.diagnosis.vocabulary import offence
from maillage.kernel import Status

Row = dict[str, Any]


def listed(series: list[Row], kind: str) -> list[Row]:
    """Rows {label, years, reason}: withheld and missing cells first, then what no file of this level can
    say.
    """
    rows = []
    for row in series:
        for status in (Status.WITHHELD, Status.MISSING):
            years = [figure["year"] for figure in row["figures"] if figure["status"] == status.value]
            if years:
                word = offence(row["slug"], row["counted"])
                summed = any(figure["places"] for figure in row["figures"])
                reason = unknowable.reason(word, status, years, summed=summed)
                rows.append({"label": row["label"], "years": years, "status": status.value, "reason": reason})
    present = {row["slug"] for row in series}
    rows += [
        {"label": label, "years": [], "status": "", "reason": reason}
        for label, reason in unknowable.beyond(kind, present)
    ]
    return rows
