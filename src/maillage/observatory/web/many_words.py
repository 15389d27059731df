"""What the boards say in words, and the cells of their drawings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.observatory.indicators import INDICATORS, told
from maillage.observatory.indicators.distribution import LEAST
from maillage.observatory.models import Board, ReceivedAggregate
from maillage.observatory.selectors.many import Line
from maillage.observatory.vocabulary import Kind, Level, Unit
from maillage.ui import typography
from maillage.ui.charts import Chart, CountSeries, count_series

SHOWN = ("R1m", "P2m", "P5", "C2", "C9", "C10", "D1", "I3", "E2", "H3")  # one or two a family, in order
POOLED = ("M1", "M3", "M5", "M6", "M7")
MANY_BODIES = 150  # funded bodies from which a rate of controls can be judged (scenario, section 6)


@dataclass(frozen=True)
class Reference:
    """A published series, with how sure it is; never mixed with the records of the installation."""

    what: str
    figures: str
    source: str
    certainty: str


REFERENCES = (
    Reference(
        "Conseils (CLSPD et CISPD)", "867 au 1er mai 2006, 790 début 2009 (−8,9 %)", "Gautron 2010",
        "chiffre de l'étude",
    ),
    Reference(
        "Contrats locaux de sécurité", "687 mi-2006, dont 195 intercommunaux ; 414 début 2009 (−39,7 %)",
        "Gautron 2010", "chiffre de l'étude",
    ),
    Reference(
        "Conseils actifs", "644 sur 891 en 2015 (72 %), 247 en sommeil ; 1 221 groupes de travail",
        "9e rapport au Parlement, cité par Weka", "lu dans une source secondaire",
    ),
    Reference("CLSPD et CISPD", "1 041 et 301 en juin 2025", "Vogel, Sénat", "lu dans une source"),
)  # fmt: skip


@dataclass(frozen=True)
class Spread:
    """How one indicator is spread: its words, its quartiles as written, the cells of its histogram."""

    id: str
    name: str
    published: int | None
    total: int | None
    middle: str
    cells: Sequence[Mapping[str, Any]]
    said: str


def lead(lines: Sequence[Line]) -> str:
    """The sentence that opens the board."""
    dormant = sum(line.dormant for line in lines)
    alive = sum(line.councils for line in lines)
    if not alive:
        return _("Aucune instance n'est ouverte dans les partenariats que vous suivez.")
    first = ngettext(
        "%(n)d instance ouverte dans les partenariats que vous suivez",
        "%(n)d instances ouvertes dans les partenariats que vous suivez", alive,
    ) % {"n": alive}  # fmt: skip
    second = ngettext("%(n)d en sommeil.", "%(n)d en sommeil.", dormant) % {"n": dormant}
    none = _("aucune déclarée en sommeil.")
    return f"{first}, {second if dormant else none}"


def shown(board: Board | None, followed: int = 0) -> dict[str, Any]:
    """What the templates show of a board: nothing yet, or its chart, its spreads, its pooled figures.

    A reader who follows all its partnerships but one to four would find these by subtraction: nothing common.
    """
    if board is None:
        return {"board": None}
    content = board.content
    spreads = {row["indicator"]: row for row in content["distributions"]}
    return {
        "board": board,
        "chart": _chart(content["series"]),
        "spreads": [spread(spreads[name]) for name in SHOWN if name in spreads],
        "pooled": [pooled(content["pooled"][name]) for name in POOLED if name in content["pooled"]],
        "few": not content["distributions"] or 0 < content["partnerships"] - followed < LEAST,
        "count": content["partnerships"],
    }


def _chart(rows: Sequence[Mapping[str, Any]]) -> Chart:
    days = [date.fromisoformat(row["day"]) for row in rows]
    councils = [row["councils"] for row in rows]
    contracts = [row["contracts"] for row in rows]
    reading = _("%(now)s ; dix ans plus tôt, %(then)s.") % {
        "now": _both(councils[-1], contracts[-1]), "then": _both(councils[0], contracts[0]),
    }  # fmt: skip
    series = [CountSeries(_("conseils ouverts"), councils), CountSeries(_("contrats en vigueur"), contracts)]
    return count_series(
        days, series, reading=reading, caption=_("Conseils et contrats, le même jour de chaque année")
    )


def _both(councils: int, contracts: int) -> str:
    """So many councils and so many contracts, in words."""
    first = ngettext("%(n)d conseil", "%(n)d conseils", councils) % {"n": councils}
    second = ngettext("%(n)d contrat en vigueur", "%(n)d contrats en vigueur", contracts) % {"n": contracts}
    return _("%(a)s et %(b)s") % {"a": first, "b": second}


def spread(row: Mapping[str, Any]) -> Spread:
    """One indicator over the partnerships, none of them named."""
    one = INDICATORS[row["indicator"]]
    quartiles = row["quartiles"]
    middle = (
        _("la moitié du milieu : de %(a)s à %(c)s, médiane %(b)s")
        % dict(zip("abc", (written(one.id, value) for value in quartiles), strict=True))
        if quartiles
        else _("trop peu de partenariats pour dire un milieu")
    )
    return Spread(
        one.id,
        told.name(one),
        row["published"],
        row["partnerships"],
        middle,
        _cells(one.id, row),
        _said(one.id, row),
    )


def _cells(name: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Bars of the histogram, in percent of its box; a held-back cell has no height and says so."""
    tallest = max((cell for cell in row["cells"] if cell), default=1)
    return [
        {
            "x": 10 * at,
            "height": 0 if cell is None else round(100 * cell / tallest),
            "top": 100 if cell is None else 100 - round(100 * cell / tallest),
            "hidden": cell is None,
            "from": written(name, row["edges"][at]),
            "to": written(name, row["edges"][at + 1]),
            "count": cell,
        }
        for at, cell in enumerate(row["cells"])
    ]


