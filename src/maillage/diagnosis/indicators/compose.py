"""The whole content of a diagnosis from its evidence: plain values, ready to be frozen as they are."""

from collections.abc import Callable
from typing import Any

from maillage.diagnosis.indicators import against, place, rates, season, unknown
from maillage.diagnosis.indicators.cells import (
    Book,
    Cell,
    Series,
    gather,
    last_year,
    published,
    read,
    whole_years,
)
from maillage.diagnosis.rules import caveats, sentences, shown, wording
from maillage.diagnosis.selectors.evidence import Evidence
from maillage.diagnosis.vocabulary import OFFENCES, ORDER, Offence, offence
from maillage.science import multiplicity

Row = dict[str, Any]
SCHEMA = 1


def figures(evidence: Evidence) -> list[Row]:
    """One row per series and year, as printed by `maillage diagnosis figures`; ordered by series then
    year.
    """
    book = _book(evidence)
    rows = []
    for slug in _slugs(book, evidence.code):
        own, peers = _own(book, slug, evidence), _peers(book, slug, evidence)
        for row in _figures(own, peers, _word(slug, own), evidence):
            rows.append({"indicator": slug, **row})
    return rows


def content(evidence: Evidence) -> Row:
    """Every figure, sentence and caveat of the diagnosis, without date nor author: equal evidence, equal
    content.
    """
    book = _book(evidence)
    found = _slugs(book, evidence.code)
    series = [_series(book, slug, evidence) for slug in found if shown.told(slug, found)]
    cautions = _cautions(series, evidence, [slug for slug in found if not shown.told(slug, found)])
    read_together = _multiplicity(series)
    _speak(series, wording.here(evidence.name, evidence.kind))
    return {
        "schema": SCHEMA, "place": place.facts(evidence), "years": _years(series, evidence), "series": series,
        "summary": _summary(series, evidence), "standing": _standing(series),
        "trends": _trends(series), "multiplicity": read_together,
        "unknown": unknown.listed(series, evidence.kind), "context": [dict(row) for row in evidence.context],
        "map": place.areas(book, series, evidence), "season": season.months(evidence.months),
        "releases": [dict(row) for row in evidence.releases], "cautions": cautions,
        "fictitious": any(row.get("fictitious") for row in evidence.releases),
        "methods": _methods(series),
    }  # fmt: skip


def _years(series: list[Row], evidence: Evidence) -> list[int]:
    """The first and last year told."""
    found = [figure["year"] for row in series for figure in row["figures"]]
    return [min(found), max(found)] if found else list(evidence.years)


def _book(evidence: Evidence) -> Book:
    return gather(whole_years(read(evidence.counts)), evidence.parts, evidence.formers)


def _slugs(book: Book, code: str) -> list[str]:
    return sorted(
        (slug for slug in book if book[slug].get(code)), key=lambda slug: (ORDER.get(slug, 99), slug)
    )


def _word(slug: str, own: Series) -> Offence:
    return offence(slug, next(iter(own.values())).unit if own else "")


def _own(book: Book, slug: str, evidence: Evidence) -> Series:
    return _within(book[slug].get(evidence.code, {}), evidence)


def _peers(book: Book, slug: str, evidence: Evidence) -> dict[str, Series]:
    found = {peer.code: _within(book[slug].get(peer.code, {}), evidence) for peer in evidence.peers}
    return {code: series for code, series in found.items() if code != evidence.code}


def _within(series: Series, evidence: Evidence) -> Series:
    first, last = evidence.years
    return {year: cell for year, cell in sorted(series.items()) if first <= year <= last}


def _figures(own: Series, peers: dict[str, Series], word: Offence, evidence: Evidence) -> list[Row]:
    estimates = rates.recorded_rates(own, word, evidence.sources)
    smooth = rates.smoothed_rates(own, peers)
    return [rates.figure(own[year], estimates[year], smooth.get(year)) for year in sorted(own)]


def _series(book: Book, slug: str, evidence: Evidence) -> Row:
    own, peers = _own(book, slug, evidence), _peers(book, slug, evidence)
    word = _word(slug, own)
    rows = _figures(own, peers, word, evidence)
    row: Row = {
        "slug": slug, "label": word.label, "short": word.short, "counted": word.counted, "unit": word.unit,
        "figures": rows, "caveats": list(caveats.caveats(slug, list(own))),
    }  # fmt: skip
    year = last_year([own])
    if year is None:
        return row
    others = published([series.get(year) for series in peers.values()])
    row |= _analysis(own, peers, others, rows[-1], slug)
    row["peers"] = place.comparables(own[year], {code: peers[code].get(year) for code in peers}, evidence)
    row["them"] = _pooled_by_year(peers, sorted(own))
    return row


