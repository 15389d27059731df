"""Where each mark falls: the figure's range in percent of its scale, the small multiples in a box of 100
by 40.
"""

import math
from typing import Any

from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.wording import between, decimal, digits_for, whole

Row = dict[str, Any]
HEIGHT, PAD = 40.0, 2.0


def _top(values: list[float]) -> float:
    highest = max(values, default=0.0)
    if highest <= 0:
        return 1.0
    step = 10 ** math.floor(math.log10(highest))
    return float(next(step * k for k in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * k >= highest))


def stat(series: Row) -> Row:
    """One figure block: value, interval, range with the comparables' reference, and its reading."""
    last, said = series["figures"][-1], series["sentences"]
    found: Row = {
        "label": series["label"],
        "unit": series["unit"],
        "year": last["year"],
        "counted": series["counted"],
        "level": said["level"],
        "reading": said.get("comparison", said.get("trend", "")),
        "count": last["count"],
        "smoothed": said.get("smoothed", ""),
        "range": None,
        "value": "",
        "interval": "",
        "short": "",
        "word": "",
    }
    if last["rate"] is None:
        return found | {"word": shown.WORDS[shown.status(last["status"])]}
    digits = digits_for(last["rate"])
    found["value"] = decimal(last["rate"], digits)
    if last["low"] is None:
        return found
    found["interval"] = between(last["low"], last["high"], digits)
    found["short"] = f"{decimal(last['low'], digits)} à {decimal(last['high'], digits)}"
    reference = series["comparison"]["reference"] if series.get("comparison") else None
    top = _top([last["high"], reference or 0.0])
    found["range"] = {
        "low": _percent(last["low"], top),
        "high": _percent(last["high"], top),
        "point": _percent(last["rate"], top),
        "reference": None if reference is None else _percent(reference, top),
        "reference_text": "" if reference is None else decimal(reference, digits),
        "top": decimal(top),
        "anchor": _anchor(reference, top),
    }
    return found


def _percent(value: float, top: float) -> str:
    return f"{100 * value / top:.2f}%"


def _anchor(reference: float | None, top: float) -> str:
    share = (reference or 0.0) / top
    return "start" if share < 0.25 else "end" if share > 0.75 else "middle"


def multiple(series: Row) -> Row:
    """One small multiple: band, line and comparables' line as SVG paths; a year without figure breaks
    them.
    """
    rows = series["figures"]
    them = {row["year"]: row["rate"] for row in series.get("them", [])}
    top = _top([row["high"] or row["rate"] or 0.0 for row in rows] + list(them.values()))
    first, last = rows[0]["year"], rows[-1]["year"]

    def spot(year: int, value: float) -> str:
        across = 100 * (year - first) / (last - first) if last > first else 50.0
        return f"{across:.2f},{HEIGHT - (HEIGHT - PAD) * value / top:.2f}"

    runs = _runs(rows)
    said = series["sentences"]
    word = shown.WORDS[shown.status(rows[-1]["status"])].split(",")[0]
    return {
        "word": word,
        "label": series["short"],
        "unit": series["unit"],
        "top": decimal(top),
        "first": first,
        "last": last,
        "bands": [_band(run, spot) for run in runs if len(run) > 1],
        "lines": ["M" + " ".join(spot(row["year"], row["rate"]) for row in run) for run in runs],
        "them": (
            "M" + " ".join(spot(year, rate) for year, rate in sorted(them.items())) if len(them) > 1 else ""
        ),
        "now": stat(series),
        "reading": said.get("trend", said["level"]),
        "middle": f"{HEIGHT - (HEIGHT - PAD) / 2:.1f}",
    }


def _runs(rows: list[Row]) -> list[list[Row]]:
    """Years in a row that have a rate and an interval."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row["rate"] is None or row["low"] is None:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _band(run: list[Row], spot: Any) -> str:
    upper = [spot(row["year"], row["high"]) for row in run]
    lower = [spot(row["year"], row["low"]) for row in reversed(run)]
    return f"M{' '.join(upper)} L{' '.join(lower)}Z"


def table(series: list[Row]) -> list[Row]:
    """Every figure as written, one line per series and year."""
    return [_line(row["label"], figure) for row in series for figure in row["figures"]]


def _line(label: str, figure: Row) -> Row:
    word = shown.WORDS[shown.status(figure["status"])]
    digits = digits_for(figure["rate"] or 0.0)
    known = figure["low"] is not None
    return {
        "label": label,
        "year": figure["year"],
        "count": (
            word
            if figure["count"] is None and figure["rate"] is None
            else whole(figure["count"] or 0)
            if figure["count"] is not None
            else ""
        ),
        "rate": "" if figure["rate"] is None else decimal(figure["rate"], digits),
        "interval": f"{decimal(figure['low'], digits)} à {decimal(figure['high'], digits)}" if known else "",
        "smoothed": decimal(figure["smoothed"], digits) if figure["smoothed"] is not None else "",
    }
