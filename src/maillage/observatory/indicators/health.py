"""A snapshot laid out to be read: lines by family, the past in small, three comparisons kept apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from maillage.kernel import Status
from maillage.kernel.fold import folded
from maillage.observatory.indicators import told as words
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.indicators.told import Told
from maillage.observatory.vocabulary import Comparator, Family, Indicator, Level

Content = Mapping[str, Any]
HEADLINE = (  # a page of the whole: a few figures, and those they are never shown without
    "R1m", "R5", "P1", "P5", "P6", "C1", "C7", "C10", "D1", "I3", "I7", "I8", "E2",
)  # fmt: skip
FEW_PEOPLE = ("H1", "H2", "H3", "P2", "D2")
NEEDS = {"P1": ("P5", "D1")}  # never read alone (domain, 9.7)
WIDTH, HEIGHT = 100, 24  # the box of a small drawing
BAND = 50.0  # points of percent that it is high, as long as the past holds in them
YEAR = 330  # days: an older figure to compare with is about a year old


@dataclass(frozen=True)
class Past:
    """One earlier figure, ready to be drawn."""

    day: date
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Line:
    """One row of the table of figures."""

    indicator: Indicator
    name: str
    told: Told
    reference: str
    mark: float | None = None
    past: Sequence[Past] = field(default=())
    spark: str = ""

    @property
    def id(self) -> str:
        """Its short name."""
        return self.indicator.id

    @property
    def drawn(self) -> bool:
        """A part of a hundred with its limits can be drawn on the common axis."""
        return words.in_percent(self.indicator) and self.told.low is not None

    @property
    def plain(self) -> bool:
        """Shown without colour: context that is not judged, and the volume of exchange above all."""
        return not self.indicator.judged


@dataclass(frozen=True)
class Group:
    """The lines of one family."""

    family: Family
    lines: Sequence[Line]


def known(content: Content) -> dict[str, Indicator]:
    """The indicators of the snapshot that a page may show, in their order; none of a person."""
    return {
        key: row for key, row in INDICATORS.items()
        if key in content["figures"] and row.level is Level.PARTNERSHIP
    }  # fmt: skip


def companions(indicator: Indicator) -> tuple[str, ...]:
    """The figures without which this one is never shown."""
    return tuple(dict.fromkeys((*NEEDS.get(indicator.id, ()), *indicator.with_)))


def accompanied(chosen: Iterable[str], content: Content) -> list[str]:
    """The chosen figures and all their companions; one whose companion is not there is left out."""
    held, found = known(content), []
    for key in chosen:
        all_of_them = _closure(key, held)
        if all(one in held for one in all_of_them):
            found += all_of_them
    return list(dict.fromkeys(found))


def _closure(key: str, held: Mapping[str, Indicator]) -> list[str]:
    """The figure, its companions, and theirs."""
    found, waiting = [], [key]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += companions(held[one]) if one in held else ()
    return found


def missing(indicator: Indicator, content: Content) -> list[str]:
    """The companions that are not in the snapshot: without them the figure is not shown."""
    held = known(content)
    return [key for key in _closure(indicator.id, held) if key not in held and key != indicator.id]


def groups(content: Content, chosen: Iterable[str] | None = None) -> list[Group]:
    """The chosen figures (by default all) by family, in the order of the families."""
    held = known(content)
    kept = set(accompanied(held if chosen is None else chosen, content))
    lines = [line(content, row) for key, row in held.items() if key in kept]
    spread = _height(lines)
    drawn = [_with_spark(one, spread) for one in lines]
    found = [Group(family, [one for one in drawn if one.indicator.family is family]) for family in Family]
    return [group for group in found if group.lines]


def high(found: Iterable[Group]) -> float:
    """How many points of percent high the small drawings of these groups are."""
    return _height([one for group in found for one in group.lines])


def search(content: Content, text: str) -> list[str]:
    """The indicators whose id, name or words hold each word typed."""
    asked = folded(text).split()
    return [key for key, row in known(content).items() if all(word in _haystack(row) for word in asked)]


def _haystack(row: Indicator) -> str:
    return folded(" ".join((row.id, row.fr, row.en, row.formula, row.claim, row.family.label)))


def line(content: Content, indicator: Indicator) -> Line:
    """One figure of the snapshot."""
    past = history(content, indicator)
    told = words.told(indicator, content["figures"].get(indicator.id))
    judged = indicator.threshold is not None and words.threshold(indicator) and words.in_percent(indicator)
    return Line(
        indicator, words.name(indicator), told, _reference(content, indicator),
        100 * indicator.threshold if judged and indicator.threshold is not None else None, past,
    )  # fmt: skip


def history(content: Content, indicator: Indicator) -> list[Past]:
    """The earlier figures, then the one of the day; in percent where it is a part."""
    scale = 100.0 if words.in_parts(indicator) else 1.0
    rows = [*content["history"].get(indicator.id, ())]
    now = content["figures"].get(indicator.id)
    if now is not None and not any(row["day"] == content["day"] for row in rows):
        rows.append({**now, "day": content["day"]})
    hidden = indicator.id in words.HIDDEN
    return [_past(row, scale, hidden) for row in sorted(rows, key=lambda row: str(row["day"]))]


def _past(row: Mapping[str, Any], scale: float, hidden: bool) -> Past:
    shown = row["status"] in (Status.PUBLISHED.value, Status.ZERO.value) and not hidden
    value, low, top = (
        None if row.get(name) is None or not shown else scale * row[name] for name in ("value", "low", "high")
    )
    return Past(words.day_of(row["day"]), value, low, top)


def _reference(content: Content, indicator: Indicator) -> str:
    """The comparison of the table: law, text or ours where a value is stated; else one's own past."""
    if indicator.comparator is Comparator.NONE:
        return _("aucun repère")
    return words.threshold(indicator) or last_year(content, indicator)


