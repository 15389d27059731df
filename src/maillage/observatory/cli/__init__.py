"""`maillage observatory`: one module a family of commands, put together here."""

import typer

app = typer.Typer(help="L'observatoire : chiffres, réseau, plusieurs territoires.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """L'observatoire : chiffres, réseau, plusieurs territoires."""


from maillage.observatory.cli import compute, network  # noqa: E402, F401  (each adds its commands)
