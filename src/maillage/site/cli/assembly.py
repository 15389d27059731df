"""Which commands exist, and what each needs before it runs. `law` works without Django nor database."""

from importlib import import_module

import typer

from maillage.kernel import BadInput

# command group -> module holding `app`; those under WITHOUT_DJANGO are pure
WITHOUT_DJANGO = {
    "law": "maillage.site.cli.law",
    "stat": "maillage.site.cli.stat",
    "bench": "maillage.site.cli.bench",
}
GROUPS = {
    "territory": "maillage.territory.cli",
    "data": "maillage.datasets.cli",
    "diagnosis": "maillage.diagnosis.cli",
    "directory": "maillage.institutions.cli",
    "observatory": "maillage.observatory.cli",
    "scenario": "maillage.scenario.cli",
    "journal": "maillage.site.cli.journal",
}
SINGLES = ("maillage.site.cli.house", "maillage.site.cli.tick")  # migrate, serve, doctor... worker, tick


def build(arguments: list[str]) -> typer.Typer:
    """The application with only the part that these arguments need (all of it for the help page)."""
    wanted = arguments[0] if arguments else ""
    root = typer.Typer(
        help="Maillage : la coproduction locale de la sécurité.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    root.callback()(lambda: None)
    if wanted in WITHOUT_DJANGO:
        import_module(WITHOUT_DJANGO[wanted]).plug(root)
        return root
    _set_up_django()
    for name, module in (WITHOUT_DJANGO if wanted in ("", "--help") else {}).items():
        import_module(module).plug(root)
        assert name
    for name, module in GROUPS.items():
        if wanted in ("", "--help", name):
            root.add_typer(import_module(module).app, name=name)
    for module in SINGLES:
        import_module(module).plug(root)
    return root


def _set_up_django() -> None:
    import os

    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise BadInput(str(error)) from error
    except OSError as error:
        raise BadInput(
            f"le dossier de Maillage ne peut pas servir ({error}). Donnez-en un autre par MAILLAGE_HOME."
        ) from error
