"""Invented figures for the living page of components. Towns exist; nothing said of them here is true."""

import math
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.ui import charts
from maillage.ui.timeline import Event, Mark, Timeline, Track, timeline

CRUMBS = [{"url": "#", "label": _("Rezé")}, {"url": "#", "label": _("Diagnostic")}]
STEPS = [_("Constats"), _("Priorités"), _("Objectifs"), _("Fiches"), _("Signatures")]
STATES = [
    ("", _("tenu")), ("open", _("attendu")), ("part", _("en partie")), ("wait", _("à préciser")),
    ("late", _("33 jours de retard")), ("no", _("refusé")),
]  # fmt: skip
CHECKS = [
    {"state": "", "verdict": _("remplie"), "text": _("Le groupe est créé par le conseil"),
     "detail": _("délibération du 9 février 2026")},
    {"state": "late", "verdict": _("manque"), "text": _("Deux membres n'ont pas signé la charte"),
     "detail": _("Sept signatures sur neuf."), "url": "#", "link": _("Envoyer la charte à signer")},
    {"state": "wait", "verdict": _("à chiffrer"), "text": _("Coût"),
     "detail": _("La part demandée au fonds n'a pas de montant."), "url": "#", "link": _("Chiffrer le coût")},
]  # fmt: skip
_TOWNS = (
    ("Saint-Herblain", 49_400, 5.6, 4.9, 6.3), ("Rezé", 43_900, 7.8, 7.0, 8.7),
    ("Saint-Sébastien-sur-Loire", 27_900, 4.6, 3.9, 5.4), ("Orvault", 27_600, 5.2, 4.4, 6.1),
    ("Vertou", 25_700, 3.9, 3.2, 4.7), ("La Chapelle-sur-Erdre", 20_300, None, None, None),
    ("Bouguenais", 20_000, 6.9, 5.8, 8.2),
)  # fmt: skip
HIDDEN = "non publié, trop peu de faits"


def figures() -> list[dict[str, Any]]:
    """Three blocks: one like the others, one above, one withheld."""
    return [
        {"name": _("Cambriolages de logement"), "value": 5.8, "low": 4.8, "high": 6.9, "reference": 5.1,
         "unit": _("pour 1 000 logements"), "count": _("118 faits"), "end": 10,
         "reading": _("Rien ne permet de dire que Rezé diffère des villes comparables (5,1).")},
        {"name": _("Vols dans les véhicules"), "value": 7.8, "low": 7.0, "high": 8.7, "reference": 5.1,
         "unit": _("pour 1 000 habitants"), "count": _("342 faits"), "end": 10,
         "reading": _("Plus qu'ailleurs (5,1) : l'écart dépasse ce que le hasard explique d'ordinaire.")},
        {"name": _("Vols avec armes"), "value": None, "unit": _("pour 1 000 habitants"),
         "word": _("non publié, moins de cinq faits")},
    ]  # fmt: skip


def towns(order: str) -> list[dict[str, Any]]:
    """The towns, sorted by `nom` or `population`, "-" first for the descending order."""
    rows = [
        {"name": name, "population": population, "rate": rate, "low": low, "high": high, "us": name == "Rezé"}
        for name, population, rate, low, high in _TOWNS
    ]
    key = "name" if order.lstrip("-") == "nom" else "population"
    return sorted(rows, key=lambda row: row[key], reverse=order.startswith("-"))


def _years(level: float, slope: float, missing: int | None = None) -> list[charts.YearPoint]:
    points = []
    for index in range(10):
        value = level + slope * index + 0.4 * math.sin(2.4 * index)
        doubt = 0.9 * math.sqrt(value / 6)
        known = index != missing
        points.append(
            charts.YearPoint(
                2016 + index, value if known else None, value - doubt if known else None,
                value + doubt if known else None, level + 0.3 + 0.02 * index,
            )
        )  # fmt: skip
    return points


def series() -> list[dict[str, Any]]:
    """Three small multiples, one with a year that is not published."""
    return [
        {
            "name": _("Cambriolages de logement"),
            "unit": _("pour 1 000 logements"),
            "points": _years(6, 0),
            "top": 10,
        },
        {
            "name": _("Vols dans les véhicules"),
            "unit": _("pour 1 000 habitants"),
            "points": _years(5.2, 0.3),
            "top": 10,
        },
        {
            "name": _("Vols avec armes"),
            "unit": _("pour 1 000 habitants"),
            "points": _years(1.5, 0, 4),
            "top": 5,
        },
    ]


