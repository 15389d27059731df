"""The figures that cannot be known, and why: what the source withholds, what nobody counts at this level."""

from typing import Any

from maillage.diagnosis.rules import unknowable
from maillage.diagnosis.rules.wording import lower
from maillage.diagnosis.vocabulary import offence
from maillage.kernel import Status

Row = dict[str, Any]


def listed(series: list[Row], kind: str) -> list[Row]:
    """Rows {label, years, reason}: withheld and missing cells first, then what no file of this level can
    say.
    """
    rows = []
    for row in series:
        for status in (Status.WITHHELD, Status.MISSING, Status.PUBLISHED):
            years = [figure["year"] for figure in row["figures"] if _unknown(figure, status)]
            if years:
                word = offence(row["slug"], row["counted"])
                summed = any(figure["places"] for figure in row["figures"])
                reason = unknowable.reason(word, status, years, summed=summed)
                rows.append({"label": row["label"], "years": years, "status": status.value, "reason": reason})
    return _together([*rows, *_beyond(series, kind)])


def _together(rows: list[Row]) -> list[Row]:
    """One row for the series that share their years and their reason."""
    found: dict[str, Row] = {}
    for row in rows:
        key = f"{row['status']} {row['years']} {row['reason']}"
        if key in found:
            found[key]["label"] += f", {lower(row['label'])}"
        else:
            found[key] = dict(row)
    return list(found.values())


def _unknown(figure: Row, status: Status) -> bool:
    return figure["count"] is None and figure["status"] == status.value


def _beyond(series: list[Row], kind: str) -> list[Row]:
    present = {row["slug"] for row in series}
    return [
        {"label": label, "years": [], "status": "", "reason": reason}
        for label, reason in unknowable.beyond(kind, present)
    ]
