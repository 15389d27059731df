"""`maillage territory`: load the official tables, show a place."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from maillage.kernel import Actor, BadInput
from maillage.territory import selectors
from maillage.territory.intake.reference import PlaceFacts

app = typer.Typer(help="Les territoires.", no_args_is_help=True)
MACHINE = Actor.machine("ligne de commande")


@app.command()
def load(
    files: Annotated[
        list[str] | None, typer.Argument(help="Fichiers ou adresses ; rien : les tables livrées.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Charge les tables livrées, ou des fichiers officiels."""
    from maillage.territory import services  # reads tables: slow to load, useless to `show`

    if not files:
        counts = services.load_reference(actor=MACHINE)
        done = [{"file": "tables livrées", "kind": "reference", "rows": counts["communes"], "rejected": 0}]
        if counts.get("unchanged"):
            done[0]["note"] = "déjà là : rien n'a changé"
    else:
        done = services.load_files(actor=MACHINE, sources=files)
    if as_json:
        typer.echo(json.dumps({"loaded": done}, ensure_ascii=False))
        return
    for row in done:
        note = f" ({row['note']})" if row.get("note") else ""
        typer.echo(f"{row['file']} : {row['rows']} lignes chargées{note}.")


@app.command()
def show(
    place: Annotated[str, typer.Argument(help="Code Insee, dep:44, reg:52 ou epci:244400404.")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Montre un territoire et ceux qui lui sont comparables, avec les raisons."""
    facts = selectors.present(place)
    if facts is None:
        raise BadInput(
            f"le code « {place} » n'est pas un territoire connu. Donnez un code Insee (44143), "
            "dep:44, reg:52 ou epci:244400404."
        )
    if as_json:
        typer.echo(json.dumps(_as_dict(facts), ensure_ascii=False, default=str))
        return
    typer.echo("\n".join(_as_text(facts)))


def _as_dict(facts: PlaceFacts) -> dict[str, Any]:
    code = facts.code
    return asdict(facts) | {
        "populations": [asdict(row) for row in selectors.populations(code)],
        "comparable": [asdict(row) for row in selectors.comparable(code)],
        "comparison": selectors.comparison(facts),
        "notice": selectors.obsolete_sentence(code) or None,
        "history": [asdict(event) for event in selectors.perimeter_history(code)],
    }


def _as_text(facts: PlaceFacts) -> Iterator[str]:
    known = facts.population is not None
    yield f"{facts.name} ({facts.code}), " + (
        f"{facts.population} habitants ({facts.population_year})" if known else "population inconnue"
    )
    notice = selectors.obsolete_sentence(facts.code)
    if notice:
        yield notice
    for row in selectors.populations(facts.code):
        yield f"  {row.year} : {row.count} habitants{f' ({row.note})' if row.note else ''}"
    for event in selectors.perimeter_history(facts.code):
        yield f"  {event.sentence}"
    yield selectors.comparison(facts)
    for place in selectors.comparable(facts.code):
        yield f"  {place.name} ({place.code}) : {' ; '.join(place.reasons)}"
