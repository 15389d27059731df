"""The sentences of a figure: plain enough to be read aloud, careful enough to be signed by a statistician."""

from collections.abc import Mapping
from typing import Any

from maillage.diagnosis.rules import shown
from maillage.diagnosis.rules.wording import (
    THIN,
    about,
    at,
    between,
    counted,
    decimal,
    digits_for,
    in_words,
    listing,
    of,
    percent,
    rank,
    span,
    that,
    whole,
)  # fmt: skip
from maillage.diagnosis.vocabulary import Offence
from maillage.kernel import Status

Figure = Mapping[str, Any]


def level(offence: Offence, figure: Figure) -> str:
    """How many, and how many per thousand, with the interval; or the word that stands for what is not
    known.
    """
    head, year, status = f"{offence.subject} : ", figure["year"], shown.status(figure["status"])
    if figure.get("places") and figure["count"] is None:
        return head + _part(figure, offence)
    if status is Status.WITHHELD:
        return f"{head}le nombre de {year} n'est pas publié, trop peu de faits. Ce n'est pas zéro."
    if status is Status.MISSING:
        return f"{head}rien n'a été reçu pour {year}."
    if figure["count"] is None:
        return head + _without_count(figure, offence)
    return head + _counted_level(figure, offence)


def _without_count(figure: Figure, offence: Offence) -> str:
    if figure["rate"] is None:
        return (
            f"le fichier reçu pour {figure['year']} ne permet de donner ni le nombre ni le taux ; ce n'est"
            " pas zéro."
        )
    return (
        f"{decimal(figure['rate'])} {offence.unit} en {figure['year']} ; le fichier reçu ne donne pas le"
        " nombre de faits, et l'intervalle ne peut pas être calculé."
    )


def _counted_level(figure: Figure, offence: Offence) -> str:
    count, year = figure["count"], figure["year"]
    head = f"{counted(count, offence.counted)} en {year}" if count else f"aucun fait enregistré en {year}"
    if figure["rate"] is None:
        return f"{head} ; trop peu de {offence.base.label} pour un taux."
    if not count:
        return f"{head} ; le taux est de 0, au plus {decimal(figure['high'])} {offence.unit}."
    digits = digits_for(figure["rate"], figure["low"], figure["high"])
    interval = between(figure["low"], figure["high"], digits)
    return f"{head}, soit {decimal(figure['rate'], digits)} {offence.unit} ({interval})."


_PARTS = {
    "commune": ("aucune", "commune publiée", "communes publiées", "communes"),
    "department": ("aucun", "département publié", "départements publiés", "départements"),
}


def _part(figure: Figure, offence: Offence) -> str:
    """A sum of places, some of which are not known: what is known of it is a minimum."""
    year, places, known = figure["year"], whole(figure["places"]), figure["places_known"]
    none, one, many, plain = _PARTS[figure["part"]]
    if not offence.additive:
        return f"pas de total pour {year}, la même personne pouvant être comptée dans plusieurs lieux."
    if not known:
        return f"le nombre de {year} n'est connu dans {none} des {places} {plain}. Ce n'est pas zéro."
    least = f"au moins {counted(figure['at_least'], offence.counted)}" if figure["at_least"] else "aucun fait"
    where = f"dans les {whole(known)} {many}" if known > 1 else f"dans 1 {one}"
    return f"{least} en {year}, {where} sur {places} ; le total n'est pas connu."


