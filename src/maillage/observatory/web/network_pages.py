"""The network between institutions: the drawing, its figures, what it hangs on, and its files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.institutions.models import Partnership
from maillage.kernel import access, folded
from maillage.observatory.indicators import fragility, network_figures, network_rows
from maillage.observatory.indicators import network as indicators
from maillage.observatory.indicators.network import Graph
from maillage.observatory.indicators.view import View
from maillage.observatory.selectors import holders
from maillage.observatory.selectors import network as selectors
from maillage.observatory.vocabulary import Layer, RankLevel
from maillage.observatory.web import aliases, pages
from maillage.observatory.web import network_drawing as drawing
from maillage.observatory.web import network_words as words
from maillage.observatory.web.forms.network import ChooseForm
from maillage.ui.downloads import csv_answer, file_answer
from maillage.ui.graph_files import FORMATS, graph_file
from maillage.ui.replay import reference_day


def _view(here: Partnership, day: date) -> View:
    return View(selectors.frames(partnership=here), day)


@access(*pages.READERS)
@require_safe
def network(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Who is tied to whom by one kind of tie, over twelve months; what breaks if one leaves."""
    here, day = request.workspace, reference_day(request)
    form = ChooseForm(request.GET or None, initial={"au": day})
    layer, level = form.chosen()
    view = _view(here, day)
    graph = indicators.graph(view, here.pk, layer, level)
    names = aliases.names(request, graph.ids)
    context = {
        "form": form, "layer": layer, "query": request.GET.urlencode(), "named": pages.reads_names(request),
        **drawn(graph, names), **_figures(graph), **_fragile(request, view, graph, names),
        "ranks": _ranks(view, graph, level),
    }  # fmt: skip
    return render(request, "observatory/network.html", context)


def drawn(graph: Graph, names: network_rows.Names) -> dict[str, Any]:
    """The drawing, its description, and the same as a table."""
    tied = drawing.pairs(graph)
    called = {node.institution: _name(node.institution, names) for node in graph.nodes}
    links = sorted(
        ((called[one], called[other], words.amount(graph, weight), both)
         for one, other, weight, both in tied),
        key=lambda row: (folded(row[0]), folded(row[1])),
    )  # fmt: skip
    return {
        "graph": graph, "drawings": drawing.drawings(graph, names), "links": links, "names": called,
        "described": words.described(graph, tied, names), "euros": graph.layer is Layer.MONEY,
    }  # fmt: skip


def _name(pk: int, names: network_rows.Names) -> str:
    return str(names[pk]) if pk in names else str(pk)


def _figures(graph: Graph) -> dict[str, Any]:
    found = network_figures.figures(graph)
    return {
        "figures": [(figure, words.reading(figure.measure)) for figure in found],
        "few": len(drawing.pairs(graph)) < network_figures.FEWEST_PAIRS,
        "chance": network_figures.sectors_by_chance(graph),
    }


def _fragile(
    request: WorkspaceRequest, view: View, graph: Graph, names: network_rows.Names
) -> dict[str, Any]:
    leaving, held = fragility.departures(view, graph), fragility.resilience(graph)
    people = fragility.persons(view, graph.partnership)
    return {
        "runs": visibility.may_run(request.actor),
        "people_curve": [
            (worst, people.curve_best[min(step, len(people.curve_best) - 1)])
            for step, worst in enumerate(people.curve)
        ],
        "lead": words.lead(graph, leaving, names), "people": people, "people_words": words.persons(people),
        "steps": list(enumerate(zip(held.by_degree, held.by_betweenness, held.random_mean, held.random_low,
                                    held.random_high, strict=True))),
        "pilots": holders.pilots(actor=request.actor, partnership=request.workspace, on=view.day),
        "institutions": sorted(
            ((_name(row.institution, names), node, row, words.listed(words.called(row.alone, names)))
             for row, node in zip(leaving, graph.nodes, strict=True)),
            key=lambda line: (folded(line[0]), line[2].institution),
        ),
    }  # fmt: skip


def _ranks(view: View, graph: Graph, level: RankLevel) -> tuple[int, int] | None:
    """Of how many presences the rank is known, where that makes the network."""
    if level is RankLevel.ALL or graph.layer is not Layer.PRESENCE:
        return None
    return indicators.known_ranks(view, graph.partnership)


@access(*pages.READERS)
@require_safe
def network_file(request: WorkspaceRequest, partnership: str, file_format: str) -> HttpResponse:
    """The network that the page shows, or every kind of tie (`tout`), for another program."""
    if file_format not in (*FORMATS, "csv"):
        raise Http404("format inconnu")
    here, day = request.workspace, reference_day(request)
    layer, level = ChooseForm(request.GET or None).chosen()
    view = _view(here, day)
    layers = [one for one in Layer if one.recorded] if request.GET.get("tout") else [layer]
    graphs = [indicators.graph(view, here.pk, one, level) for one in layers]
    name = f"reseau-{partnership}-{day.isoformat()}.{file_format}"
    names = aliases.names(request, (pk for graph in graphs for pk in graph.ids))
    return network_answer(graphs, names, str(here), name)


def network_answer(graphs: Sequence[Graph], names: network_rows.Names, title: str, name: str) -> HttpResponse:
    """A file of one or several layers."""
    nodes, edges = network_rows.rows(graphs, names)
    file_format = name.rpartition(".")[2]
    if file_format == "csv":
        called = {node["id"]: node["label"] for node in nodes}
        head = [_("de"), _("vers"), _("poids"), _("lien"), _("niveau"), _("période")]
        lines = [
            (called[row["source"]], called[row["target"]], row["weight"], row["layer"], row["level"],
             row["period"])
            for row in edges
        ]  # fmt: skip
        return csv_answer(name, head, lines)
    return file_answer(name, graph_file(nodes, edges, network_rows.about(graphs, title), file_format))
