"""The command line `maillage`: the packages' faces put together. Errors in French, 2 bad input, 1 failure."""

import sys
from typing import Any

import typer

from maillage.kernel import BadInput, Refused
from maillage.site.cli import assembly, usage

BAD_INPUT, FAILURE = 2, 1


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the console script."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = assembly.build(arguments)(arguments, standalone_mode=False, prog_name="maillage")
    except BadInput as error:
        fail(str(error), BAD_INPUT)
    except Refused as error:
        fail(" ".join(error.reasons), FAILURE)
    except typer.Abort:
        fail("abandon, rien n'a été changé.", FAILURE)
    except Exception as error:
        _explain(error)
        raise
    raise SystemExit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> None:
    """Leave with a sentence when the command line or the database is at fault; return when it is a bug."""
    context: Any = getattr(error, "ctx", None)
    if hasattr(error, "format_message"):
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            raise SystemExit(BAD_INPUT)
        command = context.command_path if context is not None else "maillage"
        fail(usage.french(error.format_message(), command), BAD_INPUT)
    if type(error).__module__.startswith("django.db") and _is_database_error(error):
        fail(_database_fault(error), FAILURE)


def _is_database_error(error: Exception) -> bool:
    from django.db.utils import InterfaceError, OperationalError, ProgrammingError

    return isinstance(error, (OperationalError, ProgrammingError, InterfaceError))


def _database_fault(error: Exception) -> str:
    from django.db.utils import DatabaseError

    from maillage.site import doctor

    cause = (str(error).strip().splitlines() or [type(error).__name__])[0]
    try:
        pending = doctor.pending_migrations()
    except DatabaseError:
        return f"la base de données ne répond pas ({cause}). Vérifiez DATABASE_URL et le serveur."
    if pending:
        return f"la base n'est pas à jour ({pending} migrations à faire). Lancez « maillage migrate »."
    return f"la base de données a refusé la commande ({cause}). Rien n'a été changé."


def fail(message: str, code: int) -> None:
    """Print a French sentence on standard error and leave with the code of the contract."""
    typer.echo(f"Erreur : {message}", err=True)
    raise SystemExit(code)
