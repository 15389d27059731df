"""`maillage observatory network`: the network between institutions, in a file for another program."""

from pathlib import Path
from typing import Annotated

import typer

from maillage.institutions import selectors as directory
from maillage.institutions.models import Partnership
from maillage.kernel import BadInput
from maillage.observatory.cli import app
from maillage.observatory.cli.days import reading_day
from maillage.observatory.indicators import network_rows
from maillage.observatory.indicators.network import graph
from maillage.observatory.indicators.view import View
from maillage.observatory.selectors import network as selectors
from maillage.observatory.vocabulary import Layer
from maillage.ui.graph_files import FORMATS, graph_file

LAYERS = [layer for layer in Layer if layer.recorded]


@app.command("network")
def network(
    key: Annotated[str, typer.Argument(metavar="ID", help="Clé du partenariat, ou son numéro.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Fichier à écrire.")],
    file_format: Annotated[str, typer.Option("--format", help="gexf, graphml ou json.")] = "gexf",
    layer: Annotated[str, typer.Option("--layer", help="Un seul genre de lien ; sinon tous.")] = "",
    day: Annotated[str, typer.Option("--date", help="Dernier jour des douze mois, AAAA-MM-JJ.")] = "",
) -> None:
    """Écrit le réseau des institutions d'un partenariat : des institutions, jamais des personnes."""
    here, on = _partnership(key), reading_day(day)
    if file_format not in FORMATS:
        raise BadInput(f"format « {file_format} » inconnu : choisissez {', '.join(FORMATS)}.")
    view = View(selectors.frames(partnership=here), on)
    graphs = [graph(view, here.pk, one) for one in _layers(layer)]
    nodes, edges = network_rows.rows(graphs, selectors.institutions(partnership=here))
    content = graph_file(nodes, edges, network_rows.about(graphs, str(here)), file_format)
    try:
        output.write_bytes(content)
    except OSError as fault:
        raise BadInput(f"le fichier « {output} » ne peut pas être écrit ({fault.strerror}).") from fault


def _partnership(key: str) -> Partnership:
    here = directory.partnership(key=key)
    if here is None and key.isdecimal() and len(key) < 19:
        here = Partnership.objects.filter(pk=int(key)).first()
    if here is None:
        raise BadInput(
            f"aucun partenariat n'a la clé « {key} ». Elle est dans l'adresse de ses pages, après /p/."
        )
    return here


def _layers(layer: str) -> list[Layer]:
    if not layer:
        return LAYERS
    known = {str(one.value): one for one in LAYERS}
    if layer not in known:
        raise BadInput(f"genre de lien « {layer} » inconnu : choisissez {', '.join(known)}.")
    return [known[layer]]
