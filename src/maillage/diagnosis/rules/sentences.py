"""The sentences of a figure: plain enough to be read aloud, careful enough to be signed by a statistician."""

from collections.abc import Mapping
from typing import Any

from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.wording import (
    THIN,
    between,
    counted,
    decimal,
    digits_for,
    listing,
    percent,
    rank,
    whole,
)  # fmt: skip
from maillage.diagnosis.vocabulary import Offence
from maillage.kernel import Status

Figure = Mapping[str, Any]


def level(offence: Offence, figure: Figure) -> str:
    """How many, and how many per thousand, with the interval; or the word that stands for what is not
    known.
    """
    year, status = figure["year"], shown.status(figure["status"])
    if status is Status.WITHHELD:
        return (
            f"{offence.subject} : le nombre de {year} n'est pas publié{_known_part(figure, offence)}. Ce"
            " n'est pas zéro."
        )
    if status is Status.MISSING:
        return f"{offence.subject} : rien n'a été reçu pour {year}."
    if figure["count"] is None:
        if figure["rate"] is None:
            return (
                f"{offence.subject} : publiés pour {year}, mais ni le nombre ni le taux ne peuvent être"
                " donnés."
            )
        return (
            f"{offence.subject} : {decimal(figure['rate'])} {offence.unit} en {year} ; sans le nombre de"
            " faits, l'intervalle ne peut pas être calculé."
        )
    head = (
        f"{offence.subject} : {counted(figure['count'], offence.counted)} en {year}"
        if figure["count"]
        else _none(offence, year)
    )
    if figure["rate"] is None:
        return f"{head} ; trop peu de {offence.base.label} pour un taux."
    if not figure["count"]:
        return f"{head} ; le taux est de 0, au plus {decimal(figure['high'])} {offence.unit}."
    digits = digits_for(figure["rate"])
    interval = between(figure["low"], figure["high"], digits)
    return f"{head}, soit {decimal(figure['rate'], digits)} {offence.unit} ({interval})."


def _none(offence: Offence, year: int) -> str:
    return f"{offence.subject} : aucun fait enregistré en {year}"


def _known_part(figure: Figure, offence: Offence) -> str:
    if not figure.get("places"):
        return ", trop peu de faits"
    return (
        f" pour l'ensemble : il n'est connu que dans {whole(figure['places_known'])} communes sur "
        f"{whole(figure['places'])}, avec au moins {counted(figure['at_least'], offence.counted)}"
    )


def smoothed(offence: Offence, figure: Figure) -> str:
    """The smoothed rate next to the raw one, when few facts make the raw one jump."""
    digits = digits_for(figure["smoothed"])
    interval = between(figure["smoothed_low"], figure["smoothed_high"], digits)
    return (
        "Les faits sont peu nombreux : rapproché des territoires comparables, le taux est de "
        f"{decimal(figure['smoothed'], digits)} {offence.unit} ({interval})."
    )


def comparison(place: str, row: Mapping[str, Any]) -> str:
    """Against comparable places, by the corrected test: `row` has reference, above, overlaps, p,
    stands_out.
    """
    reference = f"territoires comparables ({decimal(row['reference'])})"
    word = "Plus" if row["above"] else "Moins"
    if row["stands_out"]:
        return f"{word} que dans les {reference} : l'écart dépasse ce que le hasard explique d'ordinaire."
    if row["p"] < shown.ALPHA:
        return (
            f"{word} que dans les {reference}, sans que l'écart soit sûr parmi tous ceux qui ont été"
            " examinés."
        )
    said = f"Rien ne permet de dire que {place} diffère des {reference}"
    return f"{said}." if row["overlaps"] else f"{said} : ces territoires diffèrent autant entre eux."


def trend(row: Mapping[str, Any]) -> str:
    """The direction of the years, with the yearly change's interval in percent."""
    interval = f"entre {percent(row['low'])} et {percent(row['high'])} par an"
    since, word = f"Depuis {row['since']}", "hausse" if row["slope"] > 0 else "baisse"
    if row["stands_out"]:
        return f"{since}, une {word} au-delà du hasard : {interval}."
    if row["p"] < shown.ALPHA:
        return (
            f"{since}, une {word} possible ({interval}), qui n'est pas sûre parmi toutes les tendances"
            " examinées."
        )
    return f"{since}, rien ne permet de parler de hausse ni de baisse ({interval})."


def change(row: Mapping[str, Any], noun: str) -> str:
    """Last year against the one before; no percentage under five cases. `noun`: what is counted, plural."""
    head = (
        f"De {row['before_year']} à {row['year']}, de {whole(row['before'])} à {counted(row['count'], noun)}"
    )
    word = "hausse" if row["ratio"] is None or row["ratio"] > 1 else "baisse"
    if row["stands_out"]:
        return f"{head} : la {word}{_size(row)} dépasse ce que le hasard explique d'ordinaire."
    if row["p"] < shown.ALPHA:
        return f"{head} : une {word} possible, qui n'est pas sûre parmi toutes les évolutions examinées."
    return f"{head} : l'écart reste dans ce que le hasard explique d'ordinaire."


