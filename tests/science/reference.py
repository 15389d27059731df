"""Where the reference files are and how close two columns must be; no number is copied here."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

ROOT = Path(__file__).parents[2] / ".." / "shared" / "reference"
PRINTED = 5e-12  # the files print 12 significant digits: half a unit of the last one, relative


def table(name: str) -> pl.DataFrame:
    """One reference file, or a skipped test where the folder is not beside the repository."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"fichier de référence absent : {name} (dossier shared/ à côté du dépôt)")
    return pl.read_csv(path, infer_schema_length=None)


def close(ours, theirs, relative: float = PRINTED) -> None:
    """Every value within the printed precision, unknown values in the same places."""
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), rtol=relative, atol=1e-14)
