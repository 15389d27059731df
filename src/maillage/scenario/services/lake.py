"""Frames and truth as Parquet files, in two folders: who reads the records does not see what was planted."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from maillage.kernel import BadInput
from maillage.scenario.generator import Generated


def write_scenario(made: Generated, *, folder: Path, truth: Path) -> None:
    """Write the frames of a scenario in a folder, one file each, and its truth in another.

    Raises BadInput when a folder holds something else, is the other one, or when the disk refuses.
    """
    if folder.resolve() == truth.resolve():
        raise BadInput(
            f"Les relevés et la vérité iraient dans le même dossier {folder} : donnez-en un autre."
        )
    for place, mark in ((folder, "partnerships.parquet"), (truth, "truth.parquet")):
        if place.exists() and not (place.is_dir() and (place / mark).is_file()):
            raise BadInput(
                f"Le dossier {place} existe et n'est pas celui d'un scénario : donnez-en un autre avec -o."
            )
    _write(made.frames, folder)
    _write({"truth": made.truth}, truth)


def _write(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """A folder whole or absent: written beside, then put in place; it replaces what was there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for name, rows in frames.items():
            rows.write_parquet(partial / f"{name}.parquet", compression="zstd", compression_level=1)
        aside = partial.with_suffix(".old")
        partial.chmod(0o755)
        if folder.exists():
            folder.rename(aside)
        partial.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise BadInput(
            f"Le dossier {folder} n'a pas pu être écrit ({error.strerror or error}) : libérez de la place, "
            "ou donnez un autre dossier avec -o."
        ) from error
