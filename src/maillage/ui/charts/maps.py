"""A map by area or by point: four steps of one hue, hatching when not published, our outline in ink."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, records
from maillage.ui.charts.model import PAPER, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette
from maillage.ui.charts.render import HATCH
from maillage.ui.charts.tiles import cells

SCHEMATIC = "Carte schématique : chaque commune est dessinée autour de son centre."
SWATCH, LINE, NAME = 24, 22, 16  # px


@dataclass(frozen=True)
class Area:
    """One area with its GeoJSON geometry (Polygon or MultiPolygon, degrees); value None: not published."""

    name: str
    geometry: dict[str, Any]
    value: float | None
    low: float | None = None
    high: float | None = None
    ours: bool = False
    labelled: bool = False
    word: str = "non publié"


@dataclass(frozen=True)
class Spot:
    """One place by the longitude and latitude of its centre, in degrees; value None: not published."""

    name: str
    lon: float
    lat: float
    value: float | None
    low: float | None = None
    high: float | None = None
    ours: bool = False
    labelled: bool = False
    word: str = "non publié"


Item = Area | Spot
Project = Callable[[float, float], tuple[float, float]]


def area_map(
    areas: Sequence[Area], *, reading: str, unit: str, caption: str,
    steps: tuple[float, float, float] | None = None, hue: int = 205, chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """Draw `areas`; `steps` are the three limits between the four classes (default: rounded quartiles)."""
    return _chart(areas, reading, unit, caption, steps, (hue, chroma), _shapes)


def spot_map(
    spots: Sequence[Spot], *, reading: str, unit: str, caption: str,
    steps: tuple[float, float, float] | None = None, around: Sequence[tuple[float, float]] = (),
    hue: int = 205, chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """The same when no outline is available: each place is drawn as the ground nearer to its centre than to
    any other, centres `around` (longitude, latitude) included.
    """
    drawn = _chart(spots, reading, unit, caption, steps, (hue, chroma), partial(_spots, tuple(around)))
    return replace(drawn, note=SCHEMATIC)


def class_limits(values: Sequence[float]) -> tuple[float, float, float]:
    """Three increasing limits: quartiles rounded to two significant digits."""
    ordered = sorted(values)
    if not ordered:
        return (1.0, 2.0, 3.0)
    raw = [ordered[min(len(ordered) - 1, len(ordered) * part // 4)] for part in (1, 2, 3)]
    return (_round(raw[0]), _round(raw[1]), _round(raw[2]))


def _round(value: float) -> float:
    return round(value, 1 - math.floor(math.log10(value))) if value > 0 else 0.0


def _chart(
    items: Sequence[Item], reading: str, unit: str, caption: str, steps: tuple[float, float, float] | None,
    town: tuple[int, float], draw: Callable[..., tuple[Any, float]],
) -> Chart:  # fmt: skip
    limits = steps or class_limits([item.value for item in items if item.value is not None])
    legend = _legend(limits, any(item.value is None for item in items))

    def make(width: int, palette: Palette) -> Spec:
        plot, height = draw(items, limits, width, palette)
        rows = _legend_rows(legend, width)
        key = _key(rows, height, palette)
        return framed(
            alt.layer(*plot, *key).properties(width=width - 8, height=height),
            palette, Margins(left=4, right=4, bottom=LINE * len(rows) + 16),
        )  # fmt: skip

    table = _table(items, unit, caption)
    return Chart(reading, table, make, values=_values(items), hue=town[0], chroma=town[1])


def _values(items: Sequence[Item]) -> str:
    ours = [
        f"{item.name} : {typography.with_interval(item.value, item.low, item.high, item.word)}."
        for item in items if item.ours
    ]  # fmt: skip
    hidden = sum(item.value is None for item in items)
    return " ".join([*ours, f"{len(items)} territoires sur la carte, dont {hidden} non publiés."])


def _table(items: Sequence[Item], unit: str, caption: str) -> Table:
    rows = tuple(
        (
            item.name,
            typography.rate(item.value) or item.word,
            typography.interval(item.low, item.high, item.value),
        )
        for item in sorted(items, key=lambda item: item.name)
    )
    header = ("Territoire", unit[:1].upper() + unit[1:], "Intervalle à 95 %")
    return Table(caption, tuple(map(typography.french, header)), rows, frozenset({1, 2}))


def _legend(limits: tuple[float, float, float], hidden: bool) -> tuple[LegendItem, ...]:
    low, middle, high = map(typography.rate, limits)
    words = (f"moins de {low}", f"{low} à {middle}", f"{middle} à {high}", f"{high} et plus")
    empty = {index for index in (1, 2) if limits[index - 1] == limits[index]}  # equal limits: no such class
    items = [LegendItem(f"step-{index}", word) for index, word in enumerate(words) if index not in empty]
    return tuple(items + [LegendItem("hatched", "non publié")] * hidden)


def _legend_rows(legend: Sequence[LegendItem], width: int) -> list[list[tuple[int, LegendItem]]]:
    rows: list[list[tuple[int, LegendItem]]] = [[]]
    at = 0
    for item in legend:
        size = SWATCH + 8 + 8 * len(item.label) + 12
        if at and at + size > width - 8:
            rows.append([])
            at = 0
        rows[-1].append((at, item))
        at += size
    return rows


def _key(rows: list[list[tuple[int, LegendItem]]], height: float, palette: Palette) -> list[Any]:
    entries = [
        {"x": at, "x2": at + SWATCH, "tx": at + SWATCH + 7, "label": item.label,
         "y": height + 12 + LINE * line, "y2": height + 26 + LINE * line, "ty": height + 20 + LINE * line,
         "fill": HATCH if item.kind == "hatched" else palette.steps[int(item.kind[-1])]}
        for line, row in enumerate(rows) for at, item in row
    ]  # fmt: skip
    data = alt.Chart(records(entries))
    return [
        data.mark_rect(strokeWidth=0.6, clip=False).encode(
            x=alt.X("x:Q").scale(None).axis(None), x2=alt.X2("x2:Q"),
            y=alt.Y("y:Q").scale(None).axis(None), y2=alt.Y2("y2:Q"), fill=alt.Fill("fill:N").scale(None),
            stroke=alt.StrokeValue(palette.ink2),
        ),
        data.mark_text(align="left", baseline="middle", clip=False).encode(
            x=alt.X("tx:Q").scale(None).axis(None), y=alt.Y("ty:Q").scale(None).axis(None),
            text=alt.Text("label:N"), color=alt.ColorValue(palette.ink2),
        ),
    ]  # fmt: skip


def _fill(value: float | None, limits: tuple[float, float, float], palette: Palette) -> str:
    return HATCH if value is None else palette.steps[sum(value >= limit for limit in limits)]


def _shapes(
    areas: Sequence[Area], limits: tuple[float, float, float], width: int, palette: Palette
) -> tuple[list[Any], float]:
    project, height = _projection([point for area in areas for point in _points(area.geometry)], width)
    grounds = [_projected(area.geometry, project) for area in areas]
    centres = [_centre(_points(ground)) for ground in grounds]
    return _ground(areas, grounds, centres, limits, width, palette), height


def _spots(
    around: Sequence[tuple[float, float]], spots: Sequence[Spot], limits: tuple[float, float, float],
    width: int, palette: Palette,
) -> tuple[list[Any], float]:  # fmt: skip
    squeeze = _squeeze([spot.lat for spot in spots])
    rings = cells(
        [(spot.lon * squeeze, spot.lat) for spot in spots], [(lon * squeeze, lat) for lon, lat in around]
    )
    project, height = _projection([(x / squeeze, y) for ring in rings for x, y in ring], width)
    centres = [project(spot.lon, spot.lat) for spot in spots]
    grounds = [
        {"type": "MultiPolygon", "coordinates": [[[list(project(x / squeeze, y)) for x, y in ring]]]}
        for ring in rings
    ]
    return _ground(spots, grounds, centres, limits, width, palette), height


def _ground(
    items: Sequence[Item], grounds: Sequence[dict[str, Any]], centres: Sequence[tuple[float, float]],
    limits: tuple[float, float, float], width: int, palette: Palette,
) -> list[Any]:  # fmt: skip
    features = [
        {"type": "Feature", "geometry": ground, "properties": {},
         "fill": _fill(item.value, limits, palette), "ours": item.ours}
        for item, ground in zip(items, grounds, strict=True)
    ]  # fmt: skip
    shapes = alt.Chart(records(features)).project(type="identity", scale=1, translate=[0, 0])
    fills = shapes.mark_geoshape(strokeWidth=0.6).encode(
        fill=alt.Fill("fill:N").scale(None), stroke=alt.StrokeValue(palette.ink2)
    )
    outline = shapes.transform_filter(alt.datum.ours).mark_geoshape(strokeWidth=2, filled=False).encode(
        stroke=alt.StrokeValue(palette.ink)
    )  # fmt: skip
    placed = [(item, x, y) for item, (x, y) in zip(items, centres, strict=True)]
    return [fills, outline, *_names(placed, width, palette)]


def _names(placed: Sequence[tuple[Item, float, float]], width: int, palette: Palette) -> list[Any]:
    named = _apart([row for row in placed if row[0].ours or row[0].labelled], width)
    layers = []
    for halo, colour in ((4, palette.surface), (0, palette.ink)):
        layers.append(
            alt.Chart(records(named)).mark_text(
                fontWeight=600, stroke=palette.surface, strokeWidth=halo, strokeJoin="round"
            ).encode(
                x=alt.X("x:Q").scale(None).axis(None), y=alt.Y("y:Q").scale(None).axis(None),
                text=alt.Text("name:N"), color=alt.ColorValue(colour),
            )
        )  # fmt: skip
    return layers


def _apart(placed: Sequence[tuple[Item, float, float]], width: int) -> list[dict[str, Any]]:
    """Names that do not cover each other: ours first, the others a line or two off, or left out."""
    kept: list[dict[str, Any]] = []
    for item, x, y in sorted(placed, key=lambda row: not row[0].ours):
        middle = _within(x, item.name, width)
        tries = ({"x": middle, "y": y + NAME * step, "name": item.name} for step in (0, -1, 1, -2, 2))
        free = next((name for name in tries if all(_clear(name, other) for other in kept)), None)
        if free:
            kept.append(free)
    return kept


def _clear(name: dict[str, Any], other: dict[str, Any]) -> bool:
    half = 4.0 * (len(name["name"]) + len(other["name"]))
    return bool(abs(name["y"] - other["y"]) >= NAME or abs(name["x"] - other["x"]) >= half)


def _within(x: float, name: str, width: int) -> float:
    """The middle of a name that stays inside the picture."""
    half = 4.0 * len(name) + 4
    return min(max(x, half), width - 8 - half)


def _projection(points: Sequence[tuple[float, float]], width: int, margin: int = 4) -> tuple[Project, float]:
    """Plate carrée at the local latitude, fitted to the width: exact enough for one département."""
    squeeze = _squeeze([lat for _, lat in points])
    west, east = min(lon for lon, _ in points) * squeeze, max(lon for lon, _ in points) * squeeze
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    across, along = max(east - west, 1e-6), max(north - south, 1e-6)
    room, tallest = width - 8 - 2 * margin, (0.68 if width == PAPER else 1.1) * width
    scale = min(room / across, tallest / along)
    shift = margin + (room - scale * across) / 2
    return (
        lambda lon, lat: (shift + (lon * squeeze - west) * scale, margin + (north - lat) * scale),
        scale * along + 2 * margin,
    )


def _squeeze(latitudes: Sequence[float]) -> float:
    return math.cos(math.radians(sum(latitudes) / len(latitudes)))


def _points(geometry: dict[str, Any]) -> list[tuple[float, float]]:
    polygons = _polygons(geometry)
    return [(float(lon), float(lat)) for polygon in polygons for ring in polygon for lon, lat, *_ in ring]


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])


def _projected(geometry: dict[str, Any], project: Project) -> dict[str, Any]:
    polygons = _polygons(geometry)
    moved = [[[list(project(lon, lat)) for lon, lat, *_ in ring] for ring in polygon] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": moved}


def _centre(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
