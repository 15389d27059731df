"""The command line `maillage`: joins the packages' faces. Errors in French, 2 bad input, 1 failure."""

import sys

import typer

from maillage.kernel import BadInput, Refused
from maillage.site.cli import assembly

BAD_INPUT, FAILURE = 2, 1


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the console script."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        assembly.build(arguments)(arguments, standalone_mode=True)
    except BadInput as error:
        fail(str(error), BAD_INPUT)
    except Refused as error:
        fail(" ".join(error.reasons), FAILURE)


def fail(message: str, code: int) -> None:
    """Print a French sentence on standard error and leave with the code of the contract."""
    typer.echo(f"Erreur : {message}", err=True)
    raise SystemExit(code)