def intervals() -> charts.Chart:
    """Rezé among comparable towns."""
    rows = [
        charts.PlaceRow(name, population, value, low, high, name == "Rezé", HIDDEN)
        for name, population, value, low, high in _TOWNS
    ]
    return charts.interval_plot(
        rows, reading="Deux villes se détachent, Rezé et Bouguenais ; rien ne permet de les départager.",
        unit="pour 1 000 habitants", reference=5.1,
        caption="Vols dans les véhicules, 2025. Ordre de population : ce n'est pas un classement.",
    )  # fmt: skip


def gaps() -> charts.Chart:
    """Three series against comparable towns, one of them apart, one at zero."""
    rows = [
        charts.GapRow("Cambriolages", 5.8, 4.8, 6.9, 5.1, 3.0, 8.6),
        charts.GapRow("Vols dans les véhicules", 7.8, 7.0, 8.7, 3.1, 2.0, 4.7, apart=True),
        charts.GapRow("Vols avec armes", 0.0, 0.0, 0.08, 0.11, 0.02, 0.25),
    ]
    return charts.gap_plot(
        rows, reading="Sur trois séries comparées, une s'écarte des villes comparables au-delà du hasard.",
        caption="Chaque série rapportée au taux des villes comparables, 2025",
    )  # fmt: skip


def trend() -> charts.Chart:
    """Ten years, one not published, one change of method."""
    return charts.trend(
        _years(5.2, 0.3, 4),
        reading="La hausse des vols dans les véhicules dépasse ce que le hasard explique d'ordinaire.",
        unit="pour 1 000 habitants", caption="Vols dans les véhicules, 2016-2025", place="Rezé",
        notes=[charts.TrendNote(2022, "nouveau logiciel")],
    )  # fmt: skip


def season() -> charts.Chart:
    """Twelve months around the average one."""
    points = []
    for month in range(1, 13):
        value = 100 + 22 * math.cos(2 * math.pi * (month - 11) / 12)
        points.append(charts.MonthPoint(month, value, value - 11, value + 11))
    return charts.seasonality(
        points, reading="Les cambriolages sont plus nombreux de septembre à janvier.",
        unit="indice, 100 = mois moyen", caption="Cambriolages, indice mensuel",
    )  # fmt: skip


def _grid() -> list[dict[str, Any]]:
    """Twelve invented areas, side by side, slightly bent."""

    def corner(column: int, row: int) -> list[float]:
        east = -1.7 + 0.11 * column + 0.02 * math.sin(3 * row + column)
        return [east, 47.1 + 0.08 * row + 0.014 * math.cos(2 * column)]

    cells = []
    for row in range(3):
        for column in range(4):
            ring = [corner(column + dx, row + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
            rank = 4 * row + column
            cells.append(
                {"name": f"Commune {rank + 1}", "ring": ring,
                 "value": None if rank in (3, 6) else 3 + 0.45 * rank,
                 "ours": rank == 5, "labelled": rank in (0, 10)}
            )  # fmt: skip
    return cells


_MAP: dict[str, Any] = {
    "reading": "Les taux les plus élevés sont au nord ; deux communes ne sont pas publiées.",
    "unit": "pour 1 000 habitants", "caption": "Vols dans les véhicules, 2025. Contours inventés.",
    "steps": (4.0, 5.5, 7.0),
}  # fmt: skip


def area_map() -> charts.Chart:
    """Areas in four steps, two hatched."""
    return charts.area_map(
        [
            charts.Area(
                cell["name"], {"type": "Polygon", "coordinates": [cell["ring"]]}, cell["value"],
                ours=cell["ours"], labelled=cell["labelled"],
            )
            for cell in _grid()
        ],
        **_MAP,
    )  # fmt: skip


def spot_map() -> charts.Chart:
    """The same by points."""
    return charts.spot_map(
        [
            charts.Spot(
                cell["name"],
                cell["ring"][0][0],
                cell["ring"][0][1],
                cell["value"],
                ours=cell["ours"],
                labelled=cell["labelled"],
            )
            for cell in _grid()
        ],
        **_MAP,
    )


def cycle() -> Timeline:
    """Six months of two bodies, with an election."""
    held, planned = "tenue", "prévue"
    watch = [Mark(date(2026, month, 9), held) for month in (9, 10, 11)] + [
        Mark(date(2026, 12, 8), planned, "plan")
    ]
    council = [Mark(date(2026, 10, 14), held), Mark(date(2027, 1, 20), planned, "plan")]
    return timeline(
        first=date(2026, 9, 1), last=date(2027, 2, 28), on=date(2026, 11, 16),
        tracks=[Track("Cellule de veille", watch), Track("Conseil", council)],
        events=[Event(date(2026, 9, 27), "Élection inventée", "élection")],
    )  # fmt: skip
