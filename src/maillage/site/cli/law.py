"""`maillage law`: the duties of a place on a day, without any database."""

import json
import re
import textwrap
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from maillage import law
from maillage.kernel import BadInput
from maillage.law import words
from maillage.territory.intake import reference

ANSWERS = {True: "S'applique ce jour-là", None: "À confirmer : ni oui, ni non", False: "Ne s'applique pas"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WIDTH, INDENT = 100, 7


def plug(root: typer.Typer) -> None:
    """Register the command."""
    root.command("law")(law_command)


def law_command(
    place: Annotated[str, typer.Argument(help="Code Insee, dep:44, reg:52 ou epci:244400404.")],
    day: Annotated[
        str | None, typer.Option("--date", help="Jour, AAAA-MM-JJ ; aujourd'hui par défaut.")
    ] = None,
    cispd: Annotated[
        bool | None, typer.Option("--cispd/--no-cispd", help="Un CISPD couvre, ou non, ce territoire.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Sortie pour un programme.")] = False,
) -> None:
    """Dit quelles règles valent ici ce jour-là, par quel article, depuis quand, et ce qui n'est pas sûr."""
    facts, when = known_place(place), parse_day(day)
    rows = law.answers(facts, when, cispd=cispd)
    if as_json:
        typer.echo(json.dumps(as_dict(facts, when, rows), ensure_ascii=False))
        return
    typer.echo("\n".join(as_text(facts, when, rows)))


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
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadInput(f"« {text} » n'est pas une date. Écrivez-la AAAA-MM-JJ, par exemple 2009-03-01.")


def as_dict(facts: reference.PlaceFacts, day: date, rows: list[law.Answer]) -> dict[str, object]:
    """The contract of the command line (product, section 6)."""
    counted = law.inhabitants(facts, day) if facts.kind == "commune" else None
    place = {
        "code": facts.code,
        "name": facts.name,
        "population": facts.population,
        "qpv": list(facts.qpv),
        "population_year": facts.population_year,
        "population_used": {"count": counted.count, "year": counted.year} if counted else None,
        "zus": list(facts.zus),
        "successor": facts.successor or None,
        "ended": [moment.isoformat() for moment in facts.ended] if facts.ended else None,
    }
    return {"place": place, "date": day.isoformat(), "rules": [asdict(row) for row in rows]}


def as_text(facts: reference.PlaceFacts, day: date, rows: list[law.Answer]) -> list[str]:
    """The same for a person: what applies first, then what is to be confirmed, then the rest in short."""
    lines = [f"{facts.name} ({facts.code}), le {day:%d/%m/%Y}", *_notice(facts)]
    for answer, title in ANSWERS.items():
        group = [row for row in rows if row.applies is answer]
        lines += ["", f"{title} ({len(group)})"]
        for row in group:
            lines += _short(row) if answer is False else _full(row)
    return [*lines, "", "Ce n'est pas un conseil juridique."]


def _notice(facts: reference.PlaceFacts) -> list[str]:
    if not facts.successor:
        return []
    now = reference.place(facts.successor)
    named = f"{now.name} ({now.code})" if now else facts.successor
    return [f"Ce territoire n'existe plus seul : voyez {named}."]


def _full(row: law.Answer) -> list[str]:
    head = f"{row.id:<{INDENT}}{row.subject} : {words.value(row)}"
    said = [row.description + ".", row.reason]
    said.append(f"{row.reference} ; {words.dates(row)} ; {words.certainty(row)}.")
    return [head, *(line for text in said for line in _wrapped(text)), ""]


def _short(row: law.Answer) -> list[str]:
    return [f"{row.id:<{INDENT}}{row.subject} : {words.value(row)}", *_wrapped(row.reason)]


def _wrapped(text: str) -> list[str]:
    margin = " " * INDENT
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
