"""The figures of the document: in brief, then series by series, comparables, map and months."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.wording import decimal, digits_for, whole
from maillage.diagnosis.selectors import pictures
from maillage.ui.printing import Figure, Heading, ListOf, Paragraph, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
DRAWN = 6  # series with their picture; the others are read in the table and in their sentences
BRIEF = 3


def in_brief(content: Row) -> Iterator[Block]:
    """One page that can be read alone."""
    yield Heading("En bref")
    yield Paragraph(content["summary"], lead=True)
    yield ListOf([row["sentences"]["level"] for row in _known(content)[:BRIEF]])
    yield Paragraph(f"{content['trends']} {content['multiplicity']['sentence']}")
    findings = content["written"]["findings"]
    if findings:
        yield Paragraph("Constats proposés", lead=True)
        yield ListOf([row["text"] for row in findings], ordered=True)


def recorded(content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    """All series of the last year in one table, then each one in words, the first ones drawn."""
    series = _known(content)
    yield last_year(series, content)
    for row in series[:DRAWN]:
        yield Heading(row["label"], 2)
        drawn = Figure.of(pictures.trend(row, content["place"]["name"], hue))
        yield replace(
            drawn, alt=f"{row['label']}, courbe par année. {drawn.caption} {row['sentences']['level']}"
        )
        yield _said(row, "trend" if "trend" in row["sentences"] else "level")
    for row in series[DRAWN:]:
        yield Heading(row["label"], 2)
        yield _said(row)
    yield from _among(series, content, hue)
    yield from _months(content, hue)


def _known(content: Row) -> list[Row]:
    return [row for row in content["series"] if row["figures"]]


def _said(row: Row, without: str = "") -> Paragraph:
    """The sentences of a series in one paragraph; its caveats are read once, at the end of the document."""
    return Paragraph(" ".join(said for key, said in _ordered(row) if key != without))


def _ordered(row: Row) -> list[tuple[str, str]]:
    order = ("level", "smoothed", "comparison", "rank", "trend", "change", "forecast")
    return [(key, row["sentences"][key]) for key in order if key in row["sentences"]]


def _source(row: Row) -> str:
    return f"Source : {row['figures'][-1]['source']}."


def last_year(series: list[Row], content: Row) -> Table:
    """Every series: count, rate, interval, the comparables' rate, and whether the gap stands out."""
    year = max(row["figures"][-1]["year"] for row in series) if series else content["years"][1]
    return Table(
        f"Faits enregistrés en {year}, taux pour 1 000 habitants (cambriolages : pour 1 000 logements)",
        ("Série", "Nombre", "Taux", "Intervalle à 95 %", "Comparables", "Écart"),
        [_line(row, year) for row in series],
        numeric=frozenset({1, 2, 3, 4}),
        source="Écart : retenu une fois corrigé du nombre d'examens (Holm). "
        + content["cautions"][0]["text"],
    )


def _line(row: Row, year: int) -> tuple[str, ...]:
    last = row["figures"][-1]
    if last["year"] != year or (last["count"] is None and last["rate"] is None):
        word = shown.WORDS[shown.status(last["status"])].split(",")[0] if last["year"] == year else "non reçu"
        return (row["label"], word, "", "", "", "")
    found = row.get("comparison")
    return (
        row["label"],
        "" if last["count"] is None else whole(last["count"]),
        rate(last["rate"]),
        interval(last),
        rate(found["reference"]) if found else "",
        _gap(found),
    )


def _gap(found: Row | None) -> str:
    if not found:
        return "pas de comparaison"
    if found["stands_out"]:
        return "plus" if found["above"] else "moins"
    return "rien de sûr"


def rate(value: float | None) -> str:
    """A rate as written; empty when there is none."""
    return "" if value is None else decimal(value, digits_for(value))


def interval(row: Row) -> str:
    """« 4,8 à 6,9 », with the digits of the rate; empty when unknown."""
    if row["low"] is None or row["rate"] is None:
        return ""
    digits = digits_for(row["rate"]) if row["rate"] else digits_for(row["high"])
    return f"{decimal(row['low'], digits)} à {decimal(row['high'], digits)}"


def value(row: Row) -> str:
    """One measure of the context with its unit."""
    if row["value"] is None:
        return "non reçu"
    digits = 0 if float(row["value"]).is_integer() else 1
    return f"{decimal(float(row['value']), digits)} {row['unit']}".strip()


def _among(series: list[Row], content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    """The comparables of the series that stand out (at most two), else of the first one; then the map."""
    compared = [row for row in series if row.get("comparison")]
    apart = [row for row in compared if row["comparison"]["stands_out"]][:2] or compared[:1]
    if apart:
        yield Heading("Parmi les territoires comparables", 2)
    for row in apart:
        drawn = pictures.comparables(row, hue)
        if drawn:
            yield Figure.of(drawn, f"{drawn.table.caption} {_source(row)}")
            yield Table.of(drawn.table, _source(row))
    if content["map"]:
        wanted = {row["slug"] for row in apart}
        chosen = next((row for row in content["map"] if row["slug"] in wanted), content["map"][0])
        yield Heading("Sur la carte", 2)
        words = f"{chosen['label']}, {chosen['unit']}, {chosen['year']}. Une carte ne montre pas le doute."
        yield Figure.of(pictures.area(chosen, content["place"]["code"], hue), words)


def _months(content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    rows = [row for row in content["season"] if row["stands_out"]]
    if not content["season"]:
        return
    yield Heading("Au fil des mois", 2)
    if not rows:
        yield Paragraph("Aucun mois ne se détache au-delà du hasard, dans aucun groupe de faits.")
    for row in rows[:3]:
        yield Figure.of(
            pictures.season(row, hue), f"{row['label']}, {row['years'][0]} à {row['years'][1]}, état 4001"
        )
    if rows[3:]:
        yield ListOf([f"{row['label']}. {row['sentence']}" for row in rows[3:]])