def _analysis(own: Series, peers: dict[str, Series], others: list[Cell], last: Row, slug: str) -> Row:
    cell = own[last["year"]]
    limits = (last["low"] or 0.0, last["high"] or 0.0)
    trend = against.trended(own, slug)
    noise = against.year_noise(peers, trend)
    return {
        "comparison": against.compared(cell, others, limits),
        "rank": against.ranked(cell, others, slug=slug),
        "change": against.changed(cell, own.get(cell.year - 1), noise),
        "trend": trend,
        "forecast": against.forecast(cell, others, noise[0]),
    }


def _cautions(series: list[Row], evidence: Evidence, left: list[str]) -> list[Row]:
    """What must be said beside the figures, each once, with the series that it concerns (none: all of
    them).
    """
    found: dict[str, list[str]] = {}
    withdrawn = [wording.lower(OFFENCES[slug].label) for slug in left if slug in shown.REPLACED]
    for text in caveats.general(evidence.releases, withdrawn):
        found[text] = []
    for row in series:
        for text in row["caveats"]:
            found.setdefault(text, []).append(row["short"])
    return [{"text": text, "series": names} for text, names in found.items()]


def _pooled_by_year(peers: dict[str, Series], years: list[int]) -> list[Row]:
    """The comparables' common rate, year by year: the same reference as in the comparison."""
    found = []
    for year in years:
        cells = published([series.get(year) for series in peers.values()])
        if cells:
            counts, exposures = against.columns(cells)
            rate = 1_000 * float(counts.sum()) / float(exposures.sum())
            found.append({"year": year, "rate": rate, "among": len(cells)})
    return found


def _multiplicity(series: list[Row]) -> Row:
    """Holm within each family of questions; marks what stands out once corrected, and says how many were
    asked.
    """
    asked, kept = {}, {}
    for family in ("comparison", "trend", "change"):
        tests = [row[family] for row in series if row.get(family) and row[family]["p"] is not None]
        for test, adjusted in zip(tests, multiplicity.holm([test["p"] for test in tests]), strict=True):
            test["p_adjusted"] = float(adjusted)
            test["stands_out"] = bool(adjusted < shown.ALPHA)
        asked[family], kept[family] = len(tests), sum(test["stands_out"] for test in tests)
    return {
        "asked": asked, "kept": kept, "method": multiplicity.METHOD_HOLM,
        "sentence": sentences.multiplicity(asked, kept),
    }  # fmt: skip


def _speak(series: list[Row], name: str) -> None:
    """Give each series its sentences, once the corrected tests are known."""
    for row in series:
        if row["figures"]:
            row["sentences"] = _said(row, name)


def _said(row: Row, name: str) -> dict[str, str]:
    last, word = row["figures"][-1], offence(row["slug"], row["counted"])
    said = {"level": sentences.level(word, last)}
    if last["smoothed_shown"]:
        said["smoothed"] = sentences.smoothed(word, last)
    speakers: dict[str, Callable[[Row], str]] = {
        "comparison": lambda found: sentences.comparison(name, found),
        "rank": sentences.ranking,
        "trend": sentences.trend,
        "change": lambda found: sentences.change(found, word.counted),
        "forecast": lambda found: sentences.forecast(found, word.counted),
    }
    return said | {key: speak(row[key]) for key, speak in speakers.items() if row.get(key)}


def _summary(series: list[Row], evidence: Evidence) -> str:
    above, below, compared = _apart(series)
    where = wording.at(evidence.name, evidence.kind)
    return sentences.summary(
        place=where, above=above, below=below, compared=compared, peers=bool(evidence.peers)
    )


def _standing(series: list[Row]) -> str:
    return sentences.standing(*_apart(series))


def _apart(series: list[Row]) -> tuple[list[str], list[str], int]:
    """The labels that stand out above, below, and how many series were compared."""
    compared = [row for row in series if row.get("comparison")]
    sides: dict[bool, list[str]] = {True: [], False: []}
    for row in compared:
        if row["comparison"]["stands_out"]:
            sides[row["comparison"]["above"]].append(wording.lower(row["label"]))
    return sides[True], sides[False], len(compared)


def _trends(series: list[Row]) -> str:
    examined = [row for row in series if row.get("trend")]
    apart = [row for row in examined if row["trend"]["stands_out"]]
    up = [_subject(row) for row in apart if row["trend"]["slope"] > 0]
    down = [_subject(row) for row in apart if row["trend"]["slope"] < 0]
    return sentences.trends(up, down, len(examined))


def _subject(row: Row) -> str:
    return wording.lower(offence(row["slug"], row["counted"]).subject)


def _methods(series: list[Row]) -> list[str]:
    used = {rates.METHOD, multiplicity.METHOD_HOLM}
    for row in series:
        used |= {
            row[key]["method"]
            for key in ("comparison", "rank", "change", "trend", "forecast")
            if row.get(key)
        }
        used |= {rates.SMOOTHING for figure in row["figures"] if figure["smoothed"] is not None}
    return sorted(used)
