"""How one figure is said: value, count, interval, bounds of the unknown; or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maillage.kernel import Status
from maillage.observatory.indicators.figures import FEW
from maillage.observatory.vocabulary import Comparator, Indicator, Kind, Unit
from maillage.ui import typography

Figure = Mapping[str, Any]
HIDDEN = frozenset({"I5", "I7"})  # drawn from nominative exchange: under five, not even the count
WHOLE = (Unit.DAYS, Unit.HOURS)  # read without decimals
RATIOS = (Kind.SHARE, Kind.AMOUNT)  # kept as parts of one, said in percent


@dataclass(frozen=True)
class Told:
    """One figure in words. `value`, `low`, `high` are numbers to draw with, in percent where it is a part."""

    status: Status
    main: str
    count: str = ""
    interval: str = ""
    bounds: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def published(self) -> bool:
        """Is there a value, or only a word?"""
        return self.status is Status.PUBLISHED

    @property
    def short(self) -> str:
        """« 33 % (4 sur 12) », in at most sixty signs: what a remark keeps of the figure it speaks of."""
        return (f"{self.main} ({self.count})" if self.count else self.main)[:60]


def told(indicator: Indicator, figure: Figure | None) -> Told:
    """A figure in words; without record, the answer is that there is not enough yet."""
    if figure is None or figure["status"] == Status.MISSING.value:
        return Told(Status.MISSING, _("pas encore assez d'enregistrements"))
    few = figure["numerator"] if indicator.kind is Kind.COUNT else figure["denominator"]
    if indicator.id in HIDDEN and (few or 0) < FEW:
        return Told(Status.WITHHELD, _("moins de cinq, non publié"))
    if figure["status"] == Status.WITHHELD.value:
        return Told(Status.WITHHELD, _counted(indicator, figure) or _("moins de cinq"), _("moins de cinq"))
    return _published(indicator, figure)


def _published(indicator: Indicator, figure: Figure) -> Told:
    scale = 100 if in_parts(indicator) else 1
    value, low, high = (_times(figure[name], scale) for name in ("value", "low", "high"))
    return Told(
        Status.PUBLISHED, said(indicator, figure["value"]), _counted(indicator, figure),
        _between(indicator, figure["low"], figure["high"]), _bounds(indicator, figure), value, low, high,
    )  # fmt: skip


def _times(value: float | None, scale: int) -> float | None:
    return None if value is None else scale * value


def in_percent(indicator: Indicator) -> bool:
    """Is the value kept as a part of one, and said in percent?"""
    return indicator.kind in RATIOS or indicator.unit is Unit.PERCENT


def in_parts(indicator: Indicator) -> bool:
    """Is the value kept as a part of one: said in percent, or in points of percent?"""
    return in_percent(indicator) or indicator.unit is Unit.POINTS


def said(indicator: Indicator, value: float | None) -> str:
    """A value with its unit: « 65 % », « 1,3 par an », « 2 signes »."""
    if value is None:
        return ""
    if in_percent(indicator):
        return _("%(n)s %%") % {"n": _percent(value)}
    if indicator.kind in (Kind.LIST, Kind.FLAG):
        return typography.number(value)
    if indicator.unit is Unit.POINTS:
        value = round(100 * value)
    told = typography.number(value, 0) if indicator.unit in WHOLE else plain(value)
    return f"{told} {unit(indicator, value)}".rstrip()


def plain(value: float) -> str:
    """A number: whole when it is whole, else with the digits it can bear."""
    return typography.number(value) if float(value).is_integer() else typography.rate(value)


def _percent(value: float) -> str:
    return typography.number(100 * value, 1 if 0 < abs(value) < 0.01 else 0)


def unit(indicator: Indicator, value: float | None = None) -> str:
    """The word that follows a value; empty where the value is a plain number."""
    many = int(abs(value)) if value is not None and abs(value) >= 1 else 1
    words = {
        Unit.PERCENT: "%", Unit.PER_YEAR: _("par an"), Unit.DAYS: ngettext("jour", "jours", many),
        Unit.HOURS: ngettext("heure", "heures", many), Unit.MONTHS: _("mois"),
        Unit.POINTS: ngettext("point", "points", many), Unit.EUROS: "€",
    }  # fmt: skip
    return words.get(indicator.unit, "")


def _counted(indicator: Indicator, figure: Figure) -> str:
    """The two sides of the figure: « 61 sur 94 », « 4 en 3 ans », « 12 cas »."""
    part, whole = figure["numerator"], figure["denominator"]
    if whole is None:
        return ""
    if indicator.kind is Kind.VALUE:
        return ngettext("%(n)s cas", "%(n)s cas", int(whole)) % {"n": typography.number(whole)}
    if part is None:
        return ""
    sides = {"a": typography.number(part), "b": typography.number(whole)}
    if indicator.kind is Kind.AMOUNT:
        return _("%(a)s € sur %(b)s €") % sides
    if indicator.kind is Kind.COUNT:
        return _span(indicator, part, whole)
    return _("%(a)s sur %(b)s") % sides


def _span(indicator: Indicator, part: float, whole: float) -> str:
    if indicator.unit is not Unit.PER_YEAR:
        return _("%(a)s pour %(b)s") % {"a": typography.number(part), "b": plain(whole)}
    years = round(whole, 1)  # a window clipped to a life is not of whole days
    return ngettext("%(a)s en %(b)s an", "%(a)s en %(b)s ans", max(1, int(years))) % {
        "a": typography.number(part), "b": plain(years),
    }  # fmt: skip


def _between(indicator: Indicator, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    if indicator.unit is Unit.POINTS:
        return _range(round(100 * low), round(100 * high))
    if in_percent(indicator):
        return _("%(low)s à %(high)s %%") % {"low": _percent(low), "high": _percent(high)}
    if indicator.unit in WHOLE:
        return _range(low, high, 0)
    return _range(low, high)


def _range(low: float, high: float, places: int | None = None) -> str:
    """« 4,8 à 6,9 », in the reader's language."""
    if places is None:
        places = typography.digits(high, low, high)
    return _("%(low)s à %(high)s") % {
        "low": typography.rate(low, places),
        "high": typography.rate(high, places),
    }


