"""The recorded facts: every series in two tables, then each one in words with its years, comparables, map,
months.
"""

from collections.abc import Iterator
from typing import Any

from maillage.diagnosis.rules import shown, written
from maillage.diagnosis.rules.wording import decimal, listing, lower, whole
from maillage.diagnosis.selectors import pictures
from maillage.kernel import Status
from maillage.ui.printing import Figure, Heading, Paragraph, Portrait, Table
from maillage.ui.printing.model import Block

Row = dict[str, Any]
TOLD = ("level", "smoothed", "comparison", "trend", "change")  # ranks and forecasts are in the tables
FEW = 2  # pictures of comparables: the series that stand out, else the first one


_MARKS = (
    "Dans chaque image, le trait est le taux d'ici, la bande son intervalle à 95 %, les tirets le taux"
    " d'ensemble des territoires comparables quand il est connu. L'échelle est écrite"
    " au-dessus et part de zéro."
)


def recorded(content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    """All series of the last year in one table, their movement in another, then each one in words."""
    series = known(content)
    if not series:
        return
    year = max(row["figures"][-1]["year"] for row in series)
    if any(row.get("comparison") for row in series):
        yield from last_year(content)  # without any comparison, it stands on the first page
    if any(row.get("change") or row.get("trend") or row.get("forecast") for row in series):
        yield _movement(series, year)
    yield Heading("Série par série", 2)
    yield from _silent(series, year)
    told = [row for row in series if not _is_silent(row)]
    if any(_drawn(row) for row in told):
        yield Paragraph(_MARKS)
    for row in told:
        yield from _told(row, content, hue)
    yield from _among(series, hue)
    yield from _map(content, series, hue)
    yield from _months(content, hue)


def known(content: Row) -> list[Row]:
    """The series of which something was received."""
    return [row for row in content["series"] if row["figures"]]


def last_year(content: Row) -> Iterator[Table]:
    """Every series: count, rate, interval, the comparables' rate, rank, and whether the gap stands out."""
    series = known(content)
    if not series:
        return
    year = max(row["figures"][-1]["year"] for row in series)
    lasts = [row["figures"][-1] for row in series]
    found = [row.get("comparison") for row in series]
    columns = {
        "Nombre": [written.count(last) if last["year"] == year else "non reçu" for last in lasts],
        "Taux": [written.rate(last) for last in lasts],
        "Intervalle à 95 %": [written.interval(last) for last in lasts],
        "Comparables": [
            decimal(row["reference"], written.digits(last)) if row else ""
            for row, last in zip(found, lasts, strict=True)
        ],
        "Rang": [written.ranked(row.get("rank")) for row in series],
        "Écart": [written.gap(row) for row in found],
    }
    caption = f"Faits enregistrés en {year}, taux pour 1 000 habitants (cambriolages : pour 1 000 logements)"
    sources = sorted({last["source"] for last in lasts})
    told = f"Source : {sources[0]}." if len(sources) == 1 else "Sources : dernières pages."
    yield _columns(caption, series, columns, f"{_LAST_YEAR} {told}" if any(found) else told)


def _columns(caption: str, series: list[Row], columns: dict[str, list[str]], source: str) -> Table:
    """One row per series; a column without any figure is left out."""
    kept = {head: cell for head, cell in columns.items() if any(cell)}
    return Table(
        caption,
        ("Série", *kept),
        [(row["label"], *line) for row, line in zip(series, zip(*kept.values(), strict=True), strict=True)],
        numeric=frozenset(index for index, head in enumerate(kept, 1) if head not in ("Tendance", "Écart")),
        source=source,
    )


_LAST_YEAR = (
    "Rang parmi les comparables publiés, du taux le plus haut au plus bas, en intervalle. Écart avec les"
    " comparables : « plus » ou « moins » quand il dépasse le hasard, une fois corrigé du nombre d'examens ;"
    " sans mention, rien n'a pu être comparé."
)


def _movement(series: list[Row], year: int) -> Table:
    moving = [row for row in series if any(row.get(key) for key in ("change", "trend", "forecast"))]
    since = min((row["trend"]["since"] for row in moving if row.get("trend")), default=None)
    columns = {
        str(year - 1): [whole(row["change"]["before"]) if row.get("change") else "" for row in moving],
        str(year): [written.count(row["figures"][-1]) for row in moving],
        f"Par an depuis {since}": [written.yearly(row.get("trend")) for row in moving],
        "Tendance": [written.direction(row.get("trend")) for row in moving],
        f"Attendu en {year + 1}": [written.expected(row.get("forecast")) for row in moving],
    }
    coming = any(row.get("forecast") for row in moving)
    caption = f"Évolution, et nombre attendu en {year + 1} si rien ne change" if coming else "Évolution"
    told = f"{_TREND if since else ''} {_FORECAST if coming else ''}".strip()
    return _columns(caption, moving, columns, told)


_TREND = "Tendance : retenue quand elle dépasse le hasard, une fois corrigée du nombre d'examens."
_FORECAST = (
    "Attendu : une année exceptionnelle revient d'elle-même vers l'ordinaire ; c'est à ce nombre, et à son"
    " intervalle, qu'une action devra être comparée."
)


def _is_silent(row: Row) -> bool:
    """Nothing to say of it but one word: withheld or missing in the last year, or a plain zero."""
    last = row["figures"][-1]
    return (
        not last["places"] and not last["count"] and set(row["sentences"]) == {"level"} and _word(last) != ""
    )


def _word(figure: Row) -> str:
    if figure["status"] == Status.PUBLISHED.value:
        return ""
    return str(figure["status"])


def _silent(series: list[Row], year: int) -> Iterator[Block]:
    """The series of which there is only one word to say, together."""
    said = {
        Status.WITHHELD.value: "Nombre de {year} non publié, trop peu de faits ; ce n'est pas zéro",
        Status.MISSING.value: "Aucun chiffre reçu pour {year} ; ce n'est pas zéro",
        Status.ZERO.value: "Aucun fait enregistré en {year}, taux de 0{most}",
    }
    quiet = [row for row in series if _is_silent(row)]
    for status, words in said.items():
        rows = [row for row in quiet if row["figures"][-1]["status"] == status]
        if rows:
            names = listing([lower(row["label"]) for row in rows])
            yield Paragraph(f"{words.format(year=year, most=_most(rows))} : {names}.")


def _most(rows: list[Row]) -> str:
    """The highest rate that a zero allows."""
    highest = max((row["figures"][-1]["high"] or 0.0 for row in rows), default=0.0)
    return f" (au plus {decimal(highest)} {rows[0]['unit']})" if highest else ""


def _told(row: Row, content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    text = " ".join(row["sentences"][key] for key in TOLD if key in row["sentences"] and _worth(row, key))
    if _drawn(row):
        yield Portrait.of(pictures.trend(row, content["place"]["name"], hue), row["label"], text)
    else:
        yield Paragraph(text)


def _drawn(row: Row) -> bool:
    """Two years make no curve."""
    return sum(figure["rate"] is not None for figure in row["figures"]) > FEW


def _worth(row: Row, key: str) -> bool:
    """A change of one year within its ordinary variations is read in the table of movements."""
    return key != "change" or (row["change"]["p"] or 1.0) < shown.ALPHA


def _among(series: list[Row], hue: tuple[int, float]) -> Iterator[Block]:
    chosen = apart(series)
    if chosen:
        yield Heading("Parmi les territoires comparables", 2)
    for row in chosen:
        drawn = pictures.comparables(row, hue)
        if drawn:
            yield Figure.of(drawn, drawn.table.caption)


def apart(series: list[Row]) -> list[Row]:
    """The compared series that stand out (at most two), else the first one compared."""
    compared = [row for row in series if row.get("comparison")]
    return [row for row in compared if row["comparison"]["stands_out"]][:FEW] or compared[:1]


def chosen_map(content: Row, series: list[Row]) -> Row | None:
    """The map of a series that stands out, else the first one."""
    wanted = {row["slug"] for row in apart(series)}
    found: list[Row] = content["map"]
    return next((row for row in found if row["slug"] in wanted), found[0]) if found else None


def _map(content: Row, series: list[Row], hue: tuple[int, float]) -> Iterator[Block]:
    chosen = chosen_map(content, series)
    if chosen is None:
        return
    yield Heading("Sur la carte", 2)
    drawn = pictures.area(chosen, content["place"]["code"], hue)
    words = (
        f"{drawn.table.caption}, {chosen['unit']}. Une carte ne montre pas le doute : les intervalles sont"
    )
    yield Figure.of(drawn, f"{words} dans la feuille de calcul")


def _months(content: Row, hue: tuple[int, float]) -> Iterator[Block]:
    if not content["season"]:
        return
    years = content["season"][0]["years"]
    yield Heading("Au fil des mois", 2)
    yield Paragraph(
        f"D'après l'état 4001, compté par mois de {years[0]} à {years[1]} ; 100 est le mois moyen, les"
        " barres sont les intervalles à 95 %."
    )
    rows = [row for row in content["season"] if row["stands_out"]]
    if not rows:
        yield Paragraph("Aucun mois ne se détache au-delà du hasard, dans aucun groupe de faits.")
    for row in rows:
        said = row["sentence"].removeprefix(f"{row['label']} : ")
        yield Portrait.of(pictures.season(row, hue), row["label"], said[:1].upper() + said[1:], level=3)