def _size(row: Mapping[str, Any]) -> str:
    if not shown.percentage_allowed(row["before"], row["count"]) or row["low"] is None:
        return ""
    low, high = (100 * (row[key] - 1) for key in ("low", "high"))
    return f" ({percent(low)} à {percent(high)})"


def ranking(row: Mapping[str, Any]) -> str:
    """A rank is an interval: the first is the highest rate."""
    number = f"Parmi les {row['among']} territoires comparables publiés, celui-ci compris,"
    if row["low"] == row["high"]:
        return f"{number} son taux est le {rank(row['low'])} du plus haut au plus bas."
    return (
        f"{number} son taux est, du plus haut au plus bas, quelque part entre le {rank(row['low'])} et le "
        f"{rank(row['high'])} rang."
    )


def forecast(row: Mapping[str, Any], noun: str) -> str:
    """What to expect next year without any action: a year out of the ordinary falls back by itself."""
    return (
        f"Si rien ne change, on attend en {row['year']} environ {counted(row['expected'], noun)} "
        f"({whole(row['low'])} à {whole(row['high'])}) : c'est à cela qu'une action devra être comparée."
    )


_ASKED = {
    "comparison": (
        "comparaison",
        "écart avec les territoires comparables",
        "écarts avec les territoires comparables",
    ),
    "trend": ("tendance", "tendance", "tendances"),
    "change": ("évolution d'un an", "évolution d'un an", "évolutions d'un an"),
}


def multiplicity(asked: Mapping[str, int], kept: Mapping[str, int]) -> str:
    """How many tests were made (by family), how many chance alone would single out, and how many are kept."""
    total = sum(asked.values())
    if not total:
        return (
            "Aucune comparaison n'a pu être faite : trop peu d'années ou de territoires comparables publiés."
        )
    made = listing([_made(_ASKED[family][0], count) for family, count in asked.items() if count])
    chance = shown.ALPHA * total
    held = [_held(*_ASKED[family], kept[family]) for family, count in asked.items() if count]
    return (
        f"Pour ce diagnostic, {total} examens ont été faits : {made}. Au seuil habituel de 5{THIN}%, environ"
        f" {decimal(chance, 1)} {'ressortirait' if chance < 2 else 'ressortiraient'} par le seul hasard ; les"
        f" seuils ont donc été corrigés (Holm, par famille de questions). Restent ainsi : {', '.join(held)}."
    )


def _made(noun: str, count: int) -> str:
    first, *rest = noun.split(" ")
    return " ".join([whole(count), first + ("s" if count > 1 else ""), *rest])


def _held(noun: str, one: str, many: str, count: int) -> str:
    if count > 1:
        return f"{whole(count)} {many}"
    masculine = one.startswith("écart")
    word = ("un" if masculine else "une") if count else ("aucun" if masculine else "aucune")
    return f"{word} {one}"


def summary(*, place: str, above: list[str], below: list[str], compared: int) -> str:
    """The lead of the page, all series together; `place` says where: à Rezé, dans ce département."""
    if not compared:
        return (
            f"Les faits enregistrés {place} sont présentés sans comparaison : trop peu de territoires"
            " comparables sont publiés."
        )
    if not above and not below:
        return (
            f"Rien ne permet de dire que les faits enregistrés {place} diffèrent de ceux des territoires"
            " comparables."
        )
    parts = [f"plus de {listing(above)}"] if above else []
    parts += [f"moins de {listing(below)}"] if below else []
    return (
        f"Les faits enregistrés {place} ressemblent à ceux des territoires comparables, sauf :"
        f" {' ; '.join(parts)}."
    )


def seasonality(row: Mapping[str, Any]) -> str:
    """Which months stand above the year's mean, when the season exceeds chance."""
    if not row["stands_out"]:
        return "Aucun mois ne se détache au-delà du hasard."
    return (
        f"Le mois le plus chargé est {row['peak']}, {percent(row['peak_percent'])} par rapport au mois moyen."
    )


def area(label: str, year: int, highest: list[str]) -> str:
    """The reading of a map: the places whose whole interval lies above the middle place's rate."""
    if not highest:
        return f"{label}, {year} : aucune commune ne se détache au-dessus de la commune médiane."
    return f"{label}, {year} : les taux les plus élevés, intervalle compris, sont à {listing(highest)}."


def trends(up: list[str], down: list[str]) -> str:
    """The reading of the yearly series: which ones rise or fall beyond chance once corrected."""
    said = [f"montent au-delà du hasard : {listing(up)}"] if up else []
    said += [f"baissent au-delà du hasard : {listing(down)}"] if down else []
    if not said:
        return "Aucune série ne monte ni ne baisse au-delà du hasard."
    text = " ; ".join(said)
    return f"{text[:1].upper()}{text[1:]}."