def smoothed(offence: Offence, figure: Figure) -> str:
    """The smoothed rate next to the raw one, when few facts make the raw one jump."""
    low, high = figure["smoothed_low"], figure["smoothed_high"]
    digits = digits_for(figure["smoothed"], low, high)
    return (
        "Les faits sont peu nombreux : rapproché des territoires comparables, le taux serait de "
        f"{decimal(figure['smoothed'], digits)} {offence.unit} ({between(low, high, digits)})."
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
    said = f"Rien ne permet de dire {that(place)} diffère des {reference}"
    return f"{said}." if row["overlaps"] else f"{said} : ces territoires diffèrent autant entre eux."


def trend(row: Mapping[str, Any]) -> str:
    """The direction of the years, with the yearly change's interval in percent."""
    interval = f"{span(row['low'], row['high'])} par an"
    since, word = f"Depuis {row['since']}", "hausse" if row["slope"] > 0 else "baisse"
    if row["stands_out"]:
        return f"{since}, une {word} {interval}, au-delà de ce que le hasard explique d'ordinaire."
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
    return f"{head} : l'écart reste dans les variations ordinaires d'une année à l'autre."


def _size(row: Mapping[str, Any]) -> str:
    if not shown.percentage_allowed(row["before"], row["count"]) or row["low"] is None:
        return ""
    return f" ({span(*(100 * (row[key] - 1) for key in ('low', 'high')))})"


def ranking(row: Mapping[str, Any]) -> str:
    """A rank is an interval: the first is the highest rate."""
    number = f"Parmi {row['among']} territoires, celui-ci et ses comparables publiés, son taux"
    if row["low"] == row["high"]:
        return f"{number} est le {rank(row['low'])}, du plus haut au plus bas."
    return (
        f"{number} se place entre le {rank(row['low'])} et le {rank(row['high'])} rang, du plus haut au plus"
        " bas."
    )


def forecast(row: Mapping[str, Any], noun: str) -> str:
    """What to expect next year without any action: a year out of the ordinary falls back by itself."""
    return (
        f"Si rien ne change, on attend en {row['year']} environ {counted(about(row['expected']), noun)} "
        f"({expected_span(row)}) : c'est à cela qu'une action devra être comparée."
    )


def expected_span(row: Mapping[str, Any]) -> str:
    """The interval of what is expected, rounded outwards."""
    return f"entre {whole(about(row['low'], -1))} et {whole(about(row['high'], 1))}"


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


def summary(*, place: str, above: list[str], below: list[str], compared: int, peers: bool = True) -> str:
    """The lead of the page, all series together; `place` says where: à Rezé, dans ce département."""
    if not peers:
        return f"Les faits enregistrés {place} sont présentés sans comparaison avec d'autres territoires."
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
    parts = [f"plus {listing([of(label) for label in above])}"] if above else []
    parts += [f"moins {listing([of(label) for label in below])}"] if below else []
    return (
        f"Les faits enregistrés {place} ressemblent à ceux des territoires comparables, sauf :"
        f" {' ; '.join(parts)}."
    )


def standing(above: list[str], below: list[str], compared: int) -> str:
    """The reading of all compared series together: which ones leave what sets comparable places apart."""
    if not compared:
        return ""
    apart = [f"{label} (plus)" for label in above] + [f"{label} (moins)" for label in below]
    head = f"Sur {whole(compared)} série{'s' if compared > 1 else ''} comparée{'s' if compared > 1 else ''}"
    if not apart:
        return f"{head}, aucune ne s'écarte des territoires comparables au-delà du hasard."
    verb = "s'écartent" if len(apart) > 1 else "s'écarte"
    said = f"{in_words(len(apart))} {verb} des territoires comparables au-delà du hasard"
    return f"{head}, {said} : {listing(apart)}."


def seasonality(row: Mapping[str, Any]) -> str:
    """Which month stands above the mean month, with its interval, when the season exceeds chance."""
    if not row["stands_out"]:
        return f"{row['label']} : aucun mois ne se détache au-delà du hasard."
    interval = span(*(100 * (row[key] - 1) for key in ("peak_low", "peak_high")))
    return (
        f"{row['label']} : le mois le plus chargé est {row['peak']}, {percent(row['peak_percent'], False)} de"
        f" plus que le mois moyen ({interval})."
    )


def area(label: str, year: int, highest: list[str]) -> str:
    """The reading of a map: the places whose whole interval lies above the middle place's rate."""
    if not highest:
        return f"{label}, {year} : aucune commune ne se détache au-dessus de la commune médiane."
    where = listing([at(name, "commune") for name in highest])
    return f"{label}, {year} : les taux les plus élevés, intervalle compris, sont {where}."


def trends(up: list[str], down: list[str], examined: int) -> str:
    """The reading of the yearly series: which ones rise or fall beyond chance once corrected."""
    if not examined:
        least = in_words(shown.FEWEST_YEARS)
        return f"Aucune tendance n'est calculée : il faut au moins {least} années publiées."
    said = [_moving("monte", up)] if up else []
    said += [_moving("baisse", down)] if down else []
    rest = examined - len(up) - len(down)
    if not said:
        return (
            "Aucune série ne monte ni ne baisse au-delà du hasard."
            if rest > 1
            else "Rien ne permet de parler de hausse ni de baisse au-delà du hasard."
        )
    others = {0: "", 1: " Pour l'autre, rien ne permet de parler de hausse ni de baisse."}
    many = f" Pour les {in_words(rest)} autres, rien ne permet de parler de hausse ni de baisse."
    text = " ; ".join(said)
    return f"{text[:1].upper()}{text[1:]}.{others.get(rest, many)}"


def _moving(verb: str, subjects: list[str]) -> str:
    many = len(subjects) > 1
    word = f"série{'s' if many else ''} {verb}{'nt' if many else ''} au-delà du hasard"
    return f"{in_words(len(subjects))} {word} : {listing(subjects)}"