def _said(name: str, row: Mapping[str, Any]) -> str:
    words, hidden = _("%(a)s à %(b)s : %(n)s"), _("moins de cinq, non dit")
    parts = [
        words % {"a": cell["from"], "b": cell["to"], "n": hidden if cell["hidden"] else cell["count"]}
        for cell in _cells(name, row)
        if cell["hidden"] or cell["count"]
    ]
    return _(" ; ").join(parts)


def written(name: str, value: float | None) -> str:
    """A value in the unit of its indicator, as the pages write it."""
    if value is None:
        return ""
    unit = INDICATORS[name].unit if name in INDICATORS else Unit.PERCENT
    if unit is Unit.PERCENT:
        return _("%(n)s %%") % {"n": typography.number(100 * value, 0)}
    return typography.number(value, 0 if float(value).is_integer() else 1)


def pooled(row: Mapping[str, Any]) -> dict[str, Any]:
    """A figure of all the partnerships read as one: counts always, a rate only where many stand behind it."""
    one = INDICATORS[row["indicator"]]
    judged = (row["denominator"] or 0) >= MANY_BODIES or one.kind is not Kind.SHARE
    return {
        "id": one.id, "name": told.name(one), "reference": one.reference,
        "value": written(one.id, row["value"]) if judged and row["value"] is not None else "",
        "numerator": row["numerator"], "denominator": row["denominator"],
        "euros": one.kind is Kind.AMOUNT, "level": one.level is Level.DEPARTEMENT,
    }  # fmt: skip


def elsewhere(row: ReceivedAggregate) -> dict[str, Any]:
    """The aggregates of another installation, shown apart under its name."""
    spreads = {
        one["indicator"]: one for one in row.content["distributions"] if one["indicator"] in INDICATORS
    }
    return {
        "instance": row.instance, "day": row.day, "fictitious": row.content["fictitious"],
        "partnerships": row.content["partnerships"],
        "spreads": [spread(spreads[name]) for name in SHOWN if name in spreads],
    }  # fmt: skip
