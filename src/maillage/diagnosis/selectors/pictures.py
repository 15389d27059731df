"""The charts of a frozen version, from its content alone: the page and the documents draw the same ones."""

from typing import Any

from maillage.diagnosis.rules import shown
from maillage.territory import selectors as territory
from maillage.ui import charts

Row = dict[str, Any]
Hue = tuple[int, float]


def comparables(series: Row, hue: Hue) -> charts.Chart | None:
    """The place among its comparables, intervals drawn; None when no comparison was possible."""
    if not series.get("comparison"):
        return None
    year = series["figures"][-1]["year"]
    rows = [
        charts.PlaceRow(
            row["name"], row["population"] or 0, row["rate"], row["low"], row["high"], row["us"], _word(row)
        )
        for row in series["peers"]
    ]
    return charts.interval_plot(
        rows,
        reading=f"{series['label']}, {year}. {series['sentences']['comparison']}",
        unit=series["unit"],
        caption=f"{series['label']}, {year}, par population, sans classement",
        reference=series["comparison"]["reference"],
        reference_label="taux d'ensemble des comparables",
        hue=hue[0],
        chroma=hue[1],
    )


def gaps(content: Row, hue: Hue) -> charts.Chart | None:
    """How far each compared series stands from the comparables' rate; None when nothing was compared."""
    rows = [
        _gap(row)
        for row in content["series"]
        if row.get("comparison")
        and row["comparison"]["reference"] > 0
        and row["figures"][-1]["rate"] is not None
    ]
    if not rows:
        return None
    return charts.gap_plot(
        rows,
        reading=content.get("standing") or content["summary"],
        caption="Chaque série rapportée au taux d'ensemble des territoires comparables",
        hue=hue[0],
        chroma=hue[1],
    )


def _gap(row: Row) -> charts.GapRow:
    last, found = row["figures"][-1], row["comparison"]
    per = found["reference"] / found["expected"]
    return charts.GapRow(
        row["short"], last["rate"], last["low"], last["high"], found["reference"], found["chance_low"] * per,
        found["chance_high"] * per, found["stands_out"],
    )  # fmt: skip


def area(found: Row, place: str, hue: Hue) -> charts.Chart:
    """The map of one series around the place: outlines when they were loaded, else the centres."""
    limits = [*found["edges"], *[found["edges"][-1]] * 3][:3]
    words: dict[str, Any] = {
        "reading": found["sentence"],
        "unit": found["unit"],
        "caption": f"{found['label']}, {found['year']}, {found['around']}",
        "steps": (limits[0], limits[1], limits[2]),
        "hue": hue[0],
        "chroma": hue[1],
    }
    outlines = territory.contours([spot["code"] for spot in found["spots"]])
    shapes = {row["properties"]["code"]: row["geometry"] for row in outlines["features"]} if outlines else {}
    named = set(found["highest"])
    if len(shapes) == len(found["spots"]):
        return charts.area_map(
            [charts.Area(s["name"], shapes[s["code"]], *_marks(s, place, named)) for s in found["spots"]],
            **words,
        )
    return charts.spot_map(
        [charts.Spot(s["name"], s["lon"], s["lat"], *_marks(s, place, named)) for s in found["spots"]],
        around=territory.centres_around([spot["code"] for spot in found["spots"]]),
        **words,
    )


def _marks(spot: Row, place: str, named: set[str]) -> tuple[Any, ...]:
    ours = spot["code"] == place
    return (spot["rate"], spot["low"], spot["high"], ours, ours or spot["name"] in named, _word(spot))


def trend(series: Row, name: str, hue: Hue) -> charts.Chart:
    """The years of one series, the comparables' median dashed, its breaks noted."""
    them = {row["year"]: row["rate"] for row in series.get("them", [])}
    them = them if len(them) > 1 else {}  # one year is no line
    points = [
        charts.YearPoint(row["year"], row["rate"], row["low"], row["high"], them.get(row["year"]), _word(row))
        for row in series["figures"]
    ]
    said = series["sentences"]
    return charts.trend(
        points,
        reading=said.get("trend", said["level"]),
        unit=series["unit"],
        caption=f"{series['label']}, {series['unit']}, faits enregistrés",
        place=name,
        hue=hue[0],
        chroma=hue[1],
    )


def season(row: Row, hue: Hue) -> charts.Chart:
    """The twelve months of one group, 100 being the mean month."""
    points = [
        charts.MonthPoint(month + 1, *(100 * row[key][month] for key in ("factor", "low", "high")))
        for month in range(12)
    ]
    first, last = row["years"]
    return charts.seasonality(
        points,
        reading=row["sentence"],
        unit="indice, 100 = mois moyen",
        caption=f"{row['label']}, {first} à {last}, état 4001",
        hue=hue[0],
        chroma=hue[1],
    )


def _word(row: Row) -> str:
    return shown.WORDS[shown.status(row["status"])].split(",")[0]