def _bounds(indicator: Indicator, figure: Figure) -> str:
    """What the unknown could change; empty when everything is known."""
    unknown, floor, ceiling = figure.get("unknown"), figure.get("floor"), figure.get("ceiling")
    if not unknown or floor is None or ceiling is None:
        return ""
    if indicator.kind is Kind.COUNT:
        return ngettext(
            "%(n)s inconnu : de %(low)s à %(high)s selon ce qu'il fut",
            "%(n)s inconnus : de %(low)s à %(high)s selon ce qu'ils furent", int(unknown),
        ) % {
            "n": typography.number(unknown), "low": plain(floor), "high": said(indicator, ceiling),
        }  # fmt: skip
    return ngettext(
        "%(n)s cas inconnu : de %(low)s à %(high)s %% selon ce qu'il fut",
        "%(n)s cas inconnus : de %(low)s à %(high)s %% selon ce qu'ils furent", int(unknown),
    ) % {"n": typography.number(unknown), "low": _percent(floor), "high": _percent(ceiling)}  # fmt: skip


def sentence(indicator: Indicator, figure: Figure | None) -> str:
    """The whole figure in one sentence: value, sides, interval, bounds."""
    one = told(indicator, figure)
    if one.status is Status.MISSING or figure is None:
        return _("Pas encore assez d'enregistrements pour ce chiffre : c'est une réponse, ce n'est pas zéro.")
    if not one.published:
        return _("%(count)s. Sous cinq, aucun pourcentage ni aucune moyenne n'est donné.") % {
            "count": one.main[:1].upper() + one.main[1:]
        }
    parts = [one.main + (f" ({one.count})" if one.count else "")]
    if one.interval:
        parts.append(_("intervalle à 95 %% : %(between)s") % {"between": one.interval})
    return _(" ; ").join([*parts, *([one.bounds] if one.bounds else [])]) + "."


def name(indicator: Indicator) -> str:
    """The name in the reader's language."""
    return indicator.fr if _french_now() else indicator.en


def day_said(day: date) -> str:
    """A day in the reader's language: « 1er juin 2026 »."""
    return typography.french_date(day) if _french_now() else date_format(day, "j F Y")


def _french_now() -> bool:
    return (get_language() or "fr").startswith("fr")


REFERENCES = {Comparator.LAW: "loi", Comparator.TEXT: "texte", Comparator.OURS: "local"}


def threshold(indicator: Indicator) -> str:
    """« seuil légal : 1 par an »: a stated value says whose it is; empty when there is none."""
    if indicator.threshold is None or indicator.comparator not in REFERENCES:
        return ""
    value = {"value": said(indicator, indicator.threshold)}
    if indicator.comparator is Comparator.LAW:
        return _("seuil légal : %(value)s") % value
    if indicator.comparator is Comparator.TEXT:
        return _("littérature : %(value)s") % value
    return _("seuil local : %(value)s") % value


def day_of(text: str) -> date:
    """A day as the snapshot writes it."""
    return date.fromisoformat(text)
