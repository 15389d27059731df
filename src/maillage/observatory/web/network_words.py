"""What a network says, in sentences: counts first, doubt beside, nothing about a person, no rank."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kernel import folded
from maillage.observatory.indicators.fragility import Departure, Persons
from maillage.observatory.indicators.network import Graph
from maillage.observatory.indicators.network_rows import Names
from maillage.observatory.vocabulary import Measure
from maillage.ui import typography

NAMED = 4  # institutions named in a sentence


def listed(names: Sequence[str]) -> str:
    """« A, B et C »; beyond a few, how many others."""
    shown, more = list(names[:NAMED]), len(names) - NAMED
    if more > 0:
        shown.append(ngettext("%(n)d autre", "%(n)d autres", more) % {"n": more})
    if len(shown) < 2:
        return "".join(shown)
    return _("%(first)s et %(last)s") % {"first": ", ".join(shown[:-1]), "last": shown[-1]}


def called(ids: Sequence[int], names: Names) -> list[str]:
    """Names in alphabetical order."""
    return sorted((names[one].label if one in names else str(one) for one in ids), key=folded)


def lead(graph: Graph, leaving: Sequence[Departure], names: Names) -> str:
    """Who is tied to most institutions, and who would have no tie left without it."""
    most = max((row.lost for row in leaving), default=0)
    if not most:
        return _("Aucun lien de ce genre n'est enregistré sur ces douze mois.")
    first = [row for row in leaving if row.lost == most]
    others = len(graph.nodes) - 1
    if len(first) > 1:
        words = {"names": listed(called([row.institution for row in first], names)), "n": most, "of": others}
        return ngettext(
            "%(names)s sont chacune liées à %(n)d institution sur %(of)d.",
            "%(names)s sont chacune liées à %(n)d institutions sur %(of)d.", most,
        ) % words  # fmt: skip
    one = first[0]
    words = {"name": called([one.institution], names)[0], "n": most, "of": others}
    said = ngettext(
        "%(name)s : liée à %(n)d institution sur %(of)d.", "%(name)s : liée à %(n)d institutions sur %(of)d.",
        most,
    ) % words  # fmt: skip
    return f"{said} {_alone(one, names)}".strip()


def _alone(row: Departure, names: Names) -> str:
    if not row.alone:
        return ""
    words = {"names": listed(called(row.alone, names))}
    return ngettext(
        "Sans elle, %(names)s n'aurait plus aucun lien.", "Sans elle, %(names)s n'auraient plus aucun lien.",
        len(row.alone),
    ) % words  # fmt: skip


def described(graph: Graph, tied: Sequence[tuple[int, int, float, bool]], names: Names) -> str:
    """What the drawing shows, for who does not see it."""
    both = sum(row[3] for row in tied)
    never = called([node.institution for node in graph.nodes if node.never], names)
    seldom = called([node.institution for node in graph.nodes if node.seldom], names)
    parts = [_("Réseau de %(n)d institutions.") % {"n": len(graph.nodes)}]
    if graph.layer.directed:
        words = {"both": both, "one": len(tied) - both}
        parts.append(_("Paires liées dans les deux sens : %(both)d ; dans un seul : %(one)d.") % words)
    else:
        parts.append(_("Paires liées : %(n)d.") % {"n": len(tied)})
    if never:
        parts.append(_("Jamais convié sur ces douze mois : %(names)s.") % {"names": listed(never)})
    if seldom:
        parts.append(_("Présent à moins d'une réunion sur deux : %(names)s.") % {"names": listed(seldom)})
    return " ".join(parts)


def reading(measure: Measure) -> str:
    """How a figure is read, in one line."""
    return {
        Measure.DENSITY: _("part des paires possibles qui sont liées"),
        Measure.RECIPROCITY: _("part des paires liées où chacun donne"),
        Measure.CENTRALISATION: _("0 : tous pareils ; 1 : tout passe par une seule institution"),
        Measure.EFFICIENCY: _("1 : chacun lié à chacun ; 0 : personne à personne"),
        Measure.CLUSTERING: _("deux institutions liées à une même troisième le sont-elles entre elles ?"),
        Measure.MIXING: _("−1 : liens au sein des secteurs ; 1 : liens entre secteurs"),
        Measure.ASSORTATIVITY: _("1 : chacun reste dans son secteur ; 0 : comme au hasard"),
        Measure.CORE: _("1 : un cœur lié à tous et une marge liée à lui seul ; 0 : rien de tel"),
    }[measure]


def persons(found: Persons) -> str:
    """On how few persons the sheets hang: counts, never names."""
    if not found.sheets:
        return _("Aucune fiche-action n'est en vigueur : il n'y a pas de pilote à compter.")
    words = {"half": found.half, "pilots": found.pilots, "holders": found.holders, "sheets": found.sheets}
    if not found.half:
        return _("La moitié des %(sheets)d fiches en vigueur, ou plus, n'a pas de pilote nommé.") % words
    if found.pilots == 1:
        words |= {"gone": found.curve[-1]}
        return (
            _("Une seule personne pilote : son départ laisserait %(gone)d fiches sur %(sheets)d sans pilote.")
            % words
        )
    return ngettext(
        "Le départ d'une seule personne, sur %(pilots)d qui pilotent, laisserait la moitié des %(sheets)d"
        " fiches sans pilote.",
        "Le départ de %(half)d personnes, sur %(pilots)d qui pilotent, laisserait la moitié des %(sheets)d"
        " fiches sans pilote.",
        found.half or 0,
    ) % words  # fmt: skip


def amount(graph: Graph, weight: float) -> str:
    """The weight of a tie: a count, or euros."""
    return typography.number(weight, 2 if graph.layer.value == "money" else 0)
