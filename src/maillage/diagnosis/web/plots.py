"""Where each mark falls: the figure's range in percent of its scale, the small multiples in a box of 100
by 40.
"""

import math
from typing import Any

from maillage.diagnosis.rules import shown, written
from maillage.diagnosis.rules.wording import between, decimal

Row = dict[str, Any]
HEIGHT, PAD = 40.0, 2.0
STEPS = 4  # intervals of a scale
UNLIKE = "à la différence d'ici, "


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
        "label": series["short"],
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
    digits = written.digits(last)
    found["value"] = decimal(last["rate"], digits)
    if last["low"] is None:
        return found
    found["interval"] = between(last["low"], last["high"], digits)
    found["short"] = written.interval(last)
    reference = series["comparison"]["reference"] if series.get("comparison") else None
    top = _top([last["high"], reference or 0.0])
    found["range"] = {
        "low": _percent(last["low"], top),
        "high": _percent(last["high"], top),
        "point": _percent(last["rate"], top),
        "reference": None if reference is None else _percent(reference, top),
        "reference_text": "" if reference is None else decimal(reference, digits),
        "top": _plain(top),
        "anchor": _anchor(reference, top),
    }
    return found


def _plain(value: float) -> str:
    """The end of a scale, without idle decimals."""
    return f"{value:.4g}".replace(".", ",")


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
        "top": _plain(top),
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


def places(series: Row) -> Row:
    """The place among its comparables, one row each by population: where the marks of its interval fall."""
    rows = series["peers"]
    reference = series["comparison"]["reference"]
    top = _top([row["high"] or 0.0 for row in rows] + [reference])
    return {
        "ticks": [_tick(top * part / STEPS, top) for part in range(STEPS + 1)],
        "reference": _percent(reference, top),
        "rows": [_place(row, top) for row in rows],
    }


def _tick(value: float, top: float) -> Row:
    anchor = "start" if value == 0 else "end" if value == top else "middle"
    return {"at": _percent(value, top), "text": _plain(value), "anchor": anchor}


def _place(row: Row, top: float) -> Row:
    known = row["low"] is not None
    return {
        "name": row["name"], "us": row["us"], "population": row["population"], "rate": written.rate(row),
        "interval": written.interval(row), "word": "" if known else written.word(row["status"]),
        **({key: _percent(row[key], top) for key in ("low", "high")} if known else {}),
        "point": _percent(row["rate"], top) if known else "",
    }  # fmt: skip


def lines(series: list[Row]) -> list[Row]:
    """Every series in its last year: figures, comparison, trend and what is expected, as written."""
    return [_last(row) for row in series]


def _last(row: Row) -> Row:
    last, found = row["figures"][-1], row.get("comparison")
    return {
        "label": row["label"], "apart": bool(found and found["stands_out"]), "year": last["year"],
        "count": written.count(last), "rate": written.rate(last), "interval": written.interval(last),
        "reference": decimal(found["reference"], written.digits(last)) if found else "",
        "rank": written.ranked(row.get("rank")), "gap": written.gap(found),
        "yearly": written.yearly(row.get("trend")), "direction": written.direction(row.get("trend")),
        "expected": written.expected(row.get("forecast")),
    }  # fmt: skip


def by_year(series: list[Row]) -> Row:
    """Rates by series and year, each with its interval under it, or the word that stands for it."""
    years = sorted({figure["year"] for row in series for figure in row["figures"]})
    return {"years": years, "rows": [_years(row, years) for row in series]}


def _years(row: Row, years: list[int]) -> Row:
    found = {figure["year"]: figure for figure in row["figures"]}
    return {"label": row["short"], "cells": [_cell(found.get(year)) for year in years]}


def _cell(figure: Row | None) -> Row:
    if figure is None or figure["rate"] is None:
        return {"rate": "", "interval": "", "word": written.count(figure) if figure else "non reçu"}
    return {"rate": written.rate(figure), "interval": written.interval(figure), "word": ""}


def peers(content: Row) -> list[Row]:
    """Each comparable place with what sets it apart from this one."""
    return [
        {"name": row["name"], "population": row["population"], "unlike": _unlike(row["reasons"])}
        for row in content["place"]["peers"]
    ]


def _unlike(reasons: list[str]) -> str:
    apart = [reason.removeprefix(UNLIKE) for reason in reasons if reason.startswith(UNLIKE)]
    return ", ".join(apart) if apart else "rien, sur les critères retenus"