def last_year(content: Content, indicator: Indicator) -> str:
    """« 76 % en 2024 »: the last figure that is about a year old; empty when there is none."""
    day = words.day_of(content["day"])
    rows = [
        row for row in content["history"].get(indicator.id, ())
        if row["status"] == Status.PUBLISHED.value and row["value"] is not None
        and (day - words.day_of(row["day"])).days >= YEAR and indicator.id not in words.HIDDEN
    ]  # fmt: skip
    if not rows:
        return ""
    last = max(rows, key=lambda row: str(row["day"]))
    year = words.day_of(last["day"]).year
    return _("%(value)s en %(year)s") % {"value": words.said(indicator, last["value"]), "year": year}


def _height(lines: Iterable[Line]) -> float:
    parts = [one for one in lines if words.in_percent(one.indicator)]
    known_values = [[p.value for p in one.past if p.value is not None] for one in parts]
    widest = max((max(values) - min(values) for values in known_values if values), default=0.0)
    return BAND if widest <= BAND else 100.0


def _with_spark(one: Line, spread: float) -> Line:
    values = [p.value for p in one.past if p.value is not None]
    if len(values) < 2:
        return one
    middle = (max(values) + min(values)) / 2
    base, size = (
        (middle - spread / 2, spread) if words.in_percent(one.indicator) else (0.0, max(values) or 1.0)
    )
    return Line(one.indicator, one.name, one.told, one.reference, one.mark, one.past,
                _path(one.past, base, size))  # fmt: skip


def _path(past: Sequence[Past], base: float, size: float) -> str:
    """The drawing of the past: a day without figure breaks the line."""
    first, days = past[0].day, max((past[-1].day - past[0].day).days, 1)

    def at(one: Past) -> str:
        across = WIDTH * (one.day - first).days / days
        return f"{across:.1f},{HEIGHT - HEIGHT * ((one.value or 0.0) - base) / size:.1f}"

    strokes = [f"M{at(one)} L{at(two)}" for one, two in pairwise(past) if None not in (one.value, two.value)]
    return " ".join(strokes)


def comparisons(content: Content, indicator: Indicator) -> list[tuple[str, str]]:
    """Three comparisons, three wordings, never merged: law or text, own past, comparable partnerships."""
    return [
        (_("La loi ou le texte"), _stated(indicator)),
        (_("Votre propre passé"), _own_past(content, indicator)),
        (_("Des partenariats comparables"), _sisters(content, indicator)),
    ]


def _stated(indicator: Indicator) -> str:
    kinds = {
        Comparator.LAW: _("La loi demande"), Comparator.TEXT: _("La littérature décrit"),
        Comparator.OURS: _("Ni la loi ni une étude n'en donne. Repère de cette installation"),
    }  # fmt: skip
    head = kinds.get(indicator.comparator)
    if head is None:
        return _("Aucune valeur n'est écrite dans la loi ni dans une étude.")
    value = words.said(indicator, indicator.threshold) if indicator.threshold is not None else ""
    stated = _(" ; ").join(part for part in (value, indicator.reference) if part)
    return _("%(head)s : %(words)s.") % {"head": head, "words": stated}


def _own_past(content: Content, indicator: Indicator) -> str:
    before = last_year(content, indicator)
    if not before:
        return _("Pas encore de chiffre d'il y a un an avec lequel comparer.")
    now = words.told(indicator, content["figures"].get(indicator.id)).main
    return _("%(before)s, %(now)s aujourd'hui.") % {"before": before, "now": now}


def _sisters(content: Content, indicator: Indicator) -> str:
    seen = (content["figures"].get(indicator.id) or {}).get("sisters")
    if not seen or seen.get("low") is None or seen.get("high") is None:
        return _("Moins de trente partenariats comparables : aucune comparaison.")
    return _("La moitié du milieu de %(n)s partenariats comparables va de %(low)s à %(high)s.") % {
        "n": seen["n"], "low": words.said(indicator, seen["low"]),
        "high": words.said(indicator, seen["high"]),
    }  # fmt: skip


LEADS = ("weakness", "strength", "change", "look")


def lead(content: Content) -> str:
    """The sentence that opens the page: which figures the reading names, and what it says of them."""
    rows = content["reading"]["sentences"]
    heads = {
        "weakness": _("Faiblesse nette"), "strength": _("Force nette"), "change": _("Ce qui a changé"),
        "look": _("À regarder d'abord, sans rien affirmer"),
    }  # fmt: skip
    parts = []
    for kind in LEADS:
        names = [_named(key) for row in rows if row["kind"] == kind for key in spoken(row)]
        if names:
            parts.append(_("%(head)s : %(words)s.") % {"head": heads[kind], "words": ", ".join(names)})
    if not any(row["kind"] == "weakness" for row in rows) and rows:
        parts.insert(0, _("Aucune faiblesse nette."))
    return " ".join(parts) or _("Vos relevés ne permettent pas encore de lire ce partenariat.")


def spoken(row: Mapping[str, Any]) -> list[str]:
    """The figures that a sentence of the reading speaks of."""
    return list(row.get("indicators") or ([row["indicator"]] if row["indicator"] else []))


def _named(key: str) -> str:
    row = INDICATORS.get(key)
    label = words.name(row) if row else key
    return label[:1].lower() + label[1:]
