"""What must be said beside a figure: method changes, breaks, what a series measures and does not."""

from collections.abc import Mapping, Sequence
from typing import Any

from maillage.diagnosis.rules.wording import listing

RECORDED = "Ce sont des faits enregistrés par la police et la gendarmerie, et non tous les faits commis."

_REPORTING = (
    "Une hausse peut venir de victimes qui portent plainte plus souvent : elle ne mesure pas seulement les"
    " faits."
)
_ACTIVITY = "Cette série compte des personnes mises en cause : elle mesure d'abord l'activité des services."
_WITHDRAWN = (
    "Série retirée par le ministère en juillet 2025 et remplacée par les violences physiques, recalculées"
    " depuis 2016 : les deux ne se prolongent pas."
)
ALWAYS: dict[str, tuple[str, ...]] = {
    "violences-physiques-intrafamiliales": (_REPORTING,),
    "violences-sexuelles": (_REPORTING,),
    "escroqueries-et-fraudes-aux-moyens-de-paiement": (
        "Les faits sont comptés au domicile de la victime, et non là où l'escroc agit.",
    ),
    "trafic-de-stupefiants": (_ACTIVITY,),
    "usage-de-stupefiants": (_ACTIVITY,),
    "usage-de-stupefiants-afd": (_ACTIVITY,),
    "usage-de-stupefiants-hors-afd": (_ACTIVITY,),
    "coups-et-blessures-volontaires": (_WITHDRAWN,),
    "coups-et-blessures-volontaires-intrafamiliaux": (_WITHDRAWN,),
    "autres-coups-et-blessures-volontaires": (_WITHDRAWN,),
}
_FINE = "usage-de-stupefiants"
_THEFTS = ("vols-", "cambriolages", "violences-physiques-hors", "destructions")


def breaks(slug: str, years: list[int]) -> tuple[str, ...]:
    """Method changes and events inside these years, which a trend must not be read across in silence."""
    found = []
    if {2020, 2021} & set(years) and slug.startswith(_THEFTS):
        found.append(
            "Les confinements de 2020 et 2021 ont vidé les rues : ces deux années ne sont pas ordinaires."
        )
    if slug == f"{_FINE}-afd" and min(years, default=2021) <= 2020:
        found.append(
            "L'amende forfaitaire a été essayée en juin 2020, puis généralisée le 1er septembre 2020 : 2020"
            " n'est pas une année entière, et il n'y a rien avant."
        )
    if slug == _FINE and min(years, default=2020) < 2020 <= max(years, default=0):
        found.append(
            "L'amende forfaitaire, depuis septembre 2020, change ce qui est enregistré : rupture en 2020."
        )
    if min(years, default=2016) <= 2014 <= max(years, default=0):
        found.append(
            "Nouveaux logiciels d'enregistrement (gendarmerie 2012, police 2013 à 2015) : rupture possible."
        )
    return tuple(found)


def trend_start(slug: str, years: list[int]) -> int:
    """The first year from which the series measures one same thing throughout."""
    first = min(years, default=0)
    return max(first, 2021) if slug in (f"{_FINE}-afd", _FINE) else first


def caveats(slug: str, years: list[int]) -> tuple[str, ...]:
    """Everything to print beside this series over these years: what it measures, its breaks."""
    return (*ALWAYS.get(slug, ()), *breaks(slug, years))


def general(releases: Sequence[Mapping[str, Any]], withdrawn: Sequence[str] = ()) -> tuple[str, ...]:
    """What must be said once for all figures: what recorded crime is, what the files at hand are, and which
    withdrawn series were left aside.
    """
    said = [RECORDED]
    if withdrawn:
        said.append(
            "Séries retirées par le ministère en juillet 2025 et non reprises ici :"
            f" {listing(list(withdrawn))}. Les violences physiques, recalculées depuis 2016, les remplacent."
        )
    if any(row.get("derived") for row in releases):
        said.append(
            "Des fichiers dérivés de la base officielle ont servi : une case absente y est zéro ou non"
            " publiée."
        )
    if any(row.get("fictitious") for row in releases):
        said.append("Données fictives : aucun de ces chiffres n'est réel.")
    return tuple(said)
