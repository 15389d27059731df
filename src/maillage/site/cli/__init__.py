"""The command line `maillage`: joins the packages' faces. Errors in French, 2 bad input, 1 failure."""

import re
import sys
from typing import Any

import typer

from maillage.kernel import BadInput, Refused
from maillage.site.cli import assembly

BAD_INPUT, FAILURE = 2, 1
USAGE: Any = typer.BadParameter.__mro__[1]  # every mistake of typing, whichever parser Typer carries


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the console script."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = assembly.build(arguments)(arguments, standalone_mode=False)
    except BadInput as error:
        fail(str(error), BAD_INPUT)
    except Refused as error:
        fail(" ".join(error.reasons), FAILURE)
    except USAGE as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            raise SystemExit(BAD_INPUT) from error  # the help page is already there
        fail(_in_french(error), BAD_INPUT)
    except typer.Abort:
        fail("interrompu ; rien n'a été enregistré à moitié.", FAILURE)
    raise SystemExit(code if isinstance(code, int) else 0)


def _in_french(error: Any) -> str:
    """What was mistyped, and where to look."""
    where = error.ctx.command_path if error.ctx else "maillage"
    help_page = f"Voyez « {where} --help »."
    kind, param = type(error).__name__, getattr(error, "param", None)
    command = re.search(r"No such command '(.+?)'", error.message)
    if command:
        return f"la commande « {command[1]} » n'existe pas. {help_page}"
    if kind == "NoSuchOption":
        return f"l'option « {error.option_name} » n'existe pas. {help_page}"
    if param is not None:
        name = param.opts[0] if param.opts[0].startswith("-") else param.name
        fault = "manque" if kind == "MissingParameter" else "a une valeur qui n'est pas acceptée"
        return f"« {name} » {fault}. {help_page}"
    return f"les arguments ne sont pas compris ({error.message}). {help_page}"


def fail(message: str, code: int) -> None:
    """Print a French sentence on standard error and leave with the code of the contract."""
    typer.echo(f"Erreur : {message}", err=True)
    raise SystemExit(code)
