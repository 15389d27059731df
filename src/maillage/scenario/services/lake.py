"""Frames and truth as Parquet files, in two folders: who reads the records does not see what was planted."""

from pathlib import Path

from maillage.kernel import BadInput
from maillage.observatory import store
from maillage.scenario.generator import Generated


def write_scenario(made: Generated, *, folder: Path, truth: Path) -> None:
    """Write the frames of a scenario in a folder, one file each, and its truth in another.

    Both are written beside before either is put in place: records never stand with the truth of others.

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
    store.write_all({folder: made.frames, truth: {"truth": made.truth}})
