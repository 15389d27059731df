"""A command line that cannot be understood, said in French: the parser only speaks English."""

import re
from collections.abc import Callable

Said = Callable[[re.Match[str]], str]
SENTENCES: tuple[tuple[str, Said], ...] = (
    (r"Missing argument '(.+?)'", lambda m: f"il manque « {m[1].upper()} »"),
    (r"Missing option '(.+?)'", lambda m: f"il manque l'option {m[1]}"),
    (
        r"No such option: (\S+)(?: \(Possible options: (.+)\))?",
        lambda m: f"l'option {m[1]} n'existe pas{_near(m[2])}",
    ),
    (r"No such command '(.+?)'", lambda m: f"la commande « {m[1]} » n'existe pas"),
    (r"Option '(.+?)' requires an argument", lambda m: f"l'option {m[1]} attend une valeur"),
    (r"Option '(.+?)' does not take a value", lambda m: f"l'option {m[1]} n'attend pas de valeur"),
    (r"Got unexpected extra argument\S* \((.+)\)", lambda m: f"« {m[1]} » est de trop"),
    (r"Invalid value for '?(.+?)'?: (.+)", lambda m: f"la valeur de {m[1]} est refusée : {_why(m[2])}"),
)
REASONS: tuple[tuple[str, Said], ...] = (
    (r"greater than or equal to (\S+)", lambda m: f"elle doit valoir au moins {m[1]}"),
    (r"less than or equal to (\S+)", lambda m: f"elle doit valoir au plus {m[1]}"),
    (r"valid integer", lambda m: "ce n'est pas un nombre entier"),
    (r"valid number", lambda m: "ce n'est pas un nombre"),
    (r"Input should be (.+)", lambda m: f"choisissez parmi {m[1].replace(' or ', ' ou ')}"),
)


def french(message: str, command: str) -> str:
    """The parser's sentence in French, with the way to the help of that command."""
    return f"{_first(SENTENCES, message)}. « {command} --help » donne le mode d'emploi."


def _first(table: tuple[tuple[str, Said], ...], message: str) -> str:
    for pattern, said in table:
        match = re.search(pattern, message, re.DOTALL)
        if match:
            return said(match)
    return message.rstrip(".")


def _near(options: str | None) -> str:
    return f" (peut-être {options})" if options else ""


def _why(reason: str) -> str:
    return _first(REASONS, reason)
