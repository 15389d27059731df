"""`maillage law`: the duties of a place on a day, without any database."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from maillage import law
from maillage.kernel import BadInput
from maillage.territory.intake import reference

WORDS = {True: "oui", False: "non", None: "à vérifier"}


def plug(root: typer.Typer) -> None:
    """Register the command."""
    root.command("law")(law_command)


def law_command(
    place: Annotated[str, typer.Argument(help="Code Insee, dep:44, reg:52 ou epci:244400404.")],
    day: Annotated[
        str | None, typer.Option("--date", help="Jour, AAAA-MM-JJ ; aujourd'hui par défaut.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Dit quelles règles valent ici ce jour-là, par quel article, depuis quand, et ce qui n'est pas sûr."""
    facts, when = known_place(place), parse_day(day)
    rows = law.answers(facts, when)
    if as_json:
        typer.echo(json.dumps(as_dict(facts, when, rows), ensure_ascii=False))
        return
    if facts.successor:
        typer.echo(f"{facts.name} ({facts.code}) n'existe plus seule : voyez la commune {facts.successor}.")
    _print(facts, when, rows)


def known_place(code: str) -> reference.PlaceFacts:
    """The place of this code. Raises BadInput naming the code and the forms that are understood."""
    facts = reference.place(code)
    if facts is None:
        raise BadInput(
            f"le code « {code} » n'est dans aucune table officielle. Donnez un code Insee de commune "
            "(44109), dep:44, reg:52 ou epci:244400404."
        )
    return facts


def parse_day(text: str | None) -> date:
    """The day asked for, today by default. Raises BadInput."""
    if text is None:
        return date.today()  # noqa: DTZ011  (a civil day, not a moment)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            f"« {text} » n'est pas une date. Écrivez-la AAAA-MM-JJ, par exemple 2009-03-01."
        ) from error


def as_dict(facts: reference.PlaceFacts, day: date, rows: list[law.Answer]) -> dict[str, object]:
    """The contract of the command line (product, section 6)."""
    place = {"code": facts.code, "name": facts.name, "population": facts.population, "qpv": list(facts.qpv)}
    place |= {
        "population_year": facts.population_year,
        "zus": list(facts.zus),
        "successor": facts.successor or None,
    }
    return {"place": place, "date": day.isoformat(), "rules": [asdict(row) for row in rows]}


def _print(facts: reference.PlaceFacts, day: date, rows: list[law.Answer]) -> None:
    table = Table(title=f"{facts.name} ({facts.code}), le {day:%d/%m/%Y}", show_lines=True)
    for column in ("Règle", "Objet", "Valeur", "Ici", "Depuis", "Référence", "Pourquoi"):
        table.add_column(column, overflow="fold")
    for row in sorted(rows, key=lambda item: {True: 0, None: 1, False: 2}[item.applies]):
        table.add_row(
            row.id, row.subject, f"{row.value}", WORDS[row.applies], row.since, row.reference, row.reason
        )  # fmt: skip
    Console().print(table)
