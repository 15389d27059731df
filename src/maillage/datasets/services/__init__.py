"""Changes to the data: import a file, wait for one's turn, fetch the official ones."""

from maillage.datasets.services.download import fetch_all
from maillage.datasets.services.imports import (
    ImportReport,
    ask_import,
    import_release,
    known_codes,
    report,
    run_due_imports,
    run_import,
    withdraw,
)

__all__ = [
    "ImportReport", "ask_import", "fetch_all", "import_release", "known_codes", "report", "run_due_imports",
    "run_import", "withdraw",
]  # fmt: skip
